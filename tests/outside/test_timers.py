"""The timer of systemd: what it says, and that systemd understands it."""

import shutil
import subprocess
from datetime import time
from pathlib import Path

import pytest

from fritids.config.places import config_path
from fritids.errors import UsageError
from fritids.outside import timers
from fritids.outside.file_rights import SECRETS


@pytest.fixture
def said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A systemctl that writes down what it was told, and the folder for units."""
    program = tmp_path / "bin" / "systemctl"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/said\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setattr(timers, "SYSTEM_FOLDER", tmp_path / "systemd" / "user")
    return tmp_path


def install(said: Path) -> timers.Timer:
    where = said / "å 100% $HOME"
    where.mkdir(exist_ok=True)
    command = timers.this_program(["--database", str(where / "x.db"), "remind"])
    return timers.install(command, timers.times_of_day(time(10), time(19), "Europe/Stockholm"))


def test_systemd_is_told_and_understands_the_units(said: Path) -> None:
    timer = install(said)
    told = (said / "said").read_text().replace("--user ", "").splitlines()
    assert told == ["daemon-reload", "enable --now fritids-remind.timer"]
    text = timer.service.read_text(encoding="utf-8")
    assert "å 100%% $$HOME/x.db" in text
    if shutil.which("systemd-analyze") is not None:
        checked = subprocess.run(
            ["systemd-analyze", "verify", "--man=no", str(timer.service), str(timer.timer)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize(
    ("first", "until", "expected"),
    [
        (time(10), time(19), ["*-*-* 10:00:00 Z", "*-*-* 11..18:00:00 Z"]),
        (time(10, 30), time(12), ["*-*-* 10:30:00 Z", "*-*-* 11:00:00 Z"]),
        (time(18), time(19), ["*-*-* 18:00:00 Z"]),
        (time(9), time(10, 30), ["*-*-* 09:00:00 Z", "*-*-* 10:00:00 Z"]),
    ],
)
def test_it_begins_on_time_and_tries_again_each_hour_while_messages_may_go_out(
    first: time, until: time, expected: list[str]
) -> None:
    times = timers.times_of_day(first, until, "Z")
    assert list(times) == expected


def test_removing_takes_everything_away_again(said: Path) -> None:
    timer = install(said)
    assert timers.remove()
    assert not timer.service.exists()
    assert not timer.timer.exists()
    assert "disable --now fritids-remind.timer" in (said / "said").read_text()
    assert not timers.remove()


def test_what_systemd_refuses_is_said_with_what_to_do(said: Path) -> None:
    (said / "bin" / "systemctl").write_text("#!/bin/sh\necho 'Failed to connect to bus' >&2\nexit 1\n")
    with pytest.raises(
        UsageError, match=r"Failed to connect to bus\. The files are written .* give this command again"
    ):
        install(said)


def test_passwords_that_others_can_read_are_told_before_anything_is_written(said: Path) -> None:
    secrets = config_path().parent / SECRETS
    secrets.parent.mkdir(parents=True, exist_ok=True)
    secrets.write_text("FRITIDS_SMTP_PASSWORD=hemligt")
    secrets.chmod(0o640)
    with pytest.raises(UsageError, match="chmod 600") as refused:
        install(said)
    assert "hemligt" not in refused.value.message
    assert not (said / "said").exists()
    assert not list(said.rglob("*.timer"))
    secrets.chmod(0o600)
    assert install(said).timer.exists()


def test_without_systemd_the_readme_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(UsageError, match="README"):
        timers.remove()


def test_no_password_of_a_database_stands_in_a_timer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Anybody may read it. A file is found from wherever the timer is started."""
    address = "postgresql://desk:hemligt@example.org/fritids"
    assert timers.database_words(address, configured=address) == ()
    for other in (address, "postgresql://example.org/fritids?user=desk&password=hemligt"):
        with pytest.raises(UsageError) as refused:
            timers.database_words(other, configured="fritids.db")
        assert "hemligt" not in refused.value.message
    bare = "postgresql://desk@example.org/fritids"
    assert timers.database_words(bare, configured=address) == ("--database", bare)
    monkeypatch.chdir(tmp_path)
    assert timers.database_words("a.db", configured="a.db") == ("--database", str(tmp_path / "a.db"))
