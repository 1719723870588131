"""The coordinator's quiet hour: February beside the one before, down to the loans behind a figure; and three keys for the report."""

import asyncio
import threading
import time
from collections.abc import Callable
from datetime import date

import pytest

from fritids.config.places import paper_folder
from fritids.domain.figures import Period
from fritids.domain.periods import earlier, kind_of, later, read_period
from fritids.services.figures import Figures
from fritids.tui.counter.situation import View
from tests.builders import a_borrower
from tests.reminder_rows import a_loan
from tests.tui.conftest import NOW, Branch
from tests.tui.counter import LONGEST, Desk, at_counter

pytestmark = pytest.mark.one_engine
TODAY = NOW.date()


def lend_some(branch: Branch) -> None:
    """Three loans this February, one of them by a protected borrower; one in January, two a year ago."""
    look = branch.look()
    hidden = a_borrower(look, name="Siv Ström", protected=True)
    days = [(2, 3, branch.anna), (2, 10, branch.bo), (2, 12, hidden), (1, 20, branch.anna)]
    for month, day, who in days:
        a_loan(
            look,
            date(2026, month, day).replace(month=month + 1),
            lent_on=date(2026, month, day),
            borrower=who,
        )
    for day in (4, 5):
        a_loan(
            look,
            date(2025, 2, 19),
            lent_on=date(2025, 2, day),
            borrower=branch.bo,
            returned="2025-02-18 09:00",
        )


def words(desk: Desk) -> str:
    """The screen without what only sets it apart."""
    return " ".join(desk.screen.split())


def test_february_stands_beside_the_one_before(branch: Branch) -> None:
    """The figures are those of the use case, and one key after another narrows them to the list of the right loans, no hidden name in it."""
    lend_some(branch)
    figures = branch.look().figures
    february = figures.totals(Period.month(2026, 2))
    before = figures.totals(Period(date(2025, 2, 1), TODAY.replace(year=2025)))

    async def steps(desk: Desk) -> None:
        await desk.more("siffrorna")
        whole = figures.totals(Period.year(2026))
        assert f"Utlån {whole.loans} {before.loans} +100" in words(desk)
        assert "█ 2026 ░ 2025" in words(desk)
        await desk.press("down")
        assert f"▸ Februari {february.loans} ({before.loans}, +50" in words(desk)
        await desk.enter()
        assert f"Utlån {february.loans} {before.loans}" in words(desk)
        await desk.enter()
        await desk.enter()
        assert desk.at(View.LIST)
        listed = desk.screen
        assert "Anna Berg" in listed
        assert "Bo Ek" in listed
        assert "Siv" not in listed
        await desk.press("escape", "escape")
        assert f"Utlån {whole.loans}" in words(desk)
        await desk.enter("feb 2025")
        assert f"Utlån {before.loans} 0 –" in words(desk)

    at_counter(branch.url, steps, clock=branch.clock, language="sv")


def test_periods_and_splits_are_keys_of_their_own(branch: Branch) -> None:
    """A digit alone is a split, digits at a scanner's speed are a scan, and the scan ends the job."""
    lend_some(branch)

    async def steps(desk: Desk) -> None:
        await desk.more("figures")
        await desk.press("left")
        assert "2025 beside" in words(desk)
        await desk.press("right", "f2")
        await desk.enter("the month")
        assert "February 2026 to 16 Feb" in words(desk)
        desk.post("7")
        await desk.pilot.pause(0.5)
        await desk.settle()
        assert "Loans by age" in desk.screen
        await desk.press("f4")
        await desk.enter("weekday")
        assert ": Loans by weekday" in desk.screen
        await desk.press("ctrl+f")
        assert "Together Mon Tue" in words(desk)
        await desk.press("escape")
        assert "Together" not in desk.screen  # Esc took the second split away, not the whole screen
        assert "February 2026 to 16 Feb" in words(desk)
        await desk.scan(branch.skates[0].barcode)
        assert "In the basket: 1 article" in desk.screen

    at_counter(branch.url, steps, clock=branch.clock)


