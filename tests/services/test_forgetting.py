"""Merging, exporting and erasing people: the figures are the same before and after, and nothing leads back (DESIGN §5)."""

import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from fritids.db.engine import Database
from fritids.db.tables import metadata
from fritids.errors import ConflictError, UsageError
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from fritids.services.forms import NewBooking
from fritids.services.overviews import Erased, NotErased
from fritids.services.results import BorrowerView, Lent, LoanView
from tests.builders import FixedClock, a_borrower, a_desk, an_article
from tests.services.rows import count

DECEMBER = datetime(2025, 12, 20, 9, tzinfo=UTC)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(DECEMBER)


@pytest.fixture
def desk(database: Database, clock: FixedClock) -> Desk:
    return a_desk(database, clock=clock)


def lend(desk: Desk, borrower: BorrowerView, *, days: int = 0, back: bool = True, **how: Any) -> LoanView:
    """A loan so many days after December's begin, returned at once unless it is to stay out."""
    article = an_article(desk)
    clock = desk.context.clock
    assert isinstance(clock, FixedClock)
    clock.moment = DECEMBER + timedelta(days=days)
    result = desk.lending.lend(article.barcode, borrower.id, act=new_act_key(), **how)
    assert isinstance(result, Lent)
    if back:
        desk.returns.take_back(article.barcode, act=new_act_key())
    return result.loan


def figures(desk: Desk) -> Counter[tuple[object, ...]]:
    """What reports count of the loans, without anything that names a person."""
    loan = metadata.tables["loan"].c
    frozen = (
        loan.lent_on, loan.type_code, loan.borrower_kind, loan.age_band, loan.gender, loan.postal_area, loan.for_co_borrower, loan.first_ever,
        loan.visit_id,
    )  # fmt: skip
    with desk.context.database.read() as connection:
        return Counter(
            tuple(row) for row in connection.execute(select(*frozen).where(loan.undone_at.is_(None)))
        )


def heads(desk: Desk, year: int) -> int:
    """Distinct borrowers of a year."""
    loan = metadata.tables["loan"].c
    days = loan.lent_on.between(date(year, 1, 1), date(year, 12, 31))
    with desk.context.database.read() as connection:
        return len(set(connection.execute(select(loan.borrower_key).where(days)).scalars()))


# Erasing


def test_an_erased_person_leaves_every_figure_and_no_trace(desk: Desk, database: Database) -> None:
    anna = a_borrower(
        desk,
        name="Anna Ek",
        phone="0701740605",
        card="K-1",
        birth_year=1981,
        gender="woman",
        postcode="12345",
    )
    lo = desk.borrowers.add_co_borrower(anna.id, "Lo Ek", birth_year=2018, act=new_act_key())
    lend(desk, anna)
    lend(desk, anna, days=30, co_borrower_id=lo.id)
    before, years = figures(desk), (heads(desk, 2025), heads(desk, 2026))
    result = desk.borrowers.erase(anna.id, act=new_act_key())
    assert result == Erased(anna.number, 2)
    assert figures(desk) == before
    assert (heads(desk, 2025), heads(desk, 2026)) == years
    assert count(desk, "loan", borrower_id=anna.id) == 0
    for table in ("borrower", "borrower_card", "borrower_year", "co_borrower"):
        assert count(desk, table) == 0
    if database.path is not None:
        database.close()
        held = b"".join(path.read_bytes() for path in database.path.parent.glob(f"{database.path.name}*"))
        for trace in ("Anna Ek", "Lo Ek", "701740605", "K-1"):
            assert trace.encode() not in held


def test_nobody_is_erased_who_has_something_out(desk: Desk) -> None:
    anna = a_borrower(desk)
    loan = lend(desk, anna, back=False)
    result = desk.borrowers.erase(anna.id, act=new_act_key())
    assert isinstance(result, NotErased)
    assert [one.id for one in result.loans] == [loan.id]
    assert desk.borrowers.get(anna.id) is not None
    assert count(desk, "event", kind="borrower_erase") == 0


