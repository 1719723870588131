"""What backups are called, and what killed programs leave behind."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fritids.errors import FritidsError, UsageError
from fritids.outside import backups, files

NOW = datetime(2026, 2, 16, 9, 31, 4, tzinfo=UTC)


def made(folder: Path, *moments: datetime) -> list[Path]:
    for moment in moments:
        backups.new_name(folder, "fritids", moment, ".db").touch()
    return backups.made_here(folder, "fritids", ".db")


def test_newest_first_also_within_a_second(tmp_path: Path) -> None:
    found = made(tmp_path, NOW, NOW - timedelta(days=1), NOW, *[NOW] * 10)
    assert [path.name for path in found][:2] == [
        "fritids-20260216-093104-11.db",
        "fritids-20260216-093104-10.db",
    ]
    assert found[-1].name == "fritids-20260215-093104.db"


def test_only_what_the_program_named_by_itself_is_ever_removed(tmp_path: Path) -> None:
    for name in (
        "fritids-replaced-20260101-000000.db",
        "fritids.db",
        "fritids-before-the-move.db",
        "demo-20260101-000000.db",
    ):
        (tmp_path / name).touch()
    assert made(tmp_path, NOW) == [tmp_path / "fritids-20260216-093104.db"]


def test_what_killed_programs_left_is_swept_but_not_what_may_be_in_the_making(tmp_path: Path) -> None:
    old, journal, young = (tmp_path / f".a.db.{n}.partial" for n in ("1", "2", "3"))
    journal = journal.with_name(journal.name + "-journal")
    for path in (old, journal, young):
        path.touch()
    for path in (old, journal):
        os.utime(path, (0, 0))
    backups.sweep(tmp_path, datetime.fromtimestamp(young.stat().st_mtime, UTC))
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [young.name]


def test_a_private_file_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    for private, mode in ((True, 0o600), (False, 0o644)):
        path = tmp_path / f"{private}.txt"
        before = os.umask(0o022)
        with files.replacing(path, private=private) as partial:
            assert partial.stat().st_mode & 0o777 == 0o600
            partial.write_text("x", encoding="utf-8")
        os.umask(before)
        assert path.stat().st_mode & 0o777 == mode


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (28, "disk is full"),
        (13, "may not be written"),
        (30, "may not be written"),
        (36, "Choose a shorter"),
        (5, "did not take"),
    ],
)
def test_what_the_disk_answers_is_one_sentence(tmp_path: Path, number: int, says: str) -> None:
    path = tmp_path / "a.csv"
    with pytest.raises(FritidsError, match=says), files.replacing(path):
        raise OSError(number, os.strerror(number))
    assert list(tmp_path.glob("*.partial")) == []
    with pytest.raises(UsageError, match="does not exist"), files.replacing(tmp_path / "none" / "a.csv"):
        pass


def test_a_link_that_goes_round_in_a_circle_is_no_place_for_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.symlink_to(path)
    with pytest.raises(FritidsError, match=r"a\.csv"), files.replacing(path):
        pytest.fail("there is nowhere to write")
