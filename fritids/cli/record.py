"""record and grant: reading what was done, and who can only add to it."""

from typing import TYPE_CHECKING

from fritids.cli.call import Call
from fritids.cli.exits import Exit
from fritids.cli.lookup import one_article, one_borrower
from fritids.cli.numbers import read_whole
from fritids.cli.output import Document
from fritids.cli.parser import Commands
from fritids.domain.calendar import iso_utc
from fritids.domain.past_times import read_past
from fritids.errors import UsageError
from fritids.i18n import _
from fritids.present import article_name
from fritids.present.record_words import record_line

if TYPE_CHECKING:
    from fritids.services.desk import Desk
    from fritids.services.results.record import RecordLine, RecordPage

_MOST = 500


def add(commands: Commands) -> None:
    """The commands and their options."""
    parser = commands.add("record", _("read the record of events in words, newest first"), record)
    about = parser.add_mutually_exclusive_group()
    about.add_argument("--article", metavar=_("CODE"), help=_("what happened to the article with this code"))
    about.add_argument(
        "--visit", metavar="N", type=read_whole, help=_("what happened in the visit with this number")
    )
    about.add_argument("--borrower", metavar=_("BORROWER"), help=_("what happened to this borrower"))
    about.add_argument(
        "--at", metavar=_("TIME"), help=_("what happened then, as 2026-11-25 15 or “yesterday at 15”")
    )
    parser.add_argument(
        "--most", metavar="N", type=read_whole, default=_MOST, help=_("at most so many lines (500)")
    )
    parser = commands.add(
        "grant",
        _("let the desks of a PostgreSQL only add to the record of events: give their role what it needs"),
        grant,
    )
    parser.add_argument("role", metavar=_("ROLE"), help=_("the role of the desks"))


def record(call: Call) -> Exit:
    """`fritids record`."""
    out = call.out
    with call.desk() as desk:
        page, today = _read(desk, call), desk.today()
    if out.as_json:
        out.document([_document(line, record_line(line, today)) for line in page.lines])
        return Exit.DONE
    for line in page.lines:
        out.line(record_line(line, today))
    if not page.lines:
        out.talk(_("Nothing of it stands in the record."))
    if page.more:
        out.talk(_("There is more. Ask for a shorter time, or for more lines with --most."))
    return Exit.DONE


def _read(desk: "Desk", call: Call) -> "RecordPage":
    args, most = call.args, call.args.most
    if args.article is not None:
        return desk.record.of_article(one_article(desk, args.article).id, limit=most)
    if args.visit is not None:
        return desk.record.of_visit(args.visit, limit=most)
    if args.borrower is not None:
        return desk.record.of_borrower(one_borrower(desk, args.borrower).id, limit=most)
    if args.at is None:
        return desk.record.newest(limit=most)
    when = read_past(args.at, desk.today())
    if when is None:
        raise UsageError(
            _("{text} is no time gone by. Write it as 2026-11-25 15, yesterday at 15 or today.").format(
                text=args.at
            )
        )
    return desk.record.at(when, limit=most)


def _document(line: "RecordLine", said: str) -> Document:
    act = line.act
    return {
        "event": act.event_id,
        "at": iso_utc(act.at),
        "desk": line.desk,
        "operator": act.operator,
        "operator_name": line.operator_name,
        "kind": act.kind.value,
        "said": said,
        "barcode": act.code if act.article is None else act.article.barcode,
        "article": None if act.article is None else article_name(act.article),
        "borrower": act.borrower_number,
        "name": act.borrower_name or None,
        "visit": act.visit_id,
        "loan": line.loan_id,
        "user": line.user,
        "override": line.override,
        "undone": act.undone,
        "undoes": None if line.undoes is None else line.undoes.value,
    }


def grant(call: Call) -> Exit:
    """`fritids grant`, by whoever owns the tables."""
    from fritids.services.server_roles import RoleState, give

    role = call.args.role
    given = give(call.config.database, role)
    if given is not RoleState.GIVEN:
        said = {
            RoleState.NO_SERVER: _("A database in a file has no roles. This is for PostgreSQL."),
            RoleState.UNKNOWN: _(
                "There is no role {role} on the server. Make it first, in psql: CREATE ROLE {role} LOGIN"
            ),
            RoleState.OWNER: _(
                "{role} owns the tables or may do everything on the server. Make a role of its own for the desks, in psql: CREATE ROLE NAME LOGIN"
            ),
        }[given]
        raise UsageError(said.format(role=role))
    if call.out.as_json:
        call.out.document({"role": role})
    else:
        call.out.line(
            _(
                "{role} has what the desks need, and can only add to the record of events. Do this again after an upgrade or a restore."
            ).format(role=role)
        )
    return Exit.DONE
