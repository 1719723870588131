"""Locking the screen when nobody has touched a key for the branch's `lock_minutes`: whoever was signed on is so no more.

What the screen shows changes at once, here; that the desk knows it too is done in its turn (`Signing.lock`).
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from fritids.errors import NotAllowedError
from fritids.i18n import n_
from fritids.present import Tone
from fritids.tui.counter import deeds
from fritids.tui.counter.inbox import Entry, Kind
from fritids.tui.counter.situation import Shown, View

if TYPE_CHECKING:
    from fritids.tui.screen import DeskScreen


class Locking:
    """Locks one screen."""

    def __init__(self, screen: "DeskScreen") -> None:
        self._screen = screen

    def see(self, last_key: datetime, *, by_key: bool) -> None:
        """Lock if no key was pressed for long enough since `last_key`; `by_key` if one just was, which stands in the box now."""
        screen = self._screen
        now, gone = screen.now, screen.opening.clock.now() - last_key
        if not now.ready:
            return
        if now.shut:
            self._let_go_of_scans(gone)
            return
        minutes = screen.policy.lock_minutes
        if now.signed.who is None or minutes is None or gone < timedelta(minutes=minutes):
            return
        if now.prompt is not None:
            screen.arrivals.other(Entry(Kind.ESCAPE))
        if not by_key or (now.prompt is not None and now.prompt.secret):
            screen.counter_app.clear_box()  # what was begun there is nobody's business, or half a PIN
        screen.now = replace(
            now,
            signed=now.signed._replace(who=None),
            shown=None,
            recent=(),
            remark=None,
            hits=(),
            prompt=None,
        )
        screen.opening.who = None
        screen.go(View.COUNTER)
        screen.arrivals.other(Entry(Kind.KEY, deed=deeds.Lock()))

    def forbidden(self, error: NotAllowedError) -> None:
        """Say what came of looking at what is not for whoever is here, where results are said."""
        message = error.message
        self._screen.go(View.COUNTER)
        self._screen.show(Shown.note(lambda: message, tone=Tone.NO))

    def _let_go_of_scans(self, gone: timedelta) -> None:
        """What was scanned at a locked desk is not done in the name of whoever signs on much later."""
        screen = self._screen
        if gone < timedelta(minutes=screen.policy.idle_minutes) or not (n := screen.inbox.drop_lines()):
            return

        def words() -> str:
            return n_(
                "{n} scan was dropped, since nobody signed on",
                "{n} scans were dropped, since nobody signed on",
                n,
            ).format(n=n)

        screen.set(waiting=0, shown=Shown.note(words, tone=Tone.ASK))
