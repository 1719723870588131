"""PINs that are too easy, and the row of guesses that is cut off."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fritids.domain.pins import MOST_GUESSES, WINDOW, PinFault, pin_fault, wait_after

NOON = datetime(2026, 2, 16, 12, tzinfo=UTC)


@pytest.mark.parametrize("pin", ["123456", "987654", "890123", "246802", "111111", "121212", "123123", "112112", "112233", "147258"])  # fmt: skip
def test_what_anybody_would_try_first_is_no_pin(pin: str) -> None:
    assert pin_fault(pin) is PinFault.EASY


@pytest.mark.parametrize(
    ("pin", "fault"),
    [("83746", PinFault.LENGTH), ("8" * 21, PinFault.LENGTH), ("83746a", PinFault.NOT_DIGITS), ("", PinFault.NOT_DIGITS),
     ("٨٣٧٤٦٢", PinFault.NOT_DIGITS), ("837462", None), ("20031204", None)],
)  # fmt: skip
def test_a_pin_is_six_digits_or_more(pin: str, fault: PinFault | None) -> None:
    assert pin_fault(pin) is fault


@given(st.lists(st.integers(0, 40_000_000), min_size=30, max_size=400))
def test_whoever_guesses_gets_ten_in_any_quarter_of_an_hour_and_is_let_back_in(pauses: list[int]) -> None:
    """Pauses in microseconds between knocks on the door."""
    looked_at: list[datetime] = []
    now = NOON
    for pause in pauses:
        now += timedelta(microseconds=pause)
        wait = wait_after(looked_at, now)
        assert 0 <= wait <= WINDOW.total_seconds()
        if wait:
            assert wait_after(looked_at, now + timedelta(seconds=wait)) == 0
        else:
            looked_at.append(now)
    for first in looked_at:
        assert sum(first <= at < first + WINDOW for at in looked_at) <= MOST_GUESSES


def test_waits_grow() -> None:
    waits = [wait_after([NOON] * n, NOON) for n in range(MOST_GUESSES + 1)]
    assert waits == sorted(waits)
    assert waits[:3] == [0, 0, 0]
    assert waits[-1] == WINDOW.total_seconds()


def test_a_clock_that_was_wrong_for_a_day_locks_nobody_out() -> None:
    ahead = [NOON + timedelta(days=1)] * MOST_GUESSES
    assert wait_after(ahead, NOON) == 0
    assert wait_after([NOON + timedelta(minutes=5)] * MOST_GUESSES, NOON) <= WINDOW.total_seconds()
