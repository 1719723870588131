"""What a branch wants to reach in a year, and how many live where: entered by people, measured by what is counted."""

import re
from dataclasses import replace
from typing import Final

from fritids.db import branches, events, goals
from fritids.db.engine import Connection
from fritids.db.events import EventRow
from fritids.db.goals import GoalRow
from fritids.domain.roles import Right
from fritids.domain.search import clean
from fritids.domain.words import ActKind, GoalIndicator
from fritids.errors import InvalidValueError, UsageError
from fritids.i18n import _
from fritids.services.acts import key_of_another_act
from fritids.services.context import Context
from fritids.services.identity import refuse_identity_number
from fritids.services.once import once
from fritids.services.results.follow_up import GoalView, InhabitantsView
from fritids.services.rights import needs

LONGEST: Final = 200
YEARS: Final = range(2010, 2101)
MOST_PEOPLE: Final = 1_000_000
"""Of three digits of postcodes; the largest have about 100,000."""
PER_CENT: Final = frozenset({GoalIndicator.OTHERWISE_NO, GoalIndicator.ON_TIME})
"""Indicators whose unit is per cent."""
_NUMBER = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,3})?")
_AREA = re.compile(r"[1-9][0-9]{2}")


class Goals:
    """The use cases of goals and inhabitants."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @needs(Right.FIGURES)
    def add(self, wanted: GoalView, *, act: str) -> GoalView:
        """The goal of this branch as it is stored, with its number (`id` and `branch` of `wanted` do not matter). The same act sent twice adds one.

        Raises InvalidValueError, whose `field` is `year`, `target_group`, `goal`, `area` or `target`; nothing is written then.
        """
        context = self._context
        checked = _checked(wanted)

        def work(connection: Connection) -> GoalView:
            for field in ("target_group", "goal"):
                refuse_identity_number(connection, getattr(checked, field), field)
            goal_id = goals.add(
                connection,
                {
                    "branch_id": context.branch_id,
                    "year": checked.year,
                    "target_group": checked.target_group,
                    "goal": checked.goal,
                    "indicator": checked.indicator.value,
                    "area": checked.area,
                    "target": checked.target,
                    "entered_at": context.clock.now(),
                    "operator": context.operator,
                },
            )
            events.add(connection, context.event(ActKind.GOAL, act), {"goal": goal_id, "year": checked.year})
            return replace(checked, id=goal_id, branch=_code(connection, context))

        def again(connection: Connection, earlier: EventRow) -> GoalView:
            if earlier.details.get("removed") or "goal" not in earlier.details:
                raise key_of_another_act()
            return replace(checked, id=int(earlier.details["goal"]), branch=_code(connection, context))

        return once(context, act, ActKind.GOAL, work, again)

    @needs(Right.FIGURES)
    def remove(self, goal_id: int, *, act: str) -> None:
        """The goal is no longer this branch's. Raises UsageError if it has none of this number."""
        context = self._context

        def work(connection: Connection) -> None:
            if not goals.remove(connection, context.branch_id, goal_id):
                raise UsageError(
                    _("There is no goal number {n} here. See them with: fritids goal list").format(n=goal_id)
                )
            events.add(connection, context.event(ActKind.GOAL, act), {"goal": goal_id, "removed": True})

        def again(_connection: Connection, earlier: EventRow) -> None:
            if (earlier.details.get("goal"), earlier.details.get("removed")) != (goal_id, True):
                raise key_of_another_act()

        once(context, act, ActKind.GOAL, work, again)

    @needs(Right.FIGURES)
    def list(self, year: int | None = None) -> tuple[GoalView, ...]:
        """This branch's goals, for a year or for all: newest year first, then as they were entered."""
        with self._context.database.read() as connection:
            return tuple(map(view_of, goals.goals(connection, self._context.branch_id, year)))

    @needs(Right.FIGURES)
    def set_inhabitants(self, area: str, year: int, people: int, source: str, *, act: str) -> InhabitantsView:
        """So many live in the postal area that year, whatever was entered before; for all branches. The same act sent twice is done once.

        Raises InvalidValueError, whose `field` is `area`, `year`, `people` or `source`; nothing is written then.
        """
        context = self._context
        view = InhabitantsView(checked_area(area), checked_year(year), people, clean(source))
        if not 1 <= people <= MOST_PEOPLE:
            raise InvalidValueError(
                _("Inhabitants are a number from 1 to {n}.").format(n=MOST_PEOPLE), field="people"
            )
        _text(view.source, "source", _("Say where the number comes from, such as: SCB, 31 December 2025."))

        def work(connection: Connection) -> InhabitantsView:
            refuse_identity_number(connection, view.source, "source")
            goals.set_people(connection, view.area, view.year, view.people, view.source)
            details = {"area": view.area, "year": view.year, "people": view.people}
            events.add(connection, context.event(ActKind.INHABITANTS, act), details)
            return view

        def again(_connection: Connection, earlier: EventRow) -> InhabitantsView:
            done = earlier.details
            if (done.get("area"), done.get("year"), done.get("people")) != (view.area, view.year, people):
                raise key_of_another_act()
            return view

        return once(context, act, ActKind.INHABITANTS, work, again)

    @needs(Right.FIGURES)
    def remove_inhabitants(self, area: str, year: int, *, act: str) -> None:
        """Nothing is entered for the area and year any more. Raises UsageError if nothing was."""
        context = self._context
        area, year = checked_area(area), checked_year(year)

        def work(connection: Connection) -> None:
            if not goals.remove_people(connection, area, year):
                raise UsageError(
                    _(
                        "Nothing is entered for {area} and {year}. See all with: fritids inhabitants list"
                    ).format(area=area, year=year)
                )
            details = {"area": area, "year": year, "people": None}
            events.add(connection, context.event(ActKind.INHABITANTS, act), details)

        def again(_connection: Connection, earlier: EventRow) -> None:
            done = earlier.details
            if (done.get("area"), done.get("year"), done.get("people")) != (area, year, None):
                raise key_of_another_act()

        once(context, act, ActKind.INHABITANTS, work, again)

    @needs(Right.FIGURES)
    def inhabitants(self) -> tuple[InhabitantsView, ...]:
        """All that was entered: by area, newest year first."""
        with self._context.database.read() as connection:
            rows = goals.people(connection)
        return tuple(InhabitantsView(row.area, row.year, row.people, row.source) for row in rows)


