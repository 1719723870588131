"""Which reminder a loan is due for on a day, and when messages may go out (DESIGN §7). Pure: rules, calendar and moment in, an answer out.

A step is a number of days from the due date: -2 is two days before it, 7 a week after. A loan gets each step of one due date once; a
due date that is another (renewed, or set by hand) starts a new series.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from fritids.domain.calendar import HORIZON_DAYS, OpeningCalendar
from fritids.domain.words import Channel


class Tone(StrEnum):
    """How a message speaks; each has a text of its own in every language."""

    BEFORE = "before"
    FIRST = "first"
    AGAIN = "again"
    LAST = "last"


STEPS_WITH_A_LAST: Final = 3
"""With fewer steps after the due date than this, none of them speaks as the last one."""


@dataclass(frozen=True, slots=True)
class ReminderRules:
    """What a branch has set about its reminders."""

    enabled: bool = True
    before: int | None = 2
    """Days before the due date; None for no message before it."""
    after: tuple[int, ...] = (1, 7, 21)
    """Days after the due date, rising."""
    hours: tuple[time, time] = field(default=(time(9), time(19)))
    """From and until when messages go out, in the branch's own time; the end is not included."""
    on_closed_days: bool = False
    longest: int | None = 365
    """Days late after which nothing goes out by itself any more; None for no end. So a branch that begins with reminders does not
    write to everybody who ever kept something."""
    channels: tuple[Channel, ...] = (Channel.SMS, Channel.EMAIL)
    """By what, the one that is tried first first. One message goes by one channel."""
    at_counter: bool = False
    """Whether an open counter sends them by itself."""
    at: time = time(10)
    """When an open counter, or a timer, begins."""

    def steps(self) -> tuple[int, ...]:
        """All steps of a series, rising."""
        return (*(() if self.before is None else (-self.before,)), *self.after)


def step_due(
    rules: ReminderRules, calendar: OpeningCalendar, *, due: date, lent_on: date, today: date
) -> int | None:
    """The newest step that is due on `today` for a loan that is still out, or None. Those it has overtaken are never due again.

    A step before the due date whose day the branch is closed comes on the last open day before it: later it would be of no use, and
    before a long closing it is the early word that is wanted. It is not due on the day of lending itself, nor once the due date has gone by.
    """
    late = (today - due).days
    if rules.longest is not None and late > rules.longest:
        return None
    if late > 0:
        return max((step for step in rules.after if step <= late), default=None)
    if rules.before is None or today <= lent_on:
        return None
    return -rules.before if today >= _early_day(rules, calendar, due - timedelta(days=rules.before)) else None


def first_day_of(rules: ReminderRules, calendar: OpeningCalendar, *, due: date, step: int) -> date:
    """The day from which a step is due, closed days looked through; it goes out on the first open day from there."""
    day = due + timedelta(days=step)
    if step <= 0:
        return _early_day(rules, calendar, day)
    if rules.on_closed_days:
        return day
    days = (day + timedelta(days=n) for n in range(HORIZON_DAYS))
    return next((each for each in days if calendar.is_open(each)), day)


def _early_day(rules: ReminderRules, calendar: OpeningCalendar, day: date) -> date:
    if rules.on_closed_days:
        return day
    days = (day - timedelta(days=n) for n in range(HORIZON_DAYS))
    return next((each for each in days if calendar.is_open(each)), day)


def tone_of(rules: ReminderRules, step: int) -> Tone:
    """How the message of a step speaks."""
    if step <= 0:
        return Tone.BEFORE
    earlier = sum(each < step for each in rules.after)
    if earlier == 0:
        return Tone.FIRST
    is_last = all(each <= step for each in rules.after)
    return Tone.LAST if is_last and len(rules.after) >= STEPS_WITH_A_LAST else Tone.AGAIN


class Silence(StrEnum):
    """Why nothing goes out at a moment."""

    OFF = "off"
    CLOSED = "closed"
    HOURS = "hours"


def silence_at(
    rules: ReminderRules, calendar: OpeningCalendar, moment: datetime, zone: ZoneInfo
) -> Silence | None:
    """Why no reminder may go out at `moment` (aware), or None if it may. Hours are those on the wall of the branch, whatever the season."""
    local = moment.astimezone(zone)
    if not rules.enabled:
        return Silence.OFF
    if not rules.on_closed_days and not calendar.is_open(local.date()):
        return Silence.CLOSED
    first, last = rules.hours
    return None if first <= local.time().replace(tzinfo=None) < last else Silence.HOURS
