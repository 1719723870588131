"""A place in the chain of the record of events, as it is written down where a change of the database does not reach it."""

import re
from dataclasses import dataclass
from typing import Final

_TEXT: Final = re.compile(r"([1-9][0-9]{0,17}):([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Anchor:
    """The number and the hash of one link. Whoever has it can tell that everything up to there is still as it was."""

    seq: int
    hash: bytes
    """SHA-256, 32 bytes."""

    def __str__(self) -> str:
        """`1234:` and 64 hexadecimal digits."""
        return f"{self.seq}:{self.hash.hex()}"


def read_anchor(text: str) -> Anchor:
    """The anchor that was written so. Raises ValueError for any other text."""
    found = _TEXT.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    return Anchor(int(found[1]), bytes.fromhex(found[2]))
