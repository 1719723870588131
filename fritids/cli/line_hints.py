"""Which words fit after an answer at the line mode's desk: on the screen the foot says it. Knows no database."""

from collections.abc import Callable, Iterable, Sequence

from fritids.domain.findings import FindingCode, Findings, Severity, is_refused
from fritids.domain.words import CheckKind
from fritids.i18n import _
from fritids.services import results as r


def hints(answer: r.Answer, state: Callable[[], r.CounterState]) -> Sequence[str]:
    """What may be written now, a sentence for each thing; all that fits, since nobody sees what is left out."""
    match answer:
        case r.TakenBack(checks=checks):
            return [*_on_return(answer, state()), *_on_checks(checks)]
        case r.Lent(returned=r.LoanView(), checks=checks):
            return [_("Write “only return” to keep just the return."), *_on_checks(checks)]
        case r.NotLent(findings=findings):
            return _to_lend_it([findings])
        case r.VisitOpened(results=results):
            return _to_lend_it(one.findings for one in results if isinstance(one, r.NotLent))
        case r.WaitingFirst(waiting=waiting):
            asked = _to_lend_it(one.findings for one in waiting)
            return [*asked, _("An empty line ends the visit without what waits.")]
        case r.JustDone():
            return [_("Write “anyway” to do it all the same.")]
        case r.AlreadyInBasket():
            return [_("Write “take out” to take it out.")]
        case r.UnknownCode(mistyped=False):
            return [_("New? Write “register”, its type and its size.")]
        case r.Hits(articles=articles, borrowers=borrowers) if articles or borrowers:
            return [_("Write a number to choose.")]
        case _:
            return []


def _on_return(answer: r.TakenBack, state: r.CounterState) -> Sequence[str]:
    if state.visit is not None and state.visit.borrower.id == answer.loan.borrower_id:
        return [_("Write “renew” to renew it instead.")]
    if state.visit is None and state.basket:
        return [_("It is not in the basket; write “into basket” to add it.")]
    return []


def _on_checks(checks: Sequence[r.CheckView]) -> Sequence[str]:
    if any(check.kind is CheckKind.PARTS for check in checks):
        return [_("Write “well”, “missing” with the part and how many, or “bad” and what is wrong.")]
    return [_("Write “well”, or “bad” and what is wrong.")] if checks else []


def _to_lend_it(asked: Iterable[Findings]) -> list[str]:
    """A yes, or for a binding what is recorded with the loan (R3): there a mere yes changes nothing."""
    questions = [_questions(findings) for findings in asked if not is_refused(findings)]
    with_binding = [FindingCode.BINDING_NOT_SET in codes for codes in questions]
    said = []
    if not all(with_binding):
        said.append(_("Write “yes” to lend it, or “no”."))
    if any(with_binding):
        said.append(
            _(
                "When the binding is set, write “binding NAME MM”: who set it, and the sole in mm. Or write “no”."
            )
        )
    return said


def _questions(findings: Findings) -> set[FindingCode]:
    return {one.code for one in findings if one.severity is Severity.ASK}
