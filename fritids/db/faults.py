"""What a database driver can throw, as the few sentences a person can act on. The driver's own words go to the log only."""

import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, IntegrityError, TimeoutError  # noqa: A004  # the pool's, for every connection in use

from fritids.errors import DatabaseUnavailableError
from fritids.i18n import _

log = logging.getLogger("fritids.db")

_LEAST_ROOM = 100_000
"""Bytes that a disk must have free not to be called full."""
_READERS = frozenset({"sqlalchemy", "enum", "json", "zoneinfo"})
SERIALIZATION_CLASS = "40"
"""PostgreSQL's class of errors (SQLSTATE 40xxx) for transactions it broke off in favour of another one: deadlock, serialization."""


class AlreadyThereError(Exception):
    """A constraint refused a row: the act was done before, or another desk was faster. The use case knows which."""


class RaceLostError(DatabaseUnavailableError):
    """The database broke this transaction off in favour of another desk's; nothing was written, and it can be tried again."""


@contextmanager
def translated(url: URL) -> Iterator[None]:
    """Turn a driver's fault into a `DatabaseUnavailableError`, and a broken constraint into an `AlreadyThereError`."""
    try:
        yield
    except IntegrityError as error:
        raise AlreadyThereError(str(error.orig)) from error
    except DBAPIError as error:
        if _sqlstate(error).startswith(SERIALIZATION_CLASS):
            raise RaceLostError(_race_lost()) from error
        log.warning("database fault: %s", error.orig)
        raise DatabaseUnavailableError(_sentence(error, url)) from error
    except (ValueError, LookupError) as error:
        if url.get_backend_name() != "sqlite" or not _is_of_a_stored_value(error):
            raise
        log.warning("database fault: a stored value that cannot be read, %s", type(error).__name__)
        raise DatabaseUnavailableError(_damaged(url.database or "")) from error
    except TimeoutError as error:
        log.warning("database fault: %s", error)
        raise DatabaseUnavailableError(_unreachable().format(host=host_of(url))) from error


def _is_of_a_stored_value(error: BaseException) -> bool:
    """Whether nobody of ours raised it, but what makes moments, words and lists of the text in a file: a bit has turned there.

    Such text is not found by SQLite, which looks at the order of its pages and not at what they say.
    """
    if isinstance(error, UnicodeDecodeError):
        return True
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    raised_in = "" if trace is None else str(trace.tb_frame.f_globals.get("__name__", ""))
    return raised_in.partition(".")[0] in _READERS


def _sqlstate(error: DBAPIError) -> str:
    return str(getattr(error.orig, "sqlstate", None) or "")


def _sentence(error: DBAPIError, url: URL) -> str:
    said = str(error.orig).lower()
    if url.get_backend_name() != "sqlite":
        return server_sentence(url, _sqlstate(error), said)
    path = url.database or ""
    if "disk i/o" in said and not _has_room(
        path
    ):  # what SQLite says where not even its shared memory has room
        said = "full"
    for words, sentence in _sqlite_sentences(path):
        if any(word in said for word in words):
            return sentence
    return _(
        "The database {path} cannot be used. Restore the newest backup with: fritids restore FILE"
    ).format(path=path)


def cannot_be_opened(path: str | Path) -> str:
    """The sentence for a path at which there can be no database."""
    return _("The database {path} cannot be opened. Check that the folder exists and may be written.").format(
        path=path
    )


def _damaged(path: str) -> str:
    return _(
        "The file {path} is damaged or is no fritids database. Restore a backup with: fritids restore FILE"
    ).format(path=path)


def _has_room(path: str) -> bool:
    try:
        return shutil.disk_usage(Path(path).parent).free > _LEAST_ROOM
    except OSError:
        return True


def _sqlite_sentences(path: str) -> list[tuple[tuple[str, ...], str]]:
    return [
        (
            ("locked", "busy"),
            _("Another program is holding the database {path}. Wait a moment and try again.").format(
                path=path
            ),
        ),
        (("full",), _("The disk is full. Make room, then do it again; what was said to be done is saved.")),
        (
            ("readonly", "read-only"),
            _(
                "The database {path} may not be written. Ask for the right to write to the file and its folder."
            ).format(path=path),
        ),
        (("unable to open", "is a directory"), cannot_be_opened(path)),
        (("not a database", "malformed", "corrupt", "encrypted"), _damaged(path)),
        (
            ("no such table", "no such column"),
            _(
                "The file {path} is a database of another program. Choose another file with --database."
            ).format(path=path),
        ),
        (
            ("disk i/o",),
            _("The disk that holds {path} does not answer. Check it, then start again.").format(path=path),
        ),
    ]


def host_of(url: URL) -> str:
    """The server's name as the address has it; a list of several stands there as it is written."""
    query = url.query.get("host", "localhost")
    return url.host or (query if isinstance(query, str) else ", ".join(query))


def server_sentence(url: URL, sqlstate: str, said: str) -> str:
    """What a person can do about a server's answer: its SQLSTATE, which a failed connection has not, or else its words (in small letters)."""
    for states, words, sentence in _server_sentences():
        if sqlstate.startswith(states) if sqlstate else any(word in said for word in words):
            return sentence.format(host=host_of(url), name=url.database or "")
    return _unreachable().format(host=host_of(url))


def _server_sentences() -> list[tuple[tuple[str, ...], tuple[str, ...], str]]:
    return [
        (
            ("28",),
            ("password", "authentication", "pg_hba", "role "),
            _(
                "The database server {host} does not let this program in. Check the user and the password in the database's address."
            ),
        ),
        (
            ("3D",),
            ("does not exist",),
            _(
                "There is no database {name} on the server {host}. Check the database's address, or ask whoever looks after the server."
            ),
        ),
        (
            ("42501", "25006"),
            ("permission denied", "read-only"),
            _(
                "The database on the server {host} may not be written. Ask whoever looks after the server for the right to do so."
            ),
        ),
        (
            ("53100",),
            ("no space left",),
            _(
                "The disk of the database server {host} is full. Ask whoever looks after it to make room; what was said to be done is saved."
            ),
        ),
        (
            ("53300",),
            ("too many", "remaining connection slots"),
            _(
                "The database server {host} has too many visitors. Close a program that uses it, then try again."
            ),
        ),
        (
            ("42P01", "42703"),
            (),
            _(
                "The tables of fritids are missing on the server {host}. Ask whoever looks after it, or restore a backup with: fritids restore FILE"
            ),
        ),
    ]


def _unreachable() -> str:
    return _(
        "The database server {host} cannot be reached. Check the network, or ask whoever looks after the server."
    )


def _race_lost() -> str:
    return _("Another desk was faster with the same thing. Try again.")
