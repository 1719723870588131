"""What stands in the environment, and keys, cards and PINs that are no such thing."""

from pathlib import Path

import pytest

from fritids.config import data_folder
from fritids.domain.roles import Role
from fritids.errors import FritidsError, UsageError
from fritids.outside import sealed
from fritids.services.acts import new_act_key
from tests.doors.fuzz import LONG
from tests.doors.test_command_line import NO_TEXT, a_desk_on, run
from tests.hostile import ALL, SHORT, harm_in

EVERY = 1 if LONG else 30
NAMES = (
    "FRITIDS_BRANCH", "FRITIDS_DESK", "FRITIDS_OPERATOR", "FRITIDS_PIN", "FRITIDS_BACKUP_KEY", "FRITIDS_MEDIA", "LANG", "LC_ALL", "TERM", "COLUMNS",
    "LINES", "TZ", "NO_COLOR", "PGHOST", "PGSERVICE", "XDG_RUNTIME_DIR",
)  # fmt: skip


def test_no_variable_is_more_than_a_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of them spoilt at once, in a command that reads, one that writes and one that looks for backups: an answer, and no fault of the program."""
    a_desk_on(tmp_path).close()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FRITIDS_DATABASE", str(tmp_path / "branch.db"))
    for text in (*SHORT[::EVERY], NO_TEXT):
        for name in NAMES:
            monkeypatch.setenv(
                name,
                text.replace("\0", "\x01")[:5000]
                if text.isascii()
                else text[:60].encode(errors="replace").decode(),
            )
        for words in (["loans"], ["borrower", "add", "--name=Kim"], ["restore", "--dry-run"]):
            status, said = run(words, monkeypatch)
            assert status in {0, 1, 2, 3}, (words, ascii(text), said[:300])
            assert not harm_in(said), (words, ascii(text))


@pytest.mark.parametrize("name", ["HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"])
def test_a_home_that_is_none_is_a_sentence(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or is done without."""
    for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(variable)
    (tmp_path / "file").write_text("x")
    for value in ("/dev/null", "/proc/1/none", str(tmp_path / "file"), "../..", "\x1b[2J", "/" + "a" * 5000):
        monkeypatch.setenv(name, value)
        status, said = run(["--lang", "en", "loans"], monkeypatch)
        assert status in {1, 2, 3, 4}, (value[:20], said[:300])
        assert not harm_in(said)
        assert data_folder().name


def test_an_operator_is_called_by_a_text_and_signs_on_by_a_key(tmp_path: Path) -> None:
    """The table's texts as names, keys, cards and PINs: taken cleaned, or refused in a sentence; no PIN of them is another's."""
    desk = a_desk_on(tmp_path)
    desk.operators.add("Kim", Role.ADMINISTRATOR, key="k", pin="583920", act=new_act_key())
    desk.operators.sign_on("k", "583920", act=new_act_key())
    taken = 0
    for text in ALL[::EVERY]:
        for values in ({"name": text}, {"name": "Kim", "key": text}, {"name": "Kim", "card": text}):
            try:
                made = desk.operators.add(role=Role.VOLUNTEER, act=new_act_key(), **values)
            except UsageError:
                continue
            taken += 1
            assert not harm_in(repr(made).replace("\\n", ""))
            assert not harm_in(f"{made}")
    assert taken
    desk.close()


def test_a_key_to_backups_is_whole_or_none() -> None:
    """Whatever is scanned, typed or pasted where it is asked for."""
    _public, secret = sealed.new_key()
    for text in ALL:
        with pytest.raises(FritidsError):
            sealed.read_key(text)
        assert sealed.read_key(f"{text[:500]}\n{secret.reveal()}\n{text[:500]}").reveal() == secret.reveal()
