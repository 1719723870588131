"""Words of the screen of the figures: measures in few cells, shares and changes."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from fritids.domain.figures import Split, Totals
from fritids.i18n import _, number, p_, percent
from fritids.outside.documents.values import NO_FIGURE_SIGN as NO_FIGURE

_TOO_MANY: Final = 10
"""Times as much, from which a change in per cent says nothing."""


class Figure(NamedTuple):
    """A key figure beside the one of the period before."""

    name: str
    now: str
    before: str
    change: str


def key_figures(now: Totals, before: Totals | None) -> tuple[Figure, ...]:
    """What a period is told by, in a column; `before` and `change` are empty where nothing is set beside."""
    counts: Sequence[tuple[str, str]] = (
        (_("Loans"), "loans"),
        (_("Visits"), "visits"),
        (_("Borrowers"), "borrowers"),
        (_("– new"), "new_borrowers"),
        (_("– groups"), "groups"),
    )
    later: Sequence[tuple[str, str]] = (
        (p_("short", "Not back"), "not_returned"),
        (_("Renewals"), "renewals"),
        (p_("short", "Same day"), "on_site"),
    )
    return (
        *(
            _count(name, getattr(now, key), None if before is None else getattr(before, key))
            for name, key in counts
        ),
        _per_visit(now, before),
        _on_time(now, before),
        _count(_("Late"), now.due - now.on_time, None if before is None else before.due - before.on_time),
        *(
            _count(name, getattr(now, key), None if before is None else getattr(before, key))
            for name, key in later
        ),
    )


def _count(name: str, now: int, before: int | None) -> Figure:
    if before is None:
        return Figure(name, number(now), "", "")
    return Figure(name, number(now), number(before), change(now, before))


def _per_visit(now: Totals, before: Totals | None) -> Figure:
    name = _("Per visit")
    here = now.loans / now.visits if now.visits else None
    if before is None:
        return Figure(name, _decimal(here), "", "")
    there = before.loans / before.visits if before.visits else None
    moved = NO_FIGURE if here is None or there is None else _signed(number(here - there, 1), here - there)
    return Figure(name, _decimal(here), _decimal(there), moved)


def _on_time(now: Totals, before: Totals | None) -> Figure:
    name = _("On time")
    here = now.on_time / now.due if now.due else None
    if before is None:
        return Figure(name, share_words(here), "", "")
    there = before.on_time / before.due if before.due else None
    moved = NO_FIGURE
    if here is not None and there is not None:
        points = round(100 * here) - round(100 * there)
        moved = p_("percentage points", "{n} pp").format(n=_signed(number(points), points))
    return Figure(name, share_words(here), share_words(there), moved)


def _decimal(value: float | None) -> str:
    return NO_FIGURE if value is None else number(value, 1)


def share_words(share: float | None) -> str:
    """`87 %`; a sign for none."""
    return NO_FIGURE if share is None else percent(share)


def change(now: int, before: int) -> str:
    """`+9 %`: how much more; a sign where it was nothing before, `× 12` where per cent would be a long number."""
    if not before:
        return NO_FIGURE
    if now >= _TOO_MANY * before:
        return f"× {number(now / before)}"
    part = now / before - 1
    return _signed(percent(part), round(100 * part))


def _signed(text: str, value: float) -> str:
    bare = text.lstrip("\N{MINUS SIGN}")
    if not any(c in bare for c in "123456789"):
        return f"±{bare}"
    return f"{'+' if value > 0 else '−'}{bare}"


def loans_by(split: Split) -> str:
    """What the chart shows."""
    return {
        Split.MONTH: _("Loans by month"),
        Split.WEEKDAY: _("Loans by weekday"),
        Split.HOUR: _("Loans by hour of the day"),
        Split.CATEGORY: _("Loans by category"),
        Split.TYPE: _("Loans by type"),
        Split.KIND: _("Loans by kind of borrower"),
        Split.AGE: _("Loans by age"),
        Split.GENDER: _("Loans by gender"),
        Split.AREA: _("Loans by postal area"),
        Split.BRANCH: _("Loans by branch"),
    }[split]


def split_short(split: Split) -> str:
    """A split in a word, beside its digit."""
    return {
        Split.MONTH: p_("split", "Month"),
        Split.WEEKDAY: p_("split", "Weekday"),
        Split.HOUR: p_("split", "Hour"),
        Split.CATEGORY: p_("split", "Category"),
        Split.TYPE: p_("split", "Type"),
        Split.KIND: p_("split", "Who"),
        Split.AGE: p_("split", "Age"),
        Split.GENDER: p_("split", "Gender"),
        Split.AREA: p_("split", "Area"),
        Split.BRANCH: p_("split", "Branch"),
    }[split]
