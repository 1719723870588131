"""Taking in gifts: what the database holds after each step, and what undoing leaves of it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fritids.db.engine import Database
from fritids.db.tables import PrintedLabel
from fritids.domain.findings import UndoBlock
from fritids.domain.words import ActKind, ArticleState, GiftOutcome, ShownState
from fritids.errors import InvalidValueError, UsageError
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from fritids.services.exporting import Exporter, ExportKind
from fritids.services.forms import NewArticle, NewBooking, NewGift
from fritids.services.results import ArticleView, NotUndone, Undone, UndoResult
from tests.builders import FixedClock, a_borrower, a_desk
from tests.services.rows import count, one_row

TUESDAY = datetime(2026, 2, 17, 9, tzinfo=UTC)
SKATES = NewArticle("hockey-skates", "38", "Bauer")


@pytest.fixture
def desk(database: Database) -> Desk:
    return a_desk(database, clock=FixedClock(TUESDAY))


def take_in(desk: Desk, new: NewArticle = SKATES) -> tuple[ArticleView, ...]:
    return desk.gifts.take_in(new, act=new_act_key())


def undo(desk: Desk) -> UndoResult:
    return desk.undoing.undo_last(act=new_act_key())


def figures(desk: Desk) -> tuple[int, int, int] | None:
    """(taken in, refused, recycled) of the open gift."""
    found = desk.gifts.open()
    return None if found is None else (found.gift.taken_in, found.gift.refused, found.gift.recycled)


# What a line means


LINES: tuple[tuple[str | None, str, int, list[str], str | None, str | None], ...] = (
    ("hockey-skates", "38", 1, [], "38", None),
    ("hockey-skates", "38 bauer", 1, [], "38", "Bauer"),
    ("hockey-skates", "37 1/3 ccm", 1, [], "37 1/3", "CCM"),
    ("hockey-skates", "3x", 3, [], None, None),
    ("hockey-skates", "3*38", 3, [], "38", None),
    ("hockey-skates", "bauer", 1, [], None, "Bauer"),
    ("hockey-skates", "-", 1, [], "", None),
    ("hockey-skates", "380", 1, [], "380", None),
    ("hockey-skates", "compass", 1, ["compass"], None, None),
    ("ski-helmet", "54-58 cm", 1, [], "54-58 cm", None),
    ("sledge", "60x40", 1, [], "60x40", None),
    ("sledge", "2*60x40", 2, [], "60x40", None),
    ("compass", "2x", 2, [], None, None),
    (None, "2x hockey skates 38 Bauer", 2, ["hockey-skates"], "38", "Bauer"),
    (None, "Hockeyskridskor", 1, ["hockey-skates"], None, None),
)


def test_one_line_says_what_the_next_thing_is(desk: Desk) -> None:
    """A size, a maker, a type, how many, or all of it; what it does not say is as before."""
    take_in(desk)
    for now, text, many, types, size, brand in LINES:
        said = desk.gifts.read(text, None if now is None else desk.context.types[now])
        assert (said.count, [kind.code for kind in said.types], said.unknown) == (many, types, ""), text
        found = (said.size, said.brand)
        if said.tail:
            found = desk.gifts.size_and_brand(said.types[0], said.tail)
        assert found == (size, brand), text


def test_a_word_that_several_types_bear_gives_those_that_bear_it_whole_first(desk: Desk) -> None:
    """Skates are rather hockey skates than skate skis."""
    names = [kind.name_en for kind in desk.gifts.read("skates").types]
    assert len(names) > 2
    assert all("skates" in name for name in names[:2])
    assert desk.gifts.read("xyzzy").unknown == "xyzzy"


# What is written


def test_the_first_thing_begins_a_gift_that_comes_back_and_ends(database: Database, desk: Desk) -> None:
    """It is this desk's alone, is there after a fault, and bears what came, what was refused and what was recycled."""
    made = take_in(desk, NewArticle("hockey-skates", "38", "Bauer", count=3))
    take_in(desk, NewArticle("ski-helmet", "54-58", barcode="HJ-0001"))
    for outcome, quantity in ((GiftOutcome.REFUSED, 1), (GiftOutcome.RECYCLED, 4)):
        desk.gifts.not_taken(outcome, quantity, act=new_act_key())
    assert a_desk(database, name="two").gifts.open() is None
    again = a_desk(database, clock=FixedClock(TUESDAY + timedelta(hours=15)))
    assert figures(again) == (4, 1, 4)
    before = again.gifts.open()
    assert before is not None
    assert before.without_label == 3, "the helmet came with its label"
    assert [article.size for article in before.articles] == ["54-58", "38", "38", "38"], "the newest first"
    assert again.gifts.choices().last == before.articles[0]
    ended = again.gifts.end(act="e")
    assert [(kind.code, n) for kind, n in ended.by_type] == [("hockey-skates", 3), ("ski-helmet", 1)]
    assert again.gifts.end(act="e") == ended, "the same act"
    with pytest.raises(UsageError):
        again.gifts.end(act=new_act_key())
    take_in(again)
    assert [gift.taken_in for gift in again.gifts.list()] == [1, 4]
    assert [gift.taken_in for gift in again.gifts.list(until=date(2026, 2, 17))] == [4]
    assert one_row(desk, "article", made[0].id)["gift_id"] == ended.gift.id


