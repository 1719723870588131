"""remind list, log, retry, settle, week and effect: what went out, what a person decides about it, what is coming, and what it does."""

import shutil
from typing import TYPE_CHECKING

from fritids.cli import documents
from fritids.cli.acts import act_key, add_act
from fritids.cli.call import Call
from fritids.cli.exits import Exit
from fritids.cli.lookup import one_borrower
from fritids.cli.moments import read_date
from fritids.cli.numbers import read_whole
from fritids.cli.output import Document
from fritids.cli.parser import Commands
from fritids.domain.words import MessageState
from fritids.errors import UsageError
from fritids.i18n import _, day_short, n_, number
from fritids.present import Table

if TYPE_CHECKING:
    from fritids.services.desk import Desk
    from fritids.services.results.reminder_log import NotRetried, NotSettled, OnTime, Share
    from fritids.services.results.reminders import MessageView


def add(commands: Commands) -> None:
    """The commands below `remind`, and their options."""
    parser = commands.add("list", _("what went out today, and all that a person has to look at"), listed)
    parser.add_argument("--since", metavar=_("DATE"), type=read_date, help=_("from this day on"))
    parser.add_argument("--until", metavar=_("DATE"), type=read_date, help=_("up to this day, included"))
    parser.add_argument(
        "--state",
        action="append",
        default=[],
        choices=[state.value for state in MessageState],
        help=_("only messages that came so far; may be given several times"),
    )
    parser = commands.add("log", _("what a borrower got: when, by what, and the very texts"), log)
    parser.add_argument(
        "borrower", metavar=_("BORROWER"), help=_("number, card, phone number, or the whole name")
    )
    parser = commands.add(
        "retry", _("let what failed or waits go out with the next run; never what may have arrived"), retry
    )
    parser.add_argument(
        "messages", metavar="N", nargs="*", type=read_whole, help=_("numbers as in remind list")
    )
    parser.add_argument(
        "--failed", action="store_true", help=_("all that failed and is still of use, instead of numbers")
    )
    add_act(parser)
    parser = commands.add("settle", _("say whether a message arrived of which that is not known"), settle)
    parser.add_argument("message", metavar="N", type=read_whole, help=_("its number, as in remind list"))
    said = parser.add_mutually_exclusive_group(required=True)
    said.add_argument(
        "--sent", dest="sent", action="store_true", help=_("it arrived: it is never sent again")
    )
    said.add_argument(
        "--not-sent", dest="sent", action="store_false", help=_("it did not: it goes out with the next run")
    )
    add_act(parser)
    commands.add("week", _("how many messages come due in the next seven days if nothing is returned"), week)
    parser = commands.add(
        "effect", _("how many loans came back with a reminder and without, step by step"), effect
    )
    parser.add_argument(
        "--since", metavar=_("DATE"), type=read_date, help=_("the first day; a year ago if left out")
    )
    parser.add_argument("--until", metavar=_("DATE"), type=read_date, help=_("the last day, included"))


# ------------------------------------------------------------------------------------------------ what went out


def listed(call: Call) -> Exit:
    """`fritids remind list`."""
    from fritids.present.reminder_log import run_line

    args = call.args
    if args.since is not None and args.until is not None and args.until < args.since:
        raise UsageError(_("The last day comes before the first."))
    with call.desk() as desk:
        found = _found(desk, call)
        if call.out.as_json:
            call.out.document([document(one) for one in found])
            return Exit.DONE
        today = desk.today()
        if args.since is None and args.until is None and not args.state:
            call.out.lines(run_line(run, today) for run in desk.reminder_log.runs())
        if found:
            width = shutil.get_terminal_size().columns if call.out.to_person else None
            call.out.table(_table(desk, found), width)
        call.out.talk(n_("{n} message", "{n} messages", len(found)).format(n=number(len(found))))
    return Exit.DONE


def _found(desk: "Desk", call: Call) -> "tuple[MessageView, ...]":
    args = call.args
    states = [MessageState(state) for state in args.state]
    if args.since is not None or args.until is not None or states:
        return desk.reminder_log.messages(since=args.since, until=args.until, states=states)
    first = desk.reminder_log.for_a_person()
    known = {one.id for one in first}
    today = desk.reminder_log.messages(since=desk.today())
    return (*first, *(one for one in today if one.id not in known))


def _table(desk: "Desk", found: "tuple[MessageView, ...]") -> Table:
    from fritids.present import person_name
    from fritids.present.reminder_log import about_words, message_when, outcome_words
    from fritids.present.reminders import address_words, channel_name

    today = desk.today()
    heads = (_("Number"), _("When"), _("Borrower"), _("To"), _("By"), _("About"), _("How far"))
    rows = tuple(
        (
            str(one.id),
            message_when(one, today),
            person_name(one.borrower_name, one.borrower_number),
            address_words(one.channel, one.address),
            channel_name(one.channel),
            about_words(one),
            outcome_words(one),
        )
        for one in found
    )
    return Table(heads, rows, right=frozenset({0}))


def log(call: Call) -> Exit:
    """`fritids remind log`."""
    from fritids.present.reminder_log import message_facts, message_heading, message_text

    with call.desk() as desk:
        borrower = one_borrower(desk, call.args.borrower)
        found = desk.reminder_log.log_of(borrower.id)
        if call.out.as_json:
            call.out.document([document(one) for one in found])
            return Exit.DONE
        today = desk.today()
        for one in found:
            call.out.line(message_heading(one, today))
            call.out.lines(f"  {line}" for line in message_facts(one, today))
            call.out.lines(f"    {line}".rstrip() for line in message_text(one))
        if not found:
            call.out.line(_("This borrower has got no message."))
    return Exit.DONE


