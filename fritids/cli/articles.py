"""article: the stock, one article or a list of them."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from fritids.cli import article_history, documents, parts
from fritids.cli.acts import act_key, add_act
from fritids.cli.call import Call
from fritids.cli.exits import Exit
from fritids.cli.lookup import RefusedError, one_article, one_type
from fritids.cli.numbers import read_whole
from fritids.cli.output import Document
from fritids.cli.parser import Commands
from fritids.domain.calendar import iso_utc
from fritids.domain.roles import Right
from fritids.domain.words import ArticleState, DiscardReason, ShownState
from fritids.errors import UsageError
from fritids.i18n import _, day_short, local, n_, number
from fritids.present import (
    Table,
    article_name,
    article_with_code,
    category_name,
    check_question,
    discard_reason_name,
    loan_borrower,
    missing_parts,
    parts_of,
    plain,
    sentence,
    service_line,
    state_name,
    type_name,
)
from fritids.services.results import ArticleView, CheckView, LoanView, TypeView

if TYPE_CHECKING:
    from fritids.services.desk import Desk
    from fritids.services.overviews import ArticleResult

_PAGE = 1000
"""Articles that are read at a time; a list of any length takes the same memory."""


def add(commands: Commands) -> None:
    """The commands and their options."""
    group = commands.group("article", _("the stock: articles one by one, and lists of them"))
    parser = group.add("add", _("register an article"), add_article)
    parser.add_argument(
        "--type", metavar=_("TYPE"), required=True, help=_("code or name of the article type")
    )
    parser.add_argument("--size", metavar=_("SIZE"), help=_("the size as it stands on the article"))
    parser.add_argument("--brand", metavar=_("BRAND"), help=_("the maker"))
    parser.add_argument("--model", metavar=_("MODEL"), help=_("the model"))
    parser.add_argument(
        "--barcode",
        metavar=_("CODE"),
        help=_("a code that is on it already; otherwise it gets one of our own"),
    )
    parser.add_argument("--note", metavar=_("TEXT"), help=_("a note about the article"))
    parser.add_argument("--count", metavar="N", type=read_whole, default=1, help=_("so many alike"))
    parser.add_argument("--gift", metavar="N", type=read_whole, help=_("the number of the gift it came with"))
    add_act(parser)

    parser = group.add("show", _("show an article and its loans"), show_article)
    parser.add_argument("code", metavar=_("CODE"), help=_("a code on its label"))

    article_history.add(group)

    parser = group.add("edit", _("change what is written about an article"), edit_article)
    parser.add_argument("code", metavar=_("CODE"), help=_("a code on its label"))
    parser.add_argument("--type", metavar=_("TYPE"), help=_("code or name of the article type"))
    parser.add_argument("--size", metavar=_("SIZE"), help=_("the size; empty takes it away"))
    parser.add_argument("--brand", metavar=_("BRAND"), help=_("the maker; empty takes it away"))
    parser.add_argument("--model", metavar=_("MODEL"), help=_("the model; empty takes it away"))
    parser.add_argument("--note", metavar=_("TEXT"), help=_("a note about the article; empty takes it away"))
    parser.add_argument("--photo", metavar=_("FILE"), help=_("a picture of the article; empty takes it away"))
    parser.add_argument("--barcode", metavar=_("CODE"), help=_("a new label; older ones stay valid"))
    parser.add_argument(
        "--state",
        choices=[
            state.value for state in (ArticleState.IN_STOCK, ArticleState.IN_SERVICE, ArticleState.MISSING)
        ],
        help=_("where the article stands from now on"),
    )
    add_act(parser)

    parser = group.add("list", _("list the stock"), list_articles)
    parser.add_argument("--type", metavar=_("TYPE"), help=_("only this article type"))
    parser.add_argument(
        "--state",
        choices=[state.value for state in ShownState],
        action="append",
        default=[],
        help=_("only in this state; may be given several times"),
    )

    parser = group.add("discard", _("take an article out of stock for good"), discard)
    parser.add_argument("code", metavar=_("CODE"), help=_("a code on its label"))
    parser.add_argument(
        "--reason", choices=[reason.value for reason in DiscardReason], required=True, help=_("why")
    )
    parser.add_argument("--note", metavar=_("TEXT"), help=_("a note about the article"))
    add_act(parser)

    parser = group.add("check", _("what returns left to be looked at; with a code, answer it"), check)
    parser.add_argument("code", metavar=_("CODE"), nargs="?", help=_("a code on its label"))
    answer = parser.add_mutually_exclusive_group()
    answer.add_argument("--well", action="store_true", help=_("nothing is wrong with it"))
    answer.add_argument("--bad", metavar=_("TEXT"), help=_("what is wrong; the article goes to service"))
    add_act(parser)

    parts.add(group)
    group.add("types", _("list the article types and their own loan periods"), list_types)

    parser = group.add("period", _("set how long things of a type are lent"), set_period)
    parser.add_argument("type", metavar=_("TYPE"), help=_("code or name of the article type"))
    parser.add_argument("days", metavar=_("DAYS"), help=_("1 to 366; - for as long as the branch says"))
    add_act(parser)


def add_article(call: Call) -> Exit:
    """`fritids article add`."""
    from fritids.services.forms import NewArticle

    args = call.args
    new = NewArticle(
        args.type, args.size, args.brand, args.model, args.barcode, args.note, args.count, args.gift
    )
    with call.desk() as desk:
        made = desk.articles.add(new, act=act_key(call))
        if call.out.as_json:
            call.out.document(
                documents.article(made[0]) if args.count == 1 else [documents.article(one) for one in made]
            )
        else:
            for one in made:
                call.out.line(_("Registered: {article}").format(article=article_with_code(one)))
    return Exit.DONE


def show_article(call: Call) -> Exit:
    """`fritids article show`."""
    with call.desk() as desk:
        _show(call, desk, one_article(desk, call.args.code))
    return Exit.DONE


def edit_article(call: Call) -> Exit:
    """`fritids article edit`."""
    args = call.args
    names = ("type", "size", "brand", "model", "note", "photo")
    changes = {name: getattr(args, name) for name in names if getattr(args, name) is not None}
    if not changes and args.barcode is None and args.state is None:
        raise UsageError(_("Say what is to be changed, for example --size 38."))
    state = None if args.state is None else ArticleState(args.state)
    with call.desk() as desk:
        article = one_article(desk, args.code)
        if state is not None and not changes and args.barcode is None:
            changed = _changed(desk.articles.set_state(article.barcode, state, act=act_key(call)))
        else:
            changed = desk.articles.edit(
                article.id, article.revision, changes, act=act_key(call), label=args.barcode, state=state
            )
        _show(call, desk, changed)
    return Exit.DONE


def _changed(result: "ArticleResult") -> ArticleView:
    if isinstance(result, ArticleView):
        return result
    raise RefusedError(" ".join(map(sentence, result.findings)), code=result.findings[0].code.value)


def _show(call: Call, desk: "Desk", article: ArticleView) -> None:
    # Who borrowed it is for those who may see lists; what it is, for everybody.
    loans = desk.articles.loans_of(article.id) if desk.may(Right.LISTS) else None
    photo = desk.history.photo(article.id)
    if call.out.as_json:
        call.out.document(
            {
                **documents.article(article),
                "loans": None if loans is None else [documents.loan(loan, returned=True) for loan in loans],
            }
        )
        return
    from fritids.present.moves import stay_line

    out, today = call.out, desk.today()
    out.line(article_name(article))
    out.line(_("State: {state}").format(state=_state(article)))
    if article.due is not None:
        out.line(_("Due back {due}.").format(due=day_short(article.due, today)))
    out.line(
        _("Type: {type} ({category})").format(
            type=type_name(article.type), category=category_name(article.type)
        )
    )
    out.line(
        _("Codes: {codes}").format(codes=", ".join(plain(code) for code in desk.articles.labels(article.id)))
    )
    ways = desk.transfers.of_article(article.id) if desk.may(Right.STOCK) else ()
    out.lines(stay_line(stay) for way in ways for stay in way.earlier)
    if article.parts and (of := desk.parts.of(article.barcode)) is not None:
        out.line(_("Parts: {parts}").format(parts=parts_of(article)))
        if of.lost:
            out.line(_("Missing parts: {parts}").format(parts=missing_parts(of.parts)))
    notes = desk.service.of_article(article.id)
    for one in notes:
        out.line(service_line(one))
    why = desk.articles.state_note(article.id)
    for text in (None if why in {one.note for one in notes} else why, article.model, article.note):
        if text:
            out.line(plain(text))
    if photo:
        out.line(_("Photo: {path}").format(path=plain(photo)))
    if loans is not None:
        _show_loans(call, loans, today)


def _show_loans(call: Call, loans: Sequence[LoanView], today: date) -> None:
    call.out.line(n_("{n} loan", "{n} loans", len(loans)).format(n=len(loans)))
    if loans:
        call.out.table(_history(loans, today))


def _history(loans: Sequence[LoanView], today: date) -> Table:
    return Table(
        (_("Lent"), _("Returned"), _("Borrower")),
        tuple(
            (
                day_short(local(loan.lent_at).date(), today),
                "" if loan.returned_at is None else day_short(local(loan.returned_at).date(), today),
                loan_borrower(loan),
            )
            for loan in loans
        ),
    )


def _state(article: ArticleView) -> str:
    if article.state is ShownState.DISCARDED and article.discard_reason:
        return _("discarded ({reason})").format(reason=discard_reason_name(article.discard_reason))
    return state_name(article.state)


def list_articles(call: Call) -> Exit:
    """`fritids article list`."""
    from fritids.services.forms import ArticleListFilter

    args = call.args
    with call.desk() as desk:
        wanted = ArticleListFilter(
            type_code=None if args.type is None else one_type(desk, args.type).code,
            states=tuple(ShownState(state) for state in args.state),
        )
        found: list[ArticleView] = []
        while page := desk.articles.list(wanted, limit=_PAGE, offset=len(found)):
            found += page
        today = desk.today()
    if call.out.as_json:
        call.out.document([documents.article(article) for article in found])
    else:
        call.out.table(article_table(found, today))
        call.out.talk(n_("{n} article", "{n} articles", len(found)).format(n=number(len(found))))
    return Exit.DONE


def article_table(articles: Sequence[ArticleView], today: date) -> Table:
    """Articles in columns."""
    return Table(
        (_("Code"), _("Article"), _("State"), _("Due")),
        tuple(
            (
                plain(article.barcode),
                article_name(article),
                state_name(article.state),
                "" if article.due is None else day_short(article.due, today),
            )
            for article in articles
        ),
    )


def discard(call: Call) -> Exit:
    """`fritids article discard`."""
    args = call.args
    with call.desk() as desk:
        result = _changed(
            desk.articles.discard(args.code, DiscardReason(args.reason), act=act_key(call), note=args.note)
        )
        if call.out.as_json:
            call.out.document(documents.article(result))
        else:
            call.out.line(_("Discarded: {article}").format(article=article_with_code(result)))
    return Exit.DONE


def check(call: Call) -> Exit:
    """`fritids article check`."""
    args = call.args
    if args.code is None and (args.well or args.bad is not None):
        raise UsageError(_("Say which article: fritids article check CODE --well"))
    with call.desk() as desk:
        article = None if args.code is None else one_article(desk, args.code)
        found = desk.checks.open_checks(article_id=None if article is None else article.id)
        if args.well or args.bad is not None:
            desk.checks.answer_all(
                [one.id for one in found], act=act_key(call), well=args.well, note=args.bad
            )
        _show_checks(call, found)
    return Exit.DONE


def _show_checks(call: Call, found: Sequence[CheckView]) -> None:
    if call.out.as_json:
        call.out.document(
            {
                "checks": [
                    {
                        "barcode": one.article.barcode,
                        "article": article_name(one.article),
                        "kind": one.kind.value,
                        "asked_at": iso_utc(one.asked_at),
                    }
                    for one in found
                ]
            }
        )
    elif not found:
        call.out.line(_("There is nothing to check."))
    elif call.args.well:
        call.out.line(_("Good. It can be lent again."))
    elif call.args.bad is not None:
        call.out.line(_("It is in service now, with your note. Put it on the service shelf."))
    else:
        call.out.lines(f"{plain(one.article.barcode)}  {check_question(one)}" for one in found)


def list_types(call: Call) -> Exit:
    """`fritids article types`."""
    with call.desk() as desk:
        types = desk.articles.types()
        if call.out.as_json:
            call.out.document([_type(one) for one in types])
        else:
            rows = tuple(
                (
                    one.code,
                    type_name(one),
                    category_name(one),
                    "" if one.loan_days is None else str(one.loan_days),
                )
                for one in types
            )
            call.out.table(Table((_("Code"), _("Type"), _("Category"), _("Loan days")), rows))
    return Exit.DONE


def _type(one: TypeView) -> Document:
    return {
        "type": one.code,
        "category": one.category,
        "name": type_name(one),
        "size_kind": one.size_kind.value,
        "loan_days": one.loan_days,
    }


def set_period(call: Call) -> Exit:
    """`fritids article period`."""
    args = call.args
    if args.days != "-" and not (args.days.isascii() and args.days.isdecimal()):
        raise UsageError(_("Write the days as a number, or - for as long as the branch says."))
    with call.desk() as desk:
        kind = one_type(desk, args.type)
        days = None if args.days == "-" else int(args.days[:9])
        changed = desk.type_periods.set(kind.code, days, act=act_key(call))
        if call.out.as_json:
            call.out.document(_type(changed))
            return Exit.DONE
        name, own = type_name(changed), changed.loan_days
        n = desk.policy.loan_days if own is None else own
        said = (
            n_("{type}: {n} day, as the branch says", "{type}: {n} days, as the branch says", n)
            if own is None
            else n_("{type}: {n} day", "{type}: {n} days", n)
        )
        call.out.line(said.format(type=name, n=n))
    return Exit.DONE
