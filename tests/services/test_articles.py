"""The stock: what is found by what people type, and what registering, changing and discarding leave on the disk."""

from datetime import UTC, datetime

import pytest

from fritids.db.engine import Database
from fritids.domain import barcode
from fritids.domain.findings import FindingCode
from fritids.domain.words import ArticleState, DiscardReason, ShownState
from fritids.errors import ConflictError, InvalidValueError
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from fritids.services.forms import ArticleListFilter, NewArticle
from fritids.services.overviews import NotChanged
from fritids.services.results import ArticleView, Lent
from tests.builders import FixedClock, a_borrower, a_desk, an_article
from tests.services.rows import count


@pytest.fixture
def desk(database: Database) -> Desk:
    return a_desk(database, clock=FixedClock(datetime(2026, 2, 16, 9, tzinfo=UTC)))


def found(desk: Desk, words: str, **options: object) -> list[str | None]:
    """The sizes of what is found, in order."""
    return [article.size for article in desk.articles.find(words, **options)]  # type: ignore[arg-type]


def lend(desk: Desk, article: ArticleView) -> None:
    borrower = a_borrower(desk)
    result = desk.lending.lend(article.barcode, borrower.id, act=new_act_key())
    assert isinstance(result, Lent)


# Finding


@pytest.mark.parametrize(
    ("words", "type_code", "size"),
    [
        ("skridskor 38", "hockey-skates", "38"),
        ("SKRIDSKOR stl 38", "hockey-skates", "38"),
        ("hjälm 54", "ski-helmet", "52-56"),
        ("hjalm 54", "ski-helmet", "52-56"),
        ("slalomskidor 140", "alpine-skis", "140"),
        ("alpine skis 140 cm", "alpine-skis", "140"),
        ("pjäxor 275", "alpine-boots", "27.5"),
        ("flytväst 30 kg", "life-jacket-child", "15-30"),
        ("ryggskydd m", "back-protector", "S/M"),
    ],
)
def test_a_typed_size_finds_what_fits_it(desk: Desk, words: str, type_code: str, size: str) -> None:
    """In both languages, whatever the case and the accents; a span holds every size in it."""
    if type_code not in {kind.code for kind in desk.articles.types()}:
        named = desk.articles.type_named("flytväst barn") or desk.articles.types_like("flytväst")[0]
        type_code = named.code
    right = an_article(desk, type=type_code, size=size)
    an_article(desk, type=type_code, size="44" if type_code == "hockey-skates" else "60")
    an_article(desk, type="compass")
    assert [article.barcode for article in desk.articles.find(words)][:1] == [right.barcode]
    assert len(desk.articles.find(words)) == 1


@pytest.mark.parametrize(
    ("words", "type_code"),
    [
        ("hjälmar 54", "ski-helmet"),
        ("hjälmen", "ski-helmet"),
        ("helmets", "ski-helmet"),
        ("pulkor", "sledge"),
        ("kälke", "sledge"),
        ("cyklar", "child-bicycle"),
        ("cyklarna", "child-bicycle"),
        ("klubbor", "hockey-stick"),
        ("isskridskor", "figure-skates"),
        ("skidpjäxor", "cross-country-boots"),
        ("täckbyxor", "ski-overtrousers"),
        ("cykelkärra", "bike-trailer"),
    ],
)
def test_a_thing_is_found_by_its_plural_and_by_what_people_call_it(
    desk: Desk, words: str, type_code: str
) -> None:
    right = an_article(desk, type=type_code, size="52-56" if type_code == "ski-helmet" else None)
    an_article(desk, type="tent", size="4")
    assert [article.id for article in desk.articles.find(words)] == [right.id]


def test_a_maker_is_no_plural_and_a_letter_no_genitive(desk: Desk) -> None:
    """The maker Elan is no form of another word; S is a size, and not in "child's life jacket"."""
    right = an_article(desk, type="alpine-skis", brand="Elan")
    vest = an_article(desk, type="riding-vest", size="S")
    an_article(desk, type="child-s-life-jacket-with-collar", size="15-30")
    assert [article.id for article in desk.articles.find("elan")] == [right.id]
    assert [article.id for article in desk.articles.find("väst s")] == [vest.id]


def test_every_word_has_to_fit_brand_and_type_together(desk: Desk) -> None:
    right = an_article(desk, brand="Bauer")
    an_article(desk, brand="CCM")
    an_article(desk, type="hockey-stick", brand="Bauer")
    assert [article.id for article in desk.articles.find("bauer skridsk")] == [right.id]


