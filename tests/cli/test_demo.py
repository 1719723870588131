"""The sample branch of `fritids demo`: kept until --fresh, never taken from under somebody who tries it."""

from pathlib import Path

import pytest

from fritids.db.engine import Database
from fritids.services.desk import Desk
from fritids.services.forms import NewArticle
from fritids.services.sample import store as sample
from fritids.services.setup import init_branch
from tests.cli.conftest import Run


@pytest.fixture
def demo(isolation: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where it is; made in a moment, of a branch without articles."""

    def small(database: Database) -> str:
        return init_branch(database, "Prov")

    monkeypatch.setattr(sample, "init_sample", small)
    return isolation / ".local" / "share" / "fritids" / "demo.db"


def beside(path: Path) -> list[str]:
    return [each.name for each in path.parent.iterdir() if each != path]


def test_it_is_not_made_anew_while_a_counter_has_it_open(run: Run, demo: Path) -> None:
    assert run("demo", "--lang", "en").status == 2  # no terminal; it is made all the same
    desk = Desk.open(str(demo))
    desk.articles.add(_skates(), act="first")
    refused = run("demo", "--fresh", "--lang", "en")
    assert (refused.status, refused.out) == (4, "")
    assert "Close the counter at every desk" in refused.err
    desk.articles.add(_skates(), act="second")
    assert desk.articles.count_list() == 2
    desk.close()
    assert run("demo", "--fresh", "--lang", "en").status == 2
    desk = Desk.open(str(demo))
    assert desk.articles.count_list() == 0
    desk.close()
    assert beside(demo) == []
    assert demo.stat().st_mode & 0o777 == 0o600


def test_of_two_that_are_made_at_once_the_first_is_kept(
    run: Run, demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody sits at it already."""
    small = sample.init_sample

    def meanwhile(database: Database) -> str:
        monkeypatch.setattr(sample, "init_sample", small)
        run("demo")
        at_work = Desk.open(str(demo))
        at_work.articles.add(_skates(), act="first")
        at_work.close()
        return small(database)

    monkeypatch.setattr(sample, "init_sample", meanwhile)
    run("demo")
    desk = Desk.open(str(demo))
    assert desk.articles.count_list() == 1
    desk.close()
    assert beside(demo) == []


def _skates() -> NewArticle:
    return NewArticle(type="hockey-skates")
