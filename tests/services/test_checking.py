"""`check` finds each thing that is broken behind the program's back, and nothing else; `--repair` mends it and touches nothing else."""

import os
import stat
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from fritids.config.backup_table import BackupSettings
from fritids.db import events, record, sqlite
from fritids.db.engine import Connection, Database
from fritids.db.tables import metadata
from fritids.domain.anchor import read_anchor
from fritids.domain.soundness import REPAIRABLE, Fault
from fritids.domain.words import ActKind, ArticleState
from fritids.services.acts import new_act_key
from fritids.services.backup_rounds import When, keep_at
from fritids.services.checking import EVERY, last_report, run_if_due
from fritids.services.checking.anchors import of_backups
from fritids.services.desk import Desk
from tests.builders import FixedClock, a_borrower, a_desk, an_article

WHEN = "'2026-02-16 09:30:00+00:00'"
BREAKS: dict[str, tuple[Fault, tuple[str, ...]]] = {
    "a state that no change says": (Fault.STATE_WRONG, ("UPDATE article SET state = 'missing' WHERE id = 1",)),
    "an article that never came": (Fault.STATE_UNDATED, ("DELETE FROM article_state_change WHERE article_id = 2",)),
    "a text that finds nothing": (Fault.SEARCH_WRONG, ("UPDATE article SET search = ' other ' WHERE id = 1",)),
    "a borrower's text": (Fault.SEARCH_WRONG, ("UPDATE borrower SET search = '' WHERE id = 1",)),
    "a series that gives a number again": (
        Fault.SERIES_BEHIND,
        ("UPDATE number_series SET next_number = 1 WHERE name = 'article'",),
    ),
    "something on a desk after its visit": (
        Fault.STRAY_ITEM,
        (f"INSERT INTO desk_item (branch_id, desk, article_id, visit_id, added_at) VALUES (1, 'one', 2, 1, {WHEN})",),
    ),
    "a setting of no branch": (
        Fault.STRAY_ROW,
        ("INSERT INTO branch_setting (branch_id, key, value) VALUES (77, 'loan_days', '7')",),
    ),
    "an index that is gone": (Fault.INDEX_WRONG, ("DROP INDEX ix_loan_borrower_key",)),
    "a loan of an article that is not there": (
        Fault.REFERENCE_BROKEN,
        ("UPDATE loan SET article_id = 99 WHERE id = 2",),
    ),
    "a rule that is broken": (Fault.CONSTRAINT_BROKEN, ("UPDATE loan SET due = '2026-01-01' WHERE id = 1",)),
    "a loan that the record does not know": (
        Fault.RETURN_NOT_DONE,
        ("UPDATE loan SET returned_at = NULL, returned_on = NULL WHERE id = 1",),
    ),
    "a return that the record does not know": (
        Fault.RETURNED_WITHOUT_LINE,
        ("UPDATE loan SET returned_at = lent_at, returned_on = lent_on WHERE id = 2",),
    ),
}  # fmt: skip
MENDED_TABLES = {"upkeep", "event", "event_link"}
"""In which a check and a repair leave their own traces."""


@pytest.fixture(autouse=True)
def programs(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's own programs are found, as where its client package is installed."""
    if "postgresql" in request.node.name:
        from tests.postgres import _wheel

        monkeypatch.setenv("PATH", f"{_wheel() / 'bin'}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def desk(database: Database, clock: FixedClock) -> Desk:
    """A desk with two articles, one lent and returned, one lent and out, so that every table that is looked at has rows."""
    if database.path is not None:
        database.path.chmod(0o600)
    made = a_desk(database, clock=clock)
    kim = a_borrower(made, phone="070-1740605")
    for _ in range(2):
        an_article(made, brand="Bauer", size="38")
    for number, back in ((1, True), (2, False)):
        code = _code(database, number)
        made.lending.lend(code, kim.id, act=new_act_key())
        if back:
            made.returns.take_back(code, act=new_act_key())
    return made


def _code(database: Database, number: int) -> str:
    with database.read() as connection:
        return str(
            connection.execute(text("SELECT label FROM article WHERE id = :n"), {"n": number}).scalar_one()
        )


def by_hand(database: Database, statements: tuple[str, ...]) -> None:
    """Run these as somebody would who opens the database with its constraints turned off."""
    if database.path is None:
        with database.write() as connection:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            connection.exec_driver_sql("ALTER TABLE loan DROP CONSTRAINT IF EXISTS ck_loan_due_after_lent")
            for statement in statements:
                connection.execute(text(statement))
        return
    with closing(sqlite.driver().connect(str(database.path), isolation_level=None)) as plain:
        plain.execute("PRAGMA foreign_keys=OFF")
        plain.execute("PRAGMA ignore_check_constraints=ON")
        for statement in statements:
            plain.execute(statement)


def rows(database: Database) -> dict[str, list[tuple[object, ...]]]:
    with database.read() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(table.select())), key=repr)
            for table in metadata.sorted_tables
            if table.name not in MENDED_TABLES
        }


def faults(desk: Desk) -> set[Fault]:
    return {one.fault for one in desk.checking.check().found}


