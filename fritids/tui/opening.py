"""How the counter's desk is opened: what is needed for it, and what is looked at first.

All of it runs on the bridge's thread, after the first paint; that is why the database is imported inside the functions.
"""

import platform
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fritids.domain.policy import Policy
from fritids.domain.roles import Right
from fritids.errors import FritidsError
from fritids.services.acts import new_act_key
from fritids.services.clock import Clock, SystemClock
from fritids.services.results import CounterState, VisitEnded
from fritids.services.rights import Who
from fritids.tui.aftermath import Aftermath
from fritids.tui.counter.signed import Signed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from fritids.config import Config
    from fritids.config.backup_table import BackupSettings
    from fritids.services.backup_rounds import When
    from fritids.services.backup_values import BackupStatus, Round
    from fritids.services.desk import Desk


@dataclass(frozen=True, slots=True)
class Opened:
    """What the desk turned out to be."""

    branch: str
    policy: Policy
    state: CounterState
    ended: VisitEnded | None
    """The visit that had been left open too long."""
    signed: Signed
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
        self._looked = False
        self.who: Who | None = None
        """Who is signed on at the counter: the desks that are opened beside it work as the same person."""
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

    @property
    def shown_desk(self) -> str:
        """The desk's name where somebody gave it one; the machine's own says nothing to those who stand at it."""
        return "" if self.desk == platform.node() else self.desk

    @property
    def environment(self) -> dict[str, str]:
        """The same desk, for another run of this program."""
        from pathlib import Path

        where = self.where if "://" in self.where else str(Path(self.where).absolute())
        named = {} if self.branch is None else {"FRITIDS_BRANCH": self.branch}
        return {"FRITIDS_DATABASE": where, "FRITIDS_DESK": self.desk, **named}

    def is_ready(self) -> bool:
        """Whether a database with a branch is there. Raises FritidsError for one that cannot be used."""
        from fritids.config.faultlog import start_log
        from fritids.services.first_start import has_branch

        start_log()  # what is logged must never land on the screen; here, since it costs 15 ms
        return has_branch(self.where)

    def backup_at_hand(self) -> "Path | None":
        """The newest backup that lies on a stick or in a folder for backups here, where there is no branch yet: it may be wanted back."""
        from fritids.config.backup_table import backup_settings, media_roots
        from fritids.services.restore_search import found_backups

        if self.config is None:
            return None
        settings = backup_settings(self.config.tables.get("backup"))
        return next(iter(found_backups(self.where, settings, roots=media_roots())), None)

    def is_old(self) -> bool:
        """Whether the database is of an older version, which can be brought to this one."""
        from fritids.services.upgrading import is_old

        return is_old(self.where)

    def upgrade(self) -> "Path | None":
        """The database is of this version; where it is kept as it was before. Raises FritidsError, with nothing changed."""
        from fritids.services.upgrading import upgrade

        done = upgrade(self.where, clock=self.clock)
        return None if done is None else done.copy

    def make(self, name: str) -> None:
        """Make the database, with a branch of this name. Raises FritidsError."""
        from fritids.services.first_start import make_branch

        make_branch(self.where, name, code=self.branch)

    def open(self) -> "Desk":
        """Open the desk. Raises FritidsError."""
        from fritids.services.desk import Desk

        return Desk.open(
            self.where,
            branch=self.branch,
            name=self.desk,
            operator=self.operator,
            clock=self.clock,
            who=self.who,
        )

    @staticmethod
    def was_done(desk: "Desk", act: str, text: str) -> bool | None:
        """Whether the act with this key, for which `text` was scanned, is on the disk; None where that cannot be told."""
        from fritids.services.act_states import was_done

        return was_done(desk, act, text)

    def back_up(self, _desk: "Desk") -> None:
        """Keep a checked copy of the database, if anything was done since the last one; `left` holds what went wrong with it."""
        from fritids.services.backup_rounds import When

        try:
            done = self._keep(When.CLOSING)
        except FritidsError as error:
            self.left = error.message
        else:
            self.left = "\n".join(error.message for error in done.faults)

    def look_at_backups(self) -> "Round":
        """Make the backup that is due, if one is, and put it in the second places. Any thread may call it: the database is its own. Raises FritidsError."""
        from fritids.services.backup_rounds import When

        when, self._looked = (When.USE if self._looked else When.START), True
        return self._keep(when)

    def back_up_now(self) -> "Round":
        """Make a backup because somebody asked for one, and put it in the second places. Raises FritidsError where none can be made."""
        from fritids.services.backup_rounds import When

        return self._keep(When.ASKED)

    def backups(self) -> "BackupStatus":
        """How the backups stand."""
        from fritids.services.backup_rounds import status_at

        settings, roots = self._backup_settings()
        return status_at(self.where, settings, roots=roots)

    def write_restore_page(self, path: "Path", branch: str) -> None:
        """The page for the day the computer of this branch is gone is in this file. Raises FritidsError."""
        from fritids.outside import files
        from fritids.outside.restore_page import write_page
        from fritids.present.backups import restore_page_of

        with files.replacing(path, private=True) as partial:
            write_page(partial, restore_page_of(branch, self.where, self.backups()))

    def _keep(self, when: "When") -> "Round":
        from fritids.services.backup_rounds import keep_at

        settings, roots = self._backup_settings()
        return keep_at(self.where, settings, when, roots=roots, clock=self.clock, desk=self.desk)

    def _backup_settings(self) -> "tuple[BackupSettings, Sequence[Path] | None]":
        from fritids.config.backup_table import BackupSettings, backup_settings, media_roots

        config = self.config
        if config is None:
            return BackupSettings(), []
        return backup_settings(config.tables.get("backup")), media_roots()

    @staticmethod
    def first_look(desk: "Desk") -> Opened:
        """What lies on the desk; a visit that was left open too long has ended. Where somebody has to sign on first, neither is looked at."""
        from fritids.tui.signing import what_lies, who_stands

        signed = who_stands(desk)
        ended = desk.counter.expire(act=new_act_key()) if signed.may(Right.LEND) else None
        state = what_lies(desk, signed)
        return Opened(desk.branch_name, desk.policy, state, ended, signed, desk.receipts.are_waiting())
