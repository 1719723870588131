"""Printing labels: for what has none yet, for stock that is yet to come, and again for what lost its own.

The file is drawn first, under a name of its own; then, in one transaction, the numbers are taken and what was printed is
remembered; then the file gets its name. So a full disk takes no numbers, and a number that stands on a label is never given
out again. Only the last step can still fail after the numbers were taken: then they are given back.
"""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from fritids.db import branches, catalogue, events
from fritids.db import labels as rows
from fritids.db.engine import Connection
from fritids.domain import barcode
from fritids.domain.barcode import Series
from fritids.domain.label_sheets import Sheet
from fritids.domain.roles import Right
from fritids.domain.words import ActKind
from fritids.errors import ConflictError, FritidsError, InvalidValueError, UsageError
from fritids.i18n import _, language
from fritids.outside.files import replacing
from fritids.services import scanned
from fritids.services.acts import key_of_another_act
from fritids.services.context import Context
from fritids.services.label_sheets import USUAL, USUAL_ROLL, checked_cell, checked_offset, sheet_named
from fritids.services.label_values import MOST_NEW, LabelOrder, LabelPlace, LabelView, PrintedLabels, Progress
from fritids.services.rights import needs

PDF: Final = ".pdf"
_ONE: Final = (".png", ".svg")
_ENDINGS: Final = (PDF, *_ONE, ".zpl")
_USUAL_DPI: Final = {".png": 300, ".zpl": 203}
_ATTEMPTS: Final = 4
_SERIES: Final = Series.ARTICLE.value


