"""What a key can be pressed on: one small value for each thing, carried from the foot of the screen to the flow that does it.

Named tuples, since so many dataclasses would delay the first paint by 6 ms.
"""

from typing import NamedTuple, TypeAlias

from fritids.domain.findings import FindingCode
from fritids.services.results import ActView, ArticleView, BorrowerView, LoanView, NotLent


class Undo(NamedTuple):
    """Take back the newest act of this desk, or the one of this event."""

    event_id: int | None = None


class SignOn(NamedTuple):
    """Ask who signs on; or sign off."""


class Override(NamedTuple):
    """Lend an article that was refused, with a reason, which is asked for."""

    code: str
    answer: NotLent


class Lock(NamedTuple):
    """Nobody was here for long: whoever was signed on is so no more."""


class UndoVisit(NamedTuple):
    """Take back all that was done in a visit, of which `acts` are those that are known; it is asked about first."""

    visit_id: int
    acts: tuple[ActView, ...]


class MoveVisit(NamedTuple):
    """Put a visit on another borrower, who is asked for; `act` is one that was done in it."""

    visit_id: int
    act: ActView


class AcceptWaiting(NamedTuple):
    """Answer with yes what waits, or one article of it."""

    article_id: int | None = None


class DropWaiting(NamedTuple):
    """Do not lend an article that waits."""

    article_id: int


class Renew(NamedTuple):
    """Renew one article; `accepted` are the questions that were answered with yes."""

    code: str
    accepted: frozenset[FindingCode] = frozenset()


class RenewInstead(NamedTuple):
    """Of a return just made, make a renewal."""

    event_id: int


class RenewAll(NamedTuple):
    """Renew all that a borrower has out: the one of the visit if none is given."""

    borrower_id: int | None = None


class SetDue(NamedTuple):
    """Give a loan, or all that was lent in the visit, another date, which is asked for."""

    loan: LoanView | None = None


class TakeBack(NamedTuple):
    """Take back an article without a scan."""

    code: str


class KeepReturnOnly(NamedTuple):
    """Of a lending that first took the article back from somebody else, keep the return."""

    event_id: int


class TakeOut(NamedTuple):
    """Take an article out of the basket."""

    article_id: int


class Insist(NamedTuple):
    """Do all the same what a scan did not do."""

    code: str


class GiveReceipt(NamedTuple):
    """Give what was lent in a visit in writing; by what, is asked for."""

    visit_id: int


class AskSurvey(NamedTuple):
    """Ask whoever brought this back the two questions of the survey."""

    loan: LoanView


class Register(NamedTuple):
    """Register an article with a code that nobody knows, or with a number of our own."""

    code: str | None = None


class ForWhom(NamedTuple):
    """Say for whom the things of the visit are from now on; who, is asked for."""


class ChecksWell(NamedTuple):
    """All is well with these."""

    check_ids: tuple[int, ...]


class CheckBad(NamedTuple):
    """Something is wrong with one of the articles these are about; which and what, is asked for."""

    check_ids: tuple[int, ...]


class NoteParts(NamedTuple):
    """Something is missing of an article; what, is asked for."""

    article: ArticleView


class SettleParts(NamedTuple):
    """What was missing of an article has been found, replaced or given up; which, is asked for."""

    article: ArticleView


class EmptyBasket(NamedTuple):
    """Take everything out of the basket."""


class ReturnsOnly(NamedTuple):
    """Begin the mode for a pile of returns, or leave it, as long as nothing has come back in it."""

    on: bool


class SetAside(NamedTuple):
    """Put an article in service; why, is asked for."""

    article: ArticleView


class BackInStock(NamedTuple):
    """An article that was set aside, or missing, can be lent again."""

    article: ArticleView


class EditBorrower(NamedTuple):
    """Correct what is kept of a borrower."""

    borrower: BorrowerView


class Photo(NamedTuple):
    """Give an article a photo, or take its photo away; where it lies, is asked for."""

    article: ArticleView


class AsScanned(NamedTuple):
    """Take a code for scanned that was chosen from a list."""

    code: str


class OpenVisit(NamedTuple):
    """Begin the visit of somebody who was chosen from a list."""

    borrower_id: int


class NotHad(NamedTuple):
    """Note what was asked for and is not here; with no words, what, is asked for."""

    words: str = ""


class Receive(NamedTuple):
    """Receive an article that another branch has sent, or that is back from one."""

    code: str


class More(NamedTuple):
    """Choose something else to do than lending; what, is asked for."""


class JobAct(NamedTuple):
    """What a key of the job that is on is for."""

    name: str
    words: str = ""
    """What stood in the box, to be taken as a line first: if it is refused, or is not the job's, the key does nothing."""


class EndJob(NamedTuple):
    """Leave the job that is on."""


Deed: TypeAlias = (
    Undo | UndoVisit | MoveVisit | AcceptWaiting | DropWaiting | Renew | RenewInstead | RenewAll | SetDue | TakeBack
    | KeepReturnOnly | TakeOut | Insist | Register | ChecksWell | CheckBad | NoteParts | SettleParts | EmptyBasket | ReturnsOnly | ForWhom | EditBorrower | SetAside | BackInStock | Photo | AsScanned | OpenVisit | More
    | JobAct | EndJob | SignOn | Lock | Override | AskSurvey | NotHad | Receive | GiveReceipt
)  # fmt: skip
