"""Due dates (R1) and local days (R10)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fritids.domain.calendar import (
    HORIZON_DAYS,
    ClosedDayRule,
    OpeningCalendar,
    days_late,
    due_date,
    local_date,
    local_day_span,
    to_utc,
)

STOCKHOLM = ZoneInfo("Europe/Stockholm")
ALWAYS = OpeningCalendar()
TUESDAYS_AND_THURSDAYS = OpeningCalendar(frozenset({1, 3}))

calendars = st.builds(
    OpeningCalendar,
    open_weekdays=st.frozensets(st.integers(0, 6)),
    closed=st.lists(
        st.tuples(st.dates(date(2024, 1, 1), date(2027, 1, 1)), st.integers(0, 40)).map(
            lambda p: (p[0], p[0] + timedelta(days=p[1]))
        ),
        max_size=4,
    ).map(tuple),
)
days = st.dates(date(2024, 1, 1), date(2027, 12, 31))


@given(days)
def test_a_branch_without_hours_is_open_every_day(start: date) -> None:
    """Fourteen days are fourteen calendar days on every day of the year, leap days and clock changes included."""
    assert due_date(start, 14, ALWAYS).day == start + timedelta(days=14)


@given(days, calendars, st.sampled_from(ClosedDayRule))
def test_a_due_date_is_never_early_and_never_closed_unless_it_says_so(
    start: date, calendar: OpeningCalendar, rule: ClosedDayRule
) -> None:
    """Whatever the calendar, the loan is granted; a closed due date comes only with the note that no open day was found."""
    due = due_date(start, 14, calendar, rule)
    assert due.day >= start + timedelta(days=14)
    assert calendar.is_open(due.day) is not due.no_open_day


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2024-02-15", "2024-02-29"),
        ("2024-02-16", "2024-03-01"),
        ("2026-03-20", "2026-04-03"),
        ("2026-10-20", "2026-11-03"),
        ("2026-12-20", "2027-01-03"),
    ],
)
def test_due_dates_at_the_corners_of_the_year(start: str, due: str) -> None:
    """Leap day, both clock changes and new year are ordinary days."""
    assert due_date(date.fromisoformat(start), 14, ALWAYS).day == date.fromisoformat(due)


def test_a_due_date_moves_on_past_a_closed_christmas() -> None:
    """Closed 23 December to 6 January: lent on the 12th, due on the 7th."""
    closed = OpeningCalendar(closed=((date(2026, 12, 23), date(2027, 1, 6)),))
    assert due_date(date(2026, 12, 12), 14, closed).day == date(2027, 1, 7)


def test_a_branch_may_prefer_the_same_weekday_a_week_later() -> None:
    """A closed Tuesday becomes the next Tuesday, not Thursday."""
    closed = OpeningCalendar(frozenset({1, 3}), ((date(2026, 2, 17), date(2026, 2, 17)),))
    assert due_date(date(2026, 2, 3), 14, closed, ClosedDayRule.SAME_WEEKDAY).day == date(2026, 2, 24)
    assert due_date(date(2026, 2, 3), 14, closed).day == date(2026, 2, 19)


def test_the_same_weekday_keeps_rolling_and_gives_up_where_it_is_never_open() -> None:
    """Two closed Tuesdays make it the third; a Monday that is never open makes it the next open day."""
    closed = OpeningCalendar(frozenset({1, 3}), ((date(2026, 2, 17), date(2026, 2, 24)),))
    assert due_date(date(2026, 2, 3), 14, closed, ClosedDayRule.SAME_WEEKDAY).day == date(2026, 3, 3)
    assert due_date(date(2026, 2, 2), 14, TUESDAYS_AND_THURSDAYS, ClosedDayRule.SAME_WEEKDAY).day == date(
        2026, 2, 17
    )


def test_a_calendar_without_an_open_day_never_refuses() -> None:
    """A season that nobody has opened gives plain fourteen days and says so."""
    never = OpeningCalendar(closed=((date(2020, 1, 1), date(2040, 1, 1)),))
    found = due_date(date(2026, 6, 1), 14, never)
    assert (found.day, found.no_open_day) == (date(2026, 6, 15), True)


def test_an_open_day_within_the_horizon_is_found() -> None:
    """A branch closed for most of a year still promises its first open day."""
    first = date(2026, 6, 15)
    last = first + timedelta(days=HORIZON_DAYS - 1)
    found = due_date(date(2026, 6, 1), 14, OpeningCalendar(closed=((first, last),)))
    assert found.day == last + timedelta(days=1)
    assert not found.no_open_day


def test_a_loan_late_in_the_evening_counts_on_the_local_day() -> None:
    """23:30 on 20 March 2026 in Stockholm is 22:30 UTC, and the loan is due on 3 April although the clocks change in between."""
    moment = to_utc(datetime(2026, 3, 20, 23, 30), STOCKHOLM)  # noqa: DTZ001  # a local time is what is tested
    assert moment == datetime(2026, 3, 20, 22, 30, tzinfo=UTC)
    assert due_date(local_date(moment, STOCKHOLM), 14, ALWAYS).day == date(2026, 4, 3)
    assert local_date(datetime(2026, 6, 30, 22, 30, tzinfo=UTC), STOCKHOLM) == date(2026, 7, 1)


@given(st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31)))  # noqa: DTZ001  # local times, those that do not exist included
def test_every_local_time_has_a_moment(local: datetime) -> None:
    """Also 02:30 on the night the clocks go forward; and the day never changes by it."""
    assert local_date(to_utc(local, STOCKHOLM), STOCKHOLM) == local.date()


@given(days)
def test_days_join_without_gap_or_overlap(day: date) -> None:
    """The end of one local day is the beginning of the next, 23, 24 or 25 hours later."""
    first, end = local_day_span(day, STOCKHOLM)
    assert end == local_day_span(day + timedelta(days=1), STOCKHOLM)[0]
    assert end - first in {timedelta(hours=hours) for hours in (23, 24, 25)}
    assert local_date(first, STOCKHOLM) == day
    assert local_date(end - timedelta(microseconds=1), STOCKHOLM) == day


def test_a_loan_is_late_from_the_day_after() -> None:
    """Due today is not late, and nothing is ever negatively late."""
    due = date(2026, 2, 16)
    assert [days_late(due, due + timedelta(days=n)) for n in (-3, 0, 1, 8)] == [0, 0, 1, 8]
