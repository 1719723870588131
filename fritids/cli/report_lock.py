"""report YEAR --lock, --verify, --locks: keeping a year's figures as they stand, signed, and counting them again later."""

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from fritids.cli.call import Call
from fritids.cli.documents import moment
from fritids.cli.exits import Exit
from fritids.cli.figures_scope import figures_desk
from fritids.cli.output import Document
from fritids.errors import UsageError
from fritids.i18n import _

if TYPE_CHECKING:
    from fritids.services.desk import Desk
    from fritids.services.results.locked_years import LockView, YearVerified


def add(parser: ArgumentParser) -> None:
    """The options."""
    parser.add_argument(
        "--lock", action="store_true", help=_("keep the year's figures as they stand, signed")
    )
    parser.add_argument(
        "--verify",
        action="store_true",
        help=_("count a locked year again, and explain what comes out otherwise"),
    )
    parser.add_argument("--locks", action="store_true", help=_("list the locked years"))


def is_asked(args: Namespace) -> bool:
    """Whether the call is for this file."""
    return bool(args.lock or args.verify or args.locks)


def run(call: Call) -> Exit:
    """`fritids report --lock`, `--verify` or `--locks`."""
    from fritids.config.places import beside_config

    args = call.args
    if args.lock + args.verify + args.locks > 1:
        raise UsageError(_("Choose one of --lock, --verify and --locks."))
    if args.output or args.full:
        raise UsageError(_("--lock, --verify and --locks write no report: leave out -o and --full."))
    if args.year is None and not args.locks:
        raise UsageError(_("Say which year: fritids report YEAR"))
    key_file = beside_config("signing.key")
    with figures_desk(call) as (desk, branch):
        if args.locks:
            return _list(call, desk.locked_years.list())
        if args.verify:
            looked = desk.locked_years.verify(args.year, branch, key_file=key_file)
            return _say(call, looked, _Names(desk))
        from fritids.services.acts import new_act_key

        made = desk.locked_years.lock(args.year, branch, key_file=key_file, act=new_act_key())
        if call.out.as_json:
            call.out.document({"locked": _lock(made.lock), "again": made.again, "changed": made.changed})
            return Exit.DONE
        from fritids.present.locked_years import locked_lines

        call.out.lines(locked_lines(made))
    return Exit.DONE


def _list(call: Call, locks: "tuple[LockView, ...]") -> Exit:
    if call.out.as_json:
        call.out.document({"locks": [_lock(one) for one in locks]})
        return Exit.DONE
    from fritids.present.locked_years import list_lines

    call.out.lines(list_lines(locks))
    return Exit.DONE


class _Names:
    """What the codes of the figures are called today."""

    def __init__(self, desk: "Desk") -> None:
        self.types = {one.code: one for one in desk.articles.types()}
        here = desk.branch.show()
        self.branches = {here.code: here.name, **dict(desk.transfers.other_branches())}


def _say(call: Call, looked: "YearVerified", names: _Names) -> Exit:
    if call.out.as_json:
        changed: list[Document] = [
            {
                "table": one.table,
                "codes": list(one.codes),
                "measure": one.measure,
                "locked": one.locked,
                "counted": one.counted,
                "acts": [
                    {
                        "event": act.event_id,
                        "at": moment(act.at),
                        "act": act.kind.value,
                        "undone": act.is_undo,
                        "entered_later": act.entered_later,
                    }
                    for act in one.acts
                ],
                "more_acts": one.more_acts,
            }
            for one in looked.changed
        ]
        call.out.document(
            {
                "lock": _lock(looked.lock),
                "holds": looked.holds,
                "figures": looked.figures,
                "is_whole": looked.is_whole,
                "is_signed": looked.is_signed,
                "is_ours": looked.is_ours,
                "record_holds": looked.record_holds,
                "definitions": looked.definitions,
                "changed": changed,
            }
        )
    else:
        from fritids.present.locked_years import verified_lines

        call.out.lines(verified_lines(looked, names))
    return Exit.DONE if looked.holds else Exit.REFUSED


def _lock(lock: "LockView") -> dict[str, Document]:
    return {
        "year": lock.year,
        "branch": lock.branch,
        "locked_at": moment(lock.locked_at),
        "operator": lock.operator,
        "version": lock.version,
        "event": lock.event_id,
        "check_sum": lock.check_sum,
        "signed_by": lock.signed_by,
    }
