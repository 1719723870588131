"""The counter's day: lend, take back, undo, and what the box makes of each line. On both engines."""

from datetime import UTC, datetime, timedelta

from fritids.tui.counter.situation import View
from tests.tui.conftest import Branch
from tests.tui.counter import Desk, at_counter


def test_a_family_is_lent_to_with_scans_a_number_and_an_enter(branch: Branch) -> None:
    """Things first, then the number; Enter ends the visit, and the due date stands there large."""

    async def steps(desk: Desk) -> None:
        await desk.scan(*(skates.barcode for skates in branch.skates[:4]))
        assert "In the basket: 4 articles" in desk.screen
        await desk.enter("070-174 06 05")
        assert "Anna Berg" in desk.screen
        assert "Done now: 4" in desk.screen
        await desk.enter()
        assert "4 articles" in desk.screen
        assert "MONDAY 2 MARCH" in desk.screen

    at_counter(branch.url, steps, clock=branch.clock)
    assert branch.look().loans.count() == 4


def test_a_burst_of_codes_is_worked_off_in_order(branch: Branch) -> None:
    """Sent all at once; each answer belongs to its own scan."""

    async def steps(desk: Desk) -> None:
        await desk.enter(branch.anna.number)
        desk.post("".join(f"{skates.barcode}\r" for skates in branch.skates))
        await desk.settle()
        assert desk.now.state.visit is not None
        assert [line.article.barcode for line in desk.now.state.visit.done] == [
            one.barcode for one in branch.skates
        ]
        assert "Hockey skates 41 Bauer" in desk.headline

    at_counter(branch.url, steps, clock=branch.clock)


def test_what_is_scanned_before_the_desk_is_open_is_not_lost(branch: Branch) -> None:
    """The box takes scans from the first moment."""

    async def steps(desk: Desk) -> None:
        assert "In the basket: 2 articles" in desk.screen

    class Eager(Desk):
        async def settle(self) -> None:
            if not self.now.ready:
                self.post("".join(f"{one.barcode}\r" for one in branch.skates[:2]))
            await super().settle()

    at_counter(branch.url, steps, clock=branch.clock, desk_class=Eager)


def test_the_second_reading_of_a_label_counts_once(branch: Branch) -> None:
    """Within two seconds it is the same scan; later it is asked about, and one key undoes the loan (R8)."""

    async def steps(desk: Desk) -> None:
        code = branch.skates[0].barcode
        await desk.enter(branch.anna.number)
        await desk.scan(code)
        await desk.scan(code, apart=1.5)
        assert desk.headline.startswith("Lent")
        await desk.scan(code)
        assert desk.headline.startswith("Just lent")
        assert "F6  Undo the loan" in desk.foot
        await desk.press("f6")
        assert desk.headline.startswith("Undone")

    at_counter(branch.url, steps, clock=branch.clock)
    assert branch.look().loans.count() == 0


def test_a_scanners_second_suffix_ends_no_visit(branch: Branch) -> None:
    """Enter and line feed after each code are one end of line; a person's Enter comes later."""

    async def steps(desk: Desk) -> None:
        await desk.enter(branch.anna.number)
        desk.post(f"{branch.skates[0].barcode}\r\n")
        await desk.settle()
        assert desk.now.state.visit is not None
        await desk.enter()
        assert desk.now.state.visit is None

    at_counter(branch.url, steps, clock=branch.clock)


def test_a_thing_of_another_family_is_taken_back_and_lent_and_one_key_keeps_the_return(
    branch: Branch,
) -> None:
    """Bo has it; it is scanned in Anna's visit (R4)."""
    code = branch.skates[0].barcode
    branch.look().lending.lend(code, branch.bo.id, act="earlier")
    branch.clock.moment += timedelta(hours=1)

    async def steps(desk: Desk) -> None:
        await desk.enter(branch.anna.number)
        await desk.scan(code)
        assert desk.headline.startswith("Lent")
        assert "Only the return" in desk.foot
        await desk.press("f6")
        assert desk.headline.startswith("Returned")

    at_counter(branch.url, steps, clock=branch.clock)
    assert branch.look().loans.count() == 0


