"""The chapters about the stock: what stands there and how it is used, what came and went, what was asked for, when it is open."""

from typing import Final

from fritids.domain.figures import Split
from fritids.i18n import _, p_
from fritids.outside.documents.model import ChartKind, Column, Form, Paragraph, Section, Series, Table, Value
from fritids.present.names import capital, discard_reason_name, plain
from fritids.present.report import measures
from fritids.present.report.blocks import chart, drawn, present_blocks
from fritids.present.report.rows import row_name, split_name
from fritids.present.report.shown import Number, change
from fritids.present.report.stock_facts import stock_tables, stock_totals
from fritids.present.report.tables import FactTable
from fritids.services.results.report import YearReport

MOST_ASKED: Final = 20
"""Lines of what was asked for; the others stand in JSON and CSV."""


def stock_chapter(report: YearReport) -> Section:
    """The stock and its turnover."""
    tables = {table.name: table for table in stock_tables(report)}
    categories = tables["stock_category"]
    return Section(
        "stock",
        _("The stock and how it is used"),
        present_blocks(
            _totals(
                report,
                "stock",
                _("The stock at the end of the period"),
                ("stock", "in_stock", "on_loan", "in_service", "missing", "never_lent"),
            ),
            _ratio_table(report, "turnover", _("Loans per article"), ("loans_per_article",)),
            chart(
                "loans_per_article_category",
                _("Loans per article, by category"),
                ChartKind.BARS,
                heads=(split_name(Split.CATEGORY), measures.name("loans_per_article")),
                categories=tuple(
                    row_name(Split.CATEGORY, line.codes[0], report) for line in categories.lines
                ),
                series=(
                    Series(
                        str(report.year),
                        tuple(drawn(line.values["loans_per_article"]) for line in categories.lines),
                    ),
                ),
            ),
            _of_split(report, categories, Split.CATEGORY, _("The stock by category")),
        ),
    )


def stock_by_type(report: YearReport) -> Table:
    """The stock of each type, for the last chapter."""
    table = next(one for one in stock_tables(report) if one.name == "stock_type")
    return _of_split(report, table, Split.TYPE, _("The stock by type"))


def gift_chapter(report: YearReport) -> Section:
    """What came and what left."""
    table = next(one for one in stock_tables(report) if one.name == "discarded")
    return Section(
        "gifts",
        _("Gifts, new and discarded articles"),
        present_blocks(
            _totals(
                report,
                "came_and_went",
                _("What came and what left"),
                (
                    "received",
                    "gifts",
                    "gift_articles",
                    "gift_refused",
                    "gift_recycled",
                    "discarded",
                    "transferred_in",
                    "transferred_out",
                ),
            ),
            Table(
                "discarded",
                _("Discarded articles by reason"),
                (Column("reason", _("Reason"), Form.TEXT), Column("articles", _("Articles"))),
                tuple(
                    (capital(discard_reason_name(line.codes[0])), line.values["articles"])
                    for line in table.lines
                ),
            )
            if table.lines
            else None,
        ),
    )


def asked_chapter(report: YearReport) -> Section:
    """What was asked for and not had."""
    table = next(one for one in stock_tables(report) if one.name == "asked_for")
    if not table.lines:
        return Section(
            "asked_for", _("Asked for and not had"), (Paragraph(_("Nothing was noted at the desk.")),)
        )
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (row_name(Split.TYPE, line.codes[0], report), plain(line.codes[1]) or "–", line.values["requests"])
        for line in table.lines[:MOST_ASKED]
    )
    left = len(table.lines) - len(rows)
    return Section(
        "asked_for",
        _("Asked for and not had"),
        (
            Table(
                "asked_for",
                _("What was asked for most"),
                (
                    Column("type", split_name(Split.TYPE), Form.TEXT),
                    Column("size", _("Size"), Form.TEXT),
                    Column("requests", _("Times asked for")),
                ),
                rows,
                note=_(
                    "More types and sizes were asked for, none of them more often; CSV and JSON have them all."
                )
                if left
                else None,
            ),
        ),
    )


def opening_chapter(report: YearReport) -> Section:
    """Opening days and hours, and how many of them were used."""
    blocks = [
        _totals(
            report,
            "opening",
            _("Days and hours"),
            ("open_days", "days_with_loans", "open_hours", "hours_with_loans"),
        )
    ]
    note = (
        None
        if report.stock.opening.hours is not None
        else Paragraph(
            _("No opening hours are set for every branch, so nobody can say how many of them were used.")
        )
    )
    used = _ratio_table(
        report,
        "opening_used",
        _("How many of them were used"),
        ("open_days_used", "open_hours_used"),
        Form.PERCENT,
    )
    return Section("opening", _("Opening hours used"), present_blocks(*blocks, used, note))


def _of_split(report: YearReport, table: FactTable, split: Split, title: str) -> Table:
    return Table(
        table.name,
        title,
        (
            Column(split.value, split_name(split), Form.TEXT),
            *(Column(one, measures.name(one), measures.form(one)) for one in table.measures),
        ),
        tuple(
            (row_name(split, line.codes[0], report), *(line.values[one] for one in table.measures))
            for line in table.lines
        ),
    )


def _pairs(report: YearReport) -> dict[str, tuple[Number, Number | None]]:
    counted = measures.totals(report)
    return {**counted, **stock_totals(report)}


def _totals(report: YearReport, key: str, title: str, of: tuple[str, ...]) -> Table:
    found = _pairs(report)
    columns = [Column("measure", p_("column", "What"), Form.TEXT), Column("value", str(report.year))]
    if report.before is not None:
        columns.append(Column("before", str(report.year - 1)))
    if report.compares_whole_years:
        columns.append(Column("change", measures.name("change"), Form.PERCENT))
    rows: list[tuple[Value, ...]] = []
    for measure in of:
        now, before = found[measure]
        if isinstance(now, float):
            now = round(now)
        if isinstance(before, float):
            before = round(before)
        row: tuple[Value, ...] = (measures.name(measure), now)
        if before is not None:
            row = (*row, before, *((change(now, before),) if report.compares_whole_years else ()))
        rows.append(row)
    return Table(key, title, tuple(columns), tuple(rows))


def _ratio_table(
    report: YearReport, key: str, title: str, of: tuple[str, ...], form: Form = Form.DECIMAL
) -> Table:
    found = _pairs(report)
    columns = [Column("measure", p_("column", "What"), Form.TEXT), Column("value", str(report.year), form)]
    if report.before is not None:
        columns.append(Column("before", str(report.year - 1), form))
    rows: list[tuple[Value, ...]] = []
    for measure in of:
        now, before = found[measure]
        rows.append(
            (measures.name(measure), now) if before is None else (measures.name(measure), now, before)
        )
    return Table(key, title, tuple(columns), tuple(rows))
