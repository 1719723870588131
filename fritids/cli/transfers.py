"""transfer: articles that go to other branches, and come from them."""

from pathlib import Path
from typing import TYPE_CHECKING

from fritids.cli import documents
from fritids.cli.acts import act_key, add_act
from fritids.cli.arguments import accepted, add_accept, add_barcodes
from fritids.cli.call import Call
from fritids.cli.exits import Exit, status_of
from fritids.cli.moments import read_date
from fritids.cli.numbers import read_whole
from fritids.cli.output import Document
from fritids.cli.parser import Commands
from fritids.cli.paths import read_path
from fritids.domain.calendar import iso_utc
from fritids.domain.findings import FindingCode, Findings
from fritids.domain.words import TransferKind
from fritids.errors import UsageError
from fritids.i18n import _, day_short, n_, number
from fritids.present import Table, article_name, plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from fritids.services.surplus import SurplusView
    from fritids.services.transfer_values import NotMoved, ReceivedFile, TransferView


def add(commands: Commands) -> None:
    """The commands and their options."""
    group = commands.group("transfer", _("articles that go to another branch, for good or for a time"))
    parser = group.add("send", _("send articles to another branch"), send)
    add_barcodes(parser)
    parser.add_argument(
        "--to",
        metavar=_("BRANCH|PLACE"),
        required=True,
        help=_("the code or name of a branch in this database, or the name of one with its own"),
    )
    parser.add_argument("--lent", action="store_true", help=_("for a time, not for good"))
    parser.add_argument(
        "--back-by", metavar=_("DATE"), type=read_date, help=_("lent, and wanted back by this day")
    )
    parser.add_argument("--note", metavar=_("TEXT"), help=_("a note that goes along"))
    parser.add_argument(
        "--file",
        metavar=_("FILE"),
        type=read_path,
        help=_("write what is known of them to this .json, for a branch with a database of its own"),
    )
    add_accept(parser, FindingCode.BOOKED_BY_OTHER)
    add_act(parser)

    parser = group.add("receive", _("take in what another branch has sent"), receive)
    parser.add_argument(
        "what",
        metavar=_("BARCODE|FILE"),
        nargs="+",
        help=_("codes on labels, or the one .json that came along"),
    )
    parser.add_argument(
        "--new-numbers",
        action="store_true",
        help=_("from a file: what bears a number that is taken here gets another"),
    )
    add_act(parser)

    parser = group.add("list", _("list what was sent and received, the newest first"), list_transfers)
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--under-way", action="store_true", help=_("only what nobody has received yet"))
    which.add_argument("--late", action="store_true", help=_("only what is lent and should be back by now"))

    parser = group.add("file", _("write the file for a place once more"), write_file)
    parser.add_argument("place", metavar=_("PLACE"), help=_("where it was sent, as it was written then"))
    parser.add_argument("file", metavar=_("FILE"), type=read_path, help=_("the .json to write"))
    parser.add_argument(
        "--since",
        metavar=_("DATE"),
        type=read_date,
        help=_("with what was sent from this day on; today if left out"),
    )

    parser = group.add("surplus", _("list what other branches might use"), surplus)
    parser.add_argument(
        "--keep",
        metavar="N",
        type=read_whole,
        default=2,
        help=_("so many of each type and size stay here; 2 if left out"),
    )


def send(call: Call) -> Exit:
    """`fritids transfer send`."""
    from fritids.present.moves import sent_said
    from fritids.services.transfer_values import SendOrder

    args = call.args
    lent = args.lent or args.back_by is not None
    kind = TransferKind.LENT if lent else TransferKind.GIVEN
    order = SendOrder(args.to, kind, args.back_by, args.note, args.file)
    yes = accepted(call)
    with call.desk() as desk:
        done = desk.transfers.send(args.barcodes, order, act=act_key(call), accepted=yes)
        if call.out.as_json:
            call.out.document(
                {
                    "sent": [_document(one) for one in done.sent],
                    "refused": [documents.refused(one) for one in done.refused],
                    "file": None if done.file is None else str(done.file),
                }
            )
        else:
            call.out.said(sent_said(done))
    return status_of(_reasons(one, yes) for one in done.refused)


def _reasons(one: "NotMoved", accepted: frozenset[FindingCode]) -> Findings:
    return tuple(finding for finding in one.findings if finding.code not in accepted)


