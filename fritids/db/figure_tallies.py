"""Counting few loans: their rows are read, and tallied by Python's own sets; a branch's year takes a tenth of what the database needs for it.

What many loans are counted by is `figure_batches`; a test holds the two equal.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import compress
from operator import itemgetter
from typing import Any, TypeAlias

from fritids.db.figure_batches import Codes, Counted, Counts
from fritids.db.figure_rows import DUE, LOANS, RENEWALS, Reading
from fritids.db.figure_splits import decoded
from fritids.domain.figures import Split, TableKey

_Columns: TypeAlias = dict[str, tuple[Any, ...]]


def tally(reading: Reading, *, each: bool) -> dict[int | None, Counted]:
    """All tables that were asked for: of each branch by its id, or under None of all together."""
    columns: dict[tuple[int, bool], _Columns] = {}
    for part in (*reading.counted(), *reading.earlier()):
        rows = reading.connection.execute(part.query).all()
        read = dict(zip(part.columns, zip(*rows, strict=True), strict=True)) if rows else {}
        at = (part.kind, part.earlier)
        columns[at] = (
            {name: (*columns[at][name], *read[name]) for name in read}
            if columns.get(at) and read
            else read or columns.get(at, {})
        )
    found: dict[int | None, Counted] = {}
    for key in reading.question.tables:
        cells: dict[tuple[Any, ...], Counts] = {}
        for name, counter in _table(columns, key, each=each):
            for cell, number in counter.items():
                cells.setdefault(cell, {})[name] = number
        for cell, counts in cells.items():
            branch = cell[0] if each else None
            values = zip(key, cell[1:] if each else cell, strict=True)
            codes: Codes = tuple(decoded(split, value, reading.scope.code) for split, value in values)
            mine = found.setdefault(branch, {}).setdefault(key, {}).setdefault(codes, {})
            mine.update(counts)
    return {
        branch: {key: dict(sorted(cells.items())) for key, cells in tables.items()}
        for branch, tables in found.items()
    }


def _table(
    columns: dict[tuple[int, bool], _Columns], key: TableKey, *, each: bool
) -> Iterator[tuple[str, Counter[Any]]]:
    new, earlier = columns.get((LOANS, False)), columns.get((LOANS, True))
    if new:
        cells = _cells(new, key, each=each)
        were = _cells(earlier, key, each=each) if earlier else []
        yield "loans", Counter(cells)
        for flag in ("new_borrowers", "on_site"):
            yield flag, Counter(compress(cells, new[flag]))
        for name, column in (("visits", "visit"), ("borrowers", "borrower")):
            known = set(zip(were, earlier[column], strict=True)) if earlier else set()
            yield name, _per_cell(set(zip(cells, new[column], strict=True)) - known)
        if not key:
            groups = set(compress(zip(cells, new["borrower"], strict=True), new["for_group"]))
            if earlier:
                groups -= set(compress(zip(were, earlier["borrower"], strict=True), earlier["for_group"]))
            yield "groups", _per_cell(groups)
            yield "days_with_loans", _per_cell(set(zip(cells, new["branch"], new["day"], strict=True)))
            hours = set(zip(cells, new["branch"], new["day"], new["hour"], strict=True))
            yield "hours_with_loans", _per_cell(hours)
    for kind, names, unknown in (
        (RENEWALS, ("renewals",), {Split.HOUR}),
        (DUE, ("due", "on_time"), {Split.HOUR, Split.WEEKDAY}),
    ):
        rows = columns.get((kind, False))
        if rows and not unknown & set(key):
            cells = _cells(rows, key, each=each)
            for name in names:
                yield name, Counter(compress(cells, rows[name]))


def _cells(columns: _Columns, key: TableKey, *, each: bool) -> list[tuple[Any, ...]]:
    splits = [columns[f"split_{split}"] for split in key]
    if each:
        splits.insert(0, columns["branch"])
    return list(zip(*splits, strict=True)) if splits else [()] * len(columns["day"])


def _per_cell(found: set[Any]) -> Counter[Any]:
    return Counter(map(itemgetter(0), found))