class _TakenMeanwhileError(Exception):
    """Another desk took the numbers that were drawn."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """The labels, before they are drawn."""

    items: tuple[LabelView, ...]
    numbers: range
    """Of the series, to be taken when they are drawn."""


@dataclass(frozen=True, slots=True)
class _Target:
    """Where they are drawn."""

    path: Path
    ending: str
    sheet: Sheet
    at: datetime

    @property
    def cells(self) -> int:
        """Of the sheet; 0 where there is none: a picture, or a roll of labels."""
        return self.sheet.cells if self.ending == PDF and self.sheet.cells > 1 else 0


class Labels:
    """The use cases of labels."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @needs(Right.STOCK)
    def place(self, sheet: str | None = None) -> LabelPlace:
        """Where the next labels would go, on this sheet or the one used last, and how many articles wait for theirs."""
        context = self._context
        with context.database.read() as connection:
            context.refresh(connection)
            last = rows.last_cell(
                connection, context.branch_id, None if sheet is None else sheet_named(sheet).name
            )
            chosen = self._sheet(connection, sheet, PDF)
            after = last.cell % chosen.cells + 1 if last is not None and last.sheet == chosen.name else 1
            return LabelPlace(
                chosen.name,
                chosen.cells,
                after,
                len(self._unprinted(connection)),
                context.policy.label_offset,
            )

    @needs(Right.LEND)
    def find(self, code: str) -> LabelView | None:
        """The label of the article with this code, or one that was printed for stock that is yet to come."""
        with self._context.database.read() as connection:
            return self._named(connection, code)

    @needs(Right.STOCK)
    def print(
        self, order: LabelOrder, path: Path, *, act: str, progress: Progress | None = None
    ) -> PrintedLabels:
        """The labels stand in the file at `path`, whose ending says the form, and are remembered as printed.

        The same act again writes the same file and takes no new numbers. With nothing to print no file is written. Raises
        UsageError or InvalidValueError for an order that cannot be, FritidsError if the disk refuses; nothing is done then.
        """
        path = Path(path)
        context, ending = self._context, _ending(path)
        with context.database.read() as connection:
            context.refresh(connection)
            sheet = self._sheet(connection, order.sheet, ending)
            lines = events.all_of_act(connection, act)
        if any(line.kind is not ActKind.LABELS_PRINT for line in lines):
            raise key_of_another_act()
        earlier = lines[-1] if lines and "withdrawn" not in lines[-1].details else None
        _check(order, sheet)
        if ending == PDF:
            checked_offset(sheet, self._shift(order.offset))
        for _attempt in range(_ATTEMPTS):
            with context.database.read() as connection:
                plan = (
                    self._plan(connection, order)
                    if earlier is None
                    else self._planned_before(connection, earlier)
                )
            if ending in _ONE and len(plan.items) > 1:
                raise UsageError(_("A picture holds one label. Name one barcode, or write a .pdf."))
            if not plan.items:
                return PrintedLabels(None, sheet.name, (), 0, order.from_cell, order.from_cell)
            with suppress(_TakenMeanwhileError):
                target = _Target(path, ending, sheet, context.clock.now())
                return self._write(order, plan, target, None if earlier else (act, len(lines)), progress)
        raise ConflictError(_("Other desks are registering just now. Print the labels again in a moment."))

    @needs(Right.STOCK)
    def test_page(self, sheet: str | None, offset: tuple[float, float] | None, path: Path) -> Sheet:
        """A PDF at `path` shows where the cells of the sheet would be hit; nothing is remembered. Raises as `print`."""
        from fritids.outside.labels.pages import write_test_page  # noqa: PLC0415  # 0.2 s: only for who prints

        context = self._context
        with context.database.read() as connection:
            context.refresh(connection)
            chosen = self._sheet(connection, sheet, PDF)
        _only_pdf(path)
        shift = checked_offset(chosen, self._shift(offset))
        with replacing(path) as partial:
            write_test_page(partial, chosen, shift)
        return chosen

    @staticmethod
    def scanner_page(path: Path) -> None:
        """The scanner doctor's page is the PDF at `path`. Raises as `print`."""
        write_scanner_page(path)

    def _shift(self, offset: tuple[float, float] | None) -> tuple[float, float]:
        return self._context.policy.label_offset if offset is None else offset

    # ---------------------------------------------------------------------------------------------- which labels

    def _sheet(self, connection: Connection, name: str | None, ending: str) -> Sheet:
        if name is not None:
            return sheet_named(name)
        if ending != PDF:
            return sheet_named(USUAL_ROLL)
        last = rows.last_cell(connection, self._context.branch_id)
        with suppress(InvalidValueError):  # a layout of another version of the program
            return sheet_named(USUAL if last is None else last.sheet)
        return sheet_named(USUAL)

    def _plan(self, connection: Connection, order: LabelOrder) -> _Plan:
        found: dict[str, LabelView] = {}
        unknown = []
        for code in order.barcodes:
            view = self._named(connection, code)
            if view is None:
                unknown.append(code)
            else:
                found.setdefault(view.barcode, view)
        if unknown:
            raise UsageError(
                _("There is no article with the barcode {codes}. Nothing is printed.").format(
                    codes=", ".join(unknown)
                ),
                code="unknown_article",
            )
        if order.unprinted:
            for at_hand in scanned.by_ids(connection, self._context, self._unprinted(connection)).values():
                found.setdefault(at_hand.label, LabelView(at_hand.label, self._context.article_view(at_hand)))
        numbers, codes = self._next_codes(connection, order.new or 0)
        return _Plan((*found.values(), *(LabelView(code, None) for code in codes)), numbers)

    def _planned_before(self, connection: Connection, earlier: events.EventRow) -> _Plan:
        printed = rows.of_printing(connection, self._context.branch_id, earlier.desk, earlier.at)
        if not printed:
            raise key_of_another_act()
        items = (self._named(connection, code) or LabelView(code, None) for code, _cell in printed)
        return _Plan(tuple(items), range(0))

    def _named(self, connection: Connection, code: str) -> LabelView | None:
        """The label of the article with this code, or one that was printed and stands on nothing yet."""
        at_hand = scanned.article(connection, self._context, code)
        if at_hand is not None:
            article = self._context.article_view(at_hand)
            return LabelView(article.barcode, article)
        printed = rows.printed_code(connection, self._context.branch_id, barcode.candidates(code))
        return None if printed is None else LabelView(printed, None)

    def _unprinted(self, connection: Connection) -> list[int]:
        """The articles without a printed label; one that bears somebody else's number came with its label."""
        first_digit = barcode.article_code(1)[0]
        found = rows.unprinted(connection, self._context.branch_id, first_digit)
        return [article_id for article_id, label in found if barcode.series(label) is Series.ARTICLE]

    @staticmethod
    def _next_codes(connection: Connection, count: int) -> tuple[range, list[str]]:
        """The next numbers of the series, as far as they have to be taken for `count` codes that stand on nothing."""
        first = at = rows.next_number(connection, _SERIES)
        codes: list[str] = []
        while len(codes) < count:
            more = [barcode.article_code(number) for number in range(at, at + count - len(codes))]
            taken = catalogue.taken_keys(connection, more)
            at += len(more)
            codes += [code for code in more if code not in taken]
        return range(first, at), codes

    # ---------------------------------------------------------------------------------------------- writing

    def _write(
        self,
        order: LabelOrder,
        plan: _Plan,
        target: _Target,
        act: tuple[str, int] | None,
        progress: Progress | None,
    ) -> PrintedLabels:
        """Draw, remember, publish. `act` is a key and a line of the record; without it it was remembered before."""
        remembered = False
        count, sheet = len(plan.items), target.sheet
        try:
            with replacing(target.path) as partial:
                squares, left_out = self._draw(order, plan, replace(target, path=partial), progress)
                if act is not None:
                    self._remember(order, plan, target, act)
                    remembered = True
        except FritidsError:
            if act is not None and remembered:
                self._take_back(plan, target.at, act)
            raise
        return PrintedLabels(
            target.path,
            sheet.name,
            plan.items,
            sheet.pages(order.from_cell, count) if target.ending == PDF else count,
            order.from_cell,
            sheet.next_cell(order.from_cell, count) if target.cells else None,
            squares,
            left_out,
        )

    def _draw(
        self, order: LabelOrder, plan: _Plan, target: _Target, progress: Progress | None
    ) -> tuple[int, str]:
        """The file holds the labels; how many became a QR unasked, and which signs could not be printed."""
        from fritids.outside.labels.draw import Drawing  # noqa: PLC0415  # 0.2 s: only for who prints

        context = self._context
        drawing = Drawing(
            [_texts(item, context.branch_name) for item in plan.items],
            target.sheet,
            qr=order.qr,
            progress=progress or (lambda _done, _all: None),
        )
        drawing.write(
            target.path,
            target.ending,
            first=order.from_cell,
            shift=self._shift(order.offset),
            dpi=order.dpi or _USUAL_DPI.get(target.ending, 300),
        )
        return drawing.squares, drawing.left_out

    def _remember(self, order: LabelOrder, plan: _Plan, target: _Target, act: tuple[str, int]) -> None:
        context, cells = self._context, target.cells
        name = target.sheet.name if target.ending == PDF else target.ending[1:]

        def work(connection: Connection) -> None:
            if plan.numbers:
                taken = branches.take_numbers(connection, _SERIES, len(plan.numbers))
                codes = [item.barcode for item in plan.items if item.article is None]
                if taken != plan.numbers or catalogue.taken_keys(connection, codes):
                    raise _TakenMeanwhileError
            details = {"sheet": name, "labels": len(plan.items), "new": order.new or 0}
            events.add(connection, context.event(ActKind.LABELS_PRINT, *act, at=target.at), details)
            rows.add(
                connection,
                [
                    {
                        "branch_id": context.branch_id,
                        "key": barcode.key(item.barcode),
                        "code": item.barcode,
                        "printed_at": target.at,
                        "desk": context.desk,
                        "operator": context.operator,
                        "sheet": name,
                        "cell": (order.from_cell - 1 + n) % cells + 1 if cells else None,
                    }
                    for n, item in enumerate(plan.items)
                ],
            )

        context.do(*act, work, lambda _connection, _earlier: None)

    def _take_back(self, plan: _Plan, at: datetime, act: tuple[str, int]) -> None:
        """The file did not get its name: nothing was printed, and the numbers are free again unless later ones were taken."""
        context = self._context
        with context.database.write() as connection:
            key, line = act
            values = context.event(ActKind.LABELS_PRINT, key, line + 1)
            events.add(connection, values, {"withdrawn": True})
            rows.forget_printing(connection, context.branch_id, context.desk, at)
            if plan.numbers:
                rows.give_back(connection, _SERIES, plan.numbers)


