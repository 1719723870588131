"""What was asked for and not had: counted by type and size beside the stock, and nothing of who asked."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from fritids.db.engine import Database
from fritids.domain.words import ArticleState
from fritids.errors import InvalidValueError
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from fritids.services.requests import Noted, SizeDoubted
from fritids.services.results import Lent, Undone
from fritids.services.type_names import TypeNames
from fritids.services.wanted import read_wanted
from tests.builders import FixedClock, a_borrower, a_desk, an_article


@pytest.fixture
def desk(database: Database) -> Desk:
    return a_desk(database, clock=FixedClock(datetime(2026, 10, 5, 9, tzinfo=UTC)))


def noted(desk: Desk, type_code: str, size: str | None = None, quantity: int = 1) -> Noted:
    result = desk.requests.note(type_code, size, quantity, act=new_act_key())
    assert isinstance(result, Noted)
    return result


def test_what_is_missed_stands_beside_what_there_is(desk: Desk) -> None:
    """A span on a label fits the size that was asked for; what is discarded is not had; the first one back is named."""
    borrower = a_borrower(desk)
    out, aside, gone = (an_article(desk, size="33") for _ in range(3))
    an_article(desk, size="34")
    lent = desk.lending.lend(out.barcode, borrower.id, act=new_act_key(), due=date(2026, 10, 12))
    assert isinstance(lent, Lent)
    desk.articles.set_state(aside.barcode, ArticleState.IN_SERVICE, act=new_act_key())
    desk.articles.set_state(gone.barcode, ArticleState.MISSING, act=new_act_key())
    noted(desk, "hockey-skates", "EU 33", 13)
    last = noted(desk, "hockey-skates", "33").demand
    assert (last.asked, last.stock, last.available, last.on_loan, last.in_service) == (14, 2, 0, 1, 1)
    assert last.next_due == date(2026, 10, 12)
    noted(desk, "sledge", quantity=2)
    assert [(one.type.code, one.size, one.asked) for one in desk.requests.list()] == [
        ("hockey-skates", "33", 14),
        ("sledge", None, 2),
    ]
    assert desk.requests.list(until=date(2026, 10, 4)) == ()


def test_nothing_leads_from_what_was_missed_to_the_borrower_whose_visit_is_open(
    desk: Desk, database: Database
) -> None:
    """And it is taken back by one key all the same, and counts once however often it is sent."""
    desk.counter.open_visit(a_borrower(desk).id, act=new_act_key())
    act = new_act_key()
    for _ in range(2):
        desk.requests.note("hockey-skates", "33", act=act)
    with database.read() as connection:
        lines = connection.execute(
            text("SELECT visit_id, borrower_key, loan_id FROM event WHERE kind = 'unmet_request'")
        ).all()
    assert [tuple(line) for line in lines] == [(None, None, None)]
    undone = desk.undoing.undo_last(act=new_act_key())
    assert isinstance(undone, Undone)
    asked = undone.lines[0].asked_for
    assert asked is not None
    assert (asked.type.code, asked.size) == ("hockey-skates", "33")
    assert desk.requests.list() == ()
    assert desk.counter.state().visit is not None


def test_a_size_that_can_hardly_be_is_asked_about(desk: Desk) -> None:
    assert isinstance(desk.requests.note("hockey-skates", "380", act=new_act_key()), SizeDoubted)
    assert desk.requests.list() == ()
    assert isinstance(desk.requests.note("hockey-skates", "380", act=new_act_key(), sure=True), Noted)
    with pytest.raises(InvalidValueError):
        desk.requests.note("hockey-skates", "33", 0, act=new_act_key())


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_type_and_size_are_read_in_one_go(desk: Desk) -> None:
    names = TypeNames(desk.context.types)
    for words, code, size, quantity in (
        ("hockeyskridskor 33", "hockey-skates", "33", 1),
        ("Hockey skates storlek 33 x3", "hockey-skates", "33", 3),
        ("skidhjälm 52 - 54", "ski-helmet", "52-54", 1),
        ("skidhjälmar M", "ski-helmet", "M", 1),
        ("pulka", "sledge", None, 1),
        ("längdskidor 170 cm 2 st", None, "170 cm", 2),
        ("blåbärspaj 33", None, None, 1),
    ):
        read = read_wanted(names, words)
        assert (read.size, read.quantity) == (size, quantity), words
        if code is not None:
            assert read.types[0].code == code, words
    assert read_wanted(names, "blåbärspaj 33").types == ()
