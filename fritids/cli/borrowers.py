"""borrower: people and groups who borrow."""

from argparse import ArgumentParser
from typing import TYPE_CHECKING, cast

from fritids.cli import documents
from fritids.cli.acts import act_key, add_act
from fritids.cli.call import Call
from fritids.cli.exits import Exit
from fritids.cli.lookup import RefusedError, one_borrower
from fritids.cli.parser import Commands
from fritids.domain.roles import Right
from fritids.domain.words import BorrowerKind, Gender
from fritids.errors import UsageError
from fritids.i18n import _, n_, number
from fritids.present import Table, borrower_line, borrower_name, kind_name, loan_line, phone, plain
from fritids.services.results import BorrowerView

if TYPE_CHECKING:
    from fritids.cli.output import Document
    from fritids.services.desk import Desk

_PAGE = 1000
_FIELDS = ("name", "phone", "kind", "email", "birth_year", "gender", "postcode", "language", "note")


def add(commands: Commands) -> None:
    """The commands and their options."""
    group = commands.group("borrower", _("people and groups who borrow"))
    parser = group.add("add", _("register a borrower"), add_borrower)
    parser.add_argument("--name", metavar=_("NAME"), required=True, help=_("the name"))
    _add_fields(parser)
    parser.add_argument("--card", metavar=_("CODE"), help=_("a card of their own, such as a library card"))
    parser.add_argument(
        "--protected", action="store_true", help=_("protected personal data: named in no list")
    )
    add_act(parser)

    parser = group.add("show", _("show a borrower and what they have out"), show_borrower)
    _add_borrower(parser)

    parser = group.add("edit", _("change what is written about a borrower"), edit_borrower)
    _add_borrower(parser)
    parser.add_argument("--name", metavar=_("NAME"), help=_("the name"))
    _add_fields(parser)
    parser.add_argument(
        "--protected", choices=("yes", "no"), help=_("protected personal data: named in no list")
    )
    parser.add_argument("--blocked", choices=("yes", "no"), help=_("whether their loans are paused"))
    parser.add_argument(
        "--no-reminders", choices=("yes", "no"), help=_("whether reminders are turned off for them")
    )
    add_act(parser)

    parser = group.add("list", _("list the borrowers"), list_borrowers)
    parser.add_argument(
        "--kind", choices=[kind.value for kind in BorrowerKind], help=_("a person, or which sort of group")
    )
    parser.add_argument("--with-loans", action="store_true", help=_("only those who have something out"))

    parser = group.add("card", _("let a card stand for a borrower"), add_card)
    _add_borrower(parser)
    parser.add_argument("code", metavar=_("CODE"), help=_("the code on the card"))
    add_act(parser)

    parser = group.add("co-borrower", _("add a child or pupil for whom a borrower borrows"), add_co_borrower)
    _add_borrower(parser)
    parser.add_argument("--name", metavar=_("NAME"), required=True, help=_("the name"))
    parser.add_argument(
        "--birth-year", metavar=_("YEAR"), help=_("the year of birth, where the branch asks for it")
    )
    parser.add_argument(
        "--gender",
        choices=[gender.value for gender in Gender],
        help=_("the gender, where the branch asks for it"),
    )
    add_act(parser)

    parser = group.add("merge", _("make one borrower out of two that are the same"), merge)
    parser.add_argument("keep", metavar=_("KEEP"), help=_("the borrower who stays"))
    parser.add_argument("gone", metavar=_("GONE"), help=_("the one whose loans and cards move to the first"))
    add_act(parser)

    parser = group.add("export", _("write everything that is held about a borrower"), export)
    _add_borrower(parser)

    parser = group.add("erase", _("erase a borrower; not while something is out"), erase)
    _add_borrower(parser)
    add_act(parser)


def _add_borrower(parser: ArgumentParser) -> None:
    parser.add_argument(
        "borrower", metavar=_("BORROWER"), help=_("a number, card, phone number, or a name that only one has")
    )


