"""When a loan is due for which step, and when messages may go out: whatever the season, and whatever is closed."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fritids.domain.calendar import OpeningCalendar
from fritids.domain.reminders import (
    ReminderRules,
    Silence,
    Tone,
    first_day_of,
    last_due,
    sending_days,
    silence_at,
    step_due,
    tone_of,
)

ZONE = ZoneInfo("Europe/Stockholm")
EVERY_DAY = OpeningCalendar()
RULES = ReminderRules()
DUE = date(2026, 3, 2)
LENT = date(2026, 2, 16)

days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
calendars = st.builds(
    OpeningCalendar,
    st.frozensets(st.integers(0, 6), min_size=1),
    st.lists(
        st.tuples(days, st.integers(0, 30)).map(lambda p: (p[0], p[0] + timedelta(days=p[1]))), max_size=3
    ).map(tuple),
)
rules = st.builds(
    ReminderRules,
    before=st.none() | st.integers(0, 10),
    after=st.lists(st.integers(1, 60), max_size=4, unique=True).map(sorted).map(tuple),
    on_closed_days=st.booleans(),
    longest=st.none() | st.integers(1, 100),
)


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)], ids=["forward", "back"])
def test_the_hours_are_those_on_the_wall_when_the_clocks_change(day: date) -> None:
    """Every minute of the day before, of the day itself, and of the day after."""
    rules = ReminderRules(hours=(time(2, 30), time(19)), on_closed_days=True)
    start = datetime.combine(day - timedelta(days=1), time(), ZONE).astimezone(UTC)
    allowed = 0
    for minute in range(3 * 25 * 60):
        moment = start + timedelta(minutes=minute)
        wall = moment.astimezone(ZONE)
        may = silence_at(rules, EVERY_DAY, moment, ZONE) is None
        assert may == ((2, 30) <= (wall.hour, wall.minute) < (19, 0))
        allowed += may and wall.date() == day
    # The hour from two to three is not there in March, and there twice in October; half of it is within the hours.
    assert allowed == (16 * 60 if day.month == 3 else 16 * 60 + 60)


@given(
    st.integers(0, 3 * 366 * 24 * 60).map(
        lambda minutes: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    )
)
def test_nothing_goes_out_before_nine_or_from_seven_in_the_evening(moment: datetime) -> None:
    hour = moment.astimezone(ZONE).hour
    assert (silence_at(RULES, EVERY_DAY, moment, ZONE) is Silence.HOURS) == (not 9 <= hour < 19)


@given(rules, calendars, days, st.integers(0, 120))
def test_steps_rise_while_days_pass_and_each_is_one_of_the_branch(
    rules: ReminderRules, calendar: OpeningCalendar, due: date, lent: int
) -> None:
    """Once a later step has begun no earlier one comes back, whatever is closed; and each begins on the day that is foretold."""
    lent_on = due - timedelta(days=lent)
    newest = None
    for n in range(lent + 130):
        today = lent_on + timedelta(days=n)
        step = step_due(rules, calendar, due=due, lent_on=lent_on, today=today)
        if step is None:
            continue
        assert step in rules.steps()
        assert newest is None or step >= newest
        assert due <= last_due(rules, calendar, today)
        if step != newest and step > 0:
            assert today == due + timedelta(days=step)
        if step <= 0:
            assert today >= first_day_of(rules, calendar, due=due, step=step)
        newest = step


def test_the_early_word_comes_before_a_long_closing() -> None:
    closed = OpeningCalendar(closed=((date(2026, 2, 25), date(2026, 3, 1)),))
    steps = {
        day: step_due(RULES, closed, due=DUE, lent_on=LENT, today=date(2026, 2, day)) for day in (23, 24, 26)
    }
    assert steps == {23: None, 24: -2, 26: -2}
    assert last_due(RULES, closed, date(2026, 2, 24)) >= DUE


def test_what_is_borrowed_for_a_day_is_not_reminded_of_at_the_desk() -> None:
    assert (
        step_due(RULES, EVERY_DAY, due=DUE, lent_on=DUE - timedelta(days=1), today=DUE - timedelta(days=1))
        is None
    )


def test_the_last_one_speaks_as_the_last_where_there_are_enough() -> None:
    assert [tone_of(RULES, step) for step in (-2, 1, 7, 21)] == list(Tone)
    assert tone_of(ReminderRules(after=(1, 7)), 7) is Tone.AGAIN


def test_days_on_which_messages_may_have_gone_out() -> None:
    """From an hour after closing on Monday to before the hours begin on Thursday: on Tuesday alone, if Wednesday is closed."""
    calendar = OpeningCalendar(frozenset({0, 1, 3}))
    since, until = datetime(2026, 3, 2, 19, tzinfo=ZONE), datetime(2026, 3, 5, 9, tzinfo=ZONE)
    assert sending_days(RULES, calendar, ZONE, since=since, until=until) == (date(2026, 3, 3),)
    earlier, later = since - timedelta(minutes=1), until + timedelta(minutes=1)
    assert sending_days(RULES, calendar, ZONE, since=earlier, until=later) == tuple(
        date(2026, 3, day) for day in (2, 3, 5)
    )
