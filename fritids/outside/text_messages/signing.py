"""What says to a service who asks."""

from base64 import b64encode


def authorization(kind: str, user: str, password: str) -> str:
    """The value of the header `Authorization` (RFC 7617 with UTF-8, RFC 6750); `kind` is `basic` or `bearer`."""
    if kind == "bearer":
        return f"Bearer {password}"
    return "Basic " + b64encode(f"{user}:{password}".encode()).decode("ascii")
