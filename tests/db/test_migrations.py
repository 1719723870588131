"""The way from every earlier version of the database to this one, on both engines."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from alembic import command
from alembic.config import Config
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from fritids.db import record, schema
from fritids.db import upgrade as upgrading
from fritids.db.engine import Connection, Database
from fritids.db.faults import AlreadyThereError
from fritids.db.tables import metadata
from fritids.db.upgrade import config, upgrade
from fritids.errors import SchemaError


def scripts() -> ScriptDirectory:
    settings = Config()
    settings.set_main_option("script_location", upgrading.SCRIPTS)
    return ScriptDirectory.from_config(settings)


def migrated(database: Database, to: str = "head") -> None:
    """Bring an empty database to a revision by the scripts alone."""
    with database.alter() as connection:
        command.upgrade(config(connection), to)


def described(database: Database) -> dict[str, str]:
    """All that the engine itself says of its tables, indexes and constraints, without the order in which it was declared."""
    with database.read() as connection:
        return _sqlite(connection) if database.is_sqlite else _postgresql(connection)


def _sqlite(connection: Connection) -> dict[str, str]:
    rows = connection.execute(
        text("SELECT type || ' ' || name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    )
    return {name: _unordered(sql) for name, sql in rows if "alembic_version" not in name}


def _unordered(sql: str) -> str:
    # A table that was made anew and renamed has its name in quotation marks.
    head, _, body = re.sub(r"\s+", " ", sql.replace('"', "")).partition("(")
    parts, depth, part = [], 0, ""
    for character in body.rstrip()[:-1]:
        depth += (character == "(") - (character == ")")
        if character == "," and not depth:
            parts.append(part.strip())
            part = ""
        else:
            part += character
    named = [each for each in (*parts, part.strip()) if each.startswith("CONSTRAINT")]
    columns = [each for each in (*parts, part.strip()) if not each.startswith("CONSTRAINT")]
    return f"{head}({'; '.join([*columns, *sorted(named)])})"


def _postgresql(connection: Connection) -> dict[str, str]:
    columns = (
        "SELECT 'column ' || table_name || '.' || column_name,"
        " concat_ws(' ', ordinal_position, data_type, is_nullable, column_default)"
        " FROM information_schema.columns WHERE table_schema = 'public'"
    )
    constraints = (
        "SELECT 'constraint ' || conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)"
        " FROM pg_constraint WHERE connamespace = 'public'::regnamespace"
    )
    indexes = "SELECT 'index ' || indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
    triggers = "SELECT 'trigger ' || tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
    functions = (
        "SELECT 'function ' || proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
    )
    queries = (columns, constraints, indexes, triggers, functions)
    rows = [row for query in queries for row in connection.execute(text(query))]
    return {name: what for name, what in rows if "alembic_version" not in name}


@pytest.fixture
def blank(blank_url: str) -> Iterator[Database]:
    """A database with nothing in it."""
    opened = Database.open(blank_url)
    yield opened
    opened.close()


@pytest.fixture
def older(blank: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """A database of the newest revision, seen by a program that has one more: a column of branches that got another name."""
    migrated(blank)
    head = f"{int(schema.HEAD) + 1:04}"
    monkeypatch.setattr(schema, "KNOWN", (*schema.KNOWN, head))
    monkeypatch.setattr(schema, "HEAD", head)

    def next_script(settings: Config, _to: str) -> None:
        connection = settings.attributes["connection"]
        anew: Literal["always", "never"] = "always" if connection.dialect.name == "sqlite" else "never"
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("branch", recreate=anew) as batch:
            batch.alter_column("timezone", new_column_name="zone")
        connection.execute(text("UPDATE alembic_version SET version_num = :head"), {"head": head})

    monkeypatch.setattr(command, "upgrade", next_script)
    with blank.write() as connection:
        connection.execute(
            text(
                "INSERT INTO branch (id, code, name, timezone, revision) VALUES (1, 'main', 'Ån', 'Europe/Stockholm', 1)"
            )
        )
        connection.execute(
            text("INSERT INTO branch_setting (branch_id, key, value) VALUES (1, 'loan_days', '7')")
        )
    return blank


def test_the_program_and_the_scripts_agree_on_the_newest_revision() -> None:
    """Cure: name it in HEAD and KNOWN of fritids/db/schema.py."""
    known = scripts()
    assert known.get_heads() == [schema.HEAD]
    assert tuple(each.revision for each in known.walk_revisions())[::-1] == schema.KNOWN


def test_the_scripts_make_what_the_program_makes(blank: Database, database: Database) -> None:
    """Down to the last CHECK and partial index. Cure: .ci/migration "what changed"."""
    migrated(blank)
    made, declared = described(blank), described(database)
    assert len(declared) > 40
    assert made == declared


def test_nothing_is_left_to_migrate(blank: Database) -> None:
    """As Alembic itself compares. Cure: .ci/migration "what changed"."""
    migrated(blank)
    with blank.alter() as connection:
        command.check(config(connection, metadata=metadata))


def test_a_current_database_is_left_alone(database: Database) -> None:
    assert upgrade(database) is None


def test_no_script_depends_on_sqlmodel_or_on_our_tables() -> None:
    """Both change under a script's feet."""
    for script in scripts().walk_revisions():
        source = Path(script.path).read_text(encoding="utf-8")
        assert "sqlmodel" not in source
        assert "fritids" not in source


def test_an_older_database_is_upgraded_with_all_that_is_in_it(older: Database) -> None:
    """Also where rows refer to a table that SQLite can only change by making it anew."""
    done = upgrade(older)
    assert done is not None
    with older.read() as connection:
        assert schema.state(connection) is schema.SchemaState.CURRENT
        assert connection.execute(text("SELECT zone FROM branch")).scalar_one() == "Europe/Stockholm"
        assert connection.execute(text("SELECT value FROM branch_setting")).scalar_one() == "7"
    assert upgrade(older) is None


