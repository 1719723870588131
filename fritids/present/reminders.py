"""Words about reminders: channels, states, reasons and what to do next, steps, what a run did and what one would do now.

A reason is one whole sentence, and what to do about it is another: on a screen both stand below the message, on a line of a list only
the reason's few words.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from fritids.domain.reminders import Silence
from fritids.domain.words import Channel, Delivery, MessageState, SendReason
from fritids.i18n import _, day_short, n_, number, p_
from fritids.outside.gateways import Taken, Unclear
from fritids.present.names import article_name, person_name, phone, plain
from fritids.present.spoken import Said, Tone

if TYPE_CHECKING:
    from fritids.domain.reminders import ReminderRules
    from fritids.outside.gateways import Answer
    from fritids.services.results.reminders import PlannedMessage, RunPlan, RunResult, StoppedChannel

UNASKED: Final = frozenset({SendReason.NO_CONNECTION, SendReason.TOO_MANY, SendReason.LATER})
"""Reasons that go by themselves: it is tried again, and nobody has to do anything."""
SIGNS: Final = {
    MessageState.PLANNED: "·",
    MessageState.WAITING: "…",
    MessageState.SENDING: "…",
    MessageState.SENT: "✓",
    MessageState.UNKNOWN: "?",
    MessageState.FAILED: "✗",
    MessageState.DROPPED: "–",
    MessageState.TO_CALL: "☎",
}
"""One cell before a message in a list, beside the word."""


def channel_name(channel: Channel) -> str:
    """By what: a word in the middle of a sentence."""
    match channel:
        case Channel.SMS:
            return _("text message")
        case Channel.EMAIL:
            return p_("channel", "e-mail")
        case Channel.CALL:
            return _("telephone call")


def channel_plural(channel: Channel) -> str:
    """The same of all of them, at the beginning of a line."""
    match channel:
        case Channel.SMS:
            return _("Text messages")
        case Channel.EMAIL:
            return p_("channel", "E-mails")
        case Channel.CALL:
            return _("Telephone calls")


def address_words(channel: Channel, address: str | None) -> str:
    """The number or the e-mail address as people write it; empty if it is withheld or there is none."""
    return plain(address or "") if channel is Channel.EMAIL else phone(address)


def gateway_words(channel: Channel) -> str:
    """Who takes the messages of a channel, in the middle of a sentence."""
    return _("the mail server") if channel is Channel.EMAIL else _("the text message gateway")


def state_words(state: MessageState) -> str:
    """How far a message came, in a word or two."""
    match state:
        case MessageState.PLANNED:
            return p_("message", "not sent yet")
        case MessageState.WAITING:
            return p_("message", "waiting")
        case MessageState.SENDING:
            return p_("message", "is being sent")
        case MessageState.SENT:
            return p_("message", "sent")
        case MessageState.UNKNOWN:
            return p_("message", "unknown")
        case MessageState.FAILED:
            return p_("message", "failed")
        case MessageState.DROPPED:
            return p_("message", "not needed")
        case MessageState.TO_CALL:
            return p_("message", "to call")


def state_count(state: MessageState, n: int) -> str:
    """`12 sent`: so many messages came so far."""
    match state:
        case MessageState.SENT:
            return n_("{n} sent", "{n} sent", n).format(n=number(n))
        case MessageState.PLANNED:
            return n_("{n} not sent yet", "{n} not sent yet", n).format(n=number(n))
        case _:
            return f"{number(n)} {state_words(state)}"


def delivery_words(delivery: Delivery) -> str:
    """What the gateway reported of a message that it took."""
    match delivery:
        case Delivery.DELIVERED:
            return p_("message", "arrived")
        case Delivery.UNDELIVERED:
            return p_("message", "did not arrive")


def step_name(step: int) -> str:
    """Which step of a series: `2 days before`, `7 days after`."""
    if step == 0:
        return p_("step", "on the day")
    n = abs(step)
    if step < 0:
        return n_("{n} day before", "{n} days before", n).format(n=n)
    return n_("{n} day after", "{n} days after", n).format(n=n)


def reason_short(reason: SendReason) -> str:
    """Why, in a few words for a line of a list."""
    return {
        SendReason.NO_ADDRESS: _("no mobile number, no e-mail"),
        SendReason.WRONG_NUMBER: _("wrong number"),
        SendReason.NO_GATEWAY: _("no gateway on this machine"),
        SendReason.NO_CONNECTION: _("no connection"),
        SendReason.TOO_MANY: _("too many at once"),
        SendReason.LATER: _("the gateway said later"),
        SendReason.BAD_ADDRESS: _("no such number or address"),
        SendReason.REFUSED: _("refused"),
        SendReason.UNDELIVERED: _("did not arrive"),
        SendReason.NO_CREDIT: _("no credit left"),
        SendReason.NOT_SIGNED_IN: _("password not accepted"),
        SendReason.NOT_SECURE: _("no secure connection"),
        SendReason.NO_ANSWER: _("nothing was heard"),
        SendReason.GATEWAY_FAULT: _("an unclear answer"),
        SendReason.CUT_OFF: _("cut off"),
        SendReason.NO_TEXT: _("no text"),
        SendReason.NOTHING_LEFT: _("returned or renewed before"),
        SendReason.BORROWER_GONE: _("borrower forgotten"),
        SendReason.NOT_WANTED: _("turned off"),
    }[reason]


def reason_words(reason: SendReason, channel: Channel) -> str:
    """Why a message was not sent, or why that is not known: a whole sentence."""
    return {
        SendReason.NO_ADDRESS: _("There is neither a mobile number nor an e-mail address on the card."),
        SendReason.WRONG_NUMBER: _("The number on the card is the wrong one."),
        SendReason.NO_GATEWAY: _("This machine is not set up to reach {gateway}."),
        SendReason.NO_CONNECTION: _("No connection to {gateway}."),
        SendReason.TOO_MANY: _("It was too many at once for {gateway}."),
        SendReason.LATER: _("Not now, says {gateway}."),
        SendReason.BAD_ADDRESS: _("There is no such number or address, says {gateway}."),
        SendReason.REFUSED: _("It was refused by {gateway}."),
        SendReason.UNDELIVERED: _("It was taken by {gateway} and did not arrive."),
        SendReason.NO_CREDIT: _("No credit left at {gateway}."),
        SendReason.NOT_SIGNED_IN: _("Name or password was not accepted by {gateway}."),
        SendReason.NOT_SECURE: _("No secure connection to {gateway}, so nothing was handed over."),
        SendReason.NO_ANSWER: _("It was handed to {gateway}, and then nothing was heard."),
        SendReason.GATEWAY_FAULT: _("An answer came from {gateway} that says neither yes nor no."),
        SendReason.CUT_OFF: _("The program was stopped while it was being sent."),
        SendReason.NO_TEXT: _("No text could be made for it."),
        SendReason.NOTHING_LEFT: _("All was returned or renewed before its turn came."),
        SendReason.BORROWER_GONE: _("The borrower was forgotten before its turn came."),
        SendReason.NOT_WANTED: _("Reminders were turned off before its turn came."),
    }[reason].format(gateway=gateway_words(channel))


def what_to_do(state: MessageState, reason: SendReason | None) -> str:
    """What a person does about a message in this state; empty if nothing."""
    if state is MessageState.UNKNOWN:
        return _(
            "Look for it on the gateway's own page, or ask the borrower; then say whether it arrived. It is never sent again by itself."
        )
    if state in {MessageState.SENT, MessageState.DROPPED, MessageState.SENDING, MessageState.PLANNED}:
        return _("Call instead.") if reason is SendReason.UNDELIVERED else ""
    if reason in UNASKED:
        if state is MessageState.WAITING:
            return _("It is tried again by itself.")
        return _("It was tried for days. Try it once more, or call.")
    cure = _cure(reason)
    return cure or (_("Call instead.") if state in {MessageState.FAILED, MessageState.TO_CALL} else "")


def _cure(reason: SendReason | None) -> str:
    match reason:
        case SendReason.NO_ADDRESS:
            return _("Call, or ask for a mobile number at the next visit.")
        case SendReason.WRONG_NUMBER:
            return _("Ask for the right one at the next visit.")
        case SendReason.BAD_ADDRESS:
            return _("Call, or put it right on the borrower's card and try it again.")
        case SendReason.NO_CREDIT:
            return _("Fill it up, then try it again.")
        case SendReason.NOT_SIGNED_IN:
            return _("Put the password right on this machine, then try it again.")
        case SendReason.NOT_SECURE:
            return _("Put its name and port right in the configuration file, then try it again.")
        case SendReason.NO_GATEWAY:
            return _(
                "Set it up as the README says under Reminders, or send from the machine that has a gateway."
            )
        case SendReason.NO_TEXT:
            return _("Look through the texts with: fritids remind texts. Then try it again.")
        case _:
            return ""


def silence_words(silence: Silence, rules: "ReminderRules | None" = None) -> str:
    """Why nothing goes out just now, and when it will."""
    match silence:
        case Silence.OFF:
            return _("Reminders are turned off here. Turn them on with: fritids branch set reminders=on")
        case Silence.CLOSED:
            return _("The branch is closed today: reminders go out on the next open day.")
        case Silence.HOURS if rules is None:
            return _("Reminders do not go out at this hour.")
        case Silence.HOURS:
            first, last = rules.hours
            return _("Reminders go out between {first} and {last}.").format(
                first=f"{first:%H:%M}", last=f"{last:%H:%M}"
            )


def counted_states(states: Sequence[tuple[MessageState, int]]) -> str:
    """`12 sent, 1 failed, 2 to call`: the states of some messages, in the order given; those of which there are none are left out."""
    return ", ".join(state_count(state, n) for state, n in states if n)


def stopped_words(stopped: "StoppedChannel") -> str:
    """Why a run gave up a channel, and what to do."""
    why = reason_words(stopped.reason, stopped.channel)
    cure = _cure(stopped.reason) or _("What was left is kept for the next run.")
    return f"{channel_plural(stopped.channel)}: {why} {cure}"


def run_said(result: "RunResult", rules: "ReminderRules | None" = None) -> Said:
    """What a run did, in one headline and a line for each thing that somebody may have to know."""
    if result.silence is not None:
        return Said(_("Nothing was sent"), (silence_words(result.silence, rules),), Tone.INFO)
    if result.run_id is None:
        return Said(_("No reminder is due"), (), Tone.INFO)
    n = result.sent
    headline = n_("{n} reminder sent", "{n} reminders sent", n).format(n=number(n))
    lines = []
    for n, words in (
        (result.to_call, n_("{n} to call: nothing else reaches them.", "{n} to call: nothing else reaches them.", result.to_call)),
        (result.failed, n_("{n} failed: see why, and call.", "{n} failed: see why, and call.", result.failed)),
        (result.unknown, n_("{n} may have gone or not: a person has to say.", "{n} may have gone or not: a person has to say.", result.unknown)),
        (result.waiting, n_("{n} waits and is tried again.", "{n} wait and are tried again.", result.waiting)),
        (result.dropped, n_("{n} was not needed any more.", "{n} were not needed any more.", result.dropped)),
    ):  # fmt: skip
        if n:
            lines.append(words.format(n=number(n)))
    lines += (stopped_words(one) for one in result.stopped)
    bad = result.failed or result.unknown or result.stopped
    return Said(headline, tuple(lines), Tone.ASK if bad else Tone.YES if result.sent else Tone.INFO)


def already_running_said() -> Said:
    """Two runs at a time there are none."""
    return Said(
        _("Another run is under way"), (_("Here or on another machine. Nothing was begun."),), Tone.INFO
    )


def sending_line(done: int, whole: int) -> str:
    """How far a run is."""
    return _("Sending reminders: {done} of {all}").format(done=number(done), all=number(whole))


def answer_words(channel: Channel, to: str, answer: "Answer") -> str:
    """What a gateway said to one message that somebody sent to themselves, and what to do."""
    address = address_words(channel, to)
    if isinstance(answer, Taken):
        return _("Handed over for {to}. See whether it arrives.").format(to=address)
    state = MessageState.UNKNOWN if isinstance(answer, Unclear) else MessageState.FAILED
    said = [_("Not sent to {to}.").format(to=address) if state is MessageState.FAILED else ""]
    said += [reason_words(answer.reason, channel), _cure(answer.reason)]
    if answer.detail:
        said.append(detail_words(answer.detail))
    return " ".join(filter(None, said))


def detail_words(detail: str) -> str:
    """What the gateway itself said, for whoever looks after it."""
    return _("The gateway said: {text}").format(text=plain(detail))


# ---------------------------------------------------------------------------------------------- what a run would do now


def plan_headline(plan: "RunPlan") -> str:
    """How many messages would go out, by what, and how many are to be called."""
    out = [one for one in plan.messages if one.channel is not Channel.CALL]
    n, calls = len(out), len(plan.messages) - len(out)
    said = n_("{n} reminder would go out now", "{n} reminders would go out now", n).format(n=number(n))
    if calls:
        return _("{said}, {calls} to call").format(said=said, calls=number(calls))
    return said


def plan_notes(plan: "RunPlan", rules: "ReminderRules | None" = None) -> tuple[str, ...]:
    """What has to be known beside the messages: silence, what is not set up, sender, segments and price, who gets none."""
    lines = []
    if plan.silence is not None:
        lines.append(silence_words(plan.silence, rules))
    lines += (reason_words(SendReason.NO_GATEWAY, channel) for channel in plan.not_set_up)
    if plan.not_set_up:
        lines.append(_cure(SendReason.NO_GATEWAY))
    texts = [one for one in plan.messages if one.channel is Channel.SMS]
    if texts:
        n = sum(one.segments for one in texts)
        said = n_(
            "{messages} by text message: {n} segment.", "{messages} by text message: {n} segments.", n
        ).format(messages=number(len(texts)), n=number(n))
        sender = _("They come from {sender}.").format(sender=plain(plan.sender)) if plan.sender else ""
        price = _("One segment costs {price}.").format(price=plain(plan.price)) if plan.price else ""
        lines.append(" ".join(filter(None, (said, sender, price))))
    if n := plan.turned_off:
        lines.append(
            n_(
                "{n} loan is of borrowers who get no reminders.",
                "{n} loans are of borrowers who get no reminders.",
                n,
            ).format(n=number(n))
        )
    if n := plan.too_late:
        lines.append(
            n_(
                "{n} loan is so late that nothing goes out by itself any more: call.",
                "{n} loans are so late that nothing goes out by itself any more: call.",
                n,
            ).format(n=number(n))
        )
    return tuple(lines)


def planned_line(one: "PlannedMessage") -> tuple[str, str]:
    """To whom, and by what: the two ends of a line of the plan."""
    who = person_name(one.borrower_name, one.borrower_number)
    parts = [
        channel_name(one.channel) if one.reason is None else reason_short(one.reason),
        step_name(one.step),
    ]
    if one.channel is Channel.SMS and one.segments:
        parts.insert(1, n_("{n} segment", "{n} segments", one.segments).format(n=one.segments))
    return who, ", ".join(parts)


def planned_things(one: "PlannedMessage", today: date) -> tuple[str, ...]:
    """What the message is about, a line each: article, due date, step."""
    return tuple(
        _("{article}, due {due}: {step}").format(
            article=article_name(planned.loan.article),
            due=day_short(planned.loan.due, today),
            step=step_name(planned.step),
        )
        for planned in one.loans
    )


def plan_lines(plan: "RunPlan", today: date, rules: "ReminderRules | None" = None) -> list[str]:
    """All of a plan below each other: what has to be known, then each message with what it is about and its text."""
    lines = [plan_headline(plan), *(f"  {note}" for note in plan_notes(plan, rules))]
    for one in plan.messages:
        who, how = planned_line(one)
        lines += ["", f"{who}: {how}"]
        if one.address:
            lines.append(f"  {address_words(one.channel, one.address)}")
        lines += (f"  - {thing}" for thing in planned_things(one, today))
        lines += planned_text(one)
    return lines


def planned_text(one: "PlannedMessage") -> list[str]:
    """The text as it would go out, indented."""
    texts = ([one.subject] if one.subject else []) + one.text.splitlines()
    return [f"    {plain(line)}".rstrip() for line in texts]