def test_each_thing_that_can_be_mended_is_found_alone_and_mended_alone(desk: Desk) -> None:
    database = desk.context.database
    assert faults(desk) == set()
    for what, (fault, statements) in BREAKS.items():
        if fault not in REPAIRABLE:
            continue
        before = rows(database)
        by_hand(database, statements)
        done = desk.checking.repair(act=new_act_key())
        assert {one.fault for one in done.before.found} == {one.fault for one in done.mended} == {fault}, what
        assert done.after.sound, what
        assert done.backup is not None
        assert done.backup.stat().st_mode & 0o077 == 0
        after = rows(database)
        changed = {name for name in before if before[name] != after[name]}
        # A revision and the number of a new row are the only things that cannot be as they were.
        assert changed <= {"article", "article_state_change"}, what
        with database.read() as connection:
            told = connection.execute(text("SELECT kind FROM event ORDER BY id DESC")).scalars().first()
        assert told == ActKind.REPAIR.value


@pytest.mark.parametrize("what", [what for what, (fault, _) in BREAKS.items() if fault not in REPAIRABLE])
def test_what_only_a_person_can_mend_is_found_alone_and_left_alone(desk: Desk, what: str) -> None:
    fault, statements = BREAKS[what]
    by_hand(desk.context.database, statements)
    before = rows(desk.context.database)
    done = desk.checking.repair(act=new_act_key())
    assert {one.fault for one in done.after.found} == {fault}
    assert done.backup is None
    assert rows(desk.context.database) == before


def test_an_article_that_is_out_twice_is_found_and_left_to_a_person(desk: Desk) -> None:
    columns = ", ".join(column.name for column in metadata.tables["loan"].columns if column.name != "id")
    by_hand(
        desk.context.database,
        (
            "DROP INDEX uq_loan_open",
            f"INSERT INTO loan (id, {columns}) SELECT 9, {columns} FROM loan WHERE id = 2",
        ),
    )
    expected = {Fault.OUT_TWICE, Fault.INDEX_WRONG, Fault.LOAN_WITHOUT_LINE}
    assert faults(desk) == expected
    assert {one.fault for one in desk.checking.repair(act=new_act_key()).after.found} == expected


def test_what_keeps_the_record_from_being_changed_is_missed_when_it_is_gone_or_does_nothing(
    desk: Desk,
) -> None:
    database = desk.context.database
    ways = (
        ("DROP TRIGGER record_event_update",),
        ("DROP TRIGGER record_event_link_delete", "CREATE TRIGGER record_event_link_delete BEFORE DELETE ON event_link BEGIN SELECT 1; END"),
    ) if database.is_sqlite else (
        ("DROP TRIGGER record_event ON event",),
        ("ALTER TABLE event_link DISABLE TRIGGER record_event_link",),
        ("CREATE OR REPLACE FUNCTION record_kept() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NULL; END$$",),
    )  # fmt: skip
    for statements in ways:
        by_hand(database, statements)
        done = desk.checking.repair(act=new_act_key())
        assert {one.fault for one in done.before.found} == {Fault.INDEX_WRONG}, statements
        assert done.after.sound, statements
        with database.read() as connection, pytest.raises(DBAPIError, match="only ever added to"):
            connection.execute(text("UPDATE event SET desk = 'x'"))


def test_a_line_that_was_changed_is_found_and_so_is_an_end_that_was_cut_off(desk: Desk) -> None:
    anchor = desk.checking.check().anchor
    assert anchor is not None
    known = read_anchor(anchor)
    last = known.seq
    with desk.context.database.write() as connection:
        _unguarded(connection)
        connection.execute(text("DELETE FROM event_link WHERE seq = :last"), {"last": last})
        connection.execute(text("DELETE FROM event WHERE id = (SELECT max(id) FROM event)"))
    assert Fault.RECORD_BROKEN not in faults(desk), "nothing in the database tells of it"
    assert {one.where for one in desk.checking.check([known]).found} >= {"cut_off"}


def test_a_restore_that_somebody_wrote_in_hides_nothing_and_one_that_was_is_believed(desk: Desk) -> None:
    database = desk.context.database
    where = database.url.render_as_string(hide_password=False)
    keep_at(where, BackupSettings(), When.ASKED)
    line = {**desk.context.event(ActKind.RESTORE, "by hand"), "at": datetime.now(UTC) + timedelta(hours=1)}
    newest = "(SELECT max(id) FROM event)"

    def found_after(change: str, *more: str) -> set[str | None]:
        with database.write() as connection:
            _unguarded(connection)
            for statement in ("DELETE FROM event_link", change, *more):
                connection.execute(text(statement))
            record.link_all(connection)
            events.add(connection, {**line, "line": len(more)})
        return {one.where for one in desk.checking.check(of_backups(database)).found}

    assert "rewritten" in found_after(f"UPDATE event SET desk = 'elsewhere' WHERE id = {newest}")
    # As if an older backup had been taken: the line that was the newest of this one is not there.
    gone = "UPDATE event SET act_key = 'of another history' WHERE desk = 'elsewhere'"
    assert "rewritten" not in found_after(gone, "DELETE FROM event WHERE act_key = 'by hand'")


