"""What a database driver can throw, as the few sentences a person can act on. The driver's own words go to the log only."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, IntegrityError, TimeoutError  # noqa: A004  # the pool's, for every connection in use

from fritids.errors import DatabaseUnavailableError
from fritids.i18n import _

log = logging.getLogger("fritids.db")

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
        if str(getattr(error.orig, "sqlstate", None) or "").startswith(SERIALIZATION_CLASS):
            raise RaceLostError(_server(url)) from error
        log.warning("database fault: %s", error.orig)
        raise DatabaseUnavailableError(_sentence(error, url)) from error
    except TimeoutError as error:
        log.warning("database fault: %s", error)
        raise DatabaseUnavailableError(_server(url)) from error


def _sentence(error: DBAPIError, url: URL) -> str:
    if url.get_backend_name() != "sqlite":
        return _server(url)
    path = url.database or ""
    said = str(error.orig).lower()
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
        (
            ("not a database", "malformed", "corrupt", "encrypted"),
            _(
                "The file {path} is damaged or is no fritids database. Restore a backup with: fritids restore FILE"
            ).format(path=path),
        ),
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


def _server(url: URL) -> str:
    return _(
        "The database server {host} cannot be reached. Check the network, or ask whoever looks after the server."
    ).format(host=url.host or "localhost")
