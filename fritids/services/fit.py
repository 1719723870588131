"""Which things fit a person, and which of them are in right now. Only reads: lending is the counter's."""

from collections.abc import Iterable, Sequence
from datetime import date
from types import MappingProxyType
from typing import Final

from fritids.db import fitting
from fritids.db.fitting import SizedRow
from fritids.domain.fit import Person, Proposal, Span, how_near, propose, suits
from fritids.domain.roles import Right
from fritids.domain.sizes import SizeKind
from fritids.services import scanned
from fritids.services.context import Context
from fritids.services.fit_rules import fit_rules
from fritids.services.fit_views import BindingView, FittingArticle, FittingType, FitView, UnsaidType
from fritids.services.rights import needs
from fritids.services.type_names import second_kind

SHOWN: Final = 5
"""Articles of a type that are offered: more than hang side by side, nobody reads with a family waiting."""

_SECOND_MARKS = MappingProxyType({SizeKind.EU: "EU ", SizeKind.MP: "mondo "})
"""How the stored size begins where a label bears the type's second kind (`sizes.parse_size`)."""


class Fitting:
    """The use case of finding what fits."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @needs(Right.LEND)
    def find(
        self,
        person: Person,
        *,
        purpose: str | None = None,
        types: Sequence[str] | None = None,
        limit: int = SHOWN,
    ) -> FitView:
        """What fits the person among the types asked for: of a purpose of the table, of these codes, or all that have a rule."""
        context = self._context
        with context.database.read() as connection:
            if not context.types:
                context.refresh(connection)
            fit = propose(person, fit_rules(), purpose=purpose, types=types)
            proposals = [one for one in fit.proposals if one.type_code in context.types]
            bounds = [(one.type_code, one.size.low, one.size.high) for one in proposals]
            rows = fitting.within(connection, context.branch_id, bounds)
            sorted_rows = [_sorted(proposal, rows) for proposal in proposals]
            shown = [row.id for inside, _out in sorted_rows for row in inside[:limit]]
            views = {
                key: context.article_view(found)
                for key, found in scanned.by_ids(connection, context, shown).items()
            }
            setting = [key for key, view in views.items() if view.type.staff_sets_binding]
            bindings = {
                key: BindingView(row.by, row.on, row.sole_mm)
                for key, row in fitting.last_bindings(connection, setting).items()
            }
        today = context.today()
        fits = tuple(
            FittingType(
                type=context.types[proposal.type_code],
                proposal=proposal,
                articles=tuple(
                    FittingArticle(views[row.id], bindings.get(row.id))
                    for row in inside[:limit]
                    if row.id in views
                ),
                available=len(inside),
                out=len(out),
                late=sum(due < today for due in out),
                next_due=min((due for due in out if due >= today), default=None),
            )
            for proposal, (inside, out) in zip(proposals, sorted_rows, strict=True)
        )
        unsaid = tuple(
            UnsaidType(context.types[one.type_code], one)
            for one in fit.unsaid
            if one.type_code in context.types
        )
        return FitView(person, fits, unsaid)


def _sorted(proposal: Proposal, rows: Iterable[SizedRow]) -> tuple[list[SizedRow], list[date]]:
    """Those of the rows that fit the proposal and are in, the best first, and when the others are due."""
    fitting_rows = [
        row
        for row in rows
        if row.type_code == proposal.type_code
        and suits(proposal, Span(row.low, row.high))
        and _of_kind(row, proposal)
    ]
    fitting_rows.sort(key=lambda row: how_near(proposal, Span(row.low, row.high)))
    return (
        [row for row in fitting_rows if row.due is None],
        [row.due for row in fitting_rows if row.due is not None],
    )


def _of_kind(row: SizedRow, proposal: Proposal) -> bool:
    """Whether the label's number is of the kind that is proposed: a boot of `EU 26` is none of mondopoint 26."""
    second = second_kind(row.type_code)
    mark = _SECOND_MARKS.get(second) if second is not None else None
    if mark is None:
        return True
    return row.size.startswith(mark) == (proposal.kind is second)
