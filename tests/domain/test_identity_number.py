"""Personal identity numbers are recognised wherever they stand; phone numbers and codes are not taken for them.

No number here belongs to anybody: the serials 980 to 999, which Skatteverket keeps for test data, are
completed with the check digit that this file computes on its own.
"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fritids.domain.barcode import article_code, borrower_code
from fritids.domain.identity_number import contains_identity_number


def luhn(nine: str) -> str:
    """Compute the check digit by the book: weights 2 and 1 in turn, digits of the products summed."""
    products = "".join(str(int(digit) * weight) for digit, weight in zip(nine, (2, 1) * 5, strict=False))
    return str(-sum(map(int, products)) % 10)


def identity_number(born: date, serial: int = 980, *, coordination: bool = False) -> str:
    """Make the 12 digits of a number that nobody has."""
    day = born.day + 60 if coordination else born.day
    nine = f"{born.year % 100:02}{born.month:02}{day:02}{serial:03}"
    return f"{born.year // 100}{nine}{luhn(nine)}"


MADE_UP = st.builds(
    identity_number,
    st.dates(date(1900, 1, 1), date(2026, 12, 31)),
    st.integers(980, 999),
    coordination=st.booleans(),
)
ONE = identity_number(date(1987, 2, 28))


def test_the_published_example_is_recognised() -> None:
    """The coordination number worked out in SKV 707 is one; with another check digit it is none."""
    assert contains_identity_number("701063-2391")
    assert contains_identity_number("19701063-2391")
    assert not contains_identity_number("701063-2392")


@given(MADE_UP)
def test_every_way_of_writing_is_recognised(number: str) -> None:
    """With and without century, sign, blanks, and inside a sentence."""
    century, day, last = number[:2], number[2:8], number[8:]
    for written in (
        number,
        f"{century}{day}-{last}",
        f"{century}{day} {last}",
        f"{century}{day}+{last}",
        f"{day}-{last}",
        f"{day}+{last}",
        f"{day} - {last}",
        f"{day}\u2013{last}",
        f"{day[:2]} {day[2:4]} {day[4:]}-{last}",
        f"{century}{day[:2]} {day[2:4]} {day[4:]}\u00a0{last}",
        f"Anna, pnr {number}.",
        f"Anna ({day}-{last}) ringde",
        f"12 {century}{day}-{last}",
        "".join(chr(ord(digit) + 0xFEE0) for digit in number),
    ):
        assert contains_identity_number(written), written


@given(MADE_UP)
def test_ten_digits_without_a_sign_are_none(number: str) -> None:
    """Ten bare digits may be anything, a phone number above all."""
    assert not contains_identity_number(number[2:])
    assert not contains_identity_number(f"{number[2:8]} {number[8:]}")


@given(MADE_UP, st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_makes_it_none(number: str, place: int, step: int) -> None:
    """The check digit catches any wrong digit (the century, which it does not cover, aside)."""
    wrong = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]
    if place > 1:
        assert not contains_identity_number(wrong)


@pytest.mark.parametrize("day", ["870229", "871301", "870431", "870092", "870100", "870160", "870089"])
def test_the_date_must_exist(day: str) -> None:
    """A right check digit on a day that no calendar has is no identity number."""
    nine = f"{day}980"
    assert not contains_identity_number(f"{day}-980{luhn(nine)}")


def test_leap_days_and_serial_000() -> None:
    """29 February needs a leap year in the century written, and nobody has the serial 000."""
    leap = identity_number(date(2000, 2, 29))
    assert contains_identity_number(leap)
    assert not contains_identity_number("19" + leap[2:])
    assert contains_identity_number(f"{leap[2:8]}-{leap[8:]}")
    assert not contains_identity_number("870228-000" + luhn("870228000"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Anna Berg",
        "070-174 06 05",
        "0701740605",
        "+46701740605",
        "0046701740605",
        "7" + ONE,
        ONE + "7",
        "+" + ONE,
        "2026-12-24",
        "skidor 140-180",
        "1987-02-28",
    ],
)
def test_phone_numbers_dates_and_longer_codes_are_none(text: str) -> None:
    """What merely has many digits is let through, also when an identity number stands inside a longer code."""
    assert not contains_identity_number(text)


@given(st.integers(1, 999_999_999))
def test_own_codes_are_never_taken_for_one(number: int) -> None:
    """No label and no card of ours has twelve digits, or a sign."""
    assert not contains_identity_number(f"{article_code(number)} {borrower_code(number)}")


def test_the_caller_can_say_what_it_knows() -> None:
    """A phone number written 040628-0400 is one when the caller knows it; what else stands there still counts."""
    phone = "040628-040" + luhn("040628040")
    assert contains_identity_number(phone)
    assert not contains_identity_number(phone, known=lambda written: written == phone)
    assert contains_identity_number(f"{phone}, {ONE}", known=lambda written: written == phone)


def test_a_long_text_takes_no_time() -> None:
    """Ten thousand digits are looked through once, not ten thousand times."""
    assert not contains_identity_number("1 9" * 10_000)
