"""What checking kept figures found."""

from dataclasses import dataclass

from fritids.domain.figures import Period


@dataclass(frozen=True, slots=True)
class Difference:
    """A kept sum that is not what the loans say."""

    what: str
    """What was kept: `figures`, or in the words of whoever kept it."""
    branch: str | None
    """The branch's code; None: all branches."""
    period: Period
    figure: str
    """Which figure of it: measure, table and codes, with blanks between."""
    kept: int
    counted: int
