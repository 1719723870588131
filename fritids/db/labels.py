"""Queries on printed labels: what has one, what has none, and where on the sheet the last one lies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, exists, select, update

from fritids.db import bulk
from fritids.db.articles import ARTICLE
from fritids.db.tables import NumberSeries, PrintedLabel
from fritids.domain.words import ArticleState

_LABEL = PrintedLabel.__table__
_SERIES = NumberSeries.__table__
_IN_THE_HOUSE = (ArticleState.IN_STOCK.value, ArticleState.IN_SERVICE.value)


@dataclass(frozen=True, slots=True)
class LastCell:
    """Where the last label on a sheet of this name was put."""

    sheet: str
    cell: int


def unprinted(connection: Connection, branch_id: int, first_digit: str) -> list[tuple[int, str]]:
    """(id, shown label) of the articles in the house whose shown label begins so and was never printed, the oldest first."""
    printed = exists().where(_LABEL.c.key == ARTICLE.c.label)
    query = (
        select(ARTICLE.c.id, ARTICLE.c.label)
        .where(
            ARTICLE.c.branch_id == branch_id,
            ARTICLE.c.state.in_(_IN_THE_HOUSE),
            ARTICLE.c.label.startswith(first_digit),
            ~printed,
        )
        .order_by(ARTICLE.c.id)
    )
    return [(row.id, row.label) for row in connection.execute(query)]


def printed_code(connection: Connection, branch_id: int, keys: Sequence[str]) -> str | None:
    """The code of a label that was printed here under the first of these keys that one was."""
    query = select(_LABEL.c.key, _LABEL.c.code).where(_LABEL.c.branch_id == branch_id, _LABEL.c.key.in_(keys))
    found = {row.key: row.code for row in connection.execute(query)}
    return next((found[key] for key in keys if key in found), None)


def last_cell(connection: Connection, branch_id: int, sheet: str | None = None) -> LastCell | None:
    """The last cell that was filled: of this sheet, or of the one used last."""
    query = select(_LABEL.c.sheet, _LABEL.c.cell).where(
        _LABEL.c.branch_id == branch_id, _LABEL.c.cell.is_not(None)
    )
    if sheet is not None:
        query = query.where(_LABEL.c.sheet == sheet)
    row = connection.execute(query.order_by(_LABEL.c.id.desc()).limit(1)).first()
    return None if row is None else LastCell(row.sheet, row.cell)


def add(connection: Connection, rows: Sequence[Mapping[str, object]]) -> None:
    """Remember printed labels, in the order in which they lie on the sheet."""
    bulk.insert_many(connection, _LABEL, rows)


def of_printing(
    connection: Connection, branch_id: int, desk: str, at: datetime
) -> list[tuple[str, int | None]]:
    """(code, cell) of what this desk printed at that moment, in order."""
    query = (
        select(_LABEL.c.code, _LABEL.c.cell)
        .where(_LABEL.c.branch_id == branch_id, _LABEL.c.desk == desk, _LABEL.c.printed_at == at)
        .order_by(_LABEL.c.id)
    )
    return [(row.code, row.cell) for row in connection.execute(query)]


def forget_printing(connection: Connection, branch_id: int, desk: str, at: datetime) -> None:
    """What this desk was to print at that moment was not printed."""
    connection.execute(
        delete(_LABEL).where(
            _LABEL.c.branch_id == branch_id, _LABEL.c.desk == desk, _LABEL.c.printed_at == at
        )
    )


def next_number(connection: Connection, name: str) -> int:
    """The number that the next taker of this series would get; it is not taken."""
    found = connection.execute(select(_SERIES.c.next_number).where(_SERIES.c.name == name)).scalar()
    return 1 if found is None else int(found)


def give_back(connection: Connection, name: str, numbers: range) -> bool:
    """The numbers can be taken again, if nobody has taken later ones; whether that was so."""
    done = connection.execute(
        update(_SERIES)
        .where(_SERIES.c.name == name, _SERIES.c.next_number == numbers.stop)
        .values(next_number=numbers.start)
    )
    return done.rowcount > 0
