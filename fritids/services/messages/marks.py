"""How a piece of text is set apart in a text whose letters may run the other way.

In a text written from right to left, `08-123 45 67` after an Arabic letter is shown with its groups turned round, and a bracket that ends a
name jumps to its other side. So names and numbers are set apart: in HTML by `<bdi>`, in plain mail by isolates, and in text messages by
left-to-right marks, which old telephones obey too, where they would show isolates as boxes.
"""

import html
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

_FIRST_RTL: Final = "\u0590"
"""Below it no letter is written from right to left."""
_LTR_ISOLATE: Final = "\u2066"
_OWN_ISOLATE: Final = "\u2068"
"""Begins a piece that runs as its own first letter does."""
_END_ISOLATE: Final = "\u2069"
_LTR_MARK: Final = "\u200e"


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """One way of setting apart."""

    name: Callable[[str], str]
    """Of what may be in any script: names of people, articles, branches."""
    number: Callable[[str], str]
    """Of what always runs from left to right: phone numbers and e-mail addresses."""
    own: Callable[[str], str]
    """Of words that are the language's own."""


def _bdi(text: str) -> str:
    return f"<bdi>{html.escape(text)}</bdi>"


def _bdi_number(text: str) -> str:
    return f'<bdi dir="ltr">{html.escape(text)}</bdi>'


def _isolated(text: str) -> str:
    return f"{_OWN_ISOLATE}{text}{_END_ISOLATE}"


def _isolated_number(text: str) -> str:
    return f"{_LTR_ISOLATE}{text}{_END_ISOLATE}"


def _isolated_if_rtl(text: str) -> str:
    return _isolated(text) if _may_be_rtl(text) else text


def _marked_number(text: str) -> str:
    return f"{_LTR_MARK}{text}{_LTR_MARK}"


def _marked(text: str) -> str:
    return text if _may_be_rtl(text) else _marked_number(text)


def _may_be_rtl(text: str) -> bool:
    return not text.isascii() and max(text) >= _FIRST_RTL


BARE: Final = Marks(str, str, str)
HTML: Final = Marks(_bdi, _bdi_number, html.escape)
MAIL_LTR: Final = Marks(_isolated_if_rtl, str, str)
MAIL_RTL: Final = Marks(_isolated, _isolated_number, str)
SMS_RTL: Final = Marks(_marked, _marked_number, str)
