"""booking: articles or types promised to a borrower for a period."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fritids.cli.acts import act_key, add_act
from fritids.cli.call import Call
from fritids.cli.exits import Exit
from fritids.cli.lookup import RefusedError, one_borrower
from fritids.cli.moments import read_date
from fritids.cli.numbers import read_any_whole, read_whole
from fritids.cli.output import Document
from fritids.cli.parser import Commands
from fritids.i18n import _, day_short
from fritids.present import Table, article_name, person_name, plain, type_name

if TYPE_CHECKING:
    from fritids.services.desk import Desk
    from fritids.services.overviews import BookingView


def add(commands: Commands) -> None:
    """The commands and their options."""
    group = commands.group("booking", _("what is promised to borrowers"))
    parser = group.add("add", _("book an article, or some of a type, for a borrower"), add_booking)
    parser.add_argument("--to", metavar=_("BORROWER"), required=True, help=_("who it is promised to"))
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--article", metavar=_("CODE"), help=_("a code on its label"))
    what.add_argument("--type", metavar=_("TYPE"), help=_("code or name of the article type"))
    parser.add_argument("--count", metavar="N", type=read_whole, default=1, help=_("how many of the type"))
    parser.add_argument(
        "--from", dest="first_day", metavar=_("DATE"), type=read_date, required=True, help=_("the first day")
    )
    parser.add_argument(
        "--until",
        dest="last_day",
        metavar=_("DATE"),
        type=read_date,
        required=True,
        help=_("the last day, included"),
    )
    parser.add_argument("--note", metavar=_("TEXT"), help=_("a note about the booking"))
    add_act(parser)

    parser = group.add("list", _("list what is booked"), list_bookings)
    parser.add_argument("--borrower", metavar=_("BORROWER"), help=_("only of this borrower"))

    parser = group.add("cancel", _("cancel a booking"), cancel)
    parser.add_argument("number", metavar="N", type=read_any_whole, help=_("its number in the list"))
    add_act(parser)


def add_booking(call: Call) -> Exit:
    """`fritids booking add`."""
    from fritids.services.forms import NewBooking

    args = call.args
    with call.desk() as desk:
        borrower = one_borrower(desk, args.to)
        new = NewBooking(
            borrower.id,
            args.first_day,
            args.last_day,
            code=args.article,
            type=args.type,
            quantity=args.count,
            note=args.note,
        )
        _show(call, desk, [desk.bookings.add(new, act=act_key(call))])
    return Exit.DONE


def list_bookings(call: Call) -> Exit:
    """`fritids booking list`."""
    with call.desk() as desk:
        found = desk.bookings.list()
        if call.args.borrower is not None:
            number = one_borrower(desk, call.args.borrower).number
            found = tuple(booking for booking in found if booking.borrower_number == number)
        _show(call, desk, found)
    return Exit.DONE


def cancel(call: Call) -> Exit:
    """`fritids booking cancel`."""
    with call.desk() as desk:
        if not desk.bookings.cancel(call.args.number, act=act_key(call)):
            raise RefusedError(
                _("There is no such booking any more. See them with: fritids booking list"),
                code="unknown_booking",
            )
        if call.out.as_json:
            call.out.document({"cancelled": call.args.number})
        else:
            call.out.line(_("The booking is cancelled."))
    return Exit.DONE


def _show(call: Call, desk: "Desk", bookings: "Sequence[BookingView]") -> None:
    if call.out.as_json:
        call.out.document([_document(booking) for booking in bookings])
        return
    today = desk.today()
    types = {one.code: one for one in desk.articles.types()}
    rows = tuple(
        (
            str(one.id),
            f"{one.quantity} {type_name(types[one.type_code])}"
            if one.article is None
            else article_name(one.article),
            person_name(one.borrower_name, one.borrower_number),
            day_short(one.first_day, today),
            day_short(one.last_day, today),
            plain(one.note or ""),
        )
        for one in bookings
    )
    call.out.table(Table((_("Number"), _("Article"), _("Borrower"), _("From"), _("To"), _("Note")), rows))


def _document(booking: "BookingView") -> Document:
    return {
        "booking": booking.id,
        "borrower": booking.borrower_number,
        "name": booking.borrower_name or None,
        "barcode": None if booking.article is None else booking.article.barcode,
        "article": None if booking.article is None else article_name(booking.article),
        "type": booking.type_code,
        "quantity": booking.quantity,
        "first_day": booking.first_day.isoformat(),
        "last_day": booking.last_day.isoformat(),
        "note": booking.note or None,
    }
