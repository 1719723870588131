"""Doing an act of the office once, however often it is sent (R9).

`Context.do` finds out about a repeated act when its line of the record is refused, which is too late for acts that a repetition makes
impossible: what was registered is taken, what was edited has another revision. Here the record is asked first; a scan does not pay for that.
"""

from collections.abc import Callable
from typing import TypeVar

from fritids.db import events
from fritids.db.engine import Connection
from fritids.services.context import Context

T = TypeVar("T")


def once(
    context: Context,
    act: str,
    work: Callable[[Connection], T],
    repeated: Callable[[Connection, events.EventRow], T],
) -> T:
    """Run `work` in one durable transaction, or, if the act was done before, make its result from the record with `repeated`."""

    def ask_first(connection: Connection) -> T:
        earlier = events.by_act(connection, act)
        return work(connection) if earlier is None else repeated(connection, earlier)

    return context.do(act, 0, ask_first, repeated)
