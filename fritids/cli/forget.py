"""forget: what has lain longer than the branch has set."""

from typing import TYPE_CHECKING

from fritids.cli.acts import act_key, add_act
from fritids.cli.call import Call
from fritids.cli.exits import Exit
from fritids.cli.parser import Commands
from fritids.i18n import _, day_short, n_, number

if TYPE_CHECKING:
    from fritids.services.results.forgetting import Forgotten


def add(commands: Commands) -> None:
    """The command and its options."""
    parser = commands.add(
        "forget", _("forget people who have long had nothing out, and old messages, notes and donors"), forget
    )
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--dry-run", action="store_true", help=_("only say what would be forgotten"))
    how.add_argument(
        "--if-due",
        action="store_true",
        help=_("once a week, where forget_by_itself is on, as an open counter does by itself"),
    )
    add_act(parser)


def forget(call: Call) -> Exit:
    """`fritids forget`."""
    if call.args.if_due:
        return _if_due(call)
    with call.desk() as desk:
        done = desk.forgetting.plan() if call.args.dry_run else desk.forgetting.run(act=act_key(call))
        return _told(call, done)


def _if_due(call: Call) -> Exit:
    """Nobody has to be signed on: the branch has said that the program does it by itself."""
    from fritids.services.desk import Desk
    from fritids.services.results.forgetting import Forgotten

    config = call.config
    desk = Desk.open(config.database, branch=config.branch, name=config.desk)
    try:
        done = desk.forgetting.run_by_itself(act=act_key(call))
    finally:
        desk.close()
    if done is None and not call.out.as_json:
        call.out.line(_("Nothing was to be forgotten now."))
        return Exit.DONE
    return _told(call, done or Forgotten(None, None, (), 0, 0, 0, 0))


def _told(call: Call, done: "Forgotten") -> Exit:
    if call.out.as_json:
        call.out.document(
            {
                "dry_run": done.dry_run,
                "before": None if done.before is None else done.before.isoformat(),
                "loans_before": None if done.loans_before is None else done.loans_before.isoformat(),
                "borrowers": [
                    {"number": one.number, "last_seen": one.last_seen.isoformat()} for one in done.borrowers
                ],
                "loans": done.loans,
                "messages": done.messages,
                "notes": done.notes,
                "donors": done.donors,
            }
        )
        return Exit.DONE
    if done.before is None and done.loans_before is None:
        call.out.line(
            _(
                "Nothing is forgotten by age here. Set after how long with: fritids branch set forget_after_months=24"
            )
        )
        return Exit.DONE
    if done.dry_run:
        call.out.lines(f"  {one.number}  {day_short(one.last_seen)}" for one in done.borrowers)
    people = len(done.borrowers)
    said = (
        n_("{n} borrower would be forgotten.", "{n} borrowers would be forgotten.", people)
        if done.dry_run
        else n_("{n} borrower is forgotten.", "{n} borrowers are forgotten.", people)
    )
    call.out.line(said.format(n=number(people)))
    for n, what in (
        (done.loans, _("Loans cut from people who stay: {n}")),
        (done.messages, _("Messages emptied: {n}")),
        (done.notes, _("Notes of calls emptied: {n}")),
        (done.donors, _("Donors' names removed: {n}")),
    ):
        if n:
            call.out.line(what.format(n=number(n)))
    return Exit.DONE
