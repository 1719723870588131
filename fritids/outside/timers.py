"""A timer of systemd that sends the reminders every day, made for this user and for this database.

Two files are written where systemd looks for a user's own units (systemd.unit(5)); for root, where it looks for those of the machine. The
times are those of the branch's wall clock, whatever zone the machine is in (systemd.time(7)), and a day on which the computer was off is
caught up when it is on again. The service may run again at any time: nothing goes out twice.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlsplit

import fritids
from fritids.config.places import config_path
from fritids.errors import UsageError
from fritids.i18n import _
from fritids.outside import file_rights
from fritids.outside.file_rights import SECRETS

NAME: Final = "fritids-remind"
SYSTEM_FOLDER: Final = Path("/etc/systemd/system")
_SECONDS: Final = 20
"""After which systemd is taken not to answer."""


class _RefusedError(Exception):
    """What systemd said that it does not do it."""


@dataclass(frozen=True, slots=True)
class Timer:
    """What was written."""

    service: Path
    timer: Path
    times: tuple[str, ...]
    """When it runs, as systemd writes it."""
    needs_linger: bool
    """It is a user's own, and runs only while that user is signed in until somebody allows it to linger."""


def times_of_day(first: time, until: time, zone: str) -> tuple[str, ...]:
    """When a run begins: at `first`, and each full hour after it until `until`, for what has to be tried again."""
    later = range(first.hour + 1, until.hour + (until.minute > 0))
    hours = f"{later.start:02}" if len(later) == 1 else f"{later.start:02}..{later.stop - 1:02}"
    return (f"*-*-* {first:%H:%M}:00 {zone}", *((f"*-*-* {hours}:00:00 {zone}",) if later else ()))


def install(command: Sequence[str], times: Sequence[str], *, env: Mapping[str, str] = os.environ) -> Timer:
    """The units are written and the timer runs from now on. Raises UsageError, with nothing written, where there is no systemd or others can read the passwords; or where systemd refuses."""
    folder, scope = _place(env)
    secrets = config_path().parent / SECRETS
    if any(file_rights.wide([secrets])):
        raise UsageError(
            _(
                "Others on this computer can read the passwords in {path}. Close it, then install the timer again: chmod 600 {path}"
            ).format(path=secrets),
            code="rights_wide",
        )
    service, timer = folder / f"{NAME}.service", folder / f"{NAME}.timer"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        service.write_text(_service(command), encoding="utf-8")
        timer.write_text(_timer(times), encoding="utf-8")
    except OSError as error:
        raise UsageError(
            _("The timer could not be written to {path}. Ask for the right to write there.").format(
                path=folder
            )
        ) from error
    try:
        _systemctl(scope, "daemon-reload")
        _systemctl(scope, "enable", "--now", timer.name)
    except _RefusedError as error:
        raise UsageError(
            _(
                "systemd did not take the timer: {problem} The files are written to {path}; put that right and give this command again."
            ).format(problem=_sentence(error), path=folder)
        ) from error
    return Timer(service, timer, tuple(times), needs_linger=bool(scope))


def remove(env: Mapping[str, str] = os.environ) -> bool:
    """The timer runs no more and its files are gone; False if there were none."""
    folder, scope = _place(env)
    files = [folder / f"{NAME}.{kind}" for kind in ("timer", "service")]
    there = [file for file in files if file.exists()]
    if not there:
        return False
    try:
        _systemctl(scope, "disable", "--now", f"{NAME}.timer")
        for file in there:
            file.unlink()
        _systemctl(scope, "daemon-reload")
    except _RefusedError as error:
        raise UsageError(
            _(
                "systemd did not take the timer away: {problem} Put that right and give this command again, or remove {files}."
            ).format(problem=_sentence(error), files=", ".join(map(str, files)))
        ) from error
    return True


def this_program(options: Sequence[str]) -> tuple[str, ...]:
    """The command that runs this very program with these options, from wherever it is started."""
    return (sys.executable, "-m", "fritids", *options)


def database_words(database: str, configured: str) -> tuple[str, ...]:
    """The option that names the database, wherever the timer is started; none for an address that the configuration file (`configured`) has too.

    Raises UsageError for another address with a password in it: anybody can read the timer, and what runs.
    """
    if "://" not in database:
        return ("--database", str(Path(database).expanduser().absolute()))
    if database == configured:
        return ()
    try:
        address = urlsplit(database)
        has_password = bool(address.password) or "password" in parse_qs(address.query)
    except ValueError:
        has_password = True
    if has_password:
        raise UsageError(
            _(
                "The database's address holds a password, and anybody can read a timer. Write the address as database into the configuration file"
                " {path}, close that to others (chmod 600), and install the timer without --database and FRITIDS_DATABASE."
            ).format(path=config_path())
        )
    return ("--database", database)


def _place(env: Mapping[str, str]) -> tuple[Path, tuple[str, ...]]:
    if not sys.platform.startswith("linux") or shutil.which("systemctl", path=env.get("PATH")) is None:
        raise UsageError(
            _(
                "There is no systemd on this computer. The README says under Reminders how to start fritids remind by itself here."
            )
        )
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return SYSTEM_FOLDER, ()
    home = Path(env.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return home / "systemd" / "user", ("--user",)


def _systemctl(scope: Sequence[str], *words: str) -> None:
    try:
        done = subprocess.run(  # noqa: S603  # fixed words
            ["systemctl", *scope, *words],  # noqa: S607  # wherever the system has it
            check=False,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
        )
        problem = done.stderr.strip().splitlines()[-1:] if done.returncode else []
    except (OSError, subprocess.TimeoutExpired) as error:
        problem = [str(error)]
    if problem:
        raise _RefusedError(problem[0])


def _sentence(error: _RefusedError) -> str:
    return f"{str(error).rstrip('.')}."


def _service(command: Sequence[str]) -> str:
    program = Path(fritids.__file__).resolve().parent.parent
    return f"""\
[Unit]
Description=fritids: send the reminders that are due
After=network-online.target

[Service]
Type=oneshot
WorkingDirectory={_path(program)}
EnvironmentFile=-{_path(config_path().parent / SECRETS)}
ExecStart={" ".join(_word(word) for word in command)}
# 1 means that there is something for a person to look at, which stands on the screen of reminders.
SuccessExitStatus=1
"""


def _timer(times: Sequence[str]) -> str:
    calendar = "\n".join(f"OnCalendar={each}" for each in times)
    return f"""\
[Unit]
Description=fritids: reminders every day

[Timer]
{calendar}
Persistent=true

[Install]
WantedBy=timers.target
"""


def _path(path: Path) -> str:
    return str(path).replace("%", "%%")


def _word(word: str) -> str:
    """A word as systemd reads it back: in quotes, with its own signs for specifiers and variables doubled."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"'
