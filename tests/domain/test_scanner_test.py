"""The five test codes: each shows what it is there to show, and none can be taken for another."""

from fritids.domain.barcode import Series, is_world_code, series
from fritids.domain.keyboard_layout import meant_on_us, shown_on_se
from fritids.domain.scanner_test import TEST_CODES, Trial

HOLDS = {code.trial: code.holds for code in TEST_CODES}


def test_there_is_one_code_for_each_trial_and_the_numbers_have_right_check_digits() -> None:
    assert list(HOLDS) == list(Trial)
    assert series(HOLDS[Trial.DIGITS]) is series(HOLDS[Trial.SQUARE]) is Series.ARTICLE
    assert is_world_code(HOLDS[Trial.EAN])


def test_a_wrong_layout_shows_in_the_signs_and_nowhere_else() -> None:
    changed = [code.trial for code in TEST_CODES if shown_on_se(code.holds) != code.holds]
    assert changed == [Trial.SIGNS]
    assert not set(shown_on_se(HOLDS[Trial.SIGNS])) & set("´`¨^"), "a dead key eats the sign after it"
    assert meant_on_us(shown_on_se(HOLDS[Trial.SIGNS])) == HOLDS[Trial.SIGNS]


def test_a_mangled_code_is_still_told_from_the_others() -> None:
    """In any case, on any layout that keeps the digits, each code has a length of its own or digits of its own."""
    told = {(len(holds), "".join(filter(str.isdigit, holds))) for holds in HOLDS.values()}
    assert len(told) == len(TEST_CODES)
