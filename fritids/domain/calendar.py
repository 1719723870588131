"""Due dates (R1) and what a day is in the branch's own time zone (R10). Pure: every date and time comes in as an argument."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

USUAL_ZONE = "Europe/Stockholm"
"""The time zone of a branch that has set no other (R1)."""
HORIZON_DAYS = 366
"""How far a due date is moved to find an open day. A calendar without one in a year is taken as not kept up to date."""


class ClosedDayRule(StrEnum):
    """Where a due date goes that falls on a closed day."""

    NEXT_OPEN_DAY = "next_open_day"
    SAME_WEEKDAY = "same_weekday"
    """The same weekday a week later; where that weekday is never open, the next open day after all."""


@dataclass(frozen=True, slots=True)
class OpeningCalendar:
    """When a branch is open. With no weekday set it is open every day that is not closed by a period."""

    open_weekdays: frozenset[int] = frozenset()
    closed: tuple[tuple[date, date], ...] = ()
    """Periods, both ends included."""

    def is_open(self, day: date) -> bool:
        """Whether the branch is open on `day`."""
        if self.open_weekdays and day.weekday() not in self.open_weekdays:
            return False
        return not any(first <= day <= last for first, last in self.closed)


@dataclass(frozen=True, slots=True)
class DueDate:
    """A due date, and whether no open day was found to put it on."""

    day: date
    no_open_day: bool = False


def due_date(
    start: date, days: int, calendar: OpeningCalendar, rule: ClosedDayRule = ClosedDayRule.NEXT_OPEN_DAY
) -> DueDate:
    """`start` + `days`, moved on to a day on which the branch is open; never refuses (R1)."""
    plain = start + timedelta(days=days)
    if calendar.is_open(plain):
        return DueDate(plain)
    for day in _moved(plain, calendar, rule):
        if calendar.is_open(day):
            return DueDate(day)
    return DueDate(plain, no_open_day=True)


def _moved(plain: date, calendar: OpeningCalendar, rule: ClosedDayRule) -> Iterator[date]:
    if rule is ClosedDayRule.SAME_WEEKDAY and (
        not calendar.open_weekdays or plain.weekday() in calendar.open_weekdays
    ):
        yield from (plain + timedelta(days=7 * n) for n in range(1, HORIZON_DAYS // 7 + 1))
    yield from (plain + timedelta(days=n) for n in range(1, HORIZON_DAYS + 1))


def days_late(due: date, today: date) -> int:
    """Whole days since the due date; 0 on the day itself and before."""
    return max(0, (today - due).days)


def local_date(moment: datetime, zone: ZoneInfo) -> date:
    """The calendar day of an aware moment in `zone`."""
    return moment.astimezone(zone).date()


def local_day_span(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The UTC moments at which `day` begins and ends in `zone`; 23 or 25 hours apart when the clocks change."""
    first = datetime.combine(day, time.min, zone).astimezone(UTC)
    return first, datetime.combine(day + timedelta(days=1), time.min, zone).astimezone(UTC)


def iso_utc(moment: datetime) -> str:
    """An aware moment as programs exchange it: `2026-02-16T09:31:04Z`."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def to_utc(local: datetime, zone: ZoneInfo) -> datetime:
    """A naive local time as UTC. An hour that the clocks skip is read as if they had not yet been changed; a repeated one as its first."""
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC)
