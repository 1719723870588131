"""Own codes, keys, and what scanners make of a code."""

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fritids.domain.barcode import (
    MAX_LENGTH,
    CodeFault,
    Series,
    article_code,
    borrower_code,
    candidates,
    check_digit,
    clean_code,
    is_world_code,
    key,
    looks_like_scan,
    looks_mistyped,
    scan_in_name_field,
    scan_in_phone_field,
    scan_in_year_field,
    series,
    surely_code,
)
from fritids.domain.keyboard_layout import SE_TO_US, US_TO_SE, meant_on_us, shown_on_se

NUMBERS = st.integers(min_value=1, max_value=999_999_999)
OWN_CODES = st.one_of(st.builds(article_code, NUMBERS), st.builds(borrower_code, NUMBERS))


@pytest.mark.parametrize(
    ("digits", "expected"), [("629104150021", "3"), ("7351353", "7"), ("9638507", "4"), ("03600029145", "2")]
)
def test_check_digit_agrees_with_published_codes(digits: str, expected: str) -> None:
    """The GS1 example, two EAN-8 and the UPC-A of the textbooks have the check digit that we compute."""
    assert check_digit(digits) == expected


def test_check_digit_refuses_what_is_no_digit() -> None:
    """A letter, a blank or an Arabic digit is an error of the caller, not a code."""
    for text in ("12A4", "12 4", "\u0661\u0662\u0663", ""):
        with pytest.raises(ValueError, match="not digits"):
            check_digit(text)


def test_own_codes_are_eight_digits_that_say_their_series() -> None:
    """Article labels begin with 2 and cards with 5, and both have eight digits until number 999,999."""
    assert article_code(17) == "20000172"
    assert borrower_code(17) == "50000173"
    assert len(article_code(999_999)) == len(borrower_code(999_999)) == 8
    assert len(article_code(1_000_000)) == 9
    for number in (0, -1, 1_000_000_000):
        with pytest.raises(ValueError, match="no own code"):
            article_code(number)


@given(NUMBERS)
def test_series_tells_own_codes_apart(number: int) -> None:
    """Every code we make is known again, by series, also when written with blanks."""
    assert series(article_code(number)) is Series.ARTICLE
    assert series(borrower_code(number)) is Series.BORROWER
    spaced = " ".join(article_code(number))
    assert series(spaced) is Series.ARTICLE
    assert not looks_mistyped(article_code(number))


@given(OWN_CODES, st.data())
def test_one_wrong_digit_is_always_caught(code: str, data: st.DataObject) -> None:
    """No single wrong digit makes another own code of an own code; the program can say "typed wrong?"."""
    place = data.draw(st.integers(min_value=0, max_value=len(code) - 1))
    digit = data.draw(st.sampled_from("0123456789"))
    assume(digit != code[place])
    wrong = code[:place] + digit + code[place + 1 :]
    assert series(wrong) is None
    if wrong[0] in "25" and (len(wrong) == 8 or wrong[1] != "0") and wrong[1:-1].strip("0"):
        assert looks_mistyped(wrong)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2",
        "73513537",
        "7311312005421",
        "2000001",
        "FB000123",
        "2\u0660\u0660\u0660\u0660\u0661\u0667\u0662",
        "200000000172",
    ],
)
def test_foreign_codes_are_of_no_series_and_not_mistyped(text: str) -> None:
    """A product's EAN, another maker's label or a fragment is not taken for one of ours."""
    assert series(text) is None
    assert not looks_mistyped(text)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("fb 0001-23", "FB0001-23"),
        ("2000 0172\r\n", "20000172"),
        ("A\u030asa1", "ÅSA1"),
        ("\u20667311\u00a0312\u200b5421\u2069", "73113125421"),
        ("\t \r", ""),
        ("\x1d20000172", "20000172"),
    ],
)
def test_key_is_upper_case_without_blanks(typed: str, expected: str) -> None:
    """Codes are the same whatever their case, blanks, composition and unseen marks."""
    assert key(typed) == expected


