"""What `check` looks for. The codes are promised to scripts and never change."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Fault(StrEnum):
    """One kind of thing that is not as it must be."""

    FILE_DAMAGED = "file_damaged"
    INDEX_WRONG = "index_wrong"
    """An index, or something the database does by itself, does not agree with its table or is not there."""
    REFERENCE_BROKEN = "reference_broken"
    CONSTRAINT_BROKEN = "constraint_broken"
    RECORD_BROKEN = "record_broken"
    """A line of the record was changed, removed, moved or put in, or its end is cut off."""
    OUT_TWICE = "out_twice"
    LOAN_WITHOUT_LINE = "loan_without_line"
    LINE_WITHOUT_LOAN = "line_without_loan"
    RETURNED_WITHOUT_LINE = "returned_without_line"
    RETURN_NOT_DONE = "return_not_done"
    """The record says that a loan was returned, and it is open."""
    STATE_WRONG = "state_wrong"
    STATE_UNDATED = "state_undated"
    SEARCH_WRONG = "search_wrong"
    SUM_WRONG = "sum_wrong"
    SERIES_BEHIND = "series_behind"
    STRAY_ITEM = "stray_item"
    """Something lies on a desk in a visit that is over, or that is of another desk."""
    STRAY_ROW = "stray_row"
    """A row that belongs to nothing that is there."""
    RIGHTS_WIDE = "rights_wide"
    CLOCK_BEHIND = "clock_behind"
    SERVER_CARELESS = "server_careless"
    """A server says that something is saved before its disk has it."""


REPAIRABLE: Final = frozenset(
    {
        Fault.INDEX_WRONG, Fault.STATE_WRONG, Fault.STATE_UNDATED, Fault.SEARCH_WRONG, Fault.SUM_WRONG, Fault.SERIES_BEHIND,
        Fault.STRAY_ITEM, Fault.STRAY_ROW, Fault.RIGHTS_WIDE,
    }
)  # fmt: skip
"""What can be put right from what is sound. The rest needs a backup, or a person."""
_ELSEWHERE: Final = frozenset({Fault.CLOCK_BEHIND, Fault.SERVER_CARELESS})


@dataclass(frozen=True, slots=True)
class Found:
    """So many of one kind of fault."""

    fault: Fault
    count: int
    where: str | None = None
    """Of which constraint, table, series or file; never of whom."""

    @property
    def repairable(self) -> bool:
        """Whether `check --repair` puts it right."""
        return self.fault in REPAIRABLE

    @property
    def elsewhere(self) -> bool:
        """Whether it is not in the database at all, so that neither a repair nor a backup helps."""
        return self.fault in _ELSEWHERE
