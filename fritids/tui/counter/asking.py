"""Questions of the box. They are awaited by the one consumer of the inbox, so scans that arrive meanwhile wait in their order.

A question ends with an answer, or with LeftError where it was left with Esc. Fields are never filled beforehand with text that
could be gone on with: a scan would be glued to it. Knows no use case but by what its callers pass in.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from fritids.domain.barcode import looks_like_scan, surely_code
from fritids.domain.scanstream import Line
from fritids.domain.search import fold
from fritids.errors import InvalidValueError
from fritids.i18n import _
from fritids.tui.counter.inbox import Entry, Inbox, Kind
from fritids.tui.counter.situation import Prompt, Words

T = TypeVar("T")
MOST_OPTIONS = 9
"""As many as there are digit keys."""


class Asker(Protocol):
    """The screen, as far as a question needs it."""

    def ask(self, prompt: Prompt | None, *, options: int = 0) -> None:
        """Show the question, or that there is none any more."""

    def refuse_scan(self) -> None:
        """Let it be heard that a scan waits for an answer."""


class LeftError(Exception):
    """A question was left with Esc."""


def is_scan(line: Line) -> bool:
    """Whether a line is a scan and no answer of a person: so fast that only a scanner does it, or proved by its check digit."""
    return looks_like_scan(line.text) and (line.scanned or surely_code(line.text))


def fitting(text: str, options: Sequence[str]) -> list[int]:
    """Which options `text` means: one that is written just so, else those with a word that begins so."""
    wanted = fold(text)
    names = [fold(option) for option in options]
    if wanted in names:
        return [names.index(wanted)]
    return [n for n, name in enumerate(names) if f" {wanted}" in f" {name}"] if wanted else []


@dataclass(frozen=True, slots=True)
class Field:
    """A line of a form."""

    prompt: Prompt
    is_scan: Callable[[Line], bool] = is_scan
    optional: bool = False
    """Enter on the empty box goes on without an answer."""


class Questions:
    """Asks one question at a time."""

    def __init__(self, inbox: Inbox, asker: Asker) -> None:
        self._inbox = inbox
        self._asker = asker
        self._last_refused = 0

    @property
    def waiting(self) -> int:
        """How many lines wait for their turn, and would wait for an answer too."""
        return self._inbox.waiting

    def put_back(self, entry: Entry) -> None:
        """Let a line be the next that is taken: it was no answer."""
        self._inbox.put_back(entry)

    def mark(self) -> int:
        """This moment, for `line`."""
        return self._inbox.mark()

    def keep(self, entry: Entry) -> None:
        """Let a line wait in its place in the order of arrival."""
        self._inbox.keep(entry)

    def refuse_scan(self) -> None:
        """Let it be heard that a scan waits for an answer."""
        self._asker.refuse_scan()

    async def line(
        self, prompt: Prompt, waits: Callable[[Line], bool], *, since: int, empty: bool = False
    ) -> Entry:
        """The first line after that `mark` of which `waits` does not say that it waits; with `empty`, Enter alone too. Raises LeftError."""
        wanted = (Kind.LINE, Kind.ENTER) if empty else (Kind.LINE,)
        self._asker.ask(prompt)
        try:
            return await self._answer(waits, lambda e: e.kind in wanted, since=since)
        finally:
            self._asker.ask(None)

    async def choose(self, prompt: Prompt, count: int, *, scans_wait: bool = True) -> int | Entry:
        """Which of `count` options was chosen, from 0; or the line that was typed instead. Raises LeftError.

        -1 for Enter alone, where the prompt says that it is an answer. Where scans do not wait, one ends the question as a typed line does.
        """
        options = min(count, MOST_OPTIONS)
        scan = is_scan if scans_wait else _never
        self._asker.ask(prompt, options=options)
        try:
            entry = await self._answer(scan, _chooses)
            while entry.kind is Kind.ENTER and entry.marked < 0 and not prompt.done:
                self._asker.refuse_scan()
                entry = await self._answer(scan, _chooses)
        finally:
            self._asker.ask(None)
        if entry.kind is Kind.LINE:
            return entry
        chosen = entry.digit - 1 if entry.kind is Kind.DIGIT else entry.marked
        if chosen < 0 and prompt.done:
            return -1
        return chosen if 0 <= chosen < options else 0

    async def pick(self, prompt: Prompt, more: Sequence[str] = ()) -> int:
        """Which option was chosen, by its digit, by the mark, or by words that fit it alone. Raises LeftError.

        `more` can be written although no digit is left for them; they are counted after the options. -1 as with `choose`. Where one of them
        fits, it goes before an option, which may only lead to it.
        """
        asked = prompt
        while True:
            chosen = await self.choose(asked, len(prompt.options()))
            if isinstance(chosen, int):
                return chosen
            fits = fitting(chosen.text, (*prompt.options(), *more))
            further = [n for n in fits if n >= len(prompt.options())]
            if len(fits) == 1 or len(further) == 1:
                return (further or fits)[0]
            asked = replace(
                prompt, complaint=lambda: _("Choose with a digit, or write one of these words in full.")
            )

    async def confirm(self, prompt: Prompt) -> bool:
        """Whether Enter was the answer; Esc is no. Lines wait."""
        self._asker.ask(prompt)
        try:
            await self._answer(lambda _line: True, lambda e: e.kind is Kind.ENTER)
        except LeftError:
            return False
        finally:
            self._asker.ask(None)
        return True

    async def write(self, field: Field, read: Callable[[str], T]) -> T:
        """What `read` makes of the line that was typed; asked again as long as it raises InvalidValueError. Raises LeftError."""
        prompt = field.prompt
        wanted = (Kind.LINE, Kind.ENTER) if field.optional else (Kind.LINE,)
        try:
            while True:
                self._asker.ask(prompt)
                entry = await self._answer(field.is_scan, lambda e: e.kind in wanted)
                try:
                    return read(entry.text)
                except InvalidValueError as error:
                    prompt = replace(field.prompt, complaint=_constant(error.message))
        finally:
            self._asker.ask(None)

    async def _answer(
        self, scan: Callable[[Line], bool], wanted: Callable[[Entry], bool], *, since: int | None = None
    ) -> Entry:
        def is_answer(entry: Entry) -> bool:
            if entry.kind is Kind.ESCAPE:
                return True
            if entry.line is not None and scan(entry.line):
                if entry.serial > self._last_refused:
                    self._last_refused = entry.serial
                    self._asker.refuse_scan()
                return False
            return wanted(entry)

        entry = await self._inbox.take_answer(is_answer, since=since)
        if entry.kind is Kind.ESCAPE:
            raise LeftError
        return entry


def _chooses(entry: Entry) -> bool:
    return entry.kind in {Kind.ENTER, Kind.DIGIT, Kind.LINE}


def _never(_line: Line) -> bool:
    return False


def _constant(text: str) -> Words:
    return lambda: text
