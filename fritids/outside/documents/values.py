"""Values as people read them: numbers and dates in the language's own form, gaps as signs that are explained beside the table."""

from datetime import date
from typing import Final

from fritids.i18n import number, percent
from fritids.outside.documents.model import Form, Gap, Value

WITHHELD_SIGN: Final = "··"
"""Stands where a figure is withheld."""
NO_FIGURE_SIGN: Final = "–"


def shown(value: Value, form: Form, language: str) -> str:
    """The value as it is read: `12 345`, `3,5`, `87 %`, `2026-02-16` in Swedish; `12,345`, `3.5`, `87%`, `2026-02-16` in English."""
    if isinstance(value, Gap):
        return WITHHELD_SIGN if value is Gap.WITHHELD else NO_FIGURE_SIGN
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return value
    if form is Form.PERCENT:
        return percent(value, tongue=language)
    return number(value, 1 if form is Form.DECIMAL else 0, tongue=language)
