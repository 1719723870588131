"""The two questions at a return: would you have done this otherwise, would you have bought it?

What was returned and how old its borrower was, by band, are kept with the answer; who answered, and of which loan, is not.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final

from fritids.db import branches, events, survey
from fritids.db.engine import Connection
from fritids.db.events import EventRow
from fritids.db.survey import CountsRow, ReturnedRow
from fritids.domain.figures import WITHHELD_BELOW
from fritids.domain.findings import UndoBlock
from fritids.domain.follow_up import WITHHELD, Figure, ratio
from fritids.domain.roles import Right
from fritids.domain.search import clean
from fritids.domain.words import ActKind
from fritids.errors import InvalidValueError, UsageError
from fritids.i18n import _
from fritids.services import scanned
from fritids.services.acts import key_of_another_act
from fritids.services.context import Context
from fritids.services.once import once
from fritids.services.results.follow_up import SurveyAnswers, SurveyNoted, SurveyQuestion
from fritids.services.rights import needs

QUESTIONS: Final = ("otherwise", "bought")
"""In the order they are asked in."""


class Survey:
    """The use cases of the survey."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @needs(Right.LEND)
    def note(self, loan_id: int, otherwise: bool | None, bought: bool | None, *, act: str) -> SurveyNoted:  # noqa: FBT001
        """What was answered (None: nothing) at the return of a loan is counted. The same act sent twice counts once.

        Raises InvalidValueError if neither was answered, UsageError if the loan has not come back here; nothing is written then.
        """

        def find(connection: Connection) -> ReturnedRow | None:
            return survey.returned(connection, self._context.branch_id, loan_id)

        return self._note(find, otherwise, bought, act)

    @needs(Right.LEND)
    def note_of(self, code: str, otherwise: bool | None, bought: bool | None, *, act: str) -> SurveyNoted:  # noqa: FBT001
        """The same for the loan of the article with this code that came back last."""

        def find(connection: Connection) -> ReturnedRow | None:
            found = scanned.article(connection, self._context, code)
            if found is None:
                raise UsageError(_("There is no article {code}.").format(code=clean(code)))
            return survey.last_returned(connection, self._context.branch_id, found.facts.article_id)

        return self._note(find, otherwise, bought, act)

    @needs(Right.FIGURES)
    def list(self, first: date, last: date) -> tuple[SurveyAnswers, ...]:
        """What was answered at this branch on these days, both included, by category and age band."""
        with self._context.database.read() as connection:
            rows = survey.answers(connection, self._context.branch_id, first, last)
        return tuple(
            SurveyAnswers(
                row.category_code,
                row.age_band,
                row.otherwise_yes,
                row.otherwise_no,
                row.bought_yes,
                row.bought_no,
            )
            for row in rows
        )

    @needs(Right.FIGURES)
    def year(self, year: int, *, hide: bool) -> tuple[SurveyQuestion, ...]:
        """What was answered to each question at this branch; with `hide`, fit to leave the house."""
        with self._context.database.read() as connection:
            counts = survey.counts(connection, date(year, 1, 1), date(year, 12, 31))
            code = branches.by_id(connection, self._context.branch_id).code
        return questions_of(counts, code, hide=hide)

    def _note(
        self,
        find: Callable[[Connection], ReturnedRow | None],
        otherwise: bool | None,  # noqa: FBT001
        bought: bool | None,  # noqa: FBT001
        act: str,
    ) -> SurveyNoted:
        context = self._context
        if otherwise is None and bought is None:
            raise InvalidValueError(_("Answer at least one of the two questions."), field="otherwise")

        def work(connection: Connection) -> SurveyNoted:
            loan = find(connection)
            if loan is None:
                raise UsageError(_("It has not come back here, so there is nothing to ask about."))
            now = context.clock.now()
            answer_id = survey.add(
                connection,
                {
                    "branch_id": context.branch_id,
                    "category_code": loan.category_code,
                    "age_band": loan.age_band,
                    "otherwise": otherwise,
                    "bought": bought,
                    "answered_at": now,
                    "answered_on": context.day_of(now),
                    "desk": context.desk,
                    "operator": context.operator,
                },
            )
            # Neither loan nor visit nor article: from there a way would lead to who answered.
            details = {
                "answer": answer_id,
                "category": loan.category_code,
                "age_band": loan.age_band,
                "otherwise": otherwise,
                "bought": bought,
            }
            events.add(connection, context.event(ActKind.SURVEY, act), details)
            return SurveyNoted(loan.category_code, loan.age_band, otherwise, bought)

        def again(_connection: Connection, earlier: EventRow) -> SurveyNoted:
            done = earlier.details
            if (done.get("otherwise"), done.get("bought")) != (otherwise, bought):
                raise key_of_another_act()
            return SurveyNoted(str(done["category"]), str(done["age_band"]), otherwise, bought)

        return once(context, act, ActKind.SURVEY, work, again)


def questions_of(
    answers: Sequence[CountsRow],
    branch: str | None,
    *,
    hide: bool,
    hidden: frozenset[str | None] = frozenset(),
) -> tuple[SurveyQuestion, ...]:
    """What was answered to each question, at a branch (its code) or at all; with `hide`, fit to leave the house.

    The `hidden` branches show nothing of their loans; what was answered there would say how many came back at least.
    """
    return tuple(_question(code, answers, branch, hide=hide, hidden=hidden) for code in QUESTIONS)


def _question(
    code: str, answers: Sequence[CountsRow], branch: str | None, *, hide: bool, hidden: frozenset[str | None]
) -> SurveyQuestion:
    by_branch: dict[str, tuple[int, int]] = {}
    for row in answers:
        before = by_branch.get(row.branch, (0, 0))
        now = (getattr(row, f"{code}_yes"), getattr(row, f"{code}_no"))
        by_branch[row.branch] = (before[0] + now[0], before[1] + now[1])
    if hide and branch in hidden | _hidden({one: sum(counts) for one, counts in by_branch.items()}, hidden):
        return SurveyQuestion(code, WITHHELD, WITHHELD, WITHHELD, WITHHELD)
    told = list(by_branch.values()) if branch is None else [by_branch.get(branch, (0, 0))]
    yes, no = sum(one[0] for one in told), sum(one[1] for one in told)
    share = ratio(Figure(no), yes + no)
    return SurveyQuestion(code, Figure(yes + no), Figure(yes), Figure(no), share)


def _hidden(asked: Mapping[str, int], hidden: frozenset[str | None]) -> set[str | None]:
    """The branches with so few answers that they are not told, and one with more, without which all together would give them away.

    None among them: all together are not told either, since there is no such other.
    """
    few = {
        branch
        for branch, count in asked.items()
        if count > 0 and (count < WITHHELD_BELOW or branch in hidden)
    }
    enough = sorted((count, branch) for branch, count in asked.items() if count and branch not in few)
    if not few:
        return set()
    return few | ({enough[0][1]} if enough else {None})


def undo_survey(connection: Connection, context: Context, event: EventRow) -> UndoBlock | None:
    """What was answered is not counted (R7)."""
    survey.undo(connection, int(event.details["answer"]), context.clock.now())
    return None
