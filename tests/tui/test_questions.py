"""Questions are asked in the box, and no scan ever answers one: it waits, and is then worked off in its order."""

from datetime import timedelta

from fritids.domain.words import ArticleState
from fritids.services.acts import new_act_key
from fritids.services.results import Lent
from fritids.tui.counter.situation import View
from tests.builders import a_borrower, an_article
from tests.tui.conftest import Branch
from tests.tui.counter import Desk, at_counter


def test_a_new_number_is_registered_while_scans_wait(branch: Branch) -> None:
    """A name is all that is asked; the scan that came meanwhile is lent to the new borrower."""

    async def steps(desk: Desk) -> None:
        await desk.scan(branch.skates[0].barcode)
        await desk.enter("070-174 06 33")
        assert "New borrower" in desk.screen
        await desk.scan(branch.skates[1].barcode)
        assert "1 in line" in desk.screen
        await desk.enter("Cissi Dahl")
        assert desk.now.state.visit is not None
        assert desk.now.state.visit.borrower.name == "Cissi Dahl"
        assert [line.article.barcode for line in desk.now.state.visit.done] == [
            one.barcode for one in branch.skates[:2]
        ]

    at_counter(branch.url, steps, clock=branch.clock)


def test_a_registration_that_is_left_writes_nothing(branch: Branch) -> None:
    """Esc leaves it, and what was scanned meanwhile goes into the basket."""

    async def steps(desk: Desk) -> None:
        await desk.enter("070-174 06 33")
        await desk.scan(branch.skates[1].barcode)
        await desk.write("Cis")
        await desk.press("escape")
        assert desk.now.prompt is not None
        await desk.press("escape")
        assert desk.now.prompt is None
        assert len(desk.now.state.basket) == 1

    at_counter(branch.url, steps, clock=branch.clock)
    assert branch.look().borrowers.count() == 2


def test_what_the_branch_asks_besides_can_be_skipped_and_is_checked(branch: Branch) -> None:
    """A year that is none is asked for again; Enter goes on without an answer."""
    branch.look().branch.set({"ask_birth_year": "on", "ask_gender": "on"}, act="settings2")

    async def steps(desk: Desk) -> None:
        await desk.enter("070-174 06 33")
        await desk.enter("Cissi Dahl")
        await desk.enter("soon")
        assert desk.now.prompt is not None
        assert "✗" in desk.screen
        await desk.enter("1984")
        await desk.enter("2")
        assert desk.now.state.visit is not None
        assert desk.now.state.visit.borrower.birth_year == 1984
        assert desk.now.state.visit.borrower.gender == "woman"

    at_counter(branch.url, steps, clock=branch.clock)


def test_a_shared_number_offers_a_list_and_somebody_new(branch: Branch) -> None:
    """A digit chooses; the last line is a new person on the number."""
    a_borrower(branch.look(), name="Adam Berg", phone="070-174 06 05")

    async def steps(desk: Desk) -> None:
        await desk.enter("070-174 06 05")
        assert "Who of them?" in desk.screen
        assert "New person on this number" in desk.screen
        await desk.scan(branch.skates[0].barcode)
        assert desk.now.state.visit is None
        await desk.enter("3")
        await desk.enter("Ada Berg")
        assert desk.now.state.visit is not None
        assert desk.now.state.visit.borrower.name == "Ada Berg"
        assert desk.now.state.visit.borrower.phone == "+46701740605"
        assert len(desk.now.state.visit.done) == 1

    at_counter(branch.url, steps, clock=branch.clock)


def test_words_give_hits_while_typing_and_the_arrow_keys_choose(branch: Branch) -> None:
    """Without Enter they are there; the marked one is taken."""

    async def steps(desk: Desk) -> None:
        await desk.write("berg")
        assert "Anna Berg" in desk.screen
        await desk.press("down")
        await desk.enter()
        assert desk.now.state.visit is not None
        assert desk.now.state.visit.borrower.name == "Anna Berg"

    at_counter(branch.url, steps, clock=branch.clock)


