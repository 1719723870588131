"""Another date at the line mode's desk: for what was lent in the visit, or with nobody here for the loan that was just made."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from fritids.cli.line_question import Choice
from fritids.domain.days import read_day
from fritids.domain.findings import FindingCode, Severity, is_refused
from fritids.errors import InvalidValueError, UsageError
from fritids.i18n import _
from fritids.present import plain
from fritids.services import results as r
from fritids.services.acts import new_act_key

if TYPE_CHECKING:
    from fritids.services.desk import Desk


@dataclass(frozen=True, slots=True)
class _Loans:
    """The loan of one article, or else all that was lent in a visit."""

    code: str | None = None
    visit_id: int = 0


class LineDates:
    """What a date would be for, and a question about it that waits for a yes."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self._made: _Loans | None = None
        self.all_the_same: Choice | None = None
        """Sets the date that was only asked about."""

    def made_in(self, answer: r.Answer) -> None:
        """From now on, with no visit open, a date is for the loans of this answer; one that is about a date changes nothing."""
        match answer:
            case r.Lent(loan=loan) | r.Renewed(loan=loan):
                self._made = _Loans(loan.article.barcode)
            case r.VisitEnded(visit_id=visit_id):
                self._made = _Loans(visit_id=visit_id)
            case r.DueSet() | r.DueNotSet():
                pass
            case _:
                self._made = None

    def set(self, text: str) -> r.DueResult:
        """What became of the date that was written. Raises UsageError where there is no loan for it, InvalidValueError for what is no day."""
        visit = self._desk.counter.state().visit
        loans = self._made if visit is None else _Loans(visit_id=visit.visit_id)
        self.all_the_same = None
        if loans is None:
            raise UsageError(_("There is nothing that this word fits. Write “help” for the words."))
        day = read_day(text, self._desk.today())
        if day is None:
            raise InvalidValueError(
                _(
                    "“{text}” is no day. Write it as 20/3, 20 March, 2026-03-20, Fri, or +7 for in a week."
                ).format(text=plain(text)[:30]),
                field="due",
            )
        answer = self._set(loans, day, new_act_key(), frozenset())
        if isinstance(answer, r.DueNotSet) and not is_refused(answer.findings):
            asked = frozenset(one.code for one in answer.findings if one.severity is Severity.ASK)
            act = new_act_key()
            self.all_the_same = lambda: self._set(loans, day, act, asked)
        return answer

    def _set(self, loans: _Loans, day: date, act: str, accepted: frozenset[FindingCode]) -> r.DueResult:
        dates = self._desk.due_dates
        if loans.code is None:
            return dates.set_visit_due(loans.visit_id, day, act=act, accepted=accepted)
        return dates.set_due(loans.code, day, act=act, accepted=accepted)
