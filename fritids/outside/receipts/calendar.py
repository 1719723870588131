"""The calendar file of a receipt (RFC 5545): a day to bring things back is an event of the whole day, with an alarm the day before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from icalendar import Alarm, Calendar, Event

from fritids.outside.gateways import Attachment

KIND: Final = "text/calendar; charset=utf-8; method=PUBLISH"
NAME: Final = "fritids.ics"
BEFORE: Final = timedelta(hours=-14)
"""From midnight at the beginning of the day: the alarm is at ten in the morning of the day before."""


@dataclass(frozen=True, slots=True)
class DueDay:
    """A day on which things are to be back."""

    key: str
    """The same whenever the receipt is made again, so that a calendar moves what it has instead of adding another."""
    day: date
    summary: str
    description: str
    place: str


def calendar_file(days: Sequence[DueDay], *, made_at: datetime, sequence: int) -> bytes:
    """The file, in UTF-8. `sequence` is higher than in any file that was made of the same days before; `made_at` is aware."""
    calendar = Calendar()
    calendar.add("prodid", "-//fritids//receipt//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for due in days:
        event = Event()
        event.add("uid", due.key)
        event.add("dtstamp", made_at)
        event.add("sequence", sequence)
        event.add("dtstart", due.day)
        event.add("summary", due.summary)
        event.add("description", due.description)
        event.add("location", due.place)
        event.add("status", "CONFIRMED")
        event.add("transp", "TRANSPARENT")  # a day to bring skates back is no day that is taken
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", due.summary)
        alarm.add("trigger", BEFORE)
        event.add_component(alarm)
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def attached(content: bytes) -> Attachment:
    """The file as it comes with a mail."""
    return Attachment(NAME, KIND, content)
