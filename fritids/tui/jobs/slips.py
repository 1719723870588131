"""Typing in paper slips after a power cut: number, time, who, and the numbers of the things, with Enter after each.

The day and the sign stay from slip to slip. Scanning the bars of the next slip ends the one before. A slip is on the disk when its
result is said, all of it in one act; until then what was typed is only on the screen, and the paper is still there.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from fritids.domain.barcode import Series, candidates, key, looks_like_scan, series, slip_number
from fritids.domain.calendar import to_utc
from fritids.domain.scanstream import Line
from fritids.domain.slip_times import read_slip_time
from fritids.errors import InvalidValueError, UsageError
from fritids.i18n import _, p_
from fritids.present import Tone, plain
from fritids.present import slips as texts
from fritids.services.results import ArticleView
from fritids.services.results.slips import NewSlip
from fritids.tui.counter.asking import Field
from fritids.tui.counter.form import short, words_scan
from fritids.tui.counter.inbox import Entry
from fritids.tui.counter.situation import JobKey, Prompt, Shown, View
from fritids.tui.jobs import slip_panel
from fritids.tui.jobs.base import Job, Tools
from fritids.tui.jobs.files import new_file
from fritids.tui.jobs.slip_typed import State, Step, Typed, count_of, number_of

if TYPE_CHECKING:
    from pathlib import Path

    from fritids.services.desk import Desk
    from fritids.services.results.slips import SlipsPrinted


class SlipsJob(Job):
    """The screen of whoever types in slips."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._state = State()

    # ------------------------------------------------------------------------------------------ what the screen paints

    def name(self) -> str:
        """What stands at the top."""
        return _("Power-cut slips")

    def label(self) -> str:
        """What the box is for."""
        return slip_panel.label(self._state)

    def example(self) -> str:
        """What could be written."""
        return slip_panel.example(self._state)

    def how(self) -> tuple[str, ...]:
        """What to do."""
        return (
            _("Scan the bars of a slip, or write its number. Then the time, who, and what was lent."),
            _("Enter alone ends the slip; so do the bars of the next one. In any order."),
            _("What does not fit stands as a conflict, and nothing is guessed."),
        )

    def lines(self, width: int) -> Sequence[Content]:
        """The slip that is being typed, how they stand, and the ones before."""
        return slip_panel.lines(self._state, self._today, width)

    def offers(self) -> tuple[JobKey, ...]:
        """The keys of the job."""
        state = self._state
        keys = []
        if state.step is Step.ROWS and state.typed is not None and not state.typed.nobody:
            keys.append(
                JobKey("f2", _("Now lent") if state.returning else _("Now returned"), "turn", strong=True)
            )
        if state.typed is not None:
            keys.append(JobKey("ctrl+d", _("Start this slip over"), "drop"))
        conflicts = state.summary is not None and bool(state.summary.conflicts)
        if conflicts:
            keys += [
                JobKey("f4", p_("key", "Conflicts"), "conflicts"),
                JobKey("f5", _("Try again"), "retry"),
                JobKey("f6", _("Note one …"), "settle"),
            ]
        keys.append(JobKey("right", _("Sign …"), "sign"))
        if state.typed is None:
            keys += [JobKey("down", _("Void …"), "void"), JobKey("left", p_("key", "Print"), "print")]
        return tuple(keys)

    def enter_does(self) -> str:
        """What Enter on the empty box does."""
        match self._state.step:
            case Step.WHO:
                return _("Nobody borrows: only returns")
            case Step.NAME:
                return _("Back to the number")
            case Step.ROWS:
                return _("The slip is done")
            case _:
                return ""

    @property
    def _today(self) -> date:
        return self.stage.now.state.today

    # ------------------------------------------------------------------------------------------ what the flow hands over

    async def begin(self, entry: Entry) -> None:  # noqa: ARG002  # nothing is written
        """Read how the slips stand."""
        await self._read()

    async def undone(self) -> None:
        """A slip may be untyped: read again how they stand."""
        await self._read()

    async def end(self, entry: Entry) -> None:  # noqa: ARG002  # nothing is written
        """Say so if a slip was left in the middle."""
        typed = self._state.typed
        if typed is not None:
            number = typed.number
            self.say(
                lambda: _("Slip {number} is not typed in").format(number=number),
                lambda: _("Nothing of it was done. Type it in again later."),
                tone=Tone.ASK,
            )

    async def line(self, entry: Entry, line: Line) -> bool:
        """One answer after the other; the bars of a slip begin the next."""
        text, state = line.text.strip(), self._state
        if (number := slip_number(text)) is not None:
            await self._next(entry, number)
            return True
        match state.step:
            case Step.NUMBER:
                if not (text.isascii() and text.isdigit() and len(text) < 8):
                    if looks_like_scan(text):
                        raise UsageError(
                            _("This is no slip. Scan the bars of the slip first, or write its number.")
                        )
                    raise UsageError(_("Write the number of the slip: it stands large beside its bars."))
                await self._next(entry, int(text))
            case Step.TIME:
                await self._time(text)
            case Step.WHO:
                await self._who(text)
            case Step.NAME:
                await self._name(text)
            case Step.ROWS:
                await self._row(text)
        self.repaint()
        return True

    async def enter(self, entry: Entry) -> None:
        """Go on, or the slip is done."""
        state = self._state
        match state.step:
            case Step.WHO:
                state.step, state.returning = Step.ROWS, True
            case Step.NAME:
                state.step = Step.WHO
            case Step.ROWS:
                await self._done(entry)
            case _:
                pass
        self.repaint()

    async def key(self, entry: Entry, name: str) -> None:
        """What a key is for."""
        state = self._state
        match name:
            case "turn":
                state.returning = not state.returning
            case "drop":
                self._clear()
            case "conflicts":
                self.stage.go(View.LIST, slip_panel.conflict_page(self._today))
            case "retry":
                await self._retry(entry)
            case "settle":
                await self._settle(entry)
            case "sign":
                prompt = Prompt(
                    title=lambda: _("Whose sign?"), label=lambda: _("Sign on this slip and the next ones")
                )
                state.sign = await self.questions.write(
                    Field(prompt, words_scan, optional=True), partial(short, "by")
                )
            case "void":
                await self._void(entry)
            case _:
                await self._print(entry)
        self.repaint()

    # ------------------------------------------------------------------------------------------ one slip

    async def _next(self, entry: Entry, number: int) -> None:
        state = self._state
        typed = state.typed
        if typed is not None and typed.number == number:
            return
        if typed is not None:
            if not typed.lent and not typed.returned:
                raise UsageError(
                    _("Slip {number} is not done. End it first, or start it over with Ctrl+D.").format(
                        number=typed.number
                    )
                )
            await self._done(entry)
        await self.call(lambda desk: desk.slips.check(number))
        self._clear()
        state.typed, state.step = Typed(number), Step.TIME
        self.repaint()

    async def _time(self, text: str) -> None:
        state, typed = self._state, self._now
        local = read_slip_time(text, state.day or self._today, self._today)
        if local is None:
            raise InvalidValueError(
                _("Write the time as 16:40 or 1640; with another day as 16/2 16:40."), field="at"
            )

        def read(desk: "Desk") -> datetime:
            at = to_utc(local, desk.policy.zone)
            desk.slips.check_time(typed.number, at)
            return at

        at = await self.call(read)
        state.day, state.typed, state.step = local.date(), replace(typed, at=at), Step.WHO

    async def _who(self, text: str) -> None:
        state, typed = self._state, self._now
        if any(series(code) is Series.ARTICLE for code in candidates(text)):
            raise UsageError(_("This is an article. First say who borrows; Enter if nobody does."))
        found = await self.call(lambda desk: desk.borrowers.by_number_or_phone(text))
        if len(found) == 1:
            state.typed, state.step = replace(typed, borrower=found[0], phone="", name=""), Step.ROWS
        elif found:
            numbers = ", ".join(one.number for one in found)
            raise UsageError(
                _("Several have this phone number: {numbers}. Say which of them, by the number.").format(
                    numbers=numbers
                )
            )
        elif any(sign.isalpha() for sign in text):
            state.typed, state.step = replace(typed, name=short("name", text), phone=""), Step.ROWS
            self.say(*slip_panel.for_whom(self._now), tone=Tone.INFO)
        else:
            await self.call(lambda desk: desk.borrowers.check("phone", text))
            state.typed, state.step = replace(typed, phone=text), Step.NAME
            self.say(
                lambda: _("Nobody has this number yet"),
                lambda: _(
                    "Write the name; they are registered with the slip. Enter goes back to the number."
                ),
                tone=Tone.INFO,
            )

    async def _name(self, text: str) -> None:
        if not any(sign.isalpha() for sign in text):
            raise UsageError(_("Write the name that stands on the slip."))
        await self.call(lambda desk: desk.borrowers.check("name", text))
        self._state.typed = replace(self._now, name=text)
        self._state.step = Step.ROWS
        self.say(*slip_panel.for_whom(self._now), tone=Tone.INFO)

    async def _row(self, text: str) -> None:
        state, typed = self._state, self._now
        kind = "returned" if state.returning else "lent"
        rows: tuple[tuple[str, ArticleView | None], ...] = getattr(typed, kind)
        if text in {"-", "–"}:
            state.typed = replace(typed, **{kind: rows[:-1]})  # type: ignore[arg-type]  # rows, as above
            return
        if any(key(code) == key(text) for code, _article in rows):
            self.say(lambda: _("It stands on the slip already"), tone=Tone.INFO)
            return
        article = await self.call(lambda desk: desk.articles.get(text))
        if article is None and state.doubted != key(text):
            state.doubted = key(text)
            meant = await self.call(lambda desk: desk.slips.meant(text))
            said = texts.unknown_number(text, meant)
            self.say(
                lambda: _("No such article: {code}").format(code=plain(text)),
                lambda: said,
                lambda: _("Once more puts it on the slip all the same, as a conflict."),
                tone=Tone.NO,
            )
            return
        state.doubted = ""
        state.typed = replace(typed, **{kind: (*rows, (text, article))})  # type: ignore[arg-type]  # as above

    async def _done(self, entry: Entry) -> None:
        typed, state = self._now, self._state
        if typed.at is None:
            return
        new = NewSlip(
            typed.number,
            typed.at,
            state.sign or None,
            None if typed.borrower is None else typed.borrower.id,
            typed.name or None,
            typed.phone or None,
            tuple(code for code, _article in typed.lent),
            tuple(code for code, _article in typed.returned),
        )
        entered, summary = await self.call(
            lambda desk: (desk.slips.enter(new, act=f"{entry.act}/slip"), desk.slips.summary())
        )
        self._clear()
        state.done.insert(0, entered)
        state.summary = summary
        today = self._today
        self.stage.changed()
        self.stage.show(Shown(lambda: texts.entered_said(entered, today)))

    @property
    def _now(self) -> Typed:
        if self._state.typed is None:
            raise AssertionError(self._state.step)
        return self._state.typed

    def _clear(self) -> None:
        state = self._state
        state.typed, state.step, state.returning, state.doubted = None, Step.NUMBER, False, ""

    async def _read(self) -> None:
        self._state.summary = await self.call(lambda desk: desk.slips.summary())

    # ------------------------------------------------------------------------------------------ the rest

    async def _retry(self, entry: Entry) -> None:
        done = await self.call(lambda desk: desk.slips.retry(act=entry.act))
        await self._read()
        today = self._today
        self.stage.changed()
        if done:
            self.say(
                lambda: _("Done now"),
                *((lambda row=row: texts.row_name(row, today)) for row in done),
                tone=Tone.YES,
            )
        else:
            self.say(lambda: _("No conflict has come right yet"), tone=Tone.INFO)

    async def _settle(self, entry: Entry) -> None:
        summary, today = self._state.summary, self._today
        if summary is None or not summary.conflicts:
            return
        shown = summary.conflicts[:9]
        which = Prompt(
            title=lambda: _("Which was seen to?"),
            label=lambda: _("Choose with a digit"),
            options=lambda: tuple(texts.row_name(row, today) for row in shown),
            enter=lambda: _("Choose"),
        )
        row = shown[await self.questions.pick(which)]
        note = await self._words(lambda: _("What was done about it?"), "note")
        await self.call(lambda desk: desk.slips.settle(row.slip, row.code, note, act=entry.act))
        await self._read()
        self.say(lambda: _("Noted: {row}").format(row=texts.row_name(row, today)))

    async def _void(self, entry: Entry) -> None:
        prompt = Prompt(title=lambda: _("Which slip is void?"), label=lambda: _("Number of the slip"))
        number = await self.questions.write(Field(prompt, lambda _line: False), number_of)
        reason = await self._words(lambda: _("Why?"), "reason")
        await self.call(lambda desk: desk.slips.void([number], reason, act=entry.act))
        await self._read()
        self.say(lambda: _("Slip {number} is void").format(number=number))

    async def _words(self, title: "slip_panel.Words", field_name: str) -> str:
        prompt = Prompt(title=title, label=lambda: _("In a few words, without names"))
        return await self.questions.write(Field(prompt, words_scan), partial(short, field_name))

    async def _print(self, entry: Entry) -> None:
        prompt = Prompt(
            title=lambda: _("How many slips?"),
            label=lambda: _("Number of slips, three on a page"),
            enter=lambda: _("Print 30"),
        )
        n = await self.questions.write(Field(prompt, words_scan, optional=True), count_of)
        name = _("slips")

        def work(desk: "Desk") -> "SlipsPrinted":
            path: Path = new_file(name, desk.context.clock.now())
            return desk.slips.print(n, path, act=entry.act)

        printed = await self.call(work)
        await self._read()
        self.stage.show(Shown(lambda: texts.printed_said(printed)))
