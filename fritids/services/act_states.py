"""Whether an act was done, asked by its key after a fault: the record knows, and for a basket and a visit what lies on the desk."""

from typing import TYPE_CHECKING, Final

from fritids.db import events
from fritids.domain.barcode import looks_like_scan

if TYPE_CHECKING:
    from fritids.services.desk import Desk

_OF_A_PHONE: Final = 7
"""So many digits at the end are alike however a number is written."""


def was_done(desk: "Desk", act: str, text: str) -> bool | None:
    """Whether the act with this key, for which `text` was scanned or typed, is on the disk; None where it leaves nothing there either way: a search, a key that shows something."""
    with desk.context.database.read() as connection:
        if events.by_act(connection, act) is not None:
            return True
    if not looks_like_scan(text):
        return None
    state = desk.counter.state()
    lies = {article.barcode for article in state.basket}
    if state.visit is not None:
        lies |= {line.article.barcode for line in state.visit.done}
        lies |= {line.article.barcode for line in state.visit.waiting}
        lies.add(state.visit.borrower.number)
        digits = "".join(filter(str.isdigit, text))
        if len(digits) >= _OF_A_PHONE and (state.visit.borrower.phone or "").endswith(digits[-_OF_A_PHONE:]):
            return True
    return text.strip() in lies
