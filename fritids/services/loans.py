"""Lists of loans: what is out, what is late, page by page at any place; and what today brought."""

from array import array
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeAlias

from fritids.db import loan_lists
from fritids.db.catalogue import WordTerm
from fritids.db.engine import Connection
from fritids.db.loan_lists import LoanConditions
from fritids.domain.roles import Right
from fritids.domain.search import fold
from fritids.services.context import Context
from fritids.services.forms import LoanFilter, LoanOrder
from fritids.services.loan_pages import views_of
from fritids.services.overviews import DayFigures, HourFigures
from fritids.services.record import newest_acts
from fritids.services.results import LoanView
from fritids.services.rights import needs
from fritids.services.type_names import TypeNames

NEWEST_ACTS = 50
STALE = timedelta(seconds=10)
"""After which a list is read anew even though no act is newer: another desk's act may be written with a lower number."""
_Key: TypeAlias = tuple[LoanFilter, int, date, int]
_OTHER_ORDERS: Mapping[LoanOrder, Callable[..., Sequence[int]]] = {
    LoanOrder.LENT: loan_lists.ids_by_lending,
    LoanOrder.BARCODE: loan_lists.ids_by_label,
    LoanOrder.TYPE: loan_lists.ids_by_type,
    LoanOrder.BORROWER: loan_lists.ids_by_borrower,
}


@dataclass(slots=True)
class _Plan:
    """What is remembered of the list shown last, so that each further page costs only itself."""

    key: _Key
    conditions: LoanConditions
    days: list[tuple[date, int]] = field(default_factory=list)
    """For the order by due date: how many loans are due on each day."""
    ids: "array[int] | None" = None
    """For the other orders: all ids. 100,000 take 0.2 s to order and 0.8 MB to keep."""


class Loans:
    """The use cases of the lists of loans."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._names = TypeNames({})
        self._plan: _Plan | None = None

    @needs(Right.LISTS)
    def list(
        self, wanted: LoanFilter | None = None, *, limit: int = 100, offset: int = 0
    ) -> tuple[LoanView, ...]:
        """A page of the loans that fit, by due date and barcode unless asked otherwise. A protected borrower's name and phone are empty."""
        with self._context.database.read() as connection:
            return self.read(connection, wanted or LoanFilter(), limit=limit, offset=offset)

    def read(
        self, connection: Connection, wanted: LoanFilter, *, limit: int, offset: int = 0
    ) -> tuple[LoanView, ...]:
        """The same inside a transaction."""
        if wanted.borrower_id is not None and wanted.order is LoanOrder.DUE:
            # One person's loans are few, and the counter asks for them at every scan: no plan, and the list's own is left alone.
            few = loan_lists.ids_by_due(
                connection,
                self._conditions(wanted),
                None,
                limit=limit,
                offset=offset,
                backwards=wanted.backwards,
            )
            return views_of(connection, self._context, few)
        plan = self._planned(connection, wanted)
        if plan.ids is not None:
            ids: Sequence[int] = plan.ids[offset : offset + limit]
        else:
            ids = _cut(connection, plan, limit=limit, offset=offset, backwards=wanted.backwards)
        return views_of(connection, self._context, ids)

    @needs(Right.LISTS)
    def count(self, wanted: LoanFilter | None = None) -> int:
        """How many loans `list` would give without a limit."""
        with self._context.database.read() as connection:
            plan = self._planned(connection, wanted or LoanFilter())
            return len(plan.ids) if plan.ids is not None else sum(number for _day, number in plan.days)

    @needs(Right.LEND)
    def today(self) -> DayFigures:
        """What was lent and returned at the branch today, by the hour of its clock, and the newest acts of all its desks."""
        return self.day(self._context.today())

    @needs(Right.LISTS)
    def day(self, day: date) -> DayFigures:
        """The same of any day; the newest acts are those of now."""
        context = self._context
        with context.database.read() as connection:
            lent, returned = loan_lists.moments_of_day(connection, context.branch_id, day)
            newest = newest_acts(connection, context, NEWEST_ACTS)
        zone = context.policy.zone
        lent_by_hour = Counter(at.astimezone(zone).hour for at, _visit in lent)
        returned_by_hour = Counter(at.astimezone(zone).hour for at in returned)
        hours = sorted({*lent_by_hour, *returned_by_hour})
        return DayFigures(
            day=day,
            lent=len(lent),
            returned=len(returned),
            visits=len({visit for _at, visit in lent}),
            hours=tuple(HourFigures(hour, lent_by_hour[hour], returned_by_hour[hour]) for hour in hours),
            newest=newest,
        )

    def _planned(self, connection: Connection, wanted: LoanFilter) -> _Plan:
        context = self._context
        span = int(context.clock.now().timestamp() // STALE.total_seconds())
        key = (wanted, loan_lists.newest_event(connection), context.today(), span)
        if self._plan is not None and self._plan.key == key:
            return self._plan
        if not context.types:
            context.refresh(connection)
        plan = _Plan(key, self._conditions(wanted))
        if wanted.order is LoanOrder.DUE:
            plan.days = loan_lists.per_due_day(connection, plan.conditions)
            if wanted.backwards:
                plan.days.reverse()
        else:
            read = _OTHER_ORDERS[wanted.order]
            plan.ids = array("q", read(connection, plan.conditions, backwards=wanted.backwards))
        self._plan = plan
        return plan

    def _conditions(self, wanted: LoanFilter) -> LoanConditions:
        context = self._context
        types = None
        if wanted.type_code is not None or wanted.category is not None:
            types = tuple(
                view.code
                for view in context.types.values()
                if wanted.type_code in {None, view.code} and wanted.category in {None, view.category}
            )
        return LoanConditions(
            branch_id=context.branch_id,
            open_only=not wanted.all,
            late_on=context.today() if wanted.late else None,
            borrower_id=wanted.borrower_id,
            types=types,
            since=wanted.since,
            until=wanted.until,
            words=tuple(self._word(word) for word in fold(wanted.words).split()),
        )

    def _word(self, word: str) -> WordTerm:
        if self._names.types is not self._context.types:
            self._names = TypeNames(self._context.types)
        types = self._names.holding(word)
        return WordTerm(word, None if len(types) == len(self._names.types) else types)


def _cut(connection: Connection, plan: _Plan, *, limit: int, offset: int, backwards: bool) -> list[int]:
    """The page out of the days that it falls on."""
    before = 0
    first: int | None = None
    last = 0
    skip = 0
    for place, (_day, number) in enumerate(plan.days):
        if first is None and before + number > offset:
            first, skip = place, offset - before
        before += number
        if first is not None:
            last = place
            if before >= offset + limit:
                break
    if first is None:
        return []
    days = sorted((plan.days[first][0], plan.days[last][0]))
    return loan_lists.ids_by_due(
        connection, plan.conditions, (days[0], days[1]), limit=limit, offset=skip, backwards=backwards
    )
