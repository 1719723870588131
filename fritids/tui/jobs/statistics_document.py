"""What stands on the screen, with its true figures, as a document that is for the house alone."""

from collections.abc import Sequence

from fritids.i18n import _, language, p_
from fritids.outside.documents.model import (
    Chart,
    ChartKind,
    Column,
    Document,
    Form,
    Gap,
    Section,
    Series,
    Table,
    Value,
)
from fritids.present import plain
from fritids.present.periods import period_name
from fritids.present.report.excerpt import MOST_DRAWN
from fritids.present.report.rows import UPRIGHT, row_name, split_name
from fritids.present.statistics import loans_by
from fritids.tui.jobs.statistics_page import Shown, all_rows
from fritids.tui.jobs.statistics_rows import Row, heads_of


def true_document(shown: Shown) -> Document:
    """The table as it is seen, and its chart where it goes by one split."""
    asked, rows = shown.asked, all_rows(shown)
    whose = (
        _("All branches")
        if asked.branch is None
        else plain(shown.names.branches.get(asked.branch, asked.branch))
    )
    chosen = [(split_name(split), row_name(split, code, shown.names)) for split, code in asked.only]
    title = loans_by(asked.split)
    blocks: tuple[Table | Chart, ...] = (
        (_crossed(shown, rows, title),)
        if asked.cross is not None
        else (*_chart(shown, rows, title), _table(shown, rows, title))
    )
    first, last = asked.period.first.isoformat(), asked.period.last.isoformat()
    key = "-".join(
        filter(None, ("fritids", asked.branch, first, last, *(asked.split, asked.cross or ""), "full"))
    )
    return Document(
        key=key,
        title=title,
        subtitle=", ".join(
            [whose, period_name(asked.period), *(f"{name}: {value}" for name, value in chosen)]
        ),
        language=language(),
        author=whose,
        facts=((_("Period"), f"{first} – {last}"), *chosen),
        sections=(Section("screen", title, blocks),),
        withheld_note=_("Nothing is withheld: this report holds small numbers and must not be passed on."),
    )


def _table(shown: Shown, rows: Sequence[Row], title: str) -> Table:
    compares = any(one.before is not None for one in rows)
    columns = [
        Column(shown.asked.split.value, split_name(shown.asked.split), Form.TEXT),
        Column("loans", _("Loans")),
    ]
    if compares:
        columns += [
            Column("loans_before", p_("column", "Before")),
            Column("change", p_("column", "Change"), Form.PERCENT),
        ]
    columns += [
        Column("borrowers", _("Borrowers")),
        Column("visits", _("Visits")),
        Column("new_borrowers", _("New borrowers")),
        Column("on_time_share", _("On time"), Form.PERCENT),
        Column("renewals", _("Renewals")),
    ]
    return Table("screen", title, tuple(columns), tuple(_cells(one, compares=compares) for one in rows))


def _cells(one: Row, *, compares: bool) -> tuple[Value, ...]:
    now, before = one.now, one.before
    cells: list[Value] = [one.name, now.loans]
    if compares:
        earlier = 0 if before is None else before.loans
        cells += [earlier, now.loans / earlier - 1 if earlier else Gap.NONE]
    return (
        *cells,
        now.borrowers,
        now.visits,
        now.new_borrowers,
        now.on_time / now.due if now.due else Gap.NONE,
        now.renewals,
    )


def _crossed(shown: Shown, rows: Sequence[Row], title: str) -> Table:
    assert shown.counted is not None
    counted = shown.counted[0]
    found = {codes: cell.loans for codes, cell in (counted.crossed or {}).items()}
    heads = heads_of(shown.asked, counted, shown.names, shown.today)
    columns = (
        Column(shown.asked.split.value, split_name(shown.asked.split), Form.TEXT),
        Column("loans", _("Loans")),
        *(Column(one.code, one.name) for one in heads),
    )
    return Table(
        "screen",
        title,
        columns,
        tuple(
            (one.name, one.now.loans, *(found.get((one.code, head.code), 0) for head in heads))
            for one in rows
        ),
    )


def _chart(shown: Shown, rows: Sequence[Row], title: str) -> tuple[Chart, ...]:
    drawn = rows[:MOST_DRAWN]
    if not any(one.now.loans for one in drawn):
        return ()
    series = [Series(period_name(shown.asked.period), tuple(float(one.now.loans) for one in drawn))]
    before = shown.asked.before(shown.today)
    if before is not None:
        values = tuple(float(one.before.loans) if one.before is not None else None for one in drawn)
        series.append(Series(period_name(before), values))
    upright = shown.asked.split in UPRIGHT
    return (
        Chart(
            "loans",
            title,
            ChartKind.COLUMNS if upright else ChartKind.BARS,
            split_name(shown.asked.split),
            _("Loans"),
            tuple(one.short if upright else one.name for one in drawn),
            tuple(series),
        ),
    )