def _add_fields(parser: ArgumentParser) -> None:
    parser.add_argument("--phone", metavar=_("PHONE"), help=_("the phone number, in any spelling"))
    parser.add_argument(
        "--kind", choices=[kind.value for kind in BorrowerKind], help=_("a person, or which sort of group")
    )
    parser.add_argument(
        "--email", metavar=_("E-MAIL"), help=_("the e-mail address, where the branch asks for it")
    )
    parser.add_argument(
        "--birth-year", metavar=_("YEAR"), help=_("the year of birth, where the branch asks for it")
    )
    parser.add_argument(
        "--gender",
        choices=[gender.value for gender in Gender],
        help=_("the gender, where the branch asks for it"),
    )
    parser.add_argument(
        "--postcode", metavar=_("POSTCODE"), help=_("the postcode, where the branch asks for it")
    )
    parser.add_argument(
        "--language", metavar=_("LANGUAGE"), help=_("the borrower's language, where the branch asks for it")
    )
    parser.add_argument("--note", metavar=_("TEXT"), help=_("a short note, shown at the counter"))


def add_borrower(call: Call) -> Exit:
    """`fritids borrower add`."""
    from fritids.services.forms import NewBorrowerData

    args = call.args
    new = NewBorrowerData(
        name=args.name,
        phone=args.phone,
        kind=args.kind or BorrowerKind.PERSON.value,
        email=args.email,
        birth_year=args.birth_year,
        gender=args.gender,
        postcode=args.postcode,
        language=args.language,
        note=args.note,
        protected=args.protected,
        card=args.card,
    )
    with call.desk() as desk:
        borrower = desk.borrowers.add(new, act=act_key(call))
        if call.out.as_json:
            call.out.document(documents.borrower(borrower))
        else:
            call.out.line(_("Registered: {borrower}").format(borrower=borrower_line(borrower)))
    return Exit.DONE


def show_borrower(call: Call) -> Exit:
    """`fritids borrower show`."""
    with call.desk() as desk:
        _show(call, desk, one_borrower(desk, call.args.borrower))
    return Exit.DONE


def edit_borrower(call: Call) -> Exit:
    """`fritids borrower edit`."""
    args = call.args
    changes: dict[str, str | int | bool | None] = {
        name: getattr(args, name) for name in _FIELDS if getattr(args, name) is not None
    }
    changes |= {
        name: getattr(args, name) == "yes"
        for name in ("protected", "blocked", "no_reminders")
        if getattr(args, name) is not None
    }
    if not changes:
        raise UsageError(_("Say what is to be changed, for example --phone 070-174 06 05."))
    with call.desk() as desk:
        borrower = one_borrower(desk, args.borrower)
        _show(call, desk, desk.borrowers.edit(borrower.id, borrower.revision, changes, act=act_key(call)))
    return Exit.DONE


def _show(call: Call, desk: "Desk", borrower: BorrowerView) -> None:
    loans = desk.borrowers.loans_of(borrower.id)
    # What was sent and said to them is for those who remind; the act that was done before this is told to everybody.
    reminds = desk.may(Right.REMINDERS)
    contacts = desk.calls.contacts_of(borrower.id) if reminds else None
    if call.out.as_json:
        call.out.document(
            {
                **documents.borrower(borrower),
                "loans": [documents.loan(loan) for loan in loans],
                "contacts": None if contacts is None else [documents.contact(one) for one in contacts],
            }
        )
        return
    out, today = call.out, desk.today()
    out.line(borrower_line(borrower))
    out.line(kind_name(borrower.kind))
    if borrower.protected:
        out.line(_("Protected personal data."))
    if borrower.blocked:
        out.line(_("Loans are paused: talk to the coordinator."))
    if borrower.no_reminders:
        out.line(_("Gets no reminders."))
    if reminds and (newest := desk.reminder_log.log_of(borrower.id, limit=1)):
        from fritids.present.reminder_log import last_message_words

        out.line(_("Last message {words}").format(words=last_message_words(newest[0], today)))
    for text in (borrower.email, borrower.postcode, borrower.note):
        if text:
            out.line(plain(text))
    names = [plain(one.name) for one in desk.borrowers.co_borrowers(borrower.id)]
    if names:
        out.line(_("Borrows for: {names}").format(names=", ".join(names)))
    if contacts:
        from fritids.present.calls import contact_words

        out.line(_("Calls: {calls}").format(calls="; ".join(contact_words(one, today) for one in contacts)))
    out.line(n_("{n} article out", "{n} articles out", len(loans)).format(n=len(loans)))
    out.lines(f"  {loan_line(loan, today)}" for loan in loans)


