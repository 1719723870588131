"""Phone numbers as people write them, as they are stored (E.164) and as they are shown.

`phonenumbers` knows every country's plan; it is imported inside the functions because the counter paints
first and the import takes about 30 ms. This module does not know borrowers, and it never takes an own code
for a number: in countries whose numbers have eight digits the two look alike.
"""

import re
from dataclasses import dataclass
from typing import Final

from fritids.domain import barcode

_SWEDEN: Final = "SE"
_SWEDISH_CODE: Final = 46
_PLAUSIBLE: Final = re.compile(r"(?:tel:)?\+?[\d\s().\-\u2010-\u2015\u2212/]+", re.IGNORECASE)
_DIGITS: Final = range(6, 18)
"""How many digits a text may have to be looked at: 00 and the 15 of E.164 at most."""
_BARE_MOBILE: Final = re.compile(r"(?:46)?7\d{8}")
_ABROAD: Final = ("+", "00")


@dataclass(frozen=True, slots=True)
class Phone:
    """A valid phone number."""

    e164: str
    """``+`` and digits, as it is stored and compared."""
    is_mobile: bool
    """It can receive text messages. Where mobile and fixed numbers share a series (North America) this is
    taken on trust."""
    is_swedish: bool
    """Its country code is 46."""
    typed_international: bool
    """It was written with ``+`` or 00, so whoever typed it meant a phone number.

    False for 00 and digits that are an EAN-13 with the right check digit: that is more likely scanned than
    dialled.
    """


def could_be_phone(text: str) -> bool:
    """Tell without the library whether `text` is worth `parse`: digits and the signs of phone numbers, no own code.

    A Swedish number begins with 0, with + or 00, or is a mobile number without its zero, alone or after 46
    (no own code begins with 46).
    """
    if _PLAUSIBLE.fullmatch(text.strip()) is None:
        return False
    dialled = _dialled(text)
    if len(dialled.lstrip("+")) not in _DIGITS or barcode.series(text) is not None:
        return False
    return dialled.startswith(("+", "0")) or _BARE_MOBILE.fullmatch(dialled) is not None


def parse(text: str, region: str = _SWEDEN) -> Phone | None:
    """Return the number in `text`, in any spelling, or None if it is no valid one.

    `region` (ISO 3166, two letters) is the country whose numbers are written without country code. In Sweden
    these need their leading zero, except mobile numbers; elsewhere the country's own rule holds.
    """
    if region == _SWEDEN and not could_be_phone(text):
        return None
    if _PLAUSIBLE.fullmatch(text.strip()) is None or barcode.series(text) is not None:
        return None
    import phonenumbers  # noqa: PLC0415 -- 30 ms that the first paint does not wait for

    dialled = _dialled(text)
    try:
        number = phonenumbers.parse(dialled, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    kind = phonenumbers.number_type(number)
    mobile = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)
    is_swedish = number.country_code == _SWEDISH_CODE
    return Phone(
        e164=phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164),
        is_mobile=kind in mobile,
        is_swedish=is_swedish,
        typed_international=dialled.startswith(_ABROAD)
        and (is_swedish or not barcode.is_world_code(dialled)),
    )


def display(e164: str, region: str = _SWEDEN) -> str:
    """Return a stored number as it is written in `region`: national form at home, international from abroad.

    A text that is no number (from an import, or empty) is returned as it is.
    """
    import phonenumbers  # noqa: PLC0415 -- 30 ms that the first paint does not wait for

    try:
        number = phonenumbers.parse(e164, region)
    except phonenumbers.NumberParseException:
        return e164
    at_home = number.country_code == phonenumbers.country_code_for_region(region)
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(number, form.NATIONAL if at_home else form.INTERNATIONAL)


def _dialled(text: str) -> str:
    """The digits of `text` as ASCII with a leading + if there was one; a trunk zero in ``+46 (0)70`` is left to the library."""
    stripped = text.strip().lower().removeprefix("tel:").strip()
    digits = "".join(str(int(character)) for character in stripped if character.isdecimal())
    return "+" + digits if stripped.startswith("+") else digits
