"""The call list at the counter: one after the other with the telephone in hand, a key for how each call went.

What is written in the box is a note that goes with the next key, unless it says who of the list is meant: the place on the list, a number,
a telephone number (somebody calls back), or words of one name.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Final

from textual.content import Content

from fritids.domain.barcode import looks_like_scan
from fritids.domain.days import read_day
from fritids.domain.findings import Severity
from fritids.domain.scanstream import Line
from fritids.domain.search import fold
from fritids.domain.words import ContactOutcome
from fritids.errors import InvalidValueError
from fritids.i18n import _, p_
from fritids.present import Said, Tone, plain, renewals_said, sentences
from fritids.present.calls import call_name, list_headline, noted_said, printed_said
from fritids.services import results as r
from fritids.tui.counter.asking import Field
from fritids.tui.counter.form import words_scan
from fritids.tui.counter.inbox import Entry
from fritids.tui.counter.situation import JobKey, Prompt, Shown, View
from fritids.tui.jobs.base import Job, Tools
from fritids.tui.jobs.call_panel import panel_lines
from fritids.tui.jobs.files import new_file

if TYPE_CHECKING:
    from pathlib import Path

    from fritids.outside.call_list import WrittenCalls
    from fritids.services.desk import Desk
    from fritids.services.results.reminders import CallLine, CallNoted

_OUTCOMES: Final = {
    "called": ContactOutcome.CALLED,
    "no_reply": ContactOutcome.NO_REPLY,
    "wrong_number": ContactOutcome.WRONG_NUMBER,
}
_PLACE_DIGITS: Final = 3
"""Of a place on the list; no borrower, telephone or label has a number so short."""
_NUMBER: Final = re.compile(r"[\d\s()+./-]+")


class CallsJob(Job):
    """Somebody of the list is chosen; the keys are about them."""

    key_takes_line = True

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._list: tuple[CallLine, ...] = ()
        self._known = False
        """The list was read: until then nothing is said of it."""
        self._chosen: CallLine | None = None
        """Stays chosen when renewing has taken them off the list: they are still on the telephone."""
        self._place = 0
        """Where on the list the chosen one stands, or stood."""
        self._notes: dict[int, str] = {}
        """What was written about whom, to go with the next key."""

    # ------------------------------------------------------------------------------------------ what the screen paints

    def name(self) -> str:
        """The job."""
        return _("Call list")

    def label(self) -> str:
        """What the box takes."""
        if self._chosen is None and self._known:
            return _("Nobody has to be called.").rstrip(".")
        return _("A note about the call, or who calls back")

    def example(self) -> str:
        """What may be written."""
        return _("e.g. after football, or 3, or Anna") if self._chosen is not None else ""

    def how(self) -> tuple[str, ...]:
        """For the first time."""
        return (
            _("Call the one on the left and say with one key how it went; then the next one stands there."),
            _("Write a note before the key, if you like. It stands on the borrower's card."),
            _("↑ ↓ or the number on the list chooses somebody else."),
        )

    def lines(self, width: int) -> Sequence[Content]:
        """The chosen one, large, and the list."""
        if not self._known:
            return ()
        chosen = self._chosen
        note = "" if chosen is None else self._notes.get(chosen.borrower_id, "")
        today = self.stage.now.state.today
        return panel_lines(self._list, chosen, self._place, note=note, today=today, width=width)

    def offers(self) -> tuple[JobKey, ...]:
        """How it went; renewing, the card, the list on paper."""
        if self._chosen is None:
            return ()
        return (
            JobKey("f4", _("Spoken to"), "called", strong=True),
            JobKey("ctrl+d", _("Promised …"), "promised", strong=True),
            JobKey("f5", _("No reply"), "no_reply", strong=True),
            JobKey("f6", _("Wrong number"), "wrong_number", strong=True),
            JobKey("f2", _("Renew all"), "renew"),
            JobKey("down", p_("key", "Next"), "next"),
            JobKey("up", p_("key", "Before"), "previous"),
            JobKey("right", _("Card"), "card"),
            JobKey("left", p_("key", "Print"), "print"),
        )

    # ------------------------------------------------------------------------------------------ what the flow hands over

    async def begin(self, entry: Entry) -> None:  # noqa: ARG002  # nothing is asked
        """Read the list; the first one is chosen."""
        await self._read()
        self._choose(0)

    async def undone(self) -> None:
        """A call that was taken back may stand on the list again: it is chosen, as it was before the key."""
        before = {line.borrower_id for line in self._list}
        await self._read()
        again = [n for n, line in enumerate(self._list) if line.borrower_id not in before]
        if again:
            self._choose(again[0])

    async def line(self, entry: Entry, line: Line) -> bool:  # noqa: ARG002  # nothing is done yet
        """Choose somebody, or keep the line as a note. A code of nobody on the list is the counter's."""
        text = line.text.strip()
        if text.isdecimal() and text.isascii() and len(text) <= _PLACE_DIGITS:
            return self._choose_place(int(text))
        if looks_like_scan(text) or _NUMBER.fullmatch(text):
            found = await self.call(lambda desk: desk.borrowers.by_number_or_phone(text))
            ids = {one.id for one in found}
            place = next((n for n, one in enumerate(self._list) if one.borrower_id in ids), None)
            return place is not None and self._choose(place)
        if (place := self._named(text)) is not None:
            return self._choose(place)
        if (chosen := self._chosen) is None:
            return False
        await self.call(lambda desk: desk.calls.check_note(text))
        self._notes[chosen.borrower_id] = text
        who = call_name(chosen)
        self.say(
            lambda: _("Note about {borrower}").format(borrower=who),
            lambda: plain(text),
            lambda: _("It is kept with the key that says how the call went."),
            tone=Tone.INFO,
        )
        self.repaint()
        return True

    async def key(self, entry: Entry, name: str) -> None:
        """What a key is for."""
        chosen = self._chosen
        if chosen is None:
            return
        match name:
            case "next" | "previous":
                await self._move(1 if name == "next" else -1)
            case "card":
                self.stage.go(View.BORROWER, chosen.borrower_id)
            case "print":
                await self._print()
            case "renew":
                await self._renew(entry, chosen)
            case "promised":
                await self._note(entry, chosen, ContactOutcome.PROMISED, await self._promised_day())
            case _:
                await self._note(entry, chosen, _OUTCOMES[name])

    # ------------------------------------------------------------------------------------------ doing it

    async def _read(self) -> None:
        self._list = await self.call(lambda desk: desk.calls.list())
        self._known = True
        chosen = self._chosen
        here = [n for n, line in enumerate(self._list) if chosen and line.borrower_id == chosen.borrower_id]
        if here:
            self._choose(here[0])

    async def _move(self, by: int) -> None:
        """Somebody else, of the list as it is now: what came back meanwhile is not called for."""
        await self._read()
        on_list = any(line is self._chosen for line in self._list)
        self._choose(self._place + by if on_list or by < 0 else self._place)

    def _choose(self, place: int) -> bool:
        self._place = max(0, min(place, len(self._list) - 1))
        self._chosen = self._list[self._place] if self._list else None
        self.repaint()
        return True

    def _choose_place(self, number: int) -> bool:
        n = len(self._list)
        if 1 <= number <= n:
            return self._choose(number - 1)
        self.say(
            lambda: _("The list has no number {number}").format(number=number),
            lambda: list_headline(n),
            tone=Tone.NO,
        )
        return True

    def _named(self, text: str) -> int | None:
        """The only one of the list with a name in which each of these words begins one; a note is hardly ever made of such words."""
        words = fold(text).split()
        fitting = [
            n
            for n, line in enumerate(self._list)
            if words and all(f" {word}" in f" {fold(line.borrower_name)}" for word in words)
        ]
        return fitting[0] if len(fitting) == 1 else None

    async def _note(
        self, entry: Entry, chosen: "CallLine", outcome: ContactOutcome, day: date | None = None
    ) -> None:
        who, text = chosen.borrower_id, self._notes.get(chosen.borrower_id)
        noted = await self.call(
            lambda desk: desk.calls.note(who, outcome, act=entry.act, promised_on=day, note=text)
        )
        self._notes.pop(who, None)
        await self._read()
        still = any(line.borrower_id == who for line in self._list)
        place = self._place + 1 if still else self._place
        self._choose(place if place < len(self._list) else 0)
        self.stage.changed()
        self.stage.show(Shown(partial(_said, noted, self._chosen, self.stage.now.state.today, still)))

    async def _promised_day(self) -> date | None:
        today = self.stage.now.state.today
        prompt = Prompt(
            title=lambda: _("By which day?"),
            label=lambda: _("Day, such as fri, 20/3 or +3"),
            enter=lambda: _("No day was said"),
        )
        return await self.questions.write(Field(prompt, words_scan, optional=True), partial(_day, today))

    async def _renew(self, entry: Entry, chosen: "CallLine") -> None:
        """All that they have out, to read the new date aloud; what is asked about is asked, since they are on the telephone."""
        who = chosen.borrower_id
        results = await self.call(lambda desk: desk.renewals.renew_all(who, act=entry.act))
        asked = [one for one in results if isinstance(one, r.NotRenewed) and _may_be_accepted(one)]
        if asked and await self.questions.confirm(_renew_question(asked)):
            codes = frozenset(finding.code for one in asked for finding in one.findings)
            again = await self.call(
                lambda desk: desk.renewals.renew_all(who, act=f"{entry.act}/yes", accepted=codes)
            )
            done = {one.loan.article.barcode: one for one in results if isinstance(one, r.Renewed)}
            results = (*done.values(), *(one for one in again if _code(one) not in done))
        renewed = {one.loan.id: one.loan for one in results if isinstance(one, r.Renewed)}
        loans = tuple(renewed.get(loan.id, loan) for loan in chosen.loans)
        days_late = max((loan.days_late for loan in loans), default=0)
        self._chosen = replace(chosen, loans=loans, days_late=days_late)
        await self._read()
        self.stage.changed()
        self.stage.show(Shown(lambda: renewals_said(results)))
        self.repaint()

    async def _print(self) -> None:
        name, lines, today = _("call list"), self._list, self.stage.now.state.today

        def work(desk: "Desk") -> "tuple[Path, WrittenCalls]":
            from fritids.outside.call_list import write_call_list
            from fritids.present.calls import printed_blocks, printed_moment

            now = desk.context.clock.now()
            path = new_file(name, now)
            blocks = printed_blocks(lines, today)
            return path, write_call_list(path, desk.branch_name, printed_moment(now), blocks)

        path, written = await self.call(work)
        self.stage.show(Shown(lambda: printed_said(str(path), written, len(lines))))


