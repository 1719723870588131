"""What a year did for people: told from a report's figures, with nothing that the report withholds; answers without who gave them; goals."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from fritids.db.engine import Database
from fritids.domain.figures import Cell, Period, PeriodFigures, Split, Totals
from fritids.domain.follow_up import Figure, Outcome
from fritids.domain.small_numbers import CHILDREN_AND_YOUTH, Withheld
from fritids.domain.words import GoalIndicator
from fritids.errors import InvalidValueError, UsageError
from fritids.services.acts import new_act_key
from fritids.services.climate_table import assumptions
from fritids.services.desk import Desk
from fritids.services.reference import article_types
from fritids.services.results import Lent, Undone
from fritids.services.results.follow_up import GoalView
from fritids.services.setup import init_branch
from tests.builders import FixedClock, a_borrower, a_desk, an_article

HIDDEN = Figure(withheld=True)
FIGURES = PeriodFigures(
    "main",
    Period.year(2026),
    date(2026, 12, 31),
    Totals(loans=1000, visits=400, borrowers=300, new_borrowers=40, due=200, on_time=150),
    {
        (Split.AGE,): {("7-12",): Cell(300, borrowers=80), ("16-19",): Cell(4, borrowers=2)},
        (Split.KIND,): {("person",): Cell(800, borrowers=280), ("school",): Cell(200, borrowers=20)},
        (Split.AREA,): {("602",): Cell(500, borrowers=150), ("603",): Cell(3, borrowers=3)},
        (Split.TYPE,): {("alpine-skis",): Cell(100, borrowers=50), ("sledge",): Cell(896, borrowers=90)},
    },
)


@pytest.fixture
def desk(database: Database) -> Desk:
    return a_desk(database, clock=FixedClock(datetime(2026, 10, 5, 9, tzinfo=UTC)))


def goal(indicator: GoalIndicator, target: float, area: str | None = None, group: str = "Alla") -> GoalView:
    return GoalView(0, "", 2026, group, "Mer", indicator, area, target)


def answer(desk: Desk, otherwise: bool | None, bought: bool | None = None, *, birth_year: int = 2016) -> None:
    article = an_article(desk)
    lent = desk.lending.lend(article.barcode, a_borrower(desk, birth_year=birth_year).id, act=new_act_key())
    assert isinstance(lent, Lent)
    desk.returns.take_back(article.barcode, act=new_act_key())
    desk.survey.note(lent.loan.id, otherwise, bought, act=new_act_key())


def test_goals_are_measured_by_what_was_counted(desk: Desk) -> None:
    """In each indicator's unit; the newest number of inhabitants that is not after the year; what cannot be told is not made up."""
    for year, people in ((2024, 9_000), (2025, 10_000), (2027, 1)):
        desk.goals.set_inhabitants("602", year, people, "SCB", act=new_act_key())
    wanted = (
        goal(GoalIndicator.LOANS_CHILDREN, 304),
        goal(GoalIndicator.LOANS_SCHOOLS, 201),
        goal(GoalIndicator.LOANS_PER_1000, 50, "602"),
        goal(GoalIndicator.LOANS_PER_1000, 50, "111"),
        goal(GoalIndicator.ON_TIME, 80),
        goal(GoalIndicator.OTHERWISE_NO, 50),
        goal(GoalIndicator.NEW_BORROWERS, 40),
    )
    for one in wanted:
        desk.goals.add(one, act=new_act_key())
    told = desk.follow_up.of(2026, FIGURES, "main")
    assert [(one.figure.value, one.outcome) for one in told.goals] == [
        (304, Outcome.REACHED),
        (200, Outcome.TOO_EARLY),
        (50, Outcome.REACHED),
        (None, Outcome.NOT_SAID),
        (75, Outcome.TOO_EARLY),
        (None, Outcome.NOT_SAID),
        (40, Outcome.REACHED),
    ]
    (area,) = told.areas
    assert (area.people_year, area.per_1000.value) == (2025, 50)
    assert (told.children.share.value, told.schools.loans.value) == (0.304, 200)
    assert desk.follow_up.of(2026, FIGURES).goals == told.goals  # of the only branch, under no name


def test_nothing_is_told_that_the_report_withholds(desk: Desk) -> None:
    """Neither as a sum, a rate, a goal nor in the estimate; the sum of the bands may be shown where small numbers lets it be."""
    for area in ("602", "603"):
        desk.goals.set_inhabitants(area, 2025, 10_000, "SCB", act=new_act_key())
    for one in (goal(GoalIndicator.LOANS_CHILDREN, 1), goal(GoalIndicator.LOANS_PER_1000, 0.1, "603")):
        desk.goals.add(one, act=new_act_key())
    cells = {("main", (Split.AGE,), ("16-19",)), ("main", (Split.AREA,), ("603",))}
    cells |= {("main", (Split.TYPE,), ("alpine-skis",))}
    held = Withheld(frozenset(cells), frozenset({("main", CHILDREN_AND_YOUTH), ("main", "new_borrowers")}))
    told = desk.follow_up.of(2026, FIGURES, None, withheld=held)  # the only branch, asked for as all of them
    assert [one.loans for one in told.bands] == [Figure(0), Figure(300), Figure(0), HIDDEN]
    assert (told.children.loans, told.children.share, told.new_borrowers) == (HIDDEN, HIDDEN, HIDDEN)
    assert [one.per_1000 for one in told.areas] == [Figure(50), HIDDEN]
    assert [(one.figure, one.outcome) for one in told.goals] == [(HIDDEN, Outcome.NOT_SAID)] * 2
    assert told.climate is not None
    assert (told.climate.kg, told.climate.withheld) == (None, 104)
    fewer = desk.follow_up.of(2026, FIGURES, "main", withheld=Withheld(frozenset(cells)))
    assert fewer.children.loans == Figure(304)
    desk.goals.add(goal(GoalIndicator.ON_TIME, 1), act=new_act_key())
    late = desk.follow_up.of(2026, FIGURES, withheld=Withheld(totals=frozenset({("main", "late")})))
    assert late.goals[-1].figure == HIDDEN  # the rest of what was on time
    assert (
        desk.follow_up.of(2026, FIGURES, "main", withheld=Withheld(hidden=frozenset({"main"}))).climate
        is None
    )


