"""What went out, in words: a run, a message with its reason and what to do, what a person decided, a week, and what reminders do."""

from collections.abc import Sequence
from datetime import date

from fritids.domain.words import MessageKind, MessageState
from fritids.i18n import _, day_short, moment, n_, number, p_, percent
from fritids.present.lists import Table
from fritids.present.names import person_name, plain
from fritids.present.reminders import (
    SIGNS,
    UNASKED,
    address_words,
    channel_name,
    counted_states,
    delivery_words,
    detail_words,
    reason_short,
    reason_words,
    state_words,
    step_name,
    what_to_do,
)
from fritids.present.spoken import Said, Tone
from fritids.services.results.reminder_log import (
    Effect,
    NotRetried,
    NotSettled,
    OnTime,
    Retried,
    Settled,
    SettleResult,
    Share,
    StepEffect,
)
from fritids.services.results.reminders import DayPlan, MessageView, RunView


def run_line(run: RunView, today: date) -> str:
    """`10:00 front: 12 sent, 1 failed`: when, at which desk, and how its messages stand now."""
    counts = counted_states(run.states) or _("nothing to send")
    if run.ended_at is None:
        counts = _("{counts}; it was cut off or is still under way").format(counts=counts)
    return _("{time} {desk}: {counts}").format(
        time=moment(run.started_at, today), desk=plain(run.desk), counts=counts
    )


def about_words(message: MessageView) -> str:
    """What it is about: a receipt, or a step and of how many loans."""
    n = message.loans
    loans = n_("{n} article", "{n} articles", n).format(n=n)
    if message.kind is MessageKind.RECEIPT or message.step is None:
        return _("receipt, {loans}").format(loans=loans)
    return f"{step_name(message.step)}, {loans}"


def outcome_words(message: MessageView) -> str:
    """How far it came, with what the gateway reported of it since, or why it did not come further."""
    words = state_words(message.state)
    if message.delivery is not None:
        words = f"{words}, {delivery_words(message.delivery)}"
    elif message.reason is not None:
        words = f"{words}: {reason_short(message.reason, message.channel)}"
    return words


def message_when(message: MessageView, today: date) -> str:
    """When it came to the state that it is in."""
    return moment(message.settled_at or message.sending_at or message.made_at, today)


def next_try_words(message: MessageView, today: date) -> str:
    """When one that waits is tried again; empty of any other."""
    match message.state:
        case MessageState.PLANNED:
            return _("It goes out with the next run.")
        case MessageState.WAITING if message.next_try_at is not None:
            return _("It is tried again from {time} on.").format(time=moment(message.next_try_at, today))
        case MessageState.WAITING:
            return _("It goes out with the next run.")
        case _:
            return ""


def message_line(message: MessageView, today: date) -> tuple[str, str]:
    """The two ends of a line of a list: sign, number and to whom; how far it came, and when."""
    who = person_name(message.borrower_name, message.borrower_number)
    left = f"{SIGNS[message.state]} {message.id}  {who}"
    return left, f"{outcome_words(message)}  {message_when(message, today)}"


def message_heading(message: MessageView, today: date, who: str = "") -> str:
    """How far it came, with its number and to whom where `who` is said, else with the time."""
    if who:
        return _("{n}  {who}: {what}").format(n=message.id, who=who, what=outcome_words(message))
    return last_message_words(message, today)


def message_facts(message: MessageView, today: date) -> list[str]:
    """The rest of what is known of it, a sentence each: when and by what, why not, what the gateway said, and what to do."""
    lines = [_how(message, today)]
    if message.reason is not None:
        lines.append(reason_words(message.reason, message.channel))
    if message.detail:
        lines.append(detail_words(message.detail))
    if message.settled_by and message.state in {MessageState.SENT, MessageState.WAITING}:
        said = (
            _("{who} said that it arrived.")
            if message.state is MessageState.SENT
            else _("{who} said that it did not arrive.")
        )
        lines.append(said.format(who=plain(message.settled_by)))
    if message.state is MessageState.UNKNOWN and message.gateway_id:
        lines.append(_("Its number at the gateway is {number}.").format(number=plain(message.gateway_id)))
    waits = next_try_words(message, today)
    goes_by_itself = bool(waits) and message.reason in UNASKED
    todo = "" if goes_by_itself else what_to_do(message.state, message.reason)
    return [*lines, *filter(None, (todo, waits))]


def _how(message: MessageView, today: date) -> str:
    facts = {
        "time": message_when(message, today),
        "channel": channel_name(message.channel),
        "about": about_words(message),
        "address": address_words(message.channel, message.address),
    }
    if facts["address"]:
        return _("{time}, {channel} to {address}: {about}.").format(**facts)
    return _("{time}, {channel}: {about}.").format(**facts)


def message_text(message: MessageView) -> list[str]:
    """The very text, line by line; what was not sent yet has none."""
    texts = [message.subject] if message.subject else []
    return [plain(line) for line in (*texts, *(message.body or "").splitlines())]


def last_message_words(message: MessageView, today: date) -> str:
    """The newest one on a borrower's card, in few words."""
    return _("{time}: {outcome}").format(time=message_when(message, today), outcome=outcome_words(message))


# ------------------------------------------------------------------------------------------ what a person decided


