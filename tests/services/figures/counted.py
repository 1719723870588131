"""Counting from the loans alone, past everything that is kept, in both ways there are; and sums kept of however few loans."""

from dataclasses import asdict

import pytest

from fritids.db import branches, figures
from fritids.db.figure_batches import Counted, Counts
from fritids.db.figure_splits import Scope
from fritids.domain.figures import Cell, Period
from fritids.services.desk import Desk
from fritids.services.figures import bodies
from fritids.services.figures.keeping import Keeping, whose


def keep_all(desk: Desk) -> None:
    """The desk keeps sums of few loans too."""
    desk.figures._keeping = Keeping(desk.context.database, desk.context.clock.now, always=True)


def from_the_loans(desk: Desk, period: Period, branch: str | None) -> Counted:
    """What a report says of the period, counted whole; both ways of counting agree on it."""
    question = bodies.of_report(branches=branch is None)
    with desk.context.database.read() as connection:
        known = branches.find(connection, branch)
        today = whose(known, desk.context.clock.now(), None).today
        scope = Scope(Period(period.first, min(period.last, today)), tuple(known))
        found = []
        for few in (0, 1_000_000):
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(figures, "FEW", few)
                found.append(figures.count(connection, question, scope).get(None, {}))
        assert found[0] == found[1]
        lost = figures.not_returned(connection, scope, {}).get(None, 0) if scope.period.days > 0 else 0
    return bodies.with_not_returned(found[0], lost)


def as_told(desk: Desk, period: Period, branch: str | None) -> Counted:
    """The same as the desk says it, from what it keeps."""
    told = desk.figures.whole(period, branch)
    found: Counted = {(): {(): _numbers(told.totals)}}
    for key, cells in told.tables.items():
        found[key] = {codes: _numbers(cell) for codes, cell in cells.items()}
    return found


def _numbers(cell: Cell) -> Counts:
    return {name: number for name, number in asdict(cell).items() if number}


def same(one: Counted, other: Counted) -> None:
    """Fail with the figures that are not the same."""
    assert list(bodies.differences(one, other)) == []
