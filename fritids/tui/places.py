"""Which view is at the front, how one gets there, and the way back: Esc leads from a card to where it was opened."""

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from fritids.tui.counter.keys import Move
from fritids.tui.counter.situation import View

if TYPE_CHECKING:
    from fritids.tui.screen import DeskScreen

LISTS: Final = {
    Move.HELP: View.HELP,
    Move.OUT: View.OUT,
    Move.TODAY: View.TODAY,
    Move.ACTS: View.ACTS,
    Move.SETTINGS: View.SETTINGS,
}
DEEPER: Final = frozenset({View.BORROWER, View.ARTICLE, View.HELP, View.LIST})
"""Views that lie on top of another one; the others are reached from the counter, and lead back there."""


class Places:
    """The views of one screen. They are made when they are first asked for."""

    def __init__(self, screen: "DeskScreen") -> None:
        self._screen = screen
        self._here: tuple[View, object] = (View.COUNTER, None)
        self._way_back: list[tuple[View, object]] = []

    def go(self, view: View, what: object = None) -> None:
        """Show a view; `what` it is about, where that has to be said."""
        if view is View.COUNTER or view not in DEEPER:
            self._way_back = []
        elif self._here[0] is not view:
            self._way_back.append(self._here)
        self._show(view, what)

    def back(self) -> None:
        """Show what was at the front before; the counter in the end."""
        view, what = self._way_back.pop() if self._way_back else (View.COUNTER, None)
        self._show(view, what)

    def follow(self, move: Move) -> None:
        """Go where a key points; the same key again leads back."""
        screen = self._screen
        visit = screen.now.state.visit
        if move in LISTS and screen.now.view is not LISTS[move]:
            self.go(LISTS[move])
        elif move is Move.CARD and visit is not None:
            self.go(View.BORROWER, visit.borrower.id)
        elif move in LISTS or move is Move.BACK:
            screen.action_back()

    def _show(self, view: View, what: object) -> None:
        screen = self._screen
        self._here = (view, what)
        if view is not View.COUNTER:
            self._make(view)
        screen.strip.remove_class("-on")
        screen.now = replace(screen.now, view=view)
        screen.switcher.current = view.value
        if view is View.COUNTER:
            screen.set()
        else:
            screen.view.call_after_refresh(self._opened, view, what)

    def _make(self, view: View) -> None:
        if not self._screen.query(f"#{view.value}"):
            from fritids.tui.views.make import make

            widget = make(view, self._screen)
            widget.display = False
            self._screen.switcher.mount(widget)

    def _opened(self, view: View, what: object) -> None:
        """Once it is there, let it read what it shows."""
        screen = self._screen
        if screen.now.view is view:
            screen.view.opened(screen.policy.idle_minutes if view is View.SETTINGS else what)
            screen.set()
