"""Values as people read them: numbers and dates in the language's own form, gaps as signs that are explained beside the table."""

from datetime import date
from typing import Final

from fritids.i18n import number, percent
from fritids.outside.documents.model import Form, Gap, Value

WITHHELD_SIGN: Final = "··"
"""Stands where a figure is withheld."""
NO_FIGURE_SIGN: Final = "–"
_HALF_A_PER_CENT: Final = 0.005


def shown(value: Value, form: Form, language: str) -> str:
    """The value as it is read: `12 345`, `3,5`, `87 %`, `2026-02-16` in Swedish; `12,345`, `3.5`, `87%`, `2026-02-16` in English."""
    if isinstance(value, Gap):
        return WITHHELD_SIGN if value is Gap.WITHHELD else NO_FIGURE_SIGN
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return value
    if form is Form.PERCENT:
        return ("<" if is_a_little(value, form) else "") + percent(
            0.01 if is_a_little(value, form) else value, tongue=language
        )
    return number(value, 1 if settled(form, value) is Form.DECIMAL else 0, tongue=language)


def is_a_little(value: float, form: Form) -> bool:
    """Whether it is a share that would be 0 % and is more than nothing: in a long list half would be."""
    return form is Form.PERCENT and 0 < value <= _HALF_A_PER_CENT


def settled(form: Form, value: float) -> Form:
    """The form of this value, where that of its column leaves it open."""
    if form is not Form.NUMBER:
        return form
    return Form.INTEGER if value == int(value) else Form.DECIMAL
