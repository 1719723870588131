"""Codes on labels and cards: our own series, the key of a code, and what a scanner made of it.

Everything a scanner can do to a code (wrong layout, Caps Lock, symbology prefix, suffix, padding) is dealt
with here and nowhere else, so the rest of the program compares keys. This module knows no database: whether a
code belongs to anything is asked by the callers, who look the `candidates` up in their order and take the
first that does.

Sources: GS1 General Specifications 7.9.1 (check digit) and 2.1 (restricted circulation: EAN-8 beginning with
2 is for use inside a shop); ISO/IEC 15424 (symbology identifiers, "AIM prefix").
"""

import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from fritids.domain.keyboard_layout import first_key_dead, meant_on_us, shown_on_se

MAX_LENGTH: Final = 40
"""Longest code that is kept, in characters, as typed and as key."""
OWN_LENGTHS: Final = range(8, 12)
"""Characters in an own code: first digit, 6 to 9 digits of number, check digit. 12 and 13 belong to the
world's goods."""
_NUMBER_DIGITS: Final = 6
_HIGHEST_NUMBER: Final = 10 ** (OWN_LENGTHS.stop - 3) - 1
_WORLD_LENGTHS: Final = (12, 13, 14)
"""UPC-A, EAN-13 and ITF-14. EAN-8 is left out: eight digits are too easily a date or a part of a phone
number."""
_EAN8_IN_EAN13: Final = "00000"
_SHORTEST_SCAN: Final = 4
_YEAR_DIGITS: Final = 4

_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs"})
_AIM_PREFIX: Final = re.compile(r"\][A-Za-z][0-9A-Za-z]")
_AIM_WITHOUT_BRACKET: Final = re.compile(r"\^?[A-Za-z][0-9A-Za-z]|\^")
_SWEDISH_SIGNS: Final = frozenset("§½¤¨\u00b4åäöÅÄÖ")


class Series(StrEnum):
    """Which of our own series a code belongs to."""

    ARTICLE = "article"
    BORROWER = "borrower"
    SLIP = "slip"
    """The numbers of paper slips; nobody and nothing has such a one."""


class Repair(StrEnum):
    """What a scanner did to a code that was understood all the same."""

    PREFIX = "prefix"
    """It sent its symbology identifier before it."""
    KEYBOARD = "keyboard"
    """It is set to another keyboard than the computer."""


class CodeFault(StrEnum):
    """Why a text cannot be kept as a code."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    CONTROL = "control"


_FIRST_DIGIT: Final = {Series.ARTICLE: "2", Series.BORROWER: "5", Series.SLIP: "8"}
_SERIES_OF: Final = {digit: name for name, digit in _FIRST_DIGIT.items()}


def check_digit(digits: str) -> str:
    """Return the GS1 mod-10 check digit that goes after `digits`. Any one wrong digit changes it.

    Raises ValueError if `digits` is anything but ASCII digits.
    """
    if not _all_digits(digits):
        raise ValueError(f"not digits: {digits!r}")
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return str(-total % 10)


def article_code(number: int) -> str:
    """Return the own code for article label `number` (1 to 999,999,999): an EAN-8 up to 999,999.

    Raises ValueError outside that range: there is no such label.
    """
    return _own_code(Series.ARTICLE, number)


def borrower_code(number: int) -> str:
    """Return the own code on the card of borrower `number`; range and errors as `article_code`."""
    return _own_code(Series.BORROWER, number)


def slip_code(number: int) -> str:
    """Return the own code on paper slip `number` of a branch; range and errors as `article_code`."""
    return _own_code(Series.SLIP, number)


def slip_number(code: str) -> int | None:
    """Return the number of the paper slip that a scanner means by `code`; None if it is no slip's code."""
    found = next((one for one in candidates(code) if series(one) is Series.SLIP), None)
    return None if found is None else int(found[1:-1])


def swaps(code: str) -> tuple[str, ...]:
    """Return the own codes that `code` becomes when two neighbouring digits are swapped: what a hurried hand does most.

    None for a code whose check digit is right, or that has none of ours. A swap of two digits that differ by five is not seen by the
    check digit at all, so it is not among what this can find.
    """
    digits = key(code)
    if not looks_mistyped(digits):
        return ()
    swapped = (
        digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
        for at in range(len(digits) - 1)
        if digits[at] != digits[at + 1]
    )
    return tuple(one for one in swapped if series(one) is not None)


