"""The sheets of labels that come with the program, and what somebody means by a sheet's name, a cell or an offset."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from fritids.domain.label_sheets import Sheet, SheetFault, free_sheet, plain_name
from fritids.domain.policy import MOST_OFFSET
from fritids.errors import InvalidValueError
from fritids.i18n import _
from fritids.services.reference import read_rows

USUAL: Final = "L7160"
USUAL_ROLL: Final = "57x32"
"""What a label printer's roll is taken to be: 57 x 32 mm, the commonest one for price tags."""
_OFFSET: Final = re.compile(r"\s*([+-]?\d+(?:\.\d+)?)\s*,\s*([+-]?\d+(?:\.\d+)?)\s*")


@cache
def known_sheets() -> Mapping[str, Sheet]:
    """By name, in the order of the file."""
    return {row["name"]: _sheet(row) for row in read_rows("label-sheets.csv")}


@cache
def _by_any_name() -> Mapping[str, Sheet]:
    names: dict[str, Sheet] = {}
    for row in read_rows("label-sheets.csv"):
        for name in (row["name"], *row["also"].split(";")):
            names[plain_name(name)] = known_sheets()[row["name"]]
    return names


def sheet_named(text: str) -> Sheet:
    """The sheet that `text` names or writes out. Raises InvalidValueError, which lists the names."""
    found = _by_any_name().get(plain_name(text))
    if found is not None:
        return found
    written = free_sheet(text)
    match written:
        case Sheet():
            return written
        case SheetFault.TOO_SMALL:
            message = _("A label has to be at least 15 × 8 mm.")
        case SheetFault.OFF_THE_PAGE:
            message = _("Labels so many and so large do not fit on an A4. Measure again.")
        case _:
            message = _(
                "There is no sheet called {name}. Known are {names}; or write columns x rows and width x height in mm, such as 3x8:63.5x33.9."
            ).format(name=text.strip()[:40], names=", ".join(known_sheets()))
    raise InvalidValueError(message, field="sheet")


def checked_cell(sheet: Sheet, cell: int) -> int:
    """`cell`. Raises InvalidValueError if the sheet has no such cell."""
    if not 1 <= cell <= sheet.cells:
        raise InvalidValueError(
            _("The sheet {sheet} has the cells 1 to {n}; there is no cell {cell}.").format(
                sheet=sheet.name, n=sheet.cells, cell=cell
            ),
            field="from_cell",
        )
    return cell


def checked_offset(sheet: Sheet, offset: tuple[float, float]) -> tuple[float, float]:
    """`offset`. Raises InvalidValueError if it moves labels over the edge of the paper."""
    if not sheet.holds(offset):
        raise InvalidValueError(
            _(
                "The offset {x:g},{y:g} moves labels of {sheet} over the edge of the paper. Give a smaller one, such as --offset=0,0."
            ).format(x=offset[0], y=offset[1], sheet=sheet.name),
            field="offset",
        )
    return offset


def read_offset(text: str) -> tuple[float, float]:
    """Millimetres to the right and down. Raises InvalidValueError for what is no offset, or a larger one than any printer has."""
    found = _OFFSET.fullmatch(text)
    offset = (float(found[1]), float(found[2])) if found else None
    if offset is None or max(map(abs, offset)) > MOST_OFFSET:
        raise InvalidValueError(
            _("Write the offset as millimetres to the right and down, at most {n}, such as 1.5,-0.5.").format(
                n=MOST_OFFSET
            ),
            field="offset",
        )
    return offset


def _sheet(row: Mapping[str, str]) -> Sheet:
    return Sheet(
        row["name"],
        int(row["columns"]),
        int(row["rows"]),
        float(row["width"]),
        float(row["height"]),
        float(row["left"]),
        float(row["top"]),
        float(row["pitch_x"]),
        float(row["pitch_y"]),
    )
