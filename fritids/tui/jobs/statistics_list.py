"""The loans behind a figure: which of them, and the list of them over the whole width."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from fritids.domain.figures import Totals
from fritids.i18n import _, day_short, local, number
from fritids.present import article_name, loan_borrower, plain
from fritids.tui.views.page import ListLine, ListPage

if TYPE_CHECKING:
    from fritids.services.desk import Desk
    from fritids.services.results import LoanView
    from fritids.tui.jobs.statistics_asked import Asked

MOST: Final = 500
"""Loans of a list; the newest ones."""


def measures(totals: Totals) -> tuple[tuple[str, int], ...]:
    """The figures that loans stand behind, and how many: all of them first."""
    counts = (
        ("loans", totals.loans),
        ("late", totals.due - totals.on_time),
        ("not_returned", totals.not_returned),
        ("new_borrowers", totals.new_borrowers),
        ("on_site", totals.on_site),
        ("renewals", totals.renewals),
    )
    return tuple((measure, n) for measure, n in counts if n)


def measure_words(measure: str, n: int) -> str:
    """A figure that can be looked behind, with how many."""
    words = {
        "loans": _("All loans: {n}"),
        "late": _("Late: {n}"),
        "not_returned": _("Not returned: {n}"),
        "new_borrowers": _("A borrower's first loan: {n}"),
        "on_site": _("Same-day loans: {n}"),
        "renewals": _("Renewals: {n}"),
    }[measure]
    return words.format(n=number(n))


def read(desk: "Desk", asked: "Asked", measure: str) -> "tuple[LoanView, ...]":
    """The newest loans behind a figure."""
    return desk.figures.behind(asked.period, asked.where, asked.branch, measure=measure, limit=MOST)


def page(title: str, whole: str, loans: "Sequence[LoanView]", n: int) -> ListPage:
    """The list. It was read beside the counter, and stays as it is however often it is looked at."""

    def head() -> tuple[str, ...]:
        more = _("The newest {most} of {n}.").format(most=number(MOST), n=number(n))
        return (whole, more) if n > len(loans) else (whole,)

    return ListPage(
        title=lambda: title, read=lambda desk: _lines(desk, loans), empty=lambda: _("No loans."), head=head
    )


def _lines(desk: "Desk", loans: "Sequence[LoanView]") -> list[ListLine]:
    today = desk.today()
    lines = []
    for loan in loans:
        lent = day_short(local(loan.lent_at).date(), today)
        if loan.returned_at is not None:
            back = _("back {day}").format(day=day_short(local(loan.returned_at).date(), today))
        else:
            back = _("due {day}").format(day=day_short(loan.due, today))
        lines.append(
            ListLine(
                f"{lent}  {article_name(loan.article)}, {loan_borrower(loan)}",
                f"{back} · {plain(loan.article.barcode)}",
                loan.article.barcode,
                style="$no-soft" if loan.days_late else "$quiet",
            )
        )
    return lines
