"""The use case of the yearly report on both engines: which years there are, how far they are counted, what they stand beside."""

import json

import jsonschema
import pytest

from fritids.db.engine import Database
from fritids.domain.figures import Split
from fritids.errors import UsageError
from fritids.present.report.document import document
from fritids.present.report.json import json_of
from fritids.present.report.text import lines
from fritids.services.desk import Desk
from tests.builders import FixedClock
from tests.conftest import REPOSITORY
from tests.copies import CopyOf
from tests.report_world import EMPTY, NAME, NORTH, TODAY, three_branches


@pytest.fixture
def database_url(copy_of: CopyOf) -> str:
    return copy_of(three_branches)[0]


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk.on(database, branch=NORTH, name="one", clock=FixedClock(TODAY))


def test_the_year_is_counted_beside_the_year_before_for_all_branches_and_for_an_empty_one(desk: Desk) -> None:
    schema = json.loads(
        (REPOSITORY / "fritids" / "schemas" / "report.schema.json").read_text(encoding="utf-8")
    )
    validator = jsonschema.Draft202012Validator(schema)
    full = desk.report.year(2025, full=True)
    made = json.loads(json.dumps(json_of(full)))
    assert list(validator.iter_errors(made)) == []
    assert (made["totals"]["loans"]["value"], made["totals"]["loans"]["before"]) == (11, 2)
    assert {row["codes"][0]: row["loans"] for row in made["tables"]["branch"]["rows"]} == {
        "north": 8, "south": 3, "empty": 0,
    }  # fmt: skip
    assert NAME not in "\n".join(lines(document(full)))
    empty = json.loads(json.dumps(json_of(desk.report.year(2026, EMPTY, full=True))))
    assert list(validator.iter_errors(empty)) == []
    assert (empty["totals"]["loans"]["value"], empty["before"], empty["is_over"]) == (0, None, False)


def test_a_year_ahead_or_before_the_first_loan_is_a_sentence_and_the_running_one_says_how_far(
    desk: Desk,
) -> None:
    for year, branch, words in (
        (2027, None, "2027 has not begun"),
        (2023, NORTH, "The first loan was made on Monday 8 January 2024"),
        (0, None, "The first loan was made on"),
        (2025, EMPTY, "Nothing has been lent yet"),
    ):
        with pytest.raises(UsageError, match=words):
            desk.report.year(year, branch)
    running = desk.report.year(2026, NORTH, full=True)
    assert (running.counted_to.isoformat(), running.is_over) == ("2026-02-16", False)
    assert running.before is not None
    assert running.before.period.last.isoformat() == "2025-02-16"
    assert running.figures.tables[Split.MONTH,]["2026-01",].loans == 1
