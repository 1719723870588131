"""The lines below a headline: what was lent and until when, what waits, what is asked, what was taken back."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import groupby

from fritids.domain.findings import FindingCode
from fritids.domain.sizes import SizeKind
from fritids.domain.words import CheckKind
from fritids.i18n import _, day_short, day_spoken, n_
from fritids.present.findings import sentence
from fritids.present.names import (
    article_name,
    article_names,
    article_with_code,
    borrower_line,
    borrower_name,
    loan_name,
    plain,
    state_name,
)
from fritids.present.parts import missing_of, parts_of
from fritids.present.spoken import Said
from fritids.services.results import (
    ArticleView,
    BorrowerView,
    CheckView,
    LendResult,
    Lent,
    LoanView,
    TypeView,
    UndoneLine,
    VisitEnded,
    Waiting,
)

_MOST_NUMBERS = 6
"""Numbers that a sentence names; of more it names only the first."""

ABOUT_PARTS = frozenset({FindingCode.PARTS, FindingCode.PARTS_MISSING})
"""What is told of a lending that only makes sense with the article's name."""


def check_question(check: CheckView) -> str:
    """What is to be looked at on an article that came back (R5)."""
    match check.kind:
        case CheckKind.SAFETY:
            return _safety_question(check.article.type).format(article=article_name(check.article))
        case CheckKind.PARTS:
            parts, missing = parts_of(check.article, check.missing), missing_of(check.article, check.missing)
            asked = (
                _("Count {article}: {parts}. Is everything there?").format(
                    article=article_name(check.article), parts=parts
                )
                if parts
                else _("Count {article}: are all the parts there?").format(
                    article=article_name(check.article)
                )
            )
            return " ".join(
                (asked, *((_("Missing since before: {parts}.").format(parts=missing),) if missing else ()))
            )


def _safety_question(kind: TypeView) -> str:
    """What to look for. Of what is safe at all only these two fail in ways of their own: helmets, and what keeps somebody afloat."""
    if kind.size_kind is SizeKind.HEAD:
        return _("Check {article}: has it taken a knock, is anything broken?")
    if kind.category == "water" and kind.size_kind is SizeKind.KG:
        return _("Check {article}: are straps, buckles and seams whole, does it float as it should?")
    return _("Check {article}: is anything broken or worn?")


def waiting_line(waiting: Waiting) -> str:
    """An article that is asked about, with all that is asked."""
    asked = " ".join(sentence(finding, done=False) for finding in waiting.findings)
    return _("{article}: {reasons}").format(article=article_name(waiting.article), reasons=asked)


def hit_lines(borrowers: Iterable[BorrowerView], articles: Iterable[ArticleView] = ()) -> tuple[str, ...]:
    """What can be chosen, numbered from 1, borrowers first."""
    lines = (*map(borrower_line, borrowers), *map(article_line, articles))
    return tuple(f"{n}. {line}" for n, line in enumerate(lines, start=1))


def article_line(article: ArticleView) -> str:
    """`Hockeyskridskor 38 Bauer (20000013), utlånad`: enough to choose between two alike."""
    return f"{article_with_code(article)}, {state_name(article.state)}"


def borrower_notes(borrower: BorrowerView) -> list[str]:
    """What whoever stands at the desk should know of the borrower now."""
    lines = []
    if borrower.blocked:
        lines.append(_("Loans are paused: talk to the coordinator."))
    if n := borrower.late_loans:
        lines.append(
            n_(
                "{n} article is late; give a friendly reminder.",
                "{n} articles are late; give a friendly reminder.",
                n,
            ).format(n=n)
        )
    if borrower.note:
        lines.append(_("Note: {note}").format(note=plain(borrower.note)))
    return lines


def lent_lines(loans: Iterable[LoanView]) -> list[str]:
    """How many articles are due on each day."""
    return due_lines(
        [loan.due for loan in loans],
        lambda n: n_("{n} article lent, due back {due}.", "{n} articles lent, due back {due}.", n),
    )


def parts_lines(results: Iterable[LendResult]) -> list[str]:
    """What is handed out with which article, and what of it is missing, where several were lent at once."""
    return [
        _("{article}: {reasons}").format(article=article_name(result.loan.article), reasons=sentence(finding))
        for result in results
        if isinstance(result, Lent)
        for finding in result.told
        if finding.code in ABOUT_PARTS
    ]


