"""The fields of a form as they are filled in, and which lines are no answers to them.

A form is asked in the one box, one field after the other; Enter goes on, Esc leaves all of it.
"""

import re
from collections.abc import Callable
from typing import Final

from fritids.domain import barcode
from fritids.domain.scanstream import Line
from fritids.errors import InvalidValueError
from fritids.i18n import _
from fritids.present import plain
from fritids.tui.counter.situation import Prompt, Words

LONGEST: Final = 100
"""Characters of an answer, at most."""
SHORTEST_LABEL: Final = 6
"""Characters from which a burst in a field for words counts as a label: postcodes and sizes have fewer."""
_SIZES: Final = re.compile(r"\d{1,3}([.,]\d)?[-–/]\d{1,3}([.,]\d)?")


def name_scan(line: Line) -> bool:
    """Whether a line given where a name is asked for is a scan."""
    return barcode.scan_in_name_field(line.text)


def phone_scan(line: Line) -> bool:
    """Whether a line given where a phone number is asked for is a scan."""
    return barcode.scan_in_phone_field(line.text)


def year_scan(line: Line) -> bool:
    """Whether a line given where a year is asked for is a scan."""
    return barcode.scan_in_year_field(line.text)


def words_scan(line: Line) -> bool:
    """Whether a line given where an address, a size or a sentence is asked for is a scan: proved so, or too fast for a person.

    What comes as fast from a remote terminal is let through where its form says that it is no label: short, an e-mail address,
    sizes from and to.
    """
    if barcode.surely_code(line.text):
        return True
    harmless = len(line.text) < SHORTEST_LABEL or "@" in line.text or _SIZES.fullmatch(line.text)
    return line.scanned and barcode.looks_like_scan(line.text) and not harmless


SCANS: Final[dict[str, Callable[[Line], bool]]] = {
    "name": name_scan,
    "phone": phone_scan,
    "birth_year": year_scan,
    "postcode": words_scan,
    "email": words_scan,
    "note": words_scan,
}


class Form:
    """The fields of a form as they are filled in."""

    def __init__(self, title: Words, names: dict[str, Words]) -> None:
        self._title = title
        self._names = names
        self.values: dict[str, str] = {}
        self.shown: dict[str, str] = {}

    def fill(self, key: str, value: str, shown: str | None = None) -> None:
        """Let the field hold `value`, which is shown as it is unless said otherwise."""
        self.values[key] = value
        self.shown[key] = value if shown is None else shown

    def prompt(self, key: str, *, optional: bool = False) -> Prompt:
        """The question for one field."""
        keys = list(self._names)

        def filled() -> tuple[tuple[str, str], ...]:
            return tuple((self._names[one](), plain(self.shown.get(one, ""))) for one in keys)

        return Prompt(
            title=self._title,
            label=self._names[key],
            filled=filled,
            at=keys.index(key),
            enter=(lambda: _("Skip it")) if optional else (lambda: _("Go on")),
        )


def short(key: str, text: str) -> str:
    """The text. Raises InvalidValueError for one that is too long for the field `key`."""
    if len(text) > LONGEST:
        raise InvalidValueError(
            _("That is too long. Write at most {n} characters.").format(n=LONGEST), field=key
        )
    return text
