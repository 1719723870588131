"""The settings of a branch: which there are, what each may hold, and what the rules read from them.

One table (`SETTINGS`) says all of it, so that a new setting is a line here and no migration.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from fritids.domain.calendar import USUAL_ZONE, ClosedDayRule, DueDate, OpeningCalendar, due_date, local_date
from fritids.domain.findings import Fact, Finding, FindingCode, Severity
from fritids.domain.reminders import ReminderRules
from fritids.domain.words import Channel

_R, _A, _T = Severity.REFUSE, Severity.ASK, Severity.TELL
DEFAULT_SEVERITIES: Final[Mapping[FindingCode, Severity]] = {
    FindingCode.UNKNOWN_ARTICLE: _R,
    FindingCode.UNKNOWN_BORROWER: _R,
    FindingCode.AMBIGUOUS: _R,
    FindingCode.DISCARDED: _R,
    FindingCode.TRANSFERRED: _R,
    FindingCode.IN_SERVICE: _R,
    FindingCode.MISSING: _T,
    FindingCode.ALREADY_LENT_TO_BORROWER: _R,
    FindingCode.LENT_TO_OTHER: _T,
    FindingCode.JUST_LENT: _R,
    FindingCode.JUST_RETURNED: _R,
    FindingCode.JUST_RENEWED: _R,
    FindingCode.BOOKED_BY_OTHER: _A,
    FindingCode.GUARDIAN_NEEDED: _A,
    FindingCode.BINDING_NOT_SET: _A,
    FindingCode.CHECK_OPEN: _A,
    FindingCode.LIMIT_REACHED: _A,
    FindingCode.RENEWALS_USED_UP: _A,
    FindingCode.NOT_MOVED: _R,
    FindingCode.NOT_ON_LOAN: _R,
    FindingCode.BORROWER_BLOCKED: _R,
    FindingCode.NOTHING_TO_UNDO: _R,
    FindingCode.UNDO_BLOCKED: _R,
    FindingCode.NOT_ALLOWED: _R,
    FindingCode.DUE_IN_PAST: _R,
    FindingCode.DUE_ON_CLOSED_DAY: _A,
    FindingCode.NO_OPEN_DAY: _T,
    FindingCode.TIME_IN_FUTURE: _R,
    FindingCode.TIME_BEFORE_LOAN: _R,
    FindingCode.NOT_FREE_THEN: _R,
    FindingCode.CLOCK_WENT_BACK: _T,
    FindingCode.LATE_LOANS: _T,
    FindingCode.ON_LOAN: _R,
    FindingCode.OTHER_BRANCH: _R,
    FindingCode.NOT_UNDER_WAY: _R,
    FindingCode.SERVICE_DUE: _T,
    FindingCode.NOT_IN_SERVICE: _R,
    FindingCode.ACT_UNDONE: _R,
    FindingCode.PARTS: _T,
    FindingCode.PARTS_MISSING: _T,
}

ADJUSTABLE: Final = (
    FindingCode.IN_SERVICE,
    FindingCode.MISSING,
    FindingCode.LENT_TO_OTHER,
    FindingCode.BOOKED_BY_OTHER,
    FindingCode.GUARDIAN_NEEDED,
    FindingCode.BINDING_NOT_SET,
    FindingCode.CHECK_OPEN,
    FindingCode.LIMIT_REACHED,
    FindingCode.RENEWALS_USED_UP,
    FindingCode.BORROWER_BLOCKED,
    FindingCode.DUE_ON_CLOSED_DAY,
    FindingCode.LATE_LOANS,
)
"""Findings whose severity a branch may set. The others are facts (an unknown code cannot be lent), not choices."""


class SettingValueError(ValueError):
    """The text is not a value of this setting. `args[0]` is the key."""


def _whole(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.strip().isdecimal() or not low <= int(text) <= high:
            raise ValueError(text)
        return int(text)

    return read


def _optional(read: Callable[[str], int]) -> Callable[[str], int | None]:
    return lambda text: None if text.strip() == "" else read(text)


def _switch(text: str) -> bool:
    words = {
        "on": True,
        "yes": True,
        "true": True,
        "1": True,
        "off": False,
        "no": False,
        "false": False,
        "0": False,
    }
    try:
        return words[text.strip().casefold()]
    except KeyError:
        raise ValueError(text) from None


def _language(text: str) -> str | None:
    if text not in {"", "sv", "en"}:
        raise ValueError(text)
    return text or None


MOST_OFFSET: Final = 20
"""Millimetres by which a printer may be out of true."""


def _offset(text: str) -> tuple[float, float]:
    right, down = (float(part) for part in text.split(","))
    if not max(abs(right), abs(down)) <= MOST_OFFSET:
        raise ValueError(text)
    return right, down


def _clock(text: str) -> time:
    hour, minute = text.strip().split(":")
    return time(int(hour), int(minute))


def _hours(text: str) -> tuple[time, time]:
    first, last = (_clock(part) for part in text.split("-"))
    if first >= last:
        raise ValueError(text)
    return first, last


MOST_STEPS: Final = 6
"""Reminders after a due date: more would be a nuisance rather than a reminder."""


def _steps(text: str) -> tuple[int, ...]:
    days = tuple(_whole(1, 365)(part) for part in text.replace(",", " ").split())
    if list(days) != sorted(set(days)) or len(days) > MOST_STEPS:
        raise ValueError(text)
    return days


def _channels(text: str) -> tuple[Channel, ...]:
    channels = tuple(Channel(part) for part in text.replace(",", " ").split())
    if len(set(channels)) != len(channels) or Channel.CALL in channels:
        raise ValueError(text)
    return channels


LONGEST_CONTACT: Final = 100


def _contact(text: str) -> str:
    if len(text) > LONGEST_CONTACT:
        raise ValueError(text)
    return text


TYPE_DAYS: Final = range(1, 367)
"""Days that an article type's own loan period may have (R1)."""
OPTIONAL_FIELDS: Final = ("email", "birth_year", "gender", "postcode", "language")
"""What may be asked of a borrower besides name and phone, each only where the branch has turned it on (DESIGN §5)."""

