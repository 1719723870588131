"""A command of this program in a process of its own, for what reckons for long beside an open counter.

A thread would take turns with the counter's own at Python's lock: while it counts, a scan waits up to 5 ms at each of its statements.
"""

import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from threading import Event, Lock
from typing import TYPE_CHECKING, Final

from fritids.errors import FritidsError
from fritids.i18n import _, language

if TYPE_CHECKING:
    from subprocess import Popen

_ANSWERED: Final = frozenset({0, 1})
"""Statuses of a command that did what it was asked for: all is well, or there is something to look at."""

_NICE: Final = 15


class OwnProcess:
    """Runs one command at a time, and can end it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._child: Popen[str] | None = None
        self._stopped = Event()

    def run(self, words: Sequence[str], said: Mapping[str, str]) -> None:
        """Return when the command has been done, or was stopped. `said` is what else holds, by names of the environment: nobody reads it in a list of processes.

        Raises FritidsError with its sentence where it could not be done.
        """
        # Here: the counter's first paint does not wait for what it needs once a week.
        import os  # noqa: PLC0415
        import subprocess  # noqa: PLC0415
        from pathlib import Path  # noqa: PLC0415

        import fritids  # noqa: PLC0415
        from fritids.outside.timers import this_program  # noqa: PLC0415

        command = this_program([*words, "--json", "--lang", language()])
        env = {**os.environ, **said, "PYTHONIOENCODING": "utf-8"}
        with self._lock:
            if self._stopped.is_set():
                return
            try:
                self._child = child = subprocess.Popen(  # noqa: S603  # our own program, no shell
                    command, cwd=Path(fritids.__file__).resolve().parent.parent, env=env, text=True, encoding="utf-8", errors="replace",
                    stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                )  # fmt: skip
            except OSError as error:
                raise _failed(str(error)) from error
            if sys.platform != "win32":
                with suppress(OSError):  # it gives way to who lends; where it cannot, it only takes its turn
                    os.setpriority(os.PRIO_PROCESS, child.pid, _NICE)
        answer = child.communicate()[0]
        if not self._stopped.is_set() and child.returncode not in _ANSWERED:
            raise _failed(answer)

    def stop(self) -> None:
        """What runs is ended, and nothing is begun any more. Any thread may call it; harmless when done twice."""
        with self._lock:
            self._stopped.set()
            if self._child is not None:
                self._child.kill()


def _failed(answer: str) -> FritidsError:
    import json  # noqa: PLC0415  # as above

    try:
        error = json.loads(answer)["error"]
        return FritidsError(str(error["message"]), code=str(error["code"]))
    except (ValueError, KeyError, TypeError):
        return FritidsError(
            _("A part of the program that runs beside the counter did not answer. It is tried again later.")
        )
