"""A day as people write it: both languages, with and without a year, and what is no day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fritids.domain.days import read_day

MONDAY = date(2026, 2, 16)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-20", date(2026, 3, 20)),
        ("2026-3-2", date(2026, 3, 2)),
        ("2026-02-01", date(2026, 2, 1)),
        ("20/3", date(2026, 3, 20)),
        ("20 / 3", date(2026, 3, 20)),
        ("20/3 2027", date(2027, 3, 20)),
        ("20/3/2027", date(2027, 3, 20)),
        ("20 mars", date(2026, 3, 20)),
        ("20mars", date(2026, 3, 20)),
        ("20 MAR", date(2026, 3, 20)),
        ("den 20 mars", None),
        ("20:e mars", date(2026, 3, 20)),
        ("20 March 2027", date(2027, 3, 20)),
        ("March 20", date(2026, 3, 20)),
        ("March 20th, 2027", date(2027, 3, 20)),
        ("1 maj", date(2026, 5, 1)),
        ("1 okt.", date(2026, 10, 1)),
        ("1 oct", date(2026, 10, 1)),
        ("16/2", MONDAY),
        ("15/2", date(2027, 2, 15)),
        ("1 jan", date(2027, 1, 1)),
        ("29/2", date(2028, 2, 29)),
        ("fre", date(2026, 2, 20)),
        ("Fredag", date(2026, 2, 20)),
        ("fri", date(2026, 2, 20)),
        ("må", None),
        ("mån", date(2026, 2, 23)),
        ("monday", date(2026, 2, 23)),
        ("LÖRDAG", date(2026, 2, 21)),
        ("sön", date(2026, 2, 22)),
        ("tis", date(2026, 2, 17)),
        ("thu", date(2026, 2, 19)),
        ("+7", date(2026, 2, 23)),
        ("+ 0", MONDAY),
        ("  +14 ", date(2026, 3, 2)),
    ],
)
def test_a_day_is_read_as_it_is_meant(text: str, day: date | None) -> None:
    assert read_day(text, MONDAY) == day


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "20", "203", "20260320", "20000013", "7350012345678", "7", "-7", "+", "+12345", "30/2", "29/2 2027", "0/3", "20/13",
        "2026-13-01", "2026-02-30", "0000-01-01", "9999-01-01", "20 skridskor", "fredagar", "Freja", "mars", "20 ma", "1 2 3", "\x00",
        "x" * 10_000,
    ],
)  # fmt: skip
def test_what_is_no_day_is_none(text: str) -> None:
    """Nor a scan: codes and sizes never become dates."""
    assert read_day(text, MONDAY) is None


@given(st.text(max_size=30), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_nothing_that_is_written_fails(text: str, today: date) -> None:
    read_day(text, today)


@given(st.dates(date(2020, 1, 1), date(2099, 12, 31)), st.integers(0, 364))
def test_a_day_without_a_year_is_the_next_one_to_come(today: date, ahead: int) -> None:
    day = today + timedelta(days=ahead)
    assert read_day(f"{day.day}/{day.month}", today) == day


@given(st.dates(date(2020, 1, 1), date(2099, 12, 31)), st.sampled_from(("mån", "wed", "fre", "sun")))
def test_a_weekday_lies_within_the_seven_days_ahead(today: date, word: str) -> None:
    day = read_day(word, today)
    assert day is not None
    assert 1 <= (day - today).days <= 7
