"""Finding borrowers by what somebody scanned, dialled or typed.

A borrower who is protected is opened by their exact number, card or whole phone number, and by nothing else; in a list they stand
without name and phone (DESIGN §5).
"""

from collections.abc import Sequence
from dataclasses import replace

from fritids.db import borrowers
from fritids.db.borrowers import BorrowerRow
from fritids.db.engine import Connection
from fritids.domain import barcode
from fritids.domain.findings import FindingCode
from fritids.domain.search import clean, fold
from fritids.domain.words import BorrowerKind
from fritids.services import phones
from fritids.services.context import Context
from fritids.services.identity import holds_identity_number
from fritids.services.results import BorrowerMatch, BorrowerView, NoBorrower, SeveralBorrowers
from fritids.services.searchtext import phone_part

LONGEST_SEARCH = 100
"""Characters that are looked at."""
MOST_CANDIDATES = 20
_READ_FOR_A_NAME = 1000
"""Names in which the words stand, among which one that is exactly these words is looked for."""


def opened(row: BorrowerRow) -> BorrowerView:
    """A borrower as whoever opened them exactly sees them."""
    return BorrowerView(
        id=row.id,
        number=row.number,
        name=row.name,
        phone=row.phone,
        kind=BorrowerKind(row.kind),
        open_loans=row.open_loans,
        late_loans=row.late_loans,
        protected=row.protected,
        blocked=row.blocked,
        note=row.note,
        email=row.email,
        birth_year=row.birth_year,
        gender=row.gender,
        postcode=row.postcode,
        language=row.language,
        revision=row.revision,
        no_reminders=row.no_reminders,
    )


def in_list(row: BorrowerRow) -> BorrowerView:
    """A borrower as a list shows them: of a protected one the number, and what it is for."""
    view = opened(row)
    if not row.protected:
        return view
    return replace(
        view,
        name="",
        phone=None,
        note=None,
        email=None,
        birth_year=None,
        gender=None,
        postcode=None,
        language=None,
    )


def listed(connection: Connection, context: Context, ids: Sequence[int]) -> tuple[BorrowerView, ...]:
    """These borrowers, in this order, as a list shows them."""
    return tuple(in_list(row) for row in borrowers.rows(connection, ids, context.today()))


def by_number_or_phone(connection: Connection, context: Context, text: str) -> tuple[BorrowerView, ...]:
    """Whom a number, a card or a whole phone number means: one is shown as opened, several as in a list."""
    ids = borrowers.known_by(connection, barcode.candidates(text))
    if not ids and (phone := phones.parse(text) if phones.could_be_phone(text) else None) is not None:
        ids = borrowers.by_phone(connection, phone.e164)
    rows = borrowers.rows(connection, ids, context.today())
    return (opened(rows[0]),) if len(rows) == 1 else tuple(in_list(row) for row in rows)


def match(connection: Connection, context: Context, text: str) -> BorrowerMatch:
    """Whom `text` means: a number, card or phone number, or a name (or whole words of one) that only one borrower has."""
    line = clean(text)
    if holds_identity_number(connection, line):
        return NoBorrower("", FindingCode.NOT_ALLOWED)
    found = by_number_or_phone(connection, context, line)
    if not found:
        found = listed(connection, context, _named(connection, line))
    if not found:
        return NoBorrower(line)
    return found[0] if len(found) == 1 else SeveralBorrowers(line, found)


def _named(connection: Connection, line: str) -> list[int]:
    words = fold(line[:LONGEST_SEARCH]).split()
    if not any(character.isalpha() for character in line):
        return []
    whole = borrowers.named(connection, words, limit=_READ_FOR_A_NAME)
    exact = [borrower_id for borrower_id, name in whole if fold(name) == " ".join(words)]
    held = [borrower_id for borrower_id, name in whole if set(words) <= set(fold(name).split())]
    return (exact or held)[:MOST_CANDIDATES]


def search(connection: Connection, context: Context, text: str, limit: int) -> tuple[BorrowerView, ...]:
    """The borrowers whose name, number, phone number or card holds all that is typed, by name; nobody for an identity number."""
    line = clean(text)[:LONGEST_SEARCH]
    if not line or holds_identity_number(connection, line):
        return ()
    part = phone_part(line)
    words = [part] if part is not None else fold(line).split()
    return listed(connection, context, borrowers.searched(connection, words, limit=limit))
