"""From what somebody wrote on the command line to the borrower, article or type that is meant."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fritids.domain.barcode import key
from fritids.domain.findings import Finding, FindingCode
from fritids.errors import FritidsError, UsageError
from fritids.i18n import _
from fritids.present import borrower_line, plain, sentence
from fritids.services.results import ArticleView, BorrowerView, NoBorrower, SeveralBorrowers, TypeView

if TYPE_CHECKING:
    from fritids.services.desk import Desk


class RefusedError(FritidsError):
    """What was asked for is refused, with the reason's own code; nothing was done."""

    status = 1


def once_each(desk: "Desk", codes: Sequence[str]) -> list[str]:
    """The codes without repetitions, in their order; another reading or label of the same article repeats it too."""
    spelled: dict[str, str] = {}
    for code in codes:
        spelled.setdefault(key(code), code)
    if len(spelled) == 1:
        return list(spelled.values())
    first: dict[str | int, str] = {}
    for compared, code in spelled.items():
        article = desk.articles.get(code)
        first.setdefault(compared if article is None else article.id, code)
    return list(first.values())


def why_nobody(desk: "Desk", match: NoBorrower | SeveralBorrowers) -> Finding:
    """The reason why a text stands for no borrower."""
    if isinstance(match, NoBorrower):
        return desk.policy.finding(match.code)
    lines = "; ".join(borrower_line(borrower) for borrower in match.candidates)
    return desk.policy.finding(FindingCode.AMBIGUOUS, candidates=lines)


def one_borrower(desk: "Desk", text: str) -> BorrowerView:
    """The borrower that the text stands for. Raises RefusedError if it is none, or several."""
    match = desk.borrowers.match(text)
    if isinstance(match, BorrowerView):
        return match
    finding = why_nobody(desk, match)
    raise RefusedError(sentence(finding), code=finding.code.value)


def refuse_identity_number(desk: "Desk", words: str) -> None:
    """Return if nobody's personal identity number is searched for. Raises RefusedError; the words are neither kept nor logged (DESIGN §5)."""
    if desk.borrowers.holds_identity_number(words):
        finding = desk.policy.finding(FindingCode.NOT_ALLOWED)
        raise RefusedError(sentence(finding), code=finding.code.value)


def one_article(desk: "Desk", code: str) -> ArticleView:
    """The article that has the code. Raises RefusedError if there is none."""
    article = desk.articles.get(code)
    if article is None:
        finding = desk.policy.finding(FindingCode.UNKNOWN_ARTICLE, code=code)
        raise RefusedError(sentence(finding), code=finding.code.value)
    return article


def one_type(desk: "Desk", text: str) -> TypeView:
    """The article type with this code or name, in any case. Raises UsageError if there is none."""
    found = desk.articles.type_named(text)
    if found is None:
        raise UsageError(
            _("There is no article type called {text}. See them with: fritids article types").format(
                text=plain(text)
            ),
            code="unknown_type",
        )
    return found


def co_borrower_id(desk: "Desk", borrower: BorrowerView, text: str) -> int:
    """The child or pupil of the borrower that the name stands for. Raises UsageError if it is none, or several."""
    wanted = plain(text).casefold()
    names = desk.borrowers.co_borrowers(borrower.id)
    fitting = [one for one in names if one.name.casefold() == wanted] or [
        one for one in names if one.name.casefold().startswith(wanted)
    ]
    if len(fitting) == 1:
        return fitting[0].id
    raise UsageError(
        _("{name} is not one of those the borrower borrows for: {names}").format(
            name=plain(text), names=", ".join(plain(one.name) for one in names) or "–"
        ),
        code="unknown_co_borrower",
    )
