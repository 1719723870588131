"""How long a search and a page of a list take among 100,000 articles, 50,000 borrowers and 90,000 loans that are out (fewer in the short form).

No time is asserted; what is asserted is that no page costs more statements for being longer or further down.
"""

from collections.abc import Callable, Iterator

import pytest

from fritids.db.engine import Database
from fritids.services.desk import Desk
from fritids.services.forms import LoanFilter, LoanOrder
from tests import large_stock
from tests.benchmarks.measure import LONG, percentile, run, table, watched
from tests.builders import FixedClock

SEARCHES = (
    "a", "s", "1", "38", "skridskor", "skridskor 38", "hjälm 54", "slalomskidor 140", "bauer", "bauer pro", "trangia 25", "xl", "väst m",
    "pjäxor 270", "helmet", "20001234", "zzzz", "skidor fischer 170", "20",
)  # fmt: skip
NAMES = (
    "a",
    "an",
    "anna",
    "anna and",
    "åkesson",
    "oberg",
    "070",
    "0701740",
    "070-174 06",
    "5000",
    "zzzz",
    "erik lind berg",
)
TIMES = 5 if LONG else 3


@pytest.fixture
def desk(engine_name: str, new_database_url: Callable[[], str]) -> Iterator[Desk]:
    """A desk of the large branch."""
    database = Database.open(new_database_url())
    large_stock.make(database)
    yield Desk.on(database, clock=FixedClock(large_stock.NOW))
    database.close()


def timed(act: Callable[[int], object]) -> tuple[str, str]:
    """The middle and the slowest but one in twenty, in milliseconds."""
    act(0)
    walls, _cpu = run(act, range(1, 1 + TIMES))
    return f"{percentile(walls, 0.5) / 1000:.1f}", f"{percentile(walls, 0.95) / 1000:.1f}"


def statements(desk: Desk, act: Callable[[], object]) -> int:
    with watched(desk.context.database) as seen:
        act()
    return seen.count


def test_searching_and_paging(desk: Desk, engine_name: str, show: Callable[[str], None]) -> None:
    """No page asks the database more often for being longer or further down."""

    def hits(words: str) -> Callable[[int], object]:
        return lambda _number: desk.articles.find(words)

    def people(words: str) -> Callable[[int], object]:
        return lambda _number: desk.borrowers.search(words)

    def page(order: LoanOrder, place: int) -> Callable[[int], object]:
        return lambda _number: desk.loans.list(LoanFilter(order=order), offset=place)

    total = desk.loans.count()
    assert total == large_stock.ARTICLES * 9 // 10
    rows = [(f"articles: {words}", *timed(hits(words))) for words in SEARCHES]
    rows += [(f"borrowers: {words}", *timed(people(words))) for words in NAMES]
    rows += [
        (f"100 loans by {order.value}, from {place}", *timed(page(order, place)))
        for order in LoanOrder
        for place in (0, total // 2, total - 100)
    ]
    show(
        table(
            f"Lists and searches among {large_stock.ARTICLES} articles, {engine_name}, milliseconds",
            ("", "middle", "95 %"),
            rows,
        )
    )
    desk.loans.list()  # what is remembered of a list is not counted
    short = statements(desk, lambda: desk.loans.list(limit=10))
    assert statements(desk, lambda: desk.loans.list(limit=200, offset=total // 2)) == short
    few = statements(desk, lambda: desk.articles.find("bauer", limit=2))
    assert statements(desk, lambda: desk.articles.find("bauer", limit=50)) == few
    one = statements(desk, lambda: desk.borrowers.search("anna", limit=1))
    assert statements(desk, lambda: desk.borrowers.search("anna", limit=50)) == one
