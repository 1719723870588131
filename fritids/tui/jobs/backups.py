"""The job of looking after backups: how they stand, one made now and put on the stick, and the page for the day the computer is gone.

All of it runs on upkeep's thread: a slow stick keeps no scan waiting.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual.content import Content

from fritids.domain.barcode import surely_code
from fritids.domain.scanstream import Line
from fritids.errors import FritidsError
from fritids.i18n import _
from fritids.present import Said, Tone, plain
from fritids.tui.counter.inbox import Entry
from fritids.tui.counter.situation import JobKey
from fritids.tui.jobs.base import Job, Tools, steps
from fritids.tui.jobs.files import new_file

if TYPE_CHECKING:
    from fritids.services.backup_values import BackupStatus, Round
    from fritids.tui.opening import Opening


class BackupsJob(Job):
    """The screen of whoever closes for the day, or comes with a stick."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._held: BackupStatus | None = None
        self._busy = False

    def name(self) -> str:
        """What stands at the top."""
        return _("Backups")

    def label(self) -> str:
        """What the box is for."""
        return _("A moment: a backup is being made") if self._busy else _("Enter makes a backup now")

    def how(self) -> tuple[str, ...]:
        """What to do."""
        return (
            _("Plug in the stick, then press Enter: a copy is made, checked, and put on the stick too."),
            _("By themselves backups are made at the start, every hour of use, and at closing."),
            _("Print the page for the day the computer is gone, and keep it where people look for it."),
        )

    def enter_does(self) -> str:
        """Enter makes a backup."""
        return "" if self._busy else _("Make a backup now")

    def offers(self) -> tuple[JobKey, ...]:
        """The keys of the job."""
        return (
            JobKey("f2", _("Page for the day the computer is gone"), "page"),
            JobKey("f5", _("Look again"), "look"),
        )

    def lines(self, width: int) -> Sequence[Content]:
        """How they stand, place by place."""
        if self._held is None:
            return ()
        from fritids.present.backups import status_lines

        return steps(status_lines(self._held), width)

    async def begin(self, entry: Entry) -> None:  # noqa: ARG002  # nothing is written
        """Read how they stand."""
        self._look()

    async def line(self, entry: Entry, line: Line) -> bool:  # noqa: ARG002  # nothing is asked here
        """A scan goes to the counter; words do nothing."""
        return not (line.scanned or surely_code(line.text))

    async def enter(self, entry: Entry) -> None:  # noqa: ARG002  # a backup is no act on the branch
        """Make one now."""
        if not self._busy:
            self._busy = True
            self.repaint()
            self.stage.upkeep.do(lambda opening: opening.back_up_now(), self._made)

    async def key(self, entry: Entry, name: str) -> None:  # noqa: ARG002  # the same however often
        """Write the page, or look again."""
        if name == "look":
            self._look()
            return
        branch = self.stage.now.branch

        def write(opening: "Opening") -> Path:
            path = new_file(_("if-the-computer-is-gone"), opening.clock.now())
            opening.write_restore_page(path, branch)
            return path

        self.stage.upkeep.do(write, self._written)

    # ------------------------------------------------------------------------------------------ what came of it

    def _look(self) -> None:
        self.stage.upkeep.do(lambda opening: opening.backups(), self._seen)

    def _seen(self, held: "BackupStatus | FritidsError") -> None:
        if isinstance(held, FritidsError):
            self._failed(held)
        else:
            self._held = held
            self.stage.upkeep.overdue(held.overdue_days)
        self.repaint()

    def _made(self, done: "Round | FritidsError") -> None:
        self._busy = False
        if isinstance(done, FritidsError):
            self._failed(done)
        else:
            from fritids.present.backups import made_said

            self.stage.upkeep.tell(made_said(done))
        self._look()

    def _written(self, path: Path | FritidsError) -> None:
        if isinstance(path, FritidsError):
            self._failed(path)
            return
        self.stage.upkeep.tell(Said(_("The page is written: print it"), (plain(str(path)),), Tone.YES))

    def _failed(self, error: FritidsError) -> None:
        self.stage.upkeep.tell(Said(_("That did not work"), (error.message,), Tone.NO))
