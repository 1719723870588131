"""Locking a backup with the half of a key that the computer has, and opening it with the half on paper. The form is that of `age` (age-encryption.org/v1).

Chosen: pyrage, the same in Rust, 50 MB in 0.1 s; any `age` opens its files. The library is loaded where it is needed alone.
"""

import hashlib
import os
import re
from contextlib import suppress
from pathlib import Path
from typing import Final

from fritids.config.secrets import Secret
from fritids.errors import UsageError
from fritids.i18n import _
from fritids.outside import files

SUFFIX: Final = ".age"
_MAGIC: Final = b"age-encryption.org/v1"
_SECRET: Final = re.compile(r"AGESECRETKEY1([02-9AC-HJ-NP-Z]{58})")
_CHUNK: Final = 1 << 20


def new_key() -> tuple[str, Secret]:
    """A new key: the half that locks, and the half that opens."""
    from pyrage import x25519  # noqa: PLC0415

    made = x25519.Identity.generate()
    return str(made.to_public()), Secret(str(made))


def read_key(text: str) -> Secret:
    """The opening half as somebody typed it or a scanner read it: small letters, and whatever stands where the hyphens are, do no harm.

    Also out of a file as `age-keygen` writes it. Raises UsageError for anything else, also for one letter that is wrong.
    """
    from pyrage import IdentityError, x25519  # noqa: PLC0415

    for line in text.splitlines():
        letters = "".join(sign for sign in line.upper() if sign.isascii() and sign.isalnum())
        if (found := _SECRET.fullmatch(letters)) is not None:
            with suppress(IdentityError):
                return Secret(str(x25519.Identity.from_str(f"AGE-SECRET-KEY-1{found[1]}")))
    raise UsageError(
        _(
            "This is not the whole key. Scan the code on the key page, or type the line under it, AGE-SECRET-KEY-1 and 58 signs."
        ),
        code="key_wrong",
    )


def public_half(secret: Secret) -> str:
    """The half that locks what this one opens."""
    from pyrage import x25519  # noqa: PLC0415

    return str(x25519.Identity.from_str(secret.reveal()).to_public())


def is_sealed(path: Path) -> bool:
    """Whether the file begins as a locked one does."""
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def put(source: Path, target: Path, key: str | None) -> None:
    """`target` holds `source`, locked with `key` if there is one, synced, and read back as it was written. On any fault nothing stands there.

    Raises FritidsError where the disk refuses. The source must be no database that is open in this process.
    """
    with files.replacing(target, private=True, follow=False) as partial:
        with source.open("rb") as plain, partial.open("wb") as file:
            written = _Hashing(file)
            if key is None:
                while part := plain.read(_CHUNK):
                    written.write(part)
            else:
                from pyrage import encrypt_io, x25519  # noqa: PLC0415

                encrypt_io(plain, written, [x25519.Recipient.from_str(key)])
            file.flush()
            os.fsync(file.fileno())
        if _hash_on_disk(partial) != written.hash.digest():
            raise OSError(5, "what was read back is not what was written")


def open_into(path: Path, target: Path, key: Secret) -> None:
    """`target` holds what is locked in `path`. Raises UsageError for another key than the one it was locked with, and for a damaged file."""
    from pyrage import DecryptError, decrypt_io, x25519  # noqa: PLC0415

    with files.saying_why(target), path.open("rb") as sealed, target.open("wb") as plain:
        begun = _Hashing(plain)
        try:
            decrypt_io(sealed, begun, [x25519.Identity.from_str(key.reveal())])
        except (DecryptError, OSError, ValueError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise
            if "No matching keys" in str(error):
                raise UsageError(
                    _(
                        "{path} was locked with another key. Take the key page that was printed before it was made."
                    ).format(path=path),
                    code="key_wrong",
                ) from error
            raise UsageError(
                _("{path} is damaged. Take another backup.").format(path=path), code="no_backup"
            ) from error


class _Hashing:
    """A file that knows the hash of what was written to it."""

    def __init__(self, file: object) -> None:
        self._file = file
        self.hash = hashlib.sha256()

    def write(self, part: bytes) -> int:
        self.hash.update(part)
        return int(self._file.write(part))  # type: ignore[attr-defined]

    def flush(self) -> None:
        self._file.flush()  # type: ignore[attr-defined]


def _hash_on_disk(path: Path) -> bytes:
    """The hash of what the medium gives back: the system is asked to forget what it remembers of the file, where it can be."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        if hasattr(os, "posix_fadvise"):
            with suppress(OSError):
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        while part := file.read(_CHUNK):
            found.update(part)
    return found.digest()