def test_erasing_sent_twice_is_done_once(desk: Desk) -> None:
    anna, act = a_borrower(desk), new_act_key()
    lend(desk, anna)
    desk.borrowers.erase(anna.id, act=act)
    again = desk.borrowers.erase(anna.id, act=act)
    assert isinstance(again, Erased)
    assert again.loans == 1
    with pytest.raises(ConflictError):
        desk.borrowers.erase(anna.id, act=new_act_key())


def test_an_article_of_an_erased_person_shows_its_past_without_a_name(desk: Desk) -> None:
    anna = a_borrower(desk)
    loan = lend(desk, anna)
    desk.borrowers.erase(anna.id, act=new_act_key())
    (shown,) = desk.articles.loans_of(loan.article.id)
    assert (shown.borrower_id, shown.borrower_number, shown.borrower_name) == (None, None, None)


def test_a_forgotten_person_who_returns_is_new(desk: Desk) -> None:
    anna = a_borrower(desk, name="Anna Ek")
    lend(desk, anna)
    desk.borrowers.erase(anna.id, act=new_act_key())
    again = a_borrower(desk, name="Anna Ek")
    lend(desk, again)
    assert [row[-2] for row in figures(desk)] == [True, True]
    assert heads(desk, 2025) == 2


# Merging


def test_two_entries_of_one_person_are_one_in_every_year(desk: Desk) -> None:
    """December is borrowed in by both, January only by the one that goes."""
    keep = a_borrower(desk, name="Anna Ek")
    gone = a_borrower(desk, name="Anna Eck", phone="0701740605", card="K-1", birth_year=1981)
    lend(desk, gone)
    lend(desk, keep, days=1)
    lend(desk, gone, days=30)
    out = lend(desk, gone, days=31, back=False)
    assert (heads(desk, 2025), heads(desk, 2026)) == (2, 1)
    merged = desk.borrowers.merge(keep.id, gone.id, act=new_act_key())
    assert (heads(desk, 2025), heads(desk, 2026)) == (1, 1)
    assert (merged.name, merged.phone, merged.birth_year) == ("Anna Ek", "+46701740605", 1981)
    assert [loan.id for loan in desk.borrowers.loans_of(keep.id)] == [out.id]
    assert len(desk.borrowers.loans_of(keep.id, all=True)) == 4
    assert desk.borrowers.get(gone.id) is None


def test_the_first_loan_of_a_merged_person_is_the_earliest_alone(desk: Desk) -> None:
    keep, gone = a_borrower(desk), a_borrower(desk)
    earliest = lend(desk, gone)
    lend(desk, keep, days=1)
    desk.borrowers.merge(keep.id, gone.id, act=new_act_key())
    firsts = metadata.tables["loan"].c
    with desk.context.database.read() as connection:
        assert connection.execute(select(firsts.id).where(firsts.first_ever)).scalars().all() == [earliest.id]
    lend(desk, keep, days=2)
    assert [row[-2] for row in figures(desk).elements()].count(True) == 1


def test_old_cards_and_numbers_of_both_entries_open_the_merged_one(desk: Desk) -> None:
    keep, gone = a_borrower(desk, card="K-1"), a_borrower(desk, card="K-2")
    lo = desk.borrowers.add_co_borrower(gone.id, "Lo", act=new_act_key())
    desk.bookings.add(
        NewBooking(gone.id, date(2026, 1, 1), date(2026, 1, 3), type="hockey-skates"), act=new_act_key()
    )
    desk.borrowers.merge(keep.id, gone.id, act=new_act_key())
    for text in (keep.number, gone.number, "K-1", "K-2"):
        match = desk.borrowers.match(text)
        assert isinstance(match, BorrowerView)
        assert match.id == keep.id
    assert desk.borrowers.co_borrowers(keep.id) == (lo,)
    assert [booking.borrower_number for booking in desk.bookings.list()] == [keep.number]


