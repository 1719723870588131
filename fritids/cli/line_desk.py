"""What each line at the line mode's desk means, and the one or two plain lines it is answered with.

The meaning is the counter's (`fritids.services.counter`); here stand only the words that are keys on the screen, and what waits to be
answered. A scan never answers a question: it waits until that is done, and is then worked off in its order.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from fritids.cli.line_checks import LineChecks
from fritids.cli.line_dates import LineDates
from fritids.cli.line_hints import hints
from fritids.cli.line_pile import Pile
from fritids.cli.line_question import Choice, Question
from fritids.cli.line_stock import registered, standing
from fritids.cli.line_words import Word, ended, help_lines, word_in
from fritids.domain.barcode import looks_like_scan, scan_in_name_field
from fritids.errors import FritidsError, UsageError
from fritids.i18n import _, language, n_, set_language
from fritids.present import (
    Said,
    article_names,
    article_with_code,
    borrower_name,
    family_line,
    loan_line,
    said,
    visit_ended_lines,
)
from fritids.services import results as r
from fritids.services.acts import new_act_key

if TYPE_CHECKING:
    from fritids.services.desk import Desk

Lines: TypeAlias = list[str]

_MOST_CHOICES = 9


class LineDesk:
    """A desk without a screen."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self._counter = desk.counter
        self._returns_only = False
        self._pile = Pile()
        self._question: Question | None = None
        self._offered: Sequence[Choice] = ()
        self._last: r.Answer | None = None
        self._last_key = desk.context.clock.now()
        self._asked_to_empty = False
        self._checks = LineChecks(desk)
        self._dates = LineDates(desk)
        self.has_quit = False
        self.has_failed = False
        """A line could not be answered, because the database or another part could not be reached."""

    def greeting(self) -> Lines:
        """Whose desk this is, and what lies on it."""
        lines = [
            _("{branch}. Scan an article or a card. Write “help” for the words.").format(
                branch=self._desk.branch_name
            )
        ]
        ended = self._counter.expire(act=new_act_key())
        return [*lines, *([] if ended is None else self._tell(ended)), *self._standing()]

    def farewell(self) -> Lines:
        """What stays on the desk when the input ends."""
        n = 0 if self._question is None else len(self._question.waiting)
        left = (
            [n_("{n} line was not worked off.", "{n} lines were not worked off.", n).format(n=n)] if n else []
        )
        return left + self._standing()

    def _standing(self) -> Lines:
        return standing(self._counter.state())

    def answer(self, line: str) -> Lines:
        """What is said to a line. What it says is done is on the disk."""
        try:
            return [*self._ended_by_itself(), *self._answer(line)]
        except FritidsError as error:
            return [self._failed(error)]

    def _failed(self, error: FritidsError) -> str:
        # The desk stays: with the database back, the next line is answered again.
        self.has_failed = self.has_failed or error.status != UsageError.status
        return error.message

    def _ended_by_itself(self) -> Lines:
        """What is said of a visit that nobody has touched for the branch's idle time, or since another day (R9)."""
        context, before = self._desk.context, self._last_key
        now = self._last_key = context.clock.now()
        if not context.policy.is_left(before, now):
            return []
        ended = self._counter.expire(last_key=before, act=new_act_key())
        return [] if ended is None else self._tell(ended)

    def _answer(self, line: str) -> Lines:
        if self._question is not None:
            return self._answer_to(self._question, line)
        if line.isdecimal() and 0 < int(line[:2]) <= len(self._offered) and len(line) == 1:
            return self._choose(self._offered[int(line) - 1])
        if (found := word_in(line)) is not None:
            return self._obey(*found)
        if not line:
            return self._end()
        return self._tell(self._counter.enter(line, act=new_act_key(), returns_only=self._returns_only))

    def _end(self) -> Lines:
        """The pile, as Enter ends it at the counter, or the visit."""
        return (
            self._switch_returns()
            if self._returns_only
            else self._tell(self._counter.enter_empty(act=new_act_key()))
        )

    # ------------------------------------------------------------------------------------------- questions

    def _answer_to(self, question: Question, line: str) -> Lines:
        word = word_in(line)
        if word is not None and question.yes is not None and word[0] in {Word.YES, Word.DATE}:
            another = partial(self._dates.set, word[1])
            return self._choose(question.yes if word[0] is Word.YES else another)
        if word is not None and (word[0] is Word.CANCEL or (word[0] is Word.NO and question.yes)):
            return self._after_question([_("Cancelled. Nothing was done.")])
        if word is not None and word[0] is Word.QUIT:
            self.has_quit = True
            return []
        if question.wants_name:
            return self._named(question, line)
        if line.isdecimal() and len(line) == 1 and 0 < int(line) <= len(question.choices):
            return self._choose(question.choices[int(line) - 1])
        if word is not None and word[0] is Word.NEW_BORROWER and question.phone is not None:
            # Not the answer to a new number, which says that nobody has it, and drops what waits.
            self._question = replace(
                question, repeat=_("Write the borrower's name, or “cancel”."), choices=(), wants_name=True
            )
            return [self._question.repeat]
        return self._held(question, line) if looks_like_scan(line) else [question.repeat]

    def _held(self, question: Question, line: str) -> Lines:
        question.waiting.append(line)
        return [_("{code} waits. {question}").format(code=line, question=question.repeat)]

    def _named(self, question: Question, line: str) -> Lines:
        if scan_in_name_field(line):
            return self._held(question, line)
        if not line:
            return [question.repeat]
        from fritids.services.forms import NewBorrowerData

        borrower = self._desk.borrowers.add(
            NewBorrowerData(name=line, phone=question.phone), act=question.act
        )
        return self._choose(lambda: self._counter.open_visit(borrower.id, act=new_act_key()))

    def _choose(self, choice: Choice) -> Lines:
        answer = choice()  # first of all: if it fails, the question still stands, and what waits behind it
        question, self._question = self._question, None
        lines = self._tell(answer)
        if question is not None and question.waiting:
            lines += self._work_off(question.waiting)
        return lines

    def _after_question(self, lines: Lines) -> Lines:
        question, self._question = self._question, None
        return lines if question is None else lines + self._work_off(question.waiting)

    def _work_off(self, waiting: deque[str]) -> Lines:
        lines: Lines = []
        while waiting:
            if self._question is not None:
                self._question.waiting.extend(waiting)
                break
            line = waiting.popleft()
            try:
                lines += self._answer(line)
            except FritidsError as error:
                lines.append(f"{line}: {self._failed(error)}")
        return lines

    # --------------------------------------------------------------------------------------------- words

    def _obey(self, word: Word, more: str) -> Lines:  # noqa: C901, PLR0912  # one line for each word of the desk
        act = new_act_key()
        match word:
            case Word.UNDO:
                return self._tell(self._desk.undoing.undo_last(act=act))
            case Word.UNDO_VISIT:
                return self._tell(self._desk.undoing.undo_visit(act=act))
            case Word.DONE:
                return self._end()
            case Word.YES:
                return self._tell_all(self._counter.accept_waiting(act=act))
            case Word.BINDING:
                return self._set_binding(more)
            case Word.NO:
                return self._dropped()
            case Word.RENEW_ALL:
                return self._tell_all(self._counter.renew_all(act=act))
            case Word.RENEW | Word.ANYWAY | Word.ONLY_RETURN | Word.INTO_BASKET | Word.TAKE_OUT:
                return self._about_last(word, act)
            case Word.WELL:
                return self._checks.answer(well=True, note=None)
            case Word.BAD:
                return self._checks.answer(well=False, note=more)
            case Word.MISSING:
                return self._checks.missing(more)
            case Word.REGISTER:
                return self._register(more)
            case Word.DATE:
                return self._tell(self._dates.set(more))
            case Word.WHAT_IS_OUT:
                return self._what_is_out()
            case Word.RETURNS:
                return self._switch_returns()
            case Word.LANGUAGE:
                set_language("en" if language() == "sv" else "sv")
                return [_("English from now on.")]
            case Word.CANCEL:
                return self._cancel()
            case Word.HELP | Word.NEW_BORROWER:
                return help_lines()
            case Word.QUIT:
                self.has_quit = True
                return []

    def _dropped(self) -> Lines:
        state = self._counter.state()
        waiting = () if state.visit is None else state.visit.waiting
        n = self._counter.drop_waiting()
        if n == 0:
            return self._tell_all(())
        sentence = n_(
            "{n} article is not lent: {articles}. Put it back.",
            "{n} articles are not lent: {articles}. Put them back.",
            n,
        )
        return [sentence.format(n=n, articles=article_names(one.article for one in waiting))]

    def _about_last(self, word: Word, act: str) -> Lines:
        match word, self._last:
            case Word.RENEW, r.TakenBack(event_id=event_id):
                return self._tell(self._counter.renew_instead(event_id, act=act))
            case Word.ONLY_RETURN, r.Lent(event_id=event_id, returned=r.LoanView()):
                return self._tell(self._counter.keep_return_only(event_id, act=act))
            case Word.ANYWAY, r.JustDone(article=article):
                return self._tell(self._counter.insist(article.barcode, act=act))
            case Word.INTO_BASKET, r.TakenBack(loan=loan):
                return self._tell(self._counter.to_basket(loan.article.barcode, act=act))
            case Word.TAKE_OUT, r.Basketed(article=article) | r.AlreadyInBasket(article=article):
                self._counter.take_out(article.id)
                return [_("It is out of the basket. Put it back on its shelf.")]
            case _:
                return [_("There is nothing that this word fits. Write “help” for the words.")]

    def _set_binding(self, more: str) -> Lines:
        from fritids.services.bindings import Binding

        by, _blank, sole = more.rpartition(" ")
        if not by or not sole.isdecimal():
            return [_("Write it as: binding NAME MM, with the length of the sole in mm.")]
        return self._tell_all(self._counter.accept_waiting(act=new_act_key(), binding=Binding(by, int(sole))))

    def _register(self, more: str) -> Lines:
        if not isinstance(self._last, r.UnknownCode):
            return [_("Scan the new article's code first.")]
        code = self._last.code
        made = registered(self._desk.articles, code, more)
        if made is None:
            return [
                _("There is no article type called {text}. Write it as: register TYPE SIZE").format(text=more)
            ]
        told = _("Registered: {article}").format(article=article_with_code(made)) + "."
        if self._returns_only:
            # It was never lent: nothing is taken back, and "not on loan, nothing is changed" would hide what was done.
            self._last = None
            return [told, _("Put it on its shelf.")]
        headline, *below = self._tell(self._scanned(code)())
        return [headline, " ".join([told, *below])]

    def _what_is_out(self) -> Lines:
        state = self._counter.state()
        if state.visit is None:
            return self._standing() or [said(r.NothingOpen()).headline + "."]
        if not state.visit.out:
            return [_("{borrower} has nothing out.").format(borrower=borrower_name(state.visit.borrower))]
        return [loan_line(loan, state.today) + "." for loan in state.visit.out]

    def _switch_returns(self) -> Lines:
        self._returns_only = not self._returns_only
        if self._returns_only:
            return [_("Only returns from now on. An empty line ends the pile.")]
        return [
            *map(family_line, self._counter.pile_summary(self._pile.taken_away())),
            _("Lending and returns again."),
        ]

    def _cancel(self) -> Lines:
        self._offered = ()
        n = len(self._counter.state().basket)
        if n == 0:
            return [_("There is nothing to cancel.")]
        if not self._asked_to_empty:
            self._asked_to_empty = True
            return [
                n_(
                    "{n} article is in the basket. Write “cancel” once more to empty it.",
                    "{n} articles are in the basket. Write “cancel” once more to empty it.",
                    n,
                ).format(n=n)
            ]
        self._asked_to_empty = False
        self._counter.empty_basket()
        return [_("The basket is empty.")]

    # ------------------------------------------------------------------------------------------- answers

    def _tell_all(self, answers: Iterable[r.Answer]) -> Lines:
        lines: Lines = []
        for answer in answers:
            lines += self._tell(answer)
        return lines or [_("Nothing waits for an answer.")]

    def _tell(self, answer: r.Answer) -> Lines:
        self._last = answer
        if self._returns_only:
            self._pile.note(answer)
        self._asked_to_empty = False
        self._checks.were_named_in(answer)
        self._dates.made_in(answer)
        self._offer(answer)
        if isinstance(answer, r.VisitOpened) and answer.ended is not None:
            # Whoever goes is told first, as it happened; on the screen the large words are the new borrower's.
            gone = " ".join(map(ended, visit_ended_lines(answer.ended)))
            return [gone, " ".join(self._spoken(replace(answer, ended=None)))]
        return self._spoken(answer)

    def _spoken(self, answer: r.Answer) -> Lines:
        spoken = said(answer)
        below = [*self._below(answer, spoken), *self._hints(answer)]
        return [ended(spoken.headline), *([" ".join(map(ended, below))] if below else [])]

    def _below(self, answer: r.Answer, spoken: Said) -> Sequence[str]:
        if isinstance(answer, r.Hits | r.SeveralBorrowers | r.WhichOne) and spoken.details:
            return ["; ".join(spoken.details)]
        return spoken.details

    def _offer(self, answer: r.Answer) -> None:
        self._offered, self._question = (), None
        match answer:
            case r.SeveralBorrowers(candidates=people):
                self._question = Question(
                    _("Write the number of a line, “new”, or “cancel”."),
                    [self._visit_of(one) for one in people],
                    phone=people[0].phone,
                )
            case r.WhichOne(code=code, borrower=borrower):
                self._question = Question(
                    _("Write 1 or 2, or “cancel”."), [self._scanned(code), self._visit_of(borrower)]
                )
            case r.DueNotSet() if self._dates.all_the_same is not None:
                self._question = Question(
                    _("Write “yes” for this date all the same, or “no”."), yes=self._dates.all_the_same
                )
            case r.NewBorrower(phone=phone):
                self._question = Question(
                    _("Write the borrower's name, or “cancel”."), phone=phone, wants_name=True
                )
            case r.Hits(articles=articles, borrowers=borrowers):
                self._offered = [
                    *(self._visit_of(one) for one in borrowers),
                    *(self._scanned(one.barcode) for one in articles),
                ][:_MOST_CHOICES]
            case _:
                pass

    def _hints(self, answer: r.Answer) -> Sequence[str]:
        return hints(answer, self._counter.state) if self._question is None else [self._question.repeat]

    def _visit_of(self, borrower: r.BorrowerView) -> Choice:
        return lambda: self._counter.open_visit(borrower.id, act=new_act_key())

    def _scanned(self, code: str) -> Choice:
        return lambda: self._counter.scan_article(code, act=new_act_key(), returns_only=self._returns_only)