def test_an_answer_leads_to_nobody_and_stays_when_they_are_gone(desk: Desk, database: Database) -> None:
    """Category and age band of the loan alone; one key takes it back, and it counts once however often it is sent."""
    answer(desk, otherwise=False, bought=True)
    article, child = an_article(desk), a_borrower(desk, birth_year=2016)
    lent = desk.lending.lend(article.barcode, child.id, act=new_act_key())
    assert isinstance(lent, Lent)
    with pytest.raises(UsageError):
        desk.survey.note(lent.loan.id, False, None, act=new_act_key())  # still out
    desk.returns.take_back(article.barcode, act=new_act_key())
    act = new_act_key()
    for _ in range(2):
        desk.survey.note_of(article.barcode, False, None, act=act)
    with pytest.raises(InvalidValueError):
        desk.survey.note_of(article.barcode, None, None, act=new_act_key())
    desk.borrowers.erase(child.id, act=new_act_key())
    (told,) = desk.survey.list(date(2026, 1, 1), date(2026, 12, 31))
    assert (told.category, told.age_band, told.otherwise_no, told.bought_yes) == ("ice", "7-12", 2, 1)
    with database.read() as connection:
        lines = connection.execute(
            text("SELECT article_id, loan_id, visit_id, borrower_key FROM event WHERE kind = 'survey'")
        ).all()
    assert {tuple(line) for line in lines} == {(None, None, None, None)}
    assert isinstance(desk.undoing.undo_last(act=new_act_key()), Undone)
    assert desk.survey.year(2026, hide=False)[0].no == Figure(1)


def test_fewer_than_five_answers_leave_the_house_neither_alone_nor_by_subtraction(
    desk: Desk, database: Database
) -> None:
    """With a branch of few answers that of the fewest enough is withheld too; where there is none, all of them together."""
    for _ in range(4):
        answer(desk, otherwise=False)
    held = Withheld()
    code = init_branch(database, "Other", settings={"ask_birth_year": "on"})
    other = Desk.on(database, branch=code, clock=desk.context.clock)

    def asked(branch: str | None) -> Figure:
        return desk.follow_up.of(2026, FIGURES, branch, withheld=held).survey[0].answers

    assert [asked("main"), asked(code), asked(None)] == [HIDDEN, Figure(0), HIDDEN]
    for _ in range(5):
        answer(other, otherwise=True)
    assert [asked("main"), asked(code), asked(None)] == [HIDDEN, HIDDEN, Figure(9)]
    answer(desk, otherwise=False)
    assert [asked("main"), asked(code), asked(None)] == [Figure(5), Figure(5), Figure(10)]
    held = Withheld(hidden=frozenset({code}))
    assert [asked("main"), asked(code), asked(None)] == [HIDDEN, HIDDEN, Figure(10)], (
        "so many came back at least"
    )


def test_a_goal_is_entered_once_and_goes_with_its_number(desk: Desk) -> None:
    act = new_act_key()
    first = desk.goals.add(goal(GoalIndicator.LOANS, 10), act=act)
    assert desk.goals.add(goal(GoalIndicator.LOANS, 10), act=act) == first
    assert len(desk.goals.list()) == 1
    gone = new_act_key()
    for _ in range(2):
        desk.goals.remove(first.id, act=gone)
    with pytest.raises(UsageError):
        desk.goals.remove(first.id, act=new_act_key())
    assert desk.goals.add(goal(GoalIndicator.LOANS, 10), act=new_act_key()).id > first.id
    for wrong in (
        goal(GoalIndicator.LOANS, 10, "602"),
        goal(GoalIndicator.LOANS_PER_1000, 10),
        goal(GoalIndicator.ON_TIME, 101),
        goal(GoalIndicator.LOANS, 10, group="Kim 19121212-1212"),
    ):
        with pytest.raises(InvalidValueError):
            desk.goals.add(wrong, act=new_act_key())
    assert len(desk.goals.list()) == 1


def test_each_row_of_the_climate_table_has_a_source_and_means_something() -> None:
    made = assumptions({one.code: one.category_code for one in article_types()})
    assert set(made.making) == {"alpine-skis", "ski-helmet", "adult-bicycle"}
    assert made.car is not None
    for one in (made.avoided, made.trip, made.charged, made.car, *made.making.values()):
        assert all(one.source)
        assert 0 < one.amount.low <= one.amount.middle <= one.amount.high
    assert made.avoided.amount.middle == 0.5
