"""The chain of the record of events: nothing wrong on a record as the program wrote it, and everything that a hand does to it found."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from fritids.db import events, record, record_guard
from fritids.db.engine import Connection, Database
from fritids.db.faults import AlreadyThereError
from fritids.db.tables import Event
from fritids.domain.anchor import Anchor
from fritids.domain.chain import COLUMNS, ChainKind, link_hash
from fritids.domain.words import ActKind
from fritids.errors import FritidsError
from fritids.services.desk import Desk
from fritids.services.results import Lent, TakenBack
from tests.builders import a_borrower, a_desk, an_article
from tests.postgres import PostgresServer
from tests.record_by_hand import record_by_hand

EXAMPLES = 400 if os.environ.get("FRITIDS_NIGHTLY") else 25
LINES = 14
CHANGES: dict[str, tuple[Any, ...]] = {
    "act_key": ("other",), "line": (9,), "at": (datetime(1999, 5, 5, tzinfo=UTC),), "desk": ("Disk 2", ""),
    "operator": ("kim", None), "kind": ("return", "recall"), "article_id": (0, None), "loan_id": (77, None),
    "returned_loan_id": (5,), "renewal_id": (5,), "visit_id": (5, None), "borrower_key": ("x",), "undoes": (2,),
    "details": ("{}", '{"a": 1}', None), "branch_id": (2,), "id": (1_000_001,),
}  # fmt: skip


class NotKeptError(Exception):
    """Ends a transaction without keeping what was done in it."""


def a_record(database: Database) -> Anchor:
    """A record of some lines, written in transactions of one and of several."""
    desk = a_desk(database)
    at = datetime(2026, 2, 16, 9, 31, 4, 120_000, UTC)
    with database.write() as connection:
        connection.execute(
            text("INSERT INTO branch (id, code, name, timezone, revision) VALUES (2, 'two', 'T', 'UTC', 1)")
        )
    for n in range(0, LINES, 3):
        with database.write() as connection:
            for k in range(n, min(n + 3, LINES)):
                values = {**desk.context.event(ActKind.LEND, f"å{k}"), "at": at + timedelta(seconds=k % 4)}
                values |= {
                    "operator": "eva" if k % 2 else None,
                    "article_id": k + 1,
                    "loan_id": k,
                    "visit_id": 3,
                }
                events.add(connection, values, {"note": 'en "ås"\n', "n": k})
    with database.read() as connection:
        found = record.head(connection)
    assert found is not None
    assert found.seq == LINES
    return found


def faults(connection: Connection, *anchors: Anchor) -> list[tuple[ChainKind, int | None, int | None]]:
    return [(each.kind, each.seq, each.event_id) for each in record.verify(connection, anchors)]


def change(connection: Connection, column: str, place: int, value: Any) -> bool:
    """One cell is another; False if it was so already."""
    table = Event.__table__
    before = connection.execute(table.select().where(table.c.id == place)).mappings().one()
    if before[column] == value:
        return False
    connection.execute(table.update().where(table.c.id == place).values({column: value}))
    return True


def remove(connection: Connection, place: int, *, and_link: bool) -> None:
    if and_link:
        connection.execute(text("DELETE FROM event_link WHERE event_id = :id"), {"id": place})
    connection.execute(text("DELETE FROM event WHERE id = :id"), {"id": place})


def swap(connection: Connection, one: int, other: int, *, links: bool) -> None:
    """Two lines stand in each other's places: their links, or all that they say."""
    if links:
        moves = ((one, -1), (other, one), (-1, other))
        connection.execute(
            text(
                "INSERT INTO event (id, act_key, line, at, branch_id, desk, kind) SELECT -1, 'held', 0, at, 1, 'd', kind FROM event WHERE id = 1"
            )
        )
        for old, new in moves:
            connection.execute(
                text("UPDATE event_link SET event_id = :new WHERE event_id = :old"), {"new": new, "old": old}
            )
        connection.execute(text("DELETE FROM event WHERE id = -1"))
        return
    table = Event.__table__
    rows = [
        dict(connection.execute(table.select().where(table.c.id == each)).mappings().one())
        for each in (one, other)
    ]
    for row, each in zip(rows[::-1], (one, other), strict=True):
        held = {**row, "act_key": f"held {each}"}
        del held["id"]
        connection.execute(table.update().where(table.c.id == each).values(held))
    for row, each in zip(rows[::-1], (one, other), strict=True):
        connection.execute(table.update().where(table.c.id == each).values(act_key=row["act_key"]))


def relink(connection: Connection, start: int) -> None:
    """The chain is made anew from a link on, as somebody would who knows how it is made."""
    connection.execute(text("DELETE FROM event_link WHERE seq >= :seq"), {"seq": start})
    record.link_all(connection)


