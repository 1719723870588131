"""The chapters about loans and borrowers: month by month, what was lent, who borrowed, when, and what came back."""

from collections.abc import Callable, Mapping
from typing import Final

from fritids.domain.figures import UNKNOWN, Split, TableKey
from fritids.i18n import _
from fritids.outside.documents.model import Chart, ChartKind, Paragraph, Section, Table
from fritids.present.report.blocks import crossed, is_told_apart, loans_chart, one_way, present_blocks
from fritids.present.report.tables import FactTable
from fritids.present.report.year_page import figures_table
from fritids.services.results.report import YearReport

TOP: Final = 20
"""Types in the list of the most lent."""
_DRAWN: Final = 12
"""Bars of a chart of types or areas."""
_BRANCHES_DRAWN: Final = 20

Tables = Mapping[TableKey, FactTable]


def month_chapter(report: YearReport, tables: Tables) -> Section:
    """Month by month."""
    note = _(
        "A borrower counts once in each month and once in the year, so the months do not add up to the year."
    )
    table = tables[Split.MONTH,]
    return Section(
        "months",
        _("Month by month"),
        (one_way(report, table, _("Loans, visits and borrowers by month"), note=note),),
    )


def lent_chapter(report: YearReport, tables: Tables) -> Section:
    """What was lent."""
    categories, types = tables[Split.CATEGORY,], tables[Split.TYPE,]
    return Section(
        "lent",
        _("What was lent"),
        present_blocks(
            loans_chart(report, categories, _("Loans by category"), kind=ChartKind.BARS),
            one_way(report, categories, _("Loans by category")),
            loans_chart(report, types, _("The types that were lent most"), kind=ChartKind.BARS, most=_DRAWN),
            one_way(report, types, _("The types that were lent most"), most=TOP),
        ),
    )


def who_chapter(report: YearReport, tables: Tables) -> Section:
    """Who borrowed."""
    blocks: list[Table | Chart | Paragraph | None] = [
        Paragraph(
            _(
                "Age, gender and postal area are those of the person a thing was borrowed for, as they were when it was lent. Nobody has to say them."
            )
        )
    ]
    for key, title, not_asked, kind in _told_apart():
        table = tables[key]
        if not is_told_apart(table, UNKNOWN):
            blocks.append(Paragraph(not_asked()))
            continue
        blocks.append(loans_chart(report, table, title(), kind=kind, most=_DRAWN))
        blocks.append(one_way(report, table, title()))
    return Section("who", _("Who borrowed"), present_blocks(*blocks))


def _told_apart() -> tuple[tuple[TableKey, Callable[[], str], Callable[[], str], ChartKind], ...]:
    return (
        (
            (Split.KIND,),
            lambda: _("Loans by kind of borrower"),
            lambda: _("Nothing was lent."),
            ChartKind.BARS,
        ),
        (
            (Split.AGE,),
            lambda: _("Loans by age"),
            lambda: _("Of no loan the borrower's age is known, so there is no table of ages."),
            ChartKind.COLUMNS,
        ),
        (
            (Split.GENDER,),
            lambda: _("Loans by gender"),
            lambda: _("Of no loan the borrower's gender is known, so there is no table of genders."),
            ChartKind.COLUMNS,
        ),
        (
            (Split.AREA,),
            lambda: _("Loans by postal area"),
            lambda: _("Of no loan the borrower's postcode is known, so there is no table of postal areas."),
            ChartKind.BARS,
        ),
    )


def when_chapter(report: YearReport, tables: Tables) -> Section:
    """On which weekdays and at which hours."""
    weekdays, hours = tables[Split.WEEKDAY,], tables[Split.HOUR,]
    return Section(
        "when",
        _("When things were lent"),
        present_blocks(
            loans_chart(report, weekdays, _("Loans by weekday"), kind=ChartKind.COLUMNS),
            one_way(report, weekdays, _("Loans by weekday")),
            loans_chart(report, hours, _("Loans by hour of the day"), kind=ChartKind.COLUMNS),
            one_way(report, hours, _("Loans by hour of the day")) if hours.lines else None,
        ),
    )


def back_chapter(report: YearReport) -> Section:
    """What came back, and when."""
    of = ("due", "on_time", "late", "not_returned", "renewals", "on_site")
    return Section(
        "back",
        _("What came back"),
        (
            figures_table(report, "returns", _("On time, late and not returned"), of),
            Paragraph(
                _(
                    "On time is counted of the loans whose last due date lies in the period; what is still out counts as late. Not returned is what was over 60 days late or missing when the period ended."
                )
            ),
        ),
    )


def branch_chapter(report: YearReport, tables: Tables) -> Section:
    """The branches beside each other; of a report of all."""
    table = tables[Split.BRANCH,]
    return Section(
        "branches",
        _("The branches"),
        present_blocks(
            loans_chart(report, table, _("Loans by branch"), kind=ChartKind.BARS)
            if len(table.lines) <= _BRANCHES_DRAWN
            else None,
            one_way(
                report,
                table,
                _("Loans, visits and borrowers by branch"),
                note=_("Somebody who borrows at two branches counts once at each."),
            ),
        ),
    )


def appendix(report: YearReport, tables: Tables) -> Section:
    """All types, and the tables of two splits."""
    titles: dict[TableKey, str] = {
        (Split.MONTH, Split.CATEGORY): _("Loans by category and month"),
        (Split.MONTH, Split.KIND): _("Loans by kind of borrower and month"),
        (Split.MONTH, Split.AGE): _("Loans by age and month"),
        (Split.AGE, Split.GENDER): _("Loans by age and gender"),
        (Split.BRANCH, Split.MONTH): _("Loans by branch and month"),
        (Split.BRANCH, Split.CATEGORY): _("Loans by branch and category"),
    }
    return Section(
        "tables",
        _("More tables"),
        present_blocks(
            one_way(report, tables[Split.TYPE,], _("Loans by type")),
            *(crossed(report, tables[key], title) for key, title in titles.items() if key in tables),
        ),
    )
