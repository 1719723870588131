"""Whether the database is what it should be, and putting right what can be (DESIGN §4 `check`)."""

import os
import sys
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
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
_NICE: Final = 15
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


def run_if_due(where: str, clock: Clock | None = None) -> CheckReport | None:
    """The weekly check, if it is due and no other desk is at it; None if not. Takes as long as it takes, and gives way to everything else.

    Raises FritidsError for a database that cannot be read: whoever runs this says so.
    """
    now = (clock or SystemClock()).now()
    database = Database.open(where)
    try:
        schema.check(database)
        return _giving_way(lambda: _check(database, now, NO_ANCHORS)) if _claim(database, now) else None
    finally:
        database.close()


def _claim(database: Database, now: datetime) -> bool:
    """Whether the check is this desk's to do: due, and begun by no other. What cannot be claimed just now waits for the next time."""
    with (
        suppress(DatabaseUnavailableError, AlreadyThereError),
        database.write_if_free(_PATIENCE_MS) as connection,
    ):
        done = upkeep.last(connection, NAME)
        if done is not None:
            since = now - done.at
            # A clock that went back far makes it due too, not silent for years.
            if timedelta() <= since < (_GIVEN_UP if done.outcome == _BEGUN else EVERY):
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


def _giving_way(work: Callable[[], CheckReport]) -> CheckReport:
    """What `work` gives, from a thread of its own that the system runs when nobody else wants to; only Linux has priorities for threads."""

    def give_way() -> None:
        if sys.platform == "linux":
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)

    with ThreadPoolExecutor(1, "fritids-check", give_way) as thread:
        return thread.submit(work).result()


__all__ = ["EVERY", "CheckReport", "Checking", "Repaired", "last_report", "run_if_due"]
