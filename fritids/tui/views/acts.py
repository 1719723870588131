"""The latest acts of this desk: any of them can be taken back while that is still logical, a visit as a whole, or moved (R7)."""

from textual.content import Content

from fritids.domain.words import ActKind
from fritids.errors import FritidsError
from fritids.i18n import _
from fritids.present import act_line
from fritids.services.results import ActView
from fritids.tui.counter import deeds
from fritids.tui.counter.keys import Hint
from fritids.tui.views.listing import ListingView
from fritids.tui.widgets.lines import row, styled


class ActsView(ListingView):
    """The last 20 acts, newest first."""

    def on_mount(self) -> None:
        """Begin with none."""
        super().on_mount()
        self._acts: tuple[ActView, ...] = ()
        self._known = False

    def opened(self, what: object) -> None:  # noqa: ARG002  # always the same list
        """Read it, with the newest marked."""
        self.marked = 0
        self.reload()

    def reload(self) -> None:
        """Read it again."""
        self.reading(self._read, "acts")

    async def _read(self) -> None:
        try:
            self._acts = await self.read(lambda desk: desk.undoing.recent())
        except FritidsError:
            return
        self._known = True
        self.refresh()
        self.changed()

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._acts)

    def head(self, width: int) -> list[Content]:  # noqa: ARG002  # one line
        """What can be done here."""
        return [styled(_("Mark any of them with the arrow keys, and undo it."), "$quiet")]

    def line(self, n: int, width: int) -> Content:  # noqa: ARG002  # cut by the list
        """One act."""
        act = self._acts[n]
        sign, style = ("✗", "$quiet") if act.undone else _sign(act.kind)
        text = act_line(act, self.now.state.today)
        if act.undone:
            text = _("{act} (undone)").format(act=text)
        return row((f"{sign} ", style), (text, "$quiet strike" if act.undone else ""))

    def empty(self, width: int) -> list[Content]:  # noqa: ARG002  # one line
        """Nothing was done yet."""
        return [styled(_("Nothing has been done at this desk yet."), "$quiet")] if self._known else []

    def enter(self) -> Hint | None:
        """Enter does nothing here: undoing is a key of its own."""
        return None

    def hints(self) -> tuple[Hint, ...]:
        """Undo the marked act, or its visit; put its visit on somebody else."""
        if not self._acts:
            return ()
        act = self._acts[min(self.marked, len(self._acts) - 1)]
        hints = []
        if not act.undone:
            hints.append(Hint("f8", _("Undo this"), deeds.Undo(act.event_id), strong=True))
        if act.visit_id is not None and not act.undone:
            acts = tuple(one for one in self._acts if one.visit_id == act.visit_id and not one.undone)
            hints.append(Hint("f5", _("Undo the whole visit"), deeds.UndoVisit(act.visit_id, acts)))
        if act.visit_id is not None and act.kind is ActKind.LEND and not act.undone:
            hints.append(Hint("f6", _("Move the visit"), deeds.MoveVisit(act.visit_id, act)))
        return tuple(hints)


def _sign(kind: ActKind) -> tuple[str, str]:
    return {
        ActKind.LEND: ("→", "bold $yes-soft"),
        ActKind.RETURN: ("↩", "bold $info-soft"),
        ActKind.RENEW: ("↻", "bold $ask-soft"),
        ActKind.DUE_SET: ("»", "bold $ask-soft"),
        ActKind.FIND: ("✓", "bold $info-soft"),
    }.get(kind, ("•", ""))
