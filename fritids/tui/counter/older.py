"""A database that cannot be opened yet: one of an older version is brought to this one by a key, any other is said in a sentence."""

from pathlib import Path
from typing import TYPE_CHECKING

from fritids.errors import FritidsError
from fritids.i18n import _
from fritids.present import Tone, plain
from fritids.tui.counter import flow_words
from fritids.tui.counter.situation import Prompt, Shown

if TYPE_CHECKING:
    from fritids.tui.bridge import Bridge
    from fritids.tui.counter.asking import Questions
    from fritids.tui.counter.stage import Stage
    from fritids.tui.opening import Opening


class NotOpen:
    """Asks what to do about a database that could not be opened."""

    def __init__(self, bridge: "Bridge", questions: "Questions", stage: "Stage", opening: "Opening") -> None:
        self._bridge = bridge
        self._questions = questions
        self._stage = stage
        self._opening = opening
        self._kept: Path | None = None
        self._upgraded = False

    async def met(self, error: FritidsError) -> None:
        """Return when it may be tried again: it was upgraded, or somebody pressed a key."""
        self._opening.fault, message = error, error.message
        if await self._bridge.outside(self._opening.is_old) and await self._questions.confirm(_offer()):
            self._stage.show(Shown.note(_under_way, _while_under_way, tone=Tone.INFO), quiet=True)
            try:
                self._kept = await self._bridge.outside(self._opening.upgrade)
            except FritidsError as failed:
                message = failed.message
            else:
                self._upgraded = True
                return
        await self._questions.confirm(flow_words.cannot_be_used(message))

    @property
    def said(self) -> Shown | None:
        """What is to be said of it when the desk is open; None where nothing was upgraded."""
        if not self._upgraded:
            return None
        where = self._kept
        kept = (
            ()
            if where is None
            else (lambda: _("As it was before, it is kept in {path}.").format(path=plain(str(where))),)
        )
        return Shown.note(lambda: _("The database is of this version now"), *kept, tone=Tone.YES)


def _offer() -> Prompt:
    return Prompt(
        title=lambda: _("The program is newer than the database"),
        label=lambda: _("Enter brings the database to this version"),
        details=lambda: (
            _(
                "The database has to be brought to the new version once. A copy of it as it is now is kept first."
            ),
            _(
                "If there are other counters, close them before. It takes some minutes where very much is stored."
            ),
            _("All of it is done or nothing: if it fails, everything is as it was."),
        ),
        enter=lambda: _("Make the copy and upgrade"),
        tone=Tone.ASK,
    )


def _under_way() -> str:
    return _("The database is being brought to this version")


def _while_under_way() -> str:
    return _("Leave the computer on. What is scanned meanwhile waits.")
