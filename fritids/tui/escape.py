"""What Esc on the empty box takes away, one thing at a press: the view, then the question, the mark, and last the basket.

The text in the box is taken away where keys arrive, before anything that comes after it (`router`).
"""

from typing import TYPE_CHECKING

from fritids.tui.counter import deeds
from fritids.tui.counter.inbox import Entry, Kind
from fritids.tui.counter.situation import View
from fritids.tui.widgets.box import FILTERED

if TYPE_CHECKING:
    from fritids.tui.screen import DeskScreen


def back(screen: "DeskScreen") -> None:
    """Take the uppermost thing away; the basket only after it was asked about."""
    now = screen.now
    if now.view is not View.COUNTER and now.view in FILTERED and screen.view.narrowed:
        screen.view.narrow("")
        screen.set()
    elif now.view is not View.COUNTER:
        screen.places.back()
    elif now.shut and not (now.prompt is not None and now.prompt.secret):
        pass  # there is nowhere to go from the door
    elif now.prompt is not None:
        screen.arrivals.other(Entry(Kind.ESCAPE))
    elif now.job is not None:
        key = next((k for k in now.job.offers() if k.key == "escape"), None)
        deed = deeds.EndJob() if key is None else deeds.JobAct(key.does)
        screen.arrivals.other(Entry(Kind.KEY, deed=deed))
    elif now.row >= 0 or now.mark_spent:
        screen.set(row=-1, mark_spent=False)
    elif now.returns_only and not now.pile:
        screen.arrivals.other(Entry(Kind.KEY, deed=deeds.ReturnsOnly(on=False)))
    elif now.asked_to_empty:
        screen.set(asked_to_empty=False)
        screen.arrivals.other(Entry(Kind.KEY, deed=deeds.EmptyBasket()))
    elif now.state.visit is None and now.state.basket and not now.returns_only:
        screen.asked_to_empty(asked=True)