def test_what_comes_back_in_the_visit_can_be_renewed_instead(branch: Branch) -> None:
    """One key makes a renewal of the return."""
    code = branch.skates[0].barcode
    branch.look().lending.lend(code, branch.anna.id, act="earlier")
    branch.clock.moment += timedelta(days=3)

    async def steps(desk: Desk) -> None:
        await desk.enter(branch.anna.number)
        await desk.scan(code)
        assert desk.headline.startswith("Returned")
        await desk.press("f2")
        assert desk.headline.startswith("Renewed")

    at_counter(branch.url, steps, clock=branch.clock)
    (loan,) = branch.look().loans.list()
    assert loan.renewals == 1


def test_undo_takes_back_the_newest_act_and_again_the_one_before(branch: Branch) -> None:
    """F8 and Ctrl+Z are one key."""

    async def steps(desk: Desk) -> None:
        await desk.enter(branch.anna.number)
        await desk.scan(branch.skates[0].barcode, branch.skates[1].barcode)
        await desk.press("f8")
        assert "37" in desk.headline
        await desk.press("ctrl+z")
        assert "36" in desk.headline
        await desk.press("f8")
        assert desk.headline == "Not undone"

    at_counter(branch.url, steps, clock=branch.clock)
    assert branch.look().loans.count() == 0


def test_a_pile_of_returns_is_only_taken_back_and_summed_up_by_family(branch: Branch) -> None:
    """Two families' things in one bag; Enter ends the pile and the mode."""
    look = branch.look()
    for n, skates in enumerate(branch.skates[:4]):
        look.lending.lend(skates.barcode, (branch.anna, branch.bo)[n % 2].id, act=f"earlier{n}")
    branch.clock.moment += timedelta(hours=1)

    async def steps(desk: Desk) -> None:
        await desk.press("f3")
        assert "RETURNS ONLY" in desk.screen
        await desk.scan(*(skates.barcode for skates in branch.skates[:3]))
        assert "3 articles taken back" in desk.screen
        await desk.scan(branch.skates[5].barcode)
        assert desk.headline.startswith("Was not on loan")
        await desk.enter()
        assert desk.headline == "The pile is done: 3 articles returned"
        assert f"1 code was not taken back: {branch.skates[5].barcode}" in " ".join(desk.screen.split())
        assert "Anna Berg: 2 articles returned" in desk.screen
        assert "Bo Ek: 1 article returned, 1 still out" in " ".join(desk.screen.split())
        assert not desk.now.returns_only

    at_counter(branch.url, steps, clock=branch.clock, size=(120, 40))
    assert branch.look().loans.count() == 1


def test_escape_empties_the_box_then_asks_about_the_basket(branch: Branch) -> None:
    """The second Esc within the question empties it; anything else leaves it."""

    async def steps(desk: Desk) -> None:
        await desk.scan(branch.skates[0].barcode)
        await desk.write("ann")
        await desk.press("escape")
        assert desk.app.box_text == ""
        assert len(desk.now.state.basket) == 1
        await desk.press("escape")
        assert "Empty the basket?" in desk.screen
        assert "Keep it" in desk.foot
        await desk.scan(branch.skates[1].barcode)
        assert len(desk.now.state.basket) == 2
        await desk.press("escape", "escape")
        assert desk.now.state.basket == ()

    at_counter(branch.url, steps, clock=branch.clock)


def test_hits_that_were_left_with_escape_are_not_chosen_by_the_same_words(branch: Branch) -> None:
    """The mark went with the words; written again and entered, they are words anew."""

    async def steps(desk: Desk) -> None:
        await desk.write("anna")
        while not desk.now.hits:
            await desk.pilot.pause(0.01)
        await desk.press("down")
        await desk.press("escape")
        desk.post("anna\r", 0.15)
        await desk.settle()
        assert desk.now.state.visit is None
        assert desk.now.prompt is not None

    at_counter(branch.url, steps, clock=branch.clock)


def test_a_thing_is_taken_out_of_the_basket_by_key_or_by_mark(branch: Branch) -> None:
    """Scanned again it says so, and F6 takes it out; the arrow keys reach the others."""

    async def steps(desk: Desk) -> None:
        await desk.scan(branch.skates[0].barcode, branch.skates[1].barcode, branch.skates[2].barcode)
        await desk.scan(branch.skates[1].barcode)
        await desk.press("f6")
        assert [one.barcode for one in desk.now.state.basket] == [
            branch.skates[0].barcode,
            branch.skates[2].barcode,
        ]
        await desk.press("down", "f6")
        assert [one.barcode for one in desk.now.state.basket] == [branch.skates[2].barcode]

    at_counter(branch.url, steps, clock=branch.clock)