def view_of(row: GoalRow) -> GoalView:
    """The goal as it is handed out."""
    return GoalView(
        row.id,
        row.branch,
        row.year,
        row.target_group,
        row.goal,
        GoalIndicator(row.indicator),
        row.area,
        row.target,
    )


def checked_year(year: int) -> int:
    """The year. Raises InvalidValueError for one that no goal can be of."""
    if year not in YEARS:
        raise InvalidValueError(_("Write the year with four digits, such as 2027."), field="year")
    return year


def checked_area(area: str) -> str:
    """The postal area. Raises InvalidValueError."""
    written = clean(area)
    if _AREA.fullmatch(written) is None:
        raise InvalidValueError(
            _("A postal area is the first three digits of the postcode, such as 602."), field="area"
        )
    return written


def checked_target(target: float, indicator: GoalIndicator) -> float:
    """What is to be reached. Raises InvalidValueError for what the indicator cannot be."""
    if indicator in PER_CENT and not 0 < target <= 100:  # noqa: PLR2004  # per cent
        raise InvalidValueError(_("Write the target in per cent, from 1 to 100."), field="target")
    if not 0 < target <= MOST_PEOPLE * 10:
        raise InvalidValueError(_("Write the target as a number above 0."), field="target")
    return target


def read_target(text: str, indicator: GoalIndicator) -> float:
    """What is to be reached, as people write it (`5 000`, `62 %`, `41,5`). Raises InvalidValueError."""
    written = "".join(clean(text).removesuffix("%").split()).replace(",", ".")
    if _NUMBER.fullmatch(written) is None:
        raise InvalidValueError(_("Write the target in figures, such as 5000."), field="target")
    return checked_target(float(written), indicator)


def checked_text(text: str, field: str) -> str:
    """For whom, or what: the branch's own words. Raises InvalidValueError."""
    needed = {
        "target_group": _("Say for whom, such as: Children and youth in Ektorp."),
        "goal": _("Say what is to be reached, such as: More children try a winter sport."),
    }
    return _text(clean(text), field, needed[field])


def _text(text: str, field: str, needed: str) -> str:
    if not text:
        raise InvalidValueError(needed, field=field)
    if len(text) > LONGEST:
        raise InvalidValueError(
            _("That is too long. Write at most {n} characters.").format(n=LONGEST), field=field
        )
    return text


def _checked(wanted: GoalView) -> GoalView:
    of_area = wanted.indicator is GoalIndicator.LOANS_PER_1000
    if of_area and not wanted.area:
        raise InvalidValueError(
            _("Loans per 1,000 inhabitants are of a postal area: say which, by three digits."), field="area"
        )
    if wanted.area and not of_area:
        raise InvalidValueError(_("A postal area goes only with loans per 1,000 inhabitants."), field="area")
    return replace(
        wanted,
        year=checked_year(wanted.year),
        target_group=checked_text(wanted.target_group, "target_group"),
        goal=checked_text(wanted.goal, "goal"),
        area=checked_area(wanted.area) if wanted.area else None,
        target=checked_target(wanted.target, wanted.indicator),
    )


def _code(connection: Connection, context: Context) -> str:
    return branches.by_id(connection, context.branch_id).code
