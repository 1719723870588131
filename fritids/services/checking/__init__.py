"""Whether the database is what it should be, and putting right what can be (DESIGN §4 `check`)."""

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from fritids.db import agreement, events, figure_sums, schema, soundness, upkeep
from fritids.db.engine import Connection, Database
from fritids.db.faults import AlreadyThereError
from fritids.domain.anchor import Anchor
from fritids.domain.roles import Right
from fritids.domain.soundness import Fault, Found
from fritids.domain.words import ActKind
from fritids.errors import DatabaseUnavailableError, FritidsError
from fritids.outside import file_rights
from fritids.services.checking.keeping_before import BEFORE_REPAIR, keep
from fritids.services.checking.looking import highest_given, look, versions, wrong_search
from fritids.services.checking.values import CheckReport, Repaired, read_report
from fritids.services.clock import Clock, SystemClock
from fritids.services.context import Context
from fritids.services.figures import checking as sums
from fritids.services.rights import needs

NAME: Final = "check"
EVERY: Final = timedelta(days=7)
_GIVEN_UP: Final = timedelta(hours=6)
"""After which a check that was begun and never ended is begun anew."""
_BEGUN: Final = "begun"
_PATIENCE_MS: Final = 500
NO_ANCHORS: Final[tuple[Anchor, ...]] = ()


class Checking:
    """The use cases of looking after the database."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @needs(Right.MACHINE)
    def check(self, anchors: Iterable[Anchor] = NO_ANCHORS) -> CheckReport:
        """Everything is looked at; nothing is changed but that it was done. Raises DatabaseUnavailableError for a database that cannot be read."""
        return _check(self._context.database, self._context.clock.now(), anchors)

    @needs(Right.RESTORE)
    def repair(self, anchors: Iterable[Anchor] = NO_ANCHORS, *, act: str) -> Repaired:
        """What can be put right is right, in one transaction, and a copy of what was is kept; then everything is looked at again.

        Raises FritidsError, with nothing changed, where the copy cannot be made.
        """
        context, asked = self._context, tuple(anchors)
        before = _check(context.database, context.clock.now(), asked)
        wanted = [one for one in before.found if one.repairable]
        if not wanted:
            return Repaired(before, before, None)
        inside = [one for one in wanted if one.fault is not Fault.RIGHTS_WIDE]
        file_rights.close(_paths(wanted))
        kept = None
        if inside:
            kept = keep(context.database, context.clock.now(), BEFORE_REPAIR)

            def work(connection: Connection) -> None:
                _mend(connection, {one.fault for one in inside})
                told = {"mended": sorted({one.fault.value for one in inside})}
                events.add(connection, context.event(ActKind.REPAIR, act), told)

            context.do(act, 0, work, lambda _connection, _earlier: None)
        return Repaired(before, _check(context.database, context.clock.now(), asked), kept)

    @needs(Right.MACHINE)
    def last_report(self) -> CheckReport | None:
        """What the newest check found; None if there was none."""
        with self._context.database.read() as connection:
            return last_report(connection)


def last_report(connection: Connection) -> CheckReport | None:
    """What the newest check of this database found, whichever desk made it; None if there was none, or it is under way."""
    done = upkeep.last(connection, NAME)
    if done is None or done.outcome is None:
        return None
    try:
        return read_report(done.at, done.outcome)
    except ValueError:
        return None


def run_if_due(
    where: str,
    clock: Clock | None = None,
    *,
    known: Callable[[Database], Iterable[Anchor]] = lambda _database: (),
) -> CheckReport | None:
    """The weekly check, if it is due and no other desk is at it; None if not. Takes as long as it takes, so a counter runs it in a process of its own.

    `known` finds the places in the record that were written down. Raises FritidsError for a database that cannot be read: whoever runs this says so.
    """
    now = (clock or SystemClock()).now()
    database = Database.open(where)
    try:
        schema.check(database)
        if not _claim(database, now):
            return None
        return _check(database, now, known(database))
    finally:
        database.close()


@dataclass(frozen=True, slots=True)
class Standing:
    """How a database stands with its weekly check."""

    due: bool
    """It is to be done now, and no other desk is at it."""
    report: CheckReport | None
    """What the newest one found; None if there was none, or it is under way."""
    place: str
    """Which database it is, without a password."""


def standing(where: str, clock: Clock | None = None) -> Standing:
    """How the database at `where` stands with its weekly check; 1 ms, and nothing is changed. Raises FritidsError for one that cannot be read."""
    now = (clock or SystemClock()).now()
    database = Database.open(where)
    try:
        with database.read() as connection:
            return Standing(
                _is_due(upkeep.last(connection, NAME), now), last_report(connection), database.place
            )
    finally:
        database.close()


def _is_due(done: upkeep.UpkeepDone | None, now: datetime) -> bool:
    if done is None:
        return True
    # A clock that went back far makes it due too, not silent for years.
    return not timedelta() <= now - done.at < (_GIVEN_UP if done.outcome == _BEGUN else EVERY)


def _claim(database: Database, now: datetime) -> bool:
    """Whether the check is this desk's to do: due, and begun by no other. What cannot be claimed just now waits for the next time."""
    with (
        suppress(DatabaseUnavailableError, AlreadyThereError),
        database.write_if_free(_PATIENCE_MS) as connection,
    ):
        if not _is_due(upkeep.last(connection, NAME), now):
            return False
        upkeep.note(connection, NAME, now, _BEGUN)
        return True
    return False


def _check(database: Database, now: datetime, anchors: Iterable[Anchor]) -> CheckReport:
    begun = time.monotonic()
    found, anchor, server = look(database, now, anchors)
    report = CheckReport(now, found, time.monotonic() - begun, anchor, versions(server))
    # On a medium that cannot be written to it is looked at all the same.
    with suppress(FritidsError, AlreadyThereError), database.write_if_free(_PATIENCE_MS) as connection:
        upkeep.note(connection, NAME, now, report.text())
    return report


def _paths(found: Iterable[Found]) -> list[Path]:
    return [Path(one.where) for one in found if one.fault is Fault.RIGHTS_WIDE and one.where]


def _mend(connection: Connection, faults: set[Fault]) -> None:
    """Put right what was found, in an order in which nothing undoes what came before it."""
    if Fault.INDEX_WRONG in faults:
        soundness.rebuild_indexes(connection)
        soundness.make_missing(connection)
    if Fault.STRAY_ROW in faults:
        soundness.remove_strays(connection)
    if Fault.STRAY_ITEM in faults:
        agreement.remove_stray_items(connection)
    if faults & {Fault.STATE_WRONG, Fault.STATE_UNDATED}:
        agreement.mend_states(connection)
    if Fault.SEARCH_WRONG in faults:
        agreement.set_search(connection, *wrong_search(connection))
    if Fault.SUM_WRONG in faults:
        figure_sums.drop(connection, {number for number, _difference in list(sums.differences(connection))})
    if Fault.SERIES_BEHIND in faults:
        for name, highest in highest_given(connection).items():
            agreement.put_series_on(connection, name, highest)


__all__ = [
    "EVERY",
    "CheckReport",
    "Checking",
    "Repaired",
    "Standing",
    "last_report",
    "run_if_due",
    "standing",
]
