"""What a line in the box means, and the keys that go with the answers (DESIGN §3, R8)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from fritids.db import articles, events, visits
from fritids.domain import barcode
from fritids.domain.findings import FindingCode, Severity
from fritids.domain.identity_number import contains_identity_number
from fritids.domain.lending import judge_article
from fritids.domain.roles import Right
from fritids.domain.search import clean
from fritids.domain.words import ActKind
from fritids.errors import UsageError
from fritids.i18n import _
from fritids.services import phones
from fritids.services.articles import Articles
from fritids.services.bindings import Binding
from fritids.services.borrowers import Borrowers
from fritids.services.checks import Checks
from fritids.services.context import Context
from fritids.services.counter import standing
from fritids.services.counter.panel import Panel
from fritids.services.counter.second_thoughts import SecondThoughts
from fritids.services.counter.standing import Standing
from fritids.services.counter.visiting import Visiting, in_visit
from fritids.services.lending import Lending, LendOrder
from fritids.services.renewals import Renewals
from fritids.services.results import (
    AlreadyInBasket,
    Answer,
    ArticleView,
    BadLine,
    Basketed,
    BorrowerView,
    CounterState,
    FamilySummary,
    Hits,
    JustDone,
    LendResult,
    LineFault,
    LoanView,
    NewBorrower,
    NothingOpen,
    NotLent,
    RenewResult,
    SeveralBorrowers,
    UnknownCode,
    VisitEnded,
    Waiting,
    WhichOne,
)
from fritids.services.returns import Returns
from fritids.services.rights import needs
from fritids.services.undoing import Undoing

LONGEST_LINE = 100
SHOWN_HITS = 9
"""As many as there are digit keys."""
_JUST = {ActKind.LEND: FindingCode.JUST_LENT, ActKind.RENEW: FindingCode.JUST_RENEWED}


class Counter:
    """The box of one desk. The open visit and the basket are on the disk; only the question "end all the same?" is in memory."""

    def __init__(  # the use cases it gives a meaning to
        self,
        context: Context,
        *,
        lending: Lending,
        returns: Returns,
        renewals: Renewals,
        undoing: Undoing,
        checks: Checks,
        articles: Articles,
        borrowers: Borrowers,
    ) -> None:
        self._context = context
        self._lending = lending
        self._returns = returns
        self._articles = articles
        self._borrowers = borrowers
        self._visiting = Visiting(context, lending)
        self._panel = Panel(context, self._visiting, checks, borrowers)
        self._second = SecondThoughts(context, undoing, returns, renewals)

    @needs(Right.LEND)
    def state(self) -> CounterState:
        """What lies on this desk, as it is on the disk."""
        return self._panel.state()

    @needs(Right.LEND)
    def pile_summary(self, borrower_loans: dict[int, list[LoanView]]) -> tuple[FamilySummary, ...]:
        """What each family handed in with a pile of returns (loans by borrower id), and what it still has."""
        return self._panel.pile_summary(borrower_loans)

    @needs(Right.LEND, reads_itself=True)
    def enter(self, text: str, *, act: str, returns_only: bool = False) -> Answer:
        """Do what the line means. What the answer says is done is on the disk."""
        self._visiting.forget_question()
        line = clean(text)
        if not line:
            return BadLine(LineFault.EMPTY)
        if len(line) > LONGEST_LINE:
            return BadLine(LineFault.TOO_LONG)
        with self._context.database.read() as connection:
            stands = standing.read(connection, self._context, line, act)
        if stands.article is None:
            self._context.look_anew()  # which an article brings with it
        people = self._people(line)
        if stands.article is not None and people:
            return WhichOne(line, self._context.article_view(stands.article), people[0])
        if stands.article is not None:
            return self._scanned(line, stands, act, returns_only=returns_only)
        if people:
            return self._person(line, people, act, returns_only=returns_only)
        return self._unknown(line)

    @needs(Right.LEND, reads_itself=True)
    def scan_article(self, code: str, *, act: str, returns_only: bool = False) -> Answer:
        """As `enter`, for a code that was said to be an article's."""
        self._visiting.forget_question()
        with self._context.database.read() as connection:
            stands = standing.read(connection, self._context, code, act)
        if stands.article is None:
            return UnknownCode(code, mistyped=barcode.looks_mistyped(code))
        return self._scanned(code, stands, act, returns_only=returns_only)

    def _people(self, line: str) -> tuple[BorrowerView, ...]:
        """Whom a number, card or phone number means. Names are never taken for it: words only give hits."""
        if not any(character.isdigit() for character in line):
            return ()
        return self._borrowers.by_number_or_phone(line)

    def _person(self, line: str, people: tuple[BorrowerView, ...], act: str, *, returns_only: bool) -> Answer:
        if returns_only:
            return Hits(line, (), people)
        if len(people) > 1:
            return SeveralBorrowers(line, people)
        return self.open_visit(people[0].id, act=act)

    def _unknown(self, line: str) -> Answer:
        if (number := barcode.slip_number(line)) is not None:
            raise UsageError(
                _(
                    "This is power-cut slip {number}, and no article. Type it in under F12: Power-cut slips."
                ).format(number=number)
            )
        phone = phones.parse(line) if phones.could_be_phone(line) else None
        # A landline's bare digits may as well be a label's; with a hyphen or blanks only a person has written them.
        spelt = phone is not None and phone.is_swedish and (phone.is_mobile or not line.isdigit())
        if phone is not None and (phone.typed_international or spelt):
            return NewBorrower(phone.e164, phones.display(phone.e164))
        if contains_identity_number(line):
            return BadLine(LineFault.IDENTITY_NUMBER)
        if " " in line or not any(character.isdigit() for character in line):
            return self.hits(line)
        return UnknownCode(line, mistyped=barcode.looks_mistyped(line))

    @needs(Right.LEND)
    def hits(self, words: str) -> Hits:
        """Articles and borrowers that words fit; also while somebody is still typing them."""
        text = clean(words)[:LONGEST_LINE]
        found = self._articles.find(text, limit=SHOWN_HITS + 1)
        people = self._borrowers.search(text, limit=SHOWN_HITS + 1)
        more = len(found) > SHOWN_HITS or len(people) > SHOWN_HITS
        return Hits(text, found[:SHOWN_HITS], people[:SHOWN_HITS], more=more)

    def _scanned(self, code: str, stands: Standing, act: str, *, returns_only: bool) -> Answer:
        article, visit = stands.article, stands.visit
        if article is None:
            return UnknownCode(code)
        if stands.earlier is not None:
            return self._sent_twice(code, stands.earlier, act)
        view = self._context.article_view(article)
        just = stands.just_done
        if stands.on_loan_to is not None:
            reverses = (
                just is not None
                and just.kind in _JUST
                and (visit is None or visit.borrower_id == stands.on_loan_to)
            )
            if reverses and just is not None:
                return JustDone(_JUST[just.kind], view, view.borrower_number)
            if returns_only or visit is None or visit.borrower_id == stands.on_loan_to:
                return self._returns.take_back(code, act=act, visit_id=None if visit is None else visit.id)
        elif just is not None and just.kind in {ActKind.RETURN, ActKind.FIND}:
            return JustDone(FindingCode.JUST_RETURNED, view)
        elif returns_only:
            return self._returns.take_back(code, act=act, visit_id=None if visit is None else visit.id)
        if visit is None or visit.borrower_id is None:
            return AlreadyInBasket(view) if stands.in_basket else self._to_basket(article, view, code)
        return self._lend(in_visit(visit, visit.borrower_id, code, act), article.facts.article_id)

    def _sent_twice(self, code: str, earlier: events.EventRow, act: str) -> Answer:
        """The same act again: what it did then, and nothing now (R9)."""
        if earlier.kind is ActKind.LEND:
            with self._context.database.read() as connection:
                return self._lending.repeated(connection, earlier, code)
        return self._returns.take_back(code, act=act)

    def _lend(self, order: LendOrder, article_id: int) -> LendResult:
        return self._context.do(
            order.act,
            order.line,
            lambda connection: self._visiting.lend_here(connection, order, article_id),
            lambda connection, earlier: self._lending.repeated(connection, earlier, order.code),
        )

    def _to_basket(self, article: articles.ArticleAtHand, view: ArticleView, code: str) -> Answer:
        findings = judge_article(article.facts, self._context.policy)
        if any(finding.severity is Severity.REFUSE for finding in findings):
            return NotLent(code, view, findings)
        context = self._context
        with context.database.write() as connection:
            visits.put(
                connection,
                branch_id=context.branch_id,
                desk=context.desk,
                article_id=view.id,
                visit_id=None,
                at=context.clock.now(),
            )
        return Basketed(view, findings)

    @needs(Right.LEND, reads_itself=True)
    def insist(self, code: str, *, act: str) -> Answer:
        """Do all the same what a scan did not do because it would have reversed what was just done (R8).

        Lent in the open visit: undone. Lent or renewed here a moment ago: taken back. Just returned: lent, or laid in the basket.
        """
        with self._context.database.read() as connection:
            stands = standing.read(connection, self._context, code, act)
        article, visit, just = stands.article, stands.visit, stands.just_done
        if article is None:
            return UnknownCode(code)
        if stands.on_loan_to is not None:
            if visit is not None and just is not None and just.kind is ActKind.LEND:
                return self._second.undo(just.id, act=act)
            return self._returns.take_back(code, act=act, visit_id=None if visit is None else visit.id)
        if visit is not None and visit.borrower_id is not None:
            return self._lend(in_visit(visit, visit.borrower_id, code, act), article.facts.article_id)
        return self._to_basket(article, self._context.article_view(article), code)

    @needs(Right.OVERRIDE)
    def override(
        self, code: str, reason: str, *, accepted: frozenset[FindingCode] = frozenset(), act: str
    ) -> Answer:
        """Lend in the open visit what a rule refused, with a reason that stays in the record, where the branch allows it.

        `accepted` are the questions that stood beside the refusal and are answered with yes. `NothingOpen` where no visit is open. Raises InvalidValueError for a reason that cannot be kept.
        """
        with self._context.database.read() as connection:
            stands = standing.read(connection, self._context, code, act)
        article, visit = stands.article, stands.visit
        if article is None:
            return UnknownCode(code)
        if visit is None or visit.borrower_id is None:
            return NothingOpen()
        order = replace(in_visit(visit, visit.borrower_id, code, act), accepted=accepted, override=reason)
        return self._lend(order, article.facts.article_id)

    @needs(Right.LEND)
    def open_visit(self, borrower_id: int, *, act: str) -> Answer:
        """The borrower's visit is open and the basket is lent to them."""
        return self._visiting.open_visit(borrower_id, act=act)

    @needs(Right.LEND)
    def borrow_for(self, co_borrower_id: int | None) -> None:
        """From now on the open visit's borrower borrows for this child or pupil (None: for themselves); kept on the disk with the visit."""
        context = self._context
        with context.database.write() as connection:
            visit = visits.open_at(connection, context.branch_id, context.desk)
            if visit is not None:
                visits.set_co_borrower(connection, visit.id, co_borrower_id)

    @needs(Right.LEND)
    def enter_empty(self, *, act: str) -> Answer:
        """Enter on the empty box: `VisitEnded`, `WaitingFirst` (the second Enter ends it), or `NothingOpen`."""
        return self._visiting.enter_empty(act=act)

    @needs(Right.MACHINE)
    def expire(self, *, act: str, last_key: datetime | None = None) -> VisitEnded | None:
        """End what nobody has touched for the branch's idle time, or since another day (R9)."""
        return self._visiting.expire(last_key=last_key, act=act)

    @needs(Right.LEND)
    def accept_waiting(
        self,
        *,
        act: str,
        article_id: int | None = None,
        binding: Binding | None = None,
        shown: Sequence[Waiting] | None = None,
    ) -> tuple[LendResult, ...]:
        """Answer with yes all that waits (or one article), each in a transaction of its own; what needs more than a yes still waits.

        With `shown`, a yes answers what was asked there and no more: a question that has come up since waits for an answer of its own.
        """
        context = self._context
        with context.database.read() as connection:
            visit = visits.open_at(connection, context.branch_id, context.desk)
            waiting = () if visit is None else self._visiting.waiting(connection, visit)
        if visit is None or visit.borrower_id is None:
            return ()
        asked = {item.article.id: item.findings for item in (waiting if shown is None else shown)}
        chosen = [item for item in waiting if article_id is None or item.article.id == article_id]
        return tuple(
            self._lend(
                replace(
                    in_visit(visit, visit.borrower_id, item.article.barcode, act),
                    # Its own number: what the act has lent waits no longer when it is sent again, and the rest would move up.
                    line=item.article.id,
                    accepted=frozenset(
                        f.code for f in asked.get(item.article.id, ()) if f.severity is Severity.ASK
                    ),
                    binding=binding,
                ),
                item.article.id,
            )
            for item in chosen
        )

    @needs(Right.LEND)
    def drop_waiting(self, article_id: int | None = None) -> int:
        """Take what waits (or one article) off the desk, not lent; how many."""
        context = self._context
        with context.database.write() as connection:
            visit = visits.open_at(connection, context.branch_id, context.desk)
            if visit is None:
                return 0
            waiting = visits.items(connection, context.branch_id, context.desk, visit.id)
            return sum(
                visits.take(connection, context.branch_id, context.desk, item)
                for item in waiting
                if article_id in {None, item}
            )

    @needs(Right.LEND)
    def take_out(self, article_id: int) -> bool:
        """Take an article out of the basket; whether it lay there."""
        context = self._context
        with context.database.write() as connection:
            return visits.take(connection, context.branch_id, context.desk, article_id)

    @needs(Right.LEND)
    def empty_basket(self) -> int:
        """Take everything out of the basket; how many there were."""
        context = self._context
        with context.database.write() as connection:
            lying = visits.items(connection, context.branch_id, context.desk, None)
            visits.clear(connection, context.branch_id, context.desk, None)
            return len(lying)

    @needs(Right.LEND)
    def to_basket(self, code: str, *, act: str) -> Answer:
        """Lay an article in the basket that was just returned, or lend it in the open visit (DESIGN §3, "one key adds it")."""
        return self.insist(code, act=act)

    @needs(Right.LEND)
    def keep_return_only(self, event_id: int, *, act: str) -> Answer:
        """Of a lending that first took the article back from somebody else, keep the return alone (R4)."""
        return self._second.keep_return_only(event_id, act=act)

    @needs(Right.LEND)
    def renew_instead(
        self, event_id: int, *, act: str, accepted: frozenset[FindingCode] = frozenset()
    ) -> Answer:
        """Of the return just made, make a renewal: the loan is out again, with a later due date where it moves."""
        return self._second.renew_instead(event_id, act=act, accepted=accepted)

    @needs(Right.LEND)
    def renew(self, code: str, *, act: str, accepted: frozenset[FindingCode] = frozenset()) -> RenewResult:
        """Renew one loan; in the visit of who has it, it belongs to the visit."""
        return self._second.renew(code, act=act, accepted=accepted)

    @needs(Right.LEND)
    def renew_all(self, borrower_id: int | None = None, *, act: str) -> tuple[RenewResult, ...]:
        """Renew all that a borrower has out, as one act: the one of the open visit if none is given."""
        return self._second.renew_all(borrower_id, act=act)
