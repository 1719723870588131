"""The report as a page, in a real browser: held to the rules of axe, listened to, on a telephone, in the dark, and with texts that would harm."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import axe_core_python
import pytest

from fritids.outside.documents.chart_tables import as_table, table_of
from fritids.outside.documents.html import html
from fritids.outside.documents.model import (
    Chart,
    ChartKind,
    Column,
    Definition,
    Document,
    Form,
    Gap,
    Paragraph,
    Section,
    Series,
    Table,
)
from fritids.outside.documents.values import shown
from fritids.outside.documents.words import word
from tests.browser import Browser, wanted_browser
from tests.report_document import a_report

pytestmark = pytest.mark.xdist_group("browser")

HARD: Final = '</style></title><script>document.title="taken"</script><img src="http://evil.example/x" onerror="document.title=1">'
TABLES: Final = """[...document.querySelectorAll('table')].map(table => [table.caption.textContent,
  [...table.rows].map(row => [...row.cells].map(cell => (cell.querySelector('[aria-hidden]') ?? cell).textContent))])"""
AXE: Final = """axe.run(document, {resultTypes: ['violations']}).then(found =>
  [found.violations.map(one => [one.id, one.nodes.map(node => node.html.slice(0, 200))]), found.passes.length])"""
CHART_CONTRAST: Final = """(() => {
  const light = colour => { const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3).map(v => v / 255)
    .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const back = light(getComputedStyle(document.documentElement).backgroundColor);
  const seen = [...document.querySelectorAll('figure svg text, figure svg rect')].filter(mark => mark.checkVisibility());
  return seen.map(mark => { const style = getComputedStyle(mark), text = mark.tagName === 'text';
    const two = [light(text || style.stroke === 'none' ? style.fill : style.stroke), back].sort((a, b) => b - a);
    return [(two[0] + .05) / (two[1] + .05), text ? 4.5 : mark.getAttribute('fill') === '#FFFFFF' && style.stroke === 'none' ? 1 : 3, mark.outerHTML]; })
    .filter(([ratio, least]) => ratio < least)
})()"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with Browser(wanted_browser(), tmp_path_factory.mktemp("browser")) as started:
        yield started


@pytest.fixture(scope="module")
def axe() -> str:
    """The rules as a script: the one file that is used of their package."""
    return files(axe_core_python).joinpath("axe.min.js").read_text(encoding="utf-8")


def seen(browser: Browser, width: int, scheme: str = "light") -> None:
    """From now on the page is looked at like that."""
    browser.call(
        "Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=False
    )
    browser.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])


def opened(browser: Browser, document: Document, folder: Path) -> Browser:
    path = folder / "report.html"
    path.write_text(html(document), encoding="utf-8", newline="\n")
    browser.open(path.as_uri())
    return browser


def blocks(document: Document) -> list[Any]:
    return [block for section in document.sections for block in section.blocks]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_value_is_in_a_table_as_it_is_read(browser: Browser, tmp_path: Path, language: str) -> None:
    document = a_report(language)
    seen(browser, 1280)
    opened(browser, document, tmp_path)
    found = browser.run(TABLES)
    for block in blocks(document):
        match block:
            case Table():
                table = block
            case Chart() if table_of(block, document) is None:
                table = as_table(block)
            case _:
                continue
        rows = [*table.rows, *([table.total] if table.total else [])]
        wanted = [
            [column.title for column in table.columns],
            *(
                [
                    shown(value, column.form, language)
                    for value, column in zip(row, table.columns, strict=True)
                ]
                for row in rows
            ),
        ]
        assert [table.title, wanted] in found
    text = browser.run("document.body.innerText").replace("\n", " ")
    said = [
        document.title,
        document.subtitle,
        document.withheld_note,
        *(each for fact in document.facts for each in fact),
    ]
    said += [block.text for block in blocks(document) if isinstance(block, Paragraph)]
    said += [each for one in document.definitions for each in (one.term, one.text, one.source or "")]
    assert [each for each in said if each not in text] == []
    assert browser.run("document.documentElement.lang") == language