def test_merging_keeps_who_is_protected_protected(desk: Desk) -> None:
    keep, gone = a_borrower(desk, name="Anna Ek"), a_borrower(desk, name="Anna Ek", protected=True)
    assert desk.borrowers.merge(keep.id, gone.id, act=new_act_key()).protected
    assert desk.borrowers.search("anna") == ()


def test_merging_sent_twice_is_done_once_and_never_with_itself(desk: Desk) -> None:
    keep, gone, act = a_borrower(desk), a_borrower(desk), new_act_key()
    assert desk.borrowers.merge(keep.id, gone.id, act=act) == desk.borrowers.merge(keep.id, gone.id, act=act)
    with pytest.raises(UsageError):
        desk.borrowers.merge(keep.id, keep.id, act=new_act_key())
    with pytest.raises(ConflictError):
        desk.borrowers.merge(keep.id, gone.id, act=new_act_key())


def test_an_act_of_the_entry_that_went_can_still_be_undone(desk: Desk) -> None:
    keep, gone = a_borrower(desk), a_borrower(desk)
    loan = lend(desk, gone, back=False)
    desk.borrowers.merge(keep.id, gone.id, act=new_act_key())
    desk.undoing.undo_last(act=new_act_key())
    article = desk.articles.get(loan.article.barcode)
    assert article is not None
    assert article.due is None
    assert sum(figures(desk).values()) == 0


# Exporting


def test_an_export_holds_everything_about_one_person_and_nobody_else(desk: Desk) -> None:
    anna = a_borrower(desk, name="Anna Ek", phone="0701740605", card="K-1", birth_year=1981, note="calls")
    lo = desk.borrowers.add_co_borrower(anna.id, "Lo", birth_year=2018, act=new_act_key())
    other = a_borrower(desk, name="Bo Dal")
    loan = lend(desk, anna, co_borrower_id=lo.id)
    lend(desk, other)
    desk.bookings.add(
        NewBooking(anna.id, date(2026, 1, 1), date(2026, 1, 3), type="hockey-skates"), act=new_act_key()
    )
    held = desk.borrowers.export(anna.id)
    text = json.dumps(held, ensure_ascii=False)
    for expected in (
        "Anna Ek",
        "+46701740605",
        "K-1",
        "1981",
        "calls",
        "Lo",
        loan.article.barcode,
        "hockey-skates",
    ):
        assert expected in text
    assert "Bo Dal" not in text
    loans = held["loans"]
    assert isinstance(loans, list)
    assert [(one["for"], one["counted_as"]["age_band"]) for one in loans] == [("Lo", "7-12")]
    assert held["record"] == [
        {"at": "2025-12-20T09:00:00Z", "act": act} for act in ("borrower_add", "borrower_edit", "booking_add")
    ]


def test_an_export_holds_what_was_recorded_of_a_merged_entry_too(desk: Desk) -> None:
    keep, gone = a_borrower(desk), a_borrower(desk)
    desk.borrowers.merge(keep.id, gone.id, act=new_act_key())
    record = desk.borrowers.export(keep.id)["record"]
    assert isinstance(record, list)
    assert Counter(line["act"] for line in record) == {"borrower_add": 2, "borrower_merge": 1}


def test_an_erased_name_is_nowhere_in_the_file_nor_beside_it(database: Database, desk: Desk) -> None:
    """At once, while other desks have the database open; backups made before are another matter (README)."""
    if database.path is None:
        return
    other = Desk.open(str(database.path), name="two")
    gone = a_borrower(desk, name="Zebulon Quirk", phone="070-174 06 05")
    lend(desk, gone)
    other.borrowers.count()
    assert isinstance(desk.borrowers.erase(gone.id, act=new_act_key()), Erased)
    found = [
        path.name
        for path in database.path.parent.glob(f"{database.path.name}*")
        if b"quirk" in (content := path.read_bytes().lower()) or b"46701740605" in content
    ]
    assert found == []
    assert other.borrowers.count() == 0
    other.close()
