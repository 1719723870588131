"""Values as people read them: numbers and dates in the language's own form, gaps as signs that are explained beside the table."""

from datetime import date
from typing import Final

from fritids.outside.documents.model import Form, Gap, Value

WITHHELD_SIGN: Final = "··"
"""Stands where a figure is withheld."""
NO_FIGURE_SIGN: Final = "–"
_THOUSANDS: Final = {"sv": "\N{NO-BREAK SPACE}", "en": ","}
_DECIMAL: Final = {"sv": ",", "en": "."}


def shown(value: Value, form: Form, language: str) -> str:
    """The value as it is read: `12 345`, `3,5`, `87 %`, `2026-02-16` in Swedish; `12,345`, `3.5`, `87%`, `2026-02-16` in English."""
    if isinstance(value, Gap):
        return WITHHELD_SIGN if value is Gap.WITHHELD else NO_FIGURE_SIGN
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return value
    if form is Form.PERCENT:
        return _number(value * 100, 0, language) + ("\N{NO-BREAK SPACE}%" if language == "sv" else "%")
    return _number(value, 1 if form is Form.DECIMAL else 0, language)


def _number(value: float, decimals: int, language: str) -> str:
    text = f"{value:,.{decimals}f}"
    if not text.strip("-0.,"):
        text = text.lstrip("-")  # a little less than nothing is nothing
    signs = {"-": "\N{MINUS SIGN}", ",": _THOUSANDS[language], ".": _DECIMAL[language]}
    return "".join(signs.get(sign, sign) for sign in text)
