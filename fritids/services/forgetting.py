"""Forgetting by age (DESIGN §5): people with whom nothing has happened for the set time, and what was written about the others long ago.

Each person is a transaction and an erasing of their own, exactly as when somebody asks for it; a run that is killed has forgotten
some, and the next one goes on. The figures are the same before and after.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Final

from fritids.db import branches, events, forgetting, upkeep
from fritids.db.engine import Connection
from fritids.db.faults import AlreadyThereError
from fritids.domain.calendar import local_day_span
from fritids.domain.periods import months_before
from fritids.domain.roles import Right
from fritids.domain.words import ActKind
from fritids.errors import ConflictError
from fritids.services import borrower_forgetting
from fritids.services.acts import new_act_key
from fritids.services.context import Context
from fritids.services.overviews import Erased
from fritids.services.results.forgetting import Forgotten, LongGone
from fritids.services.rights import needs

EVERY: Final = timedelta(days=7)


class Forgetting:
    """Finds and forgets what has lain too long, by the settings `forget_after_months` and `cut_loans_after_months`."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @needs(Right.ERASE)
    def plan(self) -> Forgotten:
        """What `run` would do now; nothing is changed."""
        context = self._context
        before, loans_before = self._days()
        with context.database.read() as connection:
            people = () if before is None else tuple(self._long_gone(connection, before))
            loans = (
                0
                if loans_before is None
                else forgetting.count_loans_to_cut(connection, self._moment(loans_before))
            )
            messages, notes, donors = (
                (0, 0, 0) if before is None else forgetting.count_texts(connection, self._moment(before))
            )
        shown = tuple(view for _id, view in people)
        return Forgotten(before, loans_before, shown, loans, messages, notes, donors, dry_run=True)

    @needs(Right.ERASE)
    def run(self, *, act: str) -> Forgotten:
        """It is done, and in the record of events. Whoever borrows or books meanwhile stays."""
        return self._run(act)

    @needs(Right.MACHINE)
    def run_by_itself(self, *, act: str) -> Forgotten | None:
        """The same by the program, once a week, where the branch has turned `forget_by_itself` on; None where it has not, or it was done.

        One that is killed has forgotten some, and the rest goes a week later.
        """
        return self._run(act) if self._is_due(claims=True) else None

    @needs(Right.MACHINE)
    def is_due(self) -> bool:
        """Whether `run_by_itself` would do it now."""
        return self._is_due(claims=False)

    def _is_due(self, *, claims: bool) -> bool:
        context = self._context
        if not context.policy.forget_by_itself:
            return False
        # The branches of one database have settings of their own.
        name, now = f"forget/{context.branch_id}", context.clock.now()
        with context.database.read() as connection:
            done = upkeep.last(connection, name)
        if done is not None and timedelta() <= now - done.at < EVERY:
            return False
        if not claims:
            return True
        with suppress(AlreadyThereError), context.database.write() as connection:
            return upkeep.claim(connection, name, now, EVERY)
        return False  # another desk was first by a hair

    def _run(self, act: str) -> Forgotten:
        context = self._context
        before, loans_before = self._days()
        gone = [] if before is None else list(self._erase(before))

        def rest(connection: Connection) -> Forgotten:
            loans = messages = notes = donors = 0
            if loans_before is not None:
                loans = forgetting.cut_loans(connection, self._moment(loans_before))
                forgetting.cut_visits(connection, self._moment(loans_before))
            if before is not None:
                moment = self._moment(before)
                messages = forgetting.empty_messages(connection, moment)
                notes = forgetting.empty_notes(connection, moment)
                donors = forgetting.empty_donors(connection, moment)
            done = Forgotten(before, loans_before, tuple(gone), loans, messages, notes, donors)
            if loans or messages or notes or donors:
                numbers = {"loans": loans, "messages": messages, "notes": notes, "donors": donors}
                events.add(connection, context.event(ActKind.FORGET, act), numbers)
            return done

        def again(_connection: Connection, earlier: events.EventRow) -> Forgotten:
            held = earlier.details
            loans, messages, notes, donors = (
                int(held.get(name, 0)) for name in ("loans", "messages", "notes", "donors")
            )
            return Forgotten(before, loans_before, tuple(gone), loans, messages, notes, donors)

        done = context.do(act, 0, rest, again)
        context.database.drain()
        return done

    def _erase(self, before: date) -> Iterator[LongGone]:
        context = self._context
        with context.database.read() as connection:
            people = list(self._long_gone(connection, before))
        for borrower_id, view in people:
            try:
                erased = borrower_forgetting.erase(context, borrower_id, act=new_act_key())
            except ConflictError:  # somebody else erased or merged them meanwhile
                continue
            if isinstance(erased, Erased):  # who borrowed meanwhile has something out, and stays
                yield view

    def _long_gone(self, connection: Connection, before: date) -> Iterator[tuple[int, LongGone]]:
        for one in forgetting.idle_since(connection, self._moment(before)):
            yield one.id, LongGone(one.number, self._context.day_of(one.last_seen))

    def _days(self) -> tuple[date | None, date | None]:
        """What lies before which day goes, as the settings stand in the database now."""
        context = self._context
        with context.database.read() as connection:
            context.refresh(connection, branches.by_id(connection, context.branch_id).revision)
        policy, today = context.policy, context.today()
        return (
            None if policy.forget_after_months is None else months_before(today, policy.forget_after_months),
            None
            if policy.cut_loans_after_months is None
            else months_before(today, policy.cut_loans_after_months),
        )

    def _moment(self, day: date) -> datetime:
        return local_day_span(day, self._context.policy.zone)[0]
