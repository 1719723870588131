"""Doing an act once, however often it is sent (R9), and telling it from another act that was given the same key.

`Context.do` finds out about a repeated act when its line of the record is refused, which is too late for acts that a repetition makes
impossible: what was registered is taken, what was edited has another revision. Here the record is asked first; a scan does not pay for that.
"""

from collections.abc import Callable
from typing import TypeVar

from fritids.db import events
from fritids.db.engine import Connection
from fritids.domain.words import ActKind
from fritids.services.acts import key_of_another_act
from fritids.services.context import Context

T = TypeVar("T")


def once(
    context: Context,
    act: str,
    kind: ActKind,
    work: Callable[[Connection], T],
    repeated: Callable[[Connection, events.EventRow], T],
) -> T:
    """Run `work` in one durable transaction, or, if the act was done before, make its result from the record with `repeated`.

    `kind` is the one that `work` records. Raises UsageError if the key stands for an act of another kind.
    """

    def again(connection: Connection, earlier: events.EventRow) -> T:
        if earlier.kind is not kind:
            raise key_of_another_act()
        return repeated(connection, earlier)

    def ask_first(connection: Connection) -> T:
        earlier = events.by_act(connection, act)
        return work(connection) if earlier is None else again(connection, earlier)

    return context.do(act, 0, ask_first, again)
