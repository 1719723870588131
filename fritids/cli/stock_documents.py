"""The JSON of `fritids stock`, as `schemas/stock.schema.json` says."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fritids.cli import documents
from fritids.cli.output import Document
from fritids.present import type_name
from fritids.services.results import TypeView

if TYPE_CHECKING:
    from fritids.services.results.stock_figures import (
        Shortage,
        ShortRow,
        StillView,
        StockCount,
        StockOfPeriod,
        WornView,
    )


@dataclass(frozen=True, slots=True)
class Read:
    """What was read for it; None where it was not asked for."""

    stock: "StockOfPeriod"
    sizes: bool
    still: "tuple[int, tuple[StillView, ...]] | None"
    worn: "tuple[WornView, ...] | None"
    short: "Shortage | None"


def stock_document(
    read: Read, every: Sequence[TypeView], types: Sequence[TypeView] | None, *, full: bool
) -> Document:
    """The document; of these types, or (None) of all. With `full` it says how much was lent."""
    found, moved = read.stock, read.stock.transferred
    known = {one.code: one for one in every}
    codes = set(known) if types is None else {one.code for one in types}
    return {
        "schema": "fritids/stock/1",
        "branch": found.branch,
        "first": found.period.first.isoformat(),
        "at": found.counted_to.isoformat(),
        "total": _cell(found.total, full=full),
        "categories": [
            {"category": code, **_cell(cell, full=full)}
            for code, cell in found.by_category.items()
            if types is None
        ],
        "types": [
            {
                "type": code,
                "article": type_name(known[code]),
                "category": known[code].category,
                **_cell(cell, full=full),
            }
            for code, cell in found.by_type.items()
            if code in codes
        ],
        "sizes": [
            {"type": code, "size": size or None, **_cell(cell, full=full)}
            for (code, size), cell in found.by_size.items()
            if code in codes
        ]
        if read.sizes
        else None,
        "discarded": {reason.value: n for reason, n in found.discarded.items()},
        "transferred": {
            "in_given": moved.in_given,
            "in_lent": moved.in_lent,
            "out_given": moved.out_given,
            "out_lent": moved.out_lent,
            "under_way": moved.under_way,
        },
        "gifts": {
            "gifts": found.gifts.gifts,
            "articles": found.gifts.articles,
            "refused": found.gifts.refused,
            "recycled": found.gifts.recycled,
        },
        "asked_for": [
            {"type": one.type, "size": one.size or None, "asked": one.asked}
            for one in found.unmet
            if one.type in codes
        ],
        "opening": {"days": found.opening.days, "hours": found.opening.hours},
        "still": None
        if read.still is None
        else {"months": read.still[0], "articles": [_still_line(one) for one in read.still[1]]},
        "worn_out": None if read.worn is None else [_worn_line(one) for one in read.worn],
        "shortage": None if read.short is None else _shortage(read.short, types),
    }


def _cell(cell: "StockCount", *, full: bool) -> dict[str, Document]:
    return {
        "stock": cell.stock,
        "in_stock": cell.in_stock,
        "on_loan": cell.on_loan,
        "in_service": cell.in_service,
        "missing": cell.missing,
        "never_lent": cell.never_lent,
        "received": cell.received,
        "discarded": cell.discarded,
        "worn_out": cell.worn_out,
        "loans": cell.loans if full else None,
        "loans_per_article": None if cell.turnover is None or not full else round(cell.turnover, 4),
    }


def _still_line(one: "StillView") -> Document:
    return {
        **documents.article(one.article),
        "added_on": one.added_on.isoformat(),
        "last_out": documents.day(one.last_out),
    }


def _worn_line(one: "WornView") -> Document:
    return {
        **documents.article(one.article),
        "discarded_on": one.discarded_on.isoformat(),
        "times_lent": one.times_lent,
    }


def _shortage(found: "Shortage", types: Sequence[TypeView] | None) -> Document:
    test, peak = found.backtest, found.peak
    return {
        "branch": found.branch,
        "year": found.coming - 1,
        "peak": None
        if peak is None
        else {
            "year": peak.year,
            "week": peak.week,
            "first": peak.first.isoformat(),
            "last": peak.last.isoformat(),
            "days": [day.isoformat() for day in peak.days],
            "found": peak.found,
        },
        "earlier": [one.year for one in found.earlier],
        "coming": found.coming,
        "growth": None if found.growth is None else round(found.growth, 4),
        "rows": [_short_row(row) for row in found.rows if types is None or row.type in types],
        "backtest": None
        if test is None
        else {
            "rows": test.rows,
            "within": test.within,
            "foretold": test.foretold,
            "came": test.came,
            "misses": test.misses,
        },
    }


def _short_row(row: "ShortRow") -> Document:
    said, told = row.forecast, row.foretold
    return {
        "type": row.type.code,
        "size": row.size or None,
        "existed": row.existed,
        "most_out": row.most_out,
        "days_none_left": row.days_none_left,
        "asked": row.asked,
        "stock": row.stock,
        "available": row.available,
        "wanted": None if said is None else said.wanted,
        "low": None if said is None else said.low,
        "high": None if said is None else said.high,
        "foretold": None if told is None else told.wanted,
        "lacking": row.lacking,
    }
