"""One sentence for each reason the rules can give, that says what to do next.

Where a branch may set how much a reason weighs, the sentence differs: what is told has been done, what is asked about has not.
"""

from collections.abc import Iterable
from datetime import date, datetime

from fritids.domain.findings import Finding, FindingCode, Severity
from fritids.i18n import _, clock_time, day_short, n_
from fritids.present.blocked import undo_blocked
from fritids.present.moved import not_moved, sent_away
from fritids.present.names import discard_reason_name, plain
from fritids.present.parts import about_parts
from fritids.present.service import about_service, told_in_service


def sentences(findings: Iterable[Finding], *, done: bool = True) -> tuple[str, ...]:
    """One sentence for each finding, in their order; `done` as in `sentence`."""
    return tuple(sentence(finding, done=done) for finding in findings)


def sentence(finding: Finding, *, done: bool = True) -> str:
    """What the finding says, in the language in use, and what to do about it.

    `done` is False where the act that the finding belongs to was not done: what would only have been told is then no news.
    """
    match finding.code:
        case FindingCode.MISSING if not done and finding.severity is Severity.TELL:
            return _("The article is marked as missing.")
        case FindingCode.LENT_TO_OTHER if not done and finding.severity is Severity.TELL:
            return _("It is on loan to borrower {borrower}.").format(borrower=_text(finding, "borrower"))
        case (
            FindingCode.UNKNOWN_ARTICLE
            | FindingCode.UNKNOWN_BORROWER
            | FindingCode.AMBIGUOUS
            | FindingCode.NOT_ALLOWED
            | FindingCode.TIME_IN_FUTURE
            | FindingCode.TIME_BEFORE_LOAN
            | FindingCode.NOT_FREE_THEN
            | FindingCode.CLOCK_WENT_BACK
            | FindingCode.ACT_UNDONE
        ):
            return _about_what_was_given(finding)
        case (
            FindingCode.DISCARDED
            | FindingCode.TRANSFERRED
            | FindingCode.IN_SERVICE
            | FindingCode.MISSING
            | FindingCode.CHECK_OPEN
            | FindingCode.BINDING_NOT_SET
            | FindingCode.NOT_ON_LOAN
        ):
            return _about_the_article(finding)
        case (
            FindingCode.PARTS
            | FindingCode.PARTS_MISSING
            | FindingCode.ON_LOAN
            | FindingCode.OTHER_BRANCH
            | FindingCode.NOT_UNDER_WAY
            | FindingCode.SERVICE_DUE
            | FindingCode.NOT_IN_SERVICE
        ):
            return _about_the_stock_room(finding)
        case (
            FindingCode.ALREADY_LENT_TO_BORROWER
            | FindingCode.LENT_TO_OTHER
            | FindingCode.JUST_LENT
            | FindingCode.JUST_RETURNED
            | FindingCode.JUST_RENEWED
            | FindingCode.BOOKED_BY_OTHER
        ):
            return _about_other_loans(finding)
        case (
            FindingCode.GUARDIAN_NEEDED
            | FindingCode.LIMIT_REACHED
            | FindingCode.BORROWER_BLOCKED
            | FindingCode.LATE_LOANS
        ):
            return _about_the_borrower(finding)
        case (
            FindingCode.DUE_IN_PAST
            | FindingCode.DUE_ON_CLOSED_DAY
            | FindingCode.NO_OPEN_DAY
            | FindingCode.NOT_MOVED
            | FindingCode.RENEWALS_USED_UP
        ):
            return _about_the_date(finding)
        case FindingCode.NOTHING_TO_UNDO | FindingCode.UNDO_BLOCKED:
            return _about_undoing(finding)


