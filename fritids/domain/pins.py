"""PINs: which are too easy, and how long somebody who guesses has to wait. The hash is made in `fritids.services.pins`."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Final

SHORTEST: Final = 6
LONGEST: Final = 20
MOST_GUESSES: Final = 10
"""Wrong PINs that one operator's key takes within `WINDOW`, over all desks."""
WINDOW: Final = timedelta(minutes=15)
_WAITS: Final = (0, 0, 0, 2, 4, 8, 15, 30, 60, 60)
"""Seconds to wait after so many wrong ones: a slip of the finger costs nothing, a row of guesses is slowed down."""
_POPULAR: Final = frozenset({"112233", "123321", "123654", "147258", "147852", "159357", "159753", "258456", "789456"})  # fmt: skip


class PinFault(StrEnum):
    """Why something cannot be a PIN."""

    NOT_DIGITS = "not_digits"
    LENGTH = "length"
    EASY = "easy"
    """Among the first that anybody would try."""


def pin_fault(pin: str) -> PinFault | None:
    """Why this cannot be a PIN; None if it can."""
    if not (pin.isascii() and pin.isdigit()):
        return PinFault.NOT_DIGITS
    if not SHORTEST <= len(pin) <= LONGEST:
        return PinFault.LENGTH
    return PinFault.EASY if _is_easy(pin) else None


def _is_easy(pin: str) -> bool:
    steps = {(int(later) - int(earlier)) % 10 for earlier, later in pairwise(pin)}
    repeats = any(pin == (pin[:n] * len(pin))[: len(pin)] for n in (1, 2, 3))
    # One step all the way: 123456, 987654, 890123, 246802.
    return len(steps) == 1 or repeats or len(set(pin)) <= 2 or pin in _POPULAR  # noqa: PLR2004


def counting(guesses: Iterable[datetime], now: datetime) -> tuple[datetime, ...]:
    """The wrong PINs that still count, oldest first.

    Those of a clock that ran far ahead do not: it was set right since, and would lock the operator out for as long as it was wrong.
    """
    return tuple(sorted(at for at in guesses if abs(now - at) < WINDOW))


def wait_after(guesses: Iterable[datetime], now: datetime) -> int:
    """Seconds until a PIN is looked at again, rounded up; 0 if it is now. `guesses` are the times of the wrong ones."""
    counted = counting(guesses, now)
    if len(counted) >= MOST_GUESSES:
        free_at = counted[-MOST_GUESSES] + WINDOW
    elif counted:
        free_at = counted[-1] + timedelta(seconds=_WAITS[len(counted)])
    else:
        return 0
    left = min(free_at - now, WINDOW)
    return max(0, -(-left // timedelta(seconds=1)))
