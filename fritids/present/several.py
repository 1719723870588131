"""Several results of one key as one answer: how many were done and until when, and each reason once, with what it holds for."""

from collections.abc import Sequence

from fritids.domain.findings import FindingCode
from fritids.i18n import _, day_spoken, n_
from fritids.present.answers import said
from fritids.present.details import due_lines, lent_lines, parts_lines
from fritids.present.names import article_name, plain
from fritids.present.spoken import Said, Tone
from fritids.services import results as r

_Result = r.Lent | r.NotLent | r.Renewed | r.NotRenewed


def renewals_said(results: Sequence[r.RenewResult]) -> Said:
    """What became of all that somebody wanted renewed."""
    done = [one for one in results if isinstance(one, r.Renewed)]
    dues = [one.loan.due for one in done]
    lines = (
        [_("New due date: {due}.").format(due=day_spoken(dues[0]))]
        if len(set(dues)) == 1
        else due_lines(
            dues, lambda n: n_("{n} loan: new due date {due}.", "{n} loans: new due date {due}.", n)
        )
    )
    return _together(results, len(done), _renewals_headline(results, len(done)), lines)


def _renewals_headline(results: Sequence[r.RenewResult], done: int) -> str:
    if done:
        return n_("Renewed: {n} loan", "Renewed: {n} loans", done).format(n=done)
    n = len(results)
    codes = {finding.code for one in results if isinstance(one, r.NotRenewed) for finding in one.findings}
    if codes == {FindingCode.NOT_MOVED}:
        return n_("Needs no renewal: {n} loan", "Need no renewal: {n} loans", n).format(n=n)
    return n_("Not renewed: {n} loan", "Not renewed: {n} loans", n).format(n=n)


def lendings_said(results: Sequence[r.LendResult]) -> Said:
    """What became of all that waited for an answer."""
    done = [one for one in results if isinstance(one, r.Lent)]
    n = len(done) or len(results)
    headline = (
        n_("Lent: {n} article", "Lent: {n} articles", n)
        if done
        else n_("Not lent: {n} article", "Not lent: {n} articles", n)
    )
    lines = [*lent_lines([one.loan for one in done]), *parts_lines(done)]
    return _together(results, len(done), headline.format(n=n), lines)


def _together(results: Sequence[_Result], done: int, headline: str, lines: list[str]) -> Said:
    if len(results) == 1:
        return said(results[0])
    rest = [one for one in results if isinstance(one, r.NotLent | r.NotRenewed)]
    tones = {said(one).tone for one in rest}
    tone = (
        Tone.YES
        if done and tones <= {Tone.INFO}
        else Tone.ASK
        if Tone.ASK in tones or (done and Tone.NO in tones)
        else Tone.NO
        if Tone.NO in tones
        else Tone.INFO
    )
    return Said(headline, (*lines, *_reasons(rest)), tone)


def _reasons(rest: Sequence[r.NotLent | r.NotRenewed]) -> list[str]:
    """Each reason once, with the articles it holds for."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for one in rest:
        name = plain(one.barcode) if one.article is None else article_name(one.article)
        alike.setdefault(said(one).details, []).append(name)
    return [f"{', '.join(names)}: {' '.join(reasons)}" for reasons, names in alike.items()]
