"""The rows of each split: which there are, in which order, and what people call them. Nothing about a withheld row shows in the order."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, Protocol

from fritids.domain.figures import UNKNOWN, Split
from fritids.domain.words import AgeBand, BorrowerKind, Gender
from fritids.i18n import _, language, month_name, p_, weekday_name
from fritids.outside.documents.model import Gap
from fritids.present.names import age_name, capital, gender_name, kind_name, plain, type_name
from fritids.present.report.shown import Shown
from fritids.services.results import TypeView
from fritids.services.results.report import YearReport

CLOSED: Final[Mapping[Split, tuple[str, ...]]] = {
    Split.WEEKDAY: tuple(map(str, range(7))),
    Split.KIND: tuple(kind.value for kind in BorrowerKind),
    Split.AGE: tuple(band.value for band in AgeBand),
    Split.GENDER: (*(gender.value for gender in Gender), UNKNOWN),
}
UPRIGHT: Final = frozenset({Split.MONTH, Split.WEEKDAY, Split.HOUR, Split.AGE})
"""Splits whose rows have an order and short names: their charts have the bars upright."""
LARGEST_FIRST: Final = frozenset({Split.CATEGORY, Split.TYPE})


def codes_of(split: Split, report: YearReport, shown: Shown, before: Shown | None) -> tuple[str, ...]:
    """The codes of the rows that a report shows of a split: all where the list is closed, else those that had a loan in either year.

    Categories and types come with the most lent first; those of which nothing may be shown come last, by code.
    """
    if split is Split.MONTH:
        return months(report.year, report.counted_to)
    if split in CLOSED:
        return CLOSED[split]
    found = {codes[0] for codes in shown.codes((split,))}
    found |= set() if before is None else {codes[0] for codes in before.codes((split,))}
    if split is Split.HOUR:
        return hours_between(found)
    if split is Split.BRANCH:
        return tuple(report.branches)
    return tuple(sorted(found, key=lambda code: _place(split, code, shown)))


def hours_between(found: Iterable[str]) -> tuple[str, ...]:
    """The hours from the first to the last of these."""
    hours = sorted(map(int, found))
    return tuple(f"{hour:02}" for hour in range(hours[0], hours[-1] + 1)) if hours else ()


def months(year: int, counted_to: date) -> tuple[str, ...]:
    """The months that were counted."""
    last = counted_to.month if counted_to.year == year else 12
    return tuple(f"{year}-{month:02}" for month in range(1, last + 1))


def _place(split: Split, code: str, shown: Shown) -> tuple[bool, float, str]:
    loans = shown.cell((split,), (code,), "loans") if split in LARGEST_FIRST else 0
    withheld = isinstance(loans, Gap)
    return (withheld or code == UNKNOWN, 0 if isinstance(loans, Gap) else -loans, code)


class Named(Protocol):
    """What codes are called by."""

    @property
    def types(self) -> Mapping[str, TypeView]:
        """The article types by their codes."""

    @property
    def branches(self) -> Mapping[str, str]:
        """Code and name."""


def row_name(split: Split, code: str, report: Named) -> str:
    """What people call a row."""
    return capital(_name(split, code, report))


def _name(split: Split, code: str, report: Named) -> str:
    match split:
        case Split.MONTH:
            return month_name(int(code[5:]))
        case Split.WEEKDAY:
            return weekday_name(int(code))
        case Split.HOUR:
            return f"{code}–{int(code) + 1:02}"
        case Split.CATEGORY:
            return category_names(report).get(code, plain(code))
        case Split.TYPE:
            return type_name(report.types[code]) if code in report.types else plain(code)
        case Split.BRANCH:
            return plain(report.branches.get(code, code))
        case _:
            return _borrower_name(split, code)


def _borrower_name(split: Split, code: str) -> str:
    if split is Split.KIND:
        return kind_name(BorrowerKind(code))
    if split is Split.AGE:
        return age_name(code)
    if split is Split.GENDER:
        return p_("gender", "not known") if code == UNKNOWN else gender_name(Gender(code))
    return _("Postcode not known") if code == UNKNOWN else f"{plain(code)} xx"


def category_names(report: Named) -> dict[str, str]:
    """The categories' names by their codes."""
    swedish = language() == "sv"
    return {
        one.category: plain(one.category_sv if swedish else one.category_en) for one in report.types.values()
    }


def split_name(split: Split) -> str:
    """What a split tells loans apart by; heads the column of its rows."""
    return {
        Split.MONTH: _("Month"),
        Split.WEEKDAY: _("Weekday"),
        Split.HOUR: p_("of the day", "Hour"),
        Split.CATEGORY: _("Category"),
        Split.TYPE: _("Type"),
        Split.KIND: _("Kind of borrower"),
        Split.AGE: p_("column", "Age"),
        Split.GENDER: p_("column", "Gender"),
        Split.AREA: _("Postal area"),
        Split.BRANCH: _("Branch"),
    }[split]
