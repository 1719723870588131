"""The other contender: lending and returning written by hand on the driver, with nothing between it and SQLite.

The same file layout, the same connection settings, the same facts read and the same rows written as by the use cases, in one
`BEGIN IMMEDIATE` transaction each. Left out is what makes the difference: rules, policy, typed values, both engines.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from fritids.db import sqlite

_BORROWER = (
    "SELECT b.number, b.kind, b.birth_year, b.blocked, b.name, b.phone, b.protected, b.gender, b.postcode, y.key,"
    " EXISTS (SELECT 1 FROM loan WHERE borrower_id = b.id AND undone_at IS NULL)"
    " FROM borrower b LEFT JOIN borrower_year y ON y.borrower_id = b.id AND y.year = ? WHERE b.id = ?"
)
_ARTICLE = (
    "SELECT a.id, a.label, a.type_code, a.size, a.brand, a.model, a.note, a.state, a.discard_reason, a.revision,"
    " t.category_code, t.ask_guardian, t.safety_check, t.staff_sets_binding, t.loan_days,"
    " l.id, l.borrower_id, l.desk, l.lent_at, l.due, l.visit_id, b.number, b.name, b.phone, b.protected,"
    " EXISTS (SELECT 1 FROM check_question WHERE article_id = a.id AND answered_at IS NULL),"
    " EXISTS (SELECT 1 FROM booking WHERE closed_at IS NULL AND article_id = a.id)"
    " OR EXISTS (SELECT 1 FROM booking WHERE closed_at IS NULL AND type_code = a.type_code),"
    " (SELECT count(*) FROM renewal WHERE loan_id = l.id AND undone_at IS NULL),"
    " (SELECT revision FROM branch WHERE id = ?), (SELECT at FROM event WHERE id = (SELECT max(id) FROM event))"
    " FROM barcode c JOIN article a ON a.id = c.article_id JOIN article_type t ON t.code = a.type_code"
    " LEFT JOIN loan l ON l.article_id = a.id AND l.returned_at IS NULL AND l.undone_at IS NULL"
    " LEFT JOIN borrower b ON b.id = l.borrower_id WHERE c.key = ?"
)
_LEND = (
    "INSERT INTO loan (article_id, borrower_id, visit_id, branch_id, desk, lent_at, lent_on, due, entered_later, accepted, told,"
    " category_code, type_code, borrower_kind, age_band, for_co_borrower, first_ever, borrower_key)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, '', '', ?, ?, ?, '26-64', 0, ?, ?)"
)
_STILL_OUT = "SELECT count(*) FROM loan WHERE borrower_id = ? AND returned_at IS NULL AND undone_at IS NULL"
_CLOSE = "UPDATE loan SET returned_at = ?, returned_on = ? WHERE id = ?"
_EVENT = "INSERT INTO event (act_key, line, at, branch_id, desk, kind, article_id, loan_id, visit_id) VALUES (?, 0, ?, ?, ?, ?, ?, ?, ?)"
_ZONE = ZoneInfo("Europe/Stockholm")


class ByHand:
    """A desk on the bare driver."""

    def __init__(self, path: Path, *, branch_id: int, desk: str) -> None:
        module = sqlite.driver()
        self.connection: Any = module.connect(path)
        sqlite.prepare(self.connection, module)
        self._branch_id, self._desk = branch_id, desk

    def lend(self, code: str, borrower_id: int, visit_id: int, act: str) -> int:
        """Lend, durably; the loan's id."""
        execute = self.connection.execute
        now = datetime.now(UTC)
        day = now.astimezone(_ZONE).date()
        at = now.strftime("%Y-%m-%d %H:%M:%S.%f")
        execute("BEGIN IMMEDIATE")
        borrower = execute(_BORROWER, (day.year, borrower_id)).fetchone()
        article = execute(_ARTICLE, (self._branch_id, code)).fetchone()
        if (
            borrower is None
            or article is None
            or article[7] != "in_stock"
            or article[15] is not None
            or borrower[3]
        ):
            execute("ROLLBACK")
            raise LookupError(code)
        loan = execute(
            _LEND,
            (
                article[0], borrower_id, visit_id, self._branch_id, self._desk, at, day.isoformat(),
                (day + timedelta(days=14)).isoformat(), article[10], article[2], borrower[1], not borrower[10], borrower[9],
            ),
        ).lastrowid  # fmt: skip
        execute(_EVENT, (act, at, self._branch_id, self._desk, "lend", article[0], loan, visit_id))
        execute("COMMIT")
        return int(loan)

    def take_back(self, code: str, visit_id: int, act: str) -> None:
        """Close the open loan, durably."""
        execute = self.connection.execute
        now = datetime.now(UTC)
        at = now.strftime("%Y-%m-%d %H:%M:%S.%f")
        execute("BEGIN IMMEDIATE")
        article = execute(_ARTICLE, (self._branch_id, code)).fetchone()
        if article is None or article[15] is None:
            execute("ROLLBACK")
            raise LookupError(code)
        execute(_STILL_OUT, (article[16],)).fetchone()
        execute(_CLOSE, (at, now.astimezone(_ZONE).date().isoformat(), article[15]))
        execute(_EVENT, (act, at, self._branch_id, self._desk, "return", article[0], article[15], visit_id))
        execute("COMMIT")

    def close(self) -> None:
        """Give the file back."""
        self.connection.close()
