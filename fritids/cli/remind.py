"""remind: one run of the reminders, what it would do, and the commands that look after what went out."""

from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from fritids.cli.acts import act_key, add_act
from fritids.cli.call import Call
from fritids.cli.exits import Exit
from fritids.cli.output import Document
from fritids.cli.parser import Commands
from fritids.config import Options, load
from fritids.domain.roles import Right
from fritids.errors import UsageError
from fritids.i18n import _, language
from fritids.present import article_name
from fritids.services.results.reminders import AlreadyRunning, PlannedMessage, RunPlan, RunResult

if TYPE_CHECKING:
    from fritids.outside.gateway_setup import GatewaySetup
    from fritids.services.desk import Desk


def add(commands: Commands) -> None:
    """The commands and their options."""
    parser, group = commands.verb_group("remind", _("send the reminders that are due"), remind)
    parser.add_argument(
        "--dry-run", action="store_true", help=_("only show what would go out, with the whole texts")
    )
    parser.add_argument(
        "--install-timer",
        action="store_true",
        help=_("let this computer send them by itself every day (Linux with systemd)"),
    )
    parser.add_argument("--remove-timer", action="store_true", help=_("take that timer away again"))
    add_act(parser)
    _add_test(group.add("test", _("send a message to yourself, to see that it arrives"), test))
    for add_more in _more():
        add_more(group)


def _more() -> tuple[Callable[[Commands], None], ...]:
    from fritids.cli import remind_calls, remind_log, remind_texts

    return (remind_log.add, remind_calls.add, remind_texts.add)


def _add_test(parser: ArgumentParser) -> None:
    parser.add_argument("to", metavar=_("TO"), help=_("a mobile number or an e-mail address of your own"))


def remind(call: Call) -> Exit:
    """`fritids remind`."""
    args = call.args
    if sum((args.dry_run, args.install_timer, args.remove_timer)) > 1:
        raise UsageError(_("Give one of --dry-run, --install-timer and --remove-timer."))
    if args.remove_timer:
        return _remove_timer(call)
    if args.install_timer:
        return _install_timer(call)
    with call.desk() as desk:
        setup = gateways_of(call, desk)
        return _plan(call, desk, setup) if args.dry_run else _run(call, desk, setup)


def gateways_of(call: Call, desk: "Desk") -> "GatewaySetup":
    """What this machine can send by. Raises UsageError for a configuration that cannot be."""
    from fritids.outside.gateway_setup import gateway_setup

    return gateway_setup(call.config, desk.branch_name, desk.policy.contact_email)


# ------------------------------------------------------------------------------------------------ what would go out


def _plan(call: Call, desk: "Desk", setup: "GatewaySetup") -> Exit:
    from fritids.cli.remind_texts import texts_said
    from fritids.present.reminders import plan_lines

    texts = texts_said(call)
    plan = replace(
        desk.reminders.plan(texts=texts, set_up=setup.channels), sender=setup.sender, price=setup.price
    )
    if call.out.as_json:
        call.out.document(plan_document(plan))
    else:
        call.out.lines(plan_lines(plan, desk.today(), desk.policy.reminders))
        if plan.messages and not (desk.policy.contact_phone or desk.policy.contact_email):
            call.out.talk(
                _(
                    "The messages do not say how to reach you. Set it: fritids branch set contact_phone=NUMBER contact_email=ADDRESS"
                )
            )
    return Exit.DONE


def plan_document(plan: RunPlan) -> Document:
    """A plan as programs read it."""
    return {
        "day": plan.day.isoformat(),
        "silence": None if plan.silence is None else plan.silence.value,
        "sender": plan.sender,
        "price": plan.price,
        "segments": sum(message.segments for message in plan.messages),
        "not_set_up": [channel.value for channel in plan.not_set_up],
        "too_late": plan.too_late,
        "turned_off": plan.turned_off,
        "messages": [_planned(message) for message in plan.messages],
    }


def _planned(message: PlannedMessage) -> Document:
    return {
        "borrower": message.borrower_number,
        "name": message.borrower_name or None,
        "channel": message.channel.value,
        "address": message.address or None,
        "language": message.language,
        "step": message.step,
        "subject": message.subject or None,
        "text": message.text or None,
        "segments": message.segments,
        "unicode": message.is_unicode,
        "reason": None if message.reason is None else message.reason.value,
        "loans": [
            {
                "barcode": planned.loan.article.barcode,
                "article": article_name(planned.loan.article),
                "due": planned.loan.due.isoformat(),
                "step": planned.step,
            }
            for planned in message.loans
        ],
    }


