"""Does a text hold a Swedish personal identity number? The branch never asks for one, so none may slip in.

What is found is neither returned nor kept: callers refuse the text and log nothing of it. This module knows
no phone numbers and no articles; a caller that has them says so with `known`.

Sources: Skatteverket's leaflets SKV 704 (personnummer: year, month, day, serial 001-999, check digit; "-"
becomes "+" in the year the person turns 100) and SKV 707 (samordningsnummer: the day plus 60).
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Final

_BLANK: Final = r"[^\S\r\n]*"
_DASHES: Final = "-+\u2010\u2011\u2012\u2013\u2014\u2212"
_SIGN: Final = f"[{_DASHES}]"
_DATE: Final = rf"\d\d{_BLANK}\d\d{_BLANK}\d\d{_BLANK}"
# A date of four-digit year needs no sign; one of two digits does. "+20 1012..." is a phone number in Egypt.
_NUMBER: Final = re.compile(
    rf"(?<![\d+])(?=((?:18|19|20){_BLANK}{_DATE}{_SIGN}?{_BLANK}\d{{4}}|{_DATE}{_SIGN}{_BLANK}\d{{4}})(?!\d))"
)
_COORDINATION_DAYS: Final = 60
_CENTURIES: Final = (1800, 1900, 2000)


def contains_identity_number(text: str, *, known: Callable[[str], bool] | None = None) -> bool:
    """Tell whether a personnummer or samordningsnummer stands anywhere in `text`, blanks between its parts allowed.

    One of 12 digits counts with or without sign, one of 10 only with ``-`` or ``+`` before the last four;
    both need a date that exists, a serial other than 000 and the right check digit. `known` is asked about
    each thing found, as it is written there, and takes it for something else when true: a valid phone number,
    or a code that an article has.
    """
    plain = unicodedata.normalize("NFKC", text)
    found = (match[1] for match in _NUMBER.finditer(plain))
    return any(_is_identity_number(written) and not (known and known(written)) for written in found)


def _is_identity_number(written: str) -> bool:
    digits = [int(character) for character in written if character.isdecimal()]
    short = digits[-10:]
    return _date_exists(digits) and any(short[6:9]) and _luhn_total(short) % 10 == 0


def _date_exists(digits: list[int]) -> bool:
    *years, m1, m2, d1, d2 = digits[:-4]
    year = int("".join(map(str, years)))
    day = 10 * d1 + d2
    if day > _COORDINATION_DAYS:
        day -= _COORDINATION_DAYS
    possible = [year] if len(years) > len("YY") else [century + year for century in _CENTURIES]
    return any(_is_date(y, 10 * m1 + m2, day) for y in possible)


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _luhn_total(digits: list[int]) -> int:
    """Sum of the digits, each digit of every other product with 2, the first among them, counted for itself."""
    return sum(sum(divmod(digit * (2 - place % 2), 10)) for place, digit in enumerate(digits))
