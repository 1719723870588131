"""What stands around the sections: the title page, the contents, the definitions, and the foot of each page."""

from typing import Final

from fritids.outside.documents.colours import BLUE, FAINT_INK, GRID, INK
from fritids.outside.documents.lettering import MISSING, cut, settable, width, wrapped
from fritids.outside.documents.model import Document, Section
from fritids.outside.documents.pdf_flow import LEADING, Flow
from fritids.outside.documents.pdf_page import FOOT, MARGIN, SHORT_SIDE, Anchor, Link, Page, Part, Sign
from fritids.outside.documents.picture import Box, Letters, Strokes
from fritids.outside.documents.words import word

_ROOM: Final = SHORT_SIDE - 2 * MARGIN
_SMALL: Final = 7.0
_SIGNS: Final = ("withheld", "none", "missing")
_CONTENTS: Final = "contents"
_LOOSE: Final = 1.45
"""Of a line of the contents, as a part of its letters' height."""
_CLOSE: Final = 1.25


def title_page(document: Document, root: Part) -> list[Page]:
    """The title, what the report is of, and the facts about it."""
    flow = Flow(document.language, root.add("Sect"))
    flow.turn_over()
    flow.page.draw([Box(MARGIN, 150, 64, 7, BLUE)])
    flow.y = 172
    flow.set_lines(wrapped(document.title, 26, _ROOM, bold=True), 26, flow.part.add("H1"), bold=True)
    flow.y += 6
    flow.set_lines(wrapped(document.subtitle, 14, _ROOM), 14, flow.part.add("P"), colour=FAINT_INK)
    flow.y += 40
    names = min(_ROOM * 0.4, max((width(name, 9.5) for name, _value in document.facts), default=0.0) + 18)
    for name, value in document.facts:
        left, right = wrapped(name, 9.5, names - 10), wrapped(value, 9.5, _ROOM - names, bold=True)
        height = max(len(left), len(right)) * 9.5 * LEADING + 7
        flow.need(height)
        part = flow.part.add("P")
        for lines, x, bold in ((left, MARGIN, False), (right, MARGIN + names, True)):
            flow.page.draw(
                (
                    Letters(line, x, flow.y + 9.5 * (1 + number * LEADING), 9.5, bold=bold, colour=INK)
                    for number, line in enumerate(lines)
                ),
                part,
            )
        flow.y += height
        flow.page.draw([Strokes((((MARGIN, flow.y - 3), (MARGIN + _ROOM, flow.y - 3)),), GRID, 0.4)])
    return flow.pages


def definitions(document: Document, flow: Flow) -> None:
    """Every term with its meaning and source, and how the sign for a withheld figure is to be read."""
    if not document.definitions and not document.withheld_note:
        return
    title = document.definitions_title or word("definitions", document.language)
    flow.part = flow.part.add("Sect")
    flow.heading(Section("definitions", title, ()), "definitions", 60)
    if document.withheld_note:
        flow.set_lines(wrapped(document.withheld_note, 9, _ROOM), 9, flow.part.add("P"))
        flow.y += 10
    for each in document.definitions:
        term = wrapped(each.term, 9, _ROOM, bold=True)
        text = wrapped(each.text, 9, _ROOM - 12)
        source = (
            wrapped(word("source", document.language, source=each.source), 7.5, _ROOM - 12)
            if each.source
            else []
        )
        # A term is not left at the foot of a page without its meaning.
        flow.need((len(term) + min(len(text), 3)) * 9 * LEADING)
        flow.set_lines(term, 9, flow.part.add("P"), bold=True)
        flow.set_lines(text, 9, flow.part.add("P"), left=12)
        if source:
            flow.set_lines(source, 7.5, flow.part.add("P"), colour=FAINT_INK, left=12)
        flow.y += 7


