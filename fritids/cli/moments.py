"""Dates and times as people and scripts write them on a command line."""

import re
from datetime import UTC, date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from fritids.domain.calendar import to_utc
from fritids.domain.days import YEARS
from fritids.errors import UsageError
from fritids.i18n import _

_CLOCK: Final = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")


def read_date(text: str) -> date:
    """A date as `2026-02-16`."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise _no_date(text) from None
    if day.year not in YEARS:
        raise _no_date(text)
    return day


def read_moment(text: str, zone: ZoneInfo, today: date) -> datetime:
    """A time as `9:31` (today), `2026-02-16T09:31` or `2026-02-16 09:31` in the branch's zone, or with Z or an offset; in UTC."""
    if match := _CLOCK.fullmatch(text.strip()):
        return to_utc(datetime.combine(today, time(int(match[1]), int(match[2]))), zone)
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise _no_time(text) from None
    if moment.year not in YEARS:
        raise _no_time(text)
    return to_utc(moment, zone) if moment.tzinfo is None else moment.astimezone(UTC)


def _no_date(text: str) -> UsageError:
    return UsageError(_("{text} is no date. Write it as 2026-02-16.").format(text=text))


def _no_time(text: str) -> UsageError:
    return UsageError(
        _("{text} is no time. Write it as 09:31 (today) or as 2026-02-16T09:31.").format(text=text)
    )
