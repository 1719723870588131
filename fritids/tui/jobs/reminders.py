"""Reminders at the counter: what went out this morning, what a person has to decide, what is coming; and what somebody got who asks."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from fritids.domain.barcode import looks_like_scan
from fritids.domain.scanstream import Line
from fritids.domain.words import Channel, MessageState
from fritids.i18n import _, n_, number
from fritids.present import Said, Tone, borrower_choice, person_name
from fritids.present.reminder_log import message_facts, message_text, retried_said, settled_said
from fritids.present.reminders import (
    already_running_said,
    plan_headline,
    plan_notes,
    reason_short,
    silence_words,
    state_words,
)
from fritids.services.results import BorrowerView, SeveralBorrowers
from fritids.services.results.reminder_log import Retried
from fritids.services.results.reminders import MessageView, RunPlan
from fritids.tui.counter.asking import MOST_OPTIONS
from fritids.tui.counter.inbox import Entry
from fritids.tui.counter.situation import JobKey, Prompt, Shown, View, Words
from fritids.tui.jobs import reminder_lists
from fritids.tui.jobs.base import Job, Tools
from fritids.tui.jobs.reminder_panel import Standing, panel_lines, standing
from fritids.tui.views.page import ListPage

if TYPE_CHECKING:
    from fritids.services.desk import Desk

_LONGEST_NUMBER = 9
"""Figures of a message's number, at most; what is longer is somebody's."""


class RemindersJob(Job):
    """Whoever is written or scanned is asked about; the keys are for what went out."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._standing = Standing()

    # ------------------------------------------------------------------------------------------ what the screen paints

    def name(self) -> str:
        """What stands at the top."""
        return _("Reminders")

    def label(self) -> str:
        """What the box is for."""
        return _("Who asks? Scan or write them")

    def how(self) -> tuple[str, ...]:
        """For the first time."""
        return (
            _("To see what somebody got: scan their card, or write name or number, and Enter."),
            _("A number of a message shows its text and what to do about it."),
            _("F4 tries again what was certainly not sent. What may have arrived is never sent again: F6."),
        )

    def lines(self, width: int) -> Sequence[Content]:
        """Today, what needs a person, and the week."""
        return panel_lines(self._standing, self._missing(), width)

    def offers(self) -> tuple[JobKey, ...]:
        """What can be done now."""
        keys = [JobKey("f2", _("Call list"), "calls", strong=bool(self._standing.to_call))]
        if self._standing.again:
            keys.append(JobKey("f4", _("Try again …"), "again", strong=True))
        keys.append(JobKey("f5", _("Lists …"), "lists"))
        if self._standing.unknown:
            keys.append(JobKey("f6", _("Did it arrive? …"), "settle", strong=True))
        if self._can_send:
            keys.append(JobKey("ctrl+d", _("Send now …"), "send"))
        return tuple(keys)

    @property
    def _can_send(self) -> bool:
        return bool(self.tools.reminding.channels)

    def _missing(self) -> str:
        """What is not set up here, in one sentence; empty if all is, or another machine sends."""
        if self._standing.turned_off:
            from fritids.domain.reminders import Silence

            return silence_words(Silence.OFF)
        if self._can_send or self._standing.runs:
            return ""
        return _("This machine has no gateway to send by. The README says under Reminders how to set one up.")

    # ------------------------------------------------------------------------------------------ what the flow hands over

    async def begin(self, entry: Entry) -> None:  # noqa: ARG002  # nothing is asked first
        """Read how things stand."""
        await self._look()

    async def undone(self) -> None:
        """Read it again."""
        await self._look()

    async def _look(self) -> None:
        self._standing = await self.call(standing)

    async def line(self, entry: Entry, line: Line) -> bool:  # noqa: ARG002  # as the base has it
        """Show what somebody got, or one message. Articles are the counter's."""
        text = line.text.strip()
        if text.isdecimal() and len(text) <= _LONGEST_NUMBER:
            n = int(text)
            if await self.call(lambda desk: desk.reminder_log.message(n)) is not None:
                self.stage.go(View.LIST, reminder_lists.message_page(n))
                return True
        match = await self.call(lambda desk: desk.borrowers.match(text))
        if isinstance(match, SeveralBorrowers):
            match = await self._which(match)
        if isinstance(match, BorrowerView):
            self.stage.go(View.LIST, reminder_lists.log_page(match.id))
            return True
        if looks_like_scan(text):
            return False
        self.say(
            lambda: _("Nobody fits “{words}”").format(words=text),
            lambda: _("Write the whole name, or a telephone number."),
            tone=Tone.NO,
        )
        return True

    async def _which(self, match: SeveralBorrowers) -> BorrowerView:
        some = match.candidates[:MOST_OPTIONS]
        prompt = Prompt(
            title=lambda: _("Who of them?"),
            label=lambda: _("Choose with a digit"),
            options=lambda: tuple(map(borrower_choice, some)),
            enter=lambda: _("Choose"),
            marks_first=False,
        )
        return some[await self.questions.pick(prompt)]

    async def key(self, entry: Entry, name: str) -> "Job | None":
        """Call, try again, settle, look, or send."""
        match name:
            case "calls":
                return _calls(self.tools)
            case "again":
                await self._again(entry)
            case "settle":
                await self._settle(entry)
            case "send":
                await self._send(entry)
            case _:
                await self._lists()
        return None

    # ------------------------------------------------------------------------------------------ what a person decides

    async def _again(self, entry: Entry) -> None:
        """All that failed, all that waits, or one."""
        listed = self._standing.again
        groups = [
            [one for one in listed if one.state is state]
            for state in (MessageState.FAILED, MessageState.WAITING)
        ]
        titles: list[Words] = []
        chosen: list[list[MessageView]] = []
        for group, words in zip(groups, (_all_failed, _all_waiting), strict=True):
            if len(group) > 1:
                titles.append(partial(words, len(group)))
                chosen.append(group)
        titles += (partial(_option, one) for one in listed)
        chosen += ([one] for one in listed)
        prompt = Prompt(
            title=lambda: _("What is tried again?"),
            label=lambda: _("Choose with a digit"),
            details=lambda: (_("It goes to the address that stands on the card now."),),
            options=lambda: tuple(words() for words in titles[:MOST_OPTIONS]),
            enter=lambda: _("Try again"),
        )
        n = await self.questions.pick(prompt, [words() for words in titles[MOST_OPTIONS:]])
        ids = [one.id for one in chosen[n]]
        done = await self.call(lambda desk: desk.reminder_log.retry(ids, act=entry.act))
        await self._look()
        self.stage.show(Shown(lambda: self._retried(done)))

    def _retried(self, done: Retried) -> Said:
        said = retried_said(done)
        if not self._can_send or not (done.again or done.joined):
            return said
        return Said(said.headline, (_("Ctrl+D sends it now."), *said.details), said.tone)

    async def _settle(self, entry: Entry) -> None:
        """Which one, and whether it arrived."""
        listed = self._standing.unknown
        if len(listed) > 1:
            prompt = Prompt(
                title=lambda: _("About which one do you know?"),
                label=lambda: _("Choose with a digit"),
                options=lambda: tuple(map(_option, listed[:MOST_OPTIONS])),
                enter=lambda: _("Choose"),
            )
            one = listed[await self.questions.pick(prompt, [_option(one) for one in listed[MOST_OPTIONS:]])]
        else:
            one = listed[0]
        today = self.stage.now.state.today
        prompt = Prompt(
            title=lambda: _("Did it arrive? {name}").format(name=_who(one)),
            label=lambda: _("Choose with a digit"),
            details=lambda: (*message_facts(one, today), *message_text(one)[:3]),
            options=lambda: (
                _("It arrived: it is never sent again"),
                _("It did not arrive: it goes out with the next run"),
            ),
            enter=lambda: _("Choose"),
            marks_first=False,
        )
        arrived = await self.questions.pick(prompt) == 0
        result = await self.call(lambda desk: desk.reminder_log.settle(one.id, sent=arrived, act=entry.act))
        await self._look()
        self.stage.show(Shown(lambda: settled_said(result)))

    # ------------------------------------------------------------------------------------------ looking, and sending

    async def _lists(self) -> None:
        pages: tuple[ListPage, ...] = (
            reminder_lists.needs_page(),
            reminder_lists.today_page(),
            reminder_lists.plan_page(self.tools.reminding),
            reminder_lists.effect_page(),
        )
        prompt = Prompt(
            title=lambda: _("Which list?"),
            label=lambda: _("Choose with a digit"),
            options=lambda: tuple(page.title() for page in pages),
            enter=lambda: _("Choose"),
            first=0 if self._standing.needs else 1,
        )
        self.stage.go(View.LIST, pages[await self.questions.pick(prompt)])

    async def _send(self, entry: Entry) -> None:
        """What would go out is said first, with sender and segments; then one key sends it."""
        reminding = self.tools.reminding
        if reminding.is_on:
            self.stage.show(Shown(already_running_said))
            return
        plan = reminding.named(await self.call(partial(_planned, reminding.channels)))
        rules = await self.call(lambda desk: desk.policy.reminders)
        if plan.silence is not None or not plan.messages:
            self.say(
                lambda: _("Nothing is sent now") if plan.silence is not None else _("No reminder is due"),
                *(partial(str, note) for note in plan_notes(plan, rules)),
                tone=Tone.INFO,
            )
            return
        prompt = Prompt(
            title=lambda: plan_headline(plan),
            label=lambda: _("Enter sends, Esc does not"),
            details=lambda: plan_notes(plan, rules),
            enter=lambda: _("Send now"),
        )
        if not await self.questions.confirm(prompt):
            return
        # In the background: a hundred messages take a minute at a gateway far away, and the next family is at the counter.
        reminding.start(entry.act, self._look_again)

    async def _look_again(self) -> None:
        await self._look()
        self.repaint()


def _calls(tools: Tools) -> Job:
    from fritids.tui.jobs.calls import CallsJob

    return CallsJob(tools)


def _planned(channels: frozenset[Channel], desk: "Desk") -> RunPlan:
    from fritids.services.message_texts import load_texts

    return desk.reminders.plan(texts=load_texts(), set_up=channels)


def _who(one: MessageView) -> str:
    return person_name(one.borrower_name, one.borrower_number)


def _option(one: MessageView) -> str:
    why = state_words(one.state) if one.reason is None else reason_short(one.reason)
    return _("{who}: {what}").format(who=f"{one.id} {_who(one)}", what=why)


def _all_failed(n: int) -> str:
    return n_("All {n} that failed", "All {n} that failed", n).format(n=number(n))


def _all_waiting(n: int) -> str:
    return n_("All {n} that wait", "All {n} that wait", n).format(n=number(n))
