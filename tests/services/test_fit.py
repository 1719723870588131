"""Which things of a branch fit a person right now, on both engines."""

from datetime import UTC, date, datetime, timedelta

import pytest

from fritids.db.engine import Database
from fritids.domain.findings import FindingCode
from fritids.domain.fit import Measure, Person, Skill
from fritids.domain.words import ArticleState
from fritids.errors import InvalidValueError
from fritids.services.acts import new_act_key
from fritids.services.bindings import Binding
from fritids.services.desk import Desk
from fritids.services.fit_measures import read_measure, read_person
from fritids.services.fit_views import FittingType
from fritids.services.results import Lent
from tests.builders import FixedClock, a_borrower, a_desk, an_article

LOOKED_AT = frozenset({FindingCode.CHECK_OPEN})
MONDAY = datetime(2026, 2, 16, 9, 30, tzinfo=UTC)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(MONDAY)


@pytest.fixture
def desk(database: Database, clock: FixedClock) -> Desk:
    return a_desk(database, clock=clock)


def nine_years_old() -> Person:
    return read_person({Measure.HEIGHT: "142 cm", Measure.SHOE: "36", Measure.AGE: "9 år"}, Skill.SOME)


def of(desk: Desk, code: str, person: Person | None = None) -> FittingType:
    (found,) = desk.fitting.find(person or nine_years_old(), types=[code]).fits
    return found


def test_only_what_is_in_is_offered_the_best_first_and_what_is_out_is_counted(
    desk: Desk, clock: FixedClock
) -> None:
    sizes = {size: an_article(desk, type="classic-skis", size=size) for size in ("150", "155", "160", "165")}
    another = an_article(desk, type="skate-skis", size="160")
    mended = an_article(desk, type="classic-skis", size="161")
    desk.articles.set_state(mended.barcode, ArticleState.IN_SERVICE, act=new_act_key())
    anna = a_borrower(desk)
    late, later = (an_article(desk, type="classic-skis", size="158") for _ in range(2))
    desk.lending.lend(late.barcode, anna.id, act=new_act_key(), due=date(2026, 2, 18))
    clock.moment += timedelta(days=4)
    desk.lending.lend(later.barcode, anna.id, act=new_act_key(), due=date(2026, 3, 2))

    found = of(desk, "classic-skis")
    offered = [one.article.barcode for one in found.articles]
    assert offered == [sizes["160"].barcode, sizes["155"].barcode, sizes["165"].barcode]
    assert another.barcode not in offered
    assert (found.available, found.out, found.late, found.next_due) == (3, 2, 1, date(2026, 3, 2))


def test_a_boot_marked_in_shoe_sizes_is_not_taken_for_mondopoint(desk: Desk) -> None:
    """`EU 23` stands on a toddler's boot; mondopoint 23 is for shoes 36."""
    right = an_article(desk, type="alpine-boots", size="23")
    an_article(desk, type="alpine-boots", size="EU 23")
    assert [one.article.barcode for one in of(desk, "alpine-boots").articles] == [right.barcode]


def test_of_a_binding_only_who_when_and_which_sole(desk: Desk) -> None:
    """And of the newest loan that was not undone."""
    skis = an_article(desk, type="alpine-skis", size="122")
    anna = a_borrower(desk)
    for by in ("Kim", "Sam"):
        lent = desk.lending.lend(
            skis.barcode, anna.id, act=f"lend {by}", binding=Binding(by, 271), accepted=LOOKED_AT
        )
        assert isinstance(lent, Lent)
        if by == "Kim":
            desk.returns.take_back(skis.barcode, act="back")
    desk.undoing.undo_last(act="undo")
    (one,) = of(desk, "alpine-skis").articles
    assert one.binding is not None
    assert (one.binding.by, one.binding.on, one.binding.sole_mm) == ("Kim", date(2026, 2, 16), 271)
    assert desk.fitting.find(nine_years_old(), purpose="alpine").sets_bindings
    assert not desk.fitting.find(nine_years_old(), purpose="skating").sets_bindings


@pytest.mark.parametrize(
    ("measure", "text", "low", "high"),
    [
        (Measure.HEIGHT, "1,42 m", 142, 142),
        (Measure.SHOE, "36½", 36.5, 36.5),
        (Measure.WEIGHT, "30-40 kg", 30, 40),
        (Measure.AGE, "9", 9, 9),
        (Measure.HEAD, "54 cm", 54, 54),
    ],
)
def test_a_measure_is_read_as_people_write_it(measure: Measure, text: str, low: float, high: float) -> None:
    span = read_measure(measure, text)
    assert (span.low, span.high) == (low, high)


@pytest.mark.parametrize(
    ("measure", "text"),
    [
        (Measure.HEIGHT, "1420"),
        (Measure.HEIGHT, "tall"),
        (Measure.HEIGHT, "36"),
        (Measure.SHOE, "380"),
        (Measure.WEIGHT, "40-30"),
        (Measure.AGE, "-3"),
        (Measure.AGE, "20160304"),
        (Measure.HEAD, "12"),
    ],
)
def test_a_slip_of_the_finger_is_asked_about(measure: Measure, text: str) -> None:
    with pytest.raises(InvalidValueError) as raised:
        read_measure(measure, text)
    assert raised.value.field == measure.value
