"""Making files in the background, and saying where they are: paper takes a second, and the next family is at the counter."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from fritids.errors import FritidsError
from fritids.i18n import _, n_
from fritids.present import Said, Tone, plain
from fritids.tui.counter.situation import Shown
from fritids.tui.counter.stage import Stage

if TYPE_CHECKING:
    from pathlib import Path

    from fritids.services.desk import Desk


class Writing:
    """One order at a time."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._is_on = False

    def start(self, work: "Callable[[Desk], tuple[Path, ...]]", *, full: bool) -> None:
        """Let `work` make its files; `full` says that nothing is withheld in them."""
        if self._is_on:
            self._stage.show(Shown.note(lambda: _("The last files are still being made")))
            return
        self._is_on = True
        self._stage.show(Shown.note(lambda: _("A moment: the files are being made")), quiet=True)
        self._stage.counting.write(work, partial(self._written, full))

    def _written(self, full: bool, paths: "tuple[Path, ...] | FritidsError") -> None:  # noqa: FBT001  # bound above
        self._is_on = False
        if isinstance(paths, FritidsError):
            self._stage.counting.tell(Said(_("No file was written"), (paths.message,), Tone.NO))
            return
        n = len(paths)
        folder = plain(str(paths[0].parent))
        said = n_("{n} file is in {folder}", "{n} files are in {folder}", n).format(n=n, folder=folder)
        names = ", ".join(path.name for path in paths)
        warning = _("TRUE FIGURES, for the house alone: do not pass the file on.")
        self._stage.counting.tell(
            Said(said, (warning, names) if full else (names,), Tone.ASK if full else Tone.YES)
        )
