"""What the exit status says (DESIGN §4). The numbers are promised to scripts and never change."""

from collections.abc import Iterable
from enum import IntEnum

from fritids.domain.findings import Findings, is_refused


class Exit(IntEnum):
    """How the run ended."""

    DONE = 0
    REFUSED = 1
    """Something was refused; what could be done is done."""
    USAGE = 2
    """The command was used wrongly; nothing was done."""
    ASKED = 3
    """Nothing was refused, but an answer is needed (`--accept CODE`)."""
    FAILED = 4
    """The database or another part cannot be reached."""
    INTERRUPTED = 130
    """Ctrl-C, as shells count it."""
    PIPE_CLOSED = 141
    """Whoever read the output went away, as shells count it."""


def status_of(undone: Iterable[Findings]) -> Exit:
    """The status of a run in which these were not done; none is `DONE`."""
    found = list(undone)
    if any(is_refused(findings) for findings in found):
        return Exit.REFUSED
    return Exit.ASKED if found else Exit.DONE
