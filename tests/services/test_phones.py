"""Phone numbers are understood in any spelling, and codes are not taken for them.

All Swedish numbers are from the series that the regulator (PTS) keeps for books and films.
"""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fritids.domain.barcode import article_code, borrower_code
from fritids.services.phones import Phone, could_be_phone, display, parse

FICTION = [
    *(f"07017406{last:02}" for last in range(5, 100)),
    *(f"03139006{last:02}" for last in range(100)),
    *(f"04062804{last:02}" for last in range(100)),
    *(f"08465004{last:02}" for last in range(100)),
    *(f"09803192{last:02}" for last in range(100)),
]


@pytest.mark.parametrize(
    "written",
    [
        "0701740605",
        "070-174 06 05",
        "070-1740605",
        "070 174 06 05",
        "070\u00a0174\u00a006\u00a005",
        "070.174.06.05",
        "070/174 06 05",
        "070\u2013174\u201106\u221205",
        "(070) 174 06 05",
        "(0)70-174 06 05",
        "701740605",
        "46701740605",
        "46 70-174 06 05",
        "70 174 06 05",
        "+46701740605",
        "+46 70 174 06 05",
        "+46 (0)70-174 06 05",
        "+460701740605",
        "0046701740605",
        "0046 (0) 70 174 06 05",
        "tel:+46701740605",
        "  0701740605\r\n",
        "\u0660\u0667\u0660\u0661\u0667\u0664\u0660\u0666\u0660\u0665",
    ],
)
def test_one_number_in_any_spelling(written: str) -> None:
    """However it is written, it is the same stored number."""
    phone = parse(written)
    assert phone is not None
    assert (phone.e164, phone.is_mobile, phone.is_swedish) == ("+46701740605", True, True)
    assert could_be_phone(written)


def test_the_numbers_kept_for_fiction_are_valid() -> None:
    """The sample branch can use the whole series of PTS; only those beginning with 07 are mobile."""
    phones = [parse(number) for number in FICTION]
    assert None not in phones
    assert [phone.is_mobile for phone in phones if phone] == [n.startswith("07") for n in FICTION]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("0701740605", "070-174 06 05"),
        ("0846500400", "08-465 004 00"),
        ("0313900600", "031-390 06 00"),
        ("0980319200", "0980-31 92 00"),
        ("+4720123456", "+47 20 12 34 56"),
    ],
)
def test_numbers_are_shown_as_they_are_written_in_sweden(written: str, shown: str) -> None:
    """Swedish numbers in national form, foreign ones with their country code."""
    phone = parse(written)
    stored = phone.e164 if phone else written
    assert display(stored) == shown


def test_display_never_fails() -> None:
    """A text that is no number is shown as it is."""
    for text in ("", "[b]", "okänt"):
        assert display(text) == text


def test_foreign_numbers() -> None:
    """A number from abroad is taken with + or 00, and it is known that it was written so."""
    assert parse("+45 20 12 34 56") == Phone("+4520123456", True, False, True)
    assert parse("004520123456") == Phone("+4520123456", True, False, True)
    assert parse("20 12 34 56") is None
    swedish = parse("+46701740605")
    assert swedish is not None
    assert swedish.typed_international
    domestic = parse("0701740605")
    assert domestic is not None
    assert not domestic.typed_international


def test_an_ean_with_two_zeros_is_no_call_abroad() -> None:
    """0012345678905 is an EAN-13; nobody is asked to register a person with it."""
    phone = parse("0012345678905")
    assert phone is not None
    assert not phone.typed_international


@pytest.mark.parametrize(
    "text",
    [
        "",
        "112",
        "12345",
        "0812345",
        "084650",
        "31 390 06 00",
        "84650040",
        "Anna",
        "070174060x",
        "skridskor 38",
        "+",
        "00",
        "0",
        "07",
        "0701740605 0701740606",
        "070-174 06 05 ankn 3",
        "+46701740605x12",
        "7" * 10_000,
        "\x1b[31m0701740605",
        "2026-12-24",
        "7311312005421",
    ],
)
def test_what_is_no_valid_number(text: str) -> None:
    """Too short, too long, a landline without its zero, two numbers, or words: none of them is one."""
    assert parse(text) is None


@given(st.integers(1, 999_999_999))
def test_own_codes_are_never_phone_numbers(number: int) -> None:
    """A card or a label is no phone number, in Sweden or where phone numbers have eight digits."""
    for code in (article_code(number), borrower_code(number)):
        assert not could_be_phone(code)
        assert parse(code) is None
        assert parse(code, "NO") is None


@given(st.text(alphabet="0123456789+-() ./\u00a0", max_size=20))
def test_the_cheap_test_never_hides_a_number(text: str) -> None:
    """What `parse` takes, `could_be_phone` lets through; and a stored number is parsed to itself."""
    phone = parse(text)
    if phone is not None:
        assert could_be_phone(text)
        again = parse(phone.e164)
        assert again is not None
        assert again.e164 == phone.e164


def test_another_region_has_its_own_home() -> None:
    """A branch elsewhere writes its own country's numbers without country code."""
    phone = parse("912 34 567", "NO")
    assert phone is not None
    assert (phone.e164, phone.is_swedish) == ("+4791234567", False)
    assert display(phone.e164, "NO") == "91 23 45 67"


def test_the_library_is_not_imported_before_it_is_needed() -> None:
    """The counter paints before it pays 30 ms for the numbering plans."""
    script = "import sys, fritids.services.phones as p; p.could_be_phone('0701740605'); print('phonenumbers' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
