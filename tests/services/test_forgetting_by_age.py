"""Forgetting what has lain too long: who goes, who stays, and that no figure moves (DESIGN §5)."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from fritids.db.engine import Database
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from fritids.services.forms import NewBooking
from tests.builders import FixedClock, a_borrower, a_desk, an_article
from tests.services.rows import count
from tests.services.test_forgetting import figures, heads

BEGIN = datetime(2023, 11, 1, 9, tzinfo=UTC)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(BEGIN)


@pytest.fixture
def desk(database: Database, clock: FixedClock) -> Desk:
    return a_desk(database, clock=clock)


def borrows(desk: Desk, clock: FixedClock, borrower_id: int, *, days: int, back: bool = True) -> None:
    """A loan so many days after the begin, a week long."""
    article = an_article(desk)
    clock.moment = BEGIN + timedelta(days=days)
    desk.lending.lend(article.barcode, borrower_id, act=new_act_key())
    if back:
        clock.moment += timedelta(days=7)
        desk.returns.take_back(article.barcode, act=new_act_key())


def test_who_has_long_had_nothing_out_goes_and_nobody_else(desk: Desk, clock: FixedClock) -> None:
    """One day more or less decides; something out or booked keeps a person whatever their age."""
    gone, stays, out, books, never = (
        a_borrower(desk, name=name) for name in ("Anna Ek", "Bo Al", "Cia Ask", "Dan Rönn", "Eva Lönn")
    )
    borrows(desk, clock, gone.id, days=0)
    borrows(desk, clock, stays.id, days=1)
    borrows(desk, clock, out.id, days=0, back=False)
    desk.bookings.add(
        NewBooking(
            borrower_id=books.id,
            type="inlines",
            first_day=BEGIN.date() + timedelta(days=30),
            last_day=BEGIN.date() + timedelta(days=31),
        ),
        act=new_act_key(),
    )
    clock.moment = datetime(2025, 11, 9, 12, tzinfo=UTC)  # two years after the first came back, and a day
    before = figures(desk), heads(desk, 2023)
    plan = desk.forgetting.plan()
    done = desk.forgetting.run(act=new_act_key())
    assert [one.number for one in plan.borrowers] == [never.number, gone.number]
    assert (plan.dry_run, done.dry_run) == (True, False)
    assert done.borrowers == plan.borrowers
    assert [desk.borrowers.get(one.id) is None for one in (gone, stays, out, books, never)] == [
        True, False, False, False, True,
    ]  # fmt: skip
    assert (figures(desk), heads(desk, 2023)) == before
    assert count(desk, "event", kind="borrower_erase") == 2
    assert desk.forgetting.run(act=new_act_key()).borrowers == ()


@pytest.mark.parametrize("seed", range(3))
def test_old_loans_are_cut_from_people_who_stay_and_no_figure_moves(
    desk: Desk, clock: FixedClock, seed: int
) -> None:
    """The first loan of each stays theirs, so that nobody is new twice, in the years before and in the next one."""
    rng = Random(seed)
    people = [a_borrower(desk, name=f"Person {n}") for n in range(3)]
    for _ in range(8):
        borrows(desk, clock, rng.choice(people).id, days=rng.randrange(900))
    desk.branch.set({"forget_after_months": "", "cut_loans_after_months": "6"}, act=new_act_key())
    clock.moment = BEGIN + timedelta(days=950)
    before = figures(desk), [heads(desk, year) for year in (2023, 2024, 2025, 2026)]
    plan, done = desk.forgetting.plan(), desk.forgetting.run(act=new_act_key())
    assert done.loans == plan.loans
    assert desk.forgetting.plan().loans == 0
    assert (figures(desk), [heads(desk, year) for year in (2023, 2024, 2025, 2026)]) == before
    for person in people:
        borrows(desk, clock, person.id, days=960)
    counted = figures(desk)
    assert sum(n for row, n in counted.items() if row[-2]) == len(people)


def test_old_texts_about_people_are_emptied(desk: Desk, clock: FixedClock) -> None:
    from sqlalchemy import text

    anna = a_borrower(desk, name="Anna Ek")
    borrows(desk, clock, anna.id, days=700)
    rows = (
        (
            "INSERT INTO message (branch_id, kind, borrower_id, channel, address, language, state, attempts, body, made_at, desk)"
            " VALUES (:branch, 'reminder', :anna, 'sms', '+46701740605', 'sv', 'sent', 1, 'Hej Anna', :at, 'desk')"
        ),
        (
            "INSERT INTO contact_note (branch_id, borrower_id, outcome, address, note, at, desk)"
            " VALUES (:branch, :anna, 'called', '+46701740605', 'Ringer igen', :at, 'desk')"
        ),
        (
            "INSERT INTO gift (branch_id, received_at, received_on, ended_at, desk, donor)"
            " VALUES (:branch, :at, '2023-11-01', :at, 'desk', 'Greta Gran')"
        ),
    )
    for at in (BEGIN, BEGIN + timedelta(days=700)):
        shown = at.isoformat(" ") if desk.context.database.is_sqlite else at
        with desk.context.database.write() as connection:
            for row in rows:
                connection.execute(
                    text(row), {"branch": desk.context.branch_id, "anna": anna.id, "at": shown}
                )
    clock.moment = BEGIN + timedelta(days=735)
    plan, done = desk.forgetting.plan(), desk.forgetting.run(act=new_act_key())
    assert (done.messages, done.notes, done.donors) == (1, 1, 1)
    assert (plan.messages, plan.notes, plan.donors) == (1, 1, 1)
    assert count(desk, "message") == 2
    assert count(desk, "message", body="Hej Anna") == 1
    assert count(desk, "contact_note", note="Ringer igen") == 1
    assert count(desk, "gift", donor="Greta Gran") == 1
    assert count(desk, "event", kind="forget") == 1


def test_the_program_forgets_by_itself_only_where_it_was_told_to(desk: Desk, clock: FixedClock) -> None:
    a_borrower(desk)
    clock.moment = BEGIN + timedelta(days=800)
    assert desk.forgetting.run_by_itself(act=new_act_key()) is None
    desk.branch.set({"forget_by_itself": "on"}, act=new_act_key())
    done = desk.forgetting.run_by_itself(act=new_act_key())
    assert done is not None
    assert len(done.borrowers) == 1
