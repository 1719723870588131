"""Periods as people ask for them: a year, a season, a month or two days; the one before and after, and what somebody writes for one."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from fritids.domain.days import YEARS, month_named, read_day
from fritids.domain.figures import Period
from fritids.domain.search import fold

WINTER_BEGINS: Final = 11
SUMMER_BEGINS: Final = 5
_YEAR: Final = re.compile(r"(\d{4})")
_MONTH: Final = re.compile(r"(\d{4})-(\d{1,2})|(\d{1,2})/(\d{4})")
_NAMED: Final = re.compile(r"([a-z]+)\.?(?: (\d{4}))?")
_BETWEEN: Final = re.compile(r" ?(?:\.\.+|–|—| till | to | - ) ?| (?=\d{4}-)")
_SEASONS: Final = {
    "vinter": True,
    "vintern": True,
    "winter": True,
    "sommar": False,
    "sommaren": False,
    "summer": False,
}


class PeriodKind(StrEnum):
    """What sort of days are counted together."""

    YEAR = "year"
    SEASON = "season"
    MONTH = "month"
    DAYS = "days"
    """Any two days."""


def kind_of(period: Period) -> PeriodKind:
    """The kind that these days are just one of; two days, if they are none."""
    wholes = (PeriodKind.YEAR, PeriodKind.SEASON, PeriodKind.MONTH)
    return next((kind for kind in wholes if around(kind, period.first) == period), PeriodKind.DAYS)


def is_winter(season: Period) -> bool:
    """Whether a season is a winter."""
    return season.first.month == WINTER_BEGINS


def around(kind: PeriodKind, day: date) -> Period:
    """The year, season or month a day lies in; the day alone for two days."""
    match kind:
        case PeriodKind.YEAR:
            return Period.year(day.year)
        case PeriodKind.SEASON if SUMMER_BEGINS <= day.month < WINTER_BEGINS:
            return Period.season(day.year, winter=False)
        case PeriodKind.SEASON:
            return Period.season(day.year + (day.month >= WINTER_BEGINS), winter=True)
        case PeriodKind.MONTH:
            return Period.month(day.year, day.month)
        case PeriodKind.DAYS:
            return Period(day, day)


def earlier(period: Period) -> Period:
    """The period of the same kind that ends where this one begins. Before the first day that is understood it stays."""
    day = period.first - timedelta(days=1)
    kind = kind_of(period)
    moved = (
        Period(day - timedelta(days=period.days - 1), day) if kind is PeriodKind.DAYS else around(kind, day)
    )
    return moved if moved.first.year in YEARS else period


def later(period: Period) -> Period:
    """The period of the same kind that begins where this one ends."""
    day = period.last + timedelta(days=1)
    kind = kind_of(period)
    moved = (
        Period(day, day + timedelta(days=period.days - 1)) if kind is PeriodKind.DAYS else around(kind, day)
    )
    return moved if moved.last.year in YEARS else period


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last of that month."""
    place = max(12, day.year * 12 + day.month - 1 - months)
    year, month = divmod(place, 12)
    after = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (after - timedelta(days=1)).day))


def year_to(last: date) -> Period:
    """The twelve months that end with this day."""
    return Period(months_before(last + timedelta(days=1), 12), last)


def read_period(text: str, today: date) -> Period | None:
    """The period that `text` means: `2026`, `feb 2026`, `vinter 2026`, `2026-02-16 2026-02-20`, `16/2 – 20/2`; None if it means none.

    Without a year it is the last one that has begun, and the second of two days the next one after the first.
    """
    folded = " ".join(fold(text).split())
    if match := _YEAR.fullmatch(folded):
        return Period.year(int(match[1])) if int(match[1]) in YEARS else None
    if match := _MONTH.fullmatch(folded):
        year, month = int(match[1] or match[4]), int(match[2] or match[3])
        return Period.month(year, month) if year in YEARS and 1 <= month <= len(_TWELVE) else None
    if match := _NAMED.fullmatch(folded):
        return _named(match[1], match[2], today)
    begins, *ends = _BETWEEN.split(" ".join(text.split()), maxsplit=1)
    first = _day_gone_by(begins, today)
    if first is None:
        return None
    last = read_day(ends[0], first) if ends else first
    return None if last is None else Period(min(first, last), max(first, last))


_TWELVE: Final = range(1, 13)


def _named(word: str, year: str | None, today: date) -> Period | None:
    make: Callable[[int], Period]
    if (winter := _SEASONS.get(word)) is not None:
        make = lambda year: Period.season(year, winter=winter)  # noqa: E731  # two such makers, each one line
    elif (month := month_named(word)) is not None:
        make = lambda year: Period.month(year, month)  # noqa: E731
    else:
        return None
    if year is not None:
        return make(int(year)) if int(year) in YEARS else None
    return next(made for ahead in (1, 0, -1) if (made := make(today.year + ahead)).first <= today)


def _day_gone_by(text: str, today: date) -> date | None:
    """The day; without a year the last one, since what is counted has been."""
    day = read_day(text, today)
    if day is None or day <= today or str(day.year) in text:
        return day
    found = read_day(f"{text} {day.year - 1}", today)
    return day if found is None else found
