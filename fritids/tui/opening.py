"""How the counter's desk is opened: what is needed for it, and what is looked at first.

All of it runs on the bridge's thread, after the first paint; that is why the database is imported inside the functions.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fritids.domain.policy import Policy
from fritids.errors import FritidsError
from fritids.services.acts import new_act_key
from fritids.services.clock import Clock, SystemClock
from fritids.services.results import CounterState, VisitEnded
from fritids.tui.aftermath import Aftermath

if TYPE_CHECKING:
    from fritids.config import Config
    from fritids.services.desk import Desk


@dataclass(frozen=True, slots=True)
class Opened:
    """What the desk turned out to be."""

    branch: str
    policy: Policy
    state: CounterState
    ended: VisitEnded | None
    """The visit that had been left open too long."""
    receipts_wait: bool = False
    """A receipt that was asked for has not gone out yet."""


class Opening:
    """Opens the desk of one database."""

    def __init__(
        self,
        where: str,
        *,
        branch: str | None = None,
        desk: str = "desk",
        operator: str | None = None,
        clock: Clock | None = None,
        config: "Config | None" = None,
    ) -> None:
        self.where = where
        self.branch = branch
        self.desk = desk
        self.operator = operator
        self.clock = clock or SystemClock()
        self.config = config
        """What this computer is set up to send and print by; None for nothing."""
        self.fault: FritidsError | None = None
        """Why the desk is not open, as long as it is not."""
        self.left = ""
        """What is to be said after closing."""
        self.after: Aftermath | None = None
        """What the counter was doing when a fault in the program closed it, a moment ago."""

    @classmethod
    def of(cls, config: "Config") -> "Opening":
        """As the command line, the machine and the user say."""
        return cls(
            config.database, branch=config.branch, desk=config.desk, operator=config.operator, config=config
        )

    def is_ready(self) -> bool:
        """Whether a database with a branch is there. Raises FritidsError for one that cannot be used."""
        from fritids.config.faultlog import start_log
        from fritids.services.first_start import has_branch

        start_log()  # what is logged must never land on the screen; here, since it costs 15 ms
        return has_branch(self.where)

    def make(self, name: str) -> None:
        """Make the database, with a branch of this name. Raises FritidsError."""
        from fritids.services.first_start import make_branch

        make_branch(self.where, name, code=self.branch)

    def open(self) -> "Desk":
        """Open the desk. Raises FritidsError."""
        from fritids.services.desk import Desk

        return Desk.open(
            self.where, branch=self.branch, name=self.desk, operator=self.operator, clock=self.clock
        )

    @staticmethod
    def was_done(desk: "Desk", act: str, text: str) -> bool | None:
        """Whether the act with this key, for which `text` was scanned, is on the disk; None where that cannot be told."""
        from fritids.services.act_states import was_done

        return was_done(desk, act, text)

    def back_up(self, desk: "Desk") -> None:
        """Keep a checked copy of the database, if anything was done since the last one; `left` holds what went wrong with it."""
        from fritids.services.backups import backup_at_closing

        made = backup_at_closing(desk.context.database, clock=self.clock)
        self.left = made.message if isinstance(made, FritidsError) else ""

    @staticmethod
    def first_look(desk: "Desk") -> Opened:
        """What lies on the desk; a visit that was left open too long has ended."""
        ended = desk.counter.expire(act=new_act_key())
        return Opened(desk.branch_name, desk.policy, desk.counter.state(), ended, desk.receipts.are_waiting())
