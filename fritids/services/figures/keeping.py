"""Answers put together from kept sums and from the loans of the days since, and kept in their turn.

A period is the longest sum of its beginning that holds, and the days after it, counted from the loans. Only days that are over, by more than
an hour and in every zone concerned, are ever kept; today is counted each time. To keep is worth a try and no more: where
the disk is full or may not be written, or another program holds it, it is counted again the next time.
"""

import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from fritids.db import figure_sums, figures
from fritids.db.branches import BranchRow
from fritids.db.engine import Connection, Database
from fritids.db.faults import AlreadyThereError
from fritids.db.figure_batches import Counted
from fritids.db.figure_rows import Question
from fritids.db.figure_splits import Scope
from fritids.db.figure_sums import Seen, ToKeep
from fritids.domain.calendar import local_date
from fritids.domain.figures import Period
from fritids.errors import DatabaseUnavailableError
from fritids.services.figures import bodies

T = TypeVar("T")
WORTH_KEEPING: Final = 1_000
"""So many loans are counted in less time than a disk takes to keep their sum."""
_MARGIN: Final = timedelta(hours=1)
_PATIENCE_MS: Final = 100
_FAULTS: Final = (DatabaseUnavailableError, AlreadyThereError)
_SETTLING_SECONDS: Final = 1.0
"""How long is waited for other transactions on PostgreSQL; a lending takes some milliseconds, an import minutes."""
_SOON_SECONDS: Final = 0.05
"""The same where the sum was announced before: most often by somebody who waited already."""


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose loans are counted, and how far: a branch, or all branches together."""

    branch_id: int | None
    """None: all."""
    branches: tuple[BranchRow, ...]
    today: date
    """At the branch; for all, the latest there is at any of them."""
    over: date
    """The last day that is over at all of them."""


def whose(branches: Collection[BranchRow], now: datetime, branch_id: int | None) -> Whose:
    """Whose loans these branches' are, at this moment."""
    days = [
        (local_date(now, zone), local_date(now - _MARGIN, zone))
        for zone in (ZoneInfo(one.timezone) for one in branches)
    ]
    today, over = max(day for day, _ in days), min(day for _, day in days) - timedelta(days=1)
    return Whose(branch_id, tuple(branches), today, over)


