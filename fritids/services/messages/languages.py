"""The texts of one language as they are used: every one there, every field known. `loading` makes them out of a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from fritids.domain.reminders import Tone
from fritids.services.messages.templates import Line

RECEIPT: Final = "receipt"
KINDS: Final = (*(tone.value for tone in Tone), RECEIPT)
"""The parts of a file: a text for each tone of a reminder, and one for receipts."""
_HALF_A_YEAR: Final = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Text:
    """One message of a language, by both ways."""

    sms: tuple[Line, ...]
    subject: Line
    mail: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Forms:
    """How a language says days, times and lists."""

    weekdays: tuple[str, ...]
    weekdays_short: tuple[str, ...]
    months: tuple[str, ...]
    """Empty where days are written in digits only."""
    date: Line
    date_short: Line
    days: Line
    times: Line
    due: Line
    more: Line
    only: Line


@dataclass(frozen=True, slots=True)
class LanguageTexts:
    """All texts of one language."""

    code: str
    name: str
    """As its speakers call it."""
    tag: str
    """As browsers and mail programs know it (BCP 47)."""
    is_rtl: bool
    is_read: bool
    """Whether somebody with this language as their own has read all of it."""
    path: Path
    """The file it was read from."""
    greeting: Line
    greeting_without_name: Line
    forms: Forms
    texts: Mapping[str, Text]
    """By kind."""

    def day(self, day: date, *, short: bool, today: date | None = None) -> str:
        """A day as it stands in a mail, or `short` in a text message; with its year where it would be taken for the nearer one of that name."""
        forms = self.forms
        names = forms.weekdays_short if short else forms.weekdays
        said = (forms.date_short if short else forms.date).filled(
            {
                "weekday": names[day.weekday()],
                "day": str(day.day),
                "month": forms.months[day.month - 1] if forms.months else "",
                "number": str(day.month),
            }
        )
        return said if today is None or abs(today - day) < _HALF_A_YEAR else f"{said} {day.year}"