def _about_what_was_given(finding: Finding) -> str:
    match finding.code:
        case FindingCode.UNKNOWN_ARTICLE:
            return _("No article has this code. Scan it again, or register the article.")
        case FindingCode.UNKNOWN_BORROWER:
            return _("No borrower fits. Check the number, or register the borrower.")
        case FindingCode.AMBIGUOUS:
            if candidates := _text(finding, "candidates"):
                return _("Several borrowers fit: {candidates}. Give the number of one of them.").format(
                    candidates=candidates
                )
            return _("Several borrowers fit. Give the number of one of them.")
        case FindingCode.NOT_ALLOWED if finding.facts.get("by") == "setting":
            return _(
                "This branch lets nobody set a refusal aside. An administrator can allow it: override_refusals."
            )
        case FindingCode.NOT_ALLOWED if finding.facts.get("by") == "role":
            return _("Only a coordinator may set a refusal aside. Ask one to sign on.")
        case FindingCode.NOT_ALLOWED:
            return _("Personal identity numbers are never used here. Give a phone number, a card or a name.")
        case FindingCode.ACT_UNDONE:
            return _("The same thing was done before and has been undone. Do it again as something new.")
        case _:
            return _about_the_time(finding)


def _about_the_time(finding: Finding) -> str:
    match finding.code:
        case FindingCode.TIME_IN_FUTURE:
            return _("The time has not been yet. Give the time when it was done.")
        case FindingCode.NOT_FREE_THEN:
            return _("The article was on loan at that time or after it. Give a later time.")
        case FindingCode.TIME_BEFORE_LOAN:
            return _("The article was not on loan at that time. Give a later time.")
        case _:
            return _("The computer's clock has gone back. Check its date and time; lending goes on.")


def _about_the_article(finding: Finding) -> str:
    told = finding.severity is Severity.TELL
    match finding.code:
        case FindingCode.DISCARDED | FindingCode.TRANSFERRED:
            return _left_the_stock(finding, told=told)
        case FindingCode.IN_SERVICE:
            return told_in_service(finding) if finding.facts.get("work") else _in_service(finding.severity)
        case FindingCode.MISSING if told:
            return _("The article was missing and is found now.")
        case FindingCode.MISSING:
            return _("The article is marked as missing. Check that it is the right one, then accept.")
        case FindingCode.CHECK_OPEN if told:
            return _("The check from the last return is not answered. Look the article over.")
        case FindingCode.CHECK_OPEN:
            return _("The check from the last return is not answered. Look the article over, then accept.")
        case FindingCode.BINDING_NOT_SET:
            return _(
                "The binding has to be set for this borrower. Have it set, and enter who did it and the sole length in mm."
            )
        case _:
            return _not_on_loan(finding)


def _not_on_loan(finding: Finding) -> str:
    if finding.facts.get("in_service"):
        return _("The article was not on loan. It is in service: put it on the service shelf.")
    return _("The article was not on loan. Nothing is changed; put it back on its shelf.")


def _about_the_stock_room(finding: Finding) -> str:
    match finding.code:
        case FindingCode.SERVICE_DUE | FindingCode.NOT_IN_SERVICE:
            return about_service(finding)
        case FindingCode.PARTS | FindingCode.PARTS_MISSING:
            return about_parts(finding)
        case _:
            return not_moved(finding)


def _about_undoing(finding: Finding) -> str:
    if finding.code is FindingCode.NOTHING_TO_UNDO:
        return _("There is nothing to undo at this desk.")
    return undo_blocked(finding.facts.get("by"), _text(finding, "barcode"))


def _left_the_stock(finding: Finding, *, told: bool) -> str:
    reason = discard_reason_name(_text(finding, "reason"))
    match finding.code:
        case FindingCode.TRANSFERRED if finding.facts.get("place"):
            return sent_away(finding, told=told)
        case FindingCode.TRANSFERRED if told:
            return _("The article belongs to another branch now. Put it aside for them.")
        case FindingCode.TRANSFERRED:
            return _("The article has moved to another branch. Put it aside for them and take another.")
        case _ if told:
            return _("The article is discarded. Put it aside, not back on the shelf.")
        case _ if reason:
            return _("The article is discarded ({reason}). Put it aside and take another.").format(
                reason=reason
            )
        case _:
            return _("The article is discarded. Put it aside and take another.")


