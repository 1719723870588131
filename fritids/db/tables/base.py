"""What all tables share: one metadata with names for every constraint, and short ways to say them.

The naming convention has to stand before the first table class, or batch migrations on SQLite cannot drop a constraint.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import DDL, CheckConstraint, Index, Table, event, text
from sqlmodel import SQLModel

metadata = SQLModel.metadata
metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Row(SQLModel):
    """Base of all table classes; gives the Core table a typed name, since every query is written on Core."""

    __table__: ClassVar[Table]


def one_of(column: str, words: type[StrEnum], *, null: bool = False) -> CheckConstraint:
    """A constraint that `column` holds one of the enumeration's values; table models do not validate by themselves."""
    listed = ", ".join(f"'{word.value}'" for word in words)
    condition = f"{column} IN ({listed})"
    return CheckConstraint(f"{column} IS NULL OR {condition}" if null else condition, name=column)


def with_the_tables(statements: Iterable[str], dialect: str) -> None:
    """Run these, in order, whenever the tables were made in a database of this kind: for triggers, which SQLAlchemy does not know."""
    for statement in statements:
        made = DDL(statement.replace("%", "%%")).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]  # SQLAlchemy's
        event.listen(metadata, "after_create", made)


def partial_index(name: str, columns: Iterable[str], where: str, *, unique: bool = False) -> Index:
    """An index over the rows that satisfy `where`, the same on both engines."""
    condition: Any = text(where)
    return Index(name, *columns, unique=unique, sqlite_where=condition, postgresql_where=condition)
