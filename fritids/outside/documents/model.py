"""A document before it has a form: sections of tables, charts and text, all in one language, with values that are still numbers and dates.

What a report says is decided once, where it is made into this (`fritids.present.report`); each form (paper, spreadsheet, page) only sets it.
The same document gives the same bytes in each form: nothing here reads a clock.
"""

from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from typing import TypeAlias


class Gap(Enum):
    """Why a cell holds no figure."""

    WITHHELD = "withheld"
    """Fewer than five borrowers, or a cell that would give such a one away."""
    NONE = "none"
    """There is no such figure: nothing was counted, or it has no source."""


Value: TypeAlias = str | int | float | date | Gap


class Form(StrEnum):
    """What the values of a column are."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    """One decimal."""
    NUMBER = "number"
    """Whole numbers and others in one column: one decimal, but none where the value is whole."""
    PERCENT = "percent"
    """A share, 0 to 1, shown as a whole per cent."""
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. `key` is stable and the same in both languages."""

    key: str
    title: str
    form: Form = Form.INTEGER


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of values; the first column says what a row is of."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    total: tuple[Value, ...] | None = None
    """The last row, set apart: all rows together."""
    note: str | None = None


class ChartKind(StrEnum):
    """How values are drawn."""

    COLUMNS = "columns"
    """Upright, side by side: few categories in an order (months, hours)."""
    BARS = "bars"
    """Lying: names that are long (categories, types)."""


@dataclass(frozen=True, slots=True)
class Series:
    """One row of values of a chart, with a name for its legend. None: no figure there."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of one or two series over the same categories."""

    key: str
    title: str
    kind: ChartKind
    category_title: str
    """What the categories are ("Month")."""
    value_title: str
    """What is counted, with its unit ("Loans")."""
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or more."""

    text: str


Block: TypeAlias = Table | Chart | Paragraph


@dataclass(frozen=True, slots=True)
class Section:
    """A part with a heading; `key` is stable and the same in both languages."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """What a figure means, and where that or the figure comes from."""

    term: str
    text: str
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document."""

    key: str
    """Names its files: `fritids-2026`."""
    title: str
    subtitle: str
    language: str
    """`sv` or `en`; dates and numbers are set in its form."""
    author: str
    """The branch's name."""
    facts: tuple[tuple[str, str], ...]
    """What stands on the title page: name and value."""
    sections: tuple[Section, ...]
    definitions: tuple[Definition, ...] = ()
    definitions_title: str = ""
    withheld_note: str | None = None
    """How the sign for a withheld cell is to be read, with the share of cells that are; None if there is none."""
