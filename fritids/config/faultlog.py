"""The log file: what went wrong and where in the program, and nothing about people.

A traceback's last line repeats the value that did not fit, and a database driver repeats the row. So a fault is logged as the
kinds of its errors and the places it passed, without their words; other lines lose their digits and quoted texts.
"""

import logging
import os
import re
import traceback
from contextlib import suppress
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

from fritids.config.places import log_folder

_KEPT: Final = 5
_BYTES: Final = 500_000
_PERSONAL: Final = re.compile(r"'[^']*'|\"[^\"]*\"|\([^()]*\)=\([^()]*\)|\d{4,}")


def log_path() -> Path:
    """The file that is written to now; older ones stand beside it with a number."""
    return log_folder() / "fritids.log"


def start_log() -> None:
    """From now on what the program logs goes to the log file, and nowhere else. Harmless when done twice."""
    logger = logging.getLogger("fritids")
    for old in [handler for handler in logger.handlers if isinstance(handler, _LogFile)]:
        if old.baseFilename == str(log_path()):
            return
        logger.removeHandler(old)
        old.close()
    handler = _LogFile()
    handler.setFormatter(_Nameless("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logger.addHandler(handler)
    logger.setLevel(logging.WARNING)
    logger.propagate = False


def log_fault(error: BaseException) -> None:
    """Write down the kinds of the error and its causes, and the places they passed."""
    start_log()
    logging.getLogger("fritids").error("fault\n%s", "\n".join(_places(error)))


def _places(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"  {type(error).__module__}.{type(error).__qualname__}"]
    lines += (f"    {frame.filename}, line {frame.lineno}, in {frame.name}" for frame in frames)
    cause = error.__cause__ or error.__context__
    return lines if cause is None else [*_places(cause), "  led to", *lines]


class _Nameless(logging.Formatter):
    """Lines without quoted texts and numbers; the places of a fault keep theirs, since no person stands there."""

    def format(self, record: logging.LogRecord) -> str:
        """The line as it is written."""
        record.exc_info = record.exc_text = None
        text = record.getMessage()
        safe = text if text.startswith("fault\n") else _PERSONAL.sub("…", text)
        record.msg, record.args = safe, None
        return super().format(record)


class _LogFile(RotatingFileHandler):
    """Opens its file at the first line, and is silent where it cannot be written: a full disk stops no lending."""

    def __init__(self) -> None:
        super().__init__(log_path(), maxBytes=_BYTES, backupCount=_KEPT, encoding="utf-8", delay=True)

    def _open(self) -> TextIOWrapper:
        """The file, made for its user alone if it is not there: it says when who was at the computer."""
        path = self.baseFilename
        with suppress(OSError):
            os.close(os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600))
        return super()._open()

    def emit(self, record: logging.LogRecord) -> None:
        """Write the line if that is possible."""
        try:
            log_path().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:
            return
        super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  # logging's own name
        """Do nothing: the screen belongs to the counter."""