def test_a_number_of_a_model_is_found_as_a_word_too(desk: Desk) -> None:
    stove = desk.articles.types_like("stormkök")[0]
    (made,) = desk.articles.add(
        NewArticle(stove.code, brand="Trangia", model="25 Ultralight"), act=new_act_key()
    )
    assert [article.id for article in desk.articles.find("trangia 25")] == [made.id]


def test_a_size_is_not_found_inside_a_barcode(desk: Desk) -> None:
    """Every second code has a 38 in it somewhere."""
    an_article(desk, size="42", barcode="7300000003838")
    assert found(desk, "skridskor 38") == []


def test_part_of_a_foreign_code_finds_the_article(desk: Desk) -> None:
    made = an_article(desk, barcode="FB-Å 1234")
    assert [article.id for article in desk.articles.find("fb-å")] == [made.id]
    assert [article.id for article in desk.articles.find("fb-a 1234")] == [made.id]


@pytest.mark.parametrize("words", ["100%", "_", "%", "\\", "'; drop table article; --", "", "   "])
def test_signs_that_mean_something_to_a_database_are_only_signs(desk: Desk, words: str) -> None:
    an_article(desk, brand="Plain")
    marked = an_article(desk, brand="100%_\\ ull")
    hits = [article.id for article in desk.articles.find(words)]
    assert hits in ([marked.id], [], [article.id for article in desk.articles.find("")])


def test_what_can_be_lent_stands_first_then_the_exact_size(desk: Desk) -> None:
    out = an_article(desk, type="ski-helmet", size="54")
    lend(desk, out)
    wide = an_article(desk, type="ski-helmet", size="50-58")
    narrow = an_article(desk, type="ski-helmet", size="53-55")
    exact = an_article(desk, type="ski-helmet", size="54")
    hits = [article.id for article in desk.articles.find("hjälm 54")]
    assert hits == [exact.id, narrow.id, wide.id, out.id]
    assert [article.id for article in desk.articles.find("hjälm 54", available=True)] == hits[:3]
    assert desk.articles.count("hjälm 54") == 4
    assert desk.articles.count("hjälm 54", available=True) == 3


def test_pages_of_hits_follow_on_each_other_across_all_ranks(desk: Desk) -> None:
    for number in range(7):
        article = an_article(desk, size=str(30 + number))
        if number % 2:
            lend(desk, article)
        if number == 4:
            desk.articles.discard(article.barcode, DiscardReason.BROKEN, act=new_act_key())
    whole = [article.id for article in desk.articles.find("skridskor")]
    paged = [
        article.id
        for offset in range(0, 9, 2)
        for article in desk.articles.find("skridskor", limit=2, offset=offset)
    ]
    assert paged == whole
    assert len(whole) == 7
    assert desk.articles.find("skridskor")[-1].state is ShownState.DISCARDED


def test_a_size_given_apart_is_read_as_each_type_reads_it(desk: Desk) -> None:
    boot = an_article(desk, type="alpine-boots", size="270")
    ski = an_article(desk, type="alpine-skis", size="170")
    assert boot.size == "27"
    assert [article.id for article in desk.articles.find("slalom", size="270")] == [boot.id]
    assert [article.id for article in desk.articles.find("slalom", size="170")] == [ski.id]
    assert desk.articles.find("slalom", size="nonsense") == ()


def test_letter_sizes_are_found_between_their_signs(desk: Desk) -> None:
    """`L` is in `XL` as a letter, not as a size."""
    for size in ("XL", "S/M/L", "L"):
        an_article(desk, type="back-protector", size=size)
    assert found(desk, "ryggskydd L") == ["L", "S/M/L"]


def test_the_same_search_finds_the_same_after_a_label_is_added(desk: Desk) -> None:
    article = an_article(desk, brand="Bauer")
    desk.articles.add_label(article.id, "NEW-77", act=new_act_key())
    for words in ("bauer", "new-77", article.barcode):
        assert [hit.id for hit in desk.articles.find(words)] == [article.id]


# Types


@pytest.mark.parametrize(
    "text", ["hockey-skates", "Hockeyskridskor", "HOCKEY SKATES", "hockey  skates", "hockeyskridskor"]
)
def test_a_type_is_named_by_code_or_either_name(desk: Desk, text: str) -> None:
    kind = desk.articles.type_named(text)
    assert kind is not None
    assert kind.code == "hockey-skates"


def test_a_word_that_fits_several_types_names_none_of_them(desk: Desk) -> None:
    assert desk.articles.type_named("skridskor") is None
    assert len(desk.articles.types_like("skridskor")) > 2
    assert desk.articles.type_named("") is None
    assert desk.articles.types_like("  ") == ()


