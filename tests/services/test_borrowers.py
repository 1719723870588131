"""The register of borrowers: who is found by what, what is kept and what is refused."""

from datetime import UTC, datetime

import pytest

from fritids.db.engine import Database
from fritids.domain import barcode
from fritids.domain.findings import FindingCode
from fritids.domain.words import BorrowerKind
from fritids.errors import ConflictError, InvalidValueError
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from fritids.services.forms import BorrowerListFilter, NewBorrowerData
from fritids.services.results import BorrowerView, Lent, NoBorrower, SeveralBorrowers
from tests.builders import FixedClock, a_borrower, a_desk, an_article
from tests.services.rows import count


@pytest.fixture
def desk(database: Database) -> Desk:
    return a_desk(database, clock=FixedClock(datetime(2026, 2, 16, 9, tzinfo=UTC)))


def who(desk: Desk, text: str) -> object:
    """The name of the one borrower who is meant, the names of several, or None."""
    match = desk.borrowers.match(text)
    if isinstance(match, BorrowerView):
        return match.name
    return [one.name for one in match.candidates] if isinstance(match, SeveralBorrowers) else None


# Matching


@pytest.mark.parametrize(
    "spelling", ["070-174 06 05", "+46701740605", "0046 70 174 06 05", "070 1740605", "+46 (0)70-1740605"]
)
def test_a_phone_number_in_any_spelling_means_its_owner(desk: Desk, spelling: str) -> None:
    anna = a_borrower(desk, name="Anna Ek", phone="0701740605")
    assert anna.phone == "+46701740605"
    assert who(desk, spelling) == "Anna Ek"


def test_a_number_that_several_share_means_none_of_them(desk: Desk) -> None:
    a_borrower(desk, name="Bo Ek", phone="0701740605")
    a_borrower(desk, name="Anna Ek", phone="0701740605")
    assert who(desk, "0701740605") == ["Anna Ek", "Bo Ek"]


def test_number_and_card_mean_their_owner_as_a_scanner_sends_them(desk: Desk) -> None:
    anna = a_borrower(desk, name="Anna Ek", card="lib-0042 x")
    assert barcode.series(anna.number) is barcode.Series.BORROWER
    for text in (anna.number, f"]C0{anna.number}", "LIB-0042X", "lib-0042 X\n"):
        assert who(desk, text) == "Anna Ek"


def test_a_name_means_whoever_alone_has_it(desk: Desk) -> None:
    """Case and accents do not count, whole words do; the very name goes before longer ones."""
    for name in ("Åsa Öberg", "Åsa Öberg Lind", "Johanna Berg"):
        a_borrower(desk, name=name)
    assert who(desk, "asa oberg") == "Åsa Öberg"
    assert who(desk, "ÅSA LIND") == "Åsa Öberg Lind"
    assert who(desk, "åsa") == ["Åsa Öberg", "Åsa Öberg Lind"]
    assert who(desk, "Anna") is None
    assert who(desk, "Öberg,") is None


def test_two_of_the_same_name_are_both_named(desk: Desk) -> None:
    first, second = a_borrower(desk, name="Anna Ek"), a_borrower(desk, name="Anna Ek")
    match = desk.borrowers.match("Anna Ek")
    assert isinstance(match, SeveralBorrowers)
    assert [one.number for one in match.candidates] == [first.number, second.number]


@pytest.mark.parametrize("text", ["19811218-9876", "811218-9876", "Anna 19811218 9876"])
def test_an_identity_number_is_refused_and_not_repeated(desk: Desk, text: str) -> None:
    assert desk.borrowers.match(text) == NoBorrower("", FindingCode.NOT_ALLOWED)
    assert desk.borrowers.search(text) == ()


def test_an_article_with_such_a_code_is_no_identity_number(desk: Desk) -> None:
    an_article(desk, barcode="198112189876")
    assert desk.borrowers.match("198112189876") == NoBorrower("198112189876")


@pytest.mark.parametrize("text", ["", "   ", "\x00", "5", "%", "a" * 10_000])
def test_nothing_much_means_nobody(desk: Desk, text: str) -> None:
    a_borrower(desk, name="Anna Ek")
    assert isinstance(desk.borrowers.match(text), NoBorrower)


