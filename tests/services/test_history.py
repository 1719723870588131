"""The history of an article: everything any table knows of it, and nobody whom it must not name."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import insert, select

from fritids.db.articles import ARTICLE
from fritids.db.engine import Database
from fritids.db.tables import (
    Branch,
    Gift,
    MissingPart,
    PrintedLabel,
    ServiceNote,
    Stocktake,
    StocktakeScan,
    Transfer,
)
from fritids.domain.words import ArticleState, DiscardReason
from fritids.errors import InvalidValueError
from fritids.present.history import history_more, history_what
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from fritids.services.results import ArticleView
from tests.builders import FixedClock, a_borrower, a_desk, an_article

NOW = datetime(2025, 11, 3, 9, 31, tzinfo=UTC)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def desk(database: Database, clock: FixedClock) -> Desk:
    return a_desk(database, clock=clock)


def happened(database: Database, article: ArticleView) -> None:
    """One row in each table that the other use cases fill, two days apart, from ten days after the article came."""
    at = [NOW + timedelta(days=10 + 2 * n) for n in range(10)]
    with database.write() as connection:

        def add(table: type, **values: object) -> int:
            made = connection.execute(insert(table.__table__).values(**values)).inserted_primary_key  # type: ignore[attr-defined]
            assert made is not None
            return int(made[0])

        gift = add(Gift, branch_id=1, received_at=NOW, received_on=NOW.date(), desk="one", donor="Gun Givare")
        connection.execute(ARTICLE.update().where(ARTICLE.c.id == article.id).values(gift_id=gift))
        add(
            PrintedLabel, branch_id=1, key=article.barcode, code=article.barcode, printed_at=at[0], desk="one", sheet="L7160", cell=1,
        )  # fmt: skip
        add(
            ServiceNote, article_id=article.id, kind="sharpen", note="dull", opened_at=at[0], done_at=at[1], outcome="done", done_note="13 mm",
        )  # fmt: skip
        add(ServiceNote, article_id=article.id, kind="wax", opened_at=at[2])
        count = add(Stocktake, branch_id=1, started_at=at[3], start_event=1)
        add(
            StocktakeScan, stocktake_id=count, key=article.barcode, code=article.barcode, article_id=article.id, state_then="missing",
            scanned_at=at[3], desk="one",
        )  # fmt: skip
        other = add(Branch, code="other", name="Fritidsbanken By", timezone="Europe/Stockholm", revision=1)
        add(
            Transfer, article_id=article.id, kind="lent", from_branch_id=1, to_branch_id=other, sent_at=at[4], sent_on=at[4].date(),
            received_at=at[5], received_on=at[5].date(),
        )  # fmt: skip
        add(
            Transfer, article_id=article.id, kind="given", from_place="Luleå", to_branch_id=1, sent_at=at[5], sent_on=at[5].date(),
            undone_at=at[5],
        )  # fmt: skip
        add(
            MissingPart, article_id=article.id, part=0, quantity=2, noted_at=at[6], settled_at=at[7], outcome="found",
        )  # fmt: skip
        add(
            MissingPart, article_id=article.id, part=1, quantity=1, noted_at=at[6], settled_at=at[6], outcome="undone",
        )  # fmt: skip


def test_all_that_happened_stands_in_one_list_the_newest_first(
    database: Database, desk: Desk, clock: FixedClock
) -> None:
    tent = an_article(desk, type="tent")
    happened(database, tent)
    clock.moment += timedelta(days=40)
    desk.articles.set_state(tent.barcode, ArticleState.MISSING, act="gone", note="behind the shelf")
    clock.moment += timedelta(hours=1)
    desk.articles.discard(tent.barcode, DiscardReason.BROKEN, act="out")
    history = desk.history.of(tent.barcode)
    assert history is not None
    today = desk.today()
    said = [(history_what(line, history.article.type), history_more(line, today)) for line in history.lines]
    assert said == [
        ("To wax: not done", ""),
        ("Discarded: broken", ""),
        ("Missing", "behind the shelf"),
        ("Missing: 2 inner tent", "found Thu 27 Nov"),
        ("Received from Fritidsbanken", ""),
        ("Sent to Fritidsbanken By", ""),
        ("Counted, but stood as missing", ""),
        ("Sharpened", "dull · 13 mm"),
        (f"Label printed: {tent.barcode}", ""),
        ("Registered", ""),
        ("Came as a gift", ""),
    ]
    assert "Givare" not in repr(history)
    assert desk.history.of("nothing") is None


def test_loans_are_counted_by_year_and_name_nobody_who_is_hidden_or_forgotten(
    database: Database, desk: Desk, clock: FixedClock
) -> None:
    skates = an_article(desk)
    people = [
        a_borrower(desk, name="Hemlig Person", protected=True), a_borrower(desk, name="Glömd Person"),
        a_borrower(desk, name="Anna Berg"),
    ]  # fmt: skip
    for borrower in people:
        desk.lending.lend(skates.barcode, borrower.id, act=new_act_key())
        clock.moment += timedelta(days=40)
        desk.returns.take_back(skates.barcode, act=new_act_key())
    desk.lending.lend(skates.barcode, people[2].id, act="undone")
    desk.undoing.undo_last(act=new_act_key())
    desk.borrowers.erase(people[1].id, act=new_act_key())
    history = desk.history.of(skates.barcode)
    assert history is not None
    assert [(year.year, year.loans) for year in history.years] == [(2026, 1), (2025, 2)]
    assert (history.loans, str(history.last_lent)) == (3, "2026-01-22")
    shown = [history_what(line, history.article.type) for line in history.lines if line.loan is not None]
    assert shown == ["Lent: Anna Berg", "Lent: forgotten borrower", f"Lent: borrower {people[0].number}"]


def test_a_photo_is_a_picture_that_is_there(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kept is its whole path; what is none changes nothing, neither it nor what was to be changed with it."""
    skates = an_article(desk, size="38")
    monkeypatch.chdir(tmp_path)
    Image.new("RGBA", (40, 30), (255, 0, 0, 128)).save("röd åäö.png")
    (tmp_path / "text.jpg").write_text("hej", encoding="utf-8")
    kept = desk.articles.edit(skates.id, skates.revision, {"photo": "'röd åäö.png'"}, act="a")
    assert desk.history.photo(skates.id) == str(tmp_path / "röd åäö.png")
    for bad in ("gone.png", "text.jpg", ".", "\x1b[2J.png", "x" * 2000):
        with pytest.raises(InvalidValueError) as error:
            desk.articles.edit(skates.id, kept.revision, {"photo": bad, "size": "40"}, act="b")
        assert error.value.field == "photo"
    again = desk.articles.edit(
        skates.id, kept.revision, {"photo": (tmp_path / "röd åäö.png").as_uri()}, act="c"
    )
    assert (again.size, desk.history.photo(skates.id)) == ("38", str(tmp_path / "röd åäö.png"))
    desk.articles.edit(skates.id, again.revision, {"photo": ""}, act="d")
    with desk.context.database.read() as connection:
        assert connection.execute(select(ARTICLE.c.photo)).scalar() is None