def series(code: str) -> Series | None:
    """Return the own series of `code`; None if length, first digit, padding or check digit say it has none."""
    digits = key(code)
    return _SERIES_OF[digits[0]] if _own_form(digits) and check_digit(digits[:-1]) == digits[-1] else None


def looks_mistyped(code: str) -> bool:
    """Tell whether `code` is an own code but for its check digit: most likely a digit was typed wrong."""
    digits = key(code)
    return _own_form(digits) and check_digit(digits[:-1]) != digits[-1]


def key(code: str) -> str:
    """Return what codes are compared by: upper case, NFC, no blanks, nothing unseen; empty if nothing is left."""
    if code.isalnum() and code.isascii():
        return code.upper()  # nearly every code, in a fiftieth of the time
    seen = (
        character
        for character in unicodedata.normalize("NFC", code)
        if not character.isspace() and unicodedata.category(character) not in _UNSEEN
    )
    return unicodedata.normalize("NFC", "".join(seen).upper())


def clean_code(text: str) -> str | CodeFault:
    """Return `text` as it may be kept as a code (1 to 40 characters, no control characters), or why it may not.

    Blanks, a scanner's suffix (CR, LF, Tab) and its AIM prefix around it are cut off, since the next scanner
    sends others; bidirectional and zero-width marks are taken out. Everything else stays as it was typed.
    """
    kept = "".join(
        character
        for character in unicodedata.normalize("NFC", text).strip()
        if unicodedata.category(character) != "Cf"
    ).strip()
    while bare := "".join(_without_prefix(kept)).strip():
        kept = bare
    if any(unicodedata.category(character) in _UNSEEN for character in kept):
        return CodeFault.CONTROL
    compared = key(kept)
    if not compared:
        return CodeFault.EMPTY
    if max(len(kept), len(compared)) > MAX_LENGTH:
        return CodeFault.TOO_LONG
    return kept


def candidates(raw: str) -> tuple[str, ...]:
    """Return the keys under which what a scanner sent may be known, the most literal first, each once.

    Look them up in this order and stop at the first that is known. In turn: as it is; without AIM prefix;
    read as a US layout at a Swedish host (with Caps Lock too) and its prefix taken off; with a prefix whose
    bracket was lost to a dead key; UPC-A and EAN-8 with and without the zeros of EAN-13; and last, the other
    way about: as a US layout would have shown it, for codes that were first registered with such a scanner.
    Caps Lock alone needs nothing: keys are upper case. Empty only if `raw` holds nothing that can be seen.
    """
    text = unicodedata.normalize("NFC", raw).strip()
    literal = key(text)
    if len(literal) > MAX_LENGTH + len("]C0"):
        return (literal,)
    found = [key(reading) for reading in _readings(text)]
    found += [other for code in found for other in _with_other_zeros(code)]
    found.append(key(shown_on_se(text)))
    return tuple(dict.fromkeys(filter(None, found)))


def repair_of(raw: str, known: str) -> Repair | None:
    """Return what had to be repaired for `raw` to be read as the key `known`, one of its `candidates`; None for nothing.

    Zeros that one scanner sends and another does not are no fault. Nor is a code that was first registered with a
    scanner that was set wrong: it is the label that is read right now.
    """
    text = unicodedata.normalize("NFC", raw).strip()
    literal = key(text)
    if known == literal or known in _with_other_zeros(literal) or known == key(shown_on_se(text)):
        return None
    bare = [key(reading) for reading in _without_prefix(text)]
    bare += [other for code in bare for other in _with_other_zeros(code)]
    return Repair.PREFIX if known in bare else Repair.KEYBOARD


def looks_like_scan(text: str) -> bool:
    """Tell by form alone whether `text` is a code and no word: no blank, a digit, 4 characters or more.

    For questions and for fields that take words: such a text never answers them. Phone numbers and years pass
    it too, so fields for these have predicates of their own below; for sizes, dates, notes and addresses use
    `surely_code`.
    """
    stripped = text.strip()
    return (
        len(stripped) >= _SHORTEST_SCAN
        and any("0" <= character <= "9" for character in stripped)
        and all("!" <= character <= "~" or character in _SWEDISH_SIGNS for character in stripped)
    )


