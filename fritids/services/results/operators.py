"""Who works at the desks, and what came of signing on."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from fritids.domain.roles import Role
from fritids.services.rights import Who


@dataclass(frozen=True, slots=True)
class OperatorView:
    """An operator as an administrator sees them. Of the PIN only whether there is one."""

    id: int
    key: str
    name: str
    role: Role
    branch: str | None
    """The code of the only branch they work at; None for all."""
    has_pin: bool
    card: str | None
    active: bool
    added_at: datetime


class WhyNotSignedOn(StrEnum):
    """Why nobody signed on."""

    WRONG = "wrong"
    """The key or the PIN; which of the two is not said."""
    WAIT = "wait"
    """So many wrong PINs were given that none is looked at until `wait_seconds` are over, the right one neither."""
    OTHER_BRANCH = "other_branch"
    """The PIN is right, but the operator works at another branch."""
    NO_OPERATORS = "no_operators"
    """There are none yet: nothing is kept from anyone."""


@dataclass(frozen=True, slots=True)
class SignedOn:
    """Somebody signed on; it is in the record."""

    who: Who


@dataclass(frozen=True, slots=True)
class SignOnRefused:
    """Nobody signed on; whoever was signed on still is."""

    reason: WhyNotSignedOn
    wait_seconds: int = 0
    """How long to wait before the next try; with WRONG too, once it was not the first wrong one."""


SignOnResult: TypeAlias = SignedOn | SignOnRefused
