"""What can go wrong at a desk: no database, a busy one, one that is gone, something nobody thought of. Nothing scanned is lost."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fritids.config import Config
from fritids.errors import DatabaseUnavailableError, UsageError
from fritids.services.desk import Desk as ServiceDesk
from fritids.tui.app import run_counter
from fritids.tui.opening import Opening
from tests.tui.conftest import Branch
from tests.tui.counter import Desk, at_counter

if TYPE_CHECKING:
    from fritids.db.engine import Database


def test_the_first_start_asks_for_the_branch_and_makes_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its name, and an administrator, whom Enter puts off; what was scanned meanwhile is worked off then. A stick with backups is noticed."""
    where = tmp_path / "new folder" / "branch.db"
    on_stick = tmp_path / "media" / "STICK" / "fritids-backups"
    on_stick.mkdir(parents=True)
    (on_stick / "branch-20260101-100000.db.age").touch()
    monkeypatch.setenv("FRITIDS_MEDIA", str(tmp_path / "media"))
    config = Config(str(where), branch=None, desk="one", operator=None, language=None)

    async def steps(desk: Desk) -> None:
        assert "What is your branch called?" in desk.screen
        assert "To have that branch back" in desk.screen
        await desk.scan("20000011")
        await desk.enter("Fritidsbanken Ån")
        assert desk.now.branch == "Fritidsbanken Ån"
        assert "Who may do what?" in desk.screen
        await desk.enter()
        assert "Everyone may do everything here" in desk.screen
        assert desk.headline.startswith("Unknown code")

    at_counter(str(where), steps, opening=Opening(str(where), desk="one", config=config))
    assert where.exists()


def test_a_database_of_another_program_is_said_in_a_sentence(tmp_path: Path) -> None:
    """And nothing in it is touched."""
    where = tmp_path / "letter.db"
    where.write_text("Dear Anna, this is no database. " * 200)
    before = where.read_bytes()
    opening = Opening(str(where), desk="one")

    async def steps(desk: Desk) -> None:
        assert "The database cannot be used" in desk.screen
        assert "restore" in desk.screen
        await desk.enter()
        assert "The database cannot be used" in desk.screen

    at_counter(str(where), steps, opening=opening)
    assert opening.fault is not None
    assert where.read_bytes() == before


@pytest.mark.parametrize("left", [None, b""], ids=["gone", "empty"])
def test_a_database_of_which_only_backups_are_left_is_no_first_start(
    tmp_path: Path, left: bytes | None
) -> None:
    """Nobody is asked to name a new branch in its place."""
    where = tmp_path / "branch.db"
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / "branch-20260216-093000.db").write_bytes(b"kept")
    if left is not None:
        where.write_bytes(left)

    async def steps(desk: Desk) -> None:
        assert "The database cannot be used" in desk.screen
        assert "fritids restore FILE" in " ".join(desk.screen.split())
        assert "What is your branch called?" not in desk.screen

    at_counter(str(where), steps)
    assert where.exists() == (left is not None)


def slow(branch: Branch, held: threading.Event) -> Opening:
    """A desk whose database does not answer a line before `held` is set."""

    class Slow(Opening):
        def open(self) -> ServiceDesk:
            desk = super().open()
            enter, hold = desk.counter.enter, held

            def slowly(text: str, *, act: str, returns_only: bool = False) -> object:
                hold.wait(30)
                return enter(text, act=act, returns_only=returns_only)

            desk.counter.enter = slowly  # type: ignore[method-assign, assignment]  # the database takes its time
            return desk

    return Slow(branch.url, desk="one", clock=branch.clock)


def test_scans_wait_while_the_database_is_busy(branch: Branch) -> None:
    """The box takes them, the screen says so, and they are worked off in order."""
    held = threading.Event()

    async def steps(desk: Desk) -> None:
        desk.post("".join(f"{skates.barcode}\r" for skates in branch.skates[:3]))
        while "waiting for the database" not in desk.screen:
            await desk.pilot.pause(0.01)
        assert desk.app.box_text == ""
        desk.post(f"{branch.skates[3].barcode}\r")
        held.set()
        await desk.settle()
        assert [one.barcode for one in desk.now.state.basket] == [one.barcode for one in branch.skates[:4]]
        assert "waiting" not in desk.screen

    at_counter(branch.url, steps, opening=slow(branch, held))


def test_the_mode_for_returns_begins_and_ends_in_its_place_among_the_scans(branch: Branch) -> None:
    """What was scanned before the key was meant as it stood on the screen then, however long the database takes."""
    held = threading.Event()

    async def steps(desk: Desk) -> None:
        desk.post("".join(f"{skates.barcode}\r" for skates in branch.skates[:2]))
        await desk.pilot.press("f3")
        desk.post(f"{branch.skates[2].barcode}\r")
        assert not desk.now.returns_only
        held.set()
        await desk.settle()
        assert [one.barcode for one in desk.now.state.basket] == [one.barcode for one in branch.skates[:2]]
        assert desk.now.returns_only
        held.clear()
        desk.post(f"{branch.skates[3].barcode}\r")
        await desk.pilot.press("escape")
        desk.post(f"{branch.skates[4].barcode}\r")
        held.set()
        await desk.settle()
        assert not desk.now.returns_only
        assert [one.barcode for one in desk.now.state.basket] == [branch.skates[n].barcode for n in (0, 1, 4)]

    at_counter(branch.url, steps, opening=slow(branch, held))


