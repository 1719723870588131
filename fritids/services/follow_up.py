"""What a year did for people (DESIGN §6): made of figures that were counted already, and of what the branch entered beside them.

Works on the figures of a report, so that it says the same as the report; what is withheld there is withheld here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from fritids.db import branches, goals, survey
from fritids.db.goals import PeopleRow
from fritids.domain.climate import Estimate, estimate
from fritids.domain.figures import Period, PeriodFigures, Split
from fritids.domain.follow_up import CHILDREN, NO_FIGURE, SCHOOLS, Allowed, Figure, outcome, ratio
from fritids.domain.roles import Right
from fritids.domain.small_numbers import CHILDREN_AND_YOUTH, SCHOOLS_AND_ASSOCIATIONS, Withheld
from fritids.domain.words import GoalIndicator
from fritids.services.climate_table import assumptions
from fritids.services.context import Context
from fritids.services.figures import Figures
from fritids.services.figures.withholding import withheld as withheld_of
from fritids.services.goals import view_of
from fritids.services.results.follow_up import (
    AreaLoans,
    FollowUpOfYear,
    GoalOutcome,
    GoalView,
    GroupLoans,
    SurveyQuestion,
)
from fritids.services.rights import needs
from fritids.services.survey import questions_of


class FollowUp:
    """The use case of the follow-up."""

    def __init__(self, context: Context, figures: Figures) -> None:
        self._context = context
        self._figures = figures

    @needs(Right.FIGURES)
    def of(
        self,
        year: int,
        figures: PeriodFigures,
        branch: str | None = None,
        *,
        withheld: Withheld | None = None,
        each: Mapping[str, PeriodFigures] | None = None,
    ) -> FollowUpOfYear:
        """The follow-up of a year, of the branch (its code) or of all, from the year's `figures`.

        With `withheld` (also an empty one) it is fit to leave the house; without, it holds the true figures, for the branch's own screen.
        `each` are the year's figures of branches, by code, for their goals; those of a branch with a goal that is not among them are counted.
        """
        context = self._context
        with context.database.read() as connection:
            context.refresh(connection)
            found = branches.find(connection, branch)
            only = found[0].id if branch is not None and found else None
            answers = survey.counts(connection, date(year, 1, 1), date(year, 12, 31))
            entered = [view_of(row) for row in goals.goals(connection, only, year)]
            people = newest(goals.people(connection, until=year))
        alone = branch if branch is not None else found[0].code if len(found) == 1 else None
        if alone is not None:  # of one branch nothing is decided under the name of all of them
            figures = replace(figures, branch=alone)
        allowed = _allowed(figures, withheld)
        hide, hidden = withheld is not None, frozenset[str | None]() if withheld is None else withheld.hidden
        questions = questions_of(answers, alone, hide=hide, hidden=hidden)
        areas = _areas(allowed, people)
        known = {**(each or {}), **({} if alone is None else {alone: figures})}
        for code in {goal.branch for goal in entered} - known.keys():
            known[code] = self._figures.whole(figures.period, code)
        return FollowUpOfYear(
            branch=branch,
            year=year,
            counted_to=figures.counted_to,
            loans=allowed.total("loans"),
            borrowers=allowed.total("borrowers"),
            new_borrowers=allowed.total("new_borrowers"),
            children=_group("0-19", allowed.together(CHILDREN_AND_YOUTH), allowed),
            bands=tuple(_group(one, allowed.loans(Split.AGE, one), allowed) for one in CHILDREN),
            schools=_group("schools", allowed.together(SCHOOLS_AND_ASSOCIATIONS), allowed),
            kinds=tuple(_group(one, allowed.loans(Split.KIND, one), allowed) for one in SCHOOLS),
            areas=areas,
            survey=questions,
            goals=tuple(
                _reached(
                    goal,
                    _allowed(known[goal.branch], withheld),
                    people,
                    questions_of(answers, goal.branch, hide=hide, hidden=hidden),
                    over=context.today() > figures.period.last,
                )
                for goal in entered
            ),
            climate=self._climate(allowed),
        )

    @needs(Right.FIGURES)
    def goals(self, year: int | None = None, *, hide: bool = False) -> tuple[GoalOutcome, ...]:
        """This branch's goals, for a year or for all, with their outcomes; with `hide` without what may not leave the house."""
        with self._context.database.read() as connection:
            code = branches.by_id(connection, self._context.branch_id).code
            years = {row.year for row in goals.goals(connection, self._context.branch_id, year)}
        told: list[GoalOutcome] = []
        for one in sorted(years, reverse=True):
            period = Period.year(one)
            held = withheld_of(self._figures, period) if hide else None
            told += self.of(one, self._figures.whole(period, code), code, withheld=held).goals
        return tuple(told)

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


def _allowed(figures: PeriodFigures, withheld: Withheld | None) -> Allowed:
    return Allowed(figures) if withheld is None else Allowed(figures, withheld)


def _group(code: str, loans: Figure, allowed: Allowed) -> GroupLoans:
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
        loans = allowed.loans(Split.AREA, area)
        lines.append(AreaLoans(area, loans, row.people, row.year, row.source, ratio(loans, row.people, 1000)))
    return tuple(lines)


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
            return allowed.together(CHILDREN_AND_YOUTH)
        case GoalIndicator.LOANS_SCHOOLS:
            return allowed.together(SCHOOLS_AND_ASSOCIATIONS)
        case GoalIndicator.LOANS_PER_1000:
            row = people.get(goal.area or "")
            return NO_FIGURE if row is None else ratio(allowed.loans(Split.AREA, row.area), row.people, 1000)
        case GoalIndicator.OTHERWISE_NO:
            return ratio(questions[0].no, questions[0].answers, 100)
        case GoalIndicator.ON_TIME:
            return ratio(allowed.on_time(), allowed.total("due"), 100)
