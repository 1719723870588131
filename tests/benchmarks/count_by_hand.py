"""The other contenders of counting a year: SQL written by hand on the driver, and a column store on an export of the same loans.

Both count all measures of a cell for every table of the report, as `Figures.whole` does when nothing is kept, and nothing else.
"""

import csv
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from fritids.db import sqlite
from fritids.domain.figures import Split, TableKey, report_tables

ZONE = ZoneInfo("Europe/Stockholm")
Counted = dict[TableKey, dict[tuple[str, ...], tuple[int, ...]]]
_COLUMNS = (
    "lent_at", "lent_on", "due", "returned_on", "category_code", "type_code", "borrower_kind", "age_band", "gender", "postal_area",
    "branch_id", "borrower_key", "visit_id", "first_ever",
)  # fmt: skip


def _codes(year: int, engine: str) -> Mapping[Split, str]:
    """How a row of each split is written in SQL."""
    month, weekday, hour = {
        "sqlite": ("substr(l.lent_on, 1, 7)", "(strftime('%w', l.lent_on) + 6) % 7", "substr(datetime(l.lent_at, {}), 12, 2)"),
        "duckdb": ("strftime(l.lent_on, '%Y-%m')", "isodow(l.lent_on) - 1", "strftime(l.lent_at + {}, '%H')"),
    }[engine]  # fmt: skip
    spans = [
        (moment, ZONE.utcoffset(moment.astimezone(ZONE)))
        for day in range(366)
        for moment in (datetime(year, 1, 1, 12, tzinfo=UTC) + timedelta(days=day),)
    ]
    summer = [moment for moment, offset in spans if offset == timedelta(hours=2)]
    begins, ends = summer[0].replace(hour=1), (summer[-1] + timedelta(days=1)).replace(hour=1)
    one, two = ("'+1 hours'", "'+2 hours'") if engine == "sqlite" else ("INTERVAL 1 HOUR", "INTERVAL 2 HOUR")
    shift = f"CASE WHEN l.lent_at >= '{begins:%Y-%m-%d %H:%M:%S}' AND l.lent_at < '{ends:%Y-%m-%d %H:%M:%S}' THEN {two} ELSE {one} END"
    return {
        Split.MONTH: month,
        Split.WEEKDAY: weekday,
        Split.HOUR: hour.format(shift),
        Split.CATEGORY: "l.category_code",
        Split.TYPE: "l.type_code",
        Split.KIND: "l.borrower_kind",
        Split.AGE: "l.age_band",
        Split.GENDER: "coalesce(l.gender, 'unknown')",
        Split.AREA: "coalesce(l.postal_area, 'unknown')",
        Split.BRANCH: "l.branch_id",
    }


def _count(run: Callable[[str], list[tuple[Any, ...]]], year: int, engine: str, *, branches: bool) -> Counted:
    codes = _codes(year, engine)
    begin, end = date(year, 1, 1), date(year, 12, 31)
    counted: Counted = {}
    for key in report_tables(branches=branches):
        columns = [codes[split] for split in key]
        by = ", ".join(str(n + 1) for n in range(len(key)))
        rows = run(
            f"SELECT {', '.join(columns)}, count(*), count(DISTINCT l.visit_id), count(DISTINCT l.borrower_key),"
            " sum(CASE WHEN l.first_ever THEN 1 ELSE 0 END), sum(CASE WHEN l.due = l.lent_on THEN 1 ELSE 0 END)"
            f" FROM loan l WHERE l.lent_on BETWEEN '{begin}' AND '{end}' AND l.undone_at IS NULL GROUP BY {by}"
        )
        counted[key] = {tuple(map(str, row[: len(key)])): tuple(row[len(key) :]) for row in rows}
        if not {Split.WEEKDAY, Split.HOUR} & set(key):
            due = [one.replace("lent_on", "due") for one in columns]
            run(
                f"SELECT {', '.join(due)}, count(*), sum(CASE WHEN l.returned_on <= l.due THEN 1 ELSE 0 END)"
                f" FROM loan l WHERE l.due BETWEEN '{begin}' AND '{end}' AND l.undone_at IS NULL GROUP BY {by}"
            )
    return counted


class BySqlite:
    """Hand-written SQL on the same file, with the settings of the program's own connections."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite.driver().connect(str(path))

    def count(self, year: int, *, branches: bool) -> Counted:
        """Every table of the report."""
        return _count(
            lambda query: self._connection.execute(query).fetchall(), year, "sqlite", branches=branches
        )

    def export(self, path: Path) -> None:
        """The columns that are counted, as a CSV."""
        rows = self._connection.execute(f"SELECT {', '.join(_COLUMNS)}, undone_at FROM loan")
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow([*_COLUMNS, "undone_at"])
            writer.writerows(rows)

    def close(self) -> None:
        """Give the file back."""
        self._connection.close()


class ByColumns:
    """DuckDB on the export."""

    def __init__(self, path: Path) -> None:
        import duckdb

        self._connection = duckdb.connect()
        self._connection.execute(
            f"CREATE TABLE loan AS SELECT * FROM read_csv('{path}', types={{'undone_at': 'TIMESTAMP', 'returned_on': 'DATE', 'postal_area': 'VARCHAR'}})"
        )

    def count(self, year: int, *, branches: bool) -> Counted:
        """Every table of the report."""
        return _count(
            lambda query: self._connection.execute(query).fetchall(), year, "duckdb", branches=branches
        )

    def close(self) -> None:
        """Give the memory back."""
        self._connection.close()