# ------------------------------------------------------------------------------------------------ a run


def _run(call: Call, desk: "Desk", setup: "GatewaySetup") -> Exit:
    from fritids.cli.remind_texts import texts_said
    from fritids.present.reminders import already_running_said, run_said, sending_line

    out, texts = call.out, texts_said(call)
    try:
        # Receipts that a counter could not send and nobody waits for any more: whoever sends sends these too.
        desk.reminders.send_receipts(setup.gateways, write=desk.receipts.writer(texts))
        result = desk.reminders.run(
            setup.gateways,
            texts=texts,
            act=act_key(call),
            progress=lambda done, whole: out.progress(sending_line(done, whole)),
        )
    finally:
        out.progress("")
        setup.close()
    if isinstance(result, AlreadyRunning):
        if out.as_json:
            out.document({**_result(RunResult(None)), "already_running": True})
        else:
            out.said(already_running_said())
        return Exit.REFUSED
    if out.as_json:
        out.document(_result(result))
    else:
        out.said(run_said(result, desk.policy.reminders))
    return status_of_run(result)


def status_of_run(result: RunResult) -> Exit:
    """What a run that ended says to whoever started it (handbook, Reminders)."""
    if result.stopped or (result.waiting and result.silence is None):
        return Exit.FAILED
    return Exit.REFUSED if result.failed or result.unknown else Exit.DONE


def _result(result: RunResult) -> dict[str, Document]:
    return {
        "run": result.run_id,
        "silence": None if result.silence is None else result.silence.value,
        "sent": result.sent,
        "waiting": result.waiting,
        "failed": result.failed,
        "unknown": result.unknown,
        "dropped": result.dropped,
        "to_call": result.to_call,
        "stopped": [
            {"channel": each.channel.value, "reason": each.reason.value, "detail": each.detail or None}
            for each in result.stopped
        ],
        "already_running": False,
    }


# ------------------------------------------------------------------------------------------------ a message to oneself


def test(call: Call) -> Exit:
    """`fritids remind test`."""
    from fritids.outside.gateways import Taken
    from fritids.present.reminders import answer_words
    from fritids.services.rights import demand
    from fritids.services.trial_message import trial_message

    with call.desk() as desk:
        demand(desk.context, Right.REMINDERS)
        setup = gateways_of(call, desk)
        channel, message = trial_message(call.args.to, desk.branch_name, language())
        try:
            answer = setup.gateway(channel).send(message)
        finally:
            setup.close()
        taken = isinstance(answer, Taken)
        if call.out.as_json:
            call.out.document(
                {
                    "to": message.to,
                    "channel": channel.value,
                    "taken": taken,
                    "reason": None if isinstance(answer, Taken) else answer.reason.value,
                    "detail": None if isinstance(answer, Taken) else answer.detail or None,
                }
            )
        else:
            call.out.line(answer_words(channel, message.to, answer))
    return Exit.DONE if taken else Exit.FAILED


# ------------------------------------------------------------------------------------------------ the timer


def _install_timer(call: Call) -> Exit:
    from fritids.outside import timers

    with call.desk() as desk:
        # Read now, so that what is wrong in the configuration is said to a person and not to a log at ten tomorrow.
        setup = gateways_of(call, desk)
        rules = desk.policy.reminders
        times = timers.times_of_day(rules.at, rules.hours[1], desk.policy.zone.key)
        options = [
            *timers.database_words(call.config.database, load(Options(), {}).database),
            "--branch",
            desk.branch.show().code,
            "--desk",
            call.config.desk,
        ]
        timer = timers.install(timers.this_program([*options, "remind"]), times)
        if call.out.as_json:
            call.out.document(
                {"timer": str(timer.timer), "service": str(timer.service), "times": list(timer.times)}
            )
            return Exit.DONE
        call.out.line(
            _("The reminders go out by themselves from now on: {times}.").format(times=", ".join(timer.times))
        )
        call.out.line(_("Written: {timer} and {service}.").format(timer=timer.timer, service=timer.service))
        if timer.needs_linger:
            call.out.line(_("To let them go out while nobody is signed in, say once: loginctl enable-linger"))
        if not setup.gateways:
            call.out.line(
                _("No gateway is set up yet, so nothing can go out. The README says how, under Reminders.")
            )
    return Exit.DONE


def _remove_timer(call: Call) -> Exit:
    from fritids.outside import timers

    removed = timers.remove()
    if call.out.as_json:
        call.out.document({"removed": removed})
    else:
        call.out.line(_("The timer is gone.") if removed else _("There was no timer."))
    return Exit.DONE
