"""Whose turn for service it is, and what a recall means."""

from datetime import date

import pytest

from fritids.domain.service import Rule, due, is_recalled, read_season, season_since
from fritids.domain.words import ServiceKind

CHECK = ServiceKind.CHECK


@pytest.mark.parametrize(
    ("today", "began"),
    [("2026-11-01", "2026-11-01"), ("2026-10-31", "2025-11-01"), ("2026-02-16", "2025-11-01")],
)
def test_a_season_runs_until_the_next_one_begins(today: str, began: str) -> None:
    assert season_since("11-01", date.fromisoformat(today)) == date.fromisoformat(began)


def test_what_was_seen_to_on_the_first_day_of_the_season_has_had_its_turn() -> None:
    rule, today = Rule(CHECK, season_start="11-01"), date(2026, 2, 16)
    assert due(rule, loans=0, seen_on=date(2025, 11, 1), today=today) is None
    late = due(rule, loans=0, seen_on=date(2025, 10, 31), today=today)
    assert late is not None
    assert late.season == date(2025, 11, 1)


def test_a_turn_comes_with_the_loan_that_fills_the_number() -> None:
    rule = Rule(ServiceKind.SHARPEN, after_loans=10)
    today = date(2026, 2, 16)
    assert due(rule, loans=9, seen_on=today, today=today) is None
    assert due(rule, loans=10, seen_on=today, today=today) is not None


@pytest.mark.parametrize(
    ("text", "kept"),
    [("11-1", "11-01"), ("02-29", None), ("13-01", None), ("1 nov", None), ("-1", None), ("²-01", None)],
)
def test_a_season_begins_on_a_day_that_every_year_has(text: str, kept: str | None) -> None:
    assert read_season(text) == kept


@pytest.mark.parametrize(
    ("brand", "model", "meant"),
    [
        ("GIRO", "Nine MIPS", True),
        ("Giro Nine", None, True),
        ("Giro", "Ledge", False),
        ("Giro", None, None),
        ("Girona", "Nine", False),
    ],
)
def test_a_recall_goes_by_whole_words_of_the_brand_and_leaves_doubt_to_a_person(
    brand: str, model: str | None, meant: bool | None
) -> None:
    assert is_recalled("giro", "nine", brand=brand, model=model) is meant
