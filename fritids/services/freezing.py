"""What a loan keeps of its borrower for the figures, from the day it was lent (R12, DESIGN §5)."""

from datetime import date

from fritids.db import borrower_facts
from fritids.db.borrower_facts import BorrowerAtHand
from fritids.db.engine import Connection
from fritids.domain.words import age_band, postal_area
from fritids.errors import UsageError
from fritids.i18n import _


def frozen(
    connection: Connection, borrower: BorrowerAtHand, co_borrower_id: int | None, day: date
) -> dict[str, object]:
    """The columns of a loan that say what kind of borrower it was; for a co-borrower the child's age band and gender stand there.

    Raises UsageError if the co-borrower belongs to somebody else.
    """
    birth_year, gender = borrower.facts.birth_year, borrower.gender
    if co_borrower_id is not None:
        child = borrower_facts.co_borrower(connection, co_borrower_id)
        if child is None or child[0] != borrower.facts.borrower_id:
            raise UsageError(
                _(
                    "This co-borrower does not belong to the borrower. Choose one of theirs, or add them first."
                )
            )
        _owner, _name, birth_year, gender = child
    return {
        "borrower_kind": borrower.facts.kind.value,
        "age_band": age_band(birth_year, day.year).value,
        "gender": gender,
        "postal_area": postal_area(borrower.postcode),
        "for_co_borrower": co_borrower_id is not None,
    }
