"""The call list on paper: A4 pages with a block for everybody to be called, to be ticked and written on beside the telephone."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fritids.domain.label_sheets import A4
from fritids.i18n import _, n_
from fritids.outside.files import replacing
from fritids.outside.paper.fonts import Words, fitted, readable
from fritids.outside.paper.pages import Paper

MOST_THINGS: Final = 10
"""Lines of things in one block; a school may have sixty."""
_LEFT: Final = 15.0
_RIGHT: Final = A4[0] - 15.0
_TICKS: Final = 146.0
"""Where the boxes begin."""
_TEXT: Final = _TICKS - 6.0
_FIRST_TOP: Final = 32.0
_BOTTOM: Final = A4[1] - 20.0
_STEP: Final = 5.2
_BOX: Final = 3.4
_TICK_STEP: Final = 6.5
_NOTE: Final = 11.0
"""For a line that is written by hand, below what is printed."""


@dataclass(frozen=True, slots=True)
class CallBlock:
    """Somebody to call, in words. A protected borrower is called by the number, and has no phone here."""

    name: str
    number: str
    phone: str
    why: str
    things: tuple[tuple[str, str], ...]
    """What and how late; all of it."""
    said: tuple[str, ...] = ()
    """Earlier calls, the newest first."""


@dataclass(frozen=True, slots=True)
class WrittenCalls:
    """A call list on paper."""

    pages: int
    unnamed: tuple[str, ...]
    """Numbers of those whose whole name no font here can print: they are to be looked up on the screen."""


@dataclass(frozen=True, slots=True)
class _Line:
    words: Words
    right: Words | None = None


@dataclass(frozen=True, slots=True)
class _LaidOut:
    lines: tuple[_Line, ...]
    height: float


def write_call_list(path: Path, branch: str, moment: str, blocks: Sequence[CallBlock]) -> WrittenCalls:
    """The list is the PDF at `path`, in the language in use; no block is parted by the end of a page.

    Raises UsageError for an unusable place, FritidsError if the disk refuses or a font is missing.
    """
    pages: list[list[tuple[float, _LaidOut]]] = [[]]
    top = _FIRST_TOP
    for block in blocks:
        laid_out = _lay_out(block)
        if pages[-1] and top + laid_out.height > _BOTTOM:
            pages.append([])
            top = _FIRST_TOP
        pages[-1].append((top, laid_out))
        top += laid_out.height
    with replacing(path, private=True) as partial:
        paper = Paper(partial, A4, title=_("Call list"))
        for number, page in enumerate(pages, 1):
            if number > 1:
                paper.next_page()
            _frame_page(paper, branch, moment, len(blocks), (number, len(pages)))
            for at, laid_out in page:
                _draw(paper, laid_out, at)
        paper.save()
    return WrittenCalls(len(pages), tuple(block.number for block in blocks if not _spelled(block.name)[1]))


def _spelled(name: str) -> tuple[str, bool]:
    """The name in letters that can be printed, and whether all of it is there: `Nguyễn` without its marks is still to be called by."""
    letters = [
        sign if readable(sign)[0] == sign else _bare(sign) for sign in unicodedata.normalize("NFC", name)
    ]
    return " ".join("".join(letters).split()), all(letters)


def _bare(sign: str) -> str:
    """A blank, or the letter without the marks upon it; empty if no font here has that."""
    bare = "".join(one for one in unicodedata.normalize("NFD", sign) if not unicodedata.combining(one))
    return " " if sign.isspace() else readable(bare)[0]


def _lay_out(block: CallBlock) -> _LaidOut:
    room = _TEXT - _LEFT
    phone = fitted(block.phone, room * 0.45, most=4.6, least=3.0, bold=True)
    spelled, whole = _spelled(block.name)
    shown = spelled or _("borrower {number}").format(number=block.number)
    name = fitted(shown, room - phone.width - 4, most=4.6, least=3.0, bold=True)
    lines = [_Line(name, phone)]
    about = [_("no. {number}").format(number=block.number), block.why]
    lines.append(_Line(_small(", ".join(filter(None, about)))))
    if not whole:
        lines.append(_Line(_small(_("The name has letters that cannot be printed: see it on the screen."))))
    for what, late in block.things[:MOST_THINGS]:
        right = fitted(late, room * 0.45, most=3.3, least=2.2)
        lines.append(_Line(fitted(what, room - right.width - 4, most=3.3, least=2.4), right))
    if more := len(block.things) - MOST_THINGS:
        words = n_("and {n} more thing", "and {n} more things", max(more, 0)).format(n=more)
        lines += [_Line(_small(words))] if more > 0 else []
    lines += (_Line(_small(said)) for said in block.said)
    return _LaidOut(tuple(lines), max(6.0 + 4 * _TICK_STEP, 4.0 + _STEP * len(lines) + _NOTE))


def _small(text: str) -> Words:
    return fitted(text, _TEXT - _LEFT, most=3.1, least=2.4)


def _draw(paper: Paper, block: _LaidOut, top: float) -> None:
    paper.line(_LEFT, top, _RIGHT, top)
    y = top + 6.5
    for line in block.lines:
        paper.words(line.words, _LEFT, y)
        if line.right is not None:
            paper.words(line.right, _TEXT - line.right.width, y)
        y += _STEP
    ticks = (_("called"), _("promised, by:"), _("no reply"), _("wrong number"))
    for place, text in enumerate(ticks):
        y = top + 6.5 + place * _TICK_STEP
        paper.frame(_TICKS, y - _BOX + 0.4, _BOX, _BOX)
        words = fitted(text, _RIGHT - _TICKS - 6, most=3.3, least=2.4)
        paper.words(words, _TICKS + 5.5, y)
        if place == 1:
            paper.line(_TICKS + 7 + words.width, y + 0.6, _RIGHT, y + 0.6)
    y = top + block.height - 4.5
    note = fitted(_("Note:"), 30, most=3.3, least=2.4)
    paper.words(note, _LEFT, y)
    paper.line(_LEFT + note.width + 2, y + 0.6, _TEXT, y + 0.6)


def _frame_page(paper: Paper, branch: str, moment: str, count: int, page: tuple[int, int]) -> None:
    """What stands above and below on every page."""
    room = _RIGHT - _LEFT
    when = fitted(moment, room / 3, most=3.6, least=2.4)
    paper.words(when, _RIGHT - when.width, 20)
    title = _("Call list, {branch}").format(branch=branch)
    paper.words(fitted(title, room - when.width - 4, most=6.5, least=3.5, bold=True), _LEFT, 20)
    people = n_("{n} to call. Who has something late the longest comes first.",
                "{n} to call. Who has something late the longest comes first.", count)  # fmt: skip
    paper.words(fitted(people.format(n=count), room, most=3.4, least=2.4), _LEFT, 27)
    number = fitted(_("Page {n} of {all}").format(n=page[0], all=page[1]), 60, most=3.3, least=2.4)
    paper.words(number, _RIGHT - number.width, A4[1] - 11)
    care = _("Names and numbers: shred this when it is done, and note the calls in the program.")
    paper.words(fitted(care, room - number.width - 4, most=3.0, least=2.2), _LEFT, A4[1] - 11)