def test_a_whole_gift_is_taken_in_or_nothing_of_it(desk: Desk) -> None:
    """Whatever is wrong with it; and once, however often it is sent."""
    bad = [
        NewGift(articles=(SKATES, NewArticle("no-such-type"))),
        NewGift(articles=(SKATES, NewArticle("sledge", barcode="A"), NewArticle("sledge", barcode="a"))),
        NewGift(donor="Eva 19811228-9874", articles=(SKATES,)),
        NewGift(articles=(SKATES,), refused=-1),
    ]
    for new in bad:
        with pytest.raises(InvalidValueError):
            desk.gifts.add(new, act=new_act_key())
    assert [count(desk, table) for table in ("gift", "gift_item", "article", "barcode")] == [0, 0, 0, 0]
    done = desk.gifts.add(NewGift("Eva", None, (SKATES, SKATES), 1, 2), act="whole")
    assert desk.gifts.add(NewGift("Eva", None, (SKATES, SKATES), 1, 2), act="whole") == done
    assert (done.taken_in, done.refused, done.recycled) == (2, 1, 2)
    assert count(desk, "article") == 2


def test_the_donor_stands_in_the_gift_alone_and_can_be_taken_away(
    desk: Desk, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Not in the record, not in a file, and in no column once it is taken away."""
    gift = desk.gifts.describe({"donor": "  Eva\u202e Donatorsson "}, act=new_act_key())
    assert gift.donor == "Eva Donatorsson"
    (made,) = take_in(desk)
    path = tmp_path_factory.mktemp("files") / "stock.json"
    for kind in (ExportKind.ARTICLES, ExportKind.CATALOGUE):
        Exporter(desk.context).export(kind, path)
        assert made.barcode in path.read_text(encoding="utf-8")
        assert "Donatorsson" not in path.read_text(encoding="utf-8")
    assert desk.gifts.edit(gift.id, {"donor": ""}, act="k").donor is None
    with pytest.raises(InvalidValueError):
        desk.gifts.edit(gift.id, {"donor": "19811228-9874"}, act=new_act_key())
    with pytest.raises(UsageError):
        desk.gifts.edit(gift.id + 1, {"donor": ""}, act=new_act_key())
    texts = [str(one_row(desk, "event", n)) for n in range(1, count(desk, "event") + 1)]
    assert not any("Donatorsson" in text for text in texts)


# Taking back


def test_a_registering_that_is_undone_never_was(desk: Desk) -> None:
    """Three alike are one act; their codes are free, their numbers are not given out again, and the record says which they were."""
    take_in(desk)
    three = take_in(desk, NewArticle("hockey-skates", "40", count=3))
    act = new_act_key()
    done = desk.undoing.undo_last(act=act)
    assert isinstance(done, Undone)
    assert sorted(line.barcode or "" for line in done.lines) == [one.barcode for one in three]
    repeated = desk.undoing.undo_last(act=act)
    assert isinstance(repeated, Undone)
    assert [line.barcode for line in repeated.lines] == [line.barcode for line in done.lines]
    assert figures(desk) == (1, 0, 0)
    for table in ("article", "barcode", "article_state_change"):
        assert count(desk, table) == 1
    assert [one.code for one in desk.undoing.recent()][:3] == [one.barcode for one in three[::-1]]
    (label,) = take_in(desk, NewArticle("sledge", barcode=three[0].barcode))
    assert label.barcode == three[0].barcode
    assert label.id > three[-1].id, "the record's numbers mean one thing each"
    (other,) = take_in(desk)
    assert other.barcode not in {one.barcode for one in three}


def test_an_act_that_was_undone_is_not_said_to_be_done(desk: Desk) -> None:
    desk.gifts.take_in(SKATES, act="k")
    undo(desk)
    with pytest.raises(UsageError):
        desk.gifts.take_in(SKATES, act="k")
    assert count(desk, "article") == 0


def test_what_was_done_after_a_registering_is_undone_first(desk: Desk) -> None:
    """Service by mistake, then the whole thing: two presses. A refusal counted and an ended gift go the same way."""
    (made,) = take_in(desk)
    desk.articles.set_state(made.barcode, ArticleState.IN_SERVICE, act=new_act_key(), note="slipas")
    desk.gifts.not_taken(GiftOutcome.RECYCLED, 2, act=new_act_key())
    desk.gifts.end(act=new_act_key())
    seen = []
    for _ in range(4):
        done = undo(desk)
        assert isinstance(done, Undone)
        seen.append(done.lines[0].act)
    assert seen == [ActKind.GIFT_END, ActKind.GIFT_REFUSE, ActKind.ARTICLE_STATE, ActKind.ARTICLE_ADD]
    assert figures(desk) == (0, 0, 0)
    assert isinstance(undo(desk), NotUndone)


def _lent(desk: Desk, article: ArticleView) -> None:
    desk.lending.lend(article.barcode, a_borrower(desk).id, act=new_act_key())


def _lent_and_undone(desk: Desk, article: ArticleView) -> None:
    _lent(desk, article)
    undo(desk)


def _set_aside(desk: Desk, article: ArticleView) -> None:
    desk.articles.set_state(article.barcode, ArticleState.MISSING, act=new_act_key())


def _edited(desk: Desk, article: ArticleView) -> None:
    desk.articles.edit(article.id, article.revision, {"brand": "CCM"}, act=new_act_key())


def _booked(desk: Desk, article: ArticleView) -> None:
    day = desk.today()
    desk.bookings.add(NewBooking(a_borrower(desk).id, day, day, code=article.barcode), act=new_act_key())


def _in_a_basket(desk: Desk, article: ArticleView) -> None:
    a_desk(desk.context.database, name="two", clock=desk.context.clock).counter.enter(
        article.barcode, act=new_act_key()
    )


def _printed(desk: Desk, article: ArticleView) -> None:
    with desk.context.database.write() as connection:
        connection.execute(
            PrintedLabel.__table__.insert().values(
                branch_id=desk.context.branch_id, key=article.barcode, code=article.barcode,
                printed_at=desk.context.clock.now(), desk="one", sheet="free",
            )
        )  # fmt: skip


@pytest.mark.parametrize(
    ("does", "by"),
    [
        (_lent, UndoBlock.LENT_SINCE),
        (_lent_and_undone, UndoBlock.WAS_LENT),
        (_set_aside, UndoBlock.STATE_SINCE),
        (_edited, UndoBlock.EDITED_SINCE),
        (_booked, UndoBlock.USED_SINCE),
        (_in_a_basket, UndoBlock.USED_SINCE),
        (_printed, UndoBlock.LABEL_PRINTED),
    ],
)
def test_a_registering_stays_once_something_has_happened_to_the_article(
    desk: Desk, does: Callable[[Desk, ArticleView], None], by: UndoBlock
) -> None:
    """What stands in the way is named, and nothing of the act is undone: neither this one nor the one registered with it."""
    made = take_in(desk, NewArticle("hockey-skates", "38", count=2))
    (event,) = [act.event_id for act in desk.undoing.recent() if act.article == made[0]]
    does(desk, made[1])
    result = desk.undoing.undo(event, act=new_act_key())
    assert isinstance(result, NotUndone)
    assert [finding.facts["by"] for finding in result.findings] == [by]
    assert result.barcode == made[1].barcode
    assert count(desk, "article") == 2


def test_an_ended_gift_is_not_opened_over_another_one(desk: Desk) -> None:
    take_in(desk)
    desk.gifts.end(act=new_act_key())
    (ended,) = [act.event_id for act in desk.undoing.recent() if act.kind is ActKind.GIFT_END]
    take_in(desk)
    result = desk.undoing.undo(ended, act=new_act_key())
    assert isinstance(result, NotUndone)
    assert [finding.facts["by"] for finding in result.findings] == [UndoBlock.GIFT_SINCE]


@given(
    steps=st.lists(
        st.sampled_from(["one", "three", "refuse", "recycle", "service", "end", "undo"]), max_size=14
    )
)
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_pressed_the_figures_are_right(database: Database, steps: list[str]) -> None:
    """Against a model of ten lines, at a desk of its own: what is counted is what was done and not undone."""
    desk = a_desk(database, name=new_act_key(), clock=FixedClock(TUESDAY))
    gift, acts, last = [0, 0, 0], list[tuple[int, int]](), list[ArticleView]()
    open_now = False
    for step in steps:
        match step:
            case "one" | "three":
                n = 1 if step == "one" else 3
                last = list(take_in(desk, NewArticle("hockey-skates", "38", count=n)))
                acts.append((0, n))
            case "refuse" | "recycle":
                place = 1 if step == "refuse" else 2
                desk.gifts.not_taken(list(GiftOutcome)[place - 1], act=new_act_key())
                acts.append((place, 1))
            case "service":
                there = [one for one in last if _stands(desk, one)]
                if not there:
                    continue
                desk.articles.set_state(there[0].barcode, ArticleState.IN_SERVICE, act=new_act_key())
                acts.append((0, 0))
            case "end":
                if open_now:
                    desk.gifts.end(act=new_act_key())
                open_now, gift, acts, last = False, [0, 0, 0], [], []
                continue
            case _:
                if not acts:
                    continue
                assert isinstance(undo(desk), Undone)
                place, n = acts.pop()
                gift[place] -= n
                continue
        place, n = acts[-1]
        gift[place] += n
        open_now = True
        assert figures(desk) == tuple(gift)
    if open_now:
        assert figures(desk) == tuple(gift)


def _stands(desk: Desk, article: ArticleView) -> bool:
    found = desk.articles.get(article.barcode)
    return found is not None and found.state is ShownState.AVAILABLE
