"""What must never be false is made impossible by the database itself, whichever program or script writes to it."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Table, insert, text, update
from sqlalchemy.exc import StatementError

from fritids.db.engine import Database
from fritids.db.faults import AlreadyThereError
from fritids.db.tables import (
    Article,
    Barcode,
    Booking,
    Borrower,
    CheckQuestion,
    ClosedPeriod,
    DeskItem,
    Event,
    Loan,
    OpeningHours,
    Renewal,
    Visit,
)
from tests import large_branch
from tests.copies import CopyOf

NOW = datetime(2026, 2, 16, 9, 31, 4, tzinfo=UTC)
TODAY = date(2026, 2, 16)
LOAN = {
    "article_id": 5, "borrower_id": 1, "visit_id": 1, "branch_id": 1, "desk": "one", "lent_at": NOW, "lent_on": TODAY,
    "due": TODAY + timedelta(days=14), "entered_later": False, "accepted": "", "told": "", "category_code": "walking",
    "type_code": large_branch.TYPE, "borrower_kind": "person", "age_band": "26-64", "for_co_borrower": False,
    "first_ever": False, "borrower_key": "random",
}  # fmt: skip
VISIT = {"branch_id": 1, "desk": "one", "borrower_id": 1, "started_at": NOW}
EVENT = {"act_key": "key", "line": 0, "at": NOW, "branch_id": 1, "desk": "one", "kind": "lend"}
RENEWAL = {
    "loan_id": 1, "seq": 1, "old_due": TODAY, "new_due": TODAY + timedelta(days=1), "renewed_at": NOW, "renewed_on": TODAY,
    "branch_id": 1, "desk": "one",
}  # fmt: skip
BOOKING = {
    "branch_id": 1, "borrower_id": 1, "article_id": 5, "quantity": 1, "first_day": TODAY, "last_day": TODAY,
    "booked_at": NOW, "fulfilled": False,
}  # fmt: skip
BORROWER = {
    "number": "9", "name": "Åsa", "kind": "person", "blocked": False, "protected": False, "no_reminders": False, "event_key": "new", "search": "",
    "added_at": NOW, "revision": 1,
}  # fmt: skip
ARTICLE = {
    "branch_id": 1, "type_code": large_branch.TYPE, "label": "x", "state": "in_stock", "search": "", "added_at": NOW,
    "revision": 1,
}  # fmt: skip
CHECK = {"article_id": 5, "loan_id": 1, "kind": "safety", "asked_at": NOW}
ITEM = {"branch_id": 1, "desk": "one", "article_id": 5, "added_at": NOW}


def small_branch(database: Database) -> None:
    """Five articles, two borrowers, three loans that have ended."""
    large_branch.make(database, past_loans=3, articles=5, borrowers=2, bookings=0)


@pytest.fixture
def database_url(copy_of: CopyOf) -> str:
    """The address of the test's own small branch."""
    return copy_of(small_branch)[0]


def add(database: Database, table: Table, *rows: Mapping[str, object]) -> None:
    with database.write() as connection:
        for row in rows:
            connection.execute(insert(table).values(**row))


def count(database: Database, table: Table) -> int:
    with database.read() as connection:
        number: int = connection.execute(text(f"SELECT count(*) FROM {table.name}")).scalar_one()
    return number


