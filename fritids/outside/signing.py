"""Signing what is not to be changed unseen: Ed25519 (RFC 8032), with a key that lies on this computer and in no database or backup.

Who has the database alone can change a locked year and work out its check sum, and cannot sign it. Who has the key file too can: then what
was printed with the report, or written down, still tells.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from fritids.errors import UsageError
from fritids.i18n import _
from fritids.outside.files import OWNER_ONLY, replacing, saying_why

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


class Signature(NamedTuple):
    """Both in hexadecimal."""

    signature: str
    signed_by: str
    """The public key."""


def sign(what: str, key_file: Path) -> Signature:
    """The signature of a text by the key in the file, which is made, its owner's alone, if it is not there.

    Raises UsageError or FritidsError where the file cannot be made or read, or holds no key.
    """
    private = _key(key_file)
    return Signature(private.sign(what.encode()).hex(), private.public_key().public_bytes_raw().hex())


def public_key(key_file: Path) -> str | None:
    """What this computer's signatures are known by, in hexadecimal; None if it has never signed anything."""
    return _key(key_file).public_key().public_bytes_raw().hex() if key_file.exists() else None


def holds(what: str, made: Signature) -> bool:
    """Whether the signature is of this text by that key; False also for what is no signature at all."""
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415  # 0.1 s, and only for a lock
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415

    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(made.signed_by)).verify(
            bytes.fromhex(made.signature), what.encode()
        )
    except (InvalidSignature, ValueError):
        return False
    return True


def _key(path: Path) -> "Ed25519PrivateKey":
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415

    if not path.exists():
        with saying_why(path):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with replacing(path, private=True) as partial:
            partial.write_text(Ed25519PrivateKey.generate().private_bytes_raw().hex(), encoding="ascii")
    with saying_why(path):
        text = path.read_text(encoding="ascii", errors="replace").strip()
        if os.name == "posix":
            path.chmod(OWNER_ONLY)
    try:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(text))
    except ValueError as error:
        raise UsageError(
            _(
                "{path} holds no key to sign with. Put the right file back, or take it away: then a new one is made."
            ).format(path=path)
        ) from error