def contents(document: Document, body: list[Page], before: int, root: Part) -> list[Page]:
    """The contents of the pages that follow it; `before` pages stand before it."""
    entries = [(anchor, number) for number, page in enumerate(body, start=1) for anchor in page.anchors]
    length, leading = 1, _LOOSE
    while True:
        part = Part("TOC")
        pages = _contents(document, entries, before + length, part, leading)
        if len(pages) == length:
            root.kids.append(part)
            return pages
        if length == 1 and leading == _LOOSE:
            leading = _CLOSE  # first try without a few lines alone on a second page
        else:
            length, leading = length + 1, _LOOSE


def _contents(
    document: Document, entries: list[tuple[Anchor, int]], offset: int, part: Part, leading: float
) -> list[Page]:
    flow = Flow(document.language, part)
    title = Section(_CONTENTS, word("contents", document.language), ())
    flow.heading(title, _CONTENTS, 40)
    for anchor, number in entries:
        size, left = (10.0, 0.0) if anchor.level == 0 else (8.5, 14.0)
        flow.gap(5 if anchor.level == 0 else 0)
        page = str(number + offset)
        lines = wrapped(anchor.title, size, _ROOM - left - 40, bold=anchor.level == 0)
        flow.need(len(lines) * size * leading)
        entry = part.add("TOCI")
        top = flow.y
        for line in lines:
            flow.y += size * leading
            base = flow.y - size * 0.4
            flow.page.draw([Letters(line, MARGIN + left, base, size, bold=anchor.level == 0)], entry)
        base = flow.y - size * 0.4
        start = MARGIN + left + width(lines[-1], size, bold=anchor.level == 0) + 6
        end = MARGIN + _ROOM - width(page, size) - 6
        dots = tuple(((x, base - 1), (x + 0.8, base - 1)) for x in _steps(start, end))
        flow.page.draw([Strokes(dots, FAINT_INK, 0.6)])
        flow.page.draw([Letters(page, MARGIN + _ROOM, base, size, "end")], entry)
        flow.page.links.append(Link(anchor.key, anchor.title, (MARGIN, top, MARGIN + _ROOM, flow.y)))
    return flow.pages


def _steps(start: float, end: float) -> list[float]:
    """Places of dots that stand under one another from line to line."""
    apart = 4.0
    first = int(start / apart) + 1
    return [apart * number for number in range(first, int(end / apart))]


def set_feet(document: Document, pages: list[Page]) -> None:
    """Each page but the first says which it is of how many, and every page what the signs on it mean."""
    told: set[tuple[int, Sign]] = set()
    for number, page in enumerate(pages, start=1):
        texts = [mark.text for piece in page.pieces for mark in piece.marks if isinstance(mark, Letters)]
        if any(MISSING in settable(text) for text in texts):
            page.signs.add("missing")
        y = page.height - MARGIN - FOOT + _SMALL * 1.6
        for sign in _SIGNS:
            if sign in page.signs:
                # Read to those who listen once, at the end of its section, however many pages that has.
                new = (id(page.section), sign) not in told
                part = page.section.add("P") if page.section and new else None
                told.add((id(page.section), sign))
                for line in wrapped(word(sign, document.language), _SMALL, page.room):
                    page.draw([Letters(line, MARGIN, y, _SMALL, colour=FAINT_INK)], part)
                    y += _SMALL * 1.25
        if number > 1:
            _running_foot(document, page, number, len(pages))


def _running_foot(document: Document, page: Page, number: int, count: int) -> None:
    low = page.height - MARGIN
    of = word("page", document.language, page=number, pages=count)
    name = cut(f"{document.title} · {document.author}", _SMALL, page.room - width(of, _SMALL) - 20)
    page.draw(
        [
            Strokes((((MARGIN, low - 10), (MARGIN + page.room, low - 10)),), GRID, 0.5),
            Letters(name, MARGIN, low, _SMALL, colour=FAINT_INK),
            Letters(of, MARGIN + page.room, low, _SMALL, "end", colour=FAINT_INK),
        ]
    )
