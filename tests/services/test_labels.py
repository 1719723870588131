"""Labels as a use case: what is printed, what is remembered of it, and what becomes of the numbers when it fails."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fritids.db.engine import Database
from fritids.domain import barcode
from fritids.domain.words import DiscardReason
from fritids.errors import FritidsError, InvalidValueError, UsageError
from fritids.outside import files
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from fritids.services.label_values import LabelOrder, PrintedLabels
from tests.builders import FixedClock, a_desk, an_article
from tests.services.rows import count


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 2, 16, 9, tzinfo=UTC))


@pytest.fixture
def desk(database: Database, clock: FixedClock) -> Desk:
    return a_desk(database, clock=clock)


@pytest.fixture
def put(desk: Desk, clock: FixedClock, tmp_path: Path) -> Callable[..., PrintedLabels]:
    """Print to a file of this name, a minute after the last one."""

    def printing(order: LabelOrder, name: str = "labels.pdf", act: str | None = None) -> PrintedLabels:
        clock.moment += timedelta(minutes=1)
        return desk.labels.print(order, tmp_path / name, act=act or new_act_key())

    return printing


def codes(printed: PrintedLabels) -> list[str]:
    return [label.barcode for label in printed.labels]


def number_of(code: str) -> int:
    return int(code[1:-1])


def test_what_has_a_number_of_ours_and_no_label_is_printed_once(
    desk: Desk, put: Callable[..., PrintedLabels]
) -> None:
    """What came with a label needs none, what is gone gets none; the next printing goes on behind the last cell."""
    one, two, gone = (an_article(desk, size=size) for size in ("38", "39", "40"))
    an_article(desk, barcode="7350012345679")
    an_article(desk, barcode="2-17")
    desk.articles.discard(gone.barcode, DiscardReason.BROKEN, act=new_act_key())
    assert desk.labels.place().unprinted == 2
    printed = put(LabelOrder(unprinted=True, sheet="l7651", from_cell=65))
    assert codes(printed) == [one.barcode, two.barcode]
    assert (printed.sheet, printed.pages, printed.next_cell) == ("L7651", 2, 2)
    assert printed.file is not None
    assert printed.file.read_bytes().startswith(b"%PDF")
    nothing = put(LabelOrder(unprinted=True), "again.pdf")
    assert (nothing.file, nothing.labels) == (None, ())
    place = desk.labels.place()
    assert (place.sheet, place.next_cell, place.unprinted) == ("L7651", 2, 0)
    assert codes(put(LabelOrder(barcodes=(two.barcode, "7350012345679", two.barcode)))) == [
        two.barcode,
        "7350012345679",
    ]
    assert desk.labels.place("L7159").next_cell == 1


def test_new_numbers_wait_for_their_things_and_are_given_to_nothing_else(
    desk: Desk, put: Callable[..., PrintedLabels]
) -> None:
    fresh = codes(put(LabelOrder(new=3)))
    assert all(barcode.series(code) is barcode.Series.ARTICLE for code in fresh)
    assert an_article(desk).barcode not in fresh
    assert codes(put(LabelOrder(barcodes=(fresh[1],)), "lost.zpl")) == [fresh[1]]
    registered = an_article(desk, barcode=fresh[1])
    assert desk.labels.place().unprinted == 1, "the one that was registered without a label"
    again = put(LabelOrder(barcodes=(fresh[1],)), "one.svg")
    assert again.labels[0].article == registered
    assert again.file is not None
    assert "Hockey skates" in again.file.read_text(encoding="utf-8")


def test_a_file_that_is_not_written_takes_no_numbers_and_is_not_remembered(
    desk: Desk, put: Callable[..., PrintedLabels], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Neither where there is no folder, nor when the disk fills up, nor when another program holds the old file."""
    with pytest.raises(UsageError, match="Make it, or choose another one"):
        put(LabelOrder(new=5), "nowhere/labels.pdf")
    with monkeypatch.context() as broken:
        broken.setattr(
            files, "sync", lambda _path: (_ for _ in ()).throw(OSError(28, "No space left on device"))
        )
        with pytest.raises(FritidsError, match="The disk is full"):
            put(LabelOrder(new=5), act="once")
    assert count(desk, "printed_label") == 0
    assert list(tmp_path.glob("*.pdf")) == []
    assert number_of(an_article(desk).barcode) == 1
    assert [number_of(code) for code in codes(put(LabelOrder(new=2), act="once"))] == [2, 3]


def test_the_same_act_again_writes_the_same_labels(desk: Desk, put: Callable[..., PrintedLabels]) -> None:
    first = put(LabelOrder(new=2), act="key")
    assert first.file is not None
    content = first.file.read_bytes()
    assert codes(put(LabelOrder(new=2), act="key")) == codes(first)
    assert first.file.read_bytes() == content
    assert count(desk, "printed_label") == 2
    assert count(desk, "event", kind="labels_print") == 1


def test_numbers_that_another_desk_takes_while_they_are_drawn_are_drawn_anew(
    database: Database, desk: Desk, clock: FixedClock, tmp_path: Path
) -> None:
    other = a_desk(database, name="two", clock=clock)
    taken: list[str] = []

    def meanwhile(_done: int, _whole: int) -> None:
        if not taken:
            taken.append(an_article(other).barcode)

    printed = desk.labels.print(LabelOrder(new=2), tmp_path / "a.svg.pdf", act="key", progress=meanwhile)
    assert not set(codes(printed)) & set(taken)
    assert [number_of(code) for code in codes(printed)] == [2, 3]


BAD_ORDERS = [
    (LabelOrder(), "a.pdf", "Say which labels"),
    (LabelOrder(new=0), "a.pdf", "between 1 and 2000"),
    (LabelOrder(new=-3), "a.pdf", "between 1 and 2000"),
    (LabelOrder(new=100_000), "a.pdf", "between 1 and 2000"),
    (LabelOrder(new=1, sheet="L9999"), "a.pdf", "L7160, L7159"),
    (LabelOrder(new=1, sheet="4x9:60x30"), "a.pdf", "do not fit on an A4"),
    (LabelOrder(new=1, from_cell=22), "a.pdf", "cells 1 to 21"),
    (LabelOrder(new=1, from_cell=0), "a.pdf", "cells 1 to 21"),
    (LabelOrder(barcodes=("12345678",)), "a.pdf", "no article with the barcode 12345678"),
    (LabelOrder(new=2), "a.png", "holds one label"),
    (LabelOrder(new=1), "a.doc", "end in .pdf"),
]


def test_an_order_that_cannot_be_is_one_sentence_and_nothing_is_done(
    desk: Desk, put: Callable[..., PrintedLabels]
) -> None:
    for order, name, sentence in BAD_ORDERS:
        with pytest.raises((UsageError, InvalidValueError), match=sentence):
            put(order, name)
    assert count(desk, "printed_label") == 0
    assert number_of(an_article(desk).barcode) == 1