def list_borrowers(call: Call) -> Exit:
    """`fritids borrower list`."""
    from fritids.services.forms import BorrowerListFilter

    wanted = BorrowerListFilter(kind=call.args.kind, with_loans=call.args.with_loans)
    found: list[BorrowerView] = []
    with call.desk() as desk:
        while page := desk.borrowers.list(wanted, limit=_PAGE, offset=len(found)):
            found += page
        if call.out.as_json:
            call.out.document([documents.borrower(borrower) for borrower in found])
            return Exit.DONE
        rows = tuple(
            (
                plain(one.number),
                borrower_name(one),
                phone(one.phone),
                kind_name(one.kind),
                str(one.open_loans or ""),
            )
            for one in found
        )
        heads = (_("Number"), _("Name"), _("Phone"), _("Kind"), _("Out"))
        call.out.table(Table(heads, rows, right=frozenset({4})))
        call.out.talk(n_("{n} borrower", "{n} borrowers", len(found)).format(n=number(len(found))))
    return Exit.DONE


def add_card(call: Call) -> Exit:
    """`fritids borrower card`."""
    with call.desk() as desk:
        borrower = one_borrower(desk, call.args.borrower)
        _show(call, desk, desk.borrowers.add_card(borrower.id, call.args.code, act=act_key(call)))
    return Exit.DONE


def add_co_borrower(call: Call) -> Exit:
    """`fritids borrower co-borrower`."""
    args = call.args
    with call.desk() as desk:
        borrower = one_borrower(desk, args.borrower)
        desk.borrowers.add_co_borrower(
            borrower.id, args.name, birth_year=args.birth_year, gender=args.gender, act=act_key(call)
        )
        _show(call, desk, borrower)
    return Exit.DONE


def merge(call: Call) -> Exit:
    """`fritids borrower merge`."""
    with call.desk() as desk:
        keep, gone = one_borrower(desk, call.args.keep), one_borrower(desk, call.args.gone)
        _show(call, desk, desk.borrowers.merge(keep.id, gone.id, act=act_key(call)))
    return Exit.DONE


def export(call: Call) -> Exit:
    """`fritids borrower export`: always JSON, since a person has the right to it in a form that machines read."""
    with call.desk() as desk:
        held = desk.borrowers.export(one_borrower(desk, call.args.borrower).id)
        call.out.document(cast("Document", held))
    return Exit.DONE


def erase(call: Call) -> Exit:
    """`fritids borrower erase`."""
    from fritids.services.overviews import NotErased

    with call.desk() as desk:
        borrower = one_borrower(desk, call.args.borrower)
        result = desk.borrowers.erase(borrower.id, act=act_key(call))
        if isinstance(result, NotErased):
            raise RefusedError(
                _("The borrower still has this out: {articles}. Take it back first.").format(
                    articles="; ".join(loan_line(loan, desk.today()) for loan in result.loans)
                ),
                code="loans_open",
            )
        if call.out.as_json:
            call.out.document({"erased": result.number, "loans": result.loans})
        else:
            call.out.line(_("Erased: {number}").format(number=result.number))
    return Exit.DONE
