"""article history: all that happened to one article."""

from fritids.cli import documents
from fritids.cli.call import Call
from fritids.cli.documents import loan as loan_document
from fritids.cli.exits import Exit
from fritids.cli.lookup import one_article
from fritids.cli.output import Document
from fritids.cli.parser import Commands
from fritids.domain.calendar import iso_utc
from fritids.i18n import _, p_
from fritids.present import Table, article_name, article_with_code, plain
from fritids.present.history import history_more, history_summary, history_what, history_when
from fritids.present.parts import part_name_in
from fritids.services.results.history import ArticleHistory, HistoryLine


def add(group: Commands) -> None:
    """The command and its options."""
    parser = group.add("history", _("show all that happened to an article"), show_history)
    parser.add_argument("code", metavar=_("CODE"), help=_("a code on its label"))


def show_history(call: Call) -> Exit:
    """`fritids article history`."""
    with call.desk() as desk:
        code = one_article(desk, call.args.code).barcode
        history = desk.history.of(code)
        assert history is not None
        today = desk.today()
    out = call.out
    if out.as_json:
        out.document(_document(history))
        return Exit.DONE
    kind = history.article.type
    out.line(article_with_code(history.article))
    out.line(history_summary(history, today))
    if history.photo:
        out.line(_("Photo: {path}").format(path=plain(history.photo)))
    out.table(
        Table(
            (p_("history", "Year"), p_("history", "Loans")),
            tuple((str(year.year), str(year.loans)) for year in history.years),
            right=frozenset({1}),
        )
    )
    out.line()
    out.table(
        Table(
            (p_("history", "Day"), p_("history", "What"), p_("history", "More")),
            tuple(
                (history_when(line, today), history_what(line, kind), history_more(line, today))
                for line in history.lines
            ),
        )
    )
    return Exit.DONE


def _document(history: ArticleHistory) -> Document:
    return {
        "barcode": history.article.barcode,
        "article": article_name(history.article),
        "type": history.article.type.code,
        "photo": history.photo,
        "loans": history.loans,
        "last_lent": documents.day(history.last_lent),
        "loans_per_year": [{"year": year.year, "loans": year.loans} for year in history.years],
        "history": [_line(history, line) for line in history.lines],
    }


def _line(history: ArticleHistory, line: HistoryLine) -> Document:
    loan = None if line.loan is None else loan_document(line.loan, returned=True)
    ended_at = line.ended_at if line.loan is None else line.loan.returned_at
    return {
        "at": iso_utc(line.at),
        "kind": line.kind.value,
        "ended_at": documents.moment(ended_at),
        "borrower": None if loan is None else loan["borrower"],
        "name": None if loan is None else loan["name"],
        "due": None if loan is None else loan["due"],
        "days_late": None if loan is None else loan["days_late"],
        "renewals": None if loan is None else loan["renewals"],
        "state": None if line.state is None else line.state.value,
        "reason": line.reason,
        "service": None if line.service is None else line.service.value,
        "outcome": None if line.outcome is None else line.outcome.value,
        "note": line.note,
        "part": None if line.part is None else part_name_in(history.article.type, line.part),
        "quantity": line.quantity,
        "code": line.code,
        "sheet": line.sheet,
        "from": line.origin,
        "to": line.destination,
    }