def test_a_beginning_that_only_one_type_has_names_it(desk: Desk) -> None:
    kind = desk.articles.type_named("hockeyskrid")
    assert kind is not None
    assert kind.code == "hockey-skates"


# Registering


def test_own_labels_can_be_read_and_are_never_used_again(desk: Desk) -> None:
    """Numbers follow on each other; one that somebody wrote on a label by hand is passed over."""
    first = an_article(desk)
    assert barcode.series(first.barcode) is barcode.Series.ARTICLE
    by_hand = barcode.article_code(int(first.barcode[1:-1]) + 1)
    an_article(desk, barcode=by_hand)
    third = an_article(desk)
    assert int(third.barcode[1:-1]) == int(first.barcode[1:-1]) + 2


def test_a_foreign_code_is_kept_as_it_is_and_found_in_any_case(desk: Desk) -> None:
    article = an_article(desk, barcode="fb-Å 12")
    assert article.barcode == "fb-Å 12"
    again = desk.articles.get("FB-å12")
    assert again is not None
    assert again.id == article.id


def test_several_alike_get_a_label_each(desk: Desk) -> None:
    made = desk.articles.add(NewArticle("hockey-skates", size="38", count=5), act=new_act_key())
    assert len({article.barcode for article in made}) == 5
    assert desk.articles.count("skridskor 38") == 5


