"""The real report of a real branch and of three, as JSON, attacked end to end with all that it says (`tests/published.py`)."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from fritids.db.engine import Database
from fritids.present.report.json import json_of
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from fritids.services.setup import init_branch
from tests.attack import ALL
from tests.builders import FixedClock, a_borrower, an_article
from tests.copies import CopyOf
from tests.published import Published
from tests.report_world import TODAY

BRANCHES = {"north": 9, "south": 3, "east": 12, "west": 30, "mid": 6}
"""Borrowers."""


def uneven_branches(database: Database) -> None:
    """Five branches of very different sizes: one of three borrowers, and months in which one branch alone lent anything."""
    for number, (code, people) in enumerate(BRANCHES.items()):
        clock = FixedClock(TODAY)
        init_branch(database, code, code=code)
        desk = Desk.on(database, branch=code, name="one", clock=clock)
        articles = [an_article(desk, type=kind).barcode for kind in ("football", "hockey-skates")]
        for n in range(people):
            who = a_borrower(desk, name=f"Namn {n}", kind="school" if n % 7 == 6 else "person").id
            clock.moment = datetime(2025, 1 + (n // 3 + number) % 12, 1 + n % 3, 9 + n % 2, tzinfo=UTC)
            for article in articles[: 1 + (n + number) % 2]:
                desk.lending.lend(article, who, act=new_act_key())
                desk.returns.take_back(article, act=new_act_key())


@pytest.fixture
def database_url(copy_of: CopyOf) -> str:
    return copy_of(uneven_branches)[0]


def reports(desk: Desk, year: int, *, full: bool = False) -> dict[str, Any]:
    every: dict[str, str | None] = {ALL: None, **{code: code for code in BRANCHES}}
    return {
        whose: json.loads(json.dumps(json_of(desk.report.year(year, code, full=full))))
        for whose, code in every.items()
    }


def test_no_withheld_figure_is_told_by_the_reports_of_five_branches(database: Database) -> None:
    desk = Desk.on(database, branch="west", name="one", clock=FixedClock(TODAY))
    made = reports(desk, 2025)
    published = Published(made, reports(desk, 2025, full=True), _categories(desk))
    assert made["south"]["totals"]["loans"]["withheld"]
    assert made["west"]["totals"]["loans"]["value"]
    beside = [row for row in made[ALL]["tables"]["branch_month"]["rows"] if row["codes"][0] == "south"]
    assert {row["loans"] for row in beside} == {None}, "not even that nothing was lent"
    assert published.told_elsewhere == {}
    assert published.too_narrow == {}
    assert {made[code]["first_loan_on"] for code in ("south", "mid")} == {None}, "its month has loans"


def test_a_part_of_the_year_before_says_no_more_than_the_whole(database: Database) -> None:
    """The report of a year that is not over stands beside days of which the whole year's report is out already."""
    clock = FixedClock(datetime(2026, 9, 20, 9, tzinfo=UTC))
    desk = Desk.on(database, branch="west", name="one", clock=clock)
    article, who = an_article(desk).barcode, a_borrower(desk, name="Namn").id
    desk.lending.lend(article, who, act=new_act_key())
    whole, part = (desk.report.year(year, "west") for year in (2025, 2026))
    then = {row["codes"][0][5:]: row["loans"] for row in json_of(whole)["tables"]["month"]["rows"]}  # type: ignore[index,call-overload,union-attr]
    now: Any = json_of(part)
    for row in now["tables"]["month"]["rows"][:-1]:
        assert row["loans_before"] == then[row["codes"][0][5:]], row
    assert None in then.values()
    assert now["totals"]["loans"]["before_withheld"]
    others = [table for name, table in now["tables"].items() if table is not None and name != "month"]
    assert {row.get("loans_before") for table in others for row in table["rows"]} == {None}


def _categories(desk: Desk) -> dict[str, str]:
    return {one.code: one.category for one in desk.articles.types()}