# Searching while typing


@pytest.mark.parametrize("typed", ["an", "ek", "ANNA E", "k ann", "740605", "070-174 06 05", "+46 70 174060"])
def test_typing_finds_parts_of_name_and_number(desk: Desk, typed: str) -> None:
    anna = a_borrower(desk, name="Anna Ek", phone="0701740605")
    a_borrower(desk, name="Per Dal", phone="0701740699")
    assert [one.id for one in desk.borrowers.search(typed)] == [anna.id]


def test_hits_are_by_name_and_no_more_than_asked(desk: Desk) -> None:
    for name in ("Cia Ek", "Åke Ek", "Bo Ek"):
        a_borrower(desk, name=name)
    assert [one.name for one in desk.borrowers.search("ek", limit=2)] == ["Åke Ek", "Bo Ek"]
    assert desk.borrowers.search("") == ()


# Protected


def test_a_protected_borrower_is_opened_exactly_and_found_no_other_way(desk: Desk) -> None:
    hidden = a_borrower(desk, name="Anna Ek", phone="0701740605", protected=True, card="CARD-9")
    for text in (hidden.number, "0701740605", "CARD-9"):
        assert who(desk, text) == "Anna Ek"
    for text in ("Anna Ek", "anna", "ek"):
        assert who(desk, text) is None
    for typed in ("anna", "0701", hidden.number[:6], "card"):
        assert desk.borrowers.search(typed) == ()


def test_a_protected_borrower_stands_in_lists_without_name_and_phone(desk: Desk) -> None:
    hidden = a_borrower(desk, name="Anna Ek", phone="0701740605", protected=True, note="call first")
    a_borrower(desk, name="Bo Ek", phone="0701740605")
    match = desk.borrowers.match("0701740605")
    assert isinstance(match, SeveralBorrowers)
    shown = {one.number: one for one in (*desk.borrowers.list(), *match.candidates)}[hidden.number]
    assert (shown.name, shown.phone, shown.note) == ("", None, None)
    opened = desk.borrowers.get(hidden.id)
    assert opened is not None
    assert (opened.name, opened.note) == ("Anna Ek", "call first")


# Registering


def test_name_and_number_are_enough(desk: Desk) -> None:
    anna = desk.borrowers.add(NewBorrowerData("  Anna \x1b Ek ", "0701740605"), act=new_act_key())
    assert (anna.name, anna.phone, anna.kind, anna.open_loans) == (
        "Anna Ek",
        "+46701740605",
        BorrowerKind.PERSON,
        0,
    )


def test_all_fields_that_the_branch_asks_for_are_kept(desk: Desk) -> None:
    desk.branch.set({"ask_email": "on", "ask_language": "on"}, act=new_act_key())
    data = NewBorrowerData(
        "Kim Ek",
        None,
        "school",
        "kim@example.org",
        "1981",
        "woman",
        "123 45",
        "uk",
        "late on Fridays",
        card="K-1",
    )
    kim = desk.borrowers.add(data, act=new_act_key())
    stored = (kim.kind, kim.email, kim.birth_year, kim.gender, kim.postcode, kim.language, kim.note)
    assert stored == (BorrowerKind.SCHOOL, "kim@example.org", 1981, "woman", "12345", "uk", "late on Fridays")


