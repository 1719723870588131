"""Keys of acts (R9): made at the desk before an act is sent, so that the same act sent twice is done once."""

import secrets

from fritids.errors import UsageError
from fritids.i18n import _

MAX_LENGTH = 100


def new_act_key() -> str:
    """A random key of 22 characters; two desks never make the same one."""
    return secrets.token_urlsafe(16)


def key_of_another_act() -> UsageError:
    """The error for a key under which something else was done before."""
    return UsageError(_("This act key was used for another act. Give every act a key of its own."))
