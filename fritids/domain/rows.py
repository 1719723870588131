"""Rows as plain values, for what is made in bulk: the generator of the sample branch fills them, `fritids.db.bulk` stores them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

Value: TypeAlias = str | int | float | bool | date | datetime | None
Row: TypeAlias = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one table, each in the order of `columns`."""

    table: str
    columns: tuple[str, ...]
    values: Sequence[Row]