def _in_service(severity: Severity) -> str:
    match severity:
        case Severity.TELL:
            return _("The article is in service. Look it over before anybody uses it.")
        case Severity.ASK:
            return _("The article is in service. Take another, or accept if it is ready to be used.")
        case Severity.REFUSE:
            return _("The article is in service. Put it on the service shelf and take another.")


def _about_other_loans(finding: Finding) -> str:
    match finding.code:
        case FindingCode.ALREADY_LENT_TO_BORROWER:
            return _(
                "The borrower already has it, until {due}. Renew the loan, or take the article back first."
            ).format(due=_day(finding, "due"))
        case FindingCode.LENT_TO_OTHER:
            return _lent_to_other(finding)
        case FindingCode.JUST_LENT if desk := _text(finding, "desk"):
            return _("It was lent at desk {desk} at {time}. Ask there before you do anything.").format(
                desk=desk, time=_time(finding, "lent_at")
            )
        case FindingCode.JUST_LENT:
            return _("It was lent here a moment ago. Nothing is changed.")
        case FindingCode.JUST_RETURNED:
            return _("It was returned here a moment ago. Nothing is changed.")
        case FindingCode.JUST_RENEWED:
            return _("It was renewed here a moment ago. Nothing is changed.")
        case _:
            return _booked(finding)


def _lent_to_other(finding: Finding) -> str:
    borrower = _text(finding, "borrower")
    match finding.severity:
        case Severity.TELL if borrower:
            return _("It was on loan to borrower {borrower} and has been taken back from them.").format(
                borrower=borrower
            )
        case Severity.TELL:
            return _("It was on loan to somebody else and has been taken back from them.")
        case Severity.ASK:
            return _(
                "It is on loan to borrower {borrower}. Accept to take it back from them and lend it."
            ).format(borrower=borrower)
        case Severity.REFUSE:
            return _("It is on loan to borrower {borrower}. Take it back first, then lend it.").format(
                borrower=borrower
            )


def _booked(finding: Finding) -> str:
    facts = {
        "borrower": _text(finding, "borrower"),
        "first_day": _day(finding, "first_day"),
        "last_day": _day(finding, "last_day"),
    }
    match finding.severity:
        case Severity.TELL if finding.facts.get("put_aside_for"):
            return _("Put it aside for borrower {borrower}, who has booked it from {first_day}.").format(
                borrower=_text(finding, "put_aside_for"), first_day=facts["first_day"]
            )
        case Severity.TELL if not facts["borrower"]:
            return _("The article is booked. Put it aside for whoever booked it.")
        case Severity.TELL:
            return _(
                "Booked by borrower {borrower} from {first_day} to {last_day}. Make sure that it is back by then."
            ).format(**facts)
        case Severity.ASK:
            return _(
                "Booked by borrower {borrower} from {first_day} to {last_day}. Take another, or accept."
            ).format(**facts)
        case Severity.REFUSE:
            return _("Booked by borrower {borrower} from {first_day} to {last_day}. Take another.").format(
                **facts
            )


def _about_the_borrower(finding: Finding) -> str:
    match finding.code:
        case FindingCode.GUARDIAN_NEEDED:
            return _guardian_needed(finding.severity, certain=finding.facts.get("certain") is True)
        case FindingCode.LIMIT_REACHED:
            return _limit_reached(finding.severity).format(**_counts(finding))
        case FindingCode.BORROWER_BLOCKED:
            return _borrower_blocked(finding.severity)
        case _:
            return _late_loans(finding.severity)


def _guardian_needed(severity: Severity, *, certain: bool) -> str:
    match severity:
        case Severity.TELL:
            return _("Anyone under 18 needs a guardian's leave for this. Ask if you are not sure.")
        case Severity.ASK if certain:
            return _("The borrower is under 18. Ask for a guardian's leave, then accept.")
        case Severity.ASK:
            return _("The borrower may be under 18. Ask for a guardian's leave, then accept.")
        case Severity.REFUSE if certain:
            return _("The borrower is under 18. Let a guardian borrow it.")
        case Severity.REFUSE:
            return _("The borrower may be under 18. Let a guardian borrow it.")


