"""What a year did for people (DESIGN §6): made of figures that were counted already, and of what the branch entered beside them.

Works on the figures of a report, so that it says the same as the report; what is withheld there is withheld here.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol

from fritids.db import branches, goals, survey
from fritids.db.goals import PeopleRow
from fritids.db.survey import AnswersRow
from fritids.domain.climate import Estimate, estimate
from fritids.domain.figures import WITHHELD_BELOW, PeriodFigures, Split, TableKey
from fritids.domain.follow_up import CHILDREN, NO_FIGURE, SCHOOLS, WITHHELD, Allowed, Figure, outcome, ratio
from fritids.domain.words import GoalIndicator
from fritids.services.climate_table import assumptions
from fritids.services.context import Context
from fritids.services.goals import view_of
from fritids.services.results.follow_up import (
    AreaLoans,
    FollowUpOfYear,
    GoalOutcome,
    GoalView,
    GroupLoans,
    SurveyQuestion,
)

QUESTIONS = ("otherwise", "bought")


class Held(Protocol):
    """What may not leave the house, of all branches together (`domain.small_numbers.Withheld`)."""

    @property
    def cells(self) -> Collection[tuple[str | None, TableKey, tuple[str, ...]]]:
        """Branch, table and row."""

    @property
    def totals(self) -> Collection[tuple[str | None, str]]:
        """Branch and measure."""


class FollowUp:
    """The use case of the follow-up."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def of(
        self,
        year: int,
        figures: PeriodFigures,
        branch: str | None = None,
        *,
        withheld: Held | None = None,
        each: Mapping[str, PeriodFigures] | None = None,
    ) -> FollowUpOfYear:
        """The follow-up of a year, of the branch (its code) or of all, from the year's `figures`.

        With `withheld` (also an empty one) it is fit to leave the house; without, it holds the true figures, for the branch's own screen.
        `each` are the figures of the branches, by code: the goals of a branch are told of only where its figures are here.
        """
        context = self._context
        with context.database.read() as connection:
            context.refresh(connection)
            found = branches.find(connection, branch)
            only = found[0].id if branch is not None and found else None
            answers = survey.answers(connection, None, date(year, 1, 1), date(year, 12, 31))
            entered = [view_of(row) for row in goals.goals(connection, only, year)]
            people = newest(goals.people(connection, until=year))
        codes = [one.code for one in found]
        allowed = _allowed(figures, withheld)
        questions = _questions(answers, branch, hide=withheld is not None)
        areas = _areas(allowed, people)
        known = {code: _allowed(one, withheld) for code, one in (each or {}).items()}
        if branch is not None or len(codes) == 1:
            known[branch if branch is not None else codes[0]] = allowed
        return FollowUpOfYear(
            branch=branch,
            year=year,
            counted_to=figures.counted_to,
            loans=allowed.total("loans"),
            borrowers=allowed.total("borrowers"),
            new_borrowers=allowed.total("new_borrowers"),
            children=_group(allowed, "0-19", Split.AGE, CHILDREN),
            bands=tuple(_group(allowed, one, Split.AGE, (one,)) for one in CHILDREN),
            schools=_group(allowed, "schools", Split.KIND, SCHOOLS),
            kinds=tuple(_group(allowed, one, Split.KIND, (one,)) for one in SCHOOLS),
            areas=areas,
            survey=questions,
            goals=tuple(
                _reached(
                    goal,
                    known[goal.branch],
                    people,
                    _questions(answers, goal.branch, hide=withheld is not None),
                    over=context.today() > figures.period.last,
                )
                for goal in entered
                if goal.branch in known
            ),
            climate=self._climate(allowed),
        )

    def _climate(self, allowed: Allowed) -> Estimate | None:
        loans, visits = allowed.total("loans"), allowed.total("visits")
        if loans.value is None:
            return None
        types = allowed.figures.tables.get((Split.TYPE,), {})
        counted = {code: allowed.cell(Split.TYPE, code) for (code,) in types}
        return estimate(
            {code: cell.loans for code, cell in counted.items() if cell is not None},
            int(loans.value),
            None if visits.value is None else int(visits.value),
            assumptions({code: kind.category for code, kind in self._context.types.items()}),
        )


