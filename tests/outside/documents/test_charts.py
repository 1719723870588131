"""Charts as pictures: every category and value is there, nothing is cut off, and a gap is seen as one."""

from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from fritids.outside.documents.axes import axis
from fritids.outside.documents.chart_layout import lay_out
from fritids.outside.documents.charts import WIDTH, png, svg
from fritids.outside.documents.lettering import ASCENT, DESCENT, width
from fritids.outside.documents.model import Chart, ChartKind, Series
from fritids.outside.documents.picture import Box, Letters, Picture

MONTHS = ("Jan", "Feb", "Mar", "Apr", "Maj", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dec")
EVIL = "Skridskor </svg><script>alert(1)</script> & \x00\x1b[2J “é” مرحبا Жук"
LONG = "Längdskidor för nybörjare med stighudar, fästvalla och Donaudampfschiffahrtsgesellschaftsmützen"
Values = tuple[float | None, ...]
SVG = "{http://www.w3.org/2000/svg}"


def chart(kind: ChartKind, categories: tuple[str, ...], *rows: Values, title: str = "Utlån") -> Chart:
    series = tuple(Series(str(2026 - number), values) for number, values in enumerate(rows))
    return Chart("key", title, kind, "Månad", "Utlån, antal", categories, series)


SHAPES: dict[str, tuple[tuple[str, ...], Values] | tuple[tuple[str, ...], Values, Values]] = {
    "year": (MONTHS, tuple(float(n * 111) for n in range(12)), tuple(float(n * 99) for n in range(12))),
    "one": (("Is",), (7.0,)),
    "million": (("Is", "Vatten"), (1_000_000.0, 3.0)),
    "zero": (MONTHS, (0.0,) * 12),
    "empty": ((), ()),
    "gaps": (MONTHS, (None,) * 12, (1.5,) * 12),
    "below": (("a", "b"), (-3.0, 5.0)),
    "long": (
        tuple(f"{LONG} {n}" for n in range(31)),
        tuple(n / 7 for n in range(31)),
        tuple(n / 5 for n in range(31)),
    ),
    "evil": ((EVIL,), (3.0,)),
}
CHARTS = [
    pytest.param(chart(kind, categories, *rows), id=f"{kind}-{name}")
    for kind in ChartKind
    for name, (categories, *rows) in SHAPES.items()
]


def extent(mark: Letters) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of words, with the room that rings and tails take."""
    long = width(mark.text, mark.size, bold=mark.bold)
    start = {"start": 0.0, "middle": -long / 2, "end": -long}[mark.anchor]
    up, down = mark.size * ASCENT, mark.size * DESCENT
    if mark.upright:
        return mark.x - up, mark.y - start - long, mark.x + down, mark.y - start
    return mark.x + start, mark.y - up, mark.x + start + long, mark.y + down


def drawn(wanted: Chart, language: str = "sv") -> Picture:
    return lay_out(wanted, language, WIDTH, titled=True)


@pytest.mark.parametrize("wanted", CHARTS)
def test_nothing_is_cut_off_and_no_words_lie_over_others(wanted: Chart) -> None:
    picture = drawn(wanted)
    boxes = [extent(mark) for mark in picture.marks if isinstance(mark, Letters)]
    for left, top, right, bottom in boxes:
        assert left >= -0.5
        assert top >= -0.5
        assert right <= picture.width + 0.5
        assert bottom <= picture.height + 0.5
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            apart = (
                one[2] <= other[0] + 0.6
                or other[2] <= one[0] + 0.6
                or one[3] <= other[1] + 3
                or other[3] <= one[1] + 3
            )
            assert apart, (one, other)


@pytest.mark.parametrize("wanted", CHARTS)
def test_the_svg_holds_every_category_and_value_and_runs_nothing(wanted: Chart) -> None:
    text = svg(wanted, "sv")
    root = ET.fromstring(text)
    assert root.get("role") == "img"
    title, description = root[0], root[1]
    assert (title.tag, title.text) == (f"{SVG}title", wanted.title)
    said = description.text or ""
    words = "".join(element.text or "" for element in root.iter(f"{SVG}text")).replace(" ", "")
    for category in wanted.categories:
        clean = category.replace("\x00", "").replace("\x1b", "")
        assert f"{clean}, 2026: " in said
        assert clean.replace(" ", "") in words
    allowed = {f"{SVG}{name}" for name in ("svg", "title", "desc", "rect", "path", "text")}
    assert {element.tag for element in root.iter()} <= allowed
    assert not {name for element in root.iter() for name in element.attrib if name.startswith(("on", "href"))}
    assert svg(wanted, "sv") == text


def test_values_and_round_numbers_have_the_form_of_the_language() -> None:
    wanted = chart(ChartKind.BARS, ("Is", "Cykel"), (12345.0, 10.0))
    for language, shown, tick in (("sv", "12\xa0345", "10\xa0000"), ("en", "12,345", "10,000")):
        texts = [mark.text for mark in drawn(wanted, language).marks if isinstance(mark, Letters)]
        assert shown in texts
        assert tick in texts
        assert f"Is, 2026: {shown}; Cykel, 2026: 10." in svg(wanted, language)


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ((1234.0, 1500.0), (0, 500, 1000, 1500)),
        ((7.0,), (0, 2, 4, 6, 8)),
        ((1.0,), (0, 1)),
        ((0.0,), (0, 1)),
        ((1_000_000.0,), (0, 200_000, 400_000, 600_000, 800_000, 1_000_000)),
        ((0.25,), (0, 0.1, 0.2, 0.3)),
        ((3.5,), (0, 1, 2, 3, 4)),
        ((-3.0, 5.0), (-4, -2, 0, 2, 4, 6)),
        ((), (0, 1)),
    ],
)
def test_the_axis_has_round_numbers_from_zero_to_above_the_greatest(
    values: tuple[float, ...], ticks: tuple[float, ...]
) -> None:
    categories = tuple(map(str, range(len(values))))
    assert axis(chart(ChartKind.COLUMNS, categories, values)).ticks == pytest.approx(ticks)


@pytest.mark.parametrize("kind", ChartKind)
def test_bars_are_as_long_as_their_values_and_a_gap_has_none(kind: ChartKind) -> None:
    wanted = chart(kind, ("a", "b", "c", "d"), (10.0, None, 0.0, 40.0))
    picture = drawn(wanted)
    bars = {mark.tells: mark for mark in picture.marks if isinstance(mark, Box) and mark.tells}
    assert set(bars) == {"a, 2026: 10", "d, 2026: 40"}
    short, long = bars.values()
    side = "height" if kind is ChartKind.COLUMNS else "width"
    assert getattr(long, side) == pytest.approx(4 * getattr(short, side))
    texts = [mark.text for mark in picture.marks if isinstance(mark, Letters)]
    assert texts.count("–") == 1
    assert "0" in texts
    assert [text for text in texts if text.startswith("– ingen uppgift")]
    assert "b, 2026: –" in svg(wanted, "sv")
    whole = replace(wanted, series=(Series("2026", (10.0, 1.0, 0.0, 40.0)),))
    assert "–" not in svg(whole, "sv")


def test_long_names_leave_room_for_the_bars() -> None:
    bars = [mark for mark in drawn(chart(ChartKind.BARS, (LONG,), (1.0,))).marks if isinstance(mark, Box)]
    assert max(bar.width for bar in bars if bar.tells) > WIDTH / 2


def test_two_series_have_a_legend_and_one_has_none() -> None:
    def texts(wanted: Chart) -> list[str]:
        return [mark.text for mark in drawn(wanted).marks if isinstance(mark, Letters)]

    assert {"2026", "2025"} <= set(texts(chart(ChartKind.COLUMNS, ("a",), (1.0,), (2.0,))))
    assert "2026" not in texts(chart(ChartKind.COLUMNS, ("a",), (1.0,)))


def test_a_page_can_have_the_title_as_its_caption() -> None:
    wanted = chart(ChartKind.COLUMNS, MONTHS, (1.0,) * 12, title="Utlån per månad")
    root = ET.fromstring(svg(wanted, "sv", titled=False))
    assert root[0].text == "Utlån per månad"
    assert "Utlån per månad" not in [element.text for element in root.iter(f"{SVG}text")]


def test_a_png_decodes_and_is_the_same_each_time() -> None:
    wanted = chart(ChartKind.BARS, (LONG, EVIL), (3.0, 1.0), (2.0, None))
    once = png(wanted, "sv")
    with Image.open(BytesIO(once)) as image:
        image.load()
        assert image.size[0] == round((WIDTH + 16) * 2.5)
        counts = image.convert("RGB").getcolors(1 << 24) or []
    seen = {colour for _count, colour in counts}
    assert {(0x00, 0x72, 0xB2), (0xD5, 0x5E, 0x00)} <= seen
    png(chart(ChartKind.COLUMNS, MONTHS, (1.0,) * 12), "en")
    assert png(wanted, "sv") == once