def test_the_same_registration_sent_twice_makes_one_article(desk: Desk) -> None:
    act = new_act_key()
    first = desk.articles.add(NewArticle("hockey-skates", size="38", count=2), act=act)
    assert desk.articles.add(NewArticle("hockey-skates", size="38", count=2), act=act) == first
    assert desk.articles.count("skridskor") == 2


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (NewArticle("no such type"), "type"),
        (NewArticle("skridskor"), "type"),
        (NewArticle("hockey-skates", barcode="TAKEN"), "barcode"),
        (NewArticle("hockey-skates", barcode="x" * 41), "barcode"),
        (NewArticle("hockey-skates", barcode="a\x1bb"), "barcode"),
        (NewArticle("hockey-skates", barcode="NEW", count=2), "count"),
        (NewArticle("hockey-skates", count=0), "count"),
        (NewArticle("hockey-skates", brand="x" * 101), "brand"),
        (NewArticle("hockey-skates", note="belongs to 19811218-9876"), "note"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_its_field_and_nothing_is_written(
    desk: Desk, new: NewArticle, field: str
) -> None:
    an_article(desk, barcode="taken", size="1")
    with pytest.raises(InvalidValueError) as refused:
        desk.articles.add(new, act=new_act_key())
    assert refused.value.field == field
    assert "19811218" not in refused.value.message
    assert desk.articles.count_list() == 1


def test_text_is_made_harmless_where_it_comes_in(desk: Desk) -> None:
    """Control signs and marks that turn the reading direction are gone; markup is only letters."""
    article = an_article(desk, brand="Ski\x1b[31mdor\u202e [/150cm]\n")
    assert article.brand == "Ski[31mdor [/150cm]"


def test_a_size_that_means_nothing_is_kept_as_written(desk: Desk) -> None:
    assert an_article(desk, size="one size ☺").size == "one size ☺"


# Changing


def test_an_edit_changes_what_it_names_and_what_the_article_is_found_by(desk: Desk) -> None:
    article = an_article(desk, size="38", brand="Bauer")
    changed = desk.articles.edit(article.id, article.revision, {"size": "40", "brand": ""}, act=new_act_key())
    assert (changed.size, changed.brand, changed.type.code) == ("40", None, "hockey-skates")
    assert desk.articles.find("bauer") == ()
    assert [hit.id for hit in desk.articles.find("skridskor 40")] == [article.id]


def test_a_new_type_reads_the_size_anew(desk: Desk) -> None:
    article = an_article(desk, type="alpine-skis", size="270")
    changed = desk.articles.edit(article.id, article.revision, {"type": "Slalompjäxor"}, act=new_act_key())
    assert (changed.type.code, changed.size) == ("alpine-boots", "27")


def test_two_people_who_edit_one_article_do_not_overwrite_each_other(desk: Desk) -> None:
    article = an_article(desk)
    act = new_act_key()
    first = desk.articles.edit(article.id, article.revision, {"brand": "Bauer"}, act=act)
    with pytest.raises(ConflictError):
        desk.articles.edit(article.id, article.revision, {"brand": "CCM"}, act=new_act_key())
    assert desk.articles.edit(article.id, article.revision, {"brand": "Bauer"}, act=act) == first
    with pytest.raises(InvalidValueError):
        desk.articles.edit(article.id, first.revision, {"price": "5"}, act=new_act_key())


def test_an_old_label_stays_valid_beside_the_new_one(desk: Desk) -> None:
    article = an_article(desk)
    relabelled = desk.articles.add_label(article.id, act=new_act_key())
    assert relabelled.barcode != article.barcode
    assert desk.articles.labels(article.id) == (article.barcode, relabelled.barcode)
    for code in (article.barcode, relabelled.barcode):
        again = desk.articles.get(code)
        assert again is not None
        assert again.id == article.id
    other = an_article(desk)
    with pytest.raises(InvalidValueError):
        desk.articles.add_label(other.id, article.barcode, act=new_act_key())


def test_a_discarded_article_keeps_its_reason_and_its_open_loan(desk: Desk) -> None:
    article = an_article(desk)
    lend(desk, article)
    gone = desk.articles.discard(
        article.barcode, DiscardReason.LOST, act=new_act_key(), note="left in the lake"
    )
    assert isinstance(gone, ArticleView)
    assert (gone.state, gone.discard_reason) == (ShownState.ON_LOAN, DiscardReason.LOST)
    assert desk.articles.state_note(gone.id) == "left in the lake"
    desk.returns.take_back(article.barcode, act=new_act_key())
    after = desk.articles.get(article.barcode)
    assert after is not None
    assert after.state is ShownState.DISCARDED
    back = desk.articles.set_state(article.barcode, ArticleState.IN_STOCK, act=new_act_key())
    assert isinstance(back, ArticleView)
    assert (back.state, back.discard_reason) == (ShownState.AVAILABLE, None)
    assert desk.articles.state_note(back.id) is None


def test_why_an_article_was_set_aside_leaves_its_own_note_alone(desk: Desk) -> None:
    article = an_article(desk, type="tent")
    desk.articles.edit(article.id, article.revision, {"note": "blue bag"}, act=new_act_key())
    aside = desk.articles.set_state(
        article.barcode, ArticleState.IN_SERVICE, act=new_act_key(), note="a pole\x1b is cracked"
    )
    assert isinstance(aside, ArticleView)
    assert (aside.note, desk.articles.state_note(article.id)) == ("blue bag", "a pole is cracked")
    with pytest.raises(InvalidValueError):
        desk.articles.set_state(
            article.barcode, ArticleState.MISSING, act=new_act_key(), note="811218-9876 has it"
        )


def test_an_unknown_code_changes_nothing_and_says_so(desk: Desk) -> None:
    result = desk.articles.discard("nothing", DiscardReason.BROKEN, act=new_act_key())
    assert isinstance(result, NotChanged)
    assert [finding.code for finding in result.findings] == [FindingCode.UNKNOWN_ARTICLE]
    with pytest.raises(InvalidValueError):
        desk.articles.set_state("nothing", ArticleState.DISCARDED, act=new_act_key())


# Lists


def test_the_list_is_by_label_and_by_what_is_asked(desk: Desk) -> None:
    made = [an_article(desk, size=str(30 + number)) for number in range(5)]
    skis = an_article(desk, type="alpine-skis", size="140")
    lend(desk, made[2])
    assert [article.id for article in desk.articles.list(limit=3, offset=3)] == [
        made[3].id,
        made[4].id,
        skis.id,
    ]
    by_type = ArticleListFilter(type_code="alpine-skis")
    assert [article.id for article in desk.articles.list(by_type)] == [skis.id]
    by_category = ArticleListFilter(category="ice")
    assert desk.articles.count_list(by_category) == 5
    out = ArticleListFilter(states=(ShownState.ON_LOAN,))
    assert [article.id for article in desk.articles.list(out)] == [made[2].id]
    at_home = ArticleListFilter(states=(ShownState.AVAILABLE, ShownState.MISSING))
    assert desk.articles.count_list(at_home) == 5


def test_the_loans_of_an_article_are_listed_newest_first(desk: Desk) -> None:
    article = an_article(desk)
    for _turn in range(3):
        lend(desk, article)
        desk.returns.take_back(article.barcode, act=new_act_key())
    loans = desk.articles.loans_of(article.id)
    assert [loan.id for loan in loans] == sorted((loan.id for loan in loans), reverse=True)
    assert all(loan.returned_at is not None for loan in loans)
    assert len(loans) == 3


def test_each_article_has_a_dated_arrival(desk: Desk) -> None:
    article = an_article(desk)
    assert count(desk, "article_state_change", article_id=article.id, state="in_stock") == 1
