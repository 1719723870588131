"""The catalogue that comes with the program is whole, and no name in it means two things."""

import re
from collections import Counter

from fritids.domain.search import fold
from fritids.services.reference import article_types, categories


def test_codes_are_in_one_pattern_and_unique() -> None:
    """A code is typed on the command line and written into reports: lower case words with hyphens, used once."""
    codes = [*(row.code for row in article_types()), *(row.code for row in categories())]
    assert all(re.fullmatch(r"[a-z]+(?:-[a-z]+)*", code) for code in codes)
    assert not [code for code, n in Counter(codes).items() if n > 1]


def test_every_type_has_a_category_and_names_in_both_languages() -> None:
    """Nothing is shown empty, and no category is without types."""
    assert {row.category_code for row in article_types()} == {row.code for row in categories()}
    assert all(row.name_sv and row.name_en for row in article_types())
    assert all(row.name_sv and row.name_en for row in categories())


def test_each_type_is_one_thing() -> None:
    """A type that held two things could be neither sized nor counted."""
    assert not [row.code for row in article_types() if " / " in row.name_sv or " / " in row.name_en]


def test_no_name_means_two_types() -> None:
    """`--type inlines` and a column of an import have one answer."""
    for names in (
        [n for row in article_types() for n in {fold(row.name_sv), *map(fold, row.also_sv)}],
        [n for row in article_types() for n in {fold(row.name_en), *map(fold, row.also_en)}],
    ):
        assert not [name for name, n in Counter(names).items() if n > 1]


def test_parts_are_the_same_in_both_languages() -> None:
    """The question at return names the same pieces, whatever the language."""
    assert all(len(row.parts_sv) == len(row.parts_en) for row in article_types())
    assert {row.code for row in article_types() if row.parts_sv} >= {"tent", "chess", "kubb", "storm-stove"}


def test_what_may_tell_of_a_disability_is_private() -> None:
    """All of the parasport shelf, and the balls that sound."""
    private = {row.code for row in article_types() if row.private}
    assert private == {row.code for row in article_types() if row.category_code == "parasport"} | {"goalball"}
