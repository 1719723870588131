"""The line at the top: whose desk this is, what day it is, and which mode holds."""

from textual.content import Content

from fritids.i18n import _, clock_time, day_short
from fritids.present import plain
from fritids.present.backup_warning import overdue_words
from fritids.services.clock import Clock
from fritids.tui.counter.situation import Situation, View
from fritids.tui.widgets.lines import row, spread
from fritids.tui.widgets.painted import Painted


class Top(Painted):
    """One line."""

    DEFAULT_CSS = """
    Top { height: 1; padding: 0 1; background: $panel; text-wrap: nowrap; }
    Top.-pile { background: $pile; color: $background; text-style: bold; }
    """

    def __init__(self, clock: Clock, *, id: str | None = None) -> None:  # noqa: A002  # Textual's own name
        super().__init__(id=id)
        self._clock = clock

    def show(self, now: Situation) -> None:
        """Paint this from now on."""
        self.set_class(now.returns_only or now.job is not None, "-pile")
        super().show(now)

    def paint(self, width: int, height: int) -> Content:  # noqa: ARG002  # one line
        """Name and desk on the left, day and time on the right."""
        now = self.now
        left = row(
            (plain(now.branch) or "fritids", "bold"), (f"  {plain(now.desk)}" if now.ready else "", "")
        )
        if now.returns_only:
            left = row((_("RETURNS ONLY"), "bold"), ("  ", ""), (plain(now.branch), ""))
        elif now.view is not View.COUNTER:
            left = row(left.plain, ("  ›  ", "$quiet"), (view_name(now.view), "bold"))
        elif now.job is not None:
            left = row((now.job.name().upper(), "bold"), ("  ", ""), (plain(now.branch), ""))
        if not now.ready:
            return spread(left, Content(""), width)
        at = f"{day_short(now.state.today)}  {clock_time(self._clock.now())}"
        parts: list[str | tuple[str, str]] = [*_who(now), at]
        if now.overdue_days is not None:
            parts = [(overdue_words(now.overdue_days), "bold $warning"), ("  ", ""), *parts]
        return spread(left, row(*parts), width)


def _who(now: Situation) -> list[tuple[str, str]]:
    """Who is signed on, and as what whoever is not works here; nothing where nobody signs on."""
    signed = now.signed
    if signed.open_door:
        return []
    if signed.who is not None:
        return [(f"{plain(signed.who.key)} {plain(signed.who.name)}", "bold"), ("   ", "")]
    words = _("nobody signed on") if signed.shut else _("volunteer, not signed on")
    return [(words, "bold"), ("   ", "")]


def view_name(view: View) -> str:
    """What a view is called."""
    return {
        View.COUNTER: _("Counter"),
        View.OUT: _("What is out"),
        View.TODAY: _("Today"),
        View.ACTS: _("The latest acts"),
        View.BORROWER: _("Borrower"),
        View.ARTICLE: _("Article"),
        View.SETTINGS: _("Settings"),
        View.HELP: _("Help"),
        View.LIST: _("List"),
    }[view]
