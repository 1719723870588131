"""Whole numbers as people write them on a command line."""

from typing import Final

from fritids.errors import UsageError
from fritids.i18n import _

_MOST: Final = 2**31 - 1
"""What every database keeps as a number; whatever is counted or numbered here is far less."""


def read_whole(text: str) -> int:
    """The number. Raises UsageError for what is none, or one that no database keeps."""
    try:
        number = int(text)
    except ValueError:
        number = None
    if number is None or abs(number) > _MOST:
        raise UsageError(
            _(
                "“{text}” is not a whole number that can be right here. Write it in figures, such as 12."
            ).format(text=text[:40])
        )
    return number
