"""A photo in the cells of a terminal: half blocks, two colours each. Only where a terminal shows any colour; sixteen make no picture."""

import asyncio
from typing import TYPE_CHECKING

from textual.content import Content

from fritids.errors import UsageError

if TYPE_CHECKING:
    from textual.app import App

    from fritids.outside.pictures import Colour

HALF = "▀"


def can_show(app: "App[None]") -> bool:
    """Whether the terminal of the counter has all colours, and nobody asked for none."""
    return app.console.color_system == "truecolor" and not app.no_color


async def painted(path: str, columns: int, rows: int) -> list[Content]:
    """The picture on at most so many lines and cells; none for one that is gone or cannot be read.

    Read on a thread of its own: a large photo takes a tenth of a second, in which scans go on.
    """
    try:
        return [_line(cells) for cells in await asyncio.to_thread(_read, path, columns, rows)]
    except UsageError:
        return []


def _read(path: str, columns: int, rows: int) -> "tuple[tuple[tuple[Colour, Colour], ...], ...]":
    from fritids.outside import pictures

    return pictures.half_blocks(path, columns, rows)


def _line(cells: "tuple[tuple[Colour, Colour], ...]") -> Content:
    return Content.assemble(
        *((HALF, f"rgb({u[0]},{u[1]},{u[2]}) on rgb({low[0]},{low[1]},{low[2]})") for u, low in cells)
    )