def receive(call: Call) -> Exit:
    """`fritids transfer receive`."""
    from fritids.present.moves import received_said

    what = call.args.what
    files = [one for one in what if one.lower().endswith(".json") or Path(one).is_file()]
    if files and len(what) > 1:
        raise UsageError(_("Give one file, or codes."))
    if files:
        return _receive_file(call, read_path(files[0]))
    if call.args.new_numbers:
        raise UsageError(_("--new-numbers goes with a file."))
    with call.desk() as desk:
        done = desk.transfers.receive(what, act=act_key(call))
        if call.out.as_json:
            call.out.document(
                {
                    "received": [_document(one) for one in done.received],
                    "already": [],
                    "refused": [documents.refused(one) for one in done.refused],
                }
            )
        else:
            call.out.said(received_said(done))
    return status_of(one.findings for one in done.refused)


def _receive_file(call: Call, path: Path) -> Exit:
    from fritids.present.moves import file_said

    with call.desk() as desk:
        done = desk.transfer_files.receive(path, act=act_key(call), new_numbers=call.args.new_numbers)
        if call.out.as_json:
            call.out.document(_read_document(done))
        else:
            call.out.said(file_said(done))
    return Exit.REFUSED if done.refused else Exit.DONE


def _read_document(done: "ReceivedFile") -> Document:
    refused: list[Document] = [
        {
            "barcode": one.barcode,
            "reasons": [{"code": one.code, "severity": "refuse", "message": one.message}],
        }
        for one in done.refused
    ]
    return {
        "received": [_document(one) for one in done.received],
        "already": list(done.already),
        "refused": refused,
    }


def list_transfers(call: Call) -> Exit:
    """`fritids transfer list`."""
    from fritids.present.moves import kind_of_way, way_words

    with call.desk() as desk:
        found = desk.transfers.list(under_way=call.args.under_way, late=call.args.late)
        if call.out.as_json:
            call.out.document([_document(one) for one in found])
            return Exit.DONE
        today = desk.today()
        rows = tuple(
            (
                plain(one.article.barcode),
                article_name(one.article),
                kind_of_way(one.kind),
                way_words(one, today),
                plain(one.note or ""),
            )
            for one in found
        )
        if rows:
            call.out.table(Table((_("Code"), _("Article"), _("How"), _("Where"), _("Note")), rows))
        else:
            call.out.line(_("There is nothing of that kind."))
    return Exit.DONE


def write_file(call: Call) -> Exit:
    """`fritids transfer file`."""
    args = call.args
    with call.desk() as desk:
        n = desk.transfer_files.write(args.place, args.file, since=args.since)
        if call.out.as_json:
            call.out.document({"file": str(args.file), "articles": n})
        else:
            call.out.line(
                n_("{n} article in {path}.", "{n} articles in {path}.", n).format(n=number(n), path=args.file)
            )
    return Exit.DONE


def surplus(call: Call) -> Exit:
    """`fritids transfer surplus`."""
    from fritids.present.moves import surplus_rule

    keep = call.args.keep
    with call.desk() as desk:
        found = desk.surplus.list(keep)
        if call.out.as_json:
            articles: list[Document] = [_surplus_document(one) for one in found]
            call.out.document({"rule": surplus_rule(keep), "months": 12, "keep": keep, "articles": articles})
        else:
            call.out.line(surplus_rule(keep))
            _show_surplus(call, found, desk.today())
    return Exit.DONE


def _show_surplus(call: Call, found: "Sequence[SurplusView]", today: "date") -> None:
    rows = tuple(
        (
            plain(one.article.barcode),
            article_name(one.article),
            day_short(one.added_on, today),
            "" if one.last_lent is None else day_short(one.last_lent, today),
            str(one.others),
        )
        for one in found
    )
    if rows:
        call.out.table(Table((_("Code"), _("Article"), _("Here since"), _("Last lent"), _("Others")), rows))
    n = len(rows)
    call.out.talk(n_("{n} article", "{n} articles", n).format(n=number(n)))


def _surplus_document(one: "SurplusView") -> Document:
    return {
        **documents.article(one.article),
        "added": one.added_on.isoformat(),
        "last_lent": documents.day(one.last_lent),
        "others": one.others,
    }


def _document(one: "TransferView") -> Document:
    article = one.article
    return {
        "transfer": one.id,
        "barcode": article.barcode,
        "article": article_name(article),
        "type": article.type.code,
        "size": article.size or None,
        "brand": article.brand or None,
        "kind": one.kind.value,
        "from": one.from_name,
        "to": one.to_name,
        "sent_at": iso_utc(one.sent_at),
        "sent_by": one.sent_by,
        "back_by": documents.day(one.back_by),
        "received_at": documents.moment(one.received_at),
        "received_by": one.received_by,
        "under_way": one.under_way,
        "days_late": one.days_late,
        "home": one.home,
        "note": one.note or None,
        "told": [finding.code.value for finding in one.told],
    }
