"""What the counter answers, in few words to be seen from a distance and with the rest below.

The same for the screen and for the line mode. Keys are not named here: what one key does on the screen is a word in the line mode.
"""

from typing import assert_never

from fritids.domain.findings import FindingCode, Findings, is_refused
from fritids.domain.words import ActKind, ShownState
from fritids.i18n import _, day_spoken, n_
from fritids.present import act_words, details
from fritids.present.dates import due_said
from fritids.present.findings import sentence, sentences
from fritids.present.names import article_name, article_names, borrower_name, loan_borrower, plain
from fritids.present.spoken import Said, Tone
from fritids.services import results as r


def said(answer: r.Answer) -> Said:
    """The answer in the language in use."""
    match answer:
        case (
            r.Lent() | r.NotLent() | r.TakenBack() | r.Found() | r.NotTakenBack() | r.Renewed() | r.NotRenewed()
            | r.Undone() | r.NotUndone() | r.VisitMoved()
        ):  # fmt: skip
            return _about_an_act(answer)
        case r.DueSet() | r.DueNotSet():
            return due_said(answer)
        case (
            r.VisitOpened() | r.SameVisit() | r.SeveralBorrowers() | r.NewBorrower() | r.WaitingFirst() | r.VisitEnded()
        ):  # fmt: skip
            return _about_a_visit(answer)
        case _:
            return _about_a_line(answer)


_Act = (
    r.Lent | r.NotLent | r.TakenBack | r.Found | r.NotTakenBack | r.Renewed | r.NotRenewed | r.Undone | r.NotUndone
    | r.VisitMoved
)  # fmt: skip
_Visit = r.VisitOpened | r.SameVisit | r.SeveralBorrowers | r.NewBorrower | r.WaitingFirst | r.VisitEnded
_Line = (
    r.Basketed
    | r.AlreadyInBasket
    | r.JustDone
    | r.UnknownCode
    | r.WhichOne
    | r.Hits
    | r.BadLine
    | r.NothingOpen
)


def _about_an_act(answer: _Act) -> Said:
    match answer:
        case r.Lent():
            return _lent(answer)
        case r.TakenBack():
            return _taken_back(answer)
        case r.Found(article=article):
            return Said(
                _("Found: {article}").format(article=article_name(article)),
                (_found_where(article), *_repeated(repeated=answer.repeated)),
            )
        case r.Renewed(loan=loan):
            due = _("New due date: {due}.").format(due=day_spoken(loan.due))
            return Said(
                _("Renewed: {article}").format(article=article_name(loan.article)),
                (due, *sentences(answer.told), *_repeated(repeated=answer.repeated)),
            )
        case r.NotLent() | r.NotTakenBack() | r.NotRenewed():
            return _not_done(answer)
        case r.Undone(lines=lines):
            return _undone(lines)
        case r.NotUndone(findings=findings, article=article):
            what = "" if article is None else article_name(article)
            headline = _("Not undone: {article}").format(article=what) if what else _("Not undone")
            return Said(headline, sentences(findings, done=False), Tone.NO)
        case r.VisitMoved(borrower=borrower, loans=n):
            return Said(
                _("Moved to {borrower}").format(borrower=borrower_name(borrower)),
                (n_("{n} loan was moved.", "{n} loans were moved.", n).format(n=n),),
            )


def _found_where(article: r.ArticleView) -> str:
    if article.state is ShownState.IN_SERVICE:
        return _("It was missing, and something is to be done to it: put it on the service shelf.")
    return _("It was missing and is in stock again.")


def _lent(answer: r.Lent) -> Said:
    loan = answer.loan
    return Said(
        _("Lent: {article}").format(article=article_name(loan.article)),
        (
            _("Due back {due}.").format(due=day_spoken(loan.due)),
            *((_("For {name}.").format(name=plain(loan.for_whom)),) if loan.for_whom else ()),
            *_told_of(answer),
            *(details.check_question(check) for check in answer.checks),
            *_repeated(repeated=answer.repeated),
        ),
    )


def _told_of(answer: r.Lent) -> tuple[str, ...]:
    """What is told of a loan; whose the article was before is said by name, which a finding never bears."""
    told = sentences(finding for finding in answer.told if finding.code is not FindingCode.LENT_TO_OTHER)
    if answer.returned is None:
        return told
    before = _("It was on loan to {borrower} and has been taken back from them.").format(
        borrower=loan_borrower(answer.returned)
    )
    return (before, *told)


def _taken_back(answer: r.TakenBack) -> Said:
    loan, n, days = answer.loan, answer.still_out, answer.loan.days_late
    borrower = loan_borrower(loan)
    lines = [
        _("{borrower} has nothing more out.").format(borrower=borrower)
        if n == 0
        else n_("{borrower} has {n} article still out.", "{borrower} has {n} articles still out.", n).format(
            borrower=borrower, n=n
        )
    ]
    if days:
        lines.append(
            n_("{n} day late; that is all right.", "{n} days late; that is all right.", days).format(n=days)
        )
    lines += sentences(finding for finding in answer.told if finding.code is not FindingCode.CHECK_OPEN)
    lines += (details.check_question(check) for check in answer.checks)
    lines += _repeated(repeated=answer.repeated)
    return Said(_("Returned: {article}").format(article=article_name(loan.article)), tuple(lines))


