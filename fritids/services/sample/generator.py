"""The sample branch as rows: the same ones for the same seed and day, on every machine and for both databases.

It reads no clock and no database, and asks the system for no chance: all of it hangs on the seed. The stock, the people and
the lending draw from generators of their own, so that one of them can be changed and the others stay as they are.
"""

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from fritids.domain.calendar import USUAL_ZONE
from fritids.domain.policy import Policy
from fritids.domain.rows import Rows
from fritids.errors import InvalidValueError
from fritids.i18n import _
from fritids.services.sample import articles, asked, borrowers, loans, service, settings
from fritids.services.sample.borrowers import Keys
from fritids.services.sample.lending import History, Simulation
from fritids.services.sample.people import Person, make_people
from fritids.services.sample.season import Season, plan
from fritids.services.sample.stock import SampleArticle, make_stock

SEED: Final = 2026
NAME: Final = "Fritidsbanken Exempelstad"
CODE: Final = "main"
YEARS: Final = range(1950, 2101)
"""Beyond them the rules of time zones and holidays are guesses, and dates run out."""


@dataclass(frozen=True, slots=True)
class SampleBranch:
    """All rows of the sample branch, in an order in which every row finds what it refers to; ids begin at 1.

    The catalogue has to be there before, the tables named here empty.
    """

    season: Season
    stock: list[SampleArticle]
    people: list[Person]
    history: History
    tables: tuple[Rows, ...]

    def table(self, name: str) -> Rows:
        """The rows of one table."""
        return next(rows for rows in self.tables if rows.table == name)


def generate(
    as_of: date, *, seed: int = SEED, name: str = NAME, code: str = CODE, zone: str = USUAL_ZONE
) -> SampleBranch:
    """A branch with 2,400 articles, 900 borrowers and two years of loans, the last of them of the day before `as_of`.

    Raises InvalidValueError for a day that no branch of this kind can have had.
    """
    if as_of.year not in YEARS:
        raise InvalidValueError(
            _("The sample can be made for days from {first} to {last}.").format(
                first=YEARS[0], last=YEARS[-1]
            ),
            field="as_of",
        )
    season = plan(as_of, ZoneInfo(zone))
    policy = Policy(zone=ZoneInfo(zone), calendar=season.calendar)
    people = make_people(Random(f"{seed}/people"), as_of)
    opened = [day for day in season.days if day.loans]
    stock = make_stock(Random(f"{seed}/stock"), [day.opens for day in opened])
    simulation = Simulation(Random(f"{seed}/lending"), season, policy, people, stock)
    history = simulation.run()
    rng = Random(f"{seed}/rows")
    keys = Keys(rng)
    event_keys = {person.id: keys.new() for person in people}
    made = loans.loan_rows(rng, history.loans, keys)
    # Before the articles are written, since it changes what some of them are.
    questions = articles.decide_fates(rng, simulation.shelf(), history.loans, opened)
    gifts = asked.gift_of(stock, opened[0])
    tables = (
        *settings.rows(season, name=name, code=code, zone=zone),
        *asked.gift_rows(stock, gifts),
        *articles.rows(stock, gifts),
        *borrowers.rows(rng, people, history.joined, event_keys),
        borrowers.year_rows(keys),
        loans.visit_rows(history.visits),
        made,
        loans.renewal_rows(history.loans),
        questions,
        service.rows(stock, history.loans, opened[-1].opens),
        asked.unmet_rows(history.loans, opened),
        asked.survey_rows(history.loans),
        asked.goal_rows(as_of, opened[-1].opens),
        asked.inhabitant_rows(people, season.first.year),
        borrowers.booking_rows(rng, people, as_of, opened[-1].opens),
        loans.event_rows(stock, people, history, keys, event_keys),
    )
    return SampleBranch(season, stock, people, history, tables)