def test_the_only_hit_is_taken_by_one_enter_and_its_card_is_an_arrow_away(branch: Branch) -> None:
    """What stands above the hits says the same as the foot."""

    async def steps(desk: Desk) -> None:
        await desk.write("anna")
        assert "Enter takes what is marked" in desk.screen
        assert "Card" in desk.foot
        await desk.press("right")
        assert desk.at(View.BORROWER)
        assert desk.app.box_text == ""
        await desk.press("escape")
        await desk.enter("anna")
        assert desk.now.prompt is None
        assert desk.now.state.visit is not None
        assert desk.now.state.visit.borrower.name == "Anna Berg"

    at_counter(branch.url, steps, clock=branch.clock)


def test_people_on_one_number_are_told_apart_by_what_they_have(branch: Branch) -> None:
    """The number is written as people write it."""
    other = a_borrower(branch.look(), name="Adam Berg", phone="070-174 06 05")
    branch.look().lending.lend(branch.skates[0].barcode, other.id, act=new_act_key())
    branch.clock.moment += timedelta(days=20)

    async def steps(desk: Desk) -> None:
        await desk.enter("0701740605")
        assert "Several have 070-174 06 05." in desk.screen
        line = next(line for line in desk.screen.splitlines() if "Adam Berg" in line)
        assert "1 on loan, 1 late" in line

    at_counter(branch.url, steps, clock=branch.clock)


def test_words_that_were_entered_give_a_list_and_other_words_another(branch: Branch) -> None:
    """Words typed instead of a digit are looked up anew."""
    for name in ("Ida Ek", "Ida Berg"):
        a_borrower(branch.look(), name=name)

    async def steps(desk: Desk) -> None:
        await desk.enter("ek")
        assert "Which one?" in desk.screen
        await desk.enter("berg")
        assert "Anna Berg" in desk.screen
        await desk.enter("1")
        assert desk.now.state.visit is not None
        assert desk.now.state.visit.borrower.name == "Anna Berg"

    at_counter(branch.url, steps, clock=branch.clock)


def test_a_code_that_is_an_articles_and_a_persons_is_asked_about(branch: Branch) -> None:
    """Later scans wait in order."""
    an_article(branch.look(), barcode="CARD77", size="40")
    branch.look().borrowers.add_card(branch.anna.id, "CARD77", act="card")

    async def steps(desk: Desk) -> None:
        await desk.scan("CARD77", branch.skates[0].barcode)
        assert "Article or borrower?" in desk.screen
        await desk.enter("2")
        assert desk.now.state.visit is not None
        assert len(desk.now.state.visit.done) == 1

    at_counter(branch.url, steps, clock=branch.clock)


def test_an_unknown_code_is_registered_and_goes_on(branch: Branch) -> None:
    """Type by a word, size, brand; then it is lent in the open visit."""

    async def steps(desk: Desk) -> None:
        await desk.enter(branch.anna.number)
        await desk.scan("7391234567897")
        assert desk.headline.startswith("Unknown code")
        await desk.press("f6")
        await desk.enter("helmet")
        assert desk.now.prompt is not None
        await desk.scan(branch.skates[0].barcode)
        await desk.enter("1")
        while "Skip it" in desk.foot:
            await desk.enter()
        assert desk.now.prompt is None
        assert desk.now.state.visit is not None
        assert [line.article.barcode for line in desk.now.state.visit.done] == [
            "7391234567897",
            branch.skates[0].barcode,
        ]

    at_counter(branch.url, steps, clock=branch.clock)


def test_of_a_thing_that_has_no_size_none_is_asked(branch: Branch) -> None:
    """A pump is a pump: after its type only the brand is asked for."""

    async def steps(desk: Desk) -> None:
        await desk.scan("7391234567897")
        await desk.press("f6")
        await desk.enter("bicycle pump")
        assert desk.now.prompt is not None
        assert desk.now.prompt.label() == "Brand"
        await desk.enter("Crescent")
        assert [one.brand for one in desk.now.state.basket] == ["Crescent"]

    at_counter(branch.url, steps, clock=branch.clock)


