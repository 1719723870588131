"""The stock's figures in codes and values. What stands there is no secret; how much of it is out tells of borrowers, and is shown as loans are.

How many were on loan at the end is shown of all branches together, or where there is only one, and not of fewer than five articles:
the branches' own would give a small one away between them. Loans per article is made of loans that are shown.
"""

from collections.abc import Mapping
from typing import Final

from fritids.domain.figures import WITHHELD_BELOW, Split
from fritids.outside.documents.model import Gap
from fritids.present.report import measures
from fritids.present.report.shown import Number, Shown, ratio
from fritids.present.report.tables import FactTable, Line, shown_before, shown_of
from fritids.services.results.report import YearReport
from fritids.services.results.stock_figures import StockCount, StockOfPeriod

STOCK_TOTALS: Final = (
    "stock",
    "in_stock",
    "on_loan",
    "in_service",
    "missing",
    "never_lent",
    "loans_per_article",
    "received",
    "gifts",
    "gift_articles",
    "gift_refused",
    "gift_recycled",
    "discarded",
    "transferred_in",
    "transferred_out",
    "asked_for",
    "open_days",
    "open_hours",
    "open_days_used",
    "open_hours_used",
)
STOCK_MEASURES: Final = (
    "stock",
    "in_service",
    "missing",
    "never_lent",
    "received",
    "discarded",
    "loans_per_article",
)


def stock_totals(report: YearReport) -> dict[str, tuple[Number, Number | None]]:
    """Each measure of the stock, and the same a year earlier (None where the report has no year before)."""
    now = _totals(report, report.stock, shown_of(report))
    before = shown_before(report)
    if before is None or report.stock_before is None:
        return {one: (now[one], None) for one in STOCK_TOTALS}
    earlier = _totals(report, report.stock_before, before)
    return {one: (now[one], earlier[one]) for one in STOCK_TOTALS}


def _totals(report: YearReport, stock: StockOfPeriod, shown: Shown) -> dict[str, Number]:
    total, out = stock.total, _may_be_out(report, stock.total, shown)
    opening = stock.opening
    hours: Number = Gap.NONE if opening.hours is None else opening.hours
    return {
        "stock": total.stock,
        "in_stock": total.in_stock if out else Gap.WITHHELD,
        "on_loan": total.on_loan if out else Gap.WITHHELD,
        "in_service": total.in_service,
        "missing": total.missing,
        "never_lent": Gap.WITHHELD if isinstance(shown.total("loans"), Gap) else total.never_lent,
        "loans_per_article": ratio(shown.total("loans"), total.stock),
        "received": total.received,
        "gifts": stock.gifts.gifts,
        "gift_articles": stock.gifts.articles,
        "gift_refused": stock.gifts.refused,
        "gift_recycled": stock.gifts.recycled,
        "discarded": total.discarded,
        "transferred_in": stock.transferred.received,
        "transferred_out": stock.transferred.sent,
        "asked_for": stock.asked_for,
        "open_days": opening.days,
        "open_hours": hours,
        "open_days_used": ratio(measures.value(shown, "days_with_loans"), opening.days),
        "open_hours_used": ratio(measures.value(shown, "hours_with_loans"), hours),
    }


def _may_be_out(report: YearReport, total: StockCount, shown: Shown) -> bool:
    alone = report.branch is None or not report.has_others
    few = 0 < total.on_loan < WITHHELD_BELOW
    return report.full or (alone and not few and not shown.is_hidden)


def stock_tables(report: YearReport) -> tuple[FactTable, ...]:
    """The stock by category and type, what was discarded by reason, what was asked for by type and size."""
    shown, stock = shown_of(report), report.stock
    return (
        _by(report, Split.CATEGORY, stock.by_category, shown),
        _by(report, Split.TYPE, stock.by_type, shown),
        FactTable(
            "discarded",
            ("reason",),
            ("articles",),
            tuple(
                Line((reason.value,), {"articles": count})
                for reason, count in sorted(stock.discarded.items())
                if count
            ),
        ),
        FactTable(
            "asked_for",
            ("type", "size"),
            ("requests",),
            tuple(Line((one.type, one.size), {"requests": one.asked}) for one in stock.unmet),
        ),
    )


def _by(report: YearReport, split: Split, counts: Mapping[str, StockCount], shown: Shown) -> FactTable:
    order = {code: n for n, code in enumerate(_order(report, split))}
    return FactTable(
        f"stock_{split.value}",
        (split.value,),
        STOCK_MEASURES,
        tuple(
            Line((code,), _measures(count, shown, split, code))
            for code, count in sorted(
                counts.items(), key=lambda item: (order.get(item[0], len(order)), item[0])
            )
        ),
    )


def _order(report: YearReport, split: Split) -> list[str]:
    """The order of the shelves."""
    if split is Split.TYPE:
        return list(report.types)
    return list(dict.fromkeys(one.category for one in report.types.values()))


def _measures(count: StockCount, shown: Shown, split: Split, code: str) -> dict[str, Number]:
    loans = shown.cell((split,), (code,), "loans")
    return {
        "stock": count.stock,
        "in_service": count.in_service,
        "missing": count.missing,
        # So many never lent of so many says that each of the others was: of a withheld row that is not told either.
        "never_lent": Gap.WITHHELD if isinstance(loans, Gap) else count.never_lent,
        "received": count.received,
        "discarded": count.discarded,
        "loans_per_article": ratio(loans, count.stock),
    }
