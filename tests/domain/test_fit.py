"""What fits a person: the table that comes with the program is sound, and its sizes follow the measures."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fritids.domain.fit import (
    PLAUSIBLE,
    Fit,
    Measure,
    Person,
    Proposal,
    Skill,
    Span,
    how_near,
    propose,
    suits,
)
from fritids.domain.sizes import PLAUSIBLE as SIZES
from fritids.services.fit_rules import fit_rules
from fritids.services.reference import article_types

TYPES = {row.code: row for row in article_types()}
SKILLS = st.sampled_from([None, *Skill])
FEW = settings(max_examples=50)
"""Each goes through the whole table, twice or thrice."""
AGES = st.one_of(st.none(), st.integers(0, 90))


def person(skill: Skill | None = None, **measures: float | None) -> Person:
    told = {Measure(name): Span(value, value) for name, value in measures.items() if value is not None}
    return Person(told, skill)


def sizes(fit: Fit) -> dict[tuple[str, str], Span]:
    return {(one.type_code, one.use): one.size for one in fit.proposals}


def size(code: str, who: Person, use: str = "") -> Span | None:
    return sizes(propose(who, fit_rules(), types=[code])).get((code, use))


def test_every_rule_has_a_source_that_can_be_looked_up_and_names_types_that_are_measured_so() -> None:
    for rule in fit_rules():
        assert rule.sources, rule
        assert all(re.match(r"https?://[^/ ]+\.[a-z]+/", source) for source in rule.sources), rule
        for code in rule.types:
            kinds = {TYPES[code].size_kind, TYPES[code].second_size_kind}
            assert rule.kind in kinds, (code, rule.kind)
        assert rule.band.low <= rule.band.high, rule
        low, high = PLAUSIBLE[rule.measure]
        assert low <= rule.band.low, rule
        assert rule.band.high <= high, rule
        assert bool(rule.note_sv) == bool(rule.note_en), rule


def test_no_rule_speaks_of_a_release_value() -> None:
    for rule in fit_rules():
        assert not re.search(r"(?i)\bdin\b|release|z-värde|utlösning", rule.note_sv + rule.note_en), rule
        assert rule.types != ("snowboard-binding",)


@FEW
@given(st.fixed_dictionaries({one: st.floats(*PLAUSIBLE[one]) for one in Measure}), SKILLS)
def test_a_size_runs_from_less_to_more_and_is_one_that_such_things_have(
    told: dict[Measure, float], skill: Skill | None
) -> None:
    who = Person({measure: Span(value, value) for measure, value in told.items()}, skill)
    for one in propose(who, fit_rules()).proposals:
        low, high = SIZES[one.kind]
        assert low <= one.size.low <= one.aim <= one.size.high <= high, one


@FEW
@given(st.sampled_from([Measure.HEIGHT, Measure.WEIGHT, Measure.SHOE]), st.data(), AGES, SKILLS)
def test_more_of_a_measure_never_means_a_smaller_thing(
    measure: Measure, data: st.DataObject, age: int | None, skill: Skill | None
) -> None:
    """A taller person of the same age and skill never gets shorter skis, a heavier one no smaller life jacket."""
    values = st.floats(*PLAUSIBLE[measure])
    less, more = sorted((data.draw(values), data.draw(values)))
    small = sizes(propose(person(skill, age=age, **{measure.value: less}), fit_rules()))
    large = sizes(propose(person(skill, age=age, **{measure.value: more}), fit_rules()))
    for key in small.keys() & large.keys():
        assert small[key].low <= large[key].low, key
        assert small[key].high <= large[key].high, key


@FEW
@given(st.floats(*PLAUSIBLE[Measure.HEIGHT]), AGES)
def test_who_is_better_at_it_never_gets_shorter_skis(height: float, age: int | None) -> None:
    for code in ("alpine-skis", "classic-skis", "snowboard"):
        found = [
            propose(person(skill, height=height, age=age), fit_rules(), types=[code]).proposals
            for skill in Skill
        ]
        aims = [one[0].aim for one in found if one]
        assert aims == sorted(aims), code


@pytest.mark.parametrize(
    ("code", "use", "expected"),
    [
        ("classic-skis", "", (152, 167)),
        ("alpine-skis", "", (117, 127)),
        ("alpine-poles", "", (95, 100)),
        ("cross-country-poles", "classic", (120, 120)),
        ("cross-country-poles", "skate", (130, 130)),
        ("cross-country-boots", "", (36, 36.5)),
        ("alpine-boots", "", (22.5, 23)),
        ("hockey-skates", "", (36, 37)),
        ("child-bicycle", "", (24, 24)),
        ("bicycle-helmet", "", (52, 56)),
    ],
)
def test_the_nine_year_old_before_sportlov(code: str, use: str, expected: tuple[float, float]) -> None:
    """142 cm, shoes 36, nine years, has skied a little: the figures of the pages that the table cites."""
    assert size(code, person(Skill.SOME, height=142, shoe=36, age=9), use) == Span(*expected)


def test_a_short_grown_up_gets_a_grown_ups_skis() -> None:
    assert size("alpine-skis", person(Skill.BEGINNER, height=150)) == Span(120, 130)
    assert size("alpine-skis", person(Skill.BEGINNER, height=150, age=40)) == Span(130, 140)


def test_a_measured_head_counts_and_an_age_only_hints() -> None:
    (hint,) = propose(person(age=9), fit_rules(), types=["ski-helmet"]).proposals
    (sure,) = propose(person(age=9, head=57), fit_rules(), types=["ski-helmet"]).proposals
    assert (hint.is_hint, hint.size) == (True, Span(52, 56))
    assert (sure.is_hint, sure.size) == (False, Span(57, 57))


def test_what_lacks_a_measure_names_it_and_what_is_for_others_does_not() -> None:
    fit = propose(person(height=142, age=9), fit_rules())
    lacking = {one.type_code: one.lacking for one in fit.unsaid}
    assert lacking["alpine-boots"] == (Measure.SHOE,)
    assert lacking["adult-life-jacket"] == (Measure.WEIGHT,)
    assert lacking["toddler-helmet"] == ()
    assert lacking["childrens-ski-set"] == ()
    assert {one.type_code: one.lacking for one in propose(person(weight=70), fit_rules()).unsaid}[
        "classic-skis"
    ] == (Measure.HEIGHT,)


def test_a_life_jacket_is_for_the_weight_and_not_for_a_part_of_the_band() -> None:
    told = Person({Measure.WEIGHT: Span(35, 41)})
    (vest,) = propose(told, fit_rules(), types=["adult-life-jacket"]).proposals
    assert suits(vest, Span(30, 40))
    assert not suits(vest, Span(40, 60))


def test_the_best_fit_comes_first() -> None:
    """Nearest to the size to be tried first; of life jackets that all hold the weight the narrowest about it."""
    (skis,) = propose(person(Skill.BEGINNER, height=142), fit_rules(), types=["classic-skis"]).proposals
    assert _ordered(skis, 165, 155, 160) == [155, 160, 165]
    (vest,) = propose(person(weight=42), fit_rules(), types=["adult-life-jacket"]).proposals
    spans = sorted([Span(40, 250), Span(40, 60), Span(30, 50)], key=lambda span: how_near(vest, span))
    assert spans == [Span(30, 50), Span(40, 60), Span(40, 250)]


def _ordered(proposal: Proposal, *lengths: float) -> list[float]:
    return sorted(lengths, key=lambda length: how_near(proposal, Span(length, length)))
