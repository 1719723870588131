"""Whether a code is one that is on something here. Asked where a PIN is awaited: a scanner's burst of digits is no guess at it."""

from fritids.db import borrowers, catalogue
from fritids.domain import barcode
from fritids.domain.roles import Right
from fritids.services.context import Context
from fritids.services.rights import needs


class KnownCodes:
    """Codes of articles and of borrowers' cards. Says nothing about what they are on."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @needs(Right.MACHINE)
    def knows(self, text: str) -> bool:
        """Whether an article or a borrower's card bears this code, as a scanner sent it."""
        keys = list(barcode.candidates(text))
        with self._context.database.read() as connection:
            return bool(borrowers.known_by(connection, keys) or catalogue.taken_keys(connection, keys))
