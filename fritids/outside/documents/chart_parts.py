"""What upright columns and lying bars have in common: sizes, the bar itself, and a value in words."""

from dataclasses import dataclass
from typing import Final

from fritids.outside.documents.axes import Axis, axis
from fritids.outside.documents.colours import SERIES
from fritids.outside.documents.model import Chart, Series
from fritids.outside.documents.picture import Box, Mark, Picture, Strokes, hatched
from fritids.outside.documents.values import NO_FIGURE_SIGN

SMALL: Final = 7.5
"""The size of all words but the title."""
VALUE: Final = 6.5
"""The size of a value beside its bar."""
LINE: Final = 1.2
"""From line to line, in the size of the words."""


@dataclass(frozen=True, slots=True)
class Room:
    """Where something stands."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def across(self) -> float:
        """Its width."""
        return self.right - self.left

    @property
    def down(self) -> float:
        """Its height."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Work:
    """A chart on its way to be a picture."""

    picture: Picture
    chart: Chart
    language: str
    scale: Axis

    @classmethod
    def on(cls, picture: Picture, chart: Chart, language: str) -> "Work":
        """The chart is to be drawn on `picture`."""
        return cls(picture, chart, language, axis(chart))

    def draw_bar(self, room: Room, row: int, place: int) -> None:
        """A bar fills `room`, and says under a pointer what it stands for."""
        tells = told(self.chart, self.chart.series[row], place, self.scale, self.language)
        self.picture.marks += bar(room, row, tells)

    def label(self, value: float) -> str:
        """A value in figures."""
        return self.scale.label(value, self.language)


def bar(room: Room, row: int, tells: str = "") -> list[Mark]:
    """A bar of the first series filled, of the second hatched."""
    colour = SERIES[row % len(SERIES)]
    fill = "#FFFFFF" if row else colour
    box = Box(room.left, room.top, room.across, room.down, fill, colour, tells)
    if not row:
        return [box]
    return [box, Strokes(hatched(room.left, room.top, room.across, room.down), colour, 0.8)]


def told(chart: Chart, series: Series, place: int, scale: Axis, language: str) -> str:
    """One value in words: `februari, 2026: 123`."""
    value = series.values[place]
    shown = NO_FIGURE_SIGN if value is None else scale.label(value, language)
    of = f", {series.name}" if series.name else ""
    return f"{chart.categories[place]}{of}: {shown}"
