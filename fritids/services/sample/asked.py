"""What the sample branch was given, what was asked for in vain, what was said at returns, and what it wants to reach this year.

Draws no chance: all of it hangs on the stock and the loans, so that it can be changed and the rest stays as it is. Nobody lives in the
sample's postal areas: their inhabitants are made up, and say so.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from fritids.domain.rows import Row, Rows
from fritids.domain.words import GiftOutcome, GoalIndicator
from fritids.services.sample.lending import DESKS, SampleLoan
from fritids.services.sample.people import Person
from fritids.services.sample.season import OpenDay
from fritids.services.sample.settings import BRANCH_ID
from fritids.services.sample.stock import SampleArticle

_BUSY: Final = 150
"""Loans of a day from which on things run out."""
_IN_VAIN_WHEN_BUSY: Final = 17
"""On a busy day one loan of so many has somebody behind it in the queue who wanted the same and went without."""
_IN_VAIN: Final = 211
_ASKED: Final = 23
"""One return of so many was asked the two questions."""
_LATER: Final = timedelta(minutes=4)
_TAKEN_IN: Final = timedelta(minutes=20)
_HALF_A_HUNDRED: Final = 50
_NOT_OTHERWISE: Final = 21
"""Of fifty who were asked."""
_PEOPLE_OF_AN_AREA: Final = 2_350


def gift_of(stock: Sequence[SampleArticle], opened: OpenDay) -> dict[int, int]:
    """Of articles that came in since the branch opened: with which gift, by article. What came on one day was one gift."""
    days = sorted({article.added_at.date() for article in stock if article.added_at >= opened.opens})
    numbers = {day: number for number, day in enumerate(days, start=1)}
    return {
        article.id: numbers[article.added_at.date()] for article in stock if article.added_at >= opened.opens
    }


def gift_rows(stock: Sequence[SampleArticle], gifts: dict[int, int]) -> tuple[Rows, Rows]:
    """The gifts, and what of them was not taken in."""
    moments: dict[int, list[datetime]] = defaultdict(list)
    for article in stock:
        if article.id in gifts:
            moments[gifts[article.id]].append(article.added_at)
    refused: list[Row] = []
    for number, at in moments.items():
        if number % 3 == 0:
            outcome = GiftOutcome.RECYCLED if number % 2 else GiftOutcome.REFUSED
            refused.append((len(refused) + 1, number, None, outcome.value, 1 + number % 3, max(at)))
    return (
        Rows(
            "gift",
            ("id", "branch_id", "received_at", "received_on", "ended_at", "desk"),
            [
                (number, BRANCH_ID, min(at), min(at).date(), max(at) + _TAKEN_IN, DESKS[0])
                for number, at in sorted(moments.items())
            ],
        ),
        Rows("gift_item", ("id", "gift_id", "type_code", "outcome", "quantity", "at"), refused),
    )


def unmet_rows(loans: Sequence[SampleLoan], days: Sequence[OpenDay]) -> Rows:
    """What was asked for and not had: mostly on the busiest days, what others just got."""
    busy = {day.day for day in days if day.loans >= _BUSY}
    values: list[Row] = []
    for loan in loans:
        if loan.id % (_IN_VAIN_WHEN_BUSY if loan.lent_on in busy else _IN_VAIN):
            continue
        size = loan.article.size
        kind = loan.article.line.type
        values.append(
            (
                len(values) + 1, BRANCH_ID, kind.code, kind.category_code, size.text if size else None, size.low if size else None,
                size.high if size else None, 1, loan.lent_at + _LATER, loan.lent_on, loan.desk,
            )
        )  # fmt: skip
    return Rows(
        "unmet_request",
        (
            "id", "branch_id", "type_code", "category_code", "size", "size_low", "size_high", "quantity", "asked_at", "asked_on", "desk",
        ),
        values,
    )  # fmt: skip


def survey_rows(loans: Sequence[SampleLoan]) -> Rows:
    """Answers at returns: four in ten would not have done it otherwise, as RISE found in 2020 (`data/FACTS.md`)."""
    values: list[Row] = []
    for loan in loans:
        if loan.returned_at is None or loan.returned_on is None or loan.id % _ASKED:
            continue
        turn = loan.id // _ASKED
        values.append(
            (
                len(values) + 1, BRANCH_ID, loan.article.line.type.category_code, loan.person.band(loan.child, loan.lent_on.year),
                turn % _HALF_A_HUNDRED >= _NOT_OTHERWISE, None if turn % 9 == 0 else turn % 4 == 0, loan.returned_at, loan.returned_on, loan.desk,
            )
        )  # fmt: skip
    return Rows(
        "survey_answer",
        (
            "id", "branch_id", "category_code", "age_band", "otherwise", "bought", "answered_at", "answered_on", "desk",
        ),
        values,
    )  # fmt: skip


def goal_rows(as_of: date, at: datetime) -> Rows:
    """What the branch wants to reach in the year of `as_of` and wanted in the one before."""
    goals = (
        ("Barn och unga", "Fler barn och unga kommer ut", GoalIndicator.LOANS_CHILDREN, 4_500.0),
        ("Skolor och föreningar", "Klasser och lag lånar hos oss", GoalIndicator.LOANS_SCHOOLS, 900.0),
        ("Alla", "Nya låntagare hittar hit", GoalIndicator.NEW_BORROWERS, 350.0),
        ("Alla", "Det som lånas kommer tillbaka i tid", GoalIndicator.ON_TIME, 85.0),
    )
    rows = [
        (BRANCH_ID, year, group, goal, indicator.value, target, at)
        for year in (as_of.year - 1, as_of.year)
        for group, goal, indicator, target in goals
    ]
    return Rows(
        "goal",
        ("id", "branch_id", "year", "target_group", "goal", "indicator", "target", "entered_at"),
        [(number, *row) for number, row in enumerate(rows, start=1)],
    )


def inhabitant_rows(people: Sequence[Person], first_year: int) -> Rows:
    """How many live in each postal area from which people come, since the sample's first year."""
    areas = sorted({person.postal_area for person in people if person.postal_area is not None})
    return Rows(
        "inhabitants",
        ("area", "year", "people", "source"),
        [
            (area, first_year, _PEOPLE_OF_AN_AREA + 170 * n, "påhittat, som allt annat här")
            for n, area in enumerate(areas)
        ],
    )
