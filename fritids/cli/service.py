"""service: what is washed, sharpened, waxed, mended or looked over before it is lent again; turns by rule, and recalls."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fritids.cli import documents
from fritids.cli.acts import act_key, add_act
from fritids.cli.arguments import add_barcodes
from fritids.cli.call import Call
from fritids.cli.exits import Exit, status_of
from fritids.cli.lookup import RefusedError, once_each, one_type
from fritids.cli.numbers import read_whole
from fritids.cli.output import Document
from fritids.cli.parser import Commands
from fritids.domain.calendar import iso_utc
from fritids.domain.words import ServiceKind, ServiceOutcome
from fritids.errors import UsageError
from fritids.i18n import _, day_short, local, n_
from fritids.present import (
    Table,
    article_name,
    article_with_code,
    due_words_of,
    loan_borrower,
    note_words,
    phone,
    plain,
    recall_figures,
    service_said,
    service_title,
    state_name,
    type_name,
    who_has,
)
from fritids.services.results.service import (
    DoneResult,
    DueView,
    NoteView,
    NotServiced,
    Recall,
    Recalled,
    RuleView,
    SendResult,
    SentToService,
    Serviced,
)

if TYPE_CHECKING:
    from datetime import date

    from fritids.services.desk import Desk
    from fritids.services.results import LoanView

_KINDS = [kind.value for kind in ServiceKind]


def add(commands: Commands) -> None:
    """The commands and their options."""
    group = commands.group("service", _("what is done to articles before they are lent again"))

    parser = group.add("add", _("send articles to service"), send)
    add_barcodes(parser)
    parser.add_argument("--kind", choices=_KINDS, required=True, help=_("what is to be done"))
    parser.add_argument("--note", metavar=_("TEXT"), help=_("why, in a few words"))
    add_act(parser)

    for name, text, run in (
        ("done", _("say what is done; the articles can be lent again"), done),
        ("drop", _("take articles out of service without the work"), drop),
    ):
        parser = group.add(name, text, run)
        add_barcodes(parser)
        parser.add_argument("--kind", choices=_KINDS, help=_("only this; otherwise all that was to be done"))
        parser.add_argument("--note", metavar=_("TEXT"), help=_("what was done, in a few words"))
        add_act(parser)

    parser = group.add("list", _("list what waits for service, by kind"), list_service)
    parser.add_argument("--kind", choices=_KINDS, help=_("only this"))
    parser.add_argument(
        "--due", action="store_true", help=_("instead, what has its turn and is not in service")
    )

    parser = group.add("rule", _("see or set when a type's turn comes"), rule)
    parser.add_argument("type", metavar=_("TYPE"), nargs="?", help=_("code or name of the article type"))
    parser.add_argument("kind", metavar=_("KIND"), nargs="?", choices=_KINDS, help=_("what is to be done"))
    parser.add_argument("--after", metavar="N", type=read_whole, help=_("after so many loans"))
    parser.add_argument("--season", metavar=_("MM-DD"), help=_("once from this day on, each year"))
    parser.add_argument("--never", action="store_true", help=_("not at this branch"))
    parser.add_argument("--usual", action="store_true", help=_("as the program says"))
    add_act(parser)

    parser = group.add("recall", _("take all articles of a brand, model or type out of lending"), recall)
    parser.add_argument("--brand", metavar=_("BRAND"), help=_("whole words of the brand"))
    parser.add_argument("--model", metavar=_("MODEL"), help=_("words of the model, or their beginnings"))
    parser.add_argument("--type", metavar=_("TYPE"), help=_("code or name of the article type"))
    parser.add_argument("--note", metavar=_("TEXT"), help=_("why, in a few words"))
    parser.add_argument("--dry-run", action="store_true", help=_("only show what would be recalled"))
    add_act(parser)


# ------------------------------------------------------------------------------------------------ send, done, drop


def send(call: Call) -> Exit:
    """`fritids service add`."""
    kind, act = ServiceKind(call.args.kind), act_key(call)
    with call.desk() as desk:
        results = [
            desk.service.send(code, kind, act=act, line=line, note=call.args.note)
            for line, code in enumerate(once_each(desk, call.args.barcodes))
        ]
        return _show(call, "sent", results)


def done(call: Call) -> Exit:
    """`fritids service done`."""
    return _close(call, "done", ServiceOutcome.DONE)


def drop(call: Call) -> Exit:
    """`fritids service drop`."""
    return _close(call, "dropped", ServiceOutcome.DROPPED)


def _close(call: Call, word: str, outcome: ServiceOutcome) -> Exit:
    kind, act = None if call.args.kind is None else ServiceKind(call.args.kind), act_key(call)
    with call.desk() as desk:
        results = [
            desk.service.done(code, kind, act=act, line=line, note=call.args.note, outcome=outcome)
            for line, code in enumerate(once_each(desk, call.args.barcodes))
        ]
        return _show(call, word, results)


def _show(call: Call, word: str, results: Sequence[SendResult] | Sequence[DoneResult]) -> Exit:
    refused = [result for result in results if isinstance(result, NotServiced)]
    if call.out.as_json:
        did = [_result(result) for result in results if not isinstance(result, NotServiced)]
        call.out.document({word: did, "refused": [documents.refused(one) for one in refused]})
    else:
        for result in results:
            call.out.said(service_said(result))
    return status_of(one.findings for one in refused)


def _result(result: SentToService | Serviced) -> Document:
    article = result.article
    shown: dict[str, Document] = {
        "barcode": article.barcode,
        "article": article_name(article),
        "state": article.state.value,
    }
    match result:
        case SentToService(kind=kind, event_id=event_id):
            return {**shown, "kind": kind.value, "already": event_id is None}
        case Serviced(kinds=kinds, left=left):
            return {**shown, "kinds": [one.value for one in kinds], "left": [one.value for one in left]}


# ------------------------------------------------------------------------------------------------ lists


def list_service(call: Call) -> Exit:
    """`fritids service list`."""
    kind = None if call.args.kind is None else ServiceKind(call.args.kind)
    with call.desk() as desk:
        if call.args.due:
            _show_due(call, desk.service.due(kind))
        else:
            _show_notes(call, desk, desk.service.list(kind))
    return Exit.DONE


def _show_notes(call: Call, desk: "Desk", notes: Sequence[NoteView]) -> None:
    if call.out.as_json:
        call.out.document([_note(note) for note in notes])
        return
    if not notes:
        call.out.line(_("Nothing waits for service."))
        return
    today = desk.today()
    call.out.table(
        Table(
            (_("What"), _("Code"), _("Article"), _("Since"), _("Note"), _("On loan to")),
            tuple(
                (
                    service_title(note.kind),
                    plain(note.article.barcode),
                    article_name(note.article),
                    day_short(local(note.opened_at).date(), today),
                    note_words(note),
                    who_has(note),
                )
                for note in notes
            ),
        )
    )


def _note(note: NoteView) -> Document:
    return {
        "barcode": note.article.barcode,
        "article": article_name(note.article),
        "type": note.article.type.code,
        "kind": note.kind.value,
        "note": note.note or None,
        "since": iso_utc(note.opened_at),
        "recalled": note.recalled,
        "state": note.article.state.value,
        **_borrower(note.loan),
    }


def _borrower(loan: "LoanView | None") -> dict[str, Document]:
    """Who has it, or nobody: a protected person's name and phone are empty."""
    if loan is None:
        return {"borrower": None, "name": None, "phone": None, "due": None}
    return {
        "borrower": loan.borrower_number,
        "name": loan.borrower_name or None,
        "phone": loan.phone or None,
        "due": loan.due.isoformat(),
    }


