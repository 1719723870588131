"""A locked year stays as it was, and what comes out otherwise later is explained line by line."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from fritids.db.engine import Database
from fritids.domain.words import ActKind
from fritids.errors import UsageError
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from fritids.services.results.locked_years import YearVerified
from tests.builders import FixedClock, a_borrower, a_desk, an_article
from tests.record_by_hand import record_by_hand


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2025, 3, 3, 9, tzinfo=UTC))


@pytest.fixture
def desk(database: Database, clock: FixedClock) -> Desk:
    """A branch that lent three things in 2025, and now it is the January after."""
    made = a_desk(database, clock=clock)
    people = [a_borrower(made, gender="woman", birth_year=1980), a_borrower(made)]
    for n, person in enumerate((people[0], people[0], people[1])):
        article = an_article(made, barcode=f"20{n}")
        clock.moment = clock.moment.replace(hour=10 + n)
        made.lending.lend(article.barcode, person.id, act=f"lend{n}")
    clock.moment = datetime(2025, 3, 10, 9, tzinfo=UTC)
    made.returns.take_back("200", act="back")
    clock.moment = datetime(2026, 1, 7, 9, tzinfo=UTC)
    return made


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    return tmp_path / "signing.key"


def looked(desk: Desk, key_file: Path) -> YearVerified:
    return desk.locked_years.verify(2025, None, key_file=key_file)


def test_a_year_that_is_over_is_locked_once_and_holds(desk: Desk, key_file: Path) -> None:
    with pytest.raises(UsageError, match="2026"):
        desk.locked_years.lock(2026, None, key_file=key_file, act="lock")
    with pytest.raises(UsageError, match="--lock"):
        looked(desk, key_file)
    made = desk.locked_years.lock(2025, None, key_file=key_file, act="lock")
    assert key_file.stat().st_mode & 0o077 == 0
    found = looked(desk, key_file)
    assert found.holds
    assert found.is_ours
    assert found.figures > 30
    again = desk.locked_years.lock(2025, None, key_file=key_file, act="more")
    assert (again.again, again.lock) == (True, made.lock)
    assert len(desk.locked_years.list()) == 1


def test_what_was_done_since_is_named(desk: Desk, key_file: Path, clock: FixedClock) -> None:
    desk.locked_years.lock(2025, None, key_file=key_file, act="lock")
    desk.lending.lend(
        "200",
        a_borrower(desk).id,
        act="late",
        at=datetime(2025, 12, 30, 12, tzinfo=UTC),
        accepted=frozenset(),
    )
    found = looked(desk, key_file)
    assert not found.holds
    by_place = {(one.table, one.codes, one.measure): one for one in found.changed}
    loans = by_place["total", (), "loans"]
    assert (loans.locked, loans.counted) == (3, 4)
    assert [(act.kind, act.entered_later) for act in loans.acts] == [(ActKind.LEND, True)]
    assert ("month", ("2025-12",), "loans") in by_place
    assert ("month", ("2025-03",), "loans") not in by_place
    assert all(one.acts for one in found.changed), "each is explained"
    desk.undoing.undo_last(act="undo")
    assert looked(desk, key_file).holds, "and gone with its undoing"
    del clock


def test_erasing_and_undoing(desk: Desk, key_file: Path) -> None:
    desk.returns.take_back("201", act="b1")
    desk.returns.take_back("202", act="b2")
    desk.locked_years.lock(2025, None, key_file=key_file, act="lock")
    with desk.context.database.read() as connection:
        person = connection.execute(text("SELECT borrower_id FROM loan ORDER BY id LIMIT 1")).scalar_one()
    desk.borrowers.erase(person, act=new_act_key())
    assert looked(desk, key_file).holds, "erasing a borrower moves no figure"


def test_what_nobody_did_in_the_program_is_said_so(desk: Desk, key_file: Path) -> None:
    desk.locked_years.lock(2025, None, key_file=key_file, act="lock")
    with desk.context.database.write() as connection:
        connection.execute(text("UPDATE loan SET age_band = '65+' WHERE id = 1"))
    found = looked(desk, key_file)
    assert {one.table for one in found.changed} == {"age", "month/age", "age/gender"}
    assert not any(one.acts for one in found.changed)


def test_a_lock_that_was_tampered_with_is_found_out(desk: Desk, key_file: Path) -> None:
    desk.locked_years.lock(2025, None, key_file=key_file, act="lock")
    tampered = {
        "UPDATE locked_year SET body = replace(body, '\"loans\",3', '\"loans\",4')": (False, True, True),
        "UPDATE locked_year SET check_sum = replace(check_sum, substr(check_sum, 1, 1), 'x')": (
            False,
            False,
            True,
        ),
        "UPDATE event SET operator = 'Kim' WHERE id = (SELECT event_id FROM locked_year)": (
            True,
            True,
            False,
        ),
    }
    for change, expected in tampered.items():
        with record_by_hand(desk.context.database) as connection:
            body, check_sum = connection.execute(text("SELECT body, check_sum FROM locked_year")).one()
            operator = connection.execute(
                text("SELECT operator FROM event WHERE id = (SELECT event_id FROM locked_year)")
            ).scalar_one()
            connection.execute(text(change))
        found = looked(desk, key_file)
        assert not found.holds
        assert (found.is_whole, found.is_signed, found.record_holds) == expected
        with record_by_hand(desk.context.database) as connection:
            connection.execute(
                text("UPDATE locked_year SET body = :body, check_sum = :check_sum"),
                {"body": body, "check_sum": check_sum},
            )
            connection.execute(
                text("UPDATE event SET operator = :operator WHERE id = (SELECT event_id FROM locked_year)"),
                {"operator": operator},
            )
    assert looked(desk, key_file).holds
