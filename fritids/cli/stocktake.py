"""stocktake: the stock counted by scanning, its lists, and what is put right after it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fritids.cli import documents
from fritids.cli.acts import act_key, add_act
from fritids.cli.call import Call
from fritids.cli.exits import Exit
from fritids.cli.line_input import lines
from fritids.cli.lookup import one_type
from fritids.cli.output import Document
from fritids.cli.parser import Commands
from fritids.domain.calendar import iso_utc
from fritids.domain.findings import Severity
from fritids.domain.stocktaking import Correction
from fritids.errors import InvalidValueError, UsageError
from fritids.i18n import _, number
from fritids.present import article_name, plain, type_name
from fritids.present.stocktakes import (
    corrected_said,
    count_line,
    counted_words,
    found_words,
    missing_line,
    scan_said,
    scope_name,
)
from fritids.services.stocktake_views import CountLists, Progress, ScanResult, StocktakeView, left_by_type

if TYPE_CHECKING:
    from fritids.services.desk import Desk


def add(commands: Commands) -> None:
    """The commands and their options."""
    group = commands.group("stocktake", _("count the stock by scanning"))
    parser = group.add("start", _("begin a stocktake, for all desks of the branch"), start)
    scope = parser.add_mutually_exclusive_group()
    scope.add_argument("--type", metavar=_("TYPE"), help=_("count only this article type"))
    scope.add_argument("--category", metavar=_("CATEGORY"), help=_("count only this category, by its code"))
    add_act(parser)

    parser = group.add("scan", _("count what has these codes"), scan)
    parser.add_argument(
        "barcodes",
        metavar=_("BARCODE"),
        nargs="+",
        help=_("codes on labels; - reads them line by line from standard input"),
    )

    group.add("show", _("what is missing, what was found, and which codes nobody knows"), show)

    parser = group.add("correct", _("put the stock right, as one act that undo takes back"), correct)
    for correction, text in {
        Correction.MISSING: _("what nobody has seen is noted as missing"),
        Correction.FOUND: _("what was missing and was found is in stock"),
        Correction.RETURNED: _("what was on loan and was found is taken back"),
        Correction.RESTORED: _("what was discarded and was found is in stock"),
    }.items():
        parser.add_argument(f"--{correction.value}", action="store_true", help=text)
    add_act(parser)

    parser = group.add("end", _("end the stocktake; it can be corrected until the next one begins"), end)
    add_act(parser)

    group.add("list", _("list the stocktakes, the newest first"), list_counts)


def start(call: Call) -> Exit:
    """`fritids stocktake start`."""
    args = call.args
    with call.desk() as desk:
        kind = None if args.type is None else one_type(desk, args.type)
        desk.stocktaking.start(
            type_code=None if kind is None else kind.code, category=args.category, act=act_key(call)
        )
        _show_progress(call, desk)
    return Exit.DONE


def end(call: Call) -> Exit:
    """`fritids stocktake end`."""
    with call.desk() as desk:
        desk.stocktaking.end(act=act_key(call))
        _show_progress(call, desk)
    return Exit.DONE


def scan(call: Call) -> Exit:
    """`fritids stocktake scan`. Each code is a transaction of its own, and is answered as soon as it is on the disk."""
    from fritids.services.acts import new_act_key

    scanned: list[ScanResult] = []
    refused: list[Document] = []
    with call.desk() as desk:
        for code in _codes(call):
            try:
                result = desk.stocktaking.scan(code, act=new_act_key())
            except InvalidValueError as error:
                refused.append(_refused(code, error))
                if not call.out.as_json:
                    call.out.line(f"✗ {plain(code)}: {error.message}")
                continue
            scanned.append(result)
            if not call.out.as_json:
                call.out.said(scan_said(result))
                call.out.flush()
        progress = desk.stocktaking.progress()
        if call.out.as_json:
            call.out.document(
                {
                    "scanned": [_scanned(result) for result in scanned],
                    "refused": refused,
                    "counted": progress.counted,
                    "expected": progress.expected,
                }
            )
        else:
            call.out.line(f"{counted_words(progress)}.")
    return Exit.REFUSED if refused else Exit.DONE


def _codes(call: Call) -> Iterator[str]:
    for word in call.args.barcodes:
        if word == "-":
            yield from filter(None, lines(call.stdin))
        else:
            yield word


def show(call: Call) -> Exit:
    """`fritids stocktake show`."""
    with call.desk() as desk:
        lists = desk.stocktaking.lists()
        if call.out.as_json:
            call.out.document(_lists_document(desk, lists))
        else:
            _show_lists(call, desk, lists)
    return Exit.DONE


def correct(call: Call) -> Exit:
    """`fritids stocktake correct`."""
    wanted = [correction for correction in Correction if getattr(call.args, correction.value)]
    if not wanted:
        raise UsageError(
            _("Say what is to be put right: {options}.").format(
                options=", ".join(f"--{correction.value}" for correction in Correction)
            )
        )
    with call.desk() as desk:
        corrected = desk.stocktaking.correct(wanted, act=act_key(call))
        if call.out.as_json:
            done = {how: [one.barcode for one in articles] for how, articles in corrected.done.items()}
            call.out.document({how.value: list(done.get(how, ())) for how in Correction})
        else:
            call.out.said(corrected_said(corrected))
    return Exit.DONE


def list_counts(call: Call) -> Exit:
    """`fritids stocktake list`."""
    with call.desk() as desk:
        counts = desk.stocktaking.counts()
        if call.out.as_json:
            call.out.document([_count(count) for count in counts])
            return Exit.DONE
        types = {view.code: view for view in desk.articles.types()}
        call.out.lines(count_line(count, types, desk.today()) for count in counts)
        if not counts:
            call.out.talk(_("There has been no stocktake yet. Begin one with: fritids stocktake start"))
    return Exit.DONE


def _show_progress(call: Call, desk: "Desk") -> None:
    progress = desk.stocktaking.progress()
    if call.out.as_json:
        call.out.document(_progress_document(desk, progress))
        return
    types = {view.code: view for view in desk.articles.types()}
    call.out.line(count_line(progress.stocktake, types, desk.today()))
    call.out.line(f"{counted_words(progress)}.")


def _show_lists(call: Call, desk: "Desk", lists: CountLists) -> None:
    out, progress = call.out, lists.progress
    types = {view.code: view for view in desk.articles.types()}
    out.line(count_line(progress.stocktake, types, desk.today()))
    out.line(f"{counted_words(progress)}.")
    n = len(lists.missing)
    out.line(_("Not seen: {n}").format(n=number(n)))
    out.lines(f"  {missing_line(article)}" for article in lists.missing)
    n = len(lists.found)
    out.line(_("Found and not expected: {n}").format(n=number(n)))
    out.lines(
        f"  {article_name(one.article)} ({plain(one.article.barcode)}), {found_words(one)}"
        for one in lists.found
    )
    n = len(lists.unknown)
    out.line(_("Unknown codes: {n}").format(n=number(n)))
    out.lines(f"  {plain(one.code)}" for one in lists.unknown)
    if lists.came_back:
        n = len(lists.came_back)
        out.line(_("At a desk since the start, not counted, not missing: {n}").format(n=number(n)))
        out.lines(f"  {missing_line(article)}" for article in lists.came_back)


def _count(count: StocktakeView) -> dict[str, Document]:
    return {
        "stocktake": count.id,
        "category": count.category,
        "type": count.type,
        "started_at": iso_utc(count.started_at),
        "started_by": count.started_by,
        "ended_at": documents.moment(count.ended_at),
        "scanned": count.scanned,
    }


def _progress_document(desk: "Desk", progress: Progress) -> dict[str, Document]:
    types = {view.code: view for view in desk.articles.types()}
    return {
        **_count(progress.stocktake),
        "what": scope_name(progress.stocktake, types.values()),
        "counted": progress.counted,
        "expected": progress.expected,
        "left": [
            {"type": view.code, "article": type_name(view), "count": n}
            for view, n in left_by_type(progress, types)
        ],
    }


def _lists_document(desk: "Desk", lists: CountLists) -> Document:
    return {
        **_progress_document(desk, lists.progress),
        "missing": [documents.article(article) for article in lists.missing],
        "found": [
            {
                **documents.article(one.article),
                "found": one.found.value,
                "scanned_at": iso_utc(one.scanned_at),
                "desk": one.desk,
            }
            for one in lists.found
        ],
        "unknown": [
            {"code": one.code, "scanned_at": iso_utc(one.scanned_at), "desk": one.desk}
            for one in lists.unknown
        ],
        "came_back": [documents.article(article) for article in lists.came_back],
        "on_loan": lists.on_loan,
    }


def _scanned(result: ScanResult) -> dict[str, Document]:
    return {
        "barcode": result.code,
        "article": None if result.article is None else article_name(result.article),
        "says": result.says.value,
        "again": result.again,
    }


def _refused(code: str, error: InvalidValueError) -> Document:
    return {
        "barcode": plain(code),
        "reasons": [{"code": error.code, "severity": Severity.REFUSE.value, "message": error.message}],
    }