def _show_due(call: Call, lines: Sequence[DueView]) -> None:
    if call.out.as_json:
        call.out.document(
            [
                {
                    "barcode": line.article.barcode,
                    "article": article_name(line.article),
                    "type": line.article.type.code,
                    "kind": line.kind.value,
                    "loans": line.loans,
                    "season": documents.day(line.season),
                    "state": line.article.state.value,
                }
                for line in lines
            ]
        )
        return
    if not lines:
        call.out.line(_("Nothing has its turn."))
        return
    call.out.table(
        Table(
            (_("What"), _("Code"), _("Article"), _("Why"), _("State")),
            tuple(
                (
                    service_title(line.kind),
                    plain(line.article.barcode),
                    article_name(line.article),
                    due_words_of(line),
                    state_name(line.article.state),
                )
                for line in lines
            ),
        )
    )


# ------------------------------------------------------------------------------------------------ rules


def rule(call: Call) -> Exit:
    """`fritids service rule`."""
    args = call.args
    sets = args.after is not None or args.season is not None
    chosen = sum((sets, args.never, args.usual))
    if chosen > 1:
        raise UsageError(_("Give --after and --season, or --never, or --usual."))
    if chosen and args.kind is None:
        raise UsageError(_("Say what and when: fritids service rule TYPE KIND --after N"))
    with call.desk() as desk:
        code = None if args.type is None else one_type(desk, args.type).code
        kind = None if args.kind is None else ServiceKind(args.kind)
        if chosen and code is not None and kind is not None:
            if args.usual:
                desk.service_rules.as_usual(code, kind, act=act_key(call))
            else:
                desk.service_rules.set(
                    code, kind, act=act_key(call), after_loans=args.after, season_start=args.season
                )
        found = [one for one in desk.service_rules.list(code) if kind in {None, one.kind}]
    if call.out.as_json:
        call.out.document([_rule(one) for one in found])
    elif not found:
        call.out.line(_("There is no rule for this: it never has its turn."))
    else:
        heads = (_("Type"), _("What"), _("After loans"), _("Season from"), _("Set by"))
        call.out.table(Table(heads, tuple(map(_rule_row, found)), right=frozenset({2})))
    return Exit.DONE


