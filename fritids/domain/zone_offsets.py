"""When a time zone's clocks stood how far from UTC, as few spans: so that a database can tell the hour of a million moments by itself."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_MARGIN = timedelta(days=2)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Offset:
    """From `since` on (None: from the beginning) the clocks are `minutes` ahead of UTC; a part of a minute is left out."""

    since: datetime | None
    minutes: int


def offsets(zone: ZoneInfo, first: date, last: date) -> tuple[Offset, ...]:
    """The offsets that cover these days, and two more at either end, earliest first."""
    begin = datetime.combine(first, time.min, UTC) - _MARGIN
    end = datetime.combine(last, time.min, UTC) + _MARGIN
    found = [Offset(None, _minutes(zone, begin))]
    while begin < end:
        following = begin + timedelta(days=1)
        minutes = _minutes(zone, following)
        if minutes != found[-1].minutes:
            found.append(Offset(_change(zone, begin, following), minutes))
        begin = following
    return tuple(found)


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first second that has the offset of `after`; in the day between, the clocks change once."""
    old = _minutes(zone, before)
    while after - before > _SECOND:
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if _minutes(zone, middle) == old:
            before = middle
        else:
            after = middle
    return after


def _minutes(zone: ZoneInfo, moment: datetime) -> int:
    ahead = moment.astimezone(zone).utcoffset()
    assert ahead is not None
    return int(ahead.total_seconds() // 60)
