"""One run after the other: who gets what, and that nobody gets anything twice."""

from datetime import timedelta

from fritids.services.desk import Desk
from tests.builders import FixedClock
from tests.services.reminders.paper import Post, a_family, a_loan


def test_a_series(desk: Desk, clock: FixedClock, post: Post) -> None:
    """Two days before, the day after, a week after, three weeks after; on the first open day where it is closed; never twice."""
    family = a_family(desk, name="Åsa Öberg")
    a_loan(desk, family)  # on Monday the 16th, due on Monday the 2nd of March
    got = []
    for _day in range(60):
        for _run in range(2):
            post.run()
        got += [clock.moment.date().isoformat() for _ in post.sent()]
        clock.moment += timedelta(days=1)
    assert got == ["2026-02-27", "2026-03-03", "2026-03-09", "2026-03-23"]