def due_lines(days: Iterable[date], sentence_for: Callable[[int], str]) -> list[str]:
    """A sentence for each day, with how many fall on it."""
    counts = [(len(list(same)), due) for due, same in groupby(sorted(days))]
    return [sentence_for(n).format(n=n, due=day_spoken(due)) for n, due in counts]


def _renewed_lines(loans: Iterable[LoanView]) -> list[str]:
    return due_lines(
        [loan.due for loan in loans],
        lambda n: n_("{n} loan renewed, due back {due}.", "{n} loans renewed, due back {due}.", n),
    )


def _dated_lines(loans: Iterable[LoanView]) -> list[str]:
    return due_lines(
        [loan.due for loan in loans],
        lambda n: n_(
            "{n} loan with another date, due back {due}.", "{n} loans with another date, due back {due}.", n
        ),
    )


def visit_ended_lines(ended: VisitEnded) -> tuple[str, ...]:
    """What to read aloud; the first line has no full stop."""
    lines = [_ended_headline(ended)]
    if len({loan.due for loan in ended.lent}) > 1:
        lines += lent_lines(ended.lent)
    if ended.lent or len({loan.due for loan in ended.renewed}) > 1:
        lines += _renewed_lines(ended.renewed)
    lines += _dated_lines(ended.dated)
    return (*lines, *visit_ended_notes(ended))


def visit_ended_notes(ended: VisitEnded) -> tuple[str, ...]:
    """What is to be said of a visit beside what was lent and renewed in it."""
    lines = []
    if n := ended.returned:
        lines.append(n_("{n} article returned.", "{n} articles returned.", n).format(n=n))
    if n := len(ended.not_lent):
        lines.append(
            n_(
                "{n} article waited for an answer and was not lent: {articles}. Put it back.",
                "{n} articles waited for an answer and were not lent: {articles}. Put them back.",
                n,
            ).format(n=n, articles=article_names(ended.not_lent))
        )
    if n := len(ended.late):
        lines.append(
            n_(
                "{n} article is late: {articles}. Give a friendly reminder.",
                "{n} articles are late: {articles}. Give a friendly reminder.",
                n,
            ).format(n=n, articles=article_names(loan.article for loan in ended.late))
        )
    if ended.by_itself:
        lines.append(_("The visit ended by itself."))
    return tuple(lines)


def _ended_headline(ended: VisitEnded) -> str:
    n, borrower = len(ended.lent), borrower_name(ended.borrower)
    if n == 0 and ended.renewed:
        return _renewed_headline(ended, borrower)
    if n == 0:
        return _("{borrower} is done").format(borrower=borrower)
    dues = {loan.due for loan in ended.lent}
    if len(dues) > 1:
        return n_("{borrower}: {n} article lent", "{borrower}: {n} articles lent", n).format(
            borrower=borrower, n=n
        )
    return n_(
        "{borrower}: {n} article, due back {due}", "{borrower}: {n} articles, due back {due}", n
    ).format(borrower=borrower, n=n, due=day_spoken(dues.pop()))


def _renewed_headline(ended: VisitEnded, borrower: str) -> str:
    n, dues = len(ended.renewed), {loan.due for loan in ended.renewed}
    if len(dues) > 1:
        return n_("{borrower}: {n} loan renewed", "{borrower}: {n} loans renewed", n).format(
            borrower=borrower, n=n
        )
    return n_(
        "{borrower}: {n} loan renewed, due back {due}", "{borrower}: {n} loans renewed, due back {due}", n
    ).format(borrower=borrower, n=n, due=day_spoken(dues.pop()))


def registerings_undone(lines: Sequence[UndoneLine]) -> Said:
    """Several articles of one act that never were, with the numbers that may have been written on them already."""
    n = len(lines)
    numbers = ", ".join(plain(line.barcode or "") for line in lines[:_MOST_NUMBERS])
    return Said(
        n_("Undone, {n} no longer registered", "Undone, {n} no longer registered", n).format(n=n),
        (
            n_(
                "Its number stands for nothing: {numbers}.", "Their numbers stand for nothing: {numbers}.", n
            ).format(numbers=numbers if n <= _MOST_NUMBERS else f"{numbers} …"),
        ),
    )


def loan_line(loan: LoanView, today: date) -> str:
    """An article somebody has out, with its due date, and how late it is."""
    article, due = loan_name(loan), day_short(loan.due, today)
    if n := loan.days_late:
        return n_("{article}, due {due}, {n} day late", "{article}, due {due}, {n} days late", n).format(
            article=article, due=due, n=n
        )
    return _("{article}, due {due}").format(article=article, due=due)