@given(st.text())
def test_key_is_stable(text: str) -> None:
    """A key's key is itself, and it holds no blank and nothing unseen."""
    once = key(text)
    assert key(once) == once
    assert not any(c.isspace() or unicodedata.category(c) in {"Cc", "Cf", "Cs"} for c in once)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" fb-12 a\r\n", "fb-12 a"),
        ("7311312005421", "7311312005421"),
        ("x" * 40, "x" * 40),
        ("x" * 41, CodeFault.TOO_LONG),
        ("ß" * 21, CodeFault.TOO_LONG),
        ("", CodeFault.EMPTY),
        (" \t\r\n", CodeFault.EMPTY),
        ("\u200b\u202e", CodeFault.EMPTY),
        ("AB\x1b[31m", CodeFault.CONTROL),
        ("AB\x00CD", CodeFault.CONTROL),
        ("AB\nCD", CodeFault.CONTROL),
        ("AB\x9bCD", CodeFault.CONTROL),
        ("\ud800AB", CodeFault.CONTROL),
        ("\u202eAB12", "AB12"),
        ("=1+1", "=1+1"),
        ("]C0AB12", "AB12"),
        (" ]E07311312005421\r", "7311312005421"),
        ("]C0", "]C0"),
        ("]C0" + "x" * 40, "x" * 40),
    ],
)
def test_clean_code_keeps_foreign_codes_as_they_are(typed: str, kept: str | CodeFault) -> None:
    """What a label bears is kept; what no label can bear has a reason."""
    assert clean_code(typed) == kept


@given(st.text(max_size=60))
def test_a_kept_code_is_short_and_can_be_looked_up(text: str) -> None:
    """What `clean_code` lets through is cleaned already and has a key of 1 to 40 characters."""
    kept = clean_code(text)
    if not isinstance(kept, CodeFault):
        assert clean_code(kept) == kept
        assert 1 <= len(key(kept)) <= MAX_LENGTH


@given(st.text(max_size=80))
def test_candidates_are_never_empty_strings_and_begin_with_the_literal_key(text: str) -> None:
    """Whatever arrives: no empty key, none twice, the literal one first; a key's candidates begin with itself."""
    found = candidates(text)
    assert all(found)
    assert len(set(found)) == len(found)
    assert all(key(code) == code for code in found)
    assert found[:1] == ((key(text),) if key(text) else ())
    if found:
        assert candidates(found[0])[0] == found[0]


PREFIXES = st.sampled_from(["", "]C0", "]C1", "]E0", "]E4", "]Q3", "]A0", "]d2", "]I1", "]X0"])
SUFFIXES = st.sampled_from(["", "\r", "\n", "\r\n", "\t", "\r\r", "\t\r"])


@given(OWN_CODES, PREFIXES, SUFFIXES, st.booleans(), st.booleans())
def test_own_codes_come_through_every_scanner(
    code: str, prefix: str, suffix: str, caps_lock: bool, us_layout: bool
) -> None:
    """AIM prefix, suffix, Caps Lock and US layout, alone or together: the code is among the candidates."""
    sent = prefix + code
    if caps_lock:
        sent = sent.swapcase()
    if us_layout:
        sent = shown_on_se(sent)
    assert code in candidates(sent + suffix)


@pytest.mark.parametrize(
    "shown",
    [
        "¨C020000172",  # the dead key and the letter stay apart
        "^C020000172",
        "C020000172",  # the dead key is swallowed
        "\u00cb420000172",  # ]E4: dead key and letter become Ë
        "E\u0308420000172",
        "C\u0308020000172",  # no single character for C with diaeresis
        "Ä020000172",  # ]A0
        "¨c020000172",  # Caps Lock
        "^20000172",  # an Esc key shortly before the scan
        "0000020000172",  # EAN-8 sent as EAN-13
    ],
)
def test_a_prefix_that_met_the_dead_key_is_taken_off(shown: str) -> None:
    """The bracket of a prefix is a dead key on a Swedish keyboard; however it arrives, the code is found."""
    assert "20000172" in candidates(shown)


def test_a_lost_bracket_is_only_guessed_with_proof() -> None:
    """A foreign code that merely begins with C0 is not cut, or the wrong thing would be lent."""
    assert candidates("C012345678") == ("C012345678",)


