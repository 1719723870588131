"""A picture made of rectangles, lines and words, in points from its upper left corner. Knows no file format."""

from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from fritids.outside.documents.colours import FAINT_INK, INK

Point: TypeAlias = tuple[float, float]
_HATCH: Final = 3.6
"""From line to line of a hatching."""


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle; `tells` is what it stands for, in words."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    outline: str | None = None
    tells: str = ""


@dataclass(frozen=True, slots=True)
class Strokes:
    """Straight lines of one colour."""

    lines: tuple[tuple[Point, Point], ...]
    colour: str
    width: float = 0.5


@dataclass(frozen=True, slots=True)
class Letters:
    """Words on one line."""

    text: str
    x: float
    y: float
    """Of the base line."""
    size: float
    anchor: str = "start"
    """Which end of the words stands at `x`: `start`, `middle` or `end`."""
    bold: bool = False
    colour: str = INK
    upright: bool = False
    """Written from the bottom up, turned round (`x`, `y`)."""


Mark: TypeAlias = Box | Strokes | Letters


@dataclass(slots=True)
class Picture:
    """What is drawn, in that order."""

    width: float
    height: float = 0.0
    marks: list[Mark] = field(default_factory=list)

    def words(self, lines: list[str], x: float, top: float, size: float, *, anchor: str = "start") -> float:
        """Small lines that are read second, under one another; where the next thing may begin."""
        for line in lines:
            self.marks.append(Letters(line, x, top + size, size, anchor, colour=FAINT_INK))
            top += size * 1.25
        return top


def hatched(x: float, y: float, width: float, height: float) -> tuple[tuple[Point, Point], ...]:
    """Slanting lines that fill a rectangle, by which it is told from a filled one without any colour."""
    lines: list[tuple[Point, Point]] = []
    offset = _HATCH / 2
    while offset < width + height:
        # From the left or lower edge up to the upper or right one: x + y is the same along each.
        start = (x + max(0.0, offset - height), y + min(height, offset))
        end = (x + min(width, offset), y + max(0.0, offset - width))
        lines.append((start, end))
        offset += _HATCH
    return tuple(lines)


def moved(mark: Mark, x: float, y: float, scale: float = 1.0) -> Mark:
    """The mark as it stands where the picture's corner is (`x`, `y`) and all of it is `scale` as large."""
    match mark:
        case Box():
            return replace(
                mark,
                x=x + mark.x * scale,
                y=y + mark.y * scale,
                width=mark.width * scale,
                height=mark.height * scale,
            )
        case Strokes():
            lines = tuple(
                ((x + a * scale, y + b * scale), (x + c * scale, y + d * scale))
                for (a, b), (c, d) in mark.lines
            )
            return replace(mark, lines=lines, width=mark.width * scale)
        case Letters():
            return replace(mark, x=x + mark.x * scale, y=y + mark.y * scale, size=mark.size * scale)