Draw = Callable[[st.SearchStrategy[Any]], Any]
Found = set[ChainKind]


def changed(connection: Connection, place: int, draw: Draw) -> Found:
    column = draw(st.sampled_from(sorted(CHANGES)))
    if not change(connection, column, place, draw(st.sampled_from(CHANGES[column]))):
        return set()
    return {ChainKind.REMOVED} if column == "id" else {ChainKind.CHANGED}


def removed(connection: Connection, place: int, draw: Draw) -> Found:
    remove(connection, place, and_link=draw(st.booleans()))
    return {ChainKind.REMOVED}


def cut(connection: Connection, place: int, _draw: Draw) -> Found:
    for each in range(place, LINES + 1):
        remove(connection, each, and_link=True)
    return {ChainKind.CUT_OFF}


def swapped_links(connection: Connection, place: int, _draw: Draw) -> Found:
    swap(connection, 1, place, links=True)
    return {ChainKind.SWAPPED}


def swapped_lines(connection: Connection, place: int, _draw: Draw) -> Found:
    swap(connection, 1, place, links=False)
    return {ChainKind.SWAPPED}


def added(connection: Connection, _place: int, draw: Draw) -> Found:
    connection.execute(
        text(
            "INSERT INTO event (id, act_key, line, at, branch_id, desk, kind) SELECT 500, 'own', 0, at, 1, 'd', kind FROM event WHERE id = 1"
        )
    )
    if draw(st.booleans()):
        return {ChainKind.ADDED}
    link = "INSERT INTO event_link (seq, event_id, hash) SELECT :seq, 500, hash FROM event_link WHERE seq = 1"
    connection.execute(text(link), {"seq": LINES + 1})
    return {ChainKind.CHANGED}


def another_hash(connection: Connection, place: int, _draw: Draw) -> Found:
    query = "UPDATE event_link SET hash = (SELECT hash FROM event_link WHERE seq = 1) WHERE seq = :seq"
    connection.execute(text(query), {"seq": place})
    return {ChainKind.CHANGED}


def numbered_anew(connection: Connection, place: int, _draw: Draw) -> Found:
    remove(connection, place, and_link=True)
    for seq in range(place + 1, LINES + 1):
        connection.execute(text("UPDATE event_link SET seq = seq - 1 WHERE seq = :seq"), {"seq": seq})
    return {ChainKind.CHANGED}


ANEW: dict[Callable[[Connection, int, Draw], Found], Found] = {
    changed: {ChainKind.REWRITTEN},
    removed: {ChainKind.CUT_OFF},
    cut: {ChainKind.CUT_OFF},
    swapped_lines: {ChainKind.REWRITTEN},
    numbered_anew: {ChainKind.CUT_OFF},
    # Links put right again are as they were, and what was added stands behind all others, where an act of the program would.
    swapped_links: set(),
    another_hash: set(),
    added: set(),
}
"""What can be done to a record, and what an anchor finds of it where the chain was made anew afterwards."""


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def check_tampering(database: Database, anchor: Anchor, seen: set[str], data: st.DataObject) -> None:
    with suppress(NotKeptError), record_by_hand(database) as connection:
        if database.is_sqlite:
            connection.execute(text("PRAGMA defer_foreign_keys=ON"))
        else:  # as a superuser would
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        how = data.draw(st.sampled_from(list(ANEW)))
        expected = how(connection, data.draw(st.integers(2, LINES - 1)), data.draw)
        if anew := bool(expected) and data.draw(st.booleans()):
            relink(connection, 1)
            assert not faults(connection), "only an anchor tells"
            expected = ANEW[how]
        found = {kind for kind, *_ in faults(connection, anchor)}
        assert expected <= found, found
        assert expected or not found
        seen.add(f"{how.__name__}, {anew}")
        raise NotKeptError


def test_whatever_a_hand_does_to_the_record_is_found(database: Database) -> None:
    """With the anchor of a backup or a report; and nothing is found in a record that nobody touched."""
    anchor = a_record(database)
    seen: set[str] = set()
    check_tampering(database, anchor, seen)
    assert len(seen) > 5
    with database.read() as connection:
        assert not faults(connection, anchor)
    with database.write() as connection:
        values = {
            "act_key": "later",
            "line": 0,
            "at": datetime(2026, 3, 1, tzinfo=UTC),
            "branch_id": 1,
            "desk": "d",
            "kind": "recall",
        }
        events.add(connection, values)
    with database.read() as connection:
        assert not faults(connection, anchor), "an anchor holds when the record has grown"


