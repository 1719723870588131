"""Labels as a job: all that lack one, new numbers for things to come, and again what is scanned.

The file is left among the user's own documents, and the screen says where: printing it is the system's business.
"""

import asyncio
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.content import Content

from fritids.config.places import paper_folder
from fritids.domain.scanstream import Line
from fritids.errors import InvalidValueError
from fritids.i18n import _, n_, number
from fritids.present import Tone, article_with_code, plain
from fritids.present.labels import drawing_line, labels_said
from fritids.services.label_values import MOST_NEW, LabelOrder, LabelPlace, LabelView, PrintedLabels
from fritids.tui.counter.asking import Field
from fritids.tui.counter.form import words_scan
from fritids.tui.counter.inbox import Entry
from fritids.tui.counter.situation import JobKey, Prompt, Shown
from fritids.tui.jobs.base import Job, Tools, steps
from fritids.tui.jobs.files import new_file
from fritids.tui.widgets.lines import row, styled

if TYPE_CHECKING:
    from fritids.services.desk import Desk


class Labels(Job):
    """Print labels."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._place: LabelPlace | None = None
        self._sheet: str | None = None
        self._cell: int | None = None
        """Where somebody said that the next label goes; None as long as it is where the last one ended."""
        self._again: dict[str, LabelView] = {}
        self._drawn: tuple[int, int] | None = None

    def name(self) -> str:
        """The job's name."""
        return _("Labels")

    def label(self) -> str:
        """What the box takes."""
        return _("Scan what needs its label again")

    def how(self) -> tuple[str, ...]:
        """For the first time."""
        return (
            _("Put the label sheet in the printer after the file is made, and print at 100 %."),
            _("Is a sheet half used? F2 says at which cell to go on."),
        )

    def lines(self, width: int) -> Sequence[Content]:
        """Sheet, cell and folder, and what was scanned."""
        place = self._place
        if place is None:
            return ()
        if self._drawn is not None:
            return [styled(drawing_line(*self._drawn), "bold")]
        right, down = place.offset
        lines = [
            row((_("Sheet"), "bold"), "  ", plain(place.sheet)),
            row(
                (_("First cell"), "bold"),
                "  ",
                _("{cell} of {n}").format(cell=self._first_cell, n=place.cells),
            ),
            row((_("Offset"), "bold"), "  ", _("{x:g} mm right, {y:g} mm down").format(x=right, y=down)),
            Content(""),
        ]
        waiting = _("Everything has its label.")
        if n := place.unprinted:
            waiting = n_("{n} thing has no label yet.", "{n} things have no label yet.", n).format(
                n=number(n)
            )
        lines += steps([waiting], width)
        if self._again:
            lines.append(styled(_("To be printed again"), "bold"))
            lines += [styled(_called(label)) for label in reversed(self._again.values())]
            lines.append(Content(""))
        lines += steps([_("The file goes to {folder}").format(folder=plain(str(paper_folder())))], width)
        return lines

    def offers(self) -> tuple[JobKey, ...]:
        """The keys."""
        keys = [JobKey("f2", _("Sheet, cell"), "sheet"), JobKey("f4", _("New numbers"), "new")]
        if self._place is not None and (n := self._place.unprinted):
            keys.insert(
                0, JobKey("f5", _("Print {n} new labels").format(n=number(n)), "unprinted", not self._again)
            )
        return (*keys, JobKey("f6", _("Test pages"), "test"))

    def enter_does(self) -> str:
        """Print what was scanned."""
        n = len(self._again)
        return n_("Print {n} again", "Print {n} again", n).format(n=n) if n else ""

    async def begin(self, entry: Entry) -> None:  # noqa: ARG002  # nothing is asked
        """Read where the last printing ended."""
        await self._read()

    async def undone(self) -> None:
        """What was registered last may be gone."""
        await self._read()

    async def line(self, entry: Entry, line: Line) -> bool:  # noqa: ARG002  # only looked up
        """Put an article among those to be printed again; a second scan takes it out."""
        text = line.text
        label = await self.call(lambda desk: desk.labels.find(text))
        if label is None:
            self.say(
                lambda: _("No article has the barcode {code}").format(code=plain(text)),
                lambda: _("Esc leaves the labels; then it can be registered."),
                tone=Tone.NO,
            )
        elif self._again.pop(label.barcode, None) is not None:
            self.say(partial(_taken_out, label), tone=Tone.INFO)
        else:
            self._again[label.barcode] = label
            self.say(partial(_put_in, label))
        self.repaint()
        return True

    async def enter(self, entry: Entry) -> None:
        """Print what was scanned."""
        if self._again:
            await self._print(LabelOrder(barcodes=tuple(self._again)), entry)

    async def key(self, entry: Entry, name: str) -> None:
        """What a key is for."""
        match name:
            case "unprinted":
                await self._print(LabelOrder(barcodes=tuple(self._again), unprinted=True), entry)
            case "new":
                await self._print(LabelOrder(new=await self._how_many()), entry)
            case "sheet":
                await self._ask_place(entry)
            case _:
                await self._test_page()

    # ------------------------------------------------------------------------------------------ doing it

    @property
    def _first_cell(self) -> int:
        if self._cell is not None:
            return self._cell
        return 1 if self._place is None else self._place.next_cell

    async def _read(self) -> None:
        sheet = self._sheet
        self._place = await self.call(lambda desk: desk.labels.place(sheet))

    async def _print(self, order: LabelOrder, entry: Entry) -> None:
        assert self._place is not None
        sheet, cell, loop = self._place.sheet, self._first_cell, asyncio.get_running_loop()
        name = _("labels")

        def drawn(done: int, whole: int) -> None:
            loop.call_soon_threadsafe(self._show_drawn, done, whole)

        def work(desk: "Desk") -> PrintedLabels:
            return desk.labels.print(
                LabelOrder(order.barcodes, order.unprinted, order.new, sheet, cell),
                new_file(name, desk.context.clock.now()),
                act=entry.act,
                progress=drawn,
            )

        try:
            printed = await self.call(work)
        finally:
            self._drawn = None
        self._again.clear()
        self._sheet = self._cell = None
        self.stage.changed()
        self.stage.show(Shown(lambda: labels_said(printed)))
        await self._read()
        self.repaint()

    def _show_drawn(self, done: int, whole: int) -> None:
        self._drawn = (done, whole) if done < whole else None
        self.repaint()

    async def _test_page(self) -> None:
        prompt = Prompt(
            title=lambda: _("Which page?"),
            label=lambda: _("Choose with a digit"),
            options=lambda: (
                _("Where the labels are hit: for a printer that is out of true"),
                _("Five codes to try the scanner on"),
            ),
            enter=lambda: _("Choose"),
        )
        scanner = await self.questions.pick(prompt) == 1
        sheet = None if self._place is None else self._place.sheet
        name = _("scanner test") if scanner else _("test page")

        def work(desk: "Desk") -> Path:
            path = new_file(name, desk.context.clock.now())
            if scanner:
                desk.labels.scanner_page(path)
            else:
                desk.labels.test_page(sheet, None, path)
            return path

        path = await self.call(work)
        self.say(
            lambda: _("The page is in {path}").format(path=plain(str(path))),
            lambda: _("Print the file at 100 %, without “fit to page”."),
        )

    # ------------------------------------------------------------------------------------------ asking

    async def _how_many(self) -> int:
        def read(text: str) -> int:
            if not text.strip().isdecimal() or not 1 <= int(text) <= MOST_NEW:
                raise InvalidValueError(
                    _("Print between 1 and {n} new labels at a time.").format(n=MOST_NEW), field="new"
                )
            return int(text)

        prompt = Prompt(
            title=lambda: _("New numbers, for things that are yet to be registered"),
            label=lambda: _("How many?"),
            details=lambda: (_("Stick one on, scan it at the counter, and register it with F6."),),
        )
        return await self.questions.write(Field(prompt, words_scan), read)

    async def _ask_place(self, entry: Entry) -> None:
        """Sheet, cell and offset; Enter keeps what there is."""
        from fritids.services.label_sheets import checked_cell, known_sheets, read_offset, sheet_named

        place = self._place
        assert place is not None
        names = list(known_sheets())
        prompt = Prompt(
            title=lambda: _("Which label sheet?"),
            label=lambda: _("Choose with a digit"),
            options=lambda: tuple(_sheet_line(name) for name in names),
            enter=lambda: _("Choose"),
        )
        sheet = sheet_named(names[await self.questions.pick(prompt)])
        next_place = await self.call(lambda desk: desk.labels.place(sheet.name))

        def cell(text: str) -> int:
            if not text.strip():
                return next_place.next_cell
            return checked_cell(sheet, int(text) if text.strip().isdecimal() else 0)

        asked = Prompt(
            title=lambda: _("At which cell does the next label go?"),
            label=lambda: _("Cell, 1 to {n}").format(n=sheet.cells),
            details=lambda: (
                _("Counted row by row from the upper left corner."),
                _("Enter goes on at cell {cell}.").format(cell=next_place.next_cell),
            ),
            enter=lambda: _("Go on at cell {cell}").format(cell=next_place.next_cell),
        )
        first = await self.questions.write(Field(asked, words_scan, optional=True), cell)
        right, down = place.offset
        moved = Prompt(
            title=lambda: _("By how much is the printer out of true?"),
            label=lambda: _("mm right, mm down"),
            details=lambda: (
                _("Such as 1.5,-0.5. Esc, then F6, prints a page that shows it."),
                _("Enter keeps {x:g},{y:g}.").format(x=right, y=down),
            ),
            enter=lambda: _("Keep it"),
        )
        offset = await self.questions.write(
            Field(moved, words_scan, optional=True), lambda text: read_offset(text) if text.strip() else None
        )
        if offset is not None and offset != place.offset:
            text = f"{offset[0]:g},{offset[1]:g}"
            await self.call(lambda desk: desk.branch.set({"label_offset": text}, act=entry.act))
        self._sheet, self._cell = sheet.name, first
        await self._read()
        self.say(
            lambda: _("Labels go on {sheet}, from cell {cell}").format(sheet=sheet.name, cell=first),
            tone=Tone.INFO,
        )


def _sheet_line(name: str) -> str:
    from fritids.services.label_sheets import known_sheets

    sheet = known_sheets()[name]
    return _("{name}: {n} labels, {width} × {height} mm").format(
        name=name, n=sheet.cells, width=_short(sheet.width), height=_short(sheet.height)
    )


def _called(label: LabelView) -> str:
    """The article, or the bare number of a label that stands on nothing yet."""
    return plain(label.barcode) if label.article is None else article_with_code(label.article)


def _put_in(label: LabelView) -> str:
    return _("{article} is to be printed again").format(article=_called(label))


def _taken_out(label: LabelView) -> str:
    return _("{article} is not printed").format(article=_called(label))


def _short(mm: float) -> str:
    return number(mm, 0 if mm.is_integer() else 1)
