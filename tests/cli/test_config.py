"""Which database and which desk hold, and in which order they are asked for."""

from pathlib import Path

import pytest

from fritids import config
from fritids.config import Options, load
from fritids.errors import UsageError


def write(text: str) -> Path:
    path = config.config_path()
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_an_option_weighs_more_than_the_environment_and_that_more_than_the_file() -> None:
    write('database = "/srv/file.db"\ndesk = "file"\noperator = "file"\nbranch = "file"\n')
    env = {"FRITIDS_DATABASE": "/srv/env.db", "FRITIDS_DESK": "env", "FRITIDS_OPERATOR": ""}
    found = load(Options(database="/srv/option.db"), env)
    assert (found.database, found.desk, found.operator, found.branch) == (
        "/srv/option.db",
        "env",
        "file",
        "file",
    )
    assert load(Options(), env).database == "/srv/env.db"
    assert load(Options(), {}).database == "/srv/file.db"


def test_a_value_that_is_no_text_is_said_to_be_so() -> None:
    write("database = 3\n")
    with pytest.raises(UsageError, match="the value of database is no text"):
        load(Options(), {})


def test_with_nothing_said_it_is_one_file_in_the_users_data_folder(isolation: Path) -> None:
    found = load(Options(), {})
    assert Path(found.database) == config.default_database()
    assert isolation in Path(found.database).parents
    assert found.is_default_database
    assert found.desk


def test_a_path_in_the_file_is_seen_from_where_the_file_is() -> None:
    path = write('database = "branch.db"\n')
    assert load(Options(), {}).database == str(path.parent / "branch.db")


def test_an_address_in_the_file_stays_as_it_is() -> None:
    write('database = "postgresql://example.org/x"\n')
    assert load(Options(), {}).database == "postgresql://example.org/x"


def test_the_home_folder_of_nobody_known_is_a_folder_like_any_other() -> None:
    path = write('database = "~nobody-known/fritids.db"\n')
    assert load(Options(), {}).database == str(path.parent / "~nobody-known" / "fritids.db")


@pytest.mark.parametrize(
    "text",
    ['databse = "x"\n', "database = 3\n", "database =\n", "\x00", "x = " + "1" * 5000, "x = " + "[" * 5000],
)
def test_a_file_that_cannot_be_understood_is_refused_rather_than_passed_over(text: str) -> None:
    path = write(text)
    with pytest.raises(UsageError) as refused:
        load(Options(), {})
    assert str(path) in refused.value.message
