"""What doing any deed needs: run a use case, then show what it gave and how the desk stands after it."""

from typing import TYPE_CHECKING

from fritids.domain.scanstream import Line
from fritids.present import Tone
from fritids.services import results as r
from fritids.tui.counter.asking import Questions
from fritids.tui.counter.situation import Shown
from fritids.tui.counter.stage import Caller, Stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from fritids.services.desk import Desk


class Acting:
    """Calls use cases and shows their answers on the stage."""

    def __init__(self, call: Caller, questions: Questions, stage: Stage) -> None:
        self._call = call
        self._questions = questions
        self._stage = stage
        self.next_line: Line | None = None
        """What is to be taken for scanned next."""

    async def _one(self, use_case: "Callable[[Desk], r.Answer]") -> None:
        answer, state = await self._call(lambda desk: (use_case(desk), desk.counter.state()))
        self._stage.show(Shown.of(answer), state)
        self._stage.changed()

    async def _silent(
        self, use_case: "Callable[[Desk], object]", headline: "Callable[[], str]", tone: Tone = Tone.INFO
    ) -> None:
        _done, state = await self._call(lambda desk: (use_case(desk), desk.counter.state()))
        self._stage.show(Shown.note(headline, tone=tone), state)
        self._stage.changed()

    async def _show(self, shown: Shown) -> None:
        self._stage.show(shown, await self._call(lambda desk: desk.counter.state()))
        self._stage.changed()
