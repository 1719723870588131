"""No home folder to be used: with --database everything works, and without it one sentence says what to do."""

from pathlib import Path

import pytest

from fritids.main import main
from tests.power.table import trying

NOWHERE = "/proc/none/home"
"""In which not even root can make a folder."""
FOLDERS = ("HOME", "USERPROFILE", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")


@pytest.mark.parametrize("home", [None, "", NOWHERE], ids=["unset", "empty", "unusable"])
def test_without_a_home_folder_a_named_database_is_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], home: str | None
) -> None:
    """A service account has none, a share that is not mounted cannot be used."""
    for name in FOLDERS:
        if home is None and name == "HOME":
            monkeypatch.delenv(name)
        elif home is None or name == "HOME" or home == NOWHERE:
            monkeypatch.setenv(name, home or str(tmp_path / name))
    where = ["--lang", "en", "--database", str(tmp_path / "branch.db")]
    with trying("no home folder, command line") as tries:
        assert main([*where, "init", "--name", "Ån"]) == 0
        assert main([*where, "loans"]) == 0
        assert main([*where, "backup"]) == 0
        tries.times = 3
    said = capsys.readouterr()
    assert "is ready in" in said.out
    assert said.err == "0 loans\n", "nothing but what is said to a person"
    if home == NOWHERE:
        assert main(["--lang", "en", "init"]) == 4
        assert main(["--lang", "en", "loans"]) == 4
        first, second = capsys.readouterr().err.splitlines()
        assert "--database" in first
        assert "There is no database" in second
