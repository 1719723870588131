"""What is read of loans, renewals and due dates to count them: the same rows for either way of counting (`figure_batches`, `figure_tallies`).

Beside the rows that are counted stand, where days go on from days that are summed already, the earlier loans of the same borrowers and
visits: who stands in a cell by one of those is in its sum, and not counted again. So a sum and the days after it add up exactly.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    String,
    case,
    func,
    literal_column,
    null,
    select,
    type_coerce,
)

from fritids.db.figure_splits import (
    Scope,
    Source,
    fell_due,
    hour,
    in_scope,
    lent,
    of_split,
    renewed,
    told_apart,
    where,
)
from fritids.domain.figures import Period, Split, TableKey
from fritids.domain.words import BorrowerKind

LOANS: Final = 0
RENEWALS: Final = 1
DUE: Final = 2
SUMS: Final = ("loans", "new_borrowers", "on_site", "renewals", "due", "on_time")
ONE: Final = literal_column("1", Integer)
ZERO: Final = literal_column("0", Integer)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a period: these tables, of the loans under these codes. The table of no split asks for the totals."""

    tables: tuple[TableKey, ...]
    wanted: tuple[tuple[Split, str], ...] = ()

    def splits(self) -> list[Split]:
        """All that loans are told apart by in it."""
        return sorted({split for key in self.tables for split in key})


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one kind, not read yet."""

    kind: int
    earlier: bool
    columns: dict[str, ColumnElement[Any]]
    query: Select[Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """A question to the loans of a scope; `before` are the days just before, which are summed already."""

    connection: Connection
    question: Question
    scope: Scope
    before: Period | None

    def counted(self) -> Iterator[Rows]:
        """What is counted."""
        source = lent()
        yield from self._rows(source, LOANS, {
            "visit": source.loan.visit_id, "borrower": source.loan.borrower_key, "loans": ONE,
            "new_borrowers": _flag(source.loan.first_ever), "on_site": _flag(source.loan.due == source.loan.lent_on),
        })  # fmt: skip
        yield from self._rows(renewed(), RENEWALS, {"renewals": ONE})
        source = fell_due()
        on_time = _flag(source.loan.returned_on <= source.loan.due)
        yield from self._rows(source, DUE, {"due": ONE, "on_time": on_time})

    def earlier(
        self, borrowers: Select[Any] | None = None, visits: Select[Any] | None = None
    ) -> Iterator[Rows]:
        """Earlier loans of those borrowers and visits; of all that are counted, unless it is said where they stand."""
        if self.before is None:
            return
        source, days = lent(), replace(self.scope, period=self.before)
        c = source.loan
        columns = {"visit": c.visit_id, "borrower": c.borrower_key}
        for column, given in ((c.borrower_key, borrowers), (c.visit_id, visits)):
            new = self._values(column.name) if given is None else given
            yield from self._rows(source, LOANS, columns, days, column.in_(new))

    def few(self, limit: int) -> bool:
        """Whether no more than `limit` loans are counted, and no more fall due."""
        for source in (lent(), fell_due()):
            days = source.day.between(self.scope.period.first, self.scope.period.last)
            some = (
                select(ONE).select_from(source.rows).where(source.holds, days, self.scope.here(source.branch))
            )
            rows = select(func.count()).select_from(some.limit(limit + 1).subquery())
            if self.connection.execute(rows).scalar_one() > limit:
                return False
        return True

    def _values(self, column: str) -> Select[Any]:
        source = lent()
        wanted = where(self.connection, source, dict(self.question.wanted), self.scope)
        return select(source.loan[column]).where(in_scope(source, self.scope), wanted)

    def _rows(
        self,
        source: Source,
        kind: int,
        values: dict[str, ColumnElement[Any]],
        earlier: Scope | None = None,
        *more: ColumnElement[bool],
    ) -> Iterator[Rows]:
        question, scope, connection = self.question, earlier or self.scope, self.connection
        if not told_apart(source, dict(question.wanted)):
            return
        columns: dict[str, ColumnElement[Any]] = {
            "day": type_coerce(source.day, String),  # read as it is: no row of it is looked at as a date
            "branch": source.branch,
            "for_group": _flag(source.loan.borrower_kind != BorrowerKind.PERSON.value),
            **values,
        }
        if () in question.tables and kind == LOANS:
            columns["hour"] = hour(connection, source, scope)
        for split in question.splits():
            told = split not in source.not_told
            columns[f"split_{split}"] = of_split(connection, source, split, scope) if told else null()
        under = where(connection, source, dict(question.wanted), scope)
        query = (
            select(*(column.label(name) for name, column in columns.items()))
            .select_from(source.rows)
            .where(in_scope(source, scope, by_index=not more), under, *more)
        )
        yield Rows(kind, bool(more), columns, query)


def _flag(condition: Any) -> ColumnElement[int]:
    return case((condition, ONE), else_=ZERO)
