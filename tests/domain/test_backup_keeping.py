"""Which backups are kept: enough of them, never too many, and never none because a clock was wrong."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from fritids.domain.backup_keeping import DAYS, HOURS, MONTHS, MOST, in_order_of_trust, superfluous

NOW = datetime(2026, 2, 16, 9, 31, 4, tzinfo=UTC)
moments = st.lists(
    st.integers(-40_000, 40_000).map(lambda hours: NOW + timedelta(hours=hours)), max_size=90, unique=True
)


def same(moment: datetime) -> datetime:
    return moment


def left(made: list[datetime], now: datetime = NOW) -> list[datetime]:
    gone = superfluous(made, same, now)
    return sorted(set(made) - set(gone), reverse=True)


@given(moments, st.integers(-300_000, 40_000).map(lambda hours: NOW + timedelta(hours=hours)))
def test_the_newest_stays_there_are_never_too_many_and_asking_again_removes_no_more(
    made: list[datetime], now: datetime
) -> None:
    kept = left(made, now)
    assert len(kept) <= 2 * MOST
    assert left(kept, now) == kept
    for group in ([each for each in made if each <= now], [each for each in made if each > now]):
        if group:
            assert max(group) in kept
            months = {f"{each:%Y%m}" for each in group}
            assert len({f"{each:%Y%m}" for each in kept if each in group}) >= min(len(months), MONTHS)


def test_a_year_of_hours_leaves_a_day_of_hours_two_weeks_of_days_and_a_year_of_months() -> None:
    made: list[datetime] = []
    for hour in (*range(0, 24 * 370, 9), *range(24 * 370, 24 * 372)):
        now = NOW + timedelta(hours=hour)
        made = left([*made, now], now)
    assert len({f"{each:%Y%m%d%H}" for each in made}) >= HOURS
    assert len({each.date() for each in made}) >= DAYS
    assert len({f"{each:%Y%m}" for each in made}) >= MONTHS
    assert len(made) <= MOST


def test_a_clock_at_the_year_2000_removes_nothing_of_today_and_keeps_what_it_makes_itself() -> None:
    real = left([NOW - timedelta(hours=hour) for hour in range(24 * 60)])
    made = list(real)
    for hour in range(48):
        now = datetime(2000, 1, 1, tzinfo=UTC) + timedelta(hours=hour)
        made = left([*made, now], now)
        assert now in made
    assert set(real) <= set(made)
    assert in_order_of_trust(made, same, NOW)[0] == max(real)
