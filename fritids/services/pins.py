"""Keeping a PIN as a hash that is slow to guess (Argon2id), and looking whether one is right.

Settings: 2 rounds, 19 MiB, one lane, 20 ms on a desk's PC: OWASP's second choice of 2024. The library's own (64 MiB) take 150 ms, and
hold off nobody who has the file: six digits are what they are. What keeps guessing out is the count of wrong ones and the file's rights.
"""

from functools import cache
from typing import TYPE_CHECKING

from fritids.domain.pins import LONGEST, SHORTEST, PinFault, pin_fault
from fritids.errors import InvalidValueError
from fritids.i18n import _

if TYPE_CHECKING:
    from argon2 import PasswordHasher

ROUNDS = 2
KIBIBYTES = 19 * 1024


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher  # noqa: PLC0415  # 15 ms that only signing on pays for

    return PasswordHasher(time_cost=ROUNDS, memory_cost=KIBIBYTES, parallelism=1)


@cache
def _nobodys() -> str:
    """A hash that no PIN fits, made once a process with today's settings."""
    return _hasher().hash("nobody")


def hashed(pin: str) -> str:
    """The hash to store, with its settings and salt in the text. Raises InvalidValueError for a PIN that is too easy."""
    fault = pin_fault(pin)
    if fault is not None:
        raise InvalidValueError(_sentence(fault), field="pin")
    return _hasher().hash(pin)


def is_right(stored: str | None, pin: str) -> bool:
    """Whether this is the PIN. Takes as long where there is none."""
    from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415

    try:
        _hasher().verify(stored or _nobodys(), pin)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """Whether the hash was made with other settings than today's."""
    return _hasher().check_needs_rehash(stored)


def rehashed(pin: str) -> str:
    """The hash of a PIN that is kept already, with today's settings; today's rules on easy ones do not concern it."""
    return _hasher().hash(pin)


def _sentence(fault: PinFault) -> str:
    if fault is PinFault.EASY:
        return _("This PIN is among the first that anybody would try. Choose another one.")
    return _("A PIN has {least} to {most} digits, and nothing but digits.").format(
        least=SHORTEST, most=LONGEST
    )
