"""The sample branch lies in the database as it was made, whichever the database."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import cache, partial

import pytest
from sqlalchemy import select

from fritids.db import branches
from fritids.db.engine import Database
from fritids.db.tables import metadata
from fritids.domain.rows import Rows
from fritids.domain.words import ArticleState, DiscardReason
from fritids.errors import UsageError
from fritids.services.desk import Desk
from fritids.services.results import Lent, TakenBack
from fritids.services.sample.articles import UNPRINTED
from fritids.services.sample.generator import generate
from fritids.services.sample.store import init_sample
from fritids.services.setup import init_branch
from tests.builders import FixedClock
from tests.copies import CopyOf, empty

pytestmark = pytest.mark.xdist_group("sample")
"""One process makes it, once for each engine."""

AS_OF = date(2026, 2, 24)
sample = cache(partial(generate, AS_OF))


def stocked(database: Database) -> None:
    """The sample branch."""
    init_sample(database, AS_OF)


@pytest.fixture
def database_url(copy_of: CopyOf, request: pytest.FixtureRequest) -> str:
    """The address of a database of the test's own with the sample, or with the empty schema for `no_branch`."""
    return copy_of(stocked if request.node.get_closest_marker("no_branch") is None else empty)[0]


def digest(rows: Iterable[Iterable[object]]) -> str:
    """A hash over values as Python has them; times are all in UTC."""
    total = hashlib.sha256()
    for row in rows:
        total.update(repr(tuple(row)).encode())
    return total.hexdigest()


def stored(database: Database, rows: Rows) -> str:
    table = metadata.tables[rows.table]
    with database.read() as connection:
        found = connection.execute(
            select(*(table.c[name] for name in rows.columns)).order_by(*table.primary_key.columns)
        )
        return digest(sorted(map(tuple, found), key=repr))


def test_what_is_stored_is_what_was_made(database: Database) -> None:
    """Compared by hash, table by table; so both engines hold the same branch."""
    for rows in sample().tables:
        if rows.table == "branch":
            continue
        expected = digest(sorted(rows.values, key=repr))
        assert stored(database, rows) == expected, rows.table


def test_new_rows_get_numbers_and_ids_of_their_own(database: Database) -> None:
    """The first article that is registered after the sample takes no number and no id that the sample has."""
    with database.write() as connection:
        assert branches.take_numbers(connection, "article") == range(2401, 2402)
        assert branches.take_numbers(connection, "borrower") == range(901, 902)
        visit = metadata.tables["visit"]
        values = {"branch_id": 1, "desk": "d", "borrower_id": 1, "started_at": sample().season.days[0].opens}
        made = connection.execute(visit.insert().values(values)).inserted_primary_key
        assert made is not None
        assert made[0] == len(sample().history.visits) + 1


@pytest.mark.no_branch
def test_it_is_not_mixed_with_a_real_branch(database: Database) -> None:
    """Invented loans among real ones could never be told apart again."""
    init_branch(database, "Fritidsbanken Riktig")
    with pytest.raises(UsageError, match="fritids"):
        init_sample(database, AS_OF)
    with database.read() as connection:
        assert [branch.name for branch in branches.find(connection, None)] == ["Fritidsbanken Riktig"]


def test_the_counter_works_on_it(database: Database) -> None:
    """What lies in the basket of a demonstration is found, lent, found to be out, and taken back, with nothing in the way."""
    desk = Desk.on(database, name="one", clock=FixedClock(datetime(2026, 2, 24, 14, 30, tzinfo=UTC)))
    out = {loan.article.id for loan in sample().history.loans if loan.returned_at is None}
    skates = next(
        article
        for article in sample().stock
        if article.line.type.code == "hockey-skates" and article.state == "in_stock" and article.id not in out
    )
    lent = desk.lending.lend(skates.label, 1, act="a")
    assert isinstance(lent, Lent), lent
    assert lent.loan.due == date(2026, 3, 10)
    assert isinstance(desk.returns.take_back(skates.label, act="b"), TakenBack)
    assert desk.labels.place().unprinted == UNPRINTED


def test_each_loan_says_of_its_borrower_what_a_lending_now_would(database: Database) -> None:
    """The frozen facts are written by the sample itself; here they are held against what the desk writes (R12)."""
    loan = metadata.tables["loan"]
    frozen = ("borrower_kind", "age_band", "gender", "postal_area", "borrower_key", "first_ever")
    newest = sample().history.loans[-1]
    desk = Desk.on(database, name="one", clock=FixedClock(datetime(2026, 2, 24, 14, 30, tzinfo=UTC)))
    ball = next(a for a in sample().stock if a.line.type.code == "football" and a.state == "in_stock")
    desk.returns.take_back(ball.label, act="b")
    child = newest.child.id if newest.child else None
    lent = desk.lending.lend(ball.label, newest.person.id, act="c", co_borrower_id=child)
    assert isinstance(lent, Lent), lent
    with database.read() as connection:
        columns = [loan.c[name] for name in frozen]
        made = connection.execute(select(*columns).where(loan.c.id == newest.id)).one()
        now = connection.execute(select(*columns).where(loan.c.id == lent.loan.id)).one()
    assert tuple(now) == tuple(made)


def test_the_record_says_of_a_change_of_state_what_the_desk_would(database: Database) -> None:
    """What was, what is, and why: the same words, so that whoever reads the record reads both alike."""
    desk = Desk.on(database, name="one", clock=FixedClock(datetime(2026, 2, 24, 14, 30, tzinfo=UTC)))
    lying = [article for article in sample().stock if article.state == "in_stock"]
    desk.articles.discard(lying[0].label, DiscardReason.WORN_OUT, act="a")
    desk.articles.set_state(lying[1].label, ArticleState.MISSING, act="b")
    event = metadata.tables["event"]
    with database.read() as connection:
        for kind, word in (("article_discard", '"worn_out"'), ("article_state", '"missing"')):
            rows = connection.execute(
                select(event.c.details)
                .where(event.c.kind == kind, event.c.details.contains(word))
                .order_by(event.c.id)
            ).scalars()
            assert len(set(rows)) == 1, kind
