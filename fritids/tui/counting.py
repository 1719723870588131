"""What takes long to count, from an open counter: on a thread and a desk of its own, so that no scan waits for it."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from textual.worker import WorkType

from fritids.errors import FritidsError
from fritids.tui.telling import tell

if TYPE_CHECKING:
    from fritids.present import Said
    from fritids.services.desk import Desk
    from fritids.tui.screen import DeskScreen

T = TypeVar("T")


class Counting:
    """Runs use cases that only read, one after the other. Knows no widget and no meaning of what is counted."""

    def __init__(self, screen: "DeskScreen") -> None:
        self._screen = screen

    def start(self, use_case: "Callable[[Desk], T]", then: Callable[[T | FritidsError], None]) -> None:
        """Count in the background; `then` gets what came of it, on the screen's loop, which it must not hold up."""
        work: WorkType[None] = partial(self._run, use_case, then)
        self._screen.run_worker(work, group="counting", name="counting")

    def tell(self, said: "Said") -> None:
        """Say what came of it, whatever is being done at the counter by then."""
        tell(self._screen, said, quiet=True)

    async def _run(self, use_case: "Callable[[Desk], T]", then: Callable[[T | FritidsError], None]) -> None:
        try:
            found: T | FritidsError = await self._screen.counter_app.counting.call(use_case)
        except FritidsError as error:
            found = error
        then(found)
