"""Room to count in: it is there inside a transaction that reads, holds more than a memory would, and is gone after it."""

from pathlib import Path

import pytest
from sqlalchemy import text

from fritids.db import scratch
from fritids.db.engine import Database


def test_what_was_written_to_count_is_gone_and_there_is_room_again(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "room"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    many = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000) SELECT i, '"
        + "word" * 250
        + "' AS word FROM n"
    )
    for _again in range(2):
        with database.read_with_room() as connection:
            schema = scratch.schema_of(connection)
            assert (schema is not None) == database.is_sqlite
            where = f"TABLE {schema}.counted" if schema else "TEMPORARY TABLE counted"
            connection.execute(text(f"CREATE {where} AS {many}"))
            assert connection.execute(text("SELECT count(*) FROM counted")).scalar_one() == 50_000
            connection.execute(text("DROP TABLE counted"))
        assert list(place.iterdir()) == []
    with database.read() as connection:
        assert scratch.schema_of(connection) is None
