"""What became of a date that was given by hand, to one loan or to a whole visit's."""

from typing import assert_never

from fritids.domain.findings import FindingCode, Severity, is_refused
from fritids.i18n import _, day_spoken, n_
from fritids.present.findings import sentences
from fritids.present.names import article_name, plain
from fritids.present.spoken import Said, Tone
from fritids.services import results as r


def due_said(answer: r.DueResult) -> Said:
    """The new date, or why there is none."""
    match answer:
        case r.DueSet(loans=loans, day=day):
            n = len(loans)
            headline = (
                _("Another date: {article}").format(article=article_name(loans[0].article))
                if n == 1
                else n_("Another date: {n} article", "Another date: {n} articles", n).format(n=n)
            )
            due = _("Due back {due}.").format(due=day_spoken(day, answer.set_on))
            before = (_("It had been done before; nothing was done twice."),) if answer.repeated else ()
            return Said(headline, (due, *sentences(answer.told), *before))
        case r.DueNotSet():
            return _not_set(answer)
        case _:
            assert_never(answer)


def _not_set(answer: r.DueNotSet) -> Said:
    one = answer.loans[0] if len(answer.loans) == 1 else None
    what = (
        "" if one is None else plain(one.barcode or "") if one.article is None else article_name(one.article)
    )
    headline = (
        _("The date is not changed: {article}").format(article=what) if what else _("The date is not changed")
    )
    codes = {finding.code for finding in answer.findings}
    refused = is_refused(answer.findings)
    tone = Tone.INFO if codes == {FindingCode.NOT_MOVED} else Tone.NO if refused else Tone.ASK
    return Said(headline, due_objections(answer), tone)


def due_objections(answer: r.DueNotSet) -> tuple[str, ...]:
    """Each reason against a date once; with the articles that it holds for, unless it holds for all."""
    if [one.barcode for one in answer.loans] == [None]:
        return (_("Nothing that was lent in the visit is out."),)
    alike: dict[tuple[str, ...], list[str]] = {}
    for one in answer.loans:
        findings = [finding for finding in one.findings if finding.severity is not Severity.TELL]
        name = plain(one.barcode or "") if one.article is None else article_name(one.article)
        alike.setdefault(sentences(findings, done=False), []).append(name)
    if len(alike) == 1:
        return next(iter(alike))
    return tuple(f"{', '.join(names)}: {' '.join(reasons)}" for reasons, names in alike.items() if reasons)
