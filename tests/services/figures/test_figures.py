"""The measures themselves, on days at the edges: new year at ten to midnight, two zones, clocks that are changed; and what leaves marks."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from fritids.db import figure_sums
from fritids.db.figure_sums import ToKeep
from fritids.domain.figures import Period, Split
from fritids.domain.words import ArticleState
from fritids.errors import UsageError
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from fritids.services.figures import bodies, keeping
from fritids.services.figures.keeping import Keeping
from fritids.services.results import Lent
from fritids.services.setup import init_branch
from tests.builders import FixedClock, a_borrower, an_article
from tests.services.figures.counted import as_told, from_the_loans, keep_all, same

YEAR = Period.year(2026)
HOUR, MONTH = (Split.HOUR,), (Split.MONTH,)


def lend(desk: Desk, clock: FixedClock, moment: datetime, **values: object) -> Lent:
    """A loan of an article and a borrower of its own, made at the moment."""
    clock.moment = moment
    article, borrower = an_article(desk), a_borrower(desk)
    done = desk.lending.lend(article.barcode, borrower.id, act=new_act_key(), **values)  # type: ignore[arg-type]
    assert isinstance(done, Lent)
    return done


def marks(desk: Desk) -> list[tuple[int, str]]:
    with desk.context.database.read() as connection:
        rows = connection.execute(text("SELECT branch_id, since FROM stale_mark ORDER BY id"))
        return [(branch, str(since)) for branch, since in rows]


def sums(desk: Desk) -> int:
    with desk.context.database.read() as connection:
        return int(
            connection.execute(text("SELECT count(*) FROM figure_summary WHERE what <> 'reach'")).scalar_one()
        )


def test_ten_to_midnight_on_new_years_eve_is_another_year_in_the_next_zone(
    desk: Desk, clock: FixedClock
) -> None:
    init_branch(desk.context.database, "Öster", code="east", timezone="Europe/Helsinki")
    east = Desk.on(desk.context.database, branch="east", clock=clock)
    late = datetime(2026, 12, 31, 22, 50, tzinfo=UTC)
    lend(desk, clock, late)
    lend(east, clock, late)
    clock.moment = datetime(2027, 1, 5, 12, tzinfo=UTC)
    assert {code: told.totals.loans for code, told in desk.figures.every_branch(YEAR).items()} == {
        "main": 1,
        "east": 0,
    }
    both = Period(date(2026, 12, 1), date(2027, 1, 31))
    assert {codes: cell.loans for codes, cell in desk.figures.split(both, MONTH).items()} == {
        ("2026-12",): 1,
        ("2027-01",): 1,
    }
    assert desk.figures.split(both, (Split.HOUR, Split.BRANCH)).keys() == {("23", "main"), ("00", "east")}


def test_the_hour_is_the_one_on_the_wall_when_the_clocks_change(desk: Desk, clock: FixedClock) -> None:
    """In Sweden on 29 March 2026 at 01:00 UTC, and back on 25 October."""
    for at in ("2026-03-29T00:59", "2026-03-29T01:00", "2026-10-25T00:30", "2026-10-25T01:30"):
        lend(desk, clock, datetime.fromisoformat(at).replace(tzinfo=UTC))
    clock.moment = datetime(2026, 11, 1, 12, tzinfo=UTC)
    found = desk.figures.split(YEAR, HOUR)
    assert {codes: cell.loans for codes, cell in found.items()} == {("01",): 1, ("03",): 1, ("02",): 2}
    whole = desk.figures.totals(YEAR)
    assert (whole.loans, whole.days_with_loans, whole.hours_with_loans) == (4, 2, 3)


def test_what_is_late_lost_renewed_and_lent_for_the_day(desk: Desk, clock: FixedClock) -> None:
    begin = datetime(2026, 1, 12, 9, tzinfo=UTC)
    lost = lend(desk, clock, begin)
    gone = lend(desk, clock, begin)
    renewed = lend(desk, clock, begin, due=date(2026, 1, 14))
    day = lend(desk, clock, begin, due=date(2026, 1, 12))
    desk.returns.take_back(day.loan.article.barcode, act=new_act_key())
    for number in (16, 20):
        clock.moment = datetime(2026, 1, number, 9, tzinfo=UTC)
        desk.renewals.renew(renewed.loan.article.barcode, act=new_act_key())
    desk.articles.set_state(gone.loan.article.barcode, ArticleState.MISSING, act=new_act_key())
    january, spring = Period.month(2026, 1), Period(date(2026, 1, 1), date(2026, 4, 30))
    clock.moment = datetime(2026, 4, 30, 9, tzinfo=UTC)
    was = desk.figures.totals(january)
    assert (was.loans, was.on_site, was.renewals, was.new_borrowers) == (4, 1, 2, 4)
    assert (was.due, was.on_time, was.not_returned) == (3, 1, 1), (
        "the lost ones were due in it, late in none of it"
    )
    now = desk.figures.totals(spring)
    assert (now.due, now.on_time, now.not_returned) == (4, 1, 3)
    behind = desk.figures.behind(spring, {}, measure="not_returned")
    assert {line.id for line in behind} == {lost.loan.id, gone.loan.id, renewed.loan.id}
    assert [
        line.id for line in desk.figures.behind(spring, {Split.MONTH: "2026-01"}, measure="renewals")
    ] == [renewed.loan.id] * 2, "as many as are counted"
    with pytest.raises(LookupError):
        desk.figures.behind(spring, {}, measure="rain")
    with pytest.raises(UsageError, match="branch list"):
        desk.figures.whole(YEAR, "west")


def test_an_ordinary_day_leaves_no_mark_and_whatever_touches_summed_days_does(
    desk: Desk, clock: FixedClock
) -> None:
    keep_all(desk)
    begin = datetime(2026, 3, 2, 9, tzinfo=UTC)
    first, late, other = lend(desk, clock, begin), lend(desk, clock, begin), lend(desk, clock, begin)
    clock.moment = begin + timedelta(days=40)
    today = clock.moment
    desk.figures.whole(YEAR)
    assert sums(desk) == 2, "to the end of March, and to yesterday"
    kept = sums(desk)

    fresh = lend(desk, clock, today)
    desk.returns.take_back(late.loan.article.barcode, act=new_act_key())
    desk.renewals.renew(fresh.loan.article.barcode, act=new_act_key())
    desk.undoing.undo_last(act=new_act_key())
    desk.articles.set_state(fresh.loan.article.barcode, ArticleState.MISSING, act=new_act_key())
    assert late.loan.borrower_id is not None
    desk.borrowers.erase(late.loan.borrower_id, act=new_act_key())
    assert marks(desk) == []
    desk.figures.whole(YEAR)
    assert sums(desk) == kept
    same(as_told(desk, YEAR, None), from_the_loans(desk, YEAR, None))

    desk.renewals.renew(first.loan.article.barcode, act=new_act_key())
    assert marks(desk) == [(1, "2026-03-16")], "it was due then"
    same(as_told(desk, YEAR, None), from_the_loans(desk, YEAR, None))
    yesterday = today - timedelta(days=1)
    desk.returns.take_back(other.loan.article.barcode, act=new_act_key(), at=yesterday)
    assert marks(desk)[1:] == [(1, "2026-04-10")]
    lend(desk, clock, today + timedelta(hours=1), at=yesterday)
    assert marks(desk)[2:] == [(1, "2026-04-10")]
    same(as_told(desk, YEAR, None), from_the_loans(desk, YEAR, None))
    assert desk.figures.verify() == ()


def test_a_kept_sum_that_was_tampered_with_is_found(desk: Desk, clock: FixedClock) -> None:
    lend(desk, clock, datetime(2026, 3, 2, 9, tzinfo=UTC))
    clock.moment = datetime(2026, 4, 20, 9, tzinfo=UTC)
    assert desk.figures.sum_up() > 0
    assert desk.figures.sum_up() == 0
    assert desk.figures.verify() == ()
    with desk.context.database.write() as connection:
        connection.execute(
            text(
                "UPDATE figure_summary SET body = replace(body, '\"hockey-skates\"', '\"skates\"')"
                " WHERE first = '2026-03-01' AND branch_id IS NOT NULL"
            )
        )
    found = desk.figures.verify()
    assert {(one.what, one.branch, one.period) for one in found} == {
        ("figures-1", "main", Period.month(2026, 3))
    }
    assert ("loans type hockey-skates", 0, 1) in {(one.figure, one.kept, one.counted) for one in found}


def test_others_keep_what_depends_on_the_loans(desk: Desk, clock: FixedClock) -> None:
    lend(desk, clock, datetime(2026, 3, 2, 9, tzinfo=UTC))
    clock.moment = datetime(2026, 4, 20, 9, tzinfo=UTC)
    asked: list[int] = []

    def compute() -> dict[str, int]:
        asked.append(1)
        return {"n": len(asked)}

    march = Period.month(2026, 3)
    assert [desk.figures.kept("mine-1", march, None, compute) for _ in range(2)] == [{"n": 1}] * 2
    assert desk.figures.kept("mine-1", Period.month(2026, 4), None, compute) == {"n": 2}, "not over"
    lend(desk, clock, datetime(2026, 4, 20, 10, tzinfo=UTC), at=datetime(2026, 3, 30, 10, tzinfo=UTC))
    assert desk.figures.kept("mine-1", march, None, compute) == {"n": 3}
    init_branch(desk.context.database, "Norra", code="north")
    assert desk.figures.kept("mine-1", march, None, compute) == {"n": 4}, (
        "what is withheld of all hangs on it"
    )
    assert desk.figures.kept("mine-1", march, None, compute) == {"n": 4}


def test_nothing_is_kept_that_an_act_under_way_may_change(
    desk: Desk, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On PostgreSQL a desk's transaction that began before sums were announced puts no mark; on SQLite it holds the file."""
    monkeypatch.setattr(keeping, "_SETTLING_SECONDS", 0.05)
    keep_all(desk)
    loan = lend(desk, clock, datetime(2026, 3, 2, 9, tzinfo=UTC)).loan
    clock.moment = datetime(2026, 4, 20, 9, tzinfo=UTC)
    with desk.context.database.write() as other:
        other.execute(text("UPDATE loan SET undone_at = lent_at WHERE id = :id"), {"id": loan.id})
        assert desk.figures.totals(YEAR).loans == 1
    assert sums(desk) == 0
    assert desk.figures.totals(YEAR).loans == 0
    assert sums(desk) > 0
    assert desk.figures.verify() == ()