def test_the_visit_and_the_basket_come_back_after_a_fault(branch: Branch) -> None:
    """They are on the disk; the next start says so (R9)."""

    async def first(desk: Desk) -> None:
        await desk.enter(branch.anna.number)
        await desk.scan(branch.skates[0].barcode)

    async def second(desk: Desk) -> None:
        assert "Anna Berg's visit is still open" in desk.headline
        await desk.scan(branch.skates[1].barcode)
        assert "Done now: 2" in desk.screen

    at_counter(branch.url, first, clock=branch.clock)
    at_counter(branch.url, second, clock=branch.clock)


def test_a_visit_that_nobody_touches_ends_by_itself_and_says_so(branch: Branch) -> None:
    """After the branch's idle time without a key; also one with a question open."""

    async def steps(desk: Desk) -> None:
        await desk.enter(branch.anna.number)
        await desk.scan(branch.skates[0].barcode)
        branch.clock.moment += timedelta(minutes=4)
        desk.app.desk_screen.tick()
        await desk.settle()
        assert desk.now.state.visit is not None
        await desk.enter("070-174 06 09")
        assert desk.now.prompt is not None
        branch.clock.moment += timedelta(minutes=6)
        desk.app.desk_screen.tick()
        await desk.settle()
        assert desk.now.prompt is None
        assert desk.now.state.visit is None
        assert "ended by itself" in desk.screen

    at_counter(branch.url, steps, clock=branch.clock)


def test_in_the_mode_for_returns_a_borrowers_number_lends_nothing(branch: Branch) -> None:
    """It shows the card; Esc leaves a pile that was begun by mistake."""

    async def steps(desk: Desk) -> None:
        await desk.scan(branch.skates[0].barcode)
        await desk.press("f3")
        await desk.enter(branch.anna.number)
        await desk.enter("1")
        assert desk.at(View.BORROWER)
        await desk.press("escape", "escape")
        assert not desk.now.returns_only
        assert len(desk.now.state.basket) == 1

    at_counter(branch.url, steps, clock=branch.clock)
    assert branch.look().loans.count() == 0


def test_a_visit_of_yesterday_ends_by_itself(branch: Branch) -> None:
    """At a change of date, however short the pause (R9)."""
    branch.clock.moment = datetime(2026, 2, 16, 22, 58, tzinfo=UTC)

    async def steps(desk: Desk) -> None:
        await desk.enter(branch.anna.number)
        await desk.scan(branch.skates[0].barcode)
        branch.clock.moment += timedelta(minutes=4)
        desk.app.desk_screen.tick()
        await desk.settle()
        assert desk.now.state.visit is None
        assert "1 article" in desk.screen

    at_counter(branch.url, steps, clock=branch.clock)


def test_a_visit_that_was_left_is_over_before_the_first_key_after_it(branch: Branch) -> None:
    """The lid of a laptop was shut for the night: no tick came before the first scan, which is nobody's yet."""

    async def steps(desk: Desk) -> None:
        await desk.enter(branch.anna.number)
        branch.clock.moment += timedelta(hours=16)
        await desk.scan(branch.skates[0].barcode)
        assert desk.now.state.visit is None
        assert [article.barcode for article in desk.now.state.basket] == [branch.skates[0].barcode]

    at_counter(branch.url, steps, clock=branch.clock)
    assert branch.look().loans.count() == 0


def test_a_change_of_date_is_seen_though_keys_are_pressed(branch: Branch) -> None:
    """A scan a few seconds before midnight, the next a few seconds after (R9)."""
    branch.clock.moment = datetime(2026, 2, 16, 22, 59, 58, tzinfo=UTC)

    async def steps(desk: Desk) -> None:
        await desk.enter(branch.anna.number)
        await desk.scan(branch.skates[0].barcode)
        branch.clock.moment += timedelta(seconds=5)
        await desk.scan(branch.skates[1].barcode)
        assert desk.now.state.visit is None
        assert len(desk.now.state.basket) == 1

    at_counter(branch.url, steps, clock=branch.clock)
    assert branch.look().loans.count() == 1
