"""Refusing personal identity numbers wherever people type text (DESIGN §5). What was refused is neither kept nor logged."""

from fritids.db import catalogue
from fritids.db.engine import Connection
from fritids.domain.barcode import candidates
from fritids.domain.identity_number import contains_identity_number
from fritids.errors import InvalidValueError
from fritids.i18n import _
from fritids.services import phones


def holds_identity_number(connection: Connection, text: str) -> bool:
    """Whether a personal identity number stands in `text`; a valid phone number or an article's code is never taken for one."""

    def is_known(written: str) -> bool:
        return phones.parse(written) is not None or bool(
            catalogue.taken_keys(connection, candidates(written))
        )

    return contains_identity_number(text, known=is_known)


def refuse_identity_number(connection: Connection, text: str, field: str) -> None:
    """Return if none stands in `text`. Raises InvalidValueError."""
    if holds_identity_number(connection, text):
        raise InvalidValueError(
            _("Personal identity numbers are not kept here. Take it out and save again."), field=field
        )
