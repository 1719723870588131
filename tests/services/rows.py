"""Looking at stored rows, for what no use case shows."""

from typing import Any

from sqlalchemy import RowMapping, select

from fritids.db.tables import metadata
from fritids.services.desk import Desk


def one_row(desk: Desk, table: str, row_id: int) -> RowMapping:
    """The row with this id."""
    columns = metadata.tables[table]
    with desk.context.database.read() as connection:
        return connection.execute(select(columns).where(columns.c.id == row_id)).mappings().one()


def loan_row(desk: Desk, loan_id: int) -> RowMapping:
    """A stored loan."""
    return one_row(desk, "loan", loan_id)


def count(desk: Desk, table: str, **values: Any) -> int:
    """How many rows of a table hold these values."""
    columns = metadata.tables[table]
    with desk.context.database.read() as connection:
        query = select(columns)
        for name, value in values.items():
            query = query.where(columns.c[name] == value)
        return len(connection.execute(query).all())
