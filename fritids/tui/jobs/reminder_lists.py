"""The lists about reminders over the whole width: what needs a person, today, what would go out, what they do, what somebody got."""

from collections.abc import Sequence
from functools import partial
from itertools import groupby
from textwrap import wrap
from typing import TYPE_CHECKING, Final

from fritids.domain.words import MessageState
from fritids.i18n import _, n_, number, p_
from fritids.present import person_name, plain
from fritids.present.reminder_log import (
    effect_how,
    effect_notes,
    message_facts,
    message_heading,
    message_line,
    message_text,
    share_words,
)
from fritids.present.reminders import plan_headline, plan_notes, planned_line, planned_things, step_name
from fritids.services.results.reminder_log import Share
from fritids.services.results.reminders import MessageView, PlannedMessage
from fritids.tui.counter.deeds import JobAct
from fritids.tui.counter.keys import Hint
from fritids.tui.jobs.reminder_panel import BY_ITSELF, STYLES
from fritids.tui.reminding import Reminding
from fritids.tui.views.page import ListLine, ListPage

if TYPE_CHECKING:
    from datetime import date

    from fritids.services.desk import Desk

LINE: Final = 74
"""Cells of a line of text at 80 columns."""
MOST_PLANNED: Final = 500
"""Messages that are shown with their texts; nobody reads more on a screen, and the command line shows all."""


def needs_page(again: Sequence[MessageView] = (), unknown: Sequence[MessageView] = ()) -> ListPage:
    """What a person has to look at, each with why, what to do and its text; with the keys for those that may be tried again or settled."""
    return ListPage(
        title=lambda: _("Reminders to look at"),
        read=_needs,
        empty=lambda: _("There is nothing to look at."),
        keys=lambda: _keys("again" if again else "", "settle" if unknown else ""),
    )


def today_page() -> ListPage:
    """All that was sent today, or was not."""
    return ListPage(
        title=lambda: _("Messages today"),
        read=_today,
        empty=lambda: _("No message has gone out today."),
        head=lambda: (_("Write a name to find one. After Esc a name shows all that somebody got."),),
    )


def log_page(borrower_id: int) -> ListPage:
    """What a borrower got."""
    return ListPage(
        title=lambda: _("What this borrower got"),
        read=partial(_log, borrower_id),
        empty=lambda: _("This borrower has got no message."),
    )


def message_page(message: MessageView) -> ListPage:
    """One message, with the key for what a person can do about it."""
    n, state = message.id, message.state
    may_again = state in {MessageState.FAILED, MessageState.WAITING}
    return ListPage(
        title=lambda: _("Message {n}").format(n=n),
        read=partial(_one, n),
        empty=lambda: _("There is no message {n} here.").format(n=n),
        keys=lambda: _keys(
            f"again {n}" if may_again else "", f"settle {n}" if state is MessageState.UNKNOWN else ""
        ),
    )


def _keys(again: str, settle: str) -> tuple[Hint, ...]:
    """The job's own keys where they are of use; an empty name leaves one out."""
    keys = (
        Hint("f4", _("Try again …"), JobAct(again), strong=True),
        Hint("f6", _("Did it arrive? …"), JobAct(settle), strong=True),
    )
    return tuple(key for key, name in zip(keys, (again, settle), strict=True) if name)


def plan_page(reminding: Reminding) -> ListPage:
    """What would go out now, with the texts."""
    return ListPage(
        title=lambda: _("What would go out now"),
        read=partial(_plan, reminding),
        empty=lambda: _("No reminder is due."),
        head=lambda: (_("Nothing is sent by looking."),),
    )


def effect_page() -> ListPage:
    """What reminders do, in the last twelve months."""
    return ListPage(
        title=lambda: _("What reminders do, in the last twelve months"),
        read=_effect,
        empty=lambda: _("The branch has set no steps."),
    )


def _needs(desk: "Desk") -> list[ListLine]:
    today, lines = desk.today(), list[ListLine]()
    for message in desk.reminder_log.for_a_person():
        if message.state in BY_ITSELF:
            continue
        who = person_name(message.borrower_name, message.borrower_number)
        lines += _whole(message, who, today)
    return lines


