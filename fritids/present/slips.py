"""Paper slips in words: what became of one, why a row is a conflict, and what to do about it next."""

from collections.abc import Sequence
from datetime import date

from fritids.domain.barcode import looks_mistyped
from fritids.domain.findings import FindingCode
from fritids.domain.words import SlipAct
from fritids.i18n import _, moment, n_, number
from fritids.present.names import article_with_code, plain, state_name
from fritids.present.spoken import Said, Tone
from fritids.services.results.slips import SlipEntered, SlipLineView, SlipsPrinted, SlipsSummary, SlipView

_MOST_NAMED = 12
"""Numbers that a sentence names."""


def entered_said(entered: SlipEntered, today: date) -> Said:
    """What became of a slip that was typed in."""
    slip = entered.slip
    lines = slip.lines
    lent = sum(line.done for line in lines if line.act is SlipAct.LEND)
    back = sum(line.done for line in lines if line.act is SlipAct.RETURN)
    conflicts = [line for line in lines if line.in_conflict]
    counts = []
    if lent or not back:
        counts.append(n_("{n} lent", "{n} lent", lent).format(n=lent))
    if back:
        counts.append(n_("{n} returned", "{n} returned", back).format(n=back))
    if n := len(conflicts):
        counts.append(n_("{n} conflict", "{n} conflicts", n).format(n=n))
    details = [conflict_line(line, today) for line in conflicts]
    if entered.registered and entered.borrower is not None:
        details.insert(0, _("Registered with it: borrower {number}.").format(number=entered.borrower.number))
    for other in entered.others:
        if other.done:
            details.append(_("Came right with it: {row}").format(row=row_name(other, today)))
        elif other.in_conflict:
            details.append(conflict_line(other, today))
    doubtful = conflicts or any(other.in_conflict for other in entered.others)
    headline = _("Slip {number}: {counts}").format(number=slip.number, counts=", ".join(counts))
    return Said(headline, tuple(details), Tone.ASK if doubtful else Tone.YES)


def row_name(line: SlipLineView, today: date) -> str:
    """`Slip 14, 16:40, lent Hockeyskridskor 38 (20000013)`."""
    article = plain(line.code) if line.article is None else article_with_code(line.article)
    said = _("Slip {number}, {time}, lent {article}")
    if line.act is SlipAct.RETURN:
        said = _("Slip {number}, {time}, returned {article}")
    return said.format(number=line.slip, time=moment(line.at, today), article=article)


def conflict_line(line: SlipLineView, today: date) -> str:
    """A row that was not done: which, why, and what to do next."""
    return f"{row_name(line, today)}. {conflict_reason(line, today)}"


def conflict_reason(line: SlipLineView, today: date) -> str:
    """Why a row of a slip was not done, and what to do about it."""
    code = line.reasons[0] if line.reasons else None
    if code is FindingCode.UNKNOWN_ARTICLE:
        return unknown_number(line.code, line.meant)
    words = _reasons(has_time=line.since is not None, by_slip=line.other_slip is not None).get(code)
    if words is None and line.article is not None:
        return _("The program refuses it: {state}. Put that right, then try again.").format(
            state=state_name(line.article.state)
        )
    words = words or _("The program refuses it. See the article's card, then try again or note it.")
    since = "" if line.since is None else moment(line.since, today)
    return words.format(time=since, other=line.other_slip)


def _reasons(*, has_time: bool, by_slip: bool) -> dict[FindingCode | None, str]:
    return {
        None: _("A slip on which it stands was taken back. Type that in again, or try again."),
        FindingCode.LENT_TO_OTHER: _(
            "Slip {other} lent it too, {time}, and no return in between is written. Ask both families, take it back with the right time, then try again."
        )
        if by_slip
        else _(
            "It is on loan to somebody else since {time}. Take it back with the right time if it came back, then try again."
        ),
        FindingCode.ALREADY_LENT_TO_BORROWER: _("The same borrower has it already, since {time}. Note it."),
        FindingCode.NOT_FREE_THEN: _(
            "The program has it with somebody else at that time, until or from {time}. See where the thing is, then note it."
        ),
        FindingCode.NOT_ON_LOAN: _("It was taken back {time} already. Note it.")
        if has_time
        else _(
            "It is not on loan. If its lending is on a slip that is still to come, type that in; else note it."
        ),
        FindingCode.TIME_BEFORE_LOAN: _(
            "It was lent {time}, after this return. Look at the times of both; the thing may have gone out again."
        ),
        FindingCode.BINDING_NOT_SET: _(
            "The binding is not recorded. Lend it with who set it and the length of the sole, then note it."
        ),
        FindingCode.BORROWER_BLOCKED: _(
            "Loans are paused for this borrower. Talk to the coordinator, then try again or note it."
        ),
        FindingCode.UNKNOWN_BORROWER: _("Nobody is known any more whose slip it was. Note it."),
    }


def unknown_number(code: str, meant: Sequence[str]) -> str:
    """Why no article has a number, as far as the number tells, and what to do."""
    if meant:
        codes = ", ".join(meant)
        return _(
            "No article has this number. Two digits are perhaps swapped: {codes}. Look at the slip again."
        ).format(codes=codes)
    if looks_mistyped(code):
        return _(
            "No article has this number: a digit is wrong, its last one does not fit. Look at the slip again."
        )
    return _(
        "No article has this number. Look at the slip again, or register the article with it, then try again."
    )


def printed_said(printed: SlipsPrinted) -> Said:
    """What was printed."""
    n = printed.last - printed.first + 1
    return Said(
        n_("{n} slip is ready", "{n} slips are ready", n).format(n=number(n)),
        (
            _("Numbers {first} to {last}, in {path}.").format(
                first=printed.first, last=printed.last, path=printed.file
            ),
            _("Print them at 100 %, cut them apart, and keep the pad and a pen at the counter."),
        ),
    )


def summary_lines(summary: SlipsSummary) -> tuple[str, ...]:
    """How many are typed in, and which are not here; nothing is said of what is well."""
    n = summary.entered
    lines = [n_("{n} slip typed in.", "{n} slips typed in.", n).format(n=number(n))]
    if summary.missing:
        lines.append(missing_line(summary.missing))
    if m := len(summary.conflicts):
        lines.append(n_("{n} conflict is left.", "{n} conflicts are left.", m).format(n=number(m)))
    return tuple(lines)


def missing_line(missing: Sequence[int]) -> str:
    """That slips 14 and 17 are not here, and what to do."""
    names = [str(one) for one in missing[:_MOST_NAMED]]
    if len(missing) > _MOST_NAMED:
        names = [*names, "…"]
    listed = " ".join(filter(None, (", ".join(names[:-1]), _("and") if names[:-1] else "", names[-1])))
    return n_(
        "Slip {numbers} is not here. Find it, or make it void.",
        "Slips {numbers} are not here. Find them, or make them void.",
        len(missing),
    ).format(numbers=listed)


def state_word(slip: SlipView, today: date) -> str:
    """How far a slip has come."""
    if slip.entered_at is not None:
        return _("typed in {time}").format(time=moment(slip.entered_at, today))
    if slip.voided_at is not None:
        return _("void: {reason}").format(reason=plain(slip.void_reason or ""))
    return _("not seen yet")
