"""A branch's own affairs: its name and zone, its settings, when it is open, and what a closed day does to due dates (R1)."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from itertools import pairwise

from fritids.db import branches, events, loan_lists, loans, reminder_planning, schema
from fritids.db.engine import Connection, Database
from fritids.domain.calendar import OpeningCalendar, due_date
from fritids.domain.policy import SETTINGS
from fritids.domain.roles import Right
from fritids.domain.search import clean
from fritids.domain.words import ActKind
from fritids.errors import InvalidValueError
from fritids.i18n import _
from fritids.services.branch_values import checked_hours, checked_name, checked_setting, checked_zone
from fritids.services.context import Context
from fritids.services.identity import refuse_identity_number
from fritids.services.loan_pages import views_of
from fritids.services.once import once
from fritids.services.overviews import BranchView, ClosedDays, DueMove, OpeningSpan, Setting
from fritids.services.rights import needs

LONGEST_NOTE = 200
LONGEST_CLOSING = 366
"""Days. A branch that is closed for longer is closed for good."""


def all_branches(where: str) -> tuple[tuple[str, str], ...]:
    """(code, name) of every branch in the database at `where`, in the order they were made.

    Needs no desk, since it is where the codes are looked up. Raises SchemaError for a database that is missing or of another version.
    """
    database = Database.open(where)
    try:
        schema.check(database)
        with database.read() as connection:
            return tuple((branch.code, branch.name) for branch in branches.find(connection, None))
    finally:
        database.close()


class BranchAdmin:
    """The use cases of looking after a branch. Every change is one act of its own, and all desks of the branch work by it at once."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @needs(Right.MACHINE)  # of nobody anything; whoever reads figures needs the branch's code
    def show(self) -> BranchView:
        """The branch with everything that is set about it."""
        context = self._context
        with context.database.read() as connection:
            branch = branches.by_id(connection, context.branch_id)
            own = branches.settings(connection, context.branch_id)
            hours = branches.opening_hours(connection, context.branch_id)
            closed = branches.closed_periods(connection, context.branch_id)
        return BranchView(
            code=branch.code,
            name=branch.name,
            timezone=branch.timezone,
            settings=tuple(
                Setting(key, own.get(key, default), key in own) for key, (default, _read) in SETTINGS.items()
            ),
            hours=tuple(OpeningSpan(*span) for span in hours),
            closed=tuple(ClosedDays(*period) for period in closed),
        )

    @needs(Right.LEND)
    def settings(self) -> tuple[Setting, ...]:
        """All settings, and whether the branch has said so or the program."""
        return self.show().settings

    @needs(Right.SETTINGS)
    def set(
        self, values: Mapping[str, str], *, act: str, name: str | None = None, timezone: str | None = None
    ) -> None:
        """These settings, and the name and the time zone if given, hold from now on, all of them or none.

        Raises InvalidValueError for an unknown setting or a value it cannot have. Due dates that were promised stay, whatever the zone.
        """
        checked = {key: checked_setting(key, value) for key, value in values.items()}
        own: dict[str, str] = {}
        if name is not None:
            own["name"] = checked_name(name)
        if timezone is not None:
            own["timezone"] = checked_zone(timezone)

        def work(connection: Connection) -> None:
            if checked:
                branches.set_settings(connection, self._context.branch_id, checked)
            if own:
                branches.change(connection, self._context.branch_id, **own)
            self._record(connection, act, {**own, **({"settings": checked} if checked else {})})

        self._change(act, work)

    @needs(Right.SETTINGS)
    def set_hours(self, spans: Iterable[OpeningSpan], *, act: str) -> None:
        """The branch is open in these spans and no others; with none it is open every day. Due dates that were promised stay."""
        checked = sorted(checked_hours(span.weekday, span.opens, span.closes) for span in spans)
        for earlier, later in pairwise(checked):
            if earlier[0] == later[0] and later[1] < earlier[2]:
                raise InvalidValueError(_("Two spans of opening hours of one day overlap."), field="opens")

        def work(connection: Connection) -> None:
            branches.set_opening_hours(connection, self._context.branch_id, checked)
            self._record(connection, act, {"hours": checked})

        self._change(act, work)

    @needs(Right.SETTINGS)
    def touched_by(self, first: date, last: date) -> tuple[DueMove, ...]:
        """The loans that are due on these days, both included, and where they would be moved if the branch were closed then."""
        self._check_period(first, last)
        with self._context.database.read() as connection:
            return self._moves(connection, first, last)

    @needs(Right.SETTINGS)
    def add_closed_period(
        self, first: date, last: date, note: str | None = None, *, act: str
    ) -> tuple[DueMove, ...]:
        """The branch is closed on these days, both included, and what was due on them is due later, never earlier: those loans.

        Raises InvalidValueError for days in the wrong order, or too many.
        """
        context = self._context
        self._check_period(first, last)
        text = clean(note or "")
        if len(text) > LONGEST_NOTE:
            raise InvalidValueError(
                _("This may have at most {n} characters.").format(n=LONGEST_NOTE), field="note"
            )
        made: list[DueMove] = []

        def work(connection: Connection) -> None:
            made.clear()
            refuse_identity_number(connection, text, "note")
            branches.add_closed_period(connection, context.branch_id, first, last, text or None)
            context.refresh(connection)
            self._record(connection, act, {"closed": [first, last]})
            made.extend(self._moves(connection, first, last))
            for line, move in enumerate(made, start=1):
                loans.set_due(connection, move.loan.id, move.new_due)
                reminder_planning.move_series(connection, move.loan.id, move.loan.due, move.new_due)
                events.add(
                    connection,
                    context.event(
                        ActKind.DUE_MOVE, act, line, loan_id=move.loan.id, article_id=move.loan.article.id
                    ),
                    {"from": move.loan.due, "to": move.new_due},
                )

        self._change(act, work)
        return tuple(made)

    @needs(Right.SETTINGS)
    def remove_closed_period(self, first: date, last: date, *, act: str) -> bool:
        """The branch is open on these days after all; False if no such period was set. Due dates stay as promised."""
        gone: list[int] = []

        def work(connection: Connection) -> None:
            gone.append(branches.remove_closed_period(connection, self._context.branch_id, first, last))
            self._record(connection, act, {"opened": [first, last]})

        self._change(act, work)
        return not gone or gone[-1] > 0

    def _moves(self, connection: Connection, first: date, last: date) -> tuple[DueMove, ...]:
        policy = self._context.policy
        closed = OpeningCalendar(policy.calendar.open_weekdays, (*policy.calendar.closed, (first, last)))
        moves = []
        ids = loan_lists.open_due_within(connection, self._context.branch_id, first, last)
        for loan in views_of(connection, self._context, ids):
            moved = due_date(loan.due, 0, closed, policy.closed_day_rule).day
            if moved > loan.due:
                moves.append(DueMove(loan, moved))
        return tuple(moves)

    @staticmethod
    def _check_period(first: date, last: date) -> None:
        if last < first:
            raise InvalidValueError(_("The last day comes before the first."), field="last_day")
        if (last - first).days >= LONGEST_CLOSING:
            raise InvalidValueError(_("A branch is closed for a year at most."), field="last_day")

    def _change(self, act: str, work: Callable[[Connection], None]) -> None:
        context = self._context
        try:
            once(context, act, ActKind.SETTING, work, lambda _connection, _earlier: None)
        finally:
            # Also when it failed: what was read inside the transaction never came to be.
            with context.database.read() as connection:
                context.refresh(connection)

    def _record(self, connection: Connection, act: str, details: dict[str, object]) -> None:
        events.add(connection, self._context.event(ActKind.SETTING, act), details)
