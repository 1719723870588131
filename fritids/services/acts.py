"""Keys of acts (R9): made at the desk before an act is sent, so that the same act sent twice is done once."""

import secrets

MAX_LENGTH = 100


def new_act_key() -> str:
    """A random key of 22 characters; two desks never make the same one."""
    return secrets.token_urlsafe(16)
