"""What arrives from the router, put in its place in the order, and watched until its turn has come.

Here alone is the time rule of R8: the same label read twice within two seconds is one scan.
"""

from typing import TYPE_CHECKING, Final

from fritids.domain.barcode import looks_like_scan
from fritids.domain.scanstream import DoubleRead, Line
from fritids.tui.counter.inbox import Entry, Kind

if TYPE_CHECKING:
    from fritids.tui.screen import DeskScreen

SLOW: Final = 0.7
"""Seconds after which it is said that the database is being waited for."""


class Arrivals:
    """Feeds the inbox of one screen."""

    def __init__(self, screen: "DeskScreen") -> None:
        self._screen = screen
        self._double = DoubleRead()
        self._done = 0
        self._done_when_looked = -1
        self._watching = False
        self._last_key = screen.opening.clock.now()

    def key_pressed(self) -> None:
        """Somebody is at the desk; what was left before they came is over first, though no tick has said so: a machine sleeps with its lid shut."""
        self.see_whether_left(by_key=True)
        self._last_key = self._screen.opening.clock.now()

    def line(self, line: Line) -> None:
        """A line is in the inbox, unless it is the second reading of the label before it."""
        prompt = self._screen.now.prompt
        # A PIN looks like a code, and is written twice in a row when it is chosen.
        by_hand = prompt is not None and prompt.secret and not line.scanned
        if looks_like_scan(line.text) and not by_hand:
            if self._double.is_repeat(line.text, line.at):
                return
        else:
            self._double.forget()
        self._put(Entry(Kind.LINE, line))

    def other(self, entry: Entry) -> None:
        """A key, a digit or an Enter is in the inbox; the same label may be meant again after it."""
        self._double.forget()
        self._put(entry)

    def forget(self) -> None:
        """Something else was done: the same label may be meant again."""
        self._double.forget()

    def progress(self) -> None:
        """An entry has had its turn. How many still wait is painted now and then, not after each: in a burst it would flicker."""
        self._done += 1
        now, waiting = self._screen.now, self._screen.inbox.waiting
        if now.slow or (now.waiting and not waiting):
            self._screen.set(slow=False, waiting=waiting)

    def see_whether_left(self, *, by_key: bool = False) -> None:
        """Let it be asked whether the visit is over, where no key was pressed for the branch's idle time or since another day (R9); lock the screen."""
        self._see_visit()
        self._screen.locking.see(self._last_key, by_key=by_key)

    def _see_visit(self) -> None:
        screen = self._screen
        now = screen.now
        if not now.ready or (now.state.visit is None and not now.state.basket):
            return
        visit, policy = now.state.visit, screen.policy
        began = None if visit is None else visit.started_at
        if policy.is_left(self._last_key, screen.opening.clock.now(), began=began):
            if now.prompt is not None:
                if now.prompt.secret:
                    screen.counter_app.clear_box()  # half a PIN is no line
                self.other(Entry(Kind.ESCAPE))
            self.other(Entry(Kind.IDLE, last_key=self._last_key))

    def _put(self, entry: Entry) -> None:
        self._screen.inbox.put(entry)
        if self._screen.now.prompt is not None:
            self._screen.set(waiting=self._screen.inbox.waiting)
        if not self._watching:
            self._watching = True
            self._screen.set_timer(SLOW, self._look)

    def _look(self) -> None:
        """Say that the database is waited for, if one entry takes long; look again as long as anything is in line."""
        screen = self._screen
        self._watching = False
        if screen.inbox.at_rest or screen.now.prompt is not None:
            return
        screen.set(slow=self._done == self._done_when_looked, waiting=screen.inbox.waiting)
        self._done_when_looked = self._done
        self._watching = True
        screen.set_timer(SLOW / 2, self._look)
