"""A branch of any size, made by the database itself: a million loans in seconds, the same on both engines."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, insert, text

from fritids.db import visits
from fritids.db.engine import Database
from fritids.db.tables import ArticleType, Branch, Category
from fritids.services.clock import SystemClock

ARTICLES = 4_000
BORROWERS = 2_000
BOOKINGS = 2_000
DESK = "desk"
BORROWER = 7
"""Who borrows in a benchmark unless it says otherwise."""
TYPE = "walking-poles"
"""A type that asks nothing, so that every act in a benchmark is the ordinary one."""
BOOKED_TYPES = 40
"""Types that nobody lends in a benchmark, with many bookings."""

_COUNTING = "WITH RECURSIVE counted(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM counted WHERE i < :count) "


@dataclass(frozen=True, slots=True)
class Benchmarked:
    """What was made: ids begin at 1, in the order of the codes."""

    branch_id: int = 1
    articles: int = ARTICLES
    borrowers: int = BORROWERS

    def code(self, article_id: int) -> str:
        """The code on an article's label."""
        return str(7_300_000_000_000 + article_id)


def make(
    database: Database,
    *,
    past_loans: int,
    articles: int = ARTICLES,
    borrowers: int = BORROWERS,
    bookings: int = BOOKINGS,
) -> Benchmarked:
    """A branch with its stock and borrowers, and loans that have all come back, spread over two years and over everybody."""
    made = Benchmarked(articles=articles, borrowers=borrowers)
    at, at_day = _times(database), _days(database)
    with database.write() as connection:
        connection.execute(insert(Branch.__table__).values(id=1, code="main", name="Ån"))
        connection.execute(
            insert(Category.__table__).values(code="walking", sort=1, name_sv="Gå", name_en="Walking")
        )
        for code in (TYPE, *(f"booked-{number}" for number in range(BOOKED_TYPES))):
            connection.execute(
                insert(ArticleType.__table__).values(
                    code=code, category_code="walking", sort=1, name_sv="Gåstavar", name_en="Walking poles", size_kind="LEN"
                )
            )  # fmt: skip
        _run(
            connection, borrowers,
            "INSERT INTO borrower (id, number, name, kind, phone, birth_year, blocked, protected, no_reminders, event_key, search, added_at, revision)"
            f" SELECT i, CAST(50000000 + i AS TEXT), 'Åsa Öberg ' || i, 'person', '+46701740605', 1980, {_no(database)}, {_no(database)}, {_no(database)},"
            f" 'event ' || i, 'asa oberg ' || i, {at('0')}, 1 FROM counted",
        )  # fmt: skip
        for year in (2024, 2025, 2026, 2027):
            _run(
                connection, borrowers,
                f"INSERT INTO borrower_year (borrower_id, year, key) SELECT i, {year}, 'key {year} ' || i FROM counted",
            )  # fmt: skip
        _run(
            connection, articles,
            "INSERT INTO article (id, branch_id, type_code, label, size, brand, state, search, added_at, revision)"
            f" SELECT i, 1, '{TYPE}', CAST(7300000000000 + i AS TEXT), '120', 'Gabel', 'in_stock', 'gabel ' || i, {at('0')}, 1 FROM counted",
        )  # fmt: skip
        _run(
            connection, articles,
            "INSERT INTO barcode (key, code, article_id, added_at)"
            f" SELECT CAST(7300000000000 + i AS TEXT), CAST(7300000000000 + i AS TEXT), i, {at('0')} FROM counted",
        )  # fmt: skip
        lend_past(
            connection,
            database,
            past_loans,
            borrower="i % :borrowers + 1",
            borrowers=borrowers,
            articles=articles,
        )
        _run(
            connection, bookings,
            "INSERT INTO booking (branch_id, borrower_id, article_id, type_code, quantity, first_day, last_day, booked_at, fulfilled)"
            " SELECT 1, i % :borrowers + 1, CASE WHEN i % 2 = 0 THEN :articles - i % 400 END,"
            f" CASE WHEN i % 2 = 1 THEN 'booked-' || (i % {BOOKED_TYPES}) END, 1, {at_day('0', 1000)}, {at_day('0', 1007)}, {at('0')}, {_no(database)} FROM counted",
            {"borrowers": borrowers, "articles": articles},
        )  # fmt: skip
        _count_on(connection)
    analyse(database)
    return made


