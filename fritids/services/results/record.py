"""What the record of events says, for people."""

from dataclasses import dataclass

from fritids.domain.words import ActKind
from fritids.services.results.acts import ActView


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One line of the record. A name stands in `act` only as long as the borrower's row does, and is empty for a protected one."""

    act: ActView
    desk: str
    loan_id: int | None
    undoes: ActKind | None
    """Of a line that took an act back: what kind of act that was."""
    override: str | None = None
    """Why something was lent that a rule refused."""
    user: str | None = None
    """The key of the operator whom the line is about, where that is not who did it: added, changed, a wrong PIN."""
    operator_name: str | None = None
    """Of the operator whose key stands in `act`; None where none has it any more."""


@dataclass(frozen=True, slots=True)
class RecordPage:
    """Lines, newest first, and whether there are more than were asked for."""

    lines: tuple[RecordLine, ...]
    more: bool
