"""What the program does for itself beside an open counter: backups, checks. On a thread of its own with a database of its own, so that no scan waits for it.

Each job says how often it is looked at; whether there is anything to do it finds out itself, since other desks do the same.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from fritids.errors import FritidsError
from fritids.i18n import _
from fritids.present import Said, Tone
from fritids.tui.bridge import guarded
from fritids.tui.opening import Opening
from fritids.tui.telling import tell

if TYPE_CHECKING:
    from fritids.tui.screen import DeskScreen

AFTER: Final = timedelta(seconds=30)
"""After the desk was opened: the first scans of a day come at once, and have the disk to themselves."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a job has to say."""

    said: Said | None = None
    overdue_days: int | None = None
    """For how long no second place for backups has been reached, if that is too long."""


@dataclass(frozen=True, slots=True)
class UpkeepJob:
    """Something that is looked at again and again."""

    name: str
    every: timedelta
    run: Callable[[Opening], Found]
    """Runs on upkeep's own thread. Raises FritidsError, which is said."""


def _back_up(opening: Opening) -> Found:
    from fritids.present.backups import round_said

    done = opening.look_at_backups()
    return Found(round_said(done), done.overdue_days)


JOBS: Final = [UpkeepJob("backup", timedelta(minutes=10), _back_up)]
"""In the order in which they run. A backup that another desk made within the hour is not made again."""


class Upkeep:
    """Does the jobs of one screen, one after the other."""

    def __init__(self, screen: "DeskScreen", jobs: list[UpkeepJob] | None = None) -> None:
        self._screen = screen
        self._jobs = JOBS if jobs is None else jobs
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="upkeep")
        self._opened: datetime | None = None
        self._looked: dict[str, datetime] = {}
        self._on = False
        self._closing = False

    def tick(self) -> None:
        """Look whether it is time for one of the jobs; called every few seconds."""
        screen = self._screen
        if self._on or self._closing or not screen.now.ready:
            return
        now = screen.opening.clock.now()
        if self._opened is None:
            self._opened = now
        if timedelta(0) <= now - self._opened < AFTER:
            return
        for job in self._jobs:
            looked = self._looked.get(job.name)
            if looked is None or not timedelta(0) <= now - looked < job.every:
                self._looked[job.name] = now
                self.start(job)
                return

    def start(self, job: UpkeepJob) -> None:
        """The job is done from now on, in the background."""
        self._on = True
        self._screen.run_worker(self._run(job), group="upkeep", name=job.name)

    def close(self) -> None:
        """Finish what runs; what waits is done at the next start. Harmless when done twice."""
        self._closing = True
        self._thread.shutdown(cancel_futures=True)

    async def _run(self, job: UpkeepJob) -> None:
        screen = self._screen

        def work() -> Found:
            return job.run(screen.opening)

        try:
            found = await asyncio.get_running_loop().run_in_executor(self._thread, guarded, work)
        except FritidsError as error:
            found = Found(Said(_("No backup was made"), (error.message,), Tone.NO))
        finally:
            self._on = False
        if found.said is not None:
            tell(screen, found.said, quiet=True)
        if job.name == "backup" and found.overdue_days != screen.now.overdue_days:
            screen.set(overdue_days=found.overdue_days)
