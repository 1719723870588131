"""Late loans by the ten thousand, made by the database itself in a branch that `large_branch` made."""

from sqlalchemy import text

from fritids.db.engine import Database
from tests.large_branch import TYPE, analyse

DUE = "2026-03-02"


def late_loans(database: Database, count: int, *, per: int = 1) -> None:
    """`count` things are out since the middle of February and were due on `DUE`; each borrower has `per` of them, and a number of their own."""
    no, day = ("0", "'{}'") if database.is_sqlite else ("false", "DATE '{}'")
    lent, due = day.format("2026-02-16"), day.format(DUE)
    at = "'2026-02-16 09:00:00.000000'" if database.is_sqlite else "TIMESTAMPTZ '2026-02-16 09:00:00+00'"
    counting = "WITH RECURSIVE counted(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM counted WHERE i < :count) "
    with database.write() as connection:
        connection.execute(text("UPDATE borrower SET phone = '+4670' || CAST(1000000 + id AS TEXT)"))
        connection.execute(
            text(
                f"{counting}INSERT INTO visit (id, branch_id, desk, borrower_id, started_at, ended_at)"
                f" SELECT i, 1, 'desk', (i - 1) / :per + 1, {at}, {at} FROM counted"
            ),
            {"count": count, "per": per},
        )
        connection.execute(
            text(
                f"{counting}INSERT INTO loan (id, article_id, borrower_id, visit_id, branch_id, desk, lent_at, lent_on, due, entered_later, accepted, told,"
                " category_code, type_code, borrower_kind, age_band, for_co_borrower, first_ever, borrower_key)"
                f" SELECT i, i, (i - 1) / :per + 1, i, 1, 'desk', {at}, {lent}, {due}, {no}, '', '', 'walking', '{TYPE}', 'person', '26-64', {no}, {no},"
                " 'key of a year' FROM counted"
            ),
            {"count": count, "per": per},
        )
    analyse(database)
