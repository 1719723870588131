"""The year of the sample branch: when it is open, and how much of what is lent on each of its days.

The shape is made up from the few figures that are public (`data/FACTS.md`); only sportlov is exact, since everything at
a desk is built for that week.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

from fritids.domain.calendar import OpeningCalendar, to_utc
from fritids.services.reference import read_rows

LOANS_A_WEEK = 192
"""On the average of all weeks, closed ones included: some 50 on each of four open days."""
SPORTLOV_WEEK = 8
SPORTLOV_FACTOR = 4.5
DAYS_AHEAD = 120
"""How far beyond the sample's last day returns and due dates are planned."""

HOURS = {0: ("14:00", "18:00"), 1: ("14:00", "18:00"), 2: ("14:00", "18:00"), 3: ("14:00", "19:00"), 4: ("12:00", "16:00"),
         5: ("10:00", "14:00"), 6: ("10:00", "14:00")}  # fmt: skip
_USUAL_WEEK = (5, 1, 3, 2)
"""Saturday, Tuesday, Thursday, Wednesday: the last ones are given up first for another day."""
_SHARES = {0: 0.24, 1: 0.25, 2: 0.22, 3: 0.25, 4: 0.26, 5: 0.28, 6: 0.28}


@dataclass(frozen=True, slots=True)
class OpenDay:
    """One day on which the sample branch is open."""

    day: date
    opens: datetime
    """UTC."""
    seconds: int
    """From opening to closing."""
    loans: int
    """How many are to be lent; 0 from the sample's own today on."""


@dataclass(frozen=True, slots=True)
class Season:
    """The calendar of the sample branch and what is planned for each open day, up to some time after `as_of`."""

    first: date
    as_of: date
    hours: tuple[tuple[int, str, str], ...]
    closed: tuple[tuple[date, date, str], ...]
    calendar: OpeningCalendar
    days: tuple[OpenDay, ...]


def plan(as_of: date, zone: ZoneInfo) -> Season:
    """Two years of open days up to the day before `as_of`, and the open days that follow.

    The day before `as_of` is always an open one, since the sample is to have loans of that day: the branch has its open weekdays
    accordingly, and has skipped the holiday that would be in the way.
    """
    yesterday = as_of - timedelta(days=1)
    weekdays = _open_weekdays(as_of)
    first = _years_before(as_of, 2)
    closed = tuple(
        period
        for year in range(first.year, as_of.year + 2)
        for period in _closed_in(year)
        if not period[0] <= yesterday <= period[1]
    )
    calendar = OpeningCalendar(frozenset(weekdays), tuple((start, end) for start, end, _ in closed))
    length = (as_of - first).days
    open_days = [
        day for n in range(length + DAYS_AHEAD) if calendar.is_open(day := first + timedelta(days=n))
    ]
    planned = _loans([day for day in open_days if day < as_of], weekdays, length / 7)
    return Season(
        first,
        as_of,
        tuple((weekday, *HOURS[weekday]) for weekday in weekdays),
        closed,
        calendar,
        tuple(_open_day(day, planned.get(day, 0), zone) for day in open_days),
    )


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm, Nature 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _open_weekdays(today: date) -> tuple[int, ...]:
    """Four of them, today's and yesterday's always among them."""
    wanted = (today.weekday(), (today.weekday() - 1) % 7, *_USUAL_WEEK)
    return tuple(sorted(list(dict.fromkeys(wanted))[: len(_USUAL_WEEK)]))


def _closed_in(year: int) -> list[tuple[date, date, str]]:
    sunday = easter(year)
    midsummer = _first_weekday(date(year, 6, 19), 4)
    july = date.fromisocalendar(year, 29, 1)
    all_saints = _first_weekday(date(year, 10, 31), 5)
    return [
        (date(year, 1, 6), date(year, 1, 6), "Trettondedag jul"),
        (sunday - timedelta(days=2), sunday + timedelta(days=1), "Påsk"),
        (date(year, 5, 1), date(year, 5, 1), "Första maj"),
        (sunday + timedelta(days=39), sunday + timedelta(days=39), "Kristi himmelsfärdsdag"),
        (date(year, 6, 6), date(year, 6, 6), "Nationaldagen"),
        (midsummer, midsummer + timedelta(days=1), "Midsommar"),
        (july, july + timedelta(days=13), "Sommarstängt"),
        (all_saints, all_saints, "Alla helgons dag"),
        (date(year, 12, 23), date(year + 1, 1, 1), "Jul och nyår"),
    ]


def _first_weekday(earliest: date, weekday: int) -> date:
    return earliest + timedelta(days=(weekday - earliest.weekday()) % 7)


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 3, 1)


def _loans(days: list[date], weekdays: tuple[int, ...], weeks: float) -> Mapping[date, int]:
    """How many loans on each day: sportlov fixed, all the others by their weights, so that the average week has LOANS_A_WEEK."""
    weights = {int(row["week"]): float(row["weight"]) for row in read_rows("sample/year.csv")}
    # Over all weekdays, not only the open ones, so that a closed day is a loss and not made up for.
    whole_week = sum(_SHARES[weekday] for weekday in weekdays)
    peak = {
        day: SPORTLOV_FACTOR * LOANS_A_WEEK * _SHARES[day.weekday()] / whole_week
        for day in days
        if day.isocalendar().week == SPORTLOV_WEEK
    }
    others = {
        day: weights[day.isocalendar().week] * _SHARES[day.weekday()] for day in days if day not in peak
    }
    factor = (LOANS_A_WEEK * weeks - sum(peak.values())) / sum(others.values())
    wanted = [peak.get(day) or others[day] * factor for day in days]
    # Rounded along the running sum: no loan is lost to rounding.
    sums = [round(total) for total in accumulate(wanted)]
    return {day: max(1, total - before) for day, total, before in zip(days, sums, [0, *sums], strict=False)}


def _open_day(day: date, loans: int, zone: ZoneInfo) -> OpenDay:
    opens, closes = (time.fromisoformat(text) for text in HOURS[day.weekday()])
    start = datetime.combine(day, opens)
    return OpenDay(
        day, to_utc(start, zone), int((datetime.combine(day, closes) - start).total_seconds()), loans
    )