def test_a_label_without_a_check_digit_answers_no_field_either(branch: Branch) -> None:
    """Neither type nor size nor brand: it is too fast for a person. A postcode typed as fast by a remote terminal is one."""
    an_article(branch.look(), barcode="FB000123", size="40")

    async def steps(desk: Desk) -> None:
        await desk.enter(branch.anna.number)
        await desk.scan("7391234567897")
        await desk.press("f6")
        await desk.scan("FB000123")
        await desk.enter("ski helmet")
        await desk.scan("52-56")
        await desk.enter()
        assert desk.now.state.visit is not None
        assert [line.article.barcode for line in desk.now.state.visit.done] == ["7391234567897", "FB000123"]
        assert desk.now.state.visit.done[0].article.size == "52-56"

    at_counter(branch.url, steps, clock=branch.clock)


def test_what_is_asked_about_waits_and_one_key_accepts_it(branch: Branch) -> None:
    """Not lent until then; Enter goes there first, and a second Enter ends the visit without it."""
    branch.look().branch.set({"loan_limit": "1"}, act="limit")

    async def steps(desk: Desk) -> None:
        await desk.enter(branch.anna.number)
        await desk.scan(*(skates.barcode for skates in branch.skates[:3]))
        assert "Wait for an answer: 2" in desk.screen
        await desk.enter()
        assert "2 articles wait for an answer" in desk.headline
        await desk.press("f4")
        assert desk.now.state.visit is not None
        assert desk.now.state.visit.waiting == ()
        await desk.enter()
        assert "3 articles" in desk.screen

    at_counter(branch.url, steps, clock=branch.clock)
    assert branch.look().loans.count() == 3


def test_one_waiting_thing_can_be_left_out(branch: Branch) -> None:
    """Marked with the arrow keys; F6 does not lend it."""
    branch.look().branch.set({"loan_limit": "1"}, act="limit")

    async def steps(desk: Desk) -> None:
        await desk.enter(branch.anna.number)
        await desk.scan(*(skates.barcode for skates in branch.skates[:3]))
        await desk.press("down", "f6")
        assert desk.now.state.visit is not None
        assert [one.article.barcode for one in desk.now.state.visit.waiting] == [branch.skates[2].barcode]
        await desk.enter()
        await desk.enter()
        assert desk.now.state.visit is None

    at_counter(branch.url, steps, clock=branch.clock)
    assert branch.look().loans.count() == 1


def test_a_binding_is_recorded_and_never_merely_accepted(branch: Branch) -> None:
    """Who set it, and for what sole; a length that is none is asked for again."""
    skis = an_article(branch.look(), type="alpine-skis", size="140")

    async def steps(desk: Desk) -> None:
        await desk.enter(branch.anna.number)
        await desk.scan(skis.barcode)
        assert "Waits for an answer: 1" in desk.screen
        await desk.press("f4")
        await desk.enter("Sara")
        await desk.enter("38")
        assert "305" in desk.screen
        await desk.enter("305 mm")
        assert isinstance(None if desk.now.shown is None else desk.now.shown.answer, Lent)

    at_counter(branch.url, steps, clock=branch.clock)
    assert branch.look().loans.count() == 1


def test_a_sole_may_be_as_short_here_as_on_the_command_line(branch: Branch) -> None:
    """A child of three has boots of 145 mm."""
    skis = an_article(branch.look(), type="alpine-skis", size="80")

    async def steps(desk: Desk) -> None:
        await desk.enter(branch.anna.number)
        await desk.scan(skis.barcode)
        await desk.press("f4")
        await desk.enter("Sara")
        await desk.enter("145")
        assert isinstance(None if desk.now.shown is None else desk.now.shown.answer, Lent)

    at_counter(branch.url, steps, clock=branch.clock)


def test_checks_stand_beside_the_return_and_are_answered_by_one_key_each(branch: Branch) -> None:
    """The return is done; well is F5, and a bad answer takes a note and puts the helmet in service."""
    look = branch.look()
    helmets = [an_article(look, type="ski-helmet", size="54") for _ in range(2)]
    for helmet in helmets:
        look.lending.lend(helmet.barcode, branch.anna.id, act=new_act_key())
    branch.clock.moment += timedelta(hours=1)

    async def steps(desk: Desk) -> None:
        await desk.press("f3")
        await desk.scan(*(helmet.barcode for helmet in helmets))
        assert "To look at: 2" in desk.screen
        await desk.press("f6")
        await desk.enter("a crack at the back")
        assert "To look at: 1" in desk.screen
        await desk.press("f5")
        assert desk.now.state.open_checks == ()

    at_counter(branch.url, steps, clock=branch.clock)
    states = [
        None if (found := look.articles.get(helmet.barcode)) is None else found.state.value
        for helmet in helmets
    ]
    assert sorted(map(str, states)) == ["available", ArticleState.IN_SERVICE.value]


