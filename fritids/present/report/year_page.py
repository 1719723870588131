"""The year on one page: what a board member reads, in sentences and in one table beside the year before."""

from fritids.i18n import _, day_spoken, language, number, p_
from fritids.outside.documents.model import ChartKind, Column, Form, Gap, Paragraph, Section, Table, Value
from fritids.outside.documents.values import shown as set_value
from fritids.present.report import measures
from fritids.present.report.blocks import loans_chart, present_blocks
from fritids.present.report.shown import Number, Shown, change
from fritids.present.report.tables import FactTable, shown_before, shown_of
from fritids.services.results.report import YearReport


def year_page(report: YearReport, months: FactTable) -> Section:
    """The section."""
    return Section(
        "year",
        _("The year on one page"),
        present_blocks(
            Paragraph(" ".join(sentences(report))),
            key_figures(report),
            ratios(report),
            loans_chart(report, months, _("Loans by month"), kind=ChartKind.COLUMNS),
        ),
    )


def sentences(report: YearReport) -> list[str]:
    """The year in a few sentences, of what may be shown."""
    shown, before = shown_of(report), shown_before(report)
    loans, visits = shown.total("loans"), shown.total("visits")
    borrowers, new = shown.total("borrowers"), shown.total("new_borrowers")
    said = []
    if isinstance(loans, Gap) or isinstance(visits, Gap) or isinstance(borrowers, Gap):
        return [_("So few borrowed in {year} that the figures are withheld.").format(year=report.year)]
    if not loans:
        return [_("Nothing was lent in {year}.").format(year=report.year)]
    text = (
        _("In {year}, {loans} articles were lent in {visits} visits to {borrowers} borrowers.")
        if report.is_over
        else _(
            "So far in {year}, {loans} articles have been lent in {visits} visits to {borrowers} borrowers."
        )
    )
    said.append(
        text.format(year=report.year, loans=number(loans), visits=number(visits), borrowers=number(borrowers))
    )
    if not isinstance(new, Gap) and new:
        said.append(_("New borrowers, who had never borrowed before: {new}.").format(new=number(new)))
    said += _compared(report, loans, before)
    on_time = measures.value(shown, "on_time_share")
    if not isinstance(on_time, Gap):
        share = set_value(on_time, Form.PERCENT, language())
        said.append(_("Of the loans that came due, {share} were returned on time.").format(share=share))
    return said


def _compared(report: YearReport, loans: Number, before: Shown | None) -> list[str]:
    if before is None or report.first_loan_on is None:
        return []
    if not report.compares_whole_years:
        if not report.tells_first_loan:
            return []
        began = day_spoken(report.first_loan_on)
        year = report.first_loan_on.year
        return [
            _(
                "The first loan was made on {day} {year}, so {before} is no whole year to compare with."
            ).format(day=began, year=year, before=report.year - 1)
        ]
    more = change(loans, before.total("loans"))
    if isinstance(more, Gap):
        return []
    share = set_value(abs(more), Form.PERCENT, language())
    return [_change_sentence(report, more).format(share=share, year=report.year - 1)]


def _change_sentence(report: YearReport, more: float) -> str:
    if not more:
        return (
            _("That is about as many loans as in {year}.")
            if report.is_over
            else _("That is about as many loans as on the same days of {year}.")
        )
    if more > 0:
        return (
            _("That is {share} more loans than in {year}.")
            if report.is_over
            else _("That is {share} more loans than on the same days of {year}.")
        )
    return (
        _("That is {share} fewer loans than in {year}.")
        if report.is_over
        else _("That is {share} fewer loans than on the same days of {year}.")
    )


def key_figures(report: YearReport) -> Table:
    """All counts of the year beside the year before."""
    return figures_table(report, "key_figures", _("Key figures"), measures.COUNTS)


def figures_table(report: YearReport, key: str, title: str, of: tuple[str, ...]) -> Table:
    """Some counts of the year beside the year before, a row each."""
    shown, before = shown_of(report), shown_before(report)
    rows: list[tuple[Value, ...]] = []
    for measure in of:
        now = measures.value(shown, measure)
        row: tuple[Value, ...] = (measures.name(measure), now)
        if before is not None:
            earlier = measures.value(before, measure)
            row = (*row, earlier, *((change(now, earlier),) if report.compares_whole_years else ()))
        rows.append(row)
    columns = _columns(report, Form.INTEGER)
    if report.compares_whole_years:
        columns = (*columns, Column("change", measures.name("change"), Form.PERCENT))
    return Table(key, title, columns, tuple(rows))


def ratios(report: YearReport) -> Table:
    """Articles per visit and the per cent on time, beside the year before."""
    years = [shown for shown in (shown_of(report), shown_before(report)) if shown is not None]
    rows: tuple[tuple[Value, ...], ...] = (
        (measures.name("articles_per_visit"), *(measures.value(one, "articles_per_visit") for one in years)),
        (
            _("Returned on time, per cent"),
            *(_hundredfold(measures.value(one, "on_time_share")) for one in years),
        ),
    )
    return Table("ratios", _("Averages and shares"), _columns(report, Form.DECIMAL), rows)


def _columns(report: YearReport, form: Form) -> tuple[Column, ...]:
    columns = (Column("measure", p_("column", "What"), Form.TEXT), Column("value", str(report.year), form))
    return columns if report.before is None else (*columns, Column("before", str(report.year - 1), form))


def _hundredfold(share: Number) -> Number:
    return share if isinstance(share, Gap) else share * 100