def test_what_is_wrong_is_named_where_it_is(database: Database) -> None:
    anchor = a_record(database)
    with record_by_hand(database) as connection:
        swap(connection, 2, 5, links=False)
        change(connection, "desk", 8, "elsewhere")
    with database.read() as connection:
        assert faults(connection, anchor) == [
            (ChainKind.SWAPPED, 2, 2), (ChainKind.SWAPPED, 5, 5), (ChainKind.CHANGED, 8, 8),
        ]  # fmt: skip


@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = 1", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
@pytest.mark.parametrize(("table", "column"), [("event", "line"), ("event_link", "seq")])
def test_the_database_refuses_to_change_the_record(
    database: Database, table: str, column: str, statement: str
) -> None:
    if database.is_sqlite and "TRUNCATE" in statement:
        return
    a_record(database)
    with pytest.raises((FritidsError, AlreadyThereError)), database.write() as connection:
        connection.execute(text(statement.format(table, column)))


def test_every_column_of_a_line_is_hashed() -> None:
    """One that is not could be changed unseen. Cure: hash it in new lines, under another form."""
    assert tuple(column.name for column in Event.__table__.c) == COLUMNS
    lines: list[list[object]] = [
        ["1", "2"],
        ["1,2", ""],
        [1, 2],
        ['1","2', None],
        [None, "1"],
        ["1", None],
        [1.0, 2],
    ]
    assert len({link_hash(1, b"", line) for line in lines}) == len(lines)


def test_desks_side_by_side_make_one_chain(database: Database, database_url: str) -> None:
    """Without a gap, and none of them waits for another in a circle."""
    desk = a_desk(database)
    person = a_borrower(desk, name="Åsa")
    articles = [[an_article(desk).barcode for _ in range(6)] for _ in range(4)]

    def work(n: int) -> None:
        own = Database.open(database_url)
        here = Desk.on(own, name=f"desk {n}")
        for code in articles[n]:
            here.lending.lend(code, person.id, act=f"lend {code}")
            here.returns.take_back(code, act=f"back {code}")
        own.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    with database.read() as connection:
        anchor = record.head(connection)
        assert anchor is not None
        assert anchor.seq == connection.execute(text("SELECT count(*) FROM event")).scalar_one() > 4 * 12
        assert not faults(connection, anchor)


def test_an_act_that_is_not_kept_leaves_no_link(database: Database) -> None:
    desk = a_desk(database)
    with suppress(NotKeptError), database.write() as connection:
        events.add(connection, desk.context.event(ActKind.RECALL, "lost"))
        raise NotKeptError
    with database.write() as connection:
        events.add(connection, desk.context.event(ActKind.RECALL, "kept"))
    with database.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM event_link")).scalar_one() == 1
        assert not faults(connection)


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_a_role_that_was_granted_its_work_lends_and_cannot_touch_the_record(
    database: Database, database_url: str, postgres: PostgresServer
) -> None:
    desk = a_desk(database)
    person, article = a_borrower(desk, name="Åsa"), an_article(desk)
    with psycopg.connect(
        host=str(postgres.folder), user="postgres", dbname="postgres", autocommit=True
    ) as admin:
        admin.execute("DROP ROLE IF EXISTS disken")
        admin.execute("CREATE ROLE disken LOGIN")
    with database.write() as connection:
        assert record_guard.role_is_free(connection, "disken") is True
        assert record_guard.role_is_free(connection, "postgres") is False
        assert record_guard.role_is_free(connection, "nobody") is None
        assert not record.record_is_guarded(connection), "its owner can take the triggers away"
        assert record_guard.may_replace(connection)
        record_guard.grant(connection, "disken")
    own = Database.open(database_url.replace("postgres@", "disken@"))
    try:
        here = Desk.on(own, name="disk")
        assert isinstance(here.lending.lend(article.barcode, person.id, act="a"), Lent)
        assert isinstance(here.returns.take_back(article.barcode, act="b"), TakenBack)
        for statement in (
            "UPDATE event SET desk = 'x'", "DELETE FROM event_link", "TRUNCATE event CASCADE",
            "ALTER TABLE event DISABLE TRIGGER ALL", "DROP TRIGGER record_event ON event",
            "SET session_replication_role = replica", "ALTER TABLE event OWNER TO disken",
        ):  # fmt: skip
            with pytest.raises(FritidsError), own.write() as connection:
                connection.execute(text(statement))
        with own.read() as connection:
            assert record.record_is_guarded(connection)
            assert not record_guard.may_replace(connection)
            assert not faults(connection, record.head(connection) or Anchor(1, b""))
    finally:
        own.close()
    with database.write() as connection:
        connection.execute(text("DROP OWNED BY disken"))