def test_a_branch_of_the_first_version_keeps_its_stock_and_its_record(blank: Database) -> None:
    """The second one makes the tables of articles and events anew on SQLite; what refers to them must still find them."""
    migrated(blank, "0001")
    rows = (
        "INSERT INTO branch (id, code, name, timezone, revision) VALUES (1, 'main', 'Ån', 'Europe/Stockholm', 1)",
        "INSERT INTO category (code, sort, name_sv, name_en) VALUES ('ice', 1, 'Is', 'Ice')",
        (
            "INSERT INTO article_type (code, category_code, sort, name_sv, name_en, size_kind, ask_guardian, safety_check,"
            " staff_sets_binding, private) VALUES ('skates', 'ice', 1, 'Skridskor', 'Skates', 'EU', false, false, false, false)"
        ),
        (
            "INSERT INTO article (id, branch_id, type_code, label, state, search, added_at, revision)"
            " VALUES (7, 1, 'skates', '20000013', 'in_stock', '', '2026-01-02 10:00:00+00:00', 1)"
        ),
        "INSERT INTO barcode (key, code, article_id, added_at) VALUES ('20000013', '20000013', 7, '2026-01-02 10:00:00+00:00')",
        (
            "INSERT INTO event (id, act_key, line, at, branch_id, desk, kind, article_id)"
            " VALUES (3, 'a', 0, '2026-01-02 10:00:00+00:00', 1, 'desk', 'article_state', 7)"
        ),
        (
            "INSERT INTO event (id, act_key, line, at, branch_id, desk, kind, article_id, undoes)"
            " VALUES (4, 'b', 0, '2026-01-02 10:01:00+00:00', 1, 'desk', 'undo', 7, 3)"
        ),
    )
    with blank.write() as connection:
        for row in rows:
            connection.execute(text(row))
    assert upgrade(blank) is not None
    with blank.write() as connection:
        assert connection.execute(text("SELECT label, gift_id FROM article WHERE id = 7")).one() == (
            "20000013",
            None,
        )
        assert connection.execute(text("SELECT undoes FROM event ORDER BY id")).scalars().all() == [None, 3]
        anchor = record.head(connection)
        assert anchor is not None
        assert anchor.seq == 2
        assert not list(record.verify(connection, [anchor]))
        recall = "INSERT INTO event (act_key, line, at, branch_id, desk, kind) VALUES ('c', 0, '2026-01-02 11:00:00+00:00', 1, 'desk', 'recall')"
        connection.execute(text(recall))
    with pytest.raises(AlreadyThereError), blank.write() as connection:
        connection.execute(text("DELETE FROM article WHERE id = 7"))


def test_a_sqlite_file_is_copied_before_it_is_upgraded(older: Database) -> None:
    before = described(older)
    done = upgrade(older)
    assert done is not None
    if not older.is_sqlite:
        assert done.copy is None
        return
    assert done.copy is not None
    assert done.copy.stat().st_mode & 0o077 == 0, "others may not read it"
    kept = Database.open(str(done.copy))
    assert described(kept) == before != described(older)
    with kept.read() as connection:
        assert connection.execute(text("SELECT timezone FROM branch")).scalar_one() == "Europe/Stockholm"
    kept.close()


def test_an_upgrade_that_fails_changes_nothing(older: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    before = described(older)
    whole: Callable[[Config, str], None] = command.upgrade

    def fails_at_the_end(settings: Config, to: str) -> None:
        whole(settings, to)
        raise RuntimeError("the power went")

    monkeypatch.setattr(command, "upgrade", fails_at_the_end)
    with pytest.raises(RuntimeError, match="the power went"):
        upgrade(older)
    assert described(older) == before
    with older.read() as connection:
        assert schema.state(connection) is schema.SchemaState.OLD


def test_references_are_held_again_after_an_upgrade(older: Database) -> None:
    upgrade(older)
    with pytest.raises(AlreadyThereError), older.write() as connection:
        connection.execute(
            text("INSERT INTO branch_setting (branch_id, key, value) VALUES (99, 'loan_days', '7')")
        )


def test_a_change_of_the_schema_that_leaves_an_orphan_is_not_kept(database: Database) -> None:
    with pytest.raises(AlreadyThereError), database.alter() as connection:
        connection.execute(
            text("INSERT INTO branch_setting (branch_id, key, value) VALUES (99, 'loan_days', '7')")
        )
    with database.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM branch_setting")).scalar_one() == 0


@pytest.mark.parametrize(
    ("prepare", "sentence"),
    [
        (None, "There is no database at"),
        ("CREATE TABLE addresses (name VARCHAR)", "belongs to another program"),
        ("UPDATE alembic_version SET version_num = '9999'", "was made by a newer fritids"),
    ],
    ids=["empty", "foreign", "newer"],
)
def test_what_cannot_be_upgraded_is_said_in_one_sentence(
    blank: Database, prepare: str | None, sentence: str
) -> None:
    if prepare is not None:
        if "alembic" in prepare:
            migrated(blank)
        with blank.write() as connection:
            connection.execute(text(prepare))
    with pytest.raises(SchemaError, match=sentence):
        upgrade(blank)


def test_a_database_of_an_older_version_is_named_with_its_cure(older: Database) -> None:
    with pytest.raises(SchemaError, match="fritids upgrade"):
        schema.check(older)


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_an_ordinary_start_does_not_load_alembic(database_url: str) -> None:
    code = (
        "import sys; from fritids.db import schema; from fritids.db.engine import Database;"
        "schema.check(Database.open(sys.argv[1])); sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code, database_url], check=False).returncode == 0
