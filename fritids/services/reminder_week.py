"""What comes due in a week if nothing is returned until then."""

from datetime import date, timedelta
from functools import cache

from fritids.db import message_log
from fritids.db.engine import Connection
from fritids.domain.calendar import HORIZON_DAYS
from fritids.domain.reminders import step_due
from fritids.services.context import Context
from fritids.services.results.reminders import DayPlan

DAYS = 7
_EVER = timedelta(days=36500)


def week(connection: Connection, context: Context) -> tuple[DayPlan, ...]:
    """Today and the six days after it. Nothing goes out on a day on which nothing may; today counts as long as its hours are not over.

    What is due on such a day stands at the next one on which something goes out. One query; loans that are alike in their dates are
    reckoned once, so that ten thousand cost little more than reading them.
    """
    policy, today = context.policy, context.today()
    rules, calendar = policy.reminders, policy.calendar
    days = [today + timedelta(days=n) for n in range(DAYS)]
    too_late = context.clock.now().astimezone(policy.zone).time() >= rules.hours[1]

    def goes_out(day: date) -> bool:
        if day == today and too_late:
            return False
        return rules.enabled and (rules.on_closed_days or calendar.is_open(day))

    sending = [n for n, day in enumerate(days) if goes_out(day)]

    @cache
    def when(due: date, lent_on: date, had: int | None) -> tuple[int, ...]:
        found, newest = [], had
        for n in sending:
            step = step_due(rules, calendar, due=due, lent_on=lent_on, today=days[n])
            if step is not None and (newest is None or step > newest):
                found.append(n)
                newest = step
        return tuple(found)

    longest = _EVER if rules.longest is None else timedelta(days=rules.longest)
    last = days[-1] + timedelta(days=(rules.before or 0) + HORIZON_DAYS)
    borrowers: list[set[int]] = [set() for _day in days]
    loans = [0] * DAYS
    if sending:
        for borrower_id, due, lent_on, had in message_log.coming(
            connection, context.branch_id, today - longest, last
        ):
            for n in when(due, lent_on, had):
                loans[n] += 1
                borrowers[n].add(borrower_id)
    return tuple(
        DayPlan(day, calendar.is_open(day), len(borrowers[n]), loans[n]) for n, day in enumerate(days)
    )