def _allowed(figures: PeriodFigures, withheld: Held | None) -> Allowed:
    return Allowed(figures) if withheld is None else Allowed(figures, withheld.cells, withheld.totals)


def _group(allowed: Allowed, code: str, split: Split, codes: Sequence[str]) -> GroupLoans:
    loans = allowed.loans(split, codes)
    return GroupLoans(str(code), loans, ratio(loans, allowed.total("loans")))


def newest(rows: Iterable[PeopleRow]) -> dict[str, PeopleRow]:
    """Of each area the newest number, from rows that have the newest in front."""
    found: dict[str, PeopleRow] = {}
    for row in rows:
        found.setdefault(row.area, row)
    return found


def _areas(allowed: Allowed, people: Mapping[str, PeopleRow]) -> tuple[AreaLoans, ...]:
    lines = []
    for area, row in sorted(people.items()):
        loans = allowed.loans(Split.AREA, (area,))
        lines.append(AreaLoans(area, loans, row.people, row.year, row.source, ratio(loans, row.people, 1000)))
    return tuple(lines)


def _questions(
    answers: Sequence[AnswersRow], branch: str | None, *, hide: bool
) -> tuple[SurveyQuestion, ...]:
    return tuple(_question(code, answers, branch, hide=hide) for code in QUESTIONS)


def _question(code: str, answers: Sequence[AnswersRow], branch: str | None, *, hide: bool) -> SurveyQuestion:
    by_branch: dict[str, tuple[int, int]] = {}
    for row in answers:
        before = by_branch.get(row.branch, (0, 0))
        now = (getattr(row, f"{code}_yes"), getattr(row, f"{code}_no"))
        by_branch[row.branch] = (before[0] + now[0], before[1] + now[1])
    if hide and branch in _hidden({one: sum(counts) for one, counts in by_branch.items()}):
        return SurveyQuestion(code, WITHHELD, WITHHELD, WITHHELD, WITHHELD)
    told = list(by_branch.values()) if branch is None else [by_branch.get(branch, (0, 0))]
    yes, no = sum(one[0] for one in told), sum(one[1] for one in told)
    share = ratio(Figure(no), yes + no)
    return SurveyQuestion(code, Figure(yes + no), Figure(yes), Figure(no), share)


def _hidden(asked: Mapping[str, int]) -> set[str | None]:
    """The branches with so few answers that they are not told, and one with more, without which all together would give them away.

    None among them: all together are not told either, since there is no such other.
    """
    few = {branch for branch, count in asked.items() if 0 < count < WITHHELD_BELOW}
    enough = sorted((count, branch) for branch, count in asked.items() if count >= WITHHELD_BELOW)
    if not few:
        return set()
    return few | ({enough[0][1]} if enough else {None})


def _reached(
    goal: GoalView,
    allowed: Allowed,
    people: Mapping[str, PeopleRow],
    questions: Sequence[SurveyQuestion],
    *,
    over: bool,
) -> GoalOutcome:
    figure = _indicator(goal, allowed, people, questions)
    return GoalOutcome(goal, figure, outcome(figure, goal.target, over=over))


def _indicator(
    goal: GoalView, allowed: Allowed, people: Mapping[str, PeopleRow], questions: Sequence[SurveyQuestion]
) -> Figure:
    match goal.indicator:
        case GoalIndicator.LOANS | GoalIndicator.BORROWERS | GoalIndicator.NEW_BORROWERS:
            return allowed.total(goal.indicator.value)
        case GoalIndicator.LOANS_CHILDREN:
            return allowed.loans(Split.AGE, CHILDREN)
        case GoalIndicator.LOANS_SCHOOLS:
            return allowed.loans(Split.KIND, SCHOOLS)
        case GoalIndicator.LOANS_PER_1000:
            row = people.get(goal.area or "")
            return (
                NO_FIGURE if row is None else ratio(allowed.loans(Split.AREA, (row.area,)), row.people, 1000)
            )
        case GoalIndicator.OTHERWISE_NO:
            return ratio(questions[0].no, questions[0].answers, 100)
        case GoalIndicator.ON_TIME:
            return ratio(allowed.total("on_time"), allowed.total("due"), 100)