def failing(branch: Branch, failures: list[Exception], acts: list[str]) -> Opening:
    """A desk whose database answers with `failures` first, one after the other, after it has done what it was asked for."""

    class Unsteady(Opening):
        def open(self) -> ServiceDesk:
            desk = super().open()
            enter: Callable[..., object] = desk.counter.enter

            def lost(text: str, *, act: str, returns_only: bool = False) -> object:
                acts.append(act)
                done = enter(text, act=act, returns_only=returns_only)
                if failures:
                    raise failures.pop(0)
                return done

            desk.counter.enter = lost  # type: ignore[method-assign, assignment]  # the answer is lost on its way
            return desk

    return Unsteady(branch.url, desk="one", clock=branch.clock)


def test_a_scan_whose_answer_was_lost_is_tried_again_as_the_same_act(branch: Branch) -> None:
    """The loan was written before the server was lost; trying again does not do it twice (R9)."""
    failures: list[Exception] = []
    acts: list[str] = []

    async def steps(desk: Desk) -> None:
        await desk.enter(branch.anna.number)
        failures.append(DatabaseUnavailableError("The database server cannot be reached."))
        acts.clear()
        await desk.scan(branch.skates[0].barcode)
        assert "That did not work" in desk.screen
        await desk.scan(branch.skates[1].barcode)
        await desk.enter()
        assert len(set(acts[:2])) == 1
        assert desk.now.state.visit is not None
        assert [line.article.barcode for line in desk.now.state.visit.done] == [
            one.barcode for one in branch.skates[:2]
        ]

    at_counter(branch.url, steps, opening=failing(branch, failures, acts))
    assert branch.look().loans.count() == 2


def test_a_fault_that_nobody_thought_of_is_one_sentence(branch: Branch, isolation: Path) -> None:
    """The details are in the log file, without the code that was scanned; the counter goes on."""
    failures: list[Exception] = [ZeroDivisionError("secret 20000011")]

    async def steps(desk: Desk) -> None:
        await desk.scan(branch.skates[0].barcode)
        assert "Something went wrong in the program" in " ".join(desk.screen.split())
        await desk.press("escape")
        await desk.scan(branch.skates[1].barcode)
        assert len(desk.now.state.basket) == 2

    at_counter(branch.url, steps, opening=failing(branch, failures, []))
    (log,) = isolation.rglob("*.log")
    text = log.read_text(encoding="utf-8")
    assert "ZeroDivisionError" in text
    assert "20000011" not in text


def test_without_a_terminal_it_says_what_to_use_instead() -> None:
    """A pipe is no counter."""
    from fritids.config import Options, load

    with pytest.raises(UsageError, match="fritids desk"):
        run_counter(load(Options(), {}))


def test_a_backup_is_made_at_closing(database: "Database", branch: Branch, isolation: Path) -> None:
    """Off the screen, when the counter has been closed."""
    opening = Opening(branch.url, desk="one", clock=branch.clock)

    async def steps(desk: Desk) -> None:
        await desk.enter(branch.anna.number)
        await desk.scan(branch.skates[0].barcode)
        desk.app.bridge.close(opening.back_up)

    at_counter(branch.url, steps, opening=opening)
    if database.is_sqlite:
        assert opening.left == ""
        assert [path for path in Path(str(database.path)).parent.rglob("*") if "backup" in str(path)] or list(
            isolation.rglob("backups/*")
        )


@pytest.mark.one_engine
def test_closing_is_never_stopped_by_a_blocked_folder(database: "Database", branch: Branch) -> None:
    """A file stands where the folder for backups should be: the counter closes all the same, and says what to do."""
    assert database.path is not None
    blocked = database.path.parent / "backups"
    blocked.write_text("no folder")
    opening = Opening(branch.url, desk="one", clock=branch.clock)

    async def steps(desk: Desk) -> None:
        await desk.scan(branch.skates[0].barcode)
        desk.app.desk_screen.upkeep.close()
        desk.app.bridge.close(opening.back_up)

    at_counter(branch.url, steps, opening=opening)
    assert str(blocked) in opening.left
    assert "\n" not in opening.left
    assert blocked.read_text() == "no folder"


def test_leaving_a_scan_while_the_database_is_still_gone_leaves_the_counter_there(branch: Branch) -> None:
    """Esc at "That did not work", with every further question to the database failing too; then it is back."""
    gone: list[bool] = []

    class Gone(Opening):
        def open(self) -> ServiceDesk:
            desk = super().open()
            enter, state = desk.counter.enter, desk.counter.state

            def lost() -> None:
                if gone:
                    raise DatabaseUnavailableError("The database server cannot be reached.")

            def enter_if_there(text: str, *, act: str, returns_only: bool = False) -> object:
                lost()
                return enter(text, act=act, returns_only=returns_only)

            def state_if_there() -> object:
                lost()
                return state()

            desk.counter.enter = enter_if_there  # type: ignore[method-assign, assignment]  # the cable is out
            desk.counter.state = state_if_there  # type: ignore[method-assign, assignment]
            return desk

    async def steps(desk: Desk) -> None:
        await desk.enter(branch.anna.number)
        gone.append(True)
        await desk.scan(*(article.barcode for article in branch.skates[:2]))
        await desk.press("escape")
        assert "That did not work" in desk.screen
        await desk.press("escape")
        assert "Cancelled. Nothing was done" in desk.screen
        gone.clear()
        await desk.scan(branch.skates[2].barcode)
        assert desk.headline.startswith("Lent")

    at_counter(branch.url, steps, opening=Gone(branch.url, desk="one", clock=branch.clock))
    assert branch.look().loans.count() == 1
