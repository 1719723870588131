"""Which table of a document holds the values that a chart draws, so that a chart can be read as figures and be drawn from cells."""

from collections.abc import Iterator
from dataclasses import dataclass

from fritids.outside.documents.model import Chart, Column, Document, Form, Gap, Section, Series, Table, Value
from fritids.outside.documents.values import shown


@dataclass(frozen=True, slots=True)
class ChartTable:
    """A table that holds a chart's categories in its first column, and each series in a column."""

    table: Table
    first_row: int
    """The row of the first category; the others follow it."""
    columns: tuple[int, ...]
    """Of each series."""


def table_of(chart: Chart, document: Document) -> ChartTable | None:
    """The table with the chart's values: of its own section first, then of any other. None if no table has all of them."""
    own = [section for section in document.sections if chart in section.blocks]
    others = [section for section in document.sections if section not in own]
    for table in _tables((*own, *others)):
        found = _within(chart, table, document.language)
        if found is not None:
            return found
    return None


def as_table(chart: Chart) -> Table:
    """The chart's values as a table of its own."""
    columns = (
        Column("category", chart.category_title, Form.TEXT),
        *(
            Column(f"series-{n}", _column_title(chart, series), _form(series))
            for n, series in enumerate(chart.series, start=1)
        ),
    )
    rows = tuple(
        (category, *(_value(series, place) for series in chart.series))
        for place, category in enumerate(chart.categories)
    )
    return Table(chart.key, chart.title, columns, rows, note=chart.note)


def _column_title(chart: Chart, series: Series) -> str:
    return series.name if len(chart.series) > 1 else chart.value_title


def _tables(sections: tuple[Section, ...]) -> Iterator[Table]:
    for section in sections:
        yield from (block for block in section.blocks if isinstance(block, Table))


def _within(chart: Chart, table: Table, language: str) -> ChartTable | None:
    named = [shown(row[0], table.columns[0].form, language) for row in table.rows]
    for first in range(len(named) - len(chart.categories) + 1):
        last = first + len(chart.categories)
        if all(map(_names, chart.categories, named[first:last])):
            columns = _columns(chart, table.rows[first:last])
            if columns is not None:
                return ChartTable(table, first, columns)
    return None


def _names(category: str, row: str) -> bool:
    """Whether a category of a chart is that row, which a chart may shorten: `jan` is `Januari`."""
    return row.casefold().startswith(category.casefold())


def _columns(chart: Chart, rows: tuple[tuple[Value, ...], ...]) -> tuple[int, ...] | None:
    """The column of each series, each another one; also two series of equal values have two columns."""
    found: list[int] = []
    for series in chart.series:
        places = range(1, len(rows[0]) if rows else 0)
        column = next(
            (place for place in places if place not in found and _same(series, [row[place] for row in rows])),
            None,
        )
        if column is None:
            return None
        found.append(column)
    return tuple(found)


def _same(series: Series, cells: list[Value]) -> bool:
    return len(cells) == len(series.values) and all(
        value is None if isinstance(cell, Gap) else isinstance(cell, int | float) and cell == value
        for cell, value in zip(cells, series.values, strict=True)
    )


def _form(series: Series) -> Form:
    whole = all(value is None or float(value).is_integer() for value in series.values)
    return Form.INTEGER if whole else Form.DECIMAL


def _value(series: Series, place: int) -> Value:
    value = series.values[place]
    if value is None:
        return Gap.NONE
    return int(value) if _form(series) is Form.INTEGER else value