def write_scanner_page(path: Path) -> None:
    """The scanner doctor's page is the PDF at `path`. Needs no database. Raises as `Labels.print`."""
    from fritids.outside.labels import pages  # noqa: PLC0415  # 0.2 s: only for who prints

    _only_pdf(path)
    with replacing(path) as partial:
        pages.write_scanner_page(partial)


def _check(order: LabelOrder, sheet: Sheet) -> None:
    if not (order.barcodes or order.unprinted or order.new is not None):
        raise UsageError(_("Say which labels: barcodes, --unprinted, or --new N."))
    if order.new is not None and not 1 <= order.new <= MOST_NEW:
        raise InvalidValueError(
            _("Print between 1 and {n} new labels at a time.").format(n=MOST_NEW), field="new"
        )
    checked_cell(sheet, order.from_cell)


def _texts(item: LabelView, branch: str) -> tuple[str, str, str, str]:
    """Code, branch, type and size, as they are to stand on the label."""
    if item.article is None:
        return item.barcode, branch, "", ""
    kind = item.article.type
    name = kind.name_sv if language() == "sv" else kind.name_en
    return item.barcode, branch, name[:1].upper() + name[1:], item.article.size or ""


def _ending(path: Path) -> str:
    ending = path.suffix.lower()
    if ending not in _ENDINGS:
        raise UsageError(
            _(
                "The name of the file has to end in .pdf, .png, .svg or .zpl, for a sheet, a picture or a label printer."
            )
        )
    return ending


def _only_pdf(path: Path) -> None:
    if Path(path).suffix.lower() != PDF:
        raise UsageError(_("This page is a PDF: the name of the file has to end in .pdf."))
