"""Reading the record of events: what happened to this article, in this visit, to this borrower, yesterday at three."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Final

from fritids.db import borrower_facts, operators, record_lines
from fritids.db.engine import Connection
from fritids.db.events import EventRow
from fritids.domain.calendar import to_utc
from fritids.domain.past_times import PastTime
from fritids.domain.roles import Right
from fritids.domain.words import ActKind
from fritids.services.context import Context
from fritids.services.record import act_views, by_key
from fritids.services.results.acts import ActView
from fritids.services.results.record import RecordLine, RecordPage
from fritids.services.rights import needs

MOST = 500
"""Lines that are read at once, if no other number is asked for."""
_OF_USERS: Final = frozenset({ActKind.OPERATOR_ADD, ActKind.OPERATOR_EDIT, ActKind.SIGN_ON_REFUSED})


class Record:
    """The record of events in words' reach; the chain that holds it together is looked at by `record_chain`."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @needs(Right.RECORD)
    def of_article(self, article_id: int, *, limit: int = MOST) -> RecordPage:
        """What was done with an article, newest first."""
        with self._context.database.read() as connection:
            return self._page(
                connection, record_lines.of_article(connection, article_id, limit=limit + 1), limit
            )

    @needs(Right.RECORD)
    def of_visit(self, visit_id: int, *, limit: int = MOST) -> RecordPage:
        """What was done in a visit of this branch, newest first; nothing for a number that no visit has."""
        branch = self._context.branch_id
        with self._context.database.read() as connection:
            found = record_lines.of_visit(connection, branch, visit_id, limit=limit + 1)
            return self._page(connection, found, limit)

    @needs(Right.RECORD)
    def of_borrower(self, borrower_id: int, *, limit: int = MOST) -> RecordPage:
        """What was done with somebody and their loans, as far as these have not been parted from them."""
        with self._context.database.read() as connection:
            key = borrower_facts.event_key(connection, borrower_id)
            found = record_lines.of_borrower(connection, borrower_id, key, limit=limit + 1)
            return self._page(connection, found, limit)

    @needs(Right.RECORD)
    def at(self, when: PastTime, *, limit: int = MOST) -> RecordPage:
        """What this branch entered on a day, in an hour of it, or within a quarter of an hour of a minute."""
        since, until = self._span(when)
        with self._context.database.read() as connection:
            found = record_lines.between(connection, self._context.branch_id, since, until, limit=limit + 1)
            return self._page(connection, found, limit)

    @needs(Right.RECORD)
    def newest(self, *, limit: int = MOST) -> RecordPage:
        """What this branch entered last."""
        with self._context.database.read() as connection:
            found = record_lines.between(connection, self._context.branch_id, None, None, limit=limit + 1)
            return self._page(connection, found, limit)

    def _span(self, when: PastTime) -> tuple[datetime, datetime]:
        zone = self._context.policy.zone
        begin = to_utc(datetime.combine(when.day, time(when.hour or 0, when.minute or 0)), zone)
        if when.minute is not None:
            return begin - timedelta(minutes=15), begin + timedelta(minutes=15)
        if when.hour is not None:
            return begin, begin + timedelta(hours=1)
        return begin, to_utc(datetime.combine(when.day + timedelta(days=1), time()), zone)

    def _page(self, connection: Connection, found: list[EventRow], limit: int) -> RecordPage:
        rows = found[:limit]
        kinds = record_lines.kinds_of(connection, [row.undoes for row in rows if row.undoes is not None])
        people: dict[str, tuple[str | None, str | None]] = {}
        names = {one.key: one.name for one in operators.all_of_them(connection)}
        lines = []
        for row, act in zip(rows, act_views(connection, self._context, rows), strict=True):
            lines.append(
                RecordLine(
                    self._with_person(connection, row, act, people),
                    row.desk,
                    row.loan_id,
                    None if row.undoes is None else kinds.get(row.undoes),
                    override=row.details.get("override"),
                    user=row.details.get("operator") if row.kind in _OF_USERS else None,
                    operator_name=names.get(row.operator or ""),
                )
            )
        return RecordPage(tuple(lines), len(found) > limit)

    def _with_person(
        self,
        connection: Connection,
        row: EventRow,
        act: ActView,
        people: dict[str, tuple[str | None, str | None]],
    ) -> ActView:
        """With whom the line's key leads to, where no loan said who it was."""
        if act.borrower_number is not None or row.borrower_key is None:
            return act
        if row.borrower_key not in people:
            people[row.borrower_key] = by_key(connection, self._context, row.borrower_key)
        number, name = people[row.borrower_key]
        return replace(act, borrower_number=number, borrower_name=name)
