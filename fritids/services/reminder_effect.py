"""What a reminder does: of loans that were still out when a step's moment came, how many came back before the next one.

Read fairly, or not at all:

* A loan counts at a step if it was still out at the hour at which reminders begin (`remind_at`) on the step's day, and that day lies in the
  period. So those who got the message and those who got none are looked at from the same moment on.
* *Reminded* are those whose message was taken by the gateway on that day; *others* those for whom there was none in the window, or whose
  message failed, did not arrive or was to be a call: before reminders were begun, while they were off, or because nothing reaches the borrower.
* What counts is a return in the step's window: up to the due date for a step before it, up to the day before the next step's day after
  it, and within 14 days for the last one.
* A loan that was renewed in the window is neither late nor back. It stands in a column of its own, and its new due date begins a new series.
* Left out of both: windows that are not over yet, messages of which it is not known whether they went, messages that were planned and not
  needed because all came back first, or that went out days late (who was still out then is no fair sample), and loans whose borrower was
  called in the window.
* Undone loans and undone renewals never were. Loans are counted, not borrowers.

The two groups are not drawn by lot: who has no mobile number, or borrowed before the branch reminded, may return otherwise for other
reasons too. The figures show, they do not prove; few loans show little, and stand there as they are.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import Enum, auto
from functools import cache
from typing import Final, NamedTuple

from fritids.db import message_log, reminder_effect
from fritids.db.engine import Connection
from fritids.db.reminder_effect import SeriesRow, StepRow
from fritids.domain.calendar import local_day_span, to_utc
from fritids.domain.reminders import first_day_of
from fritids.domain.words import MessageState
from fritids.services.context import Context
from fritids.services.results.reminder_log import Effect, OnTime, Share, StepEffect

LAST_WINDOW: Final = 14
"""Days after the last step in which a return counts."""
_LONGEST_CLOSING: Final = timedelta(days=120)
"""By how much a closed branch may move a step's day; a longer closing leaves loans out at its edges."""
_NOT_REACHED: Final = frozenset({MessageState.FAILED, MessageState.TO_CALL})


class _Group(Enum):
    REMINDED = auto()
    OTHERS = auto()
    LEFT_OUT = auto()


class _Outcome(Enum):
    RETURNED = auto()
    RENEWED = auto()
    NEITHER = auto()


class _Span(NamedTuple):
    """When a step of a due date counts."""

    day: date
    at: datetime
    """The hour at which reminders begin on that day."""
    day_ends: datetime
    end: datetime
    """The end of the window."""
    is_over: bool


def effect(connection: Connection, context: Context, first: date, last: date) -> Effect:
    """What reminders do between these days, both included."""
    rules = context.policy.reminders
    steps = rules.steps()
    begin = first - timedelta(days=max(steps, default=0)) - _LONGEST_CLOSING
    end = last - timedelta(days=min(steps, default=0)) + _LONGEST_CLOSING
    counted: Counter[tuple[int, _Group, _Outcome]] = Counter()
    if steps:
        rows = reminder_effect.series(connection, context.branch_id, begin, end)
        sent = reminder_effect.steps(connection, context.branch_id, begin, end)
        calls = reminder_effect.calls(
            connection, context.branch_id, local_day_span(first, context.policy.zone)[0], context.clock.now()
        )
        counted = _count(context, rows, sent, calls, (first, last))
    first_run = message_log.first_run_day(connection, context.branch_id)
    over = min(last, context.today() - timedelta(days=1))  # what is due today may still come back on time
    before_until = over if first_run is None else min(over, first_run - timedelta(days=1))
    before = OnTime(*reminder_effect.on_time(connection, context.branch_id, first, before_until))
    after = OnTime()
    if first_run is not None:
        after = OnTime(*reminder_effect.on_time(connection, context.branch_id, max(first, first_run), over))
    return Effect(
        since=first,
        until=last,
        steps=tuple(
            StepEffect(
                step,
                _window(steps, step),
                _share(counted, step, _Group.REMINDED),
                _share(counted, step, _Group.OTHERS),
                sum(counted[step, _Group.LEFT_OUT, outcome] for outcome in _Outcome),
            )
            for step in steps
        ),
        first_run=first_run,
        before=before,
        after=after,
    )


def _share(counted: Counter[tuple[int, _Group, _Outcome]], step: int, group: _Group) -> Share:
    of = {outcome: counted[step, group, outcome] for outcome in _Outcome}
    return Share(sum(of.values()), of[_Outcome.RETURNED], of[_Outcome.RENEWED])


def _next(steps: Sequence[int], step: int) -> int | None:
    return next((later for later in steps if later > step), None)


def _window(steps: Sequence[int], step: int) -> int:
    later = _next(steps, step)
    if step <= 0:
        return -step
    return LAST_WINDOW if later is None else later - step


def _count(
    context: Context,
    rows: Sequence[SeriesRow],
    sent: Mapping[tuple[int, date, int], StepRow],
    calls: Mapping[int, Sequence[datetime]],
    period: tuple[date, date],
) -> Counter[tuple[int, _Group, _Outcome]]:
    rules, calendar, zone = context.policy.reminders, context.policy.calendar, context.policy.zone
    steps, today = rules.steps(), context.today()

    @cache
    def window(due: date, step: int) -> _Span:
        day = first_day_of(rules, calendar, due=due, step=step)
        later = _next(steps, step)
        if step <= 0:
            last = max(due, day)
        elif later is None:
            last = day + timedelta(days=LAST_WINDOW)
        else:
            last = max(day, first_day_of(rules, calendar, due=due, step=later) - timedelta(days=1))
        at = to_utc(datetime.combine(day, rules.at), zone)
        return _Span(day, at, local_day_span(day, zone)[1], local_day_span(last, zone)[1], last < today)

    counted: Counter[tuple[int, _Group, _Outcome]] = Counter()
    for row in rows:
        for step in steps:
            span = window(row.due, step)
            if not period[0] <= span.day <= period[1] or span.day > today:
                continue
            if (row.ended_at is not None and row.ended_at <= span.at) or span.day <= row.lent_on:
                continue
            called = calls.get(row.borrower_id or 0, ())
            group = _Group.LEFT_OUT
            if span.is_over and not _any_between(called, span.at, span.end):
                group = _group(sent.get((row.loan_id, row.due, step)), span)
            outcome = _Outcome.NEITHER
            if row.ended_at is not None and row.ended_at < span.end:
                outcome = _Outcome.RENEWED if row.renewed else _Outcome.RETURNED
            counted[step, group, outcome] += 1
    return counted


def _any_between(moments: Sequence[datetime], begin: datetime, end: datetime) -> bool:
    place = bisect_right(moments, begin)
    return place < len(moments) and moments[place] < end


def _group(message: StepRow | None, span: _Span) -> _Group:
    if message is None or message.state in _NOT_REACHED:
        return _Group.OTHERS
    if message.state is not MessageState.SENT or message.sent_at is None:
        return _Group.LEFT_OUT
    if message.undelivered or message.sent_at >= span.end:
        return _Group.OTHERS
    return _Group.REMINDED if message.sent_at < span.day_ends else _Group.LEFT_OUT
