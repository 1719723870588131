"""Things that tests need and do not care about: sensible defaults, keyword overrides."""

from dataclasses import dataclass
from datetime import datetime
from itertools import count

from fritids.db import branches
from fritids.db.engine import Database
from fritids.services.acts import new_act_key
from fritids.services.clock import Clock
from fritids.services.desk import Desk
from fritids.services.forms import NewArticle, NewBorrowerData
from fritids.services.results import ArticleView, BorrowerView
from fritids.services.setup import init_branch

BRANCH = "Fritidsbanken"
_people = count(1)


@dataclass
class FixedClock:
    """A clock that stands until the test moves it."""

    moment: datetime

    def now(self) -> datetime:
        """The moment, aware, in UTC."""
        return self.moment


def a_branch(database: Database) -> None:
    """The branch "Fritidsbanken", which asks for all that can be counted."""
    init_branch(database, BRANCH, settings={"ask_birth_year": "on", "ask_gender": "on", "ask_postcode": "on"})


def a_desk(
    database: Database, *, name: str = "one", clock: Clock | None = None, operator: str | None = None
) -> Desk:
    """A desk of the branch "Fritidsbanken", which is made if it is not there."""
    with database.read() as connection:
        there = any(branch.name == BRANCH for branch in branches.find(connection, None))
    if not there:
        a_branch(database)
    return Desk.on(database, name=name, clock=clock, operator=operator)


def an_article(
    desk: Desk,
    *,
    type: str = "hockey-skates",  # noqa: A002  # the word of the command line and of NewArticle
    size: str | None = None,
    brand: str | None = None,
    barcode: str | None = None,
) -> ArticleView:
    """An article in stock, of a type that asks nothing. It was registered in the store room: no undoing at this desk reaches it."""
    here, desk.context.desk = desk.context.desk, "store"
    try:
        (made,) = desk.articles.add(
            NewArticle(type=type, size=size, brand=brand, barcode=barcode), act=new_act_key()
        )
    finally:
        desk.context.desk = here
    return made


def a_borrower(desk: Desk, **values: object) -> BorrowerView:
    """A person with a name and no phone number; any field of `NewBorrowerData` by keyword."""
    given: dict[str, object] = {"name": f"Kim Lund {next(_people)}", **values}
    return desk.borrowers.add(NewBorrowerData(**given), act=new_act_key())  # type: ignore[arg-type]  # the test's own words
