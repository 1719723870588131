"""Many rows at once, on both engines, beside rows that come in the ordinary way."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, insert, select

from fritids.db.bulk import count_on, insert_many, take_ids
from fritids.db.engine import Database
from fritids.db.faults import AlreadyThereError
from fritids.db.tables import Borrower, Branch, NumberSeries

BORROWER = Borrower.__table__
NOW = datetime(2026, 2, 16, 9, 31, 4, 250_000, UTC)


def borrowers(numbers: Iterator[int] | range, **values: object) -> Iterator[dict[str, object]]:
    for number in numbers:
        yield {
            "number": str(number), "name": "Åsa; \t'\\N\"", "kind": "person", "phone": None, "blocked": False, "protected": True, "no_reminders": False,
            "event_key": f"key {number}", "search": "asa", "added_at": NOW, "revision": 1, **values,
        }  # fmt: skip


def test_rows_come_back_as_they_were_given(database: Database) -> None:
    with database.write() as connection:
        assert insert_many(connection, BORROWER, borrowers(range(12_001))) == 12_001
    with database.read() as connection:
        assert connection.execute(select(func.count()).select_from(BORROWER)).scalar_one() == 12_001
        row = connection.execute(select(BORROWER).where(BORROWER.c.number == "12000")).one()
    assert (row.name, row.phone, row.blocked, row.protected) == ("Åsa; \t'\\N\"", None, False, True)
    assert row.added_at == NOW
    assert row.added_at.tzinfo is not None


def test_no_rows_are_no_fault(database: Database) -> None:
    with database.write() as connection:
        assert insert_many(connection, BORROWER, []) == 0
        assert list(take_ids(connection, BORROWER, 0)) == []


def test_ids_taken_ahead_and_ids_of_single_rows_do_not_meet(database: Database) -> None:
    with database.write() as connection:
        ids = take_ids(connection, BORROWER, 3)
        rows = zip(borrowers(range(3)), ids, strict=True)
        insert_many(connection, BORROWER, ({**row, "id": each} for row, each in rows))
        single = connection.execute(insert(BORROWER).values(**next(borrowers(range(7, 8)))))
        assert single.inserted_primary_key is not None
        assert single.inserted_primary_key[0] not in ids
        assert list(ids) == sorted(set(ids))


def test_after_rows_with_ids_of_their_own_the_next_id_is_free(database: Database) -> None:
    with database.write() as connection:
        insert_many(connection, BORROWER, borrowers(range(1), id=41))
        count_on(connection, BORROWER)
        single = connection.execute(insert(BORROWER).values(**next(borrowers(range(7, 8)))))
        assert single.inserted_primary_key is not None
        assert single.inserted_primary_key[0] == 42
        count_on(connection, Branch.__table__)


def test_a_row_that_is_there_already_undoes_all_of_it(database: Database) -> None:
    with pytest.raises(AlreadyThereError), database.write() as connection:
        insert_many(connection, BORROWER, borrowers(iter([1, 2, 1])))
    with database.read() as connection:
        assert connection.execute(select(func.count()).select_from(BORROWER)).scalar_one() == 0


def test_a_table_without_ids_and_with_one_column_more_or_less(database: Database) -> None:
    series = NumberSeries.__table__
    with database.write() as connection:
        insert_many(connection, series, [{"next_number": 3, "name": "b"}, {"name": "a", "next_number": 2}])
        found = connection.execute(select(series.c.name, series.c.next_number).order_by(series.c.name))
        assert [tuple(row) for row in found] == [("a", 2), ("b", 3)]
        with pytest.raises(ValueError, match="other columns"):
            insert_many(connection, series, [{"name": "c", "next_number": 1}, {"name": "d"}])