def test_the_same_registration_saved_twice_is_one_person(desk: Desk) -> None:
    act = new_act_key()
    data = NewBorrowerData("Anna Ek", card="K-1")
    assert desk.borrowers.add(data, act=act) == desk.borrowers.add(data, act=act)
    assert desk.borrowers.count() == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": " \u202e\x00 "}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"name": "Anna 811218-9876"}, "name"),
        ({"note": "19811218 9876"}, "note"),
        ({"card": "811218-9876"}, "card"),
        ({"card": "TAKEN"}, "card"),
        ({"card": "x" * 41}, "card"),
        ({"card": barcode.article_code(7)}, "card"),
        ({"phone": "12345"}, "phone"),
        ({"phone": "call me"}, "phone"),
        ({"phone": "811218-9876"}, "phone"),
        ({"kind": "robot"}, "kind"),
        ({"birth_year": "1850"}, "birth_year"),
        ({"birth_year": "2027"}, "birth_year"),
        ({"birth_year": "81"}, "birth_year"),
        ({"birth_year": "9" * 5000}, "birth_year"),
        ({"gender": "girl"}, "gender"),
        ({"postcode": "1234"}, "postcode"),
        ({"postcode": "012 34"}, "postcode"),
        ({"email": "kim@example.org"}, "email"),
        ({"language": "sv"}, "language"),
        ({"note": "x" * 1001}, "note"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_its_field_and_nobody_is_registered(
    desk: Desk, fields: dict[str, str], field: str
) -> None:
    """E-mail and language are not asked for at this branch, so there is no place for them."""
    a_borrower(desk, name="Somebody", card="taken")
    with pytest.raises(InvalidValueError) as refused:
        desk.borrowers.add(NewBorrowerData(**{"name": "Anna Ek", **fields}), act=new_act_key())  # type: ignore[arg-type]
    assert refused.value.field == field
    assert "811218" not in refused.value.message
    assert desk.borrowers.count() == 1


def test_an_email_has_the_shape_of_one(desk: Desk) -> None:
    desk.branch.set({"ask_email": "on"}, act=new_act_key())
    for bad in (
        "kim",
        "kim@",
        "@example.org",
        "kim@example",
        "a b@example.org",
        "kim@example.org, bo@example.org",
    ):
        with pytest.raises(InvalidValueError):
            a_borrower(desk, email=bad)
    assert a_borrower(desk, email="kim.ek+fritid@post.example.org").email == "kim.ek+fritid@post.example.org"


def test_numbers_are_never_used_again(desk: Desk) -> None:
    first = a_borrower(desk)
    desk.borrowers.erase(first.id, act=new_act_key())
    assert a_borrower(desk).number != first.number


# Changing


def test_an_edit_changes_what_it_names_and_what_the_person_is_found_by(desk: Desk) -> None:
    anna = a_borrower(desk, name="Anna Ek", phone="0701740605", card="K-1")
    changed = desk.borrowers.edit(
        anna.id, anna.revision, {"name": "Anna Dal", "phone": None}, act=new_act_key()
    )
    assert (changed.name, changed.phone) == ("Anna Dal", None)
    assert desk.borrowers.search("ek") == ()
    assert [one.id for one in desk.borrowers.search("dal")] == [anna.id]
    assert who(desk, "0701740605") is None
    assert [one.id for one in desk.borrowers.search("k-1")] == [anna.id]


def test_two_people_who_edit_one_borrower_do_not_overwrite_each_other(desk: Desk) -> None:
    anna, act = a_borrower(desk), new_act_key()
    first = desk.borrowers.edit(anna.id, anna.revision, {"note": "mine"}, act=act)
    with pytest.raises(ConflictError):
        desk.borrowers.edit(anna.id, anna.revision, {"note": "yours"}, act=new_act_key())
    assert desk.borrowers.edit(anna.id, anna.revision, {"note": "mine"}, act=act) == first


def test_a_field_that_was_turned_off_may_stay_or_be_emptied_but_not_be_filled(desk: Desk) -> None:
    anna = a_borrower(desk, birth_year=1981)
    desk.branch.set({"ask_birth_year": "off"}, act=new_act_key())
    same = desk.borrowers.edit(
        anna.id, anna.revision, {"birth_year": 1981, "name": "Anna"}, act=new_act_key()
    )
    assert same.birth_year == 1981
    with pytest.raises(InvalidValueError):
        desk.borrowers.edit(anna.id, same.revision, {"birth_year": 1982}, act=new_act_key())
    emptied = desk.borrowers.edit(anna.id, same.revision, {"birth_year": ""}, act=new_act_key())
    assert emptied.birth_year is None


def test_blocking_is_a_switch_and_stands_in_the_record_without_a_name(desk: Desk, database: Database) -> None:
    anna = a_borrower(desk, name="Anna Ek", note="calls on Fridays")
    blocked = desk.borrowers.edit(anna.id, anna.revision, {"blocked": True}, act=new_act_key())
    assert blocked.blocked
    free = desk.borrowers.edit(anna.id, blocked.revision, {"blocked": False}, act=new_act_key())
    assert not free.blocked
    desk.borrowers.edit(anna.id, free.revision, {"name": "Anna Dal"}, act=new_act_key())
    with database.read() as connection:
        record = str(connection.exec_driver_sql("SELECT * FROM event").all())
    for word in ("Anna", "Dal", "Fridays", anna.number):
        assert word not in record


def test_a_new_card_stands_beside_the_old_one(desk: Desk) -> None:
    anna, other = a_borrower(desk, name="Anna Ek", card="K-1"), a_borrower(desk)
    desk.borrowers.add_card(anna.id, "K-2", act=new_act_key())
    desk.borrowers.add_card(anna.id, "k-2", act=new_act_key())
    assert who(desk, "K-1") == who(desk, "K-2") == "Anna Ek"
    with pytest.raises(InvalidValueError):
        desk.borrowers.add_card(other.id, "K-2", act=new_act_key())


def test_children_stand_under_the_adult_once(desk: Desk) -> None:
    anna = a_borrower(desk)
    act = new_act_key()
    lo = desk.borrowers.add_co_borrower(anna.id, "Lo", birth_year="2018", act=act)
    assert desk.borrowers.add_co_borrower(anna.id, "Lo", birth_year="2018", act=act) == lo
    assert desk.borrowers.add_co_borrower(anna.id, "Lo", birth_year="2018", act=new_act_key()) == lo
    with pytest.raises(InvalidValueError):
        desk.borrowers.add_co_borrower(anna.id, "Lo 811218-9876", act=new_act_key())
    assert desk.borrowers.co_borrowers(anna.id) == (lo,)


# Lists


def test_the_register_is_listed_by_number_and_by_what_is_asked(desk: Desk) -> None:
    made = [a_borrower(desk, name=f"Ek {number}") for number in range(4)]
    school = a_borrower(desk, name="Ekskolan", kind="school")
    article = an_article(desk)
    assert isinstance(desk.lending.lend(article.barcode, made[1].id, act=new_act_key()), Lent)
    assert [one.id for one in desk.borrowers.list(limit=2, offset=1)] == [made[1].id, made[2].id]
    assert [one.id for one in desk.borrowers.list(BorrowerListFilter(kind="school"))] == [school.id]
    (out,) = desk.borrowers.list(BorrowerListFilter(with_loans=True))
    assert (out.id, out.open_loans, out.late_loans) == (made[1].id, 1, 0)
    assert desk.borrowers.count(BorrowerListFilter(words="ek")) == 5


def test_what_is_late_is_counted_from_the_day_after(desk: Desk) -> None:
    anna, article = a_borrower(desk), an_article(desk)
    desk.lending.lend(article.barcode, anna.id, act=new_act_key())
    clock = desk.context.clock
    assert isinstance(clock, FixedClock)
    counts = []
    for day in (2, 3):
        clock.moment = datetime(2026, 3, day, 9, tzinfo=UTC)
        seen = desk.borrowers.get(anna.id)
        assert seen is not None
        counts.append((seen.open_loans, seen.late_loans))
    assert counts == [(1, 0), (1, 1)]
    assert [loan.days_late for loan in desk.borrowers.loans_of(anna.id)] == [1]


def test_loans_of_a_borrower_are_what_is_out_or_all(desk: Desk) -> None:
    anna, first, second = a_borrower(desk), an_article(desk), an_article(desk)
    for article in (first, second):
        desk.lending.lend(article.barcode, anna.id, act=new_act_key())
    desk.returns.take_back(first.barcode, act=new_act_key())
    assert [loan.article.id for loan in desk.borrowers.loans_of(anna.id)] == [second.id]
    assert [loan.article.id for loan in desk.borrowers.loans_of(anna.id, all=True)] == [second.id, first.id]
    assert count(desk, "loan", borrower_id=anna.id) == 2


def test_marks_that_cannot_be_seen_hide_no_identity_number_on_a_card(desk: Desk) -> None:
    for typed in ("850709-\u200b9805", "\u206619850709-9805"):
        with pytest.raises(InvalidValueError):
            a_borrower(desk, card=typed)
