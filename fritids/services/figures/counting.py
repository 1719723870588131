"""Counting a period from the loans, table by table, in one transaction of the caller."""

from collections.abc import Callable, Mapping
from typing import Any

from fritids.db import figures
from fritids.db.engine import Connection
from fritids.db.figure_splits import Scope
from fritids.db.figures import Counts, Wanted
from fritids.domain.figures import Cell, PeriodFigures, Rows, Split, TableKey, Totals, report_tables

NOTHING: Mapping[Split, str] = {}
_OF_CELL: tuple[Callable[..., dict[tuple[str, ...], Counts]], ...] = (
    figures.of_loans,
    figures.of_renewals,
    figures.of_due,
)
_OF_TOTALS = (*_OF_CELL, figures.groups, figures.days_and_hours, figures.not_returned)


def rows(connection: Connection, key: TableKey, scope: Scope, wanted: Wanted = NOTHING) -> Rows:
    """The cells of a table; empty ones are left out."""
    return {
        codes: Cell(**counts) for codes, counts in _merged(connection, _OF_CELL, key, scope, wanted).items()
    }


def totals(connection: Connection, scope: Scope, wanted: Wanted = NOTHING) -> Totals:
    """The whole of it in one."""
    return Totals(**_merged(connection, _OF_TOTALS, (), scope, wanted).get((), {}))


def whole(connection: Connection, scope: Scope) -> PeriodFigures:
    """Everything that a report says of a period that is over, or is to be counted to its last day."""
    branch = None if scope.branch_id is None else scope.code(scope.branch_id)
    tables = report_tables(branches=branch is None)
    return PeriodFigures(
        branch,
        scope.period,
        scope.period.last,
        totals(connection, scope),
        {key: rows(connection, key, scope) for key in tables},
    )


def _merged(
    connection: Connection,
    queries: tuple[Callable[..., Any], ...],
    key: TableKey,
    scope: Scope,
    wanted: Wanted,
) -> dict[tuple[str, ...], Counts]:
    found: dict[tuple[str, ...], Counts] = {}
    for query in queries:
        for codes, counts in query(connection, key, scope, wanted).items():
            if any(counts.values()):
                found.setdefault(codes, {}).update(counts)
    return dict(sorted(found.items()))
