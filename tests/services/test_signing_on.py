"""Signing on: by key or card, with a PIN that is slow to guess from however many desks."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from fritids.db import operators
from fritids.db.engine import Database
from fritids.db.tables import Event, PinGuess
from fritids.domain.pins import MOST_GUESSES, WINDOW
from fritids.domain.roles import Role
from fritids.domain.words import ActKind
from fritids.errors import InvalidValueError, NotAllowedError
from fritids.services import pins
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from fritids.services.operator_reset import reset_pin
from fritids.services.results import Lent, SignedOn, SignOnRefused, SignOnResult, WhyNotSignedOn
from tests.builders import FixedClock, a_borrower, a_desk, an_article
from tests.conftest import REPOSITORY

PIN = "837462"
WRONG = "837463"


def sign_on(desk: Desk, key: str = "1", pin: str = PIN) -> SignOnResult:
    return desk.operators.sign_on(key, pin, act=new_act_key())


def reason(result: SignOnResult) -> WhyNotSignedOn:
    assert isinstance(result, SignOnRefused)
    return result.reason


def kinds(database: Database) -> list[tuple[str, str | None, str | None]]:
    """What the record says of signing on: kind, operator, details."""
    columns = Event.__table__.c
    query = select(columns.kind, columns.operator, columns.details).where(
        columns.kind.in_([ActKind.SIGN_ON.value, ActKind.SIGN_ON_REFUSED.value])
    )
    with database.read() as connection:
        return [tuple(row) for row in connection.execute(query.order_by(columns.id))]


@pytest.fixture
def admin(desk: Desk) -> Desk:
    """A desk at which nobody is signed on, with an administrator whose key is 1."""
    desk.operators.add("Kim Lund", Role.ADMINISTRATOR, pin=PIN, card="LIB-77", act=new_act_key())
    return desk


def test_who_signs_on_stands_in_the_record_and_on_what_they_lend(database: Database, admin: Desk) -> None:
    assert reason(sign_on(admin, pin=WRONG)) is WhyNotSignedOn.WRONG
    assert reason(sign_on(admin, key=WRONG)) is WhyNotSignedOn.WRONG
    by_card = admin.operators.by_card("lib-77")
    assert by_card is not None
    assert by_card.key == "1"
    assert isinstance(sign_on(admin, key="]C0LIB-77"), SignedOn)
    lent = admin.lending.lend(an_article(admin).barcode, a_borrower(admin).id, act=new_act_key())
    assert isinstance(lent, Lent)
    with database.read() as connection:
        operator = select(Event.__table__.c.operator).where(Event.__table__.c.id == lent.event_id)
        assert connection.execute(operator).scalar() == "1"
    assert kinds(database) == [
        ("sign_on_refused", None, '{"operator": "1"}'),
        ("sign_on_refused", None, None),
        ("sign_on", "1", '{"operator": "1"}'),
    ]


def test_the_first_operator_is_an_administrator_and_one_always_remains(desk: Desk) -> None:
    add = desk.operators.add
    for role, pin in ((Role.VOLUNTEER, PIN), (Role.ADMINISTRATOR, None), (Role.ADMINISTRATOR, "123456")):
        with pytest.raises(InvalidValueError):
            add("Kim", role, pin=pin, act=new_act_key())
    add("Kim", Role.ADMINISTRATOR, pin=PIN, act=new_act_key())
    with pytest.raises(NotAllowedError):
        add("Sam", Role.ADMINISTRATOR, pin=PIN, act=new_act_key())
    sign_on(desk)
    assert add("Sam", Role.STAFF, act=new_act_key()).key == "2"
    for change in ({"role": Role.STAFF}, {"active": False}, {"branch": "main"}):
        with pytest.raises(InvalidValueError):
            desk.operators.edit("1", **change, act=new_act_key())
    assert desk.operators.list()[0].active


def test_ten_wrong_pins_are_looked_at_and_then_not_even_the_right_one(
    database: Database, admin: Desk, clock: FixedClock
) -> None:
    signed_on = a_desk(database, name="two", clock=clock)
    sign_on(signed_on)
    article, borrower = an_article(signed_on), a_borrower(signed_on)
    looked_at, began = 0, clock.moment
    while clock.moment < began + WINDOW - timedelta(seconds=60):
        looked_at += reason(sign_on(admin, pin=WRONG)) is WhyNotSignedOn.WRONG
        clock.moment += timedelta(seconds=30)
    assert looked_at == MOST_GUESSES
    result = sign_on(admin)
    assert isinstance(result, SignOnRefused)
    assert (result.reason, 0 < result.wait_seconds <= 900) == (WhyNotSignedOn.WAIT, True)
    assert isinstance(signed_on.lending.lend(article.barcode, borrower.id, act=new_act_key()), Lent)
    clock.moment += timedelta(seconds=result.wait_seconds)
    assert isinstance(sign_on(admin), SignedOn)


def test_a_right_pin_gives_nobody_ten_more_guesses(
    database: Database, admin: Desk, clock: FixedClock
) -> None:
    """Or whoever guesses would only have to wait for the operator to come to work."""
    for _n in range(MOST_GUESSES - 1):
        sign_on(admin, pin=WRONG)
        clock.moment += timedelta(minutes=1)
    assert isinstance(sign_on(admin), SignedOn)
    assert reason(sign_on(admin, pin=WRONG)) is WhyNotSignedOn.WRONG
    clock.moment += timedelta(minutes=1)
    assert reason(sign_on(admin, pin=WRONG)) is WhyNotSignedOn.WAIT


def test_guessing_from_another_process_and_two_threads_at_once_gains_nothing(
    database: Database, database_url: str, admin: Desk, clock: FixedClock
) -> None:
    command = [sys.executable, "-m", "tests.services.guessing_process", database_url]
    guessers = [
        subprocess.Popen(
            [*command, f"d{n}", "8"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY
        )
        for n in range(2)
    ]
    desks = [a_desk(database, name=f"t{n}", clock=clock) for n in range(2)]

    def guess(desk: Desk) -> int:
        return sum(reason(sign_on(desk, pin=f"{600_000 + n}")) is WhyNotSignedOn.WRONG for n in range(8))

    for process in guessers:
        assert process.stdout is not None
        assert process.stdin is not None
        assert process.stdout.readline() == "ready\n"
    with ThreadPoolExecutor(2) as threads:
        for process in guessers:
            assert process.stdin is not None
            process.stdin.write("\n")
            process.stdin.flush()
        running = [threads.submit(guess, desk) for desk in desks]
        said = [process.communicate(timeout=60)[0].split() for process in guessers]
    looked_at = sum(each.result() for each in running) + sum(int(wrong) for wrong, _wait, _in in said)
    with database.read() as connection:
        counted = len(connection.execute(select(PinGuess.__table__.c.id)).all())
    # The clock stands still: after the third there is a wait, and nobody sees a fourth.
    assert (looked_at, counted) == (3, 3)


def test_an_unknown_key_and_one_without_a_pin_are_told_as_a_wrong_pin_is(
    database: Database, admin: Desk
) -> None:
    sign_on(admin)
    admin.operators.add("Sam", Role.VOLUNTEER, act=new_act_key())
    answers = [[sign_on(admin, key, WRONG) for _n in range(4)] for key in ("1", "2", "unknown")]
    assert answers[0] == answers[1] == answers[2]
    assert admin.operators.current() is not None  # and whoever was signed on still is


def test_a_hash_with_older_settings_is_made_anew_at_the_next_right_pin(
    database: Database, admin: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stored() -> str:
        with database.read() as connection:
            row = operators.by_key(connection, "1")
        assert row is not None
        assert row.pin_hash is not None
        return row.pin_hash

    assert "m=19456,t=2,p=1" in stored()
    monkeypatch.setattr(pins, "ROUNDS", 3)
    pins._hasher.cache_clear()
    try:
        assert isinstance(sign_on(admin), SignedOn)
        assert "t=3" in stored()
        assert isinstance(sign_on(admin), SignedOn)
    finally:
        pins._hasher.cache_clear()


def test_a_new_pin_of_ones_own_needs_the_old_one(admin: Desk) -> None:
    with pytest.raises(NotAllowedError):
        admin.operators.change_own_pin(PIN, "550193", act=new_act_key())
    sign_on(admin)
    wrong = admin.operators.change_own_pin(WRONG, "550193", act=new_act_key())
    assert wrong is not None
    with pytest.raises(InvalidValueError):
        admin.operators.change_own_pin(PIN, "654321", act=new_act_key())
    assert admin.operators.change_own_pin(PIN, "550193", act=new_act_key()) is None
    assert reason(sign_on(admin)) is WhyNotSignedOn.WRONG
    assert isinstance(sign_on(admin, pin="550193"), SignedOn)


def test_an_act_that_is_sent_twice_adds_one_operator(admin: Desk) -> None:
    sign_on(admin)
    act = new_act_key()
    first, second = (admin.operators.add("Sam", Role.VOLUNTEER, card="S1", act=act) for _n in range(2))
    assert first == second
    for card in ("s1", "LIB-77", an_article(admin).barcode):
        with pytest.raises(InvalidValueError):
            admin.operators.add("Lo", Role.VOLUNTEER, card=card, act=new_act_key())


def test_who_looks_after_one_branch_lets_nobody_in_at_another(database: Database, admin: Desk) -> None:
    sign_on(admin)
    admin.operators.add(
        "Sam", Role.ADMINISTRATOR, pin=WRONG, branch=admin.branch.show().code, act=new_act_key()
    )
    sign_on(admin, "2", WRONG)
    assert admin.operators.add("Lo", Role.VOLUNTEER, act=new_act_key()).branch == admin.branch.show().code
    for change in ({"branch": ""}, {"role": Role.ADMINISTRATOR}):
        with pytest.raises(NotAllowedError):
            admin.operators.edit("1" if "role" in change else "3", **change, act=new_act_key())
    with pytest.raises(NotAllowedError):
        admin.operators.set_pin("1", "550193", act=new_act_key())


def test_a_lost_pin_is_reset_by_who_holds_the_machine(
    database: Database, database_url: str, admin: Desk
) -> None:
    for _n in range(3):
        sign_on(admin, pin=WRONG)
    reset_pin(database_url, "1", "550193", act=new_act_key(), desk="one", clock=admin.context.clock)
    assert isinstance(sign_on(admin, pin="550193"), SignedOn)
    with database.read() as connection:
        details = select(Event.__table__.c.details).where(
            Event.__table__.c.kind == ActKind.OPERATOR_EDIT.value
        )
        assert '"by": "machine"' in str(connection.execute(details).scalar_one())
