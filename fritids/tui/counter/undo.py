"""The key for undoing: at once for what belongs to what is going on, after a question for what somebody did before that."""

from datetime import datetime
from typing import TYPE_CHECKING

from fritids.i18n import _
from fritids.present import act_line
from fritids.services import results as r
from fritids.tui.counter.situation import Prompt, Situation

if TYPE_CHECKING:
    from fritids.services.results import ActView


class Reach:
    """How far back the key reaches without a question."""

    def __init__(self) -> None:
        self.turn_began: datetime | None = None
        """When the last line or key that was no undoing had its turn."""
        self._last: ActView | None = None

    def undone(self, act: "ActView | None") -> None:
        """This act was taken back; those of the same family may follow it."""
        self._last = act

    def holds(self, act: "ActView", now: Situation) -> bool:
        """Whether the act is of the open visit, of the job or the pile that was begun, or what the screen has just said."""
        visit, answer = now.state.visit, None if now.shown is None else now.shown.answer
        if visit is not None:
            # What belongs to no visit may have been done in this one all the same, the last thing before the key.
            return act.visit_id == visit.visit_id or (act.visit_id is None and _since(act, self.turn_began))
        if now.job is not None:
            return _since(act, now.job_since)
        if now.returns_only:
            return _since(act, now.pile_since)
        if isinstance(answer, r.VisitEnded):
            return act.visit_id == answer.visit_id
        if isinstance(answer, r.Undone):
            return self._last is not None and _family(act) == _family(self._last)
        return _since(act, self.turn_began)


def _since(act: "ActView", moment: datetime | None) -> bool:
    return moment is not None and act.at >= moment.replace(microsecond=0)


def _family(act: "ActView") -> tuple[int | None, str | None]:
    return act.visit_id, act.borrower_number if act.visit_id is None else None


def question(acts: "tuple[ActView, ...]", now: Situation) -> Prompt:
    """Whether to reach so far back, and to what: one key may have done several things."""
    return Prompt(
        title=lambda: (
            _("Undo something of an earlier visit?")
            if now.state.visit is not None
            else _("Undo something that was done earlier?")
        ),
        label=lambda: _("Enter undoes it, Esc leaves it"),
        details=lambda: tuple(act_line(act, now.state.today) for act in acts),
        enter=lambda: _("Undo"),
    )


def visit_question(acts: "tuple[ActView, ...]", now: Situation) -> Prompt:
    """Whether to take back all of a visit: whose it is and what was done in it."""
    return Prompt(
        title=lambda: _("Undo the whole visit?"),
        label=lambda: _("Enter undoes it, Esc leaves it"),
        details=lambda: tuple(act_line(act, now.state.today) for act in acts),
        enter=lambda: _("Undo"),
    )
