"""The panel of the reminders: what went out today, what needs a person, and the week."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from textual.content import Content

from fritids.domain.words import MessageState
from fritids.i18n import _, day_short, moment, n_, number, weekday_short
from fritids.present import plain
from fritids.present.names import person_name
from fritids.present.reminder_log import week_words
from fritids.present.reminders import SIGNS, reason_short, state_count, state_words
from fritids.services.results.reminders import DayPlan, MessageView, RunView
from fritids.tui.widgets.lines import spread, styled, wrapped

if TYPE_CHECKING:
    from fritids.services.desk import Desk

_MOST: Final = 3
"""Messages that are named in the panel; F5 shows all of them."""
_WIDE: Final = 44
"""Cells from which a day of the week has a line of its own."""
_ORDER: Final = (
    MessageState.SENT, MessageState.FAILED, MessageState.UNKNOWN, MessageState.TO_CALL, MessageState.WAITING, MessageState.PLANNED,
    MessageState.SENDING, MessageState.DROPPED,
)  # fmt: skip
BY_ITSELF: Final = frozenset({MessageState.PLANNED, MessageState.SENDING})
"""What nobody has to look after: the run that is under way, or the next one, does."""
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
    unsent: int = 0
    """Messages that have not been tried yet: the next run does."""
    turned_off: bool = False
    unknown: tuple[MessageView, ...] = ()
    again: tuple[MessageView, ...] = ()
    """What may be tried again."""


def standing(desk: "Desk") -> Standing:
    """Read it."""
    all_open = desk.reminder_log.for_a_person()
    needs = tuple(one for one in all_open if one.state not in BY_ITSELF)
    return Standing(
        today=desk.today(),
        runs=desk.reminder_log.runs(),
        needs=needs,
        week=desk.reminder_log.week(),
        to_call=len(desk.calls.list()),
        unsent=len(all_open) - len(needs),
        turned_off=not desk.policy.reminders.enabled,
        unknown=tuple(one for one in needs if one.state is MessageState.UNKNOWN),
        again=tuple(one for one in needs if one.state in {MessageState.FAILED, MessageState.WAITING}),
    )


def panel_lines(now: Standing, missing: str, width: int) -> list[Content]:
    """All of it; `missing` says what is not set up here, or is empty."""
    if now.today is None:
        return []
    lines = [*_runs(now.runs, now.today, width)]
    if missing:
        lines += wrapped(missing, width, "$ask-soft")
    if now.needs:
        lines += [Content(""), *_needs(now.needs, width)]
    beside: list[Content] = []
    if n := now.to_call:
        beside.append(styled(n_("☎ {n} to call", "☎ {n} to call", n).format(n=number(n)), "bold $ask-soft"))
    if n := now.unsent:
        beside.append(styled(f"{SIGNS[MessageState.PLANNED]} {state_count(MessageState.PLANNED, n)}"))
    if beside:
        lines += [*([] if now.needs else [Content("")]), *_packed(beside, width)]
    return [*lines, Content(""), *_week(now.week, width)]


def _runs(runs: Sequence[RunView], today: date, width: int) -> list[Content]:
    """When and where, and below it a figure for each state, of all of today's runs together."""
    if not runs:
        return [styled(_("Today"), "bold $primary"), styled(_("Nothing has gone out yet today."), "$quiet")]
    times = [moment(run.started_at, today) for run in (runs[-1], *runs[:1][: len(runs) - 1])]
    when = _("Today {time}").format(time="–".join(times))
    lines = [spread(styled(when, "bold $primary"), styled(plain(runs[0].desk), "$quiet"), width)]
    if runs[0].ended_at is None:
        lines.append(styled(_("It was cut off, or is still under way."), "$ask-soft"))
    sums: Counter[MessageState] = Counter()
    for run in runs:
        sums.update(dict(run.states))
    if not sums:
        return [*lines, styled(_("nothing to send"), "$quiet")]
    figures = [
        styled(f"{SIGNS[state]} {state_count(state, sums[state])}", STYLES.get(state, ""))
        for state in _ORDER
        if sums[state]
    ]
    return [*lines, *_packed(figures, width)]


def _packed(pieces: Sequence[Content], width: int) -> list[Content]:
    """The pieces beside each other, as many on a line as are whole there."""
    lines: list[Content] = []
    for piece in pieces:
        if lines and lines[-1].cell_length + 2 + piece.cell_length <= width:
            lines[-1] = Content.assemble(lines[-1], "  ", piece)
        else:
            lines.append(piece)
    return lines


def _needs(needs: Sequence[MessageView], width: int) -> list[Content]:
    n = len(needs)
    title = n_("Needs a person: {n}", "Need a person: {n}", n).format(n=number(n))
    lines = [styled(title, "bold $primary")]
    for one in needs[:_MOST]:
        who = person_name(one.borrower_name, one.borrower_number)
        why = state_words(one.state) if one.reason is None else reason_short(one.reason)
        left = styled(f"{SIGNS[one.state]} {one.id} {who}", STYLES.get(one.state, ""))
        lines.append(spread(left, styled(why, "$quiet").truncate(width // 2, ellipsis=True), width))
    if (more := n - _MOST) > 0:
        lines.append(
            styled(n_("and {n} more: F5", "and {n} more: F5", more).format(n=number(more)), "$quiet")
        )
    return lines


def _week(week: Sequence[DayPlan], width: int) -> list[Content]:
    """A line a day where there is room; else two days on a line, each with its borrowers, and its loans in brackets."""
    if width >= _WIDE:
        return [
            styled(_("Coming, if nothing is returned"), "bold $primary"),
            *(
                spread(
                    styled(day_short(plan.day)),
                    styled(week_words(plan), "" if plan.loans else "$quiet"),
                    width,
                )
                for plan in week
            ),
        ]
    cell = (width - 2) // 2
    cells = [
        spread(
            styled(f"{weekday_short(plan.day.weekday())} {plan.day.day}"),
            styled(_few_words(plan), "" if plan.loans else "$quiet"),
            cell,
        )
        for plan in week
    ]
    return [
        styled(_("Coming: borrowers (loans)"), "bold $primary"),
        *(Content("  ").join(cells[n : n + 2]) for n in range(0, len(cells), 2)),
    ]


def _few_words(plan: DayPlan) -> str:
    return f"{number(plan.borrowers)} ({number(plan.loans)})" if plan.loans else week_words(plan)
