"""Which things fit a person, and which of them are in right now. Only reads: lending is the counter's."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from fritids.db import fitting
from fritids.db.fitting import SizedRow
from fritids.domain.fit import (
    PLAUSIBLE,
    Measure,
    Person,
    Proposal,
    Skill,
    Span,
    Unsaid,
    how_near,
    propose,
    suits,
)
from fritids.domain.search import fold
from fritids.domain.sizes import SizeKind, parse_size
from fritids.errors import InvalidValueError
from fritids.i18n import _
from fritids.services import scanned
from fritids.services.context import Context
from fritids.services.fit_rules import fit_rules
from fritids.services.results import ArticleView, TypeView
from fritids.services.type_names import second_kind

SHOWN: Final = 5
"""Articles of a type that are offered: more than hang side by side, nobody reads with a family waiting."""

_KINDS = MappingProxyType(
    {
        Measure.HEIGHT: SizeKind.LEN,
        Measure.WEIGHT: SizeKind.KG,
        Measure.SHOE: SizeKind.EU,
        Measure.HEAD: SizeKind.HEAD,
    }
)
_SECOND_MARKS = MappingProxyType({SizeKind.EU: "EU ", SizeKind.MP: "mondo "})
"""How the stored size begins where a label bears the type's second kind (`sizes.parse_size`)."""


@dataclass(frozen=True, slots=True)
class BindingView:
    """Who last set a binding, when, and for which sole. Never a release value: that is for whoever sets it (ISO 11088)."""

    by: str
    on: date
    sole_mm: int | None


@dataclass(frozen=True, slots=True)
class FittingArticle:
    """An article that fits and is in."""

    article: ArticleView
    binding: BindingView | None
    """The last one written down; always None for types whose binding nobody sets."""


@dataclass(frozen=True, slots=True)
class FittingType:
    """A type that has a size for the person: how many such are in, the best of them, and what is out."""

    type: TypeView
    proposal: Proposal
    articles: tuple[FittingArticle, ...]
    """In now, the best fit first, at most as many as were asked for."""
    available: int
    out: int
    late: int
    """How many of those that are out should be back already."""
    next_due: date | None
    """When the first of the others is due."""


@dataclass(frozen=True, slots=True)
class UnsaidType:
    """A type of which no size can be said, and why."""

    type: TypeView
    unsaid: Unsaid


@dataclass(frozen=True, slots=True)
class FitView:
    """What fits a person."""

    person: Person
    fits: tuple[FittingType, ...]
    unsaid: tuple[UnsaidType, ...]

    @property
    def sets_bindings(self) -> bool:
        """Whether something is proposed whose binding has to be set for each borrower."""
        return any(one.type.staff_sets_binding for one in self.fits)


class Fitting:
    """The use case of finding what fits."""

    def __init__(self, context: Context) -> None:
        self._context = context

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


def read_person(texts: Mapping[Measure, str | None], skill: str | None = None) -> Person:
    """The person that the typed measures tell of. Raises InvalidValueError, whose `field` is the measure that has to be typed anew."""
    told = {measure: read_measure(measure, text) for measure, text in texts.items() if text and text.strip()}
    return Person(told, None if skill is None else Skill(skill))


def read_measure(measure: Measure, text: str) -> Span:
    """What somebody typed for a measure: `142`, `1,42 m`, `35-40 kg`, `36½`. Raises InvalidValueError if it can be no such measure."""
    if measure is Measure.AGE:
        size = parse_size(fold(text).removesuffix("år").removesuffix("ar").removesuffix("years"), SizeKind.P)
    else:
        size = parse_size(text, _KINDS[measure])
    low, high = PLAUSIBLE[measure]
    first, last = size.low, size.high
    if first is None or last is None or not low <= first <= last <= high:
        raise InvalidValueError(_wrong(measure), field=measure.value)
    return Span(first, last)


def _wrong(measure: Measure) -> str:
    match measure:
        case Measure.HEIGHT:
            return _("That is no height. Write it in cm, such as 142.")
        case Measure.WEIGHT:
            return _("That is no weight. Write it in kg, such as 35 or 30-40.")
        case Measure.SHOE:
            return _("That is no shoe size. Write it as it stands in the shoe, such as 36.")
        case Measure.AGE:
            return _("That is no age. Write it in whole years, such as 9.")
        case Measure.HEAD:
            return _("That is no head girth. Measure above the ears, and write it in cm, such as 54.")
