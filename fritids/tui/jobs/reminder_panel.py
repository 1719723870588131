"""The panel of the reminders: what went out today, what needs a person, and the week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from textual.content import Content

from fritids.domain.words import MessageState
from fritids.i18n import _, day_short, moment, n_, number
from fritids.present import plain
from fritids.present.names import person_name
from fritids.present.reminder_log import week_words
from fritids.present.reminders import SIGNS, reason_short, state_words
from fritids.services.results.reminders import DayPlan, MessageView, RunView
from fritids.tui.widgets.lines import row, spread, styled, wrapped

if TYPE_CHECKING:
    from fritids.services.desk import Desk

_MOST: Final = 5
"""Messages that are named in the panel; F5 shows all of them."""
STYLES: Final = {
    MessageState.UNKNOWN: "bold $ask-soft",
    MessageState.FAILED: "bold $no-soft",
    MessageState.TO_CALL: "$ask-soft",
    MessageState.SENT: "$yes-soft",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand with the reminders."""

    today: date | None = None
    runs: tuple[RunView, ...] = ()
    needs: tuple[MessageView, ...] = ()
    week: tuple[DayPlan, ...] = ()
    to_call: int = 0
    """Borrowers on the call list."""
    turned_off: bool = False
    unknown: tuple[MessageView, ...] = ()
    again: tuple[MessageView, ...] = ()
    """What may be tried again."""


def standing(desk: "Desk") -> Standing:
    """Read it."""
    needs = desk.reminder_log.for_a_person()
    return Standing(
        today=desk.today(),
        runs=desk.reminder_log.runs(),
        needs=needs,
        week=desk.reminder_log.week(),
        to_call=len(desk.calls.list()),
        turned_off=not desk.policy.reminders.enabled,
        unknown=tuple(one for one in needs if one.state is MessageState.UNKNOWN),
        again=tuple(one for one in needs if one.state in {MessageState.FAILED, MessageState.WAITING}),
    )


def panel_lines(now: Standing, missing: str, width: int) -> list[Content]:
    """All of it; `missing` says what is not set up here, or is empty."""
    if now.today is None:
        return []
    lines = _runs(now, missing, width)
    if now.needs:
        lines += [Content(""), *_needs(now.needs, width)]
    if now.to_call:
        n = now.to_call
        lines.append(
            spread(styled(_("☎ To call"), "bold $ask-soft"), styled(number(n), "bold $ask-soft"), width)
        )
    lines += [Content(""), styled(_("Coming, if nothing is returned"), "bold $primary")]
    lines += (
        spread(
            styled(day_short(plan.day)), styled(week_words(plan), "$quiet" if not plan.loans else ""), width
        )
        for plan in now.week
    )
    return lines


def _runs(now: Standing, missing: str, width: int) -> list[Content]:
    lines = [styled(_("Today"), "bold $primary")]
    for run in now.runs:
        lines += _run(run, now.today, width)
    if not now.runs:
        lines.append(styled(_("Nothing has gone out yet today."), "$quiet"))
    if missing:
        lines += wrapped(missing, width, "$ask-soft")
    return lines


def _run(run: RunView, today: date | None, width: int) -> list[Content]:
    """When and where, and below it a figure for each state."""
    when = moment(run.started_at, today)
    if run.ended_at is None:
        when = _("{time}, cut off or under way").format(time=when)
    lines = [spread(styled(when, "bold"), styled(plain(run.desk), "$quiet"), width)]
    parts: list[tuple[str, str] | str] = []
    for state, n in run.states:
        parts += [
            "  " if parts else "",
            (f"{SIGNS[state]} {number(n)} {state_words(state)}", STYLES.get(state, "")),
        ]
    if not parts:
        return [*lines, styled(_("nothing to send"), "$quiet")]
    return [*lines, *row(*parts).wrap(max(8, width))]


def _needs(needs: Sequence[MessageView], width: int) -> list[Content]:
    n = len(needs)
    title = n_("Needs a person: {n}", "Need a person: {n}", n).format(n=number(n))
    lines = [styled(title, "bold $primary")]
    for one in needs[:_MOST]:
        who = person_name(one.borrower_name, one.borrower_number)
        why = state_words(one.state) if one.reason is None else reason_short(one.reason)
        left = styled(f"{SIGNS[one.state]} {one.id} {who}", STYLES.get(one.state, ""))
        lines.append(spread(left, styled(why, "$quiet"), width))
    if (more := n - _MOST) > 0:
        lines.append(
            styled(n_("and {n} more: F5", "and {n} more: F5", more).format(n=number(more)), "$quiet")
        )
    return lines
