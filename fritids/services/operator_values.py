"""What an administrator may fill in about an operator."""

from fritids.db import branches
from fritids.db.engine import Connection
from fritids.db.operators import OperatorRow
from fritids.domain import barcode
from fritids.domain.roles import Role
from fritids.domain.search import clean
from fritids.errors import InvalidValueError
from fritids.i18n import _
from fritids.services.borrower_form import scanned_card
from fritids.services.identity import refuse_identity_number
from fritids.services.results import OperatorView

LONGEST_NAME = 100
LONGEST_KEY = 20


def plain_key(typed: str) -> str:
    """The key as it is stored, however it was typed."""
    return clean(typed).casefold().strip()


def checked_key(connection: Connection, typed: str) -> str:
    """A key that an operator may have. Raises InvalidValueError."""
    key = plain_key(typed)
    if not (0 < len(key) <= LONGEST_KEY and key.replace("-", "").isalnum()):
        raise InvalidValueError(
            _("An operator's key has 1 to {n} letters, digits or hyphens, as 7 or kim.").format(
                n=LONGEST_KEY
            ),
            field="key",
        )
    refuse_identity_number(connection, key, "key")
    return key


def checked_name(connection: Connection, typed: str) -> str:
    """A name that an operator may have. Raises InvalidValueError."""
    name = clean(typed)
    if not name:
        raise InvalidValueError(_("Write the name."), field="name")
    if len(name) > LONGEST_NAME:
        raise InvalidValueError(
            _("A name may have at most {n} characters.").format(n=LONGEST_NAME), field="name"
        )
    refuse_identity_number(connection, name, "name")
    return name


def checked_role(typed: str) -> Role:
    """The role. Raises InvalidValueError."""
    try:
        return Role(typed)
    except ValueError as error:
        raise InvalidValueError(
            _("A role is one of these: {roles}.").format(roles=", ".join(Role)), field="role"
        ) from error


def checked_branch(connection: Connection, code: str) -> int:
    """The id of the branch with this code. Raises InvalidValueError."""
    found = branches.find(connection, code)
    if not found:
        raise InvalidValueError(
            _("There is no branch with the code {code}. See them with: fritids branch list").format(
                code=clean(code)
            ),
            field="branch",
        )
    return found[0].id


def checked_card(connection: Connection, typed: str) -> str:
    """The key of an operator's card, as it is kept. Raises InvalidValueError."""
    return barcode.key(
        scanned_card(connection, typed, _("This is the barcode of an article. Scan the card."))
    )


def view_of(row: OperatorRow) -> OperatorView:
    """The operator as an administrator sees them."""
    return OperatorView(
        id=row.id,
        key=row.key,
        name=row.name,
        role=row.role,
        branch=row.branch_code,
        has_pin=row.pin_hash is not None,
        card=row.card,
        active=row.active,
        added_at=row.added_at,
    )
