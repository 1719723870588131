"""What all rows of an import share: finding a cell by what it means, noting what is wrong, and being kept small.

A file of 100,000 rows is read once and kept as packed batches (20 MB), so that the write transaction, for which other desks wait,
has nothing to read or to parse.
"""

import marshal
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar, cast

from fritids.domain.findings import Fact
from fritids.outside.table_values import SourceRow, unguarded
from fritids.services.importing.values import (
    MOST_LISTED,
    Column,
    ColumnUse,
    ImportFault,
    ImportNote,
    RowNote,
    RowProblem,
)

T = TypeVar("T")
BATCH: Final = 2_000
"""Rows that are checked and stored together."""


@dataclass(slots=True)
class Remarks:
    """What was found about rows: the first ones with their lines, all of them counted."""

    problems: list[RowProblem] = field(default_factory=list)
    problem_count: int = 0
    notes: list[RowNote] = field(default_factory=list)
    note_count: int = 0
    already_there: int = 0
    left_out: int = 0

    def problem(self, line: int, column: str, code: ImportFault, **facts: Fact) -> None:
        """Note what stands in the way of a row."""
        self.problem_count += 1
        if len(self.problems) < MOST_LISTED:
            self.problems.append(RowProblem(line, column, code, facts))

    def note(self, line: int, column: str, code: ImportNote, **facts: Fact) -> None:
        """Note what is worth knowing of a row."""
        self.note_count += 1
        if len(self.notes) < MOST_LISTED:
            self.notes.append(RowNote(line, column, code, facts))


class Cells:
    """The columns of a plan, over one row after the other."""

    def __init__(self, uses: Sequence[ColumnUse], remarks: Remarks) -> None:
        self._places = {use.column: use.place for use in uses if use.column}
        self._headers: Mapping[Column, str] = {use.column: use.header for use in uses if use.column}
        self._remarks = remarks
        self._cells: list[str] = []
        self.line = 0

    def move_to(self, row: SourceRow) -> None:
        """From now on this row is meant."""
        self.line, self._cells = row.line, row.cells

    def has(self, column: Column) -> bool:
        """Whether the file has such a column."""
        return column in self._places

    def text(self, column: Column) -> str:
        """The cell as it stands there; empty where there is none."""
        place = self._places.get(column, -1)
        return unguarded(self._cells[place]) if 0 <= place < len(self._cells) else ""

    def take(self, column: Column, read: Callable[[str], T | ImportFault], **facts: Fact) -> T | None:
        """What `read` makes of the cell; None, and the problem noted, if that is a fault."""
        value = read(self.text(column))
        if isinstance(value, ImportFault):
            self.problem(column, value, **facts)
            return None
        return value

    def problem(self, column: Column, code: ImportFault, **facts: Fact) -> None:
        """Note what stands in the way of this row."""
        self._remarks.problem(self.line, self.header(column), code, **facts)

    def note(self, column: Column, code: ImportNote, **facts: Fact) -> None:
        """Note what is worth knowing of this row."""
        self._remarks.note(self.line, self.header(column), code, **facts)

    def header(self, column: Column) -> str:
        """What the file calls the column; empty where it has none."""
        return self._headers.get(column, "")


class Packed:
    """Rows in the order they came, as batches of bytes. Holds plain tuples of plain values only."""

    def __init__(self) -> None:
        self._batches: list[bytes] = []
        self.count = 0

    def add(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Keep a batch."""
        self._batches.append(marshal.dumps([tuple(row) for row in rows]))
        self.count += len(rows)

    def __iter__(self) -> Iterator[list[tuple[Any, ...]]]:
        for batch in self._batches:
            # Our own bytes of a moment ago, never anybody else's.
            yield cast("list[tuple[Any, ...]]", marshal.loads(batch))  # noqa: S302
