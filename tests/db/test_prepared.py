"""Statements that go straight to the driver mean the same as when SQLAlchemy runs them, on both engines."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import bindparam, insert, select, text, update

from fritids.db.engine import Database
from fritids.db.faults import AlreadyThereError
from fritids.db.prepared import Prepared, adding
from fritids.db.tables import ArticleType, Borrower, Visit
from fritids.errors import DatabaseUnavailableError
from tests import large_branch

BORROWER, TYPE, VISIT = Borrower.__table__, ArticleType.__table__, Visit.__table__
NOW = datetime(2026, 2, 16, 9, 31, 4, 250_000, UTC)
NEW = {
    "number": "9", "name": "Åsa ; '\"", "kind": "person", "blocked": False, "protected": True, "no_reminders": False, "event_key": "new", "search": "",
    "added_at": NOW, "revision": 1,
}  # fmt: skip


@pytest.fixture(autouse=True)
def branch(database: Database) -> None:
    """Two borrowers, five articles."""
    large_branch.make(database, past_loans=0, articles=5, borrowers=2, bookings=0)


def test_a_row_is_added_and_read_with_the_same_values(database: Database) -> None:
    by_id = select(BORROWER).where(BORROWER.c.id == bindparam("borrower_id"))
    with database.write() as connection:
        added = adding(BORROWER).id(connection, NEW)
        also = connection.execute(insert(BORROWER).values(**NEW | {"number": "10", "event_key": "other"}))
        assert also.inserted_primary_key is not None
        assert added == also.inserted_primary_key[0] - 1
    with database.read() as connection:
        straight = Prepared(by_id).first(connection, {"borrower_id": added})
        usual = connection.execute(by_id, {"borrower_id": added}).one()
    assert straight == tuple(usual)
    assert straight is not None
    assert [type(value) for value in straight] == [type(value) for value in usual]
    assert {"Åsa ; '\"", NOW, False, True} <= set(straight)


def test_a_row_that_is_not_there_is_none(database: Database) -> None:
    with database.read() as connection:
        query = Prepared(select(BORROWER.c.id).where(BORROWER.c.number == bindparam("number")).limit(1))
        assert query.first(connection, {"number": "none"}) is None
        assert query.first(connection, {"number": "50000001"}) == (1,)


def test_a_time_is_kept_as_its_moment_and_never_without_a_zone(database: Database) -> None:
    end = Prepared(update(VISIT).where(VISIT.c.id == bindparam("visit_id")).values(ended_at=bindparam("at")))
    with database.write() as connection:
        visit = adding(VISIT).id(
            connection, {"branch_id": 1, "desk": "one", "borrower_id": 1, "started_at": NOW}
        )
        end.run(connection, {"visit_id": visit, "at": NOW.astimezone(ZoneInfo("Asia/Tokyo"))})
        assert connection.execute(select(VISIT.c.ended_at)).scalar_one() == NOW
        with pytest.raises(ValueError, match="timezone"):
            end.run(connection, {"visit_id": visit, "at": NOW.replace(tzinfo=None)})


def test_a_broken_constraint_is_told_as_ever(database: Database) -> None:
    with pytest.raises(AlreadyThereError), database.write() as connection:
        adding(BORROWER).id(connection, NEW | {"number": "50000001"})


def test_any_other_fault_is_told_as_ever(database: Database) -> None:
    with pytest.raises(DatabaseUnavailableError), database.write() as connection:
        Prepared(text("SELECT 1 FROM nowhere")).run(connection, {})


@pytest.mark.parametrize("values", [{}, {"number": "1", "numbr": "1"}], ids=["too few", "too many"])
def test_values_that_do_not_fit_are_a_fault_and_not_left_out(
    database: Database, values: dict[str, str]
) -> None:
    query = Prepared(select(BORROWER.c.id).where(BORROWER.c.number == bindparam("number")))
    with database.read() as connection, pytest.raises(ValueError, match="do not fit"):
        query.first(connection, values)


def test_a_column_that_is_not_there_is_a_fault_and_not_left_out(database: Database) -> None:
    with database.write() as connection, pytest.raises(ValueError, match="do not fit"):
        adding(BORROWER).id(connection, NEW | {"shoe_size": 42})