def _log(borrower_id: int, desk: "Desk") -> list[ListLine]:
    today, lines = desk.today(), list[ListLine]()
    for message in desk.reminder_log.log_of(borrower_id):
        lines += _whole(message, "", today)
    return lines


def _one(message_id: int, desk: "Desk") -> list[ListLine]:
    message = desk.reminder_log.message(message_id)
    if message is None:
        return []
    who = person_name(message.borrower_name, message.borrower_number)
    return _whole(message, who, desk.today())


def _whole(message: MessageView, who: str, today: "date") -> list[ListLine]:
    lines = [ListLine(message_heading(message, today, who), heading=True)]
    for fact in message_facts(message, today):
        lines += _wrapped(fact)
    return [*lines, *_text(message_text(message))]


def _wrapped(text: str) -> list[ListLine]:
    return [ListLine(line) for line in wrap(text, LINE, break_on_hyphens=False)]


def _text(lines: Sequence[str]) -> list[ListLine]:
    """The very text, behind a stroke: so it is not taken for the program's own words."""
    return [
        ListLine(f"│ {part}")
        for line in lines
        for part in (wrap(plain(line), LINE - 2, break_on_hyphens=False) or [""])
    ]


def _today(desk: "Desk") -> list[ListLine]:
    today, lines = desk.today(), list[ListLine]()
    messages = desk.reminder_log.messages(since=today)
    for state, group in groupby(messages, key=lambda one: one.state):
        of_state = list(group)
        for message in of_state:
            left, right = message_line(message, today)
            lines.append(ListLine(left, right, style=STYLES.get(state, "$quiet")))
    return lines


def _plan(reminding: Reminding, desk: "Desk") -> list[ListLine]:
    from fritids.services.message_texts import load_texts

    plan = reminding.named(desk.reminders.plan(texts=load_texts(), set_up=reminding.channels))
    if not plan.messages:
        return []
    lines, today = [ListLine(plan_headline(plan), heading=True)], desk.today()
    for note in plan_notes(plan, desk.policy.reminders):
        lines += _wrapped(note)
    for one in plan.messages[:MOST_PLANNED]:
        lines += _planned(one, today)
    if (n := len(plan.messages) - MOST_PLANNED) > 0:
        lines.append(
            ListLine(
                n_(
                    "And {n} more. See all with: fritids remind --dry-run",
                    "And {n} more. See all with: fritids remind --dry-run",
                    n,
                ).format(n=number(n)),
                heading=True,
            )
        )
    return lines


def _planned(one: PlannedMessage, today: "date") -> list[ListLine]:
    who, how = planned_line(one)
    lines = [ListLine(_("{who}: {what}").format(who=who, what=how), heading=True)]
    for thing in planned_things(one, today):
        lines += _wrapped(thing)
    subject = [one.subject] if one.subject else []
    return [*lines, *_text([*subject, *one.text.splitlines()])]


def _effect(desk: "Desk") -> list[ListLine]:
    found = desk.reminder_log.effect()
    lines = list[ListLine]()
    for one in found.steps:
        lines.append(ListLine(step_name(one.step), heading=True))
        lines.append(ListLine(_("came back, with the reminder"), _share(one.reminded)))
        lines.append(ListLine(_("came back, without"), _share(one.others)))
        if one.left_out:
            lines.append(ListLine(p_("loans", "left out"), number(one.left_out)))
    lines.append(ListLine(_("On time"), heading=True))
    for note in effect_notes(found):
        lines += _wrapped(note)
    lines.append(ListLine(_("How to read it"), heading=True))
    for sentence in effect_how(found, f"{desk.policy.reminders.at:%H:%M}"):
        lines += _wrapped(sentence)
    return lines


def _share(share: Share) -> str:
    if not share.renewed:
        return share_words(share)
    return _("{share}, {n} renewed").format(share=share_words(share), n=number(share.renewed))