def _unguarded(connection: Connection) -> None:
    """Take away what keeps lines of the record from being removed, as somebody would who has the file."""
    if connection.dialect.name == "sqlite":
        found = connection.execute(
            text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'event%'")
        )
        for name in found.scalars().all():
            connection.execute(text(f"DROP TRIGGER {name}"))
    else:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")


def test_a_line_of_a_loan_that_is_gone_is_found(desk: Desk) -> None:
    by_hand(desk.context.database, ("DELETE FROM loan WHERE id = 2",))
    assert Fault.LINE_WITHOUT_LOAN in faults(desk)


def test_a_kept_sum_that_is_wrong_is_found_and_counted_anew(desk: Desk, clock: FixedClock) -> None:
    clock.moment += timedelta(days=60)
    desk.figures.sum_up()
    changed = "UPDATE figure_summary SET body = replace(body, '\"hockey-skates\"', '\"skates\"') WHERE branch_id IS NOT NULL"
    by_hand(desk.context.database, (changed,))
    done = desk.checking.repair(act=new_act_key())
    assert {one.fault for one in done.before.found} == {Fault.SUM_WRONG}
    assert done.after.sound


def test_what_the_database_does_by_itself_is_missed_and_put_back(desk: Desk) -> None:
    """Triggers mark sums that are counted anew, and keep lines of the record from being changed."""
    server = desk.context.database.path is None
    gone = ("figures_loan_insert", "figures_renewal_delete")
    drops = tuple(f"DROP TRIGGER {name}" for name in gone)
    if server:
        gone = ("figures_branch", "figures_loan")
        drops = ("DROP FUNCTION figures_loan() CASCADE", "ALTER TABLE branch DISABLE TRIGGER figures_branch")
    by_hand(desk.context.database, drops)
    done = desk.checking.repair(act=new_act_key())
    assert {one.where for one in done.before.found} >= set(gone)
    assert {one.fault for one in done.before.found} == {Fault.INDEX_WRONG}
    assert done.after.sound


def test_a_clock_that_went_back_leaves_each_thing_in_one_state(desk: Desk, clock: FixedClock) -> None:
    code = _code(desk.context.database, 1)
    desk.articles.set_state(code, ArticleState.MISSING, act=new_act_key())
    clock.moment -= timedelta(minutes=1)
    desk.returns.take_back(code, act=new_act_key())
    assert faults(desk) == set()


def test_a_clock_that_is_behind_is_told(desk: Desk, clock: FixedClock) -> None:
    clock.moment -= timedelta(hours=1)
    assert faults(desk) == {Fault.CLOCK_BEHIND}


@pytest.mark.skipif(os.name != "posix", reason="only there have files rights of this kind")
@pytest.mark.one_engine
def test_files_that_others_may_read_are_told_and_closed(desk: Desk, isolation: Path) -> None:
    path = desk.context.database.path
    assert path is not None
    secret = isolation / ".config" / "fritids" / "secrets.env"
    secret.parent.mkdir(parents=True)
    secret.write_text("PASSWORD=x")
    for each, mode in ((path, 0o644), (secret, 0o640), (secret.parent, 0o755)):
        each.chmod(mode)
    found = desk.checking.check().found
    assert {one.where for one in found} == {str(path.resolve()), str(secret), str(secret.parent)}
    assert desk.checking.repair(act=new_act_key()).after.sound
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert stat.S_IMODE(secret.parent.stat().st_mode) == 0o700


@pytest.mark.one_engine
def test_what_the_program_makes_is_its_users_alone_whatever_the_umask(
    tmp_path: Path, desk: Desk, isolation: Path
) -> None:
    from fritids.config.faultlog import log_fault, log_path
    from fritids.outside.signing import sign
    from fritids.services.backups import back_up
    from fritids.services.first_start import make_branch

    old = os.umask(0)
    try:
        new = tmp_path / "branch" / "new.db"
        make_branch(str(new), "Ny")
        made = back_up(str(new))
        key = tmp_path / "keys" / "signing.key"
        sign("x", key)
        log_fault(ValueError())
        for path in (new, made.path, key, log_path()):
            assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
        for folder in (new.parent, made.path.parent, log_path().parent, key.parent):
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700, folder
    finally:
        os.umask(old)


def test_a_desk_checks_once_a_week_and_never_two_at_once(
    desk: Desk, database_url: str, clock: FixedClock
) -> None:
    first = run_if_due(database_url, clock)
    assert first is not None
    assert first.sound
    assert run_if_due(database_url, clock) is None
    with desk.context.database.read() as connection:
        remembered = last_report(connection)
    assert remembered is not None
    assert (remembered.found, remembered.anchor) == (first.found, first.anchor)
    clock.moment += EVERY
    with desk.context.database.write() as connection:
        connection.execute(text("UPDATE upkeep SET at = :now, outcome = 'begun'"), {"now": clock.moment})
    assert run_if_due(database_url, clock) is None, "another desk is at it"
    clock.moment += timedelta(hours=7)
    assert run_if_due(database_url, clock) is not None, "it was cut off"
