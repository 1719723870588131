"""What the program does for itself beside an open counter: backups, the weekly check, forgetting. No scan waits for any of it.

Backups are made on a thread and a connection of their own; the check and the forgetting in a process of their own, since both reckon.
Each job says how often it is looked at; whether there is anything to do it finds out itself, since other desks do the same.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, TypeVar

from fritids.domain.roles import Right
from fritids.errors import FritidsError
from fritids.i18n import _
from fritids.outside.own_process import OwnProcess
from fritids.present import Said, Tone
from fritids.tui.bridge import guarded
from fritids.tui.counter.situation import Words
from fritids.tui.opening import Opening
from fritids.tui.telling import tell

if TYPE_CHECKING:
    from fritids.tui.screen import DeskScreen

T = TypeVar("T")
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
    run: Callable[[Opening, OwnProcess], Found]
    """Runs on upkeep's own thread. Raises FritidsError, which is said."""
    failed: Words
    whom: Right = Right.LEND
    """Who has this right is told what was found, as soon as they stand at the counter."""


def _back_up(opening: Opening, _own: OwnProcess) -> Found:
    from fritids.present.backups import round_said

    done = opening.look_at_backups()
    return Found(round_said(done), overdue_days=done.overdue_days)


def _check(opening: Opening, own: OwnProcess) -> Found:
    from fritids.present.checking import check_said
    from fritids.services.checking import standing

    if standing(opening.where, opening.clock).due:
        own.run(["check", "--if-due"], opening.environment)
    return Found(check_said(standing(opening.where, opening.clock).report))


def _forget(opening: Opening, own: OwnProcess) -> Found:
    desk = opening.open()
    try:
        due = desk.forgetting.is_due()
    finally:
        desk.close()
    if due:
        own.run(["forget", "--if-due"], opening.environment)
    return Found()


JOBS: Final = [
    UpkeepJob("backup", timedelta(minutes=10), _back_up, lambda: _("No backup was made")),
    UpkeepJob("check", timedelta(hours=1), _check, lambda: _("The database was not checked"), Right.RESTORE),
    UpkeepJob(
        "forget", timedelta(hours=1), _forget, lambda: _("What lay too long was not forgotten"), Right.ERASE
    ),
]
"""In the order in which they run. A backup that another desk made within the hour is not made again, nor a check within the week."""


class Upkeep:
    """Does the jobs of one screen, one after the other."""

    def __init__(self, screen: "DeskScreen", jobs: list[UpkeepJob] | None = None) -> None:
        self._screen = screen
        self._jobs = JOBS if jobs is None else jobs
        self._thread = ThreadPoolExecutor(2, thread_name_prefix="upkeep")
        """Two: what somebody asks for does not wait for a check."""
        self._opened: datetime | None = None
        self._looked: dict[str, datetime] = {}
        self._found: dict[str, tuple[Found, Right]] = {}
        """What each job found last, as long as it has not been said."""
        self._told: dict[str, Said | None] = {}
        """What each job said last: the same is not said every hour."""
        self._own = OwnProcess()
        self._on = False
        self._closing = False

    def tick(self) -> None:
        """Say what waits for somebody who may hear it; look whether it is time for one of the jobs. Called every few seconds."""
        screen = self._screen
        if self._closing or not screen.now.ready:
            return
        self._tell()
        if self._on:
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

    def do(self, work: Callable[[Opening], T], then: Callable[[T | FritidsError], None]) -> None:
        """Do what somebody asked for, in the background; `then` gets what came of it, on the screen's loop."""

        async def run() -> None:
            found: T | FritidsError
            try:
                found = await self._beside(lambda: work(self._screen.opening))
            except FritidsError as error:
                found = error
            then(found)

        self._screen.run_worker(run(), group="upkeep", name="asked for")

    def overdue(self, days: int | None) -> None:
        """For so long no second place for backups has been reached; None: it is not too long."""
        if days != self._screen.now.overdue_days:
            self._screen.set(overdue_days=days)

    def tell(self, said: Said) -> None:
        """Say what came of it, whatever is being done at the counter by then."""
        tell(self._screen, said)

    def close(self) -> None:
        """Finish a backup that is being made; a check is broken off. What waits is done at the next start. Harmless when done twice."""
        self._closing = True
        self._own.stop()
        self._thread.shutdown(cancel_futures=True)

    async def _run(self, job: UpkeepJob) -> None:
        screen = self._screen
        try:
            found = await self._beside(lambda: job.run(screen.opening, self._own))
        except FritidsError as error:
            found = Found(Said(job.failed(), (error.message,), Tone.NO))
        finally:
            self._on = False
        self._found[job.name] = (found, job.whom)
        self._tell()
        if job.name == "backup":
            self.overdue(found.overdue_days)

    async def _beside(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, guarded, work)

    def _tell(self) -> None:
        """Say what was found and not said yet, to whoever may do something about it."""
        for name, (found, whom) in list(self._found.items()):
            if found.said is not None and not self._screen.now.signed.may(whom):
                continue
            del self._found[name]
            if found.said is not None and found.said != self._told.get(name):
                tell(self._screen, found.said, quiet=True)
            self._told[name] = found.said
