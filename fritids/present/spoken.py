"""What an answer is once it is text: a headline, the rest, and how it sounds."""

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """How an answer sounds and which colour and sign it has."""

    YES = "yes"
    """Done."""
    NO = "no"
    """Not done, and no answer will change that."""
    ASK = "ask"
    """Not done yet: an answer is awaited."""
    INFO = "info"
    """Nothing was done and nothing is wrong."""

    @property
    def sign(self) -> str:
        """One cell that says the same as the colour."""
        return {Tone.YES: "✓", Tone.NO: "✗", Tone.ASK: "?", Tone.INFO: "·"}[self]


@dataclass(frozen=True, slots=True)
class Said:
    """An answer as text. The headline has no full stop; each detail is a whole sentence or a line of a list."""

    headline: str
    details: tuple[str, ...] = ()
    tone: Tone = Tone.YES

    @property
    def in_passing(self) -> str:
        """All of it in one paragraph, each part with the one full stop that ends it."""
        return " ".join(
            part if part.endswith((".", "?", "!")) else f"{part}." for part in (self.headline, *self.details)
        )
