"""Whether a gateway's "I do not know this message" can be believed yet."""

from datetime import datetime
from time import monotonic
from typing import Final

SETTLED_SECONDS: Final = 600.0
"""A message that a gateway does not know so long after it was handed over was not taken. Before that it may still be on its way inside."""


class HandedOver:
    """The messages that this process handed over without a clear answer."""

    def __init__(self) -> None:
        self._since: dict[str, float] = {}

    def note(self, key: str) -> None:
        """The message was handed over just now, and it is not known what became of it."""
        self._since[key] = monotonic()

    def is_settled(self, key: str, at: datetime, now: datetime | None) -> bool:
        """Whether it is long ago. `at` is this machine's time of handing over, `now` the gateway's; what this process did itself it knows by no clock that can be set."""
        since = self._since.get(key)
        if since is not None and monotonic() - since < SETTLED_SECONDS:
            return False
        return now is not None and (now - at).total_seconds() >= SETTLED_SECONDS
