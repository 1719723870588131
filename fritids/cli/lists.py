"""loans and find: what is out, and where a thing or a person is."""

import shutil
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from fritids.cli import documents
from fritids.cli.articles import article_table
from fritids.cli.call import Call
from fritids.cli.exits import Exit
from fritids.cli.lookup import one_borrower, one_type, refuse_identity_number
from fritids.cli.moments import read_date
from fritids.cli.parser import Commands
from fritids.i18n import _, day_short, local, n_, number
from fritids.present import Table, article_name, borrower_line, loan_borrower, phone, plain
from fritids.services.results import LoanView

if TYPE_CHECKING:
    from fritids.services.desk import Desk
    from fritids.services.forms import LoanFilter

_PAGE = 1000
_MOST_SHOWN = 50
"""Hits for a person to look through; a program gets more."""
_MOST_FOUND = 10_000


def add(commands: Commands) -> None:
    """The commands and their options."""
    parser = commands.add("loans", _("what is out, the first to come back first"), loans)
    parser.add_argument("--late", action="store_true", help=_("only what is late"))
    parser.add_argument("--all", action="store_true", help=_("also what has come back"))
    parser.add_argument("--borrower", metavar=_("BORROWER"), help=_("only of this borrower"))
    parser.add_argument("--type", metavar=_("TYPE"), help=_("only this article type"))
    parser.add_argument("--since", metavar=_("DATE"), type=read_date, help=_("lent on this day or later"))
    parser.add_argument("--until", metavar=_("DATE"), type=read_date, help=_("lent on this day or earlier"))

    parser = commands.add("find", _("search among articles and borrowers"), find)
    parser.add_argument(
        "words", metavar=_("WORDS"), nargs="+", help=_("type, brand, size, code or name, in any order")
    )
    parser.add_argument("--size", metavar=_("SIZE"), help=_("only what fits this size"))
    parser.add_argument("--available", action="store_true", help=_("only what can be lent now"))


def loans(call: Call) -> Exit:
    """`fritids loans`."""
    from fritids.services.forms import LoanFilter

    args = call.args
    with call.desk() as desk:
        wanted = LoanFilter(
            late=args.late,
            all=args.all,
            borrower_id=None if args.borrower is None else one_borrower(desk, args.borrower).id,
            type_code=None if args.type is None else one_type(desk, args.type).code,
            since=args.since,
            until=args.until,
        )
        found = list(_all(desk, wanted))
        if call.out.as_json:
            call.out.document([documents.loan(loan, returned=args.all) for loan in found])
            return Exit.DONE
        width = shutil.get_terminal_size().columns if call.out.to_person else None
        call.out.table(loan_table(found, desk.today(), with_returned=args.all), width)
        call.out.talk(n_("{n} loan", "{n} loans", len(found)).format(n=number(len(found))))
    return Exit.DONE


def _all(desk: "Desk", wanted: "LoanFilter") -> Iterator[LoanView]:
    offset = 0
    while page := desk.loans.list(wanted, limit=_PAGE, offset=offset):
        yield from page
        offset += len(page)


def loan_table(found: list[LoanView], today: date, *, with_returned: bool = False) -> Table:
    """Loans in columns; days of another year than today's bear theirs."""
    heads = [_("Code"), _("Article"), _("Borrower"), _("Phone"), _("Lent"), _("Due"), _("Days late")]
    rows = [
        [
            plain(loan.article.barcode),
            article_name(loan.article),
            loan_borrower(loan),
            phone(loan.phone),
            day_short(local(loan.lent_at).date(), today),
            day_short(loan.due, today),
            str(loan.days_late or ""),
        ]
        for loan in found
    ]
    if with_returned:
        heads.append(_("Returned"))
        for row, loan in zip(rows, found, strict=True):
            row.append("" if loan.returned_at is None else day_short(local(loan.returned_at).date(), today))
    return Table(tuple(heads), tuple(map(tuple, rows)), right=frozenset({6}))


def find(call: Call) -> Exit:
    """`fritids find`."""
    args = call.args
    words = " ".join(args.words)
    with call.desk() as desk:
        refuse_identity_number(desk, words)
        most = _MOST_FOUND if call.out.as_json else _MOST_SHOWN + 1
        articles = desk.articles.find(words, args.size, available=args.available, limit=most)
        borrowers = desk.borrowers.search(words, limit=most)
        if call.out.as_json:
            call.out.document(
                {
                    "articles": [documents.article(article) for article in articles],
                    "borrowers": [documents.borrower(borrower) for borrower in borrowers],
                }
            )
            return Exit.DONE
        if articles:
            call.out.table(article_table(articles[:_MOST_SHOWN], desk.today()))
        call.out.lines(borrower_line(borrower) for borrower in borrowers[:_MOST_SHOWN])
        if max(len(articles), len(borrowers)) > _MOST_SHOWN:
            call.out.talk(_("More than {n} fit “{words}”").format(n=_MOST_SHOWN, words=plain(words)) + ".")
        if not articles and not borrowers:
            call.out.talk(_("Nothing fits “{words}”").format(words=plain(words)) + ".")
    return Exit.DONE
