"""How articles, people and words of the closed lists are called on the screen.

Whatever a person typed goes through `plain` on its way out. It was cleaned when it came in (R13); a database filled by another
program was not.
"""

import re
from collections.abc import Iterable
from typing import Final

from fritids.domain.findings import Severity
from fritids.domain.search import clean
from fritids.domain.words import AgeBand, BorrowerKind, CheckKind, DiscardReason, Gender, ShownState
from fritids.i18n import _, language, n_, p_
from fritids.services.results import ArticleView, AskedFor, BorrowerView, LoanView, TypeView

_SWEDISH_MOBILE: Final = re.compile(r"\+46(7[02369])(\d{3})(\d{2})(\d{2})")
_MOST_NAMES: Final = 3


def plain(text: str) -> str:
    """The text as it would be kept if it came in now: on one line, with nothing that a terminal obeys or a reader cannot see."""
    return text if text.isascii() and text.isprintable() else clean(text)


def type_name(article_type: TypeView) -> str:
    """`Hockeyskridskor`, `Ice hockey skates`."""
    return capital(plain(article_type.name_sv if language() == "sv" else article_type.name_en))


def category_name(article_type: TypeView) -> str:
    """The shelf the type stands on."""
    return capital(plain(article_type.category_sv if language() == "sv" else article_type.category_en))


def capital(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]


def article_name(article: ArticleView) -> str:
    """`Hockeyskridskor 38 Bauer`: type, size, brand."""
    parts = (type_name(article.type), plain(article.size or ""), plain(article.brand or ""))
    return " ".join(part for part in parts if part)


def asked_name(asked: AskedFor) -> str:
    """`Hockeyskridskor 33`: what was asked for."""
    return " ".join(part for part in (type_name(asked.type), plain(asked.size or "")) if part)


def article_names(articles: Iterable[ArticleView]) -> str:
    """`Pulka, Skidhjälm 54-58, Tält 4 och 2 till`: enough to find them by, and few enough to be read aloud."""
    names = [article_name(article) for article in articles]
    some = ", ".join(names[:_MOST_NAMES])
    n = len(names) - _MOST_NAMES
    return some if n <= 0 else n_("{names} and {n} more", "{names} and {n} more", n).format(names=some, n=n)


def loan_name(loan: LoanView) -> str:
    """The article of a loan, and for which child or pupil it was borrowed: `Skidhjälm 48-52 Head, Leila`."""
    name = article_name(loan.article)
    return f"{name}, {plain(loan.for_whom)}" if loan.for_whom else name


def article_with_code(article: ArticleView) -> str:
    """`Hockeyskridskor 38 Bauer (20000013)`."""
    return f"{article_name(article)} ({plain(article.barcode)})"


def person_name(name: str | None, number: str | None) -> str:
    """The name; the number where the name is withheld; a word where the person is forgotten."""
    if shown := plain(name or ""):
        return shown
    if number:
        return _("borrower {number}").format(number=plain(number))
    return _("forgotten borrower")


def borrower_name(borrower: BorrowerView) -> str:
    """The name, or `låntagare 50000017` where it is withheld."""
    return person_name(borrower.name, borrower.number)


def loan_borrower(loan: LoanView) -> str:
    """Who has or had the article of a loan."""
    return person_name(loan.borrower_name, loan.borrower_number)


def borrower_line(borrower: BorrowerView) -> str:
    """`Anna Berg, 070-174 06 05, 50000017`: enough to choose between two of one name."""
    parts = (borrower_name(borrower), phone(borrower.phone), plain(borrower.number))
    return ", ".join(part for part in parts if part)


def borrower_choice(borrower: BorrowerView) -> str:
    """`Anna Berg, 50000017, 3 on loan, 1 late`: whom of several on one number the things at the desk are from."""
    parts = [borrower_name(borrower), plain(borrower.number)]
    if n := borrower.open_loans:
        parts.append(n_("{n} on loan", "{n} on loan", n).format(n=n))
    if n := borrower.late_loans:
        parts.append(n_("{n} late", "{n} late", n).format(n=n))
    return ", ".join(parts)


def phone(number: str | None) -> str:
    """A stored number as people write it here; empty for none."""
    if not number:
        return ""
    if match := _SWEDISH_MOBILE.fullmatch(number):
        return f"0{match[1]}-{match[2]} {match[3]} {match[4]}"
    # 30 ms of number plans: mobile numbers, nearly all there are, need none.
    from fritids.services import phones  # noqa: PLC0415

    return plain(phones.display(number))


def state_name(state: ShownState) -> str:
    """The state of an article in a word."""
    match state:
        case ShownState.AVAILABLE:
            return _("available")
        case ShownState.ON_LOAN:
            return _("on loan")
        case ShownState.IN_SERVICE:
            return _("in service")
        case ShownState.MISSING:
            return _("missing")
        case ShownState.DISCARDED:
            return p_("state", "discarded")
        case ShownState.TRANSFERRED:
            return _("transferred")


def discard_reason_name(reason: str | None) -> str:
    """Why an article left the stock, in a word or two; the code itself if it is none we know."""
    match reason:
        case DiscardReason.WORN_OUT:
            return _("worn out")
        case DiscardReason.BROKEN:
            return _("broken")
        case DiscardReason.RECALLED:
            return _("recalled by its maker")
        case DiscardReason.GIVEN_AWAY:
            return _("given away")
        case DiscardReason.LOST:
            return _("lost")
        case _:
            return plain(reason or "")


def kind_name(kind: BorrowerKind) -> str:
    """A person, or what sort of group."""
    match kind:
        case BorrowerKind.PERSON:
            return _("person")
        case BorrowerKind.SCHOOL:
            return _("school")
        case BorrowerKind.PRESCHOOL:
            return _("preschool")
        case BorrowerKind.ASSOCIATION:
            return _("association")
        case BorrowerKind.CARE:
            return p_("kind of borrower", "care")
        case BorrowerKind.OTHER:
            return p_("kind of borrower", "other")


def gender_name(gender: Gender) -> str:
    """What a borrower chose to say."""
    match gender:
        case Gender.WOMAN:
            return _("woman")
        case Gender.MAN:
            return _("man")
        case Gender.OTHER:
            return p_("gender", "other")
        case Gender.NO_ANSWER:
            return _("no answer")


def age_name(code: str) -> str:
    """`7–12 år`."""
    if code == AgeBand.UNKNOWN:
        return p_("age", "not known")
    if code == AgeBand.B65:
        return _("65 years or older")
    return _("{ages} years").format(ages=plain(code).replace("-", "–"))


def check_name(kind: CheckKind) -> str:
    """What is asked of an article that came back, in a word."""
    match kind:
        case CheckKind.SAFETY:
            return _("whole?")
        case CheckKind.PARTS:
            return _("all parts?")


def severity_name(severity: Severity) -> str:
    """How much a reason weighs, in a word."""
    match severity:
        case Severity.REFUSE:
            return _("no")
        case Severity.ASK:
            return _("question")
        case Severity.TELL:
            return p_("severity", "note")
