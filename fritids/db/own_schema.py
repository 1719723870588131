"""Whether a SQLite file holds what this program makes and nothing else: a file that comes from elsewhere may bring orders with it.

A trigger in a backup would run with the first loan after the restoring, a view stand where a table is looked for, and both pass every check
of pages and rows. So what the file says it is made of is compared, word by word, with what the scripts make at the same revision.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from sqlalchemy import Connection, create_engine, text

from fritids.db import sqlite
from fritids.db.schema import HEAD

_INTERNAL: Final = frozenset({"sqlite_sequence", "sqlite_stat1", "sqlite_stat4"})
"""What SQLite keeps for itself, as tables."""
_STAMP: Final = "alembic_version"
_STAMPED: Final = re.compile(
    r"CREATE TABLE alembic_version \( ?version_num VARCHAR\(32\) NOT NULL(?: PRIMARY KEY|, CONSTRAINT alembic_version_pkc PRIMARY KEY \(version_num\)) ?\)"
)


def is_ours(connection: Connection, revision: str) -> bool:
    """Whether all tables, indexes, triggers and views are those of `revision`, and every table is there.

    An index or a trigger may be missing, which `fritids check` puts right; a constraint may stand elsewhere in its table. Reads no row. 30 ms
    for the newest revision, 0.5 s for another one, whose scripts are run on an empty database in memory.
    """
    there, made = set(_objects(connection)), _made(revision)
    tables = {one for one in made if one[0] == "table"}
    return tables <= there <= made


def _objects(connection: Connection) -> Iterator[tuple[str, str, str, str]]:
    """Type, name, table and the order that makes it, of all but what SQLite makes by itself."""
    rows = connection.execute(text("SELECT type, name, tbl_name, sql FROM sqlite_master"))
    for kind, name, table, sql in rows:
        by_itself = kind == "index" and name.startswith("sqlite_autoindex_") and not sql
        words = _words(str(sql))
        internal = kind == "table" and name in _INTERNAL and words.startswith(f"CREATE TABLE {name}(")
        stamp = kind == "table" and name == _STAMP and _STAMPED.fullmatch(words)
        if not (by_itself or internal or stamp):
            yield str(kind), str(name), str(table), _unordered(words)


@cache
def _made(revision: str) -> frozenset[tuple[str, str, str, str]]:
    engine = create_engine("sqlite://", module=sqlite.driver())
    try:
        with engine.begin() as connection:
            if revision == HEAD:
                from fritids.db.tables import metadata  # noqa: PLC0415  # an ordinary start needs no metadata

                metadata.create_all(connection)
            else:
                from alembic import command  # noqa: PLC0415  # 0.14 s, and only for a backup of an older version

                from fritids.db.upgrade import config  # noqa: PLC0415

                command.upgrade(config(connection), revision)
            return frozenset(_objects(connection))
    finally:
        engine.dispose()


def _words(sql: str) -> str:
    """Without what differs by the way a table came to be: a table that was made anew and renamed has its name in quotation marks."""
    return re.sub(r"\s+", " ", sql.replace('"', "")).strip()


def _unordered(words: str) -> str:
    """With the constraints of a table in an order of their own."""
    head, _, body = words.partition("(")
    parts, depth, begun = [], 0, 0
    for place, sign in enumerate(body):
        depth += (sign == "(") - (sign == ")")
        if sign == "," and not depth:
            parts.append(body[begun:place].strip())
            begun = place + 1
    parts.append(body[begun:].strip().removesuffix(")").strip())
    named = sorted(part for part in parts if part.startswith("CONSTRAINT"))
    return f"{head.strip()}({'; '.join([*(part for part in parts if not part.startswith('CONSTRAINT')), *named])})"
