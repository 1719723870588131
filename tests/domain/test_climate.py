"""The climate estimate: a range with its assumptions, for what has a factor and for nothing else."""

from dataclasses import replace

import pytest

from fritids.domain.climate import Assumptions, Factor, Range, Source, estimate, two_digits

HERE = Source("här", "here")


def factor(low: float, middle: float, high: float) -> Factor:
    return Factor(Range(low, middle, high), HERE)


ASSUMED = Assumptions(
    avoided=factor(0.25, 0.5, 0.75),
    trip=factor(10, 10, 10),
    charged=factor(0.5, 0.5, 0.5),
    car=factor(0.2, 0.2, 0.2),
    making={"alpine-skis": factor(15, 29, 29), "ski-helmet": factor(1.2, 1.2, 1.2)},
)


def test_it_is_worked_out_as_by_hand() -> None:
    """100 pairs of skis and 50 helmets among 400 loans in 100 visits; 30 loans more are of types that nobody may see."""
    made = estimate({"alpine-skis": 100, "ski-helmet": 50, "sledge": 220}, 400, 100, ASSUMED)
    # low is a quarter of 1500 + 60, middle half and high three quarters of 2900 + 60
    assert made.kg == Range(390, 1500, 2200)
    # a visit is 10 km * 0.5 * 0.2 kg = 1 kg, and 150 of 400 loans stand for 37.5 visits
    assert made.trip_visits == 37.5
    assert made.kg_by_car == Range(350, 1400, 2200)
    assert (made.covered, made.no_factor, made.withheld) == (150, 220, 30)
    assert made.share_covered == 0.375
    assert [line.type_code for line in made.lines] == ["alpine-skis", "ski-helmet"]


def test_without_a_source_no_figure() -> None:
    """A type nobody has published a figure for is no zero, and a car without one is not left out in silence."""
    bare = estimate({"sledge": 5}, 5, 5, ASSUMED)
    assert (bare.kg, bare.kg_by_car, bare.no_factor) == (None, None, 5)
    no_car = estimate({"alpine-skis": 1}, 1, 1, replace(ASSUMED, car=None))
    assert no_car.kg is not None
    assert no_car.kg_by_car is None
    assert estimate({"alpine-skis": 1}, 1, None, ASSUMED).kg_by_car is None
    assert estimate({}, 0, 0, ASSUMED).kg is None


def test_the_trips_may_let_out_more_than_was_spared() -> None:
    made = estimate({"ski-helmet": 10}, 10, 10, ASSUMED)
    assert made.kg == Range(3, 6, 9)
    assert made.kg_by_car == Range(-7, -4, -1)


@pytest.mark.parametrize(("kg", "said"), [(1234, 1200), (0.0567, 0.057), (-96.4, -96), (0, 0), (9.96, 10)])
def test_no_more_than_two_digits_are_said(kg: float, said: float) -> None:
    assert two_digits(kg) == said
