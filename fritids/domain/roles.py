"""Who may do what: the one table. Use cases ask it (`fritids.services.rights`), the manual and the help show it.

A role is what somebody at the desk was entrusted with; a right is a group of use cases that go together in a day's work.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What an operator is. Each later one of the first, second and fourth may all that the one before may; staff see figures only."""

    VOLUNTEER = "volunteer"
    COORDINATOR = "coordinator"
    STAFF = "staff"
    ADMINISTRATOR = "administrator"


class Right(StrEnum):
    """A group of use cases that are allowed or forbidden together."""

    MACHINE = "machine"
    """What the program does by itself and what gives nobody anything to see: backups, checks, sums, running reminders."""
    LEND = "lend"
    """Lend, take back, renew, register, undo, and see the one borrower or article at hand."""
    OVERRIDE = "override"
    """Do what a rule refuses, with a reason, where the branch's setting allows it."""
    STOCK = "stock"
    """Articles, service, gifts, counting, labels, transfers."""
    LISTS = "lists"
    """Lists that name borrowers: what is out, who is late, exports."""
    BOOKINGS = "bookings"
    REMINDERS = "reminders"
    BORROWERS = "borrowers"
    """Edit, merge and export borrowers, and search all of them."""
    RECORD = "record"
    """Read the record of events."""
    FIGURES = "figures"
    """Statistics and reports: numbers without names."""
    OPERATORS = "operators"
    SETTINGS = "settings"
    """The branch's settings, calendar and messages."""
    RESTORE = "restore"
    ERASE = "erase"


_COUNTER: Final = frozenset({Right.MACHINE, Right.LEND})
_HOUSE: Final = _COUNTER | {
    Right.OVERRIDE, Right.STOCK, Right.LISTS, Right.BOOKINGS, Right.REMINDERS, Right.BORROWERS, Right.RECORD, Right.FIGURES,
}  # fmt: skip
MAY: Final[Mapping[Role, frozenset[Right]]] = {
    Role.VOLUNTEER: _COUNTER,
    Role.COORDINATOR: _HOUSE,
    Role.STAFF: frozenset({Right.MACHINE, Right.FIGURES}),
    Role.ADMINISTRATOR: frozenset(Right),
}
"""What each role may."""
UNSIGNED: Final = frozenset({Right.MACHINE})
"""What needs nobody signed on, once there are operators."""
