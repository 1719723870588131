"""What takes long to count, from an open counter: on threads and desks of its own, so that no scan waits for it."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from textual.worker import WorkType

from fritids.errors import FritidsError
from fritids.tui.bridge import Bridge
from fritids.tui.telling import tell

if TYPE_CHECKING:
    from fritids.present import Said
    from fritids.services.desk import Desk
    from fritids.services.rights import Who
    from fritids.tui.screen import DeskScreen

T = TypeVar("T")


class Counting:
    """Runs use cases that only read: figures one after the other, and beside them files, which take longer. Knows no meaning of either."""

    def __init__(self, screen: "DeskScreen") -> None:
        self._screen = screen
        self._figures = Bridge(screen.opening.open)
        self._files = Bridge(screen.opening.open)

    def start(self, use_case: "Callable[[Desk], T]", then: Callable[[T | FritidsError], None]) -> None:
        """Count in the background; `then` gets what came of it, on the screen's loop, which it must not hold up."""
        self._start(self._figures, use_case, then)

    def write(self, use_case: "Callable[[Desk], T]", then: Callable[[T | FritidsError], None]) -> None:
        """The same for what is made of figures and put in a file: nobody's figures wait for it."""
        self._start(self._files, use_case, then)

    def close(self) -> None:
        """Finish what runs and give the desks back. Harmless when done twice."""
        self._figures.close()
        self._files.close()

    def _start(
        self, bridge: Bridge, use_case: "Callable[[Desk], T]", then: Callable[[T | FritidsError], None]
    ) -> None:
        work: WorkType[None] = partial(self._run, bridge, _as_who(self._screen.opening.who, use_case), then)
        self._screen.run_worker(work, group="counting", name="counting")

    def tell(self, said: "Said") -> None:
        """Say what came of it, whatever is being done at the counter by then."""
        tell(self._screen, said, quiet=True)

    @staticmethod
    async def _run(
        bridge: Bridge, use_case: "Callable[[Desk], T]", then: Callable[[T | FritidsError], None]
    ) -> None:
        try:
            found: T | FritidsError = await bridge.call(use_case)
        except FritidsError as error:
            found = error
        then(found)


def _as_who(who: "Who | None", use_case: "Callable[[Desk], T]") -> "Callable[[Desk], T]":
    """The use case, done by whoever asked for it."""

    def run(desk: "Desk") -> T:
        desk.operators.work_as(who)
        return use_case(desk)

    return run