@given(st.text(alphabet=st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=40))
def test_any_foreign_code_survives_the_wrong_layout(code: str) -> None:
    """A label of any printable characters is found when a US-layout scanner reads it at a Swedish computer.

    And the other way about: a code registered with such a scanner is found when a right one reads it.
    """
    assert key(code) in candidates(shown_on_se(code))
    assert key(shown_on_se(code)) in candidates(code)


@given(st.text(alphabet=st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=40))
def test_caps_lock_together_with_the_wrong_layout(code: str) -> None:
    """Caps Lock turns ö into Ö at the host, so that ; comes as if it were a colon: both are tried."""
    assert key(code) in candidates(shown_on_se(code).swapcase())


def test_the_most_literal_reading_comes_first() -> None:
    """A label that bears AB+12 wins over the one with AB-12 that a wrong layout would have shown so."""
    assert candidates("ab+12")[:2] == ("AB+12", "AB-12")
    assert candidates("]C0AB12")[:2] == ("]C0AB12", "AB12")


def test_upc_a_and_ean_13_are_the_same_number() -> None:
    """Scanners differ in whether they send the leading zero of a UPC-A."""
    assert "0036000291452" in candidates("036000291452")
    assert "036000291452" in candidates("0036000291452")
    assert candidates("036000291453") == ("036000291453",)


def test_an_endless_line_is_not_taken_apart() -> None:
    """Ten thousand characters have one reading and take no time."""
    assert candidates("7" * 10_000) == ("7" * 10_000,)


@pytest.mark.parametrize(
    ("us", "se"), [("-", "+"), ("/", "-"), ("_", "?"), (":", "Ö"), (";", "ö"), ("]", "¨"), ("*", "(")]
)
def test_layout_table_has_the_known_pairs(us: str, se: str) -> None:
    """The signs that labels use arrive as people have seen them arrive."""
    assert US_TO_SE[us] == se
    assert SE_TO_US[se] == us


@given(st.text(alphabet=st.characters(min_codepoint=0x20, max_codepoint=0x7E)))
def test_layout_and_back_loses_nothing(text: str) -> None:
    """What a Swedish host shows of a US board's keys can be read back, every printable character of it."""
    assert meant_on_us(shown_on_se(text)) == text


@pytest.mark.parametrize(
    "text", ["20000172", "FB0001", "7311312005421", "AB-12", "]C0AB12", "0701740605", "1987", "ab+1"]
)
def test_codes_look_like_scans(text: str) -> None:
    """A text without blanks that has a digit is kept from answering a question."""
    assert looks_like_scan(text)


@pytest.mark.parametrize(
    "text", ["", "j", "nej", "123", "Anna Berg", "skridskor 38", "helmet", "070-174 06 05", "\x1b[31m1"]
)
def test_words_do_not_look_like_scans(text: str) -> None:
    """Answers, names, search words and a phone number with blanks are typed by people."""
    assert not looks_like_scan(text)


def test_scans_in_fields_that_take_numbers() -> None:
    """A phone number is no scan where a phone number is asked for, nor a year where a year is; a label is."""
    for phone in ("0701740605", "070-1740605", "+46701740605", "0046701740605", "084650040", "08-46500400"):
        assert not scan_in_phone_field(phone)
    for code in (
        "20000172",
        "50000173",
        "7311312005421"[:12] + check_digit("731131200542"),
        "FB000123",
        "]C020000172",
    ):
        assert scan_in_phone_field(code)
    assert not scan_in_year_field("2014")
    assert scan_in_year_field("20000172")
    assert scan_in_year_field("14-05")


def test_scans_in_a_name_field() -> None:
    """Groups may have a digit in their name; a label has at least as many digits as letters."""
    for name in ("Anna", "Klass5", "5B", "Förskolan", "Anna Berg 2"):
        assert not scan_in_name_field(name)
    for code in ("20000172", "FB000123", "A-1234"):
        assert scan_in_name_field(code)


def test_only_a_check_digit_is_proof() -> None:
    """Sizes, dates and foreign labels are not surely codes; own codes and product codes are."""
    for text in ("38", "52-56", "2026-12-24", "FB000123", "0701740605"):
        assert not surely_code(text)
    for text in ("20000172", "036000291452", "]E420000172"):
        assert surely_code(text)
    assert is_world_code("036000291452")
    assert not is_world_code("036000291453")
