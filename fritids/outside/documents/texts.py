"""Texts of a document as spreadsheet and page take them: what people typed is shown as it is read, and does nothing."""

from typing import Final

from fritids.domain.search import clean

_HELD: Final = "\N{NO-BREAK SPACE}"


def tidy(text: str) -> str:
    """`text` on one line, without control signs and marks that are never seen; the space inside a number still holds it together."""
    return _HELD.join(map(clean, text.split(_HELD)))
