"""Whose slip it is: somebody who is known, or somebody who is registered with it. A misread number gives nobody the things of another."""

from fritids.db import borrowers
from fritids.db.engine import Connection
from fritids.domain.search import clean, fold
from fritids.errors import InvalidValueError, UsageError
from fritids.i18n import _
from fritids.services import borrower_reading, phones
from fritids.services.borrowers import Borrowers
from fritids.services.context import Context
from fritids.services.forms import NewBorrowerData
from fritids.services.results import BorrowerView
from fritids.services.results.slips import NewSlip


def whose(
    connection: Connection, context: Context, register: Borrowers, new: NewSlip, act: tuple[str, int]
) -> tuple[BorrowerView | None, bool]:
    """Who borrows by this slip, and whether they were registered for it just now; (None, False) where it names nobody.

    Raises UsageError where that is not clear, InvalidValueError for a name or number that cannot be; `act` is key and line of a registering.
    """
    if new.borrower_id is not None:
        return register.read(connection, new.borrower_id), False
    name, phone = clean(new.name or ""), clean(new.phone or "")
    if not name and not phone:
        return None, False
    known = _known(connection, context, phone) if phone else ()
    if len(known) > 1:
        numbers = ", ".join(one.number for one in known)
        raise UsageError(
            _("Several have this phone number: {numbers}. Say which of them, by the number.").format(
                numbers=numbers
            ),
            code="ambiguous",
        )
    if known:
        if name and not _same(name, known[0].name):
            raise UsageError(
                _(
                    "The phone number is that of borrower {number}, who has another name. Look at the digits again. If it is them, give the number {number} instead."
                ).format(number=known[0].number),
                code="other_name",
            )
        return known[0], False
    if not name:
        raise InvalidValueError(_("Nobody has this phone number yet. Write the name too."), field="name")
    alike = borrower_reading.match(connection, context, name) if not phone else None
    if isinstance(alike, BorrowerView) and fold(alike.name) == fold(name):
        raise UsageError(
            _(
                "There is a borrower of this name, number {number}. Give that number, or a phone number."
            ).format(number=alike.number),
            code="ambiguous",
        )
    return register.register(connection, NewBorrowerData(name, phone or None), *act), True


def _known(connection: Connection, context: Context, phone: str) -> tuple[BorrowerView, ...]:
    found = phones.parse(phone)
    if found is None:
        raise InvalidValueError(
            _(
                "This is no phone number that exists. Look at the digits again, or leave it out and write the name."
            ),
            field="phone",
        )
    ids = borrowers.by_phone(connection, found.e164)
    return tuple(borrower_reading.opened(row) for row in borrowers.rows(connection, ids, context.today()))


def _same(written: str, known: str) -> bool:
    """Whether one of the two names holds all words of the other: `Anna` and `Anna Ek`."""
    one, two = set(fold(written).split()), set(fold(known).split())
    return one <= two or two <= one
