"""Counted tables as values: added up, written as the text that is kept, compared, and handed out."""

import json
from collections.abc import Iterator, Mapping
from typing import Final

from fritids.db.figure_batches import Counted, Counts
from fritids.db.figure_rows import Question
from fritids.domain.figures import Cell, Rows, Split, TableKey, Totals, report_tables

VERSION: Final = 1
"""Grows with every change of what is counted or how it is written; what an older version kept is not used then."""
REPORT: Final = f"figures-{VERSION}"
_ODD: Final = f"split-{VERSION} "
_MEASURES: Final = (
    "loans", "visits", "borrowers", "new_borrowers", "on_site", "renewals", "due", "on_time", "groups", "not_returned", "days_with_loans",
    "hours_with_loans",
)  # fmt: skip


def of_report(*, branches: bool) -> Question:
    """What a report asks: the totals and its tables."""
    return Question(((), *report_tables(branches=branches)))


def name_of(question: Question) -> str:
    """The word under which answers to a question are kept."""
    if not question.wanted and len(question.tables) > 1:
        return REPORT
    return _ODD + json.dumps([question.tables, question.wanted], separators=(",", ":"))


def question_of(what: str, *, branches: bool) -> Question | None:
    """The question whose answer is kept under a word; None if it is not one of this version's."""
    if what == REPORT:
        return of_report(branches=branches)
    if not what.startswith(_ODD):
        return None
    tables, wanted = json.loads(what.removeprefix(_ODD))
    return Question(
        tuple(tuple(Split(split) for split in key) for key in tables),
        tuple((Split(split), code) for split, code in wanted),
    )


def added(one: Counted, other: Counted) -> Counted:
    """Both together. What was not returned is of a moment, and is left out."""
    found: Counted = {
        key: {codes: dict(counts) for codes, counts in cells.items()} for key, cells in one.items()
    }
    for key, cells in other.items():
        for codes, counts in cells.items():
            mine = found.setdefault(key, {}).setdefault(codes, {})
            for name, number in counts.items():
                mine[name] = mine.get(name, 0) + number
    return found


def with_not_returned(counted: Counted, number: int) -> Counted:
    """The same, with what was not returned at the end."""
    counts = {**counted.get((), {}).get((), {}), "not_returned": number}
    return {**counted, (): {(): {name: each for name, each in counts.items() if each}}}


def loans_in(counted: Counted) -> int:
    """How many loans were counted, as far as the tables say."""
    return max(
        (sum(counts.get("loans", 0) for counts in cells.values()) for cells in counted.values()), default=0
    )


def written(counted: Counted) -> str:
    """As it is kept."""
    tables = [
        [
            key,
            [[codes, [counts.get(name, 0) for name in _MEASURES]] for codes, counts in sorted(cells.items())],
        ]
        for key, cells in counted.items()
    ]
    return json.dumps(tables, separators=(",", ":"))


def read(body: str) -> Counted:
    """What was kept."""
    found: Counted = {}
    for key, cells in json.loads(body):
        found[tuple(Split(split) for split in key)] = {
            tuple(codes): {name: number for name, number in zip(_MEASURES, numbers, strict=True) if number}
            for codes, numbers in cells
        }
    return found


def rows(counted: Counted, key: TableKey) -> Rows:
    """The cells of one table, by their codes."""
    return {codes: Cell(**counts) for codes, counts in sorted(counted.get(key, {}).items()) if counts}


def totals(counted: Counted) -> Totals:
    """The totals."""
    return Totals(**counted.get((), {}).get((), {}))


def differences(kept: Counted, counted: Counted) -> Iterator[tuple[str, int, int]]:
    """(measure, table and codes; what was kept; what was counted) wherever the two are not the same."""
    for key in sorted({*kept, *counted}):
        ours, theirs = kept.get(key, {}), counted.get(key, {})
        for codes in sorted({*ours, *theirs}):
            yield from (
                (" ".join((name, *key, *codes)), mine, right)
                for name, mine, right in _apart(ours.get(codes, {}), theirs.get(codes, {}))
            )


def _apart(one: Counts, other: Counts) -> Iterator[tuple[str, int, int]]:
    for name in _MEASURES:
        if one.get(name, 0) != other.get(name, 0):
            yield name, one.get(name, 0), other.get(name, 0)


def asked(key: TableKey, where: Mapping[Split, str]) -> Question:
    """One table, or the totals, of the loans under these codes."""
    return Question((key,), tuple(sorted(where.items())))
