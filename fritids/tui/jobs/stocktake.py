"""Counting the stock at the counter: scan, scan, scan. Left with Esc it waits, and goes on at any desk and on any day."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Final

from textual.content import Content

from fritids.domain.barcode import looks_like_scan
from fritids.domain.scanstream import Line
from fritids.domain.stocktaking import Correction, ScanSays
from fritids.errors import FritidsError
from fritids.i18n import _, moment, n_, number
from fritids.present import Said, Tone, category_name, type_name
from fritids.present.stocktakes import corrected_said, correction_words, counted_words, scan_said, scope_name
from fritids.services.results import TypeView
from fritids.services.stocktake_views import CountLists, Progress, ScanResult, StocktakeView, left_by_type
from fritids.tui.counter.asking import LeftError
from fritids.tui.counter.form import Form
from fritids.tui.counter.inbox import Entry
from fritids.tui.counter.situation import JobKey, Prompt, Shown, View
from fritids.tui.counter.type_forms import ask_type
from fritids.tui.jobs.base import Job, Tools
from fritids.tui.jobs.stocktake_lists import PAGES
from fritids.tui.widgets.lines import row, spread, styled, wrapped

READ_AGAIN: Final = 15.0
"""Seconds after which a scan has the whole count read again: another desk may have counted, lent or taken back. In between it is
reckoned on, since reading it takes as long as the stock is large, and scans come every second."""


class StocktakeJob(Job):
    """The count that is on."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._progress: Progress | None = None
        self._types: dict[str, TypeView] = {}
        self._read_at: float | None = None

    # ------------------------------------------------------------------------------------------ what the screen paints

    def name(self) -> str:
        """What is done."""
        return _("Stocktake")

    def label(self) -> str:
        """What the box is for."""
        return _("Scan what hangs and lies here") if self._is_on else _("The stocktake has ended")

    def how(self) -> tuple[str, ...]:
        """What to do."""
        if not self._is_on:
            return (_("F4, F5 and F6 show what came of it, and F2 puts the stock right."),)
        return (
            _("Scan everything, shelf by shelf, in any order and at several desks. Twice does no harm."),
            _("Esc leaves it for a break, a loan, or the next day: nothing is lost."),
        )

    def lines(self, width: int) -> Sequence[Content]:
        """How far it is, and what is left by type."""
        progress = self._progress
        if progress is None:
            return ()
        lines = [
            styled(scope_name(progress.stocktake, self._types.values()), "bold $primary"),
            styled(counted_words(progress), "bold"),
            _bar(progress, width),
        ]
        left = left_by_type(progress, self._types)
        if left:
            lines += [Content(""), styled(_("Not seen yet"), "bold $primary")]
        lines += (spread(styled(type_name(view)), styled(number(n), "bold"), width) for view, n in left)
        if not left and progress.counted:
            said = wrapped(
                _("✓ Everything that should be here was seen"), width, "bold $yes-soft", indent="  "
            )
            lines += [Content(""), *said]
        return lines

    def offers(self) -> tuple[JobKey, ...]:
        """The lists, what can be put right, and the end."""
        keys = [
            JobKey("f2", _("Correct …"), "correct"),
            JobKey("f4", _("Not seen"), "missing"),
            JobKey("f5", _("Found"), "found"),
            JobKey("f6", _("Unknown codes"), "unknown"),
        ]
        if self._is_on:
            keys.append(JobKey("ctrl+d", _("End it …"), "end"))
        return tuple(keys)

    @property
    def _is_on(self) -> bool:
        return self._progress is None or self._progress.stocktake.ended_at is None

    # ------------------------------------------------------------------------------------------ what the flow hands over

    async def begin(self, entry: Entry) -> None:
        """Go on with the count that is on; with none, ask what is to be counted."""
        current, types = await self.call(lambda desk: (desk.stocktaking.current(), desk.articles.types()))
        self._types = {view.code: view for view in types}
        if current is None or current.ended_at is not None:
            await self._start(entry, current)
        await self._read()

    async def _start(self, entry: Entry, last: StocktakeView | None) -> None:
        def options() -> tuple[str, ...]:
            again = () if last is None else (self._last_words(last),)
            what = (_("Everything"), _("One category, such as ice or cycling"), _("One article type"))
            return (*what, *again)

        prompt = Prompt(
            title=lambda: _("What is to be counted?"),
            label=lambda: _("Choose with a digit"),
            options=options,
            enter=lambda: _("Choose"),
        )
        chosen = await self.questions.pick(prompt)
        category = await self._ask_category() if chosen == 1 else None
        kind = await self._ask_type() if chosen == 2 else None
        if chosen < 3:
            code = None if kind is None else kind.code
            await self.call(
                lambda desk: desk.stocktaking.start(
                    category=category, type_code=code, act=f"{entry.act}/start"
                )
            )

    def _last_words(self, last: StocktakeView) -> str:
        return _("The last one again, of {time}: its lists and corrections").format(
            time=moment(last.started_at, self.stage.now.state.today)
        )

    async def _ask_category(self) -> str:
        shelves = {view.category: view for view in self._types.values()}
        codes = list(shelves)
        prompt = Prompt(
            title=lambda: _("Which category?"),
            label=lambda: _("Choose with a digit, or write its first letters"),
            options=lambda: tuple(category_name(shelves[code]) for code in codes[:9]),
            enter=lambda: _("Choose"),
        )
        more = [category_name(shelves[code]) for code in codes[9:]]
        if more:
            prompt = replace(prompt, details=lambda: (_("Also: {names}.").format(names=", ".join(more)),))
        return codes[await self.questions.pick(prompt, more)]

    async def _ask_type(self) -> TypeView:
        form = Form(lambda: _("Which article type?"), {"type": lambda: _("Type")})
        return await ask_type(self.questions, self.call, form)

    async def line(self, entry: Entry, line: Line) -> bool:
        """Count it. Words are nothing that could be counted."""
        if not looks_like_scan(line.text) and not line.text.isdigit():
            self.say(
                lambda: _("That is no code"),
                lambda: _("Scan the label, or write the number that stands on it."),
                tone=Tone.NO,
            )
            return True
        result = await self.call(lambda desk: desk.stocktaking.scan(line.text, act=entry.act))
        if self._read_at is None:
            self._read_at = line.at
        if line.at - self._read_at > READ_AGAIN:
            await self._read(line.at)
        else:
            self._reckon(result)
        self.stage.show(Shown(lambda: scan_said(result)))
        return True

    async def key(self, entry: Entry, name: str) -> None:
        """Show a list, correct, or end."""
        if name in PAGES:
            await self._read()
            self.stage.go(View.LIST, PAGES[name]())
        elif name == "correct":
            await self._correct(entry)
        elif name == "end":
            await self._end(entry)

    async def undone(self) -> None:
        """A correction, or the end, was taken back."""
        await self._read()

    async def end(self, entry: Entry) -> None:  # noqa: ARG002  # as the flow calls it
        """It waits where it is, with what other desks have counted meanwhile."""
        with suppress(FritidsError):  # it can be left all the same
            await self._read()
        progress = self._progress
        if progress is not None and self._is_on:
            self.say(
                lambda: _("The stocktake waits"),
                lambda: f"{counted_words(progress)}.",
                lambda: _("Go on with it at any desk and on any day: F12, Stocktake."),
                tone=Tone.INFO,
            )

    # ------------------------------------------------------------------------------------------ its own steps

    async def _read(self, at: float | None = None) -> None:
        self._progress = await self.call(lambda desk: desk.stocktaking.progress())
        self._read_at = at
        self.repaint()

    def _reckon(self, result: ScanResult) -> None:
        """One more is counted, without reading the count again."""
        progress = self._progress
        if progress is None or not result.counts or result.article is None:
            return
        left, kind = dict(progress.left), result.article.type.code
        if kind in left and result.says in {ScanSays.COUNTED, ScanSays.IN_SERVICE}:
            left[kind] -= 1
            if not left[kind]:
                del left[kind]
        self._progress = replace(progress, counted=progress.counted + 1, left=left)

    async def _correct(self, entry: Entry) -> None:
        lists = await self.call(lambda desk: desk.stocktaking.lists())
        choices = _choices(lists.can_correct())
        if not choices:
            self.say(lambda: _("Nothing has to be corrected"), tone=Tone.INFO)
            return
        numbers = lists.can_correct()

        def words(chosen: tuple[Correction, ...]) -> str:
            return "; ".join(correction_words(one, numbers[one]) for one in chosen)

        prompt = Prompt(
            title=lambda: _("What is to be put right?"),
            label=lambda: _("Choose with a digit"),
            options=lambda: tuple(words(chosen) for chosen in choices),
            enter=lambda: _("Choose"),
            marks_first=False,
        )
        chosen = choices[await self.questions.pick(prompt)]
        await self._confirm(lists, chosen, sum(numbers[one] for one in chosen))

        corrected = await self.call(lambda desk: desk.stocktaking.correct(chosen, act=entry.act))
        await self._read()
        self.stage.show(Shown(lambda: _with_undo(corrected_said(corrected))))

    async def _confirm(self, lists: CountLists, chosen: tuple[Correction, ...], n: int) -> None:
        def details() -> tuple[str, ...]:
            lines = [f"{correction_words(one, lists.can_correct()[one])}." for one in chosen]
            if Correction.MISSING in chosen and self._is_on:
                lines.append(_("The stocktake is still on: what nobody has come to yet is among them."))
            return tuple(lines)

        prompt = Prompt(
            title=lambda: n_("Correct {n} article?", "Correct {n} articles?", n).format(n=number(n)),
            label=lambda: _("Enter does it, Esc leaves it"),
            details=details,
            enter=lambda: _("Correct"),
        )
        if not await self.questions.confirm(prompt):
            raise LeftError

    async def _end(self, entry: Entry) -> None:
        await self._read()
        progress = self._progress
        assert progress is not None
        prompt = Prompt(
            title=lambda: _("End the stocktake?"),
            label=lambda: _("Enter ends it, Esc goes on"),
            details=lambda: (
                f"{counted_words(progress)}.",
                _(
                    "For a break just leave it with Esc. Ended, it can be corrected until the next one begins."
                ),
            ),
            enter=lambda: _("End it"),
        )
        if not await self.questions.confirm(prompt):
            raise LeftError
        await self.call(lambda desk: desk.stocktaking.end(act=entry.act))
        await self._read()
        self.say(
            lambda: _("The stocktake has ended"),
            lambda: f"{counted_words(progress)}.",
            lambda: _("F4, F5 and F6 show what came of it, and F2 puts the stock right."),
            lambda: _("F8 takes the end back."),
        )


def _choices(numbers: dict[Correction, int]) -> list[tuple[Correction, ...]]:
    """What can be corrected at a time: what most will want first, and what has to be looked at for itself alone."""
    both = (Correction.MISSING, Correction.FOUND)
    choices: list[tuple[Correction, ...]] = [both] if all(one in numbers for one in both) else []
    return [*choices, *((one,) for one in numbers)]


def _with_undo(said: Said) -> Said:
    return Said(said.headline, (*said.details, _("F8 takes it back.")), said.tone)


def _bar(progress: Progress, width: int) -> Content:
    """How much of it is done, as a bar over the width; full only when nothing is left."""
    expected = max(1, progress.expected)
    done = width * progress.counted // expected
    return row(("█" * done, "$yes-soft"), ("░" * (width - done), "$quiet"))
