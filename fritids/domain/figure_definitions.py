"""What each figure of a locked year meant when it was counted: the words that are signed along with it (DESIGN §6)."""

from collections.abc import Mapping
from typing import Final

VERSION: Final = 1
"""A figure that is counted otherwise from some day on makes it another."""

FIGURES: Final[Mapping[str, str]] = {
    "loans": "Articles lent, on the lending day in the branch's time zone. Undone loans do not count; renewals never do.",
    "visits": "Visits at a desk in which at least one of these articles was lent.",
    "borrowers": "Borrowers with one of these loans, told apart by a key that is new each calendar year.",
    "new_borrowers": "Loans that were their borrower's first ever.",
    "on_site": "Loans due on the day they were made; they stand among the loans too.",
    "renewals": "Due dates moved on by renewing, on the day and at the branch of the renewal.",
    "due": "Loans whose last due date lies in the period, whenever they were made.",
    "on_time": "Of those due, the loans returned on or before that date. Still out counts as not.",
    "groups": "Of the borrowers, those that are no persons.",
    "not_returned": "Loans out at the end of the period that were then over 60 days late, or whose article was then missing.",
    "days_with_loans": "Days on which a branch lent something, added over branches.",
    "hours_with_loans": "Clock hours in which a branch lent something, added over branches.",
    "stock": "Articles at the end of the period by stored state, category and type as they are told apart today.",
}