def test_no_scan_waits_for_a_count(branch: Branch, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the figures are counted, which here lasts until the test lets it end, what is scanned is worked off."""
    lend_some(branch)
    go_on = threading.Event()
    count = Figures.totals

    def slow(*asked: object) -> object:
        assert go_on.wait(30)
        return count(*asked)  # type: ignore[arg-type]  # as it came

    monkeypatch.setattr(Figures, "totals", slow)

    async def steps(desk: Desk) -> None:
        await desk.press("f12")
        desk.post("figures", 0.15)
        desk.post("\r", 1.0)
        try:
            await until(lambda: "Counting" in desk.screen)
            desk.post(branch.skates[0].barcode)
            desk.post("\r")
            await until(lambda: "In the basket: 1 article" in desk.screen)
        finally:
            go_on.set()

    at_counter(branch.url, steps, clock=branch.clock)


async def until(what: Callable[[], bool]) -> None:
    """Let the counter go on until it is so; for what is looked at while something else has not come to its end."""
    end = time.monotonic() + LONGEST
    while not what():
        assert time.monotonic() < end
        await asyncio.sleep(0.005)


def test_what_leaves_the_house_is_withheld(branch: Branch) -> None:
    """A year's table is the report's, with signs for few people; of a month there is none unless somebody writes `full`."""
    lend_some(branch)

    async def steps(desk: Desk) -> None:
        await desk.more("figures")
        await desk.press("ctrl+n")
        await desk.enter("text")
        assert desk.headline.startswith("1 file is in")
        (table,) = paper_folder().glob("*.csv")
        rows = table.read_text(encoding="utf-8-sig").splitlines()
        assert [row.split(";")[1] for row in rows if row.startswith(("January", "February"))] == ["··", "··"]
        await desk.enter("feb 2026")
        await desk.press("ctrl+n")
        await desk.enter("csv")
        assert "Write full, or leave it with Esc." in words(desk)
        assert len(list(paper_folder().iterdir())) == 1
        await desk.enter("full")
        await desk.enter("text")
        assert "TRUE FIGURES" in words(desk)
        (table,) = paper_folder().glob("*full.csv")
        assert any(row.split(";")[1] == "3" for row in table.read_text(encoding="utf-8-sig").splitlines())

    at_counter(branch.url, steps, clock=branch.clock)


def test_three_keys_make_the_report(branch: Branch) -> None:
    """In all its forms, of the year on the screen."""
    lend_some(branch)

    async def steps(desk: Desk) -> None:
        await desk.more("figures")
        await desk.press("ctrl+k")
        assert desk.headline.startswith("5 files are in")

    at_counter(branch.url, steps, clock=branch.clock)
    assert sorted(path.suffix for path in paper_folder().iterdir()) == [
        ".csv",
        ".html",
        ".json",
        ".pdf",
        ".xlsx",
    ]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025", "2025-01-01", "2025-12-31"),
        ("feb", "2026-02-01", "2026-02-28"),
        ("maj", "2025-05-01", "2025-05-31"),
        ("vinter 2026", "2025-11-01", "2026-04-30"),
        ("16/2 – 20/2", "2026-02-16", "2026-02-20"),
        ("2026-01-01 2026-02-15", "2026-01-01", "2026-02-15"),
        ("10/12 till 6/1", "2025-12-10", "2026-01-06"),
    ],
)
def test_days_are_read_as_people_write_them(text: str, first: str, last: str) -> None:
    """Without a year they are the last that have begun, since what is counted has been."""
    assert read_period(text, TODAY) == Period(date.fromisoformat(first), date.fromisoformat(last))


def test_periods_follow_each_other() -> None:
    """A season after a season, a month after a month, and two days as many days further."""
    for period in (
        Period.year(2024),
        Period.season(2025, winter=True),
        Period.month(2025, 12),
        Period(date(2026, 2, 16), date(2026, 2, 20)),
    ):
        moved = later(period)
        assert (earlier(moved), kind_of(moved)) == (period, kind_of(period))
        assert (moved.first - period.last).days == 1
    assert read_period("anna", TODAY) is None
