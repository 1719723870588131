"""Asking who may do what, where it is done: at the door of each use case, so that no front end can forget to.

`needs` stands on every public method of a use case. The outermost one asks; what a use case calls of others is part of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec, Protocol, TypeVar, cast

from fritids.domain.roles import MAY, UNSIGNED, Right, Role
from fritids.errors import NotAllowedError
from fritids.i18n import _

P = ParamSpec("P")
R = TypeVar("R")
S = TypeVar("S", bound="HasContext")
MARK: Final = "__right__"
"""Attribute of a guarded method that says which right it needs; read by the test that calls all of them."""


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who signed on."""

    id: int
    key: str
    """What stands in the record of events."""
    name: str
    role: Role
    branch_id: int | None = None
    """The only branch they work at; None for all."""


class Door(Protocol):
    """What the guard needs to know of a context."""

    who: Who | None
    open_door: bool
    """Whether no operator exists yet: then nothing is kept from anyone."""
    inside: Right | None
    """The right by which a use case is running that was allowed."""
    volunteers_unsigned: bool
    """Whether whoever is not signed on may work as a volunteer."""

    def look_anew(self) -> None:
        """Who may do what here is as the database says now."""


class HasContext(Protocol):
    """A group of use cases."""

    @property
    def _context(self) -> Door: ...


def may(door: Door, right: Right) -> bool:
    """Whether who is at the desk may do this."""
    if door.open_door:
        return True
    if door.who is None:
        return right in (MAY[Role.VOLUNTEER] if door.volunteers_unsigned else UNSIGNED)
    return right in MAY[door.who.role]


def needs(
    right: Right, *, reads_itself: bool = False
) -> Callable[[Callable[Concatenate[S, P], R]], Callable[Concatenate[S, P], R]]:
    """Mark a use case with the right it needs: called by somebody who lacks it, it raises NotAllowedError and nothing is done.

    Rights that were taken at another desk are gone at the next act: the branch's revision says so. A use case of the counter that
    `reads_itself` reads that number in its own transaction, with the article, and is broken off there (`Context.refresh`); for the
    others it is read first, 0.1 ms that no scan pays.
    """

    def guard(use_case: Callable[Concatenate[S, P], R]) -> Callable[Concatenate[S, P], R]:
        @wraps(use_case)
        def guarded(self: S, *args: P.args, **kwargs: P.kwargs) -> R:
            door = self._context
            if door.inside is not None:
                return use_case(self, *args, **kwargs)
            if not reads_itself:
                door.look_anew()
            if not may(door, right):
                raise refused(door)
            door.inside = right
            try:
                return use_case(self, *args, **kwargs)
            finally:
                door.inside = None

        setattr(guarded, MARK, right)
        return cast("Callable[Concatenate[S, P], R]", guarded)

    return guard


def demand(door: Door, right: Right) -> None:
    """Return if who is at the desk may do this, for what is no method of a group of use cases. Raises NotAllowedError."""
    if door.inside is None:
        door.look_anew()
    if not may(door, right):
        raise refused(door)


def right_of(use_case: Any) -> Right | None:
    """The right that a use case needs; None for one that nobody marked."""
    return getattr(use_case, MARK, None)


def refused(door: Door) -> NotAllowedError:
    """The error for who is at the desk; its text says what to do next."""
    if door.who is None:
        return NotAllowedError(
            _("Nobody is signed on. Sign on first; on a command line with --operator KEY.")
        )
    return NotAllowedError(_("This is not among what you may do here. Ask somebody who may to sign on."))