SETTINGS: Final[Mapping[str, tuple[str, Callable[[str], object]]]] = {
    "language": ("", _language),
    "loan_days": ("14", _whole(0, 365)),
    "closed_day_rule": (ClosedDayRule.NEXT_OPEN_DAY.value, ClosedDayRule),
    "renewal_limit": ("2", _optional(_whole(0, 99))),
    "loan_limit": ("", _optional(_whole(1, 10_000))),
    "idle_minutes": ("5", _whole(1, 240)),
    "lock_minutes": ("10", _optional(_whole(1, 240))),
    "volunteers_without_pin": ("off", _switch),
    "override_refusals": ("off", _switch),
    "forget_after_months": ("24", _optional(_whole(1, 600))),
    "cut_loans_after_months": ("", _optional(_whole(1, 600))),
    "forget_by_itself": ("off", _switch),
    "label_offset": ("0,0", _offset),
    "contact_phone": ("", _contact),
    "contact_email": ("", _contact),
    "survey": ("off", _switch),
    "sportlov_week": ("", _optional(_whole(1, 53))),
    "reminders": ("on", _switch),
    "remind_before": ("2", _optional(_whole(0, 30))),
    "remind_after": ("1 7 21", _steps),
    "remind_hours": ("09:00-19:00", _hours),
    "remind_on_closed_days": ("off", _switch),
    "remind_longest": ("365", _optional(_whole(1, 3650))),
    "remind_by": ("sms email", _channels),
    "remind_at_counter": ("off", _switch),
    "remind_at": ("10:00", _clock),
    **{f"ask_{name}": ("off", _switch) for name in OPTIONAL_FIELDS},
    **{f"severity_{code.value}": (DEFAULT_SEVERITIES[code].value, Severity) for code in ADJUSTABLE},
}
"""Key → (what holds unless the branch says otherwise, how its text is read)."""


_REMINDER_SETTINGS: Final[Mapping[str, str]] = {
    "enabled": "reminders",
    "before": "remind_before",
    "after": "remind_after",
    "hours": "remind_hours",
    "on_closed_days": "remind_on_closed_days",
    "longest": "remind_longest",
    "channels": "remind_by",
    "at_counter": "remind_at_counter",
    "at": "remind_at",
}
"""Field of `ReminderRules` → setting."""


def read_setting(key: str, text: str) -> object:
    """The value `text` stands for. Raises KeyError for an unknown key, SettingValueError for a text that does not fit."""
    try:
        return SETTINGS[key][1](text)
    except ValueError:
        raise SettingValueError(key) from None


