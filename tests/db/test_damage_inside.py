"""Damage that SQLite does not see, since its pages are in order: it is said and points to a backup, `check` finds it, and nothing ends in a fault of the program."""

import random
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from fritids.db import sqlite
from fritids.db.engine import Database
from fritids.domain.soundness import Fault
from fritids.errors import DatabaseUnavailableError
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from fritids.services.results import Lent
from tests.builders import a_borrower, a_desk, an_article
from tests.power.table import trying

NEVER_SEEN = {Fault.RIGHTS_WIDE}
"""What is found of every file here: it was copied."""


@pytest.fixture
def made(tmp_path: Path, sqlite_template: Path) -> tuple[Path, list[str]]:
    """A closed database with eight articles, of which four are out, and their codes."""
    path = tmp_path / "branch.db"
    shutil.copyfile(sqlite_template, path)
    database = Database.open(str(path))
    desk = a_desk(database)
    kim = a_borrower(desk, name="Kim Berg", phone="070-174 06 05")
    codes = [an_article(desk, size=str(30 + n)).barcode for n in range(8)]
    for code in codes[:4]:
        desk.lending.lend(code, kim.id, act=new_act_key())
    database.close()
    return path, codes


def said(path: Path, work: Callable[[Desk], object]) -> str | None:
    """What a desk says that it cannot do this; None if it did."""
    try:
        desk = Desk.open(str(path), name="one")
        try:
            work(desk)
        finally:
            desk.close()
    except DatabaseUnavailableError as error:
        return error.message
    return None


def found(path: Path) -> set[Fault]:
    """What a check finds; a file that cannot even be checked is a damaged one, if it is said to be."""
    faults = set[Fault]()
    words = said(path, lambda desk: faults.update(one.fault for one in desk.checking.check().found))
    if words is not None:
        assert "fritids restore FILE" in words
        return {Fault.FILE_DAMAGED}
    return faults - NEVER_SEEN


@pytest.mark.parametrize(
    ("damage", "reads"),
    [
        ("UPDATE loan SET due = '2026-1s-10'", True),
        ("UPDATE article SET state = 'in_stocj'", True),
        ("UPDATE borrower SET name = CAST(X'4bff6d' AS TEXT)", True),
        ("UPDATE branch SET timezone = 'Europe/Stockholn'", True),
        ("UPDATE event SET details = '{x', at = '2026-02-1v 10:00:00'", True),
        ("UPDATE event SET kind = 'lene' WHERE kind = 'lend'", False),
    ],
    ids=["day", "word", "text", "zone", "moment", "record"],
)
def test_a_turned_bit_in_a_value_is_said_and_found(
    made: tuple[Path, list[str]], damage: str, reads: bool
) -> None:
    """In words, wherever it is read."""
    path, codes = made
    with closing(sqlite.driver().connect(str(path), isolation_level=None)) as plain:
        plain.execute("PRAGMA ignore_check_constraints=ON")
        guards = plain.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _sql in guards:
            plain.execute(f"DROP TRIGGER {name}")
        plain.execute(damage)
        for _name, sql in guards:
            plain.execute(sql)
    acts: list[Callable[[Desk], object]] = [
        lambda desk: desk.loans.list(limit=9),
        lambda desk: desk.counter.enter("0701740605", act=new_act_key()),
        lambda desk: desk.lending.lend(codes[5], 1, act=new_act_key()),
        lambda desk: desk.counter.enter(codes[1], act=new_act_key()),
    ]
    with trying("turned bit in a value") as tries:
        words = [said(path, act) for act in acts]
        assert all(each is None or "fritids restore FILE" in each for each in words)
        assert any(words) == reads
        assert found(path)
        tries.times = 1


def test_a_text_of_the_schema_that_cannot_be_read_is_said(made: tuple[Path, list[str]]) -> None:
    """SQLite puts such a text in its own sentence, which then cannot be read either."""
    path, _codes = made
    whole = path.read_bytes()
    place = whole.index(b"CREATE TABLE ") + len(b"CREATE TABLE ")
    path.write_bytes(whole[:place] + b"\xd3(" + whole[place + 2 :])
    words = said(path, lambda desk: desk.loans.count())
    assert words is not None
    assert "fritids restore FILE" in words


def test_bits_turned_by_chance_never_end_in_a_fault_of_the_program(made: tuple[Path, list[str]]) -> None:
    """One bit in each of these copies, anywhere: the counter does what it is asked or says why not."""
    path, codes = made
    whole, chance = path.read_bytes(), random.Random(12)
    with trying("one turned bit anywhere") as tries:
        for _n in range(12):
            turned = bytearray(whole)
            turned[chance.randrange(len(turned))] ^= 1 << chance.randrange(8)
            path.write_bytes(turned)
            words = said(path, lambda desk: desk.counter.enter(codes[1], act=new_act_key()))
            assert words is None or "fritids restore FILE" in words
            tries.times += 1
            for beside in path.parent.glob("branch.db-*"):
                beside.unlink()


def test_the_log_of_another_database_beside_the_file_is_found(
    made: tuple[Path, list[str]], tmp_path: Path
) -> None:
    """An older copy was put in place by hand, and the log of the newer one was left there: SQLite plays it in without a word."""
    if not sqlite.has_safe_wal(sqlite.driver().sqlite_version_info):
        pytest.skip("this SQLite keeps no log here")
    path, codes = made
    older = path.read_bytes()
    database = Database.open(str(path))
    desk = Desk.on(database, name="one")
    for n in range(120):
        an_article(desk, brand=f"Brand {n} of a longer name", size=str(10 + n % 60))
    database.drain()
    assert isinstance(desk.lending.lend(codes[6], 1, act=new_act_key()), Lent)
    log = path.with_name("branch.db-wal").read_bytes()
    database.close()
    path.write_bytes(older)
    path.with_name("branch.db-wal").write_bytes(log)
    with trying("log of another database beside the file") as tries:
        assert found(path)
        tries.times = 1
