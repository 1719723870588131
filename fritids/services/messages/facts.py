"""What a message is made of, and what comes out: facts in, a written message out. Plain values, in no language yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from fritids.services.overviews import OpeningSpan
from fritids.services.results import ArticleView, LoanView


@dataclass(frozen=True, slots=True)
class Item:
    """One article that is out, and the day it is due back."""

    name: str
    """As on the thing's label, which is Swedish."""
    due: date
    name_en: str = ""
    """In English, for messages in English; empty if there is none."""


@dataclass(frozen=True, slots=True)
class MessageFacts:
    """What a message can say. Texts may be as people typed them: they are cleaned when they are written."""

    name: str | None
    """Whom it greets; None for nobody, as with protected personal data."""
    items: tuple[Item, ...]
    hidden: tuple[date, ...] = ()
    """Due days of articles of private types, which are counted and never named; `divided` makes both."""
    branch: str = ""
    hours: tuple[OpeningSpan, ...] = ()
    """The week of the branch; empty if it has not set any."""
    phone: str | None = None
    email: str | None = None
    today: date | None = None
    """When it is written: a day far from it is given with its year. None leaves all years out."""

    @property
    def due(self) -> date:
        """The first day on which something of it is due. Raises ValueError if there is nothing at all."""
        return min((*(item.due for item in self.items), *self.hidden))

    @property
    def count(self) -> int:
        """How many articles it is about."""
        return len(self.items) + len(self.hidden)


@dataclass(frozen=True, slots=True)
class ReminderFacts(MessageFacts):
    """What a reminder can say: of the loans that it reminds of."""


@dataclass(frozen=True, slots=True)
class ReceiptFacts(MessageFacts):
    """What a receipt can say: of the loans of one visit that are still out."""


@dataclass(frozen=True, slots=True)
class Written:
    """One message, ready to be sent by either way."""

    language: str
    """The language it is in, which is Swedish where there is no text in the one asked for."""
    subject: str
    sms: str
    plain: str
    """The mail as plain text, lines ended by `\\n`."""
    html: str
    """The same as a whole HTML page, without anything to be fetched from elsewhere."""


def divided(loans: Iterable[LoanView]) -> tuple[tuple[Item, ...], tuple[date, ...]]:
    """The articles of the loans as `items` and `hidden` of the facts."""
    loans = tuple(loans)
    return (
        tuple(item_of(loan.article, loan.due) for loan in loans if not loan.article.type.private),
        tuple(loan.due for loan in loans if loan.article.type.private),
    )


def item_of(article: ArticleView, due: date) -> Item:
    """`Hockeyskridskor 38 Bauer`: type, size and brand, in both languages that articles have names in."""
    rest = [part for part in (article.size, article.brand) if part]
    return Item(
        " ".join((_capital(article.type.name_sv), *rest)),
        due,
        " ".join((_capital(article.type.name_en), *rest)),
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