def surely_code(text: str) -> bool:
    """Tell whether a check digit proves `text` a code: one of ours, or a UPC-A, EAN-13 or ITF-14.

    One number in ten has a right check digit by chance, so a date should be typed with hyphens.
    """
    return any(series(code) is not None or is_world_code(code) for code in candidates(text))


def is_world_code(code: str) -> bool:
    """Tell whether `code` is a UPC-A, EAN-13 or ITF-14 with the right check digit."""
    return len(code) in _WORLD_LENGTHS and _all_digits(code) and check_digit(code[:-1]) == code[-1]


def scan_in_phone_field(text: str) -> bool:
    """Tell whether `text`, given where a phone number is asked for, is a code: proved so, or with letters.

    What begins with ``+`` or ``00`` and has no letters is a number from abroad, whatever its last digit.
    """
    if not looks_like_scan(text):
        return False
    stripped = text.strip()
    if any(character.isalpha() for character in stripped):
        return True
    return not stripped.startswith(("+", "00")) and surely_code(stripped)


def scan_in_year_field(text: str) -> bool:
    """Tell whether `text`, given where a year is asked for, is a code: code-like, and not four digits."""
    stripped = text.strip()
    return looks_like_scan(stripped) and not (len(stripped) == _YEAR_DIGITS and stripped.isdigit())


def scan_in_name_field(text: str) -> bool:
    """Tell whether `text`, given where a name is asked for, is a code: code-like, no fewer digits than letters.

    "Klass5" and "5B" are groups that borrow; "FB000123" is a label.
    """
    digits = sum(character.isdigit() for character in text)
    letters = sum(character.isalpha() for character in text)
    return looks_like_scan(text) and digits >= letters


def _own_code(name: Series, number: int) -> str:
    if not 1 <= number <= _HIGHEST_NUMBER:
        raise ValueError(f"no own code has the number {number}")
    body = _FIRST_DIGIT[name] + str(number).zfill(_NUMBER_DIGITS)
    return body + check_digit(body)


def _own_form(digits: str) -> bool:
    """Tell whether everything but the check digit is as in an own code."""
    if len(digits) not in OWN_LENGTHS or not _all_digits(digits) or digits[0] not in _SERIES_OF:
        return False
    number = digits[1:-1]
    return number.strip("0") != "" and (len(number) == _NUMBER_DIGITS or number[0] != "0")


def _all_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _readings(text: str) -> Iterator[str]:
    """Yield what may have been meant by `text`, most literal first; may repeat itself."""
    yield text
    yield from _without_prefix(text)
    for shown in (
        text,
        text.swapcase(),
    ):  # Caps Lock turns ö into Ö, and these are two different signs on a US board
        meant = meant_on_us(shown)
        yield meant
        yield from _without_prefix(meant)
    opened = first_key_dead(text)
    if opened is not None:
        yield from _without_prefix(meant_on_us(opened))
    bare = _AIM_WITHOUT_BRACKET.match(text)
    if bare is not None:
        # "C0" may as well begin a foreign code, and a wrong guess would lend the wrong thing: only with
        # proof.
        rest = key(text[bare.end() :])
        if series(rest) is not None or is_world_code(rest):
            yield rest


def _without_prefix(text: str) -> Iterator[str]:
    prefix = _AIM_PREFIX.match(text)
    if prefix is not None:
        yield text[prefix.end() :]


def _with_other_zeros(code: str) -> Iterator[str]:
    """Yield the number as another scanner would send it: EAN-13 is UPC-A, or EAN-8, with zeros before."""
    if not is_world_code(code):
        return
    upc_a, ean_13, _ = _WORLD_LENGTHS
    if len(code) == upc_a:
        yield "0" + code
    elif len(code) == ean_13 and code.startswith(_EAN8_IN_EAN13):
        yield code.removeprefix(_EAN8_IN_EAN13)
    elif len(code) == ean_13 and code.startswith("0"):
        yield code[1:]
