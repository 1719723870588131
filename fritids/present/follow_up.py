"""The follow-up of a year in words: indicators, targets and outcomes, and the two questions."""

from math import floor
from typing import TYPE_CHECKING

from fritids.domain.follow_up import Figure, Outcome
from fritids.domain.words import BorrowerKind, GoalIndicator
from fritids.i18n import _, n_, number, percent
from fritids.present.names import age_name, plain

if TYPE_CHECKING:
    from fritids.services.results.follow_up import GoalOutcome, GoalView, GroupLoans, SurveyQuestion


def indicator_name(indicator: GoalIndicator, area: str | None = None) -> str:
    """By which figure a goal is measured, with its unit: `loans to children and youth, 0-19 years`."""
    return {
        GoalIndicator.LOANS: _("loans"),
        GoalIndicator.LOANS_CHILDREN: _("loans to children and youth, 0–19 years"),
        GoalIndicator.LOANS_SCHOOLS: _("loans to schools, preschools and associations"),
        GoalIndicator.LOANS_PER_1000: _("loans per 1,000 inhabitants of a postal area")
        if area is None
        else _("loans per 1,000 inhabitants of the postal area {area}").format(area=plain(area)),
        GoalIndicator.BORROWERS: _("borrowers"),
        GoalIndicator.NEW_BORROWERS: _("new borrowers"),
        GoalIndicator.OTHERWISE_NO: _("per cent of those asked who would not have done it otherwise"),
        GoalIndicator.ON_TIME: _("per cent of loans returned on time"),
    }[indicator]


def amount_words(amount: float) -> str:
    """A target or what was counted, in the indicator's unit: `5 000`, `41,5`. Never more than it is, or a goal missed by a hair would seem reached."""
    tenths = floor(amount * 10 + 1e-9) / 10
    return number(tenths, 0 if tenths == int(tenths) else 1)


def figure_words(figure: Figure) -> str:
    """What was counted, or why nothing is said."""
    if figure.withheld:
        return _("withheld: too few people")
    return _("no figure") if figure.value is None else amount_words(figure.value)


def outcome_words(outcome: Outcome) -> str:
    """How a goal stands."""
    return {
        Outcome.REACHED: _("reached"),
        Outcome.NOT_REACHED: _("not reached"),
        Outcome.TOO_EARLY: _("not yet, the year is not over"),
        Outcome.NOT_SAID: _("not known"),
    }[outcome]


def goal_title(goal: "GoalView") -> str:
    """`2027 Children and youth in Ektorp: more try a winter sport`."""
    return f"{goal.year} {plain(goal.target_group)}: {plain(goal.goal)}"


def goal_words(one: "GoalOutcome") -> str:
    """`3 120 loans to children and youth, the target is 5 000: not yet, the year is not over`."""
    goal = one.goal
    said = (
        _("{figure}; {indicator}, the target is {target}")
        if one.figure.value is None
        else _("{figure} {indicator}, the target is {target}: {outcome}")
    )
    return said.format(
        figure=figure_words(one.figure),
        target=amount_words(goal.target),
        indicator=indicator_name(goal.indicator, goal.area),
        outcome=outcome_words(one.outcome),
    )


def why_no_figure(one: "GoalOutcome") -> str:
    """What is to be entered so that a goal without a figure gets one; empty for others."""
    goal = one.goal
    if one.figure.withheld or one.figure.value is not None:
        return ""
    if goal.indicator is GoalIndicator.LOANS_PER_1000:
        return _("Enter how many live there: fritids inhabitants set {area} {year} NUMBER --source …").format(
            area=plain(goal.area or ""), year=goal.year
        )
    if goal.indicator is GoalIndicator.OTHERWISE_NO:
        return _(
            "Nobody has answered the two questions. They are turned on with: fritids branch set survey=on"
        )
    return ""


def question_words(code: str) -> str:
    """One of the two questions, as it is asked."""
    return {"otherwise": _("Would you have done this otherwise?"), "bought": _("Would you have bought it?")}[
        code
    ]


def group_name(code: str) -> str:
    """A target group of the follow-up, by its code there."""
    names = {
        "0-19": _("Children and youth, 0–19 years"),
        "schools": _("Schools, preschools and associations"),
        BorrowerKind.SCHOOL: _("Schools"),
        BorrowerKind.PRESCHOOL: _("Preschools"),
        BorrowerKind.ASSOCIATION: _("Associations"),
    }
    return names.get(code) or age_name(code)


def loans_words(group: "GroupLoans") -> str:
    """`1 234 loans, 41 %`."""
    loans = group.loans.value
    if loans is None:
        return figure_words(group.loans)
    n = int(loans)
    said = n_("{n} loan", "{n} loans", n).format(n=number(n))
    return said if group.share.value is None else f"{said}, {percent(group.share.value)}"


def answers_words(question: "SurveyQuestion") -> str:
    """`no: 62 % of 34 who answered`; or why nothing is said."""
    if question.answers.withheld:
        return _("withheld: fewer than five answers")
    if question.share_no.value is None:
        return _("nobody has answered")
    n = int(question.answers.value or 0)
    return n_("no: {share} of {n} who answered", "no: {share} of {n} who answered", n).format(
        share=percent(question.share_no.value), n=number(n)
    )
