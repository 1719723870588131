"""Pages before they are a file: what is drawn on each, and which part of the document that is. Measures in points from the upper left corner."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from fritids.outside.documents.picture import Mark

SHORT_SIDE: Final = 595.28
LONG_SIDE: Final = 841.89
MARGIN: Final = 56.0
"""White on all four sides; nothing but the paper lies there."""
FOOT: Final = 46.0
"""At the lower margin, for the running foot and what explains the signs of the page."""


@dataclass(slots=True, eq=False)
class Part:
    """A part of the document as a screen reader follows it: `role` is a standard structure type of ISO 32000 (H1, P, Table, TD...)."""

    role: str
    alternative: str = ""
    """What it shows, in words; of a picture."""
    of_row: bool = False
    """Of a header cell (TH): it names its row, not its column."""
    kids: "list[Part | Content]" = field(default_factory=list)

    def add(self, role: str, alternative: str = "", *, of_row: bool = False) -> "Part":
        """A part within this one, after all others."""
        part = Part(role, alternative, of_row)
        self.kids.append(part)
        return part


@dataclass(frozen=True, slots=True)
class Content:
    """What stands on one page of a part: the page, and which number it has there."""

    page: int
    number: int


@dataclass(frozen=True, slots=True)
class Piece:
    """What is drawn together. `part` is None for what is no content: lines, running foot, a repeated header."""

    marks: tuple[Mark, ...]
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place that bookmarks and the contents lead to; `level` 0 is a section, 1 a table in it."""

    key: str
    title: str
    level: int
    y: float


@dataclass(frozen=True, slots=True)
class Link:
    """A rectangle that leads to an anchor."""

    key: str
    title: str
    box: tuple[float, float, float, float]
    """Left, top, right, bottom."""


Sign: TypeAlias = str
"""`withheld`, `none` or `missing`: a sign on a page that its foot explains."""


@dataclass(slots=True)
class Page:
    """One page, upright or turned."""

    turned: bool = False
    section: Part | None = None
    """The part that its last content belongs to."""
    pieces: list[Piece] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    signs: set[Sign] = field(default_factory=set)

    @property
    def width(self) -> float:
        """Of the paper."""
        return LONG_SIDE if self.turned else SHORT_SIDE

    @property
    def height(self) -> float:
        """Of the paper."""
        return SHORT_SIDE if self.turned else LONG_SIDE

    @property
    def room(self) -> float:
        """The width between the margins."""
        return self.width - 2 * MARGIN

    @property
    def bottom(self) -> float:
        """Where text ends."""
        return self.height - MARGIN - FOOT

    @property
    def deep(self) -> float:
        """The height of the text."""
        return self.bottom - MARGIN

    def draw(self, marks: Iterable[Mark], part: Part | None = None) -> None:
        """Marks stand on the page, as content of `part`."""
        self.pieces.append(Piece(tuple(marks), part))
