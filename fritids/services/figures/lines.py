"""Figures as lines that can be compared one by one: which table, which row, which measure, how many."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Final, NamedTuple

from fritids.domain.figures import Cell, PeriodFigures, Totals
from fritids.services.results.stock_figures import StockCount, StockOfPeriod

TOTAL: Final = "total"
STOCK: Final = "stock"
_STOCK_MEASURES: Final = ("in_stock", "on_loan", "in_service", "missing", "received", "discarded")


class Place(NamedTuple):
    """Where a figure stands."""

    table: str
    """`total`, the splits of a table joined by a stroke (`month/category`), or `stock`, `stock/category`, `stock/type`."""
    codes: tuple[str, ...]
    measure: str


def lines(figures: PeriodFigures, stock: StockOfPeriod) -> dict[Place, int]:
    """Every figure that is not 0, with its place, in the order of the tables."""
    return {place: value for place, value in (*_figures(figures), *_stock(stock)) if value}


def _figures(figures: PeriodFigures) -> Iterator[tuple[Place, int]]:
    for one in fields(Totals):
        yield Place(TOTAL, (), one.name), getattr(figures.totals, one.name)
    for key, rows in figures.tables.items():
        for codes, cell in sorted(rows.items()):
            for one in fields(Cell):
                yield Place("/".join(key), codes, one.name), getattr(cell, one.name)


def _stock(stock: StockOfPeriod) -> Iterator[tuple[Place, int]]:
    yield from _counts(STOCK, {(): stock.total})
    yield from _counts(f"{STOCK}/category", {(code,): count for code, count in stock.by_category.items()})
    yield from _counts(f"{STOCK}/type", {(code,): count for code, count in stock.by_type.items()})


def _counts(table: str, rows: Mapping[tuple[str, ...], StockCount]) -> Iterator[tuple[Place, int]]:
    for codes, count in sorted(rows.items()):
        for measure in _STOCK_MEASURES:
            yield Place(table, codes, measure), getattr(count, measure)