def _repeated(*, repeated: bool) -> tuple[str, ...]:
    return (_("It had been done before; nothing was done twice."),) if repeated else ()


def _not_done(answer: r.NotLent | r.NotTakenBack | r.NotRenewed) -> Said:
    what = plain(answer.barcode) if answer.article is None else article_name(answer.article)
    refused = is_refused(answer.findings)
    nothing_to_do = _only(answer.findings, FindingCode.NOT_MOVED)
    return Said(
        _not_done_headline(answer, refused=refused).format(article=what),
        sentences(answer.findings, done=False),
        Tone.INFO if nothing_to_do else Tone.NO if refused else Tone.ASK,
    )


def _not_done_headline(answer: r.NotLent | r.NotTakenBack | r.NotRenewed, *, refused: bool) -> str:
    match answer:
        case r.NotLent() if refused:
            return _("Not lent: {article}")
        case r.NotLent():
            return _("Not lent yet: {article}")
        case r.NotTakenBack() if _only(answer.findings, FindingCode.NOT_ON_LOAN):
            return _("Was not on loan: {article}")
        case r.NotTakenBack():
            return _("Not taken back: {article}")
        case r.NotRenewed() if _only(answer.findings, FindingCode.NOT_MOVED):
            return _("Needs no renewal: {article}")
        case r.NotRenewed() if refused:
            return _("Not renewed: {article}")
        case r.NotRenewed():
            return _("Not renewed yet: {article}")


def _only(findings: Findings, code: FindingCode) -> bool:
    return [finding.code for finding in findings] == [code]


def _undone(lines: tuple[r.UndoneLine, ...]) -> Said:
    if len(lines) == 1:
        return Said(act_words.undone_line(lines[0]), _whose(lines[0]))
    if any(line.act is ActKind.STOCKTAKE_CORRECT for line in lines):
        return act_words.correction_undone(lines)
    if all(line.act is ActKind.ARTICLE_ADD for line in lines):
        return details.registerings_undone(lines)
    # One thing may have been undone in two ways, and a visit moved has no thing: the headline names the things, each once.
    n, things = len(lines), {line.article.id: line.article for line in lines if line.article is not None}
    headline = (
        n_("Undone, {n} step: {articles}", "Undone, {n} steps: {articles}", n)
        if things
        else n_("Undone: {n} step", "Undone: {n} steps", n)
    )
    return Said(
        headline.format(n=n, articles=article_names(things.values())),
        tuple(map(act_words.undone_line, {(line.act, line.barcode): line for line in lines}.values())),
    )


def _whose(line: r.UndoneLine) -> tuple[str, ...]:
    """Of a moved visit, or a call, the headline says it; a lending that was undone for its earlier borrower is not theirs who is named here (R4)."""
    on_loan = line.article is not None and line.article.state is ShownState.ON_LOAN
    told = line.act in {ActKind.MOVE_VISIT, ActKind.CONTACT} or (line.act is ActKind.LEND and on_loan)
    name = "" if told else plain(line.borrower_name or "")
    return (_("Borrower: {borrower}.").format(borrower=name),) if name else ()


def _about_a_visit(answer: _Visit) -> Said:
    match answer:
        case r.VisitOpened():
            return _visit_opened(answer)
        case r.SameVisit(borrower=borrower):
            return Said(
                _("{borrower} is already here").format(borrower=borrower_name(borrower)),
                (_("Nothing is changed; scan the next article."),),
                Tone.INFO,
            )
        case r.SeveralBorrowers(candidates=candidates):
            return Said(_("Which borrower?"), details.hit_lines(candidates), Tone.ASK)
        case r.NewBorrower(shown=shown):
            return Said(
                _("New number: {phone}").format(phone=plain(shown)),
                (_("Nobody has it yet. What is the borrower's name?"),),
                Tone.ASK,
            )
        case r.WaitingFirst(waiting=waiting):
            n = len(waiting)
            headline = n_("{n} article waits for an answer", "{n} articles wait for an answer", n).format(n=n)
            return Said(headline, tuple(details.waiting_line(one) for one in waiting), Tone.ASK)
        case r.VisitEnded():
            lines = details.visit_ended_lines(answer)
            return Said(lines[0], lines[1:], Tone.ASK if answer.not_lent else Tone.YES)


