"""Whole numbers as people write them on a command line."""

from typing import Final

from fritids.errors import UsageError
from fritids.i18n import _

_MOST: Final = 2**31 - 1
"""What every database keeps as a number; whatever is counted or numbered here is far less."""


def read_whole(text: str) -> int:
    """The number. Raises UsageError for what is none, or one that no database keeps."""
    number = read_any_whole(text)
    if abs(number) > _MOST:
        raise _wrong(text)
    return number


def read_any_whole(text: str) -> int:
    """The number, however large: for what refuses by itself a number that nothing has. Raises UsageError for what is none."""
    try:
        return int(text)
    except ValueError:
        raise _wrong(text) from None


def _wrong(text: str) -> UsageError:
    return UsageError(
        _("“{text}” is not a whole number that can be right here. Write it in figures, such as 12.").format(
            text=text[:40]
        )
    )