def test_an_identity_number_is_refused_and_stands_nowhere(branch: Branch) -> None:
    """Neither as a line nor as a name."""

    async def steps(desk: Desk) -> None:
        await desk.enter("19640823-3234")
        assert desk.headline == "No personal identity numbers"
        assert "3234" not in desk.screen
        await desk.enter("070-174 06 33")
        await desk.enter("Eva 640823-3234")
        assert desk.now.prompt is not None

    at_counter(branch.url, steps, clock=branch.clock)
    assert branch.look().borrowers.count() == 2


def test_a_question_that_is_out_of_sight_is_answered_by_no_key(branch: Branch) -> None:
    """With the help before it, Enter and digits only lead back; the foot says so."""
    look = branch.look()
    for n in range(2):
        a_borrower(look, name=f"Delad Telefon {n}", phone="070-174 06 88")

    async def steps(desk: Desk) -> None:
        await desk.enter("0701740688")
        for answer in ("", "2"):
            await desk.press("down", "f1")
            assert desk.at(View.HELP)
            assert "Back to the question" in desk.foot
            await desk.enter(answer)
            assert desk.at(View.COUNTER)
            assert desk.now.prompt is not None
        await desk.enter("2")
        assert desk.now.state.visit is not None

    at_counter(branch.url, steps, clock=branch.clock)


def test_what_cannot_be_stored_is_complained_of_where_it_was_written(branch: Branch) -> None:
    """Not after all the other fields; and words for what is chosen are read."""
    settings = {f"ask_{field}": "on" for field in ("email", "gender", "language")}
    branch.look().branch.set(settings, act="settings2")

    async def steps(desk: Desk) -> None:
        await desk.enter("070-174 06 33")
        await desk.enter("Cissi Dahl")
        await desk.enter("cissi@")
        assert "✗" in desk.screen
        assert desk.now.prompt is not None
        assert desk.now.prompt.label() == "E-mail"
        await desk.enter("cissi@example.org")
        await desk.enter("85")
        assert "✗" in desk.screen
        await desk.enter("woman")
        await desk.enter("arabic")
        assert desk.now.state.visit is not None
        cissi = desk.now.state.visit.borrower
        assert (cissi.email, cissi.gender, cissi.language) == ("cissi@example.org", "woman", "ar")

    at_counter(branch.url, steps, clock=branch.clock)


def test_words_written_instead_of_a_digit_name_another_type(branch: Branch) -> None:
    """They are looked up, not lost."""

    async def steps(desk: Desk) -> None:
        await desk.scan("7391234567897")
        await desk.press("f6")
        await desk.enter("skates")
        assert desk.now.prompt is not None
        assert len(desk.now.prompt.options()) > 1
        await desk.enter("ski helmet")
        await desk.enter("54")
        await desk.enter()
        (made,) = desk.now.state.basket
        assert made.type.code == "ski-helmet"

    at_counter(branch.url, steps, clock=branch.clock)


def test_a_correction_reaches_gender_and_language(branch: Branch) -> None:
    """Each is chosen; the first line keeps what stands there."""
    branch.look().branch.set({"ask_gender": "on", "ask_language": "on"}, act="settings2")

    async def steps(desk: Desk) -> None:
        await desk.enter(branch.anna.number)
        await desk.press("right", "f4")
        await desk.enter()
        await desk.enter()
        await desk.enter("man")
        await desk.enter("somali")
        await desk.enter()
        await desk.enter()
        await desk.settle()
        await desk.press("escape", "right", "f4")
        await desk.enter()
        await desk.enter()
        await desk.enter()
        await desk.enter("no answer")
        await desk.enter()
        await desk.enter()

    at_counter(branch.url, steps, clock=branch.clock)
    kept = branch.look().borrowers.get(branch.anna.id)
    assert kept is not None
    assert (kept.gender, kept.language) == ("man", None)