def _said(noted: "CallNoted", following: "CallLine | None", today: date, still: bool) -> Said:  # noqa: FBT001  # made by partial
    said = noted_said(noted, today)
    if following is None:
        return replace(said, details=(*said.details, list_headline(0)))
    if still and following.borrower_number == noted.borrower_number:
        return said
    return replace(said, details=(*said.details, _("Next: {borrower}").format(borrower=call_name(following))))


def _day(today: date, text: str) -> date | None:
    if not text.strip():
        return None
    day = read_day(text, today)
    if day is None or day < today:
        raise InvalidValueError(_("Write a day from today on, such as fri, 20/3 or +3."), field="promised_on")
    return day


def _may_be_accepted(one: r.NotRenewed) -> bool:
    weights = {finding.severity for finding in one.findings}
    return Severity.ASK in weights and Severity.REFUSE not in weights


def _renew_question(asked: Sequence[r.NotRenewed]) -> Prompt:
    said = tuple(dict.fromkeys(words for one in asked for words in sentences(one.findings, done=False)))
    return Prompt(
        title=lambda: _("Renew all the same?"),
        label=lambda: _("Enter renews, Esc leaves them as they are"),
        details=lambda: said,
        enter=lambda: _("Renew"),
    )


def _code(one: r.RenewResult) -> str:
    return one.loan.article.barcode if isinstance(one, r.Renewed) else one.barcode