@dataclass(frozen=True, slots=True)
class Policy:
    """What the rules need to know of a branch."""

    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo(USUAL_ZONE))
    language: str | None = None
    loan_days: int = 14
    closed_day_rule: ClosedDayRule = ClosedDayRule.NEXT_OPEN_DAY
    renewal_limit: int | None = 2
    loan_limit: int | None = None
    idle_minutes: int = 5
    lock_minutes: int | None = 10
    """After so long without a key at the desk whoever is signed on has to sign on again; None for never."""
    volunteers_without_pin: bool = False
    """Whether who is not signed on may work as a volunteer."""
    override_refusals: bool = False
    """Whether a coordinator may lend, with a reason, what a rule refuses."""
    forget_after_months: int | None = 24
    """Who has had nothing out for so long is forgotten, with all that was written to them; None for never (DESIGN §5)."""
    cut_loans_after_months: int | None = None
    """Loans that ended so long ago are cut from people who stay; None for never."""
    forget_by_itself: bool = False
    """Whether the program forgets without being asked, once a week."""
    label_offset: tuple[float, float] = (0.0, 0.0)
    """By how much labels are printed further to the right and further down, mm: what this branch's printer is out of true."""
    contact_phone: str = ""
    contact_email: str = ""
    """Where borrowers reach the branch; both stand in messages, where they are set."""
    survey: bool = False
    """Whether who brings something back may be asked the two questions of the follow-up."""
    sportlov_week: int | None = None
    """The ISO week of the winter half-term here; where it is not set, the busiest week from January to April stands for it."""
    reminders: ReminderRules = field(default_factory=ReminderRules)
    asked_fields: frozenset[str] = frozenset()
    severities: Mapping[FindingCode, Severity] = field(default_factory=dict)
    calendar: OpeningCalendar = field(default_factory=OpeningCalendar)

    @classmethod
    def from_settings(cls, texts: Mapping[str, str], zone: ZoneInfo, calendar: OpeningCalendar) -> "Policy":
        """The policy that the stored texts spell; a text that no longer fits counts as not set, so that no desk stands still for it."""
        read: dict[str, object] = {}
        for key, (default, reader) in SETTINGS.items():
            try:
                read[key] = reader(texts.get(key, default))
            except ValueError:
                read[key] = reader(default)
        return cls(
            zone=zone,
            calendar=calendar,
            asked_fields=frozenset(name for name in OPTIONAL_FIELDS if read[f"ask_{name}"]),
            severities={code: Severity(str(read[f"severity_{code.value}"])) for code in ADJUSTABLE},
            reminders=ReminderRules(
                **{name: read[key] for name, key in _REMINDER_SETTINGS.items()}  # type: ignore[arg-type]  # as below
            ),
            **{
                key: read[key]  # type: ignore[arg-type]  # SETTINGS gives each key a reader of its field's type
                for key in (
                    "language",
                    "loan_days",
                    "closed_day_rule",
                    "renewal_limit",
                    "loan_limit",
                    "idle_minutes",
                    "lock_minutes",
                    "volunteers_without_pin",
                    "override_refusals",
                    "forget_after_months",
                    "cut_loans_after_months",
                    "forget_by_itself",
                    "label_offset",
                    "contact_phone",
                    "contact_email",
                    "survey",
                    "sportlov_week",
                )
            },
        )

    def severity(self, code: FindingCode) -> Severity:
        """How much `code` weighs at this branch."""
        return self.severities.get(code, DEFAULT_SEVERITIES[code])

    def finding(self, code: FindingCode, /, **facts: Fact) -> Finding:
        """A finding of this code, as heavy as this branch says."""
        return Finding(code, self.severity(code), facts)

    @staticmethod
    def told(code: FindingCode, /, **facts: Fact) -> Finding:
        """A finding that is only said, whatever the code weighs elsewhere: of a return, which is done in any case (R5)."""
        return Finding(code, Severity.TELL, facts)

    def is_left(self, last: datetime, now: datetime, *, began: datetime | None = None) -> bool:
        """Whether a desk that was last touched then has been left: for the idle time, or since another day at the branch (R9).

        `began` is when what lies on it was begun: no visit goes on after midnight.
        """
        days = {local_date(moment, self.zone) for moment in (began or last, last, now)}
        return now - last >= timedelta(minutes=self.idle_minutes) or len(days) > 1

    def due(self, start: date, days: int | None = None) -> DueDate:
        """The due date of a loan that starts on `start`; `days` is the article type's own period, if it has one (R1)."""
        return due_date(start, self.loan_days if days is None else days, self.calendar, self.closed_day_rule)