@pytest.mark.parametrize(
    ("language", "looks"),
    [("sv", [("light", 1280), ("dark", 320)]), ("en", [("dark", 1280), ("light", 320)])],
)
def test_axe_finds_nothing(
    browser: Browser, axe: str, tmp_path: Path, language: str, looks: list[tuple[str, int]]
) -> None:
    """Light and dark, on a desk's screen and at 320 points, which is also the desk's at 400 %; and no reading to the side but in a table."""
    opened(browser, a_report(language), tmp_path)
    browser.run(axe)
    for scheme, width in looks:
        seen(browser, width, scheme)
        found, passed = browser.run(AXE)
        assert (found, passed > 30) == ([], True), (scheme, width)
        assert browser.run(CHART_CONTRAST) == [], (scheme, width)
        assert browser.run("document.documentElement.scrollWidth <= window.innerWidth"), (scheme, width)


def test_the_page_is_one_file_that_asks_nobody_for_anything(browser: Browser, tmp_path: Path) -> None:
    text = html(a_report("sv"))
    assert "<script" not in text
    assert text == html(a_report("sv"))
    browser.events.clear()
    opened(browser, a_report("sv"), tmp_path)
    asked = [told["request"]["url"] for told in browser.told("Network.requestWillBeSent")]
    assert asked == [(tmp_path / "report.html").as_uri()]
    assert not browser.told("Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown")


def test_a_wide_table_is_reached_and_read_by_keyboard_alone(browser: Browser, tmp_path: Path) -> None:
    seen(browser, 320)
    opened(browser, a_report("sv"), tmp_path)
    browser.press("Tab")
    assert browser.run("document.activeElement.textContent") == "Till rapporten"
    browser.press("Enter", "Tab")
    where = "document.activeElement.getAttribute('role') + ' ' + document.getElementById(document.activeElement.getAttribute('aria-labelledby')).textContent"
    assert browser.run(where) == "group Nyckeltal"
    browser.press("Tab")
    assert browser.run("document.activeElement.hash") == "#table-2"
    browser.press("Enter", "Tab")
    assert browser.run(where) == "group Utlån per månad"
    assert browser.run("document.activeElement.scrollWidth > document.activeElement.clientWidth")
    assert browser.run("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_a_screen_reader_is_told_of_charts_gaps_and_headings(browser: Browser, tmp_path: Path) -> None:
    document = a_report("sv")
    seen(browser, 1280)
    opened(browser, document, tmp_path)
    nodes = browser.nodes()

    def names(role: str) -> list[str]:
        return [node["name"]["value"] for node in nodes if node["role"]["value"] == role]

    charts = [block for block in blocks(document) if isinstance(block, Chart)]
    assert names("image") == [chart.title for chart in charts]
    described = [
        node.get("description", {}).get("value", "") for node in nodes if node["role"]["value"] == "image"
    ]
    assert "februari, 2026: 2 310".replace(" 310", "\N{NO-BREAK SPACE}310") in described[0]
    gaps = [
        value
        for block in blocks(document)
        if isinstance(block, Table)
        for row in block.rows
        for value in row
        if value is Gap.WITHHELD
    ]
    cells = names("cell")
    assert cells.count(word("is withheld", "sv")) == len(gaps) > 0
    assert "··" not in cells
    assert names("heading")[:3] == ["Verksamhetsåret 2026", "Innehåll", "Året på en sida"]
    assert "oktober" in names("rowheader")
    assert "Utlån 2025" in names("columnheader")


def test_texts_that_would_harm_are_read_as_text(browser: Browser, tmp_path: Path) -> None:
    table = Table(
        "t",
        HARD,
        (Column("a", HARD, Form.TEXT), Column("b", HARD, Form.TEXT)),
        ((HARD, HARD), ("x" * 40_000, "y" * 40_000)),
        None,
        HARD,
    )
    chart = Chart(
        "c", HARD, ChartKind.BARS, HARD, HARD, (HARD,), (Series(HARD, (1.0,)), Series(HARD, (None,))), HARD
    )
    document = Document(
        HARD, HARD, HARD, "sv", HARD, ((HARD, HARD),), (Section(HARD, HARD, (Paragraph(HARD + "\x00\x1b\u202e"), table, chart)),),
        (Definition(HARD, HARD, HARD),), HARD, HARD,
    )  # fmt: skip
    seen(browser, 320)
    browser.events.clear()
    opened(browser, document, tmp_path)
    assert browser.run("document.title") == f"{HARD}, {HARD}"
    assert browser.run("document.querySelectorAll('script, img').length") == 0
    assert browser.run("document.querySelector('section p').textContent") == HARD
    assert browser.run("document.documentElement.scrollWidth <= window.innerWidth")
    assert len(browser.told("Network.requestWillBeSent")) == 1
