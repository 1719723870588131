"""Writing a file so that nobody ever finds half of it: all of it under another name beside it, then one rename.

Knows no database and no table. What a disk can answer is turned into one sentence here.
"""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from fritids.errors import FritidsError, UsageError
from fritids.i18n import _

PARTIAL = ".partial"
"""Ends the name of a file that is being written; a killed program may leave one, and it is never taken for a whole one."""
OWNER_ONLY = 0o600
_DATABASE = b"SQLite format 3\0"
"""How a SQLite file begins: https://www.sqlite.org/fileformat.html"""


@contextmanager
def replacing(path: Path, *, private: bool = False, follow: bool = True) -> Iterator[Path]:
    """Gives an empty file to fill; when the block ends it stands at `path`, synced, in place of what was there.

    When the block raises, `path` is as it was. With `private` only the owner may read the file. What a link points to is
    replaced, not the link; without `follow`, as on a stick that others have had, the link. Raises UsageError where the place cannot be a file, FritidsError where the disk refuses.
    """
    path = Path(path)
    with saying_why(path):  # its folder may be closed to us
        if path.is_dir():
            raise UsageError(
                _("{path} is a folder. Write the name of a file.").format(path=path), code="unwritable"
            )
        if path.exists() and not path.is_file():
            raise UsageError(
                _("{path} is a device or a pipe. Write the name of a file.").format(path=path),
                code="unwritable",
            )
        if follow and path.is_symlink():
            path = _linked(path)
    partial = partial_beside(path)
    try:
        with saying_why(path):
            os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY))
            yield partial
            if not private:
                _as_usual(partial)
            _keep_databases(partial, path)
            publish(partial, path)
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def _keep_databases(partial: Path, path: Path) -> None:
    """Raises UsageError where a list or a paper would take the place of a database: every loan would be gone. A backup may."""
    if _is_database(path) and not _is_database(partial):
        raise UsageError(
            _("{path} is a database, and would be lost. Choose another name.").format(path=path),
            code="unwritable",
        )


def _is_database(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(_DATABASE)) == _DATABASE
    except OSError:
        return False


def _linked(path: Path) -> Path:
    """What a link points to. Raises OSError for one that goes round in a circle."""
    try:
        return path.resolve()
    except RuntimeError as error:
        raise OSError(errno.EINVAL, str(error)) from error


def partial_beside(path: Path) -> Path:
    """A name beside `path` that nothing has yet: the rename has to stay on one disk."""
    return path.with_name(f".{path.name[:80]}.{secrets.token_hex(4)}{PARTIAL}")


def publish(partial: Path, path: Path) -> None:
    """The finished file stands at `path`, on the disk, also after a power cut."""
    sync(partial)
    partial.replace(path)
    sync_folder(path.parent)
    sync_folder(
        path.parent.parent
    )  # the folder may have been made for it: without its own name nothing in it is found again


def sync(path: Path) -> None:
    """What was written to the file is on the disk. The file must not be a database that is open in this process."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def private_folder(folder: Path) -> None:
    """The folder is there; it and all that had to be made above it are the user's alone. Raises OSError."""
    for each in [*reversed(folder.parents), folder]:
        if not each.exists():
            each.mkdir(mode=0o700, exist_ok=True)


def sync_folder(folder: Path) -> None:
    """Names made, changed and removed in the folder are on the disk; where folders cannot be synced (Windows) nothing happens."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def saying_why(path: Path) -> Iterator[None]:
    """Turn what the disk answers about `path` into one sentence."""
    try:
        yield
    except (FileNotFoundError, NotADirectoryError) as error:
        raise UsageError(
            _("The folder {folder} does not exist. Make it, or choose another one.").format(
                folder=path.parent
            ),
            code="unwritable",
        ) from error
    except OSError as error:
        raise FritidsError(_sentence(error).format(path=path), code="unwritable") from error


def _sentence(error: OSError) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return _("The disk is full, so {path} was not written. Make room, then do it again.")
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return _("{path} may not be written. Close it in other programs, or choose another folder.")
    if error.errno in {errno.ENAMETOOLONG, errno.EINVAL}:
        return _("{path} cannot be the name of a file. Choose a shorter one.")
    return _("The disk did not take {path}. Check the disk, or choose another folder.")


def _as_usual(path: Path) -> None:
    """Give the file the rights that a new file of this user has."""
    mask = os.umask(0o077)
    os.umask(mask)
    with suppress(OSError):
        path.chmod(0o666 & ~mask)