def _limit_reached(severity: Severity) -> str:
    match severity:
        case Severity.TELL:
            return _("The borrower has {open_loans} out, and the limit is {limit}.")
        case Severity.ASK:
            return _(
                "The borrower has {open_loans} out, and the limit is {limit}. Take something back, or accept."
            )
        case Severity.REFUSE:
            return _(
                "The borrower has {open_loans} out, and the limit is {limit}. Take something back first."
            )


def _borrower_blocked(severity: Severity) -> str:
    match severity:
        case Severity.TELL:
            return _("A coordinator has paused this borrower's loans. Talk to the coordinator.")
        case Severity.ASK:
            return _("A coordinator has paused this borrower's loans. Talk to the coordinator, then accept.")
        case Severity.REFUSE:
            return _(
                "A coordinator has paused this borrower's loans. Talk to the coordinator; nothing is lent until then."
            )


def _late_loans(severity: Severity) -> str:
    match severity:
        case Severity.TELL:
            return _("The borrower has something late. Give a friendly reminder.")
        case Severity.ASK:
            return _("The borrower has something late. Give a friendly reminder, then accept.")
        case Severity.REFUSE:
            return _("The borrower has something late. Take it back first.")


def _counts(finding: Finding) -> dict[str, str]:
    return {"open_loans": _text(finding, "open_loans"), "limit": _text(finding, "limit")}


def _about_the_date(finding: Finding) -> str:
    due = _day(finding, "due")
    match finding.code:
        case FindingCode.DUE_IN_PAST:
            return _("The due date {due} is too early. Give a later date.").format(due=due)
        case FindingCode.DUE_ON_CLOSED_DAY if finding.severity is Severity.TELL:
            return _("The branch is closed on {due}.").format(due=due)
        case FindingCode.DUE_ON_CLOSED_DAY if finding.severity is Severity.REFUSE:
            return _("The branch is closed on {due}. Choose a day when it is open.").format(due=due)
        case FindingCode.DUE_ON_CLOSED_DAY:
            return _("The branch is closed on {due}. Choose another day, or accept.").format(due=due)
        case FindingCode.NO_OPEN_DAY:
            return _(
                "The calendar has no open day ahead, so the loan runs to {due}. Tell the coordinator."
            ).format(due=due)
        case FindingCode.NOT_MOVED if finding.facts.get("by_hand"):
            return _("The loan already runs to {due}. Nothing is changed.").format(due=due)
        case FindingCode.NOT_MOVED:
            return _("The loan already runs to {due}. Renewing it today would not give more time.").format(
                due=due
            )
        case _:
            return _renewals_used_up(finding)


def _renewals_used_up(finding: Finding) -> str:
    limit = finding.facts.get("limit")
    n = limit if isinstance(limit, int) else 0
    if finding.severity is Severity.REFUSE:
        return n_(
            "The loan has been renewed {n} time, and no more is allowed. Ask for the article back.",
            "The loan has been renewed {n} times, and no more is allowed. Ask for the article back.",
            n,
        ).format(n=n)
    return n_(
        "The loan has been renewed {n} time. Ask to see the article, or accept.",
        "The loan has been renewed {n} times. Ask to see the article, or accept.",
        n,
    ).format(n=n)


def fault_sentence() -> str:
    """What is said when something nobody thought of goes wrong. What was said to be done before is on the disk (R9)."""
    return _(
        "Something went wrong in the program. What was said to be done is saved. Try again; the log file tells more."
    )


def _text(finding: Finding, fact: str) -> str:
    value = finding.facts.get(fact)
    return "" if value is None else plain(str(value))


def _day(finding: Finding, fact: str) -> str:
    value = finding.facts.get(fact)
    return day_short(value) if isinstance(value, date) else ""


def _time(finding: Finding, fact: str) -> str:
    value = finding.facts.get(fact)
    return clock_time(value) if isinstance(value, datetime) else ""
