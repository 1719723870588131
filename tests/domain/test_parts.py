"""What the text of a part says, and what a person means by one."""

import pytest

from fritids.domain.parts import joined, named, parts, read_part, split

SV, EN = ("8 klot", "1 lille", "väska"), ("8 balls", "1 jack", "bag")


@pytest.mark.parametrize(
    ("text", "count", "name"),
    [("8 klot", 8, "klot"), ("väska", 1, "väska"), ("0 klot", 1, "0 klot"), ("2-manstält", 1, "2-manstält")],
)
def test_the_number_stands_first_or_it_is_one(text: str, count: int, name: str) -> None:
    assert read_part(text) == (count, name)


def test_an_articles_own_count_stands_before_its_types_and_counts_as_known() -> None:
    assert [(part.count, part.stated) for part in parts(SV, EN, {2: 3})] == [(8, True), (1, True), (3, True)]
    assert not parts(SV, EN)[2].stated


def test_a_name_that_is_missing_in_one_language_is_read_in_the_other() -> None:
    """A branch that wrote its type's parts in Swedish only still counts them in English."""
    assert [(part.sv, part.en) for part in parts(SV, ())][1] == ("lille", "lille")


def test_a_part_is_meant_by_its_place_its_name_or_how_that_begins_in_either_language() -> None:
    listed = parts(SV, EN)
    meant = {
        text: [part.number for part in named(text, listed)] for text in ("1", "Lille", "ba", "BAG", "4", "")
    }
    assert meant == {"1": [0], "Lille": [1], "ba": [0, 2], "BAG": [2], "4": [], "": []}


def test_quantities_are_kept_in_the_order_of_the_parts() -> None:
    assert joined({4: 1, 3: 12}) == "3:12 4:1"
    assert split("3:12 4:1 x 5:") == {3: 12, 4: 1}
    assert joined({}) is None
