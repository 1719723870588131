"""The rows of a split as they are looked at: in which order, with which names, and what stood there in the period before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from fritids.domain.figures import UNKNOWN, Cell, Period, Rows, Split
from fritids.domain.words import AgeBand
from fritids.i18n import weekday_short
from fritids.i18n.forms import month_short
from fritids.present.report.rows import CLOSED, hours_between, row_name
from fritids.tui.jobs.statistics_asked import Asked, Counted, Names, year_earlier

_YEAR: Final = 366
"""Days within which a month is known without its year."""
_SHORT_AGES: Final = {AgeBand.B65.value: "65+", AgeBand.UNKNOWN.value: "?"}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the split, or one column of what it is crossed with."""

    code: str
    name: str
    short: str
    """What stands below an upright bar."""
    now: Cell
    before: Cell | None


def rows_of(
    asked: Asked, counted: tuple[Counted, Counted | None], names: Names, today: date
) -> tuple[Row, ...]:
    """The rows of the split."""
    now, before = counted
    rows = {codes[0]: cell for codes, cell in now.rows.items()}
    earlier = None if before is None else {codes[0]: cell for codes, cell in before.rows.items()}
    return _rows(asked.split, rows, earlier, names, _counted_period(asked, today))


def columns_of(
    asked: Asked, row: str, counted: tuple[Counted, Counted | None], names: Names, today: date
) -> tuple[Row, ...]:
    """What a row is made of by the second split; nothing where there is none."""
    if asked.cross is None:
        return ()
    now, before = counted
    rows = _of_row(now.crossed or {}, row)
    then = year_earlier(row) if asked.split is Split.MONTH else row
    earlier = None if before is None else _of_row(before.crossed or {}, then)
    return _rows(asked.cross, rows, earlier, names, _counted_period(asked, today))


def heads_of(asked: Asked, counted: Counted, names: Names, today: date) -> tuple[Row, ...]:
    """The columns of the whole table by the second split, with what all rows have together in each."""
    if asked.cross is None:
        return ()
    sums: dict[str, int] = {}
    for codes, cell in (counted.crossed or {}).items():
        sums[codes[1]] = sums.get(codes[1], 0) + cell.loans
    cells = {code: Cell(loans=loans) for code, loans in sums.items()}
    return _rows(asked.cross, cells, None, names, _counted_period(asked, today))


def _of_row(rows: Rows, row: str) -> dict[str, Cell]:
    return {codes[1]: cell for codes, cell in rows.items() if codes[0] == row}


def _counted_period(asked: Asked, today: date) -> Period:
    return Period(asked.period.first, max(asked.period.first, min(asked.period.last, today)))


def _rows(
    split: Split, now: Mapping[str, Cell], before: Mapping[str, Cell] | None, names: Names, period: Period
) -> tuple[Row, ...]:
    if before is not None and split is Split.MONTH:
        before = {year_earlier(code, -1): cell for code, cell in before.items()}
    found = {code for code, cell in now.items() if cell != Cell()}
    found |= {code for code, cell in (before or {}).items() if cell != Cell()}
    if split is Split.BRANCH and now:
        found |= set(names.branches)  # one that lent nothing is of interest too
    return tuple(
        Row(
            code,
            _name(split, code, names, period),
            _short(split, code, names, period),
            now.get(code, Cell()),
            None if before is None else before.get(code, Cell()),
        )
        for code in _ordered(split, found, now, period)
    )


def _ordered(split: Split, found: set[str], now: Mapping[str, Cell], period: Period) -> Sequence[str]:
    if split is Split.MONTH:
        return _months(period)
    if split is Split.WEEKDAY:
        return CLOSED[split]
    if split in CLOSED:
        return [code for code in CLOSED[split] if code in found]
    if split is Split.HOUR:
        return hours_between(found)
    return sorted(found, key=lambda code: (code == UNKNOWN, -now.get(code, Cell()).loans, code))


def _months(period: Period) -> list[str]:
    first = period.first.year * 12 + period.first.month - 1
    last = period.last.year * 12 + period.last.month - 1
    return [f"{n // 12:04}-{n % 12 + 1:02}" for n in range(first, last + 1)]


def _name(split: Split, code: str, names: Names, period: Period) -> str:
    name = row_name(split, code, names)
    return f"{name} {code[:4]}" if split is Split.MONTH and period.days > _YEAR else name


def _short(split: Split, code: str, names: Names, period: Period) -> str:
    match split:
        case Split.MONTH:
            name = month_short(int(code[5:]))
            return f"{name} {code[2:4]}" if period.days > _YEAR else name
        case Split.WEEKDAY:
            return weekday_short(int(code))
        case Split.HOUR:
            return code
        case Split.AGE:
            return _SHORT_AGES.get(code, code.replace("-", "–"))
        case _:
            return row_name(split, code, names)
