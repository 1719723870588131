"""One printed page for the day the computer is gone: four numbered lines for a volunteer, and with a key its code and its letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fritids.outside.labels.symbols import QR_QUIET, square
from fritids.outside.paper.fonts import fitted
from fritids.outside.paper.pages import Paper

A4 = (210.0, 297.0)
_LEFT = 20.0
_ROOM = A4[0] - 2 * _LEFT
_MODULE = 1.2
"""mm: coarse enough for any scanner and any printer."""
_SIGNS = 19
"""Of a key's letters on a line."""


@dataclass(frozen=True, slots=True)
class RestorePage:
    """What stands on the page, in the language of the branch."""

    title: str
    intro: Sequence[str]
    steps: Sequence[Sequence[str]]
    """Each numbered line: what to do, and under it, larger, what to type."""
    foot: Sequence[str]
    key: str | None = None
    """The opening half of the key; None for a page without it."""


def write_page(path: Path, page: RestorePage) -> None:
    """The file at `path` holds the page. Raises OSError where the disk refuses."""
    paper = Paper(path, A4, title=page.title)
    y = _words(paper, page.title, 28.0, 8.0, bold=True) + 4
    for line in page.intro:
        y = _words(paper, line, y, 4.2)
    y += 6
    for number, step in enumerate(page.steps, start=1):
        first, *typed = step
        _words(paper, f"{number}.", y, 5.0, bold=True)
        y = _words(paper, first, y, 4.6, at=_LEFT + 10)
        for line in typed:
            y = _words(paper, line, y + 1.5, 5.4, at=_LEFT + 10, bold=True) + 1.5
        y += 4
    if page.key is not None:
        rows = square(page.key).rows
        y += QR_QUIET * _MODULE
        left = _LEFT + 10 + QR_QUIET * _MODULE
        for row, modules in enumerate(rows):
            paper.boxes(
                (left + column * _MODULE, y + row * _MODULE, _MODULE, _MODULE)
                for column, dark in enumerate(modules)
                if dark
            )
        y += (len(rows) + QR_QUIET) * _MODULE + 6
        for first_sign in range(0, len(page.key), _SIGNS):
            y = (
                _words(paper, page.key[first_sign : first_sign + _SIGNS], y, 6.0, at=_LEFT + 10, bold=True)
                + 1
            )
        y += 4
    for line in page.foot:
        y = _words(paper, line, y, 3.8)
    paper.next_page()
    paper.save()


def _words(paper: Paper, text: str, y: float, size: float, *, at: float = _LEFT, bold: bool = False) -> float:
    """Words from `at`, broken to lines; where the next line stands."""
    room = _ROOM - (at - _LEFT)
    line = ""
    for word in [*text.split(" "), None]:
        longer = f"{line} {word}".strip() if word is not None else ""
        if word is None or (line and fitted(longer, 1000, most=size, least=size, bold=bold).width > room):
            if line:
                paper.words(fitted(line, room, most=size, least=size * 0.5, bold=bold), at, y)
                y += size * 1.45
            line = word or ""
        else:
            line = longer
    return y
