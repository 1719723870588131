"""Tables and charts of a document out of the fixed tables: names in the language in use, totals, shares and changes."""

from collections.abc import Sequence

from fritids.domain.figures import Split
from fritids.i18n import _, month_name, p_
from fritids.outside.documents.model import (
    Chart,
    ChartKind,
    Column,
    Form,
    Gap,
    Paragraph,
    Series,
    Table,
    Value,
)
from fritids.present.report import measures
from fritids.present.report.rows import row_name, split_name
from fritids.present.report.shown import Number, change, ratio
from fritids.present.report.tables import FactTable, Line, shown_before, shown_of
from fritids.services.results.report import YearReport

_WITHOUT_SHARE = frozenset({Split.MONTH, Split.WEEKDAY, Split.HOUR})


def one_way(
    report: YearReport, table: FactTable, title: str, *, note: str | None = None, most: int | None = None
) -> Table:
    """The table of one split; with `most` only its first rows, and then without the row of all together."""
    split = Split(table.by[0])
    shown, before = shown_of(report), shown_before(report) if _is_compared(table) else None
    columns = [Column(split.value, split_name(split), Form.TEXT)]
    columns += [Column(one, measures.name(one), measures.form(one)) for one in table.measures]
    share = split not in _WITHOUT_SHARE
    if share:
        columns.append(Column("share", measures.name("share"), Form.PERCENT))
    if before is not None:
        columns.append(Column("loans_before", _("Loans {year}").format(year=report.year - 1)))
    if before is not None and report.compares_whole_years:
        columns.append(Column("change", measures.name("change"), Form.PERCENT))
    total = shown.total("loans")

    def row(name: str, values: Sequence[Number], earlier: Number | None) -> tuple[Value, ...]:
        loans = values[0]
        cells: list[Value] = [name, *values]
        if share:
            cells.append(ratio(loans, total))
        if earlier is not None:
            cells.append(earlier)
            if report.compares_whole_years:
                cells.append(change(loans, earlier))
        return tuple(cells)

    rows = tuple(
        row(row_name(split, line.codes[0], report), list(line.values.values()), line.before)
        for line in table.lines[:most]
    )
    together = row(
        p_("all rows of a table", "Together"),
        [shown.total(one) for one in table.measures],
        None if before is None else before.total("loans"),
    )
    return Table(
        table.name if most is None else f"top_{table.name}",
        title,
        tuple(columns),
        rows,
        together if most is None else None,
        note or (_counted_in_each_row() if most is None else None),
    )


def _counted_in_each_row() -> str:
    return _(
        "A borrower counts once in each row they have loans in, so the rows may add up to more borrowers than there are."
    )


def crossed(report: YearReport, table: FactTable, title: str) -> Table:
    """Loans by two splits. Months stand as columns, twelve of one width; else rows and columns as the table names them."""
    first, second = map(Split, table.by)
    turned = first is Split.MONTH
    down, across = (second, first) if turned else (first, second)
    place = 1 if turned else 0
    rows: dict[str, list[Line]] = {}
    for line in table.lines:
        rows.setdefault(line.codes[place], []).append(line)
    heads = list(dict.fromkeys(line.codes[1 - place] for line in table.lines))
    return Table(
        table.name,
        title,
        (
            Column(down.value, split_name(down), Form.TEXT),
            *(Column(code, _head(across, code, report)) for code in heads),
        ),
        tuple(
            (row_name(down, code, report), *(line.values["loans"] for line in lines))
            for code, lines in rows.items()
        ),
    )


def _head(split: Split, code: str, report: YearReport) -> str:
    return month_name(int(code[5:]))[:3] if split is Split.MONTH else row_name(split, code, report)


def loans_chart(
    report: YearReport, table: FactTable, title: str, *, kind: ChartKind, most: int | None = None
) -> Chart | None:
    """Loans by one split, beside the year before; None where nothing is shown to be drawn.

    Beside a year of which there are only some months only the months are drawn: any other bar of that year would be short for no reason
    that can be seen.
    """
    split = Split(table.by[0])
    lines = table.lines[:most]
    series = [Series(str(report.year), tuple(drawn(line.values["loans"]) for line in lines))]
    if _is_compared(table) and (report.compares_whole_years or split is Split.MONTH):
        earlier = tuple(drawn(line.before) for line in lines)
        series.append(Series(str(report.year - 1), earlier))
    return chart(
        f"loans_{table.name}",
        title,
        kind,
        heads=(split_name(split), measures.name("loans")),
        categories=tuple(_category(split, line.codes[0], report) for line in lines),
        series=tuple(series),
    )


def chart(
    key: str,
    title: str,
    kind: ChartKind,
    *,
    heads: tuple[str, str],
    categories: tuple[str, ...],
    series: tuple[Series, ...],
) -> Chart | None:
    """A chart, `heads` being what its categories are and what is counted; None where it would be empty."""
    if not categories or not any(value for one in series for value in one.values):
        return None
    return Chart(key, title, kind, *heads, categories, series)


def _is_compared(table: FactTable) -> bool:
    return any(line.before is not None for line in table.lines)


def _category(split: Split, code: str, report: YearReport) -> str:
    return month_name(int(code[5:]))[:3] if split is Split.MONTH else row_name(split, code, report)


def drawn(value: Number | None) -> float | None:
    """A value as a chart takes it."""
    return None if value is None or isinstance(value, Gap) else float(value)


def present_blocks(*blocks: Table | Chart | Paragraph | None) -> tuple[Table | Chart | Paragraph, ...]:
    """Those that there are."""
    return tuple(block for block in blocks if block is not None)


def is_told_apart(table: FactTable, unknown: str) -> bool:
    """Whether anything in the table is known to be other than `unknown`."""
    return any(line.codes[0] != unknown and (line.withheld or line.values["loans"]) for line in table.lines)
