"""The one thread on which the desk is opened and every use case runs.

The screen's loop never waits for the database: it awaits `call`. One thread means that acts are done in the order in which
they were asked for, never two at once. SQLModel is imported by the first call, which comes after the first paint.
Knows no widget and no meaning of a result.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from fritids.errors import FritidsError
from fritids.present import fault_sentence

if TYPE_CHECKING:
    from fritids.services.desk import Desk

T = TypeVar("T")


class UnforeseenError(FritidsError):
    """Something nobody thought of; its text is a sentence for people, and the details are in the log file."""

    code = "fault"


class Bridge:
    """Runs use cases on the desk that `opener` opens, one after the other."""

    def __init__(self, opener: "Callable[[], Desk]") -> None:
        self._opener = opener
        self._desk: Desk | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="desk")

    async def call(self, use_case: "Callable[[Desk], T]") -> T:
        """What `use_case` gives; the desk is opened first if need be.

        Raises FritidsError, whose text can be shown. A call that is cancelled before its turn is never made; one that runs is
        finished, so only what merely reads may be cancelled.
        """
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._run, use_case)

    async def outside(self, work: Callable[[], T]) -> T:
        """What `work` gives, which needs no desk but the same thread: making a database, for one. Raises as `call`."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, guarded, work)

    def close(self, last: "Callable[[Desk], None] | None" = None) -> None:
        """Finish what runs, do `last` with the desk if it is open, close it, and end the thread. Waits for all of it, raises nothing; harmless when done twice."""

        def end() -> None:
            desk, self._desk = self._desk, None
            if desk is not None:
                try:
                    if last is not None:
                        last(desk)
                finally:
                    desk.close()

        with suppress(RuntimeError):  # closed before
            self._thread.submit(guarded, end).exception()
        self._thread.shutdown()

    def _run(self, use_case: "Callable[[Desk], T]") -> T:
        def work() -> T:
            if self._desk is None:
                self._desk = self._opener()
            return use_case(self._desk)

        return guarded(work)


def guarded(work: Callable[[], T]) -> T:
    """What `work` gives. Raises FritidsError: what nobody thought of is in the log, and a sentence for people in its place."""
    try:
        return work()
    except FritidsError:
        raise
    except Exception as error:
        from fritids.config.faultlog import log_fault

        log_fault(error)
        raise UnforeseenError(fault_sentence()) from error