@dataclass(frozen=True, slots=True)
class Keeping:
    """Asks questions of one database."""

    database: Database
    now: Callable[[], datetime]
    always: bool = False
    """Whether sums of few loans are kept too, and for years those to the last end of a month: at night, when there is time."""

    def answers(
        self, question: Question, period: Period, wanted: Collection[Whose]
    ) -> dict[int | None, Counted]:
        """The question's answer of each of these for the period, to today at the latest."""
        name = bodies.name_of(question)
        with self._view() as connection:
            known = self._known(connection, name, period, wanted)
            upto = [min(one.over, period.last) for one in wanted]
            missing = [
                last
                for one, last in zip(wanted, upto, strict=True)
                if last >= period.first and _end(known[one.branch_id][0]) < last
            ]
            if not missing:
                return self._count(connection, question, period, wanted, known)[0]
        if not self.ready_to_keep(max(missing)):
            with self._view() as connection:
                return self._count(connection, question, period, wanted, known)[0]
        with self._view() as connection:
            seen = figure_sums.seen(connection)
            known = self._known(connection, name, period, wanted)
            found, new = self._count(connection, question, period, wanted, known)
        self.keep(new, seen)
        return found

    def from_report(self, question: Question, period: Period, one: Whose) -> dict[int | None, Counted] | None:
        """The answer to one of a report's own questions, from what is kept of the report and that table of the days since; None if nothing is."""
        with self._view() as connection:
            known = self._known(connection, bodies.REPORT, period, [one])
            if known[one.branch_id][0] is None:
                return None
            return self._count(connection, question, period, [one], known)[0]

    def _known(
        self, connection: Connection, name: str, period: Period, wanted: Collection[Whose]
    ) -> dict[int | None, tuple[date | None, Counted]]:
        """What is kept of each: to which day, and what; None for the day where there is nothing."""
        furthest = min(period.last, max(one.today for one in wanted))
        of_all = figure_sums.longest(
            connection, name, [one.branch_id for one in wanted], period.first, furthest
        )
        found: dict[int | None, tuple[date | None, Counted]] = {}
        for one in wanted:
            kept = of_all.get(one.branch_id)
            usable = kept is not None and kept.last <= one.today
            found[one.branch_id] = (
                (kept.last, bodies.read(figure_sums.body(connection, kept)))
                if kept is not None and usable
                else (None, {})
            )
        return found

    def _count(
        self,
        connection: Connection,
        question: Question,
        period: Period,
        wanted: Collection[Whose],
        known: dict[int | None, tuple[date | None, Counted]],
    ) -> tuple[dict[int | None, Counted], list[ToKeep]]:
        """The answers, and what of them can be kept. Those who stand alike are counted together."""
        alike: dict[tuple[date | None, date, date], list[Whose]] = {}
        for one in wanted:
            last = min(period.last, one.today)
            alike.setdefault((known[one.branch_id][0], min(one.over, last), last), []).append(one)
        found: dict[int | None, Counted] = {}
        new: list[ToKeep] = []
        for (done, over, last), group in alike.items():
            part = {one.branch_id: known[one.branch_id][1] for one in group}
            branches = tuple({row.id: row for one in group for row in one.branches}.values())
            each = group[0].branch_id is not None
            to = done
            for end in _pieces(period.first, done, over, last, months=self.always and () in question.tables):
                days = Period(period.first if to is None else to + timedelta(days=1), end)
                part, loans = _went_on(
                    connection, question, Scope(days, branches), None if to is None else Period(period.first, to), part, each=each
                )  # fmt: skip
                if end <= over and (self.always or loans >= WORTH_KEEPING):
                    name = bodies.name_of(question)
                    new += [
                        ToKeep(name, branch, period.first, end, bodies.written(counted))
                        for branch, counted in part.items()
                    ]
                to = end
            found.update(part)
        return found, new

    def ready_to_keep(self, last: date) -> bool:
        """Whether a sum to this day, counted from now on, can be kept."""
        with self.database.read() as connection:
            reach, horizon = figure_sums.reach(connection), figure_sums.next_transaction(connection)
        if reach is not None and reach >= last:
            # Announced perhaps a moment ago: an act that began before, and puts no mark, may still be under way.
            return self._settled(horizon, _SOON_SECONDS)
        with suppress(*_FAULTS):
            with self.database.write_if_free(_PATIENCE_MS) as connection:
                figure_sums.announce(connection, last, self.now())
            with self.database.read() as connection:
                horizon = figure_sums.next_transaction(connection)
            return self._settled(horizon)
        return False

    def keep(self, new: list[ToKeep], then: Seen) -> int:
        """Keep these sums, which were counted in or after the view that saw `then`; how many."""
        if not new or not self._settled(then.horizon):
            return 0
        with suppress(*_FAULTS), self.database.write_if_free(_PATIENCE_MS) as connection:
            figure_sums.take_turns(connection)
            if figure_sums.still_all(connection, then):
                return figure_sums.keep(connection, new, then, self.now())
        return 0

    def _settled(self, horizon: int, seconds: float | None = None) -> bool:
        until = time.monotonic() + (_SETTLING_SECONDS if seconds is None else seconds)
        while True:
            with self.database.read() as connection:
                if figure_sums.settled(connection, horizon):
                    return True
            if time.monotonic() > until:
                return False
            time.sleep(0.005)

    @contextmanager
    def _view(self) -> Iterator[Connection]:
        with self.database.read_with_room() as connection:
            figures.one_view(connection)
            yield connection


def _end(day: date | None) -> date:
    return date.min if day is None else day


def _pieces(first: date, done: date | None, over: date, last: date, *, months: bool) -> list[date]:
    """The days to which it is counted, one after the other: with `months` the last end of one, for sums that stand long; yesterday; today."""
    ends = []
    if months and over >= first:
        ends.append((over + timedelta(days=1)).replace(day=1) - timedelta(days=1))
    ends += [over, last]
    return sorted({end for end in ends if end >= first and end > _end(done) and end <= last})


def _went_on(
    connection: Connection,
    question: Question,
    scope: Scope,
    before: Period | None,
    part: dict[int | None, Counted],
    *,
    each: bool,
) -> tuple[dict[int | None, Counted], int]:
    """What was counted so far and the days of the scope together, and how many loans came to it."""
    counted = figures.count(connection, question, scope, before=before, each=each)
    found = {branch: bodies.added(so_far, counted.get(branch, {})) for branch, so_far in part.items()}
    if () in question.tables:
        lost = figures.not_returned(connection, scope, dict(question.wanted), each=each)
        found = {branch: bodies.with_not_returned(one, lost.get(branch, 0)) for branch, one in found.items()}
    return found, sum(bodies.loans_in(one) for one in counted.values())