def test_nothing_is_kept_that_an_act_from_before_the_announcement_may_change(
    desk: Desk, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first who asks gives up waiting for the act; the second finds the sum announced, and the act ends while it counts."""
    monkeypatch.setattr(keeping, "_SETTLING_SECONDS", 0.05)
    keep_all(desk)
    loan = lend(desk, clock, datetime(2026, 3, 2, 9, tzinfo=UTC)).loan
    clock.moment = datetime(2026, 4, 20, 9, tzinfo=UTC)
    keep = Keeping.keep
    with desk.context.database.write() as other:
        other.execute(text("UPDATE loan SET undone_at = lent_at WHERE id = :id"), {"id": loan.id})
        desk.figures.totals(YEAR)

        def end_first(self: Keeping, *given: Any) -> int:
            other.commit()
            return keep(self, *given)

        monkeypatch.setattr(Keeping, "keep", end_first)
        desk.figures.totals(YEAR)
    assert desk.figures.verify() == ()
    assert desk.figures.totals(YEAR).loans == 0


def test_nothing_is_kept_that_was_counted_before_marks_were_thrown_away(
    desk: Desk, clock: FixedClock
) -> None:
    """A report counts, an earlier loan is entered, and the night's summing up throws its mark away, as no sum is older."""
    keep_all(desk)
    lend(desk, clock, datetime(2026, 3, 2, 9, tzinfo=UTC))
    clock.moment = datetime(2026, 4, 20, 9, tzinfo=UTC)
    march = Period.month(2026, 3)
    assert desk.figures._keeping.ready_to_keep(march.last)
    with desk.context.database.read() as connection:
        seen = figure_sums.seen(connection)
    body = bodies.written(from_the_loans(desk, march, None))
    lend(desk, clock, clock.moment, at=datetime(2026, 3, 3, 9, tzinfo=UTC))
    desk.figures.sum_up()
    assert desk.figures._keeping.keep([ToKeep(bodies.REPORT, None, march.first, march.last, body)], seen) == 0
    assert desk.figures.verify() == ()