def _visit_opened(answer: r.VisitOpened) -> Said:
    borrower = answer.borrower
    lines = [] if answer.ended is None else [_ended_before(*details.visit_ended_lines(answer.ended))]
    lines += details.borrower_notes(borrower)
    lent = [result for result in answer.results if isinstance(result, r.Lent)]
    if lent:
        lines += details.lent_lines([result.loan for result in lent])
        lines += dict.fromkeys(
            sentence(finding)
            for result in lent
            for finding in result.told
            if finding.code not in details.ABOUT_PARTS
        )
        lines += details.parts_lines(lent)
    not_lent = [said(result) for result in answer.results if isinstance(result, r.NotLent)]
    lines += (" ".join((f"{one.headline}.", *one.details)) for one in not_lent)
    tones = {one.tone for one in not_lent}
    tone = Tone.NO if Tone.NO in tones else Tone.ASK if tones else Tone.YES
    return Said(_("{borrower} borrows").format(borrower=borrower_name(borrower)), tuple(lines), tone)


def _ended_before(headline: str, *rest: str) -> str:
    return " ".join((f"{headline}.", *rest))


def _about_a_line(answer: _Line) -> Said:
    match answer:
        case r.Basketed(article=article, told=told):
            return Said(
                _("In the basket: {article}").format(article=article_name(article)),
                (_("Who borrows it?"), *sentences(told, done=False)),
            )
        case r.AlreadyInBasket(article=article):
            return Said(
                _("Already in the basket: {article}").format(article=article_name(article)),
                (_("Nothing is changed."),),
                Tone.INFO,
            )
        case r.JustDone():
            return _just_done(answer)
        case r.UnknownCode(code=code, mistyped=mistyped):
            cure = (
                _("One of the digits looks wrong. Scan it again.")
                if mistyped
                else _("No article and no borrower has this code. Scan it again, or register the article.")
            )
            return Said(_("Unknown code: {code}").format(code=plain(code)), (cure,), Tone.NO)
        case r.WhichOne(article=article, borrower=borrower):
            return Said(
                _("Article or borrower?"),
                (f"1. {article_name(article)}", f"2. {borrower_name(borrower)}"),
                Tone.ASK,
            )
        case r.Hits():
            return _hits(answer)
        case r.BadLine(code=code):
            return _bad_line(code)
        case r.NothingOpen():
            return Said(_("Nothing to do here"), (_("Scan an article or a borrower's card."),), Tone.INFO)
        case _:
            assert_never(answer)


def _just_done(answer: r.JustDone) -> Said:
    article = article_name(answer.article)
    match answer.code:
        case FindingCode.JUST_RETURNED:
            return Said(
                _("Just returned: {article}").format(article=article),
                (_("It was returned here a moment ago. Nothing is changed."),),
                Tone.INFO,
            )
        case FindingCode.JUST_RENEWED:
            return Said(
                _("Just renewed: {article}").format(article=article),
                (_("It was renewed here a moment ago. Nothing is changed."),),
                Tone.INFO,
            )
        case _:
            return Said(
                _("Just lent: {article}").format(article=article),
                (_("It was lent here a moment ago. Nothing is changed."),),
                Tone.INFO,
            )


def _hits(answer: r.Hits) -> Said:
    n = len(answer.articles) + len(answer.borrowers)
    words = plain(answer.text)
    if n == 0:
        return Said(
            _("Nothing fits “{words}”").format(words=words),
            (_("Write fewer letters, or a phone number."),),
            Tone.NO,
        )
    lines = details.hit_lines(answer.borrowers, answer.articles)
    if answer.more:
        return Said(
            _("More than {n} fit “{words}”").format(n=n, words=words),
            (*lines, _("Write more letters to see fewer.")),
            Tone.ASK,
        )
    return Said(n_("{n} fits “{words}”", "{n} fit “{words}”", n).format(n=n, words=words), lines, Tone.ASK)


def _bad_line(code: r.LineFault) -> Said:
    match code:
        case r.LineFault.IDENTITY_NUMBER:
            return Said(
                _("No personal identity numbers"),
                (_("They are never used or kept here. Take a phone number, a card or a name."),),
                Tone.NO,
            )
        case r.LineFault.TOO_LONG:
            return Said(_("That was too long"), (_("Nothing was done. Scan one code at a time."),), Tone.NO)
        case r.LineFault.EMPTY:
            return Said(_("Nothing was read"), (_("Scan it again."),), Tone.INFO)


def family_line(summary: r.FamilySummary) -> str:
    """What one family handed in with a pile of returns, and what it still has."""
    name = borrower_name(summary.borrower)
    n, left = summary.returned, len(summary.still_out)
    if left == 0:
        return n_(
            "{borrower}: {n} article returned, nothing more out.",
            "{borrower}: {n} articles returned, nothing more out.",
            n,
        ).format(borrower=name, n=n)
    return n_(
        "{borrower}: {n} article returned, {left} still out: {articles}.",
        "{borrower}: {n} articles returned, {left} still out: {articles}.",
        n,
    ).format(
        borrower=name, n=n, left=left, articles=article_names(loan.article for loan in summary.still_out)
    )