def retried_said(done: Retried) -> Said:
    """How many go out again, and why the rest does not."""
    n, lines = len(done.again) + len(done.joined), []
    if k := len(done.joined):
        lines.append(
            n_(
                "{n} goes together with one that waits for the same borrower.",
                "{n} go together with ones that wait for the same borrowers.",
                k,
            ).format(n=number(k))
        )
    lines += map(not_retried_words, done.refused)
    if not n:
        return Said(_("Nothing is tried again"), tuple(lines), Tone.NO if lines else Tone.INFO)
    headline = n_("{n} goes out with the next run", "{n} go out with the next run", n).format(n=number(n))
    return Said(headline, tuple(lines), Tone.ASK if done.refused else Tone.YES)


def not_retried_words(refused: NotRetried) -> str:
    """Why a message is not tried again, and what to do instead."""
    match refused.state:
        case None:
            return _("There is no message {n} here. See them with: fritids remind list").format(n=refused.id)
        case _ if refused.forgotten:
            return _("Message {n}: the borrower is forgotten, so there is nobody to send it to.").format(
                n=refused.id
            )
        case MessageState.UNKNOWN:
            return _("Message {n} may have arrived. First say whether it did.").format(n=refused.id)
        case MessageState.TO_CALL:
            return _("Message {n} has no number or address to go to: call.").format(n=refused.id)
        case MessageState.PLANNED | MessageState.WAITING:
            return _("Message {n} goes out with the next run already.").format(n=refused.id)
        case MessageState.SENDING:
            return _("Message {n} is being sent just now. Look again in a while.").format(n=refused.id)
        case MessageState.SENT:
            return _("Message {n} was sent, and is not sent twice.").format(n=refused.id)
        case _:
            return _("Message {n} is not needed any more.").format(n=refused.id)


def settled_said(result: SettleResult) -> Said:
    """What somebody said of a message, and what comes of it."""
    if isinstance(result, NotSettled):
        return Said(not_settled_words(result), (), Tone.NO)
    headline = _("Noted: it arrived") if result.sent else _("Noted: it did not arrive")
    again = (_("It had been done before; nothing was done twice."),) if result.repeated else ()
    return Said(headline, (_follows(result), *again))


def _follows(done: Settled) -> str:
    if done.sent:
        return _("It is not sent again.")
    if done.message.state is MessageState.DROPPED and not done.joined:
        return _("The borrower is forgotten meanwhile.")
    return _("It goes out with the next run.")


def not_settled_words(refused: NotSettled) -> str:
    """Why nothing is to be said of a message."""
    if refused.state is None:
        return _("There is no message {n} here. See them with: fritids remind list").format(n=refused.id)
    return _("Of message {n} it is known what became of it: {state}").format(
        n=refused.id, state=state_words(refused.state)
    )


# ------------------------------------------------------------------------------------------ what is coming, and what it does


def week_words(plan: DayPlan) -> str:
    """`12 borrowers, 31 loans`, or that the branch is closed."""
    if not plan.loans:
        return p_("day", "closed") if not plan.is_open else "–"
    n = plan.borrowers
    words = n_("{n} borrower", "{n} borrowers", n).format(n=number(n))
    loans = n_("{n} loan", "{n} loans", plan.loans).format(n=number(plan.loans))
    return _("{words}, {loans}").format(words=words, loans=loans)


def percent_words(share: float | None) -> str:
    """`83 %`; a dash of none."""
    return "–" if share is None else percent(share)


def share_words(share: Share) -> str:
    """`83 % (25 of 30)`."""
    if share.came_back is None:
        return "–"
    return _("{percent} ({n} of {all})").format(
        percent=percent(share.came_back), n=number(share.returned), all=number(share.loans)
    )


def effect_table(found: Effect) -> Table:
    """Step by step: of those reminded and of the others, how many came back in the window, how many were renewed; who is in neither."""
    heads = (_("Step"), _("Came back, reminded"), _("not reminded"), _("Renewed"), p_("loans", "left out"))
    return Table(heads, tuple(map(_effect_row, found.steps)), right=frozenset({1, 2, 3, 4}))


def _effect_row(one: StepEffect) -> tuple[str, ...]:
    return (
        step_name(one.step),
        share_words(one.reminded),
        share_words(one.others),
        f"{number(one.reminded.renewed)} / {number(one.others.renewed)}",
        number(one.left_out),
    )


def effect_notes(found: Effect) -> tuple[str, ...]:
    """The share that came back on time before the branch reminded and since."""
    if found.first_run is None:
        return (_("On time: {share}. No reminder has gone out yet.").format(share=_on_time(found.before)),)
    day = day_short(found.first_run, found.until)
    return (
        _("On time, due before {day}, when reminders began: {share}.").format(
            day=day, share=_on_time(found.before)
        ),
        _("On time, due since then: {share}.").format(share=_on_time(found.after)),
    )


def _on_time(one: OnTime) -> str:
    if one.share is None:
        return _("no loans")
    return _("{percent} ({n} of {all})").format(
        percent=percent_words(one.share), n=number(one.on_time), all=number(one.loans)
    )


def effect_how(found: Effect, at: str) -> Sequence[str]:
    """How the table is to be read; `at` is the hour at which reminders begin."""
    window = found.steps[-1].window if found.steps else 0
    return (
        _("Of loans still out at {at} on the step's day: those that came back before the next step.").format(
            at=at
        ),
        _(
            "Before the date: on it at the latest. After the last step: within {n} days. Renewed is neither back nor late."
        ).format(n=window),
        _(
            "Not reminded: none went out or it did not reach them. Left out: not over, not known, went out late, or called."
        ),
        _("The figures show, they do not prove: who gets none may differ in other ways too."),
    )