def lend_past(
    connection: Connection,
    database: Database,
    count: int,
    *,
    borrower: str,
    borrowers: int,
    articles: int,
    seconds: float = 63_072_000.0,
) -> None:
    """Add `count` loans that came back, with their visits and both their events; `borrower` is SQL over `i`.

    The events are spread over so many `seconds` from the beginning of 2024, two years if nothing is said.
    """
    at = _times(database)
    day = _days(database)
    first: int = connection.execute(text("SELECT coalesce(max(id), 0) FROM loan")).scalar_one()
    scale = f"(i * {seconds} / {max(count, 1)})"
    values = {"borrowers": borrowers, "articles": articles, "first": first}
    _run(
        connection, count,
        "INSERT INTO visit (id, branch_id, desk, borrower_id, started_at, ended_at)"
        f" SELECT :first + i, 1, 'desk', {borrower}, {at(scale)}, {at(scale)} FROM counted",
        values,
    )  # fmt: skip
    _run(
        connection, count,
        "INSERT INTO loan (id, article_id, borrower_id, visit_id, branch_id, desk, lent_at, lent_on, due, returned_at, returned_on,"
        " entered_later, accepted, told, category_code, type_code, borrower_kind, age_band, for_co_borrower, first_ever, borrower_key)"
        f" SELECT :first + i, i % :articles + 1, {borrower}, :first + i, 1, 'desk', {at(scale)}, {day(scale, 0)}, {day(scale, 14)},"
        f" {at(scale + ' + 864000')}, {day(scale, 10)}, {_no(database)}, '', '', 'walking', '{TYPE}', 'person', '26-64', {_no(database)},"
        f" {_no(database)}, 'key of a year' FROM counted",
        values,
    )  # fmt: skip
    _run(
        connection, count // 20,
        "INSERT INTO renewal (loan_id, seq, old_due, new_due, renewed_at, renewed_on, branch_id, desk)"
        f" SELECT :first + i, 1, {day('0', 14)}, {day('0', 28)}, {at('0')}, {day('0', 7)}, 1, '{DESK}' FROM counted",
        values,
    )  # fmt: skip
    _run(
        connection, count // 20,
        "INSERT INTO check_question (article_id, loan_id, kind, asked_at, answered_at, answer)"
        f" SELECT i % :articles + 1, :first + i, 'safety', {at('0')}, {at('0')}, 'well' FROM counted",
        values,
    )  # fmt: skip
    for kind in ("lend", "return"):
        _run(
            connection, count,
            "INSERT INTO event (act_key, line, at, branch_id, desk, kind, article_id, loan_id, visit_id)"
            f" SELECT '{kind} ' || (:first + i), 0, {at(scale)}, 1, 'desk', '{kind}', i % :articles + 1, :first + i, :first + i FROM counted",
            values,
        )  # fmt: skip
    _count_on(connection)


def lend_much(database: Database, made: Benchmarked, *, borrower_id: int, past: int, out: int) -> None:
    """A borrower has had very many things, and has the last `out` articles of the stock out."""
    at, day = _times(database), _days(database)
    now = "63072000.0"
    with database.write() as connection:
        lend_past(
            connection,
            database,
            past,
            borrower=str(borrower_id),
            borrowers=made.borrowers,
            articles=made.articles,
        )
        first: int = connection.execute(text("SELECT coalesce(max(id), 0) FROM loan")).scalar_one()
        visit = visits.add(
            connection, branch_id=1, desk=DESK, borrower_id=borrower_id, at=SystemClock().now(), ended=True
        )
        _run(
            connection, out,
            "INSERT INTO loan (id, article_id, borrower_id, visit_id, branch_id, desk, lent_at, lent_on, due,"
            " entered_later, accepted, told, category_code, type_code, borrower_kind, age_band, for_co_borrower, first_ever, borrower_key)"
            f" SELECT :first + i, :articles - i + 1, :borrower, :visit, 1, '{DESK}', {at(now)}, {day(now, 0)}, {day(now, 14)},"
            f" {_no(database)}, '', '', 'walking', '{TYPE}', 'person', '26-64', {_no(database)}, {_no(database)}, 'key of a year'"
            " FROM counted",
            {"first": first, "articles": made.articles, "borrower": borrower_id, "visit": visit},
        )  # fmt: skip
        _count_on(connection)
    analyse(database)


def open_visit(database: Database, *, borrower_id: int = BORROWER) -> int:
    """The desk's visit of a borrower, begun and not ended."""
    with database.write() as connection:
        return visits.add(
            connection, branch_id=1, desk=DESK, borrower_id=borrower_id, at=SystemClock().now(), ended=False
        )


def analyse(database: Database) -> None:
    """On PostgreSQL, what its own housekeeping does in the minutes after so many rows. SQLite plans without."""
    if not database.is_sqlite:
        with database.write() as connection:
            connection.execute(text("ANALYZE"))


def _run(connection: Connection, count: int, statement: str, values: dict[str, int] | None = None) -> None:
    """Insert one row for each `i` from 1 to `count`."""
    if count:
        used = {key: value for key, value in (values or {}).items() if f":{key}" in statement}
        connection.execute(text(_COUNTING + statement), {"count": count, **used})


def _times(database: Database) -> Callable[[str], str]:
    """SQL for a moment so many seconds after the beginning of 2024, as the program stores it."""
    if database.is_sqlite:
        return lambda seconds: f"strftime('%Y-%m-%d %H:%M:%f000', 1704067200 + {seconds}, 'unixepoch')"
    return lambda seconds: f"to_timestamp(1704067200 + {seconds})"


def _days(database: Database) -> Callable[[str, int], str]:
    if database.is_sqlite:
        return lambda seconds, days: f"date(1704067200 + {seconds} + {86400 * days}, 'unixepoch')"
    return lambda seconds, days: (
        f"(to_timestamp(1704067200 + {seconds} + {86400 * days}) AT TIME ZONE 'UTC')::date"
    )


def _no(database: Database) -> str:
    return "0" if database.is_sqlite else "false"


def _count_on(connection: Connection) -> None:
    """Let PostgreSQL number on after the rows that came with ids."""
    if connection.dialect.name == "postgresql":
        for table in ("branch", "borrower", "article", "visit", "loan"):
            connection.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT coalesce(max(id), 1) FROM {table}))"
                )
            )