# ------------------------------------------------------------------------------------------------ what a person decides


def retry(call: Call) -> Exit:
    """`fritids remind retry`."""
    from fritids.present.reminder_log import retried_said

    args = call.args
    if bool(args.messages) == args.failed:
        raise UsageError(_("Give the numbers of messages, or --failed for all that failed."))
    with call.desk() as desk:
        ids: list[int] = args.messages
        if args.failed:
            ids = [one.id for one in desk.reminder_log.for_a_person() if one.state is MessageState.FAILED]
        done = desk.reminder_log.retry(ids, act=act_key(call))
        if call.out.as_json:
            call.out.document(
                {
                    "retried": [document(one) for one in done.again],
                    "joined": [document(one) for one in done.joined],
                    "refused": [_not_retried(one) for one in done.refused],
                }
            )
        else:
            call.out.said(retried_said(done))
    return Exit.REFUSED if done.refused else Exit.DONE


def settle(call: Call) -> Exit:
    """`fritids remind settle`."""
    from fritids.present.reminder_log import settled_said
    from fritids.services.results.reminder_log import Settled

    with call.desk() as desk:
        result = desk.reminder_log.settle(call.args.message, sent=call.args.sent, act=act_key(call))
        is_settled = isinstance(result, Settled)
        if call.out.as_json:
            call.out.document(
                {
                    "settled": [document(result.message)] if isinstance(result, Settled) else [],
                    "refused": [] if isinstance(result, Settled) else [_not_settled(result)],
                }
            )
        else:
            call.out.said(settled_said(result))
    return Exit.DONE if is_settled else Exit.REFUSED


# ------------------------------------------------------------------------------------------------ what comes, what it does


def week(call: Call) -> Exit:
    """`fritids remind week`."""
    from fritids.present.reminder_log import week_words

    with call.desk() as desk:
        plans = desk.reminder_log.week()
        if call.out.as_json:
            call.out.document(
                [
                    {
                        "day": one.day.isoformat(),
                        "open": one.is_open,
                        "borrowers": one.borrowers,
                        "loans": one.loans,
                    }
                    for one in plans
                ]
            )
            return Exit.DONE
        rows = tuple((day_short(one.day), week_words(one)) for one in plans)
        call.out.table(Table((_("Day"), _("If nothing is returned")), rows))
        if not desk.policy.reminders.enabled:
            from fritids.domain.reminders import Silence
            from fritids.present.reminders import silence_words

            call.out.talk(silence_words(Silence.OFF))
    return Exit.DONE


def effect(call: Call) -> Exit:
    """`fritids remind effect`."""
    from fritids.present.reminder_log import effect_how, effect_notes, effect_table

    args = call.args
    with call.desk() as desk:
        found = desk.reminder_log.effect(args.since, args.until)
        if call.out.as_json:
            call.out.document(
                {
                    "since": found.since.isoformat(),
                    "until": found.until.isoformat(),
                    "first_run": documents.day(found.first_run),
                    "steps": [
                        {
                            "step": one.step,
                            "window_days": one.window,
                            "reminded": _share(one.reminded),
                            "others": _share(one.others),
                            "left_out": one.left_out,
                        }
                        for one in found.steps
                    ],
                    "on_time": {"before": _on_time(found.before), "since": _on_time(found.after)},
                }
            )
            return Exit.DONE
        call.out.table(effect_table(found))
        call.out.lines(effect_notes(found))
        for sentence in effect_how(found, f"{desk.policy.reminders.at:%H:%M}"):
            call.out.talk(sentence)
    return Exit.DONE


# ------------------------------------------------------------------------------------------------ documents


def document(one: "MessageView") -> dict[str, Document]:
    """MESSAGE: the same in every answer."""
    return {
        "id": one.id,
        "kind": one.kind.value,
        "borrower": one.borrower_number,
        "name": one.borrower_name or None,
        "channel": one.channel.value,
        "address": one.address or None,
        "language": one.language,
        "step": one.step,
        "loans": one.loans,
        "state": one.state.value,
        "reason": None if one.reason is None else one.reason.value,
        "detail": one.detail or None,
        "attempts": one.attempts,
        "next_try_at": documents.moment(one.next_try_at),
        "subject": one.subject or None,
        "text": one.body or None,
        "segments": one.segments,
        "gateway": one.gateway or None,
        "gateway_id": one.gateway_id or None,
        "made_at": documents.moment(one.made_at),
        "sending_at": documents.moment(one.sending_at),
        "settled_at": documents.moment(one.settled_at),
        "settled_by": one.settled_by or None,
        "delivery": None if one.delivery is None else one.delivery.value,
    }


def _not_retried(one: "NotRetried") -> dict[str, Document]:
    from fritids.present.reminder_log import not_retried_words

    code = "unknown_message" if one.state is None else "not_retryable"
    state = None if one.state is None else one.state.value
    return {"id": one.id, "code": code, "state": state, "message": not_retried_words(one)}


def _not_settled(one: "NotSettled") -> dict[str, Document]:
    from fritids.present.reminder_log import not_settled_words

    code = "unknown_message" if one.state is None else "not_unknown"
    state = None if one.state is None else one.state.value
    return {"id": one.id, "code": code, "state": state, "message": not_settled_words(one)}


def _share(one: "Share") -> dict[str, Document]:
    return {
        "loans": one.loans,
        "returned": one.returned,
        "renewed": one.renewed,
        "share": None if one.came_back is None else round(one.came_back, 4),
    }


def _on_time(one: "OnTime") -> dict[str, Document]:
    return {
        "loans": one.loans,
        "on_time": one.on_time,
        "share": None if one.share is None else round(one.share, 4),
    }