def _rule_row(one: RuleView) -> tuple[str, ...]:
    after = "" if one.after_loans is None else str(one.after_loans)
    never = one.after_loans is None and one.season_start is None
    by = _("the branch") if one.is_own else _("the program")
    return (
        type_name(one.type),
        service_title(one.kind),
        _("never") if never else after,
        one.season_start or "",
        by,
    )


def _rule(one: RuleView) -> Document:
    return {
        "type": one.type.code,
        "kind": one.kind.value,
        "after": one.after_loans,
        "season": one.season_start,
        "own": one.is_own,
    }


# ------------------------------------------------------------------------------------------------ recall


def recall(call: Call) -> Exit:
    """`fritids service recall`."""
    args = call.args
    with call.desk() as desk:
        type_code = None if args.type is None else one_type(desk, args.type).code
        if args.dry_run:
            result = desk.recalls.look(brand=args.brand, model=args.model, type_code=type_code)
        else:
            result = desk.recalls.recall(
                act=act_key(call), brand=args.brand, model=args.model, type_code=type_code, note=args.note
            )
        if not result.articles and not result.unsure:
            raise RefusedError(
                _("No article fits. Look at how brand and model are written: fritids find WORDS"),
                code="nothing_recalled",
            )
        if call.out.as_json:
            call.out.document(_recall(result))
        else:
            _show_recall(call, desk, result)
    return Exit.DONE


def _recall(result: Recall) -> Document:
    out = len(result.out)
    return {
        "done": result.done,
        "in_house": len(result.articles) - out,
        "on_loan": out,
        "recalled": [{**documents.article(one.article), **_borrower(one.loan)} for one in result.articles],
        "unsure": [documents.article(one) for one in result.unsure],
    }


def _show_recall(call: Call, desk: "Desk", result: Recall) -> None:
    n = len(result.articles)
    headline = (
        n_("{n} article is recalled:", "{n} articles are recalled:", n)
        if result.done
        else n_("{n} article would be recalled:", "{n} articles would be recalled:", n)
    )
    call.out.line(headline.format(n=n))
    call.out.lines(f"  {figure}" for figure in recall_figures(result))
    if result.out:
        today = desk.today()
        heads = (_("Code"), _("Article"), _("Borrower"), _("Phone"), _("Due"))
        call.out.table(Table(heads, tuple(_out_row(one, today) for one in result.out)))
    call.out.lines(
        _("Look at it by hand: {article}").format(article=article_with_code(one)) for one in result.unsure
    )


def _out_row(one: Recalled, today: "date") -> tuple[str, ...]:
    loan = one.loan
    assert loan is not None
    return (
        plain(one.article.barcode),
        article_name(one.article),
        loan_borrower(loan),
        phone(loan.phone),
        day_short(loan.due, today),
    )
