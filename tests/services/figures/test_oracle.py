"""The program's figures are those of a slow count in plain Python, to the last one, whatever happened."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fritids.db.engine import Database
from fritids.domain.figures import Cell, Period, PeriodFigures, Split
from fritids.services.desk import Desk
from tests.builders import FixedClock
from tests.services.figures import histories, oracle

PERIODS = (
    Period.year(2025),
    Period.year(2024),
    Period(date(2026, 1, 1), date(2026, 2, 10)),
    Period.month(2025, 3),
    Period.month(2025, 10),
    Period.season(2026, winter=True),
    Period(date(2025, 12, 31), date(2025, 12, 31)),
)
WHERE: tuple[dict[Split, str], ...] = (
    {Split.KIND: "person"},
    {Split.MONTH: "2025-12", Split.AGE: "0-6"},
    {Split.HOUR: "01"},
    {Split.WEEKDAY: "2", Split.GENDER: "unknown"},
    {Split.AREA: "602", Split.CATEGORY: "ice"},
)


@pytest.fixture
def places(database: Database) -> Database:
    histories.prepare(database)
    return database


def said(figures: PeriodFigures) -> dict[str, object]:
    """What is compared: cells with nothing in them may be left out."""
    return {
        "totals": figures.totals,
        **{
            "/".join(key): {codes: cell for codes, cell in sorted(rows.items()) if cell != Cell()}
            for key, rows in figures.tables.items()
        },
    }


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories.histories, period=st.sampled_from(PERIODS), where=st.sampled_from(WHERE))
def test_the_figures_are_right(
    places: Database,
    history: tuple[list[dict[str, object]], list[dict[str, object]]],
    period: Period,
    where: dict[Split, str],
) -> None:
    histories.store(places, history)
    desk = Desk.on(places, branch="north", clock=FixedClock(histories.NOW))
    rows = oracle.export(places)
    last = min(period.last, date(2026, 2, 10))
    expected = {
        branch: oracle.count(rows, Period(period.first, last), branch) for branch in (None, "north", "west")
    }
    each = desk.figures.every_branch(period)
    for branch, right in expected.items():
        for _counted, _kept in ((1, 0), (0, 1)):
            assert said(desk.figures.whole(period, branch)) == said(right)
        if branch is not None:
            assert said(each[branch]) == said(right)
    narrowed = oracle.count(rows, Period(period.first, last), None, where)
    assert desk.figures.totals(period, None, where) == narrowed.totals
    key = (Split.AGE, Split.GENDER)
    assert {
        codes: cell for codes, cell in desk.figures.split(period, key, None, where).items() if cell != Cell()
    } == narrowed.tables[key]