REFUSED = {
    "an article on loan twice": (Loan, LOAN, LOAN),
    "a loan of an article that is not there": (Loan, LOAN | {"article_id": 99}),
    "a loan to a borrower who is not there": (Loan, LOAN | {"borrower_id": 99}),
    "a loan without a visit": (Loan, LOAN | {"visit_id": None}),
    "a loan in a visit that is not there": (Loan, LOAN | {"visit_id": 99}),
    "a loan due before it was lent": (Loan, LOAN | {"due": TODAY - timedelta(days=1)}),
    "a loan that ended before it began": (
        Loan, LOAN | {"returned_at": NOW - timedelta(seconds=1), "returned_on": TODAY},
    ),
    "a return without a day": (Loan, LOAN | {"returned_at": NOW}),
    "a day of return without a return": (Loan, LOAN | {"returned_on": TODAY}),
    "a loan in an unknown age band": (Loan, LOAN | {"age_band": "30-40"}),
    "a loan to an unknown kind of borrower": (Loan, LOAN | {"borrower_kind": "robot"}),
    "two open visits at one desk": (Visit, VISIT, VISIT),
    "an act done twice": (Event, EVENT, EVENT),
    "an act undone twice": (Event, EVENT, *({**EVENT, "act_key": key, "kind": "undo", "undoes": 1} for key in "ab")),
    "an act undone that never was": (Event, EVENT | {"kind": "undo", "undoes": 99}),
    "an unknown kind of act": (Event, EVENT | {"kind": "guess"}),
    "a loan renewed twice as the same renewal": (Renewal, RENEWAL, RENEWAL),
    "a renewal that moves nothing": (Renewal, RENEWAL | {"new_due": TODAY}),
    "a renewal of no loan": (Renewal, RENEWAL | {"loan_id": 99}),
    "a booking of an article and a type": (Booking, BOOKING | {"type_code": large_branch.TYPE}),
    "a booking of nothing": (Booking, BOOKING | {"article_id": None}),
    "a booking that ends before it begins": (Booking, BOOKING | {"last_day": TODAY - timedelta(days=1)}),
    "two borrowers with one number": (Borrower, BORROWER, BORROWER | {"event_key": "other"}),
    "an unknown kind of borrower": (Borrower, BORROWER | {"kind": "robot"}),
    "an unknown gender": (Borrower, BORROWER | {"gender": "x"}),
    "an article in an unknown state": (Article, ARTICLE | {"state": "eaten"}),
    "a discarded article without a reason": (Article, ARTICLE | {"state": "discarded"}),
    "a reason for discarding what is in stock": (Article, ARTICLE | {"discard_reason": "broken"}),
    "an article of an unknown type": (Article, ARTICLE | {"type_code": "unicycle"}),
    "one code on two articles": (Barcode, *({"key": "X", "code": "x", "article_id": n, "added_at": NOW} for n in (1, 2))),
    "a code of no article": (Barcode, {"key": "X", "code": "x", "article_id": 99, "added_at": NOW}),
    "an answer without a time": (CheckQuestion, CHECK | {"answer": "well"}),
    "an unknown answer": (CheckQuestion, CHECK | {"answer": "so so", "answered_at": NOW}),
    "one thing twice on a desk": (DeskItem, ITEM, ITEM),
    "opening on an eighth day": (OpeningHours, {"branch_id": 1, "weekday": 7, "opens": "09:00", "closes": "17:00"}),
    "closing before opening": (OpeningHours, {"branch_id": 1, "weekday": 0, "opens": "17:00", "closes": "09:00"}),
    "closed days that end before they begin": (
        ClosedPeriod, {"branch_id": 1, "first_day": TODAY, "last_day": TODAY - timedelta(days=1)},
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_impossible(database: Database, what: str) -> None:
    table_class, *rows = REFUSED[what]
    table: Table = table_class.__table__  # type: ignore[attr-defined]  # every table class has it
    before = count(database, table)
    *good, bad = (row for row in rows if isinstance(row, dict))
    add(database, table, *good)
    with pytest.raises(AlreadyThereError):
        add(database, table, bad)
    assert count(database, table) == before + len(good)


@pytest.mark.parametrize(
    ("table", "row"),
    [
        (Loan, LOAN),
        (Visit, VISIT),
        (Event, EVENT),
        (Renewal, RENEWAL),
        (Booking, BOOKING),
        (Article, ARTICLE),
        (CheckQuestion, CHECK),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_the_rows_above_are_made_of_is_possible(
    database: Database, table: type, row: dict[str, object]
) -> None:
    """Else they would prove nothing."""
    add(database, table.__table__, row)  # type: ignore[attr-defined]


def test_an_article_can_be_lent_again_once_it_is_back_or_the_loan_undone(database: Database) -> None:
    back = LOAN | {"returned_at": NOW, "returned_on": TODAY}
    add(database, Loan.__table__, back, LOAN | {"undone_at": NOW}, back, LOAN)


@pytest.mark.parametrize("what", ["article", "borrower", "visit", "branch"])
def test_nothing_that_a_loan_names_can_be_deleted(database: Database, what: str) -> None:
    with pytest.raises(AlreadyThereError), database.write() as connection:
        connection.execute(text(f"DELETE FROM {what} WHERE id = 1"))


def test_a_time_without_a_zone_is_never_stored(database: Database) -> None:
    """Neither by adding nor by changing: nobody could say later which moment it was."""
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(StatementError, match="timezone"):
        add(database, Loan.__table__, LOAN | {"lent_at": naive})
    with pytest.raises(StatementError, match="timezone"), database.write() as connection:
        connection.execute(update(Visit.__table__).values(ended_at=naive))


def test_a_time_comes_back_as_the_same_moment_whatever_zone_it_was_given_in(database: Database) -> None:
    given = NOW.astimezone(ZoneInfo("Asia/Tokyo"))
    add(database, Visit.__table__, VISIT | {"started_at": given, "desk": "tokyo"})
    with database.read() as connection:
        query = Visit.__table__.select().where(Visit.__table__.c.desk == "tokyo")
        stored = connection.execute(query).one().started_at
    assert stored == NOW
    assert stored.utcoffset() == timedelta(0)


def test_a_transaction_that_raises_leaves_nothing(database: Database) -> None:
    with pytest.raises(AlreadyThereError):
        add(database, Loan.__table__, LOAN, LOAN)
    assert count(database, Loan.__table__) == 3


def test_what_is_written_in_a_reading_is_taken_back(database: Database) -> None:
    with database.read() as connection:
        connection.execute(insert(Loan.__table__).values(**LOAN))
    assert count(database, Loan.__table__) == 3
