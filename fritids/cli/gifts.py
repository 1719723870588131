"""gift: what donors hand in, taken in as a whole or added to, and who gave it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fritids.cli import documents
from fritids.cli.acts import act_key, add_act
from fritids.cli.call import Call
from fritids.cli.exits import Exit
from fritids.cli.moments import read_date
from fritids.cli.numbers import read_whole
from fritids.cli.output import Document
from fritids.cli.parser import Commands
from fritids.domain.calendar import iso_utc
from fritids.domain.size_slips import readings
from fritids.domain.sizes import SizeKind
from fritids.errors import UsageError
from fritids.i18n import _, day_short, n_, number
from fritids.present import Table, article_with_code, plain, type_name
from fritids.present.gifts import gift_lines, gift_name

if TYPE_CHECKING:
    from fritids.services.desk import Desk
    from fritids.services.forms import NewArticle
    from fritids.services.results.gifts import GiftContents, GiftView


def add(commands: Commands) -> None:
    """The commands and their options."""
    group = commands.group("gift", _("what is handed in: registered, refused or recycled"))
    parser = group.add("add", _("take in a whole gift"), add_gift)
    parser.add_argument(
        "things",
        metavar=_("THING"),
        nargs="*",
        help=_(
            "type, size and maker in this order, such as “hockey-skates 38 Bauer”; “3* …” for three alike"
        ),
    )
    parser.add_argument("--donor", metavar=_("NAME"), help=_("who gives it, only if they want to be named"))
    parser.add_argument("--note", metavar=_("TEXT"), help=_("a note about the gift"))
    parser.add_argument(
        "--refused", metavar="N", type=read_whole, default=0, help=_("so many were not taken in")
    )
    parser.add_argument(
        "--recycled", metavar="N", type=read_whole, default=0, help=_("so many go to recycling")
    )
    parser.add_argument(
        "--any-size", action="store_true", help=_("keep sizes that do not look like one of the type")
    )
    add_act(parser)

    parser = group.add("list", _("list the gifts, the newest first"), list_gifts)
    parser.add_argument(
        "--since", metavar=_("DATE"), type=read_date, help=_("handed in on this day or later")
    )
    parser.add_argument(
        "--until", metavar=_("DATE"), type=read_date, help=_("handed in on this day or earlier")
    )

    parser = group.add("show", _("show a gift and what came of it"), show_gift)
    parser.add_argument("number", metavar="N", type=read_whole, help=_("its number in the list"))

    parser = group.add("edit", _("change the donor's name or the note; empty takes it away"), edit_gift)
    parser.add_argument("number", metavar="N", type=read_whole, help=_("its number in the list"))
    parser.add_argument("--donor", metavar=_("NAME"), help=_("who gave it; empty takes the name away"))
    parser.add_argument("--note", metavar=_("TEXT"), help=_("a note about the gift; empty takes it away"))
    add_act(parser)


def add_gift(call: Call) -> Exit:
    """`fritids gift add`."""
    from fritids.services.forms import NewGift

    args = call.args
    if not args.things and not args.refused and not args.recycled:
        raise UsageError(
            _('Say what was handed in, for example: fritids gift add "hockey-skates 38 Bauer" --recycled 2')
        )
    with call.desk() as desk:
        things = tuple(_thing(desk, text, any_size=args.any_size) for text in args.things)
        new = NewGift(args.donor, args.note, things, args.refused, args.recycled)
        gift = desk.gifts.add(new, act=act_key(call))
        _show(call, desk.gifts.get(gift.id))
    return Exit.DONE


def _thing(desk: "Desk", text: str, *, any_size: bool) -> "NewArticle":
    """The articles that the words stand for. Raises UsageError if they do not say so clearly."""
    from fritids.services.forms import NewArticle
    from fritids.services.type_names import doubtful_size, second_kind

    words = desk.gifts.read(text)
    if len(words.types) != 1:
        raise UsageError(_unclear(text, tuple(type_name(kind) for kind in words.types)), code="unknown_type")
    (kind,) = words.types
    size, brand = None, None
    if words.tail:
        size, brand = desk.gifts.size_and_brand(kind, words.tail)
        if (
            size is None
            and kind.size_kind is not SizeKind.NONE
            and brand is not None
            and brand[:1].isdecimal()
        ):
            raise UsageError(_unclear(text, ()))
    if size and not any_size and doubtful_size(kind, size):
        likely = [one.text for one in readings(size, kind.size_kind, second_kind(kind.code))]
        message = (
            _("“{size}” does not look like a size of {type}: perhaps {likely}? Keep it with --any-size.")
            if likely
            else _("“{size}” does not look like a size of {type}. Keep it with --any-size.")
        )
        raise UsageError(
            message.format(size=plain(size), type=type_name(kind), likely=", ".join(likely)),
            code="doubtful_size",
        )
    return NewArticle(kind.code, size or None, brand, count=words.count)


def _unclear(text: str, types: Sequence[str]) -> str:
    if types:
        return _("“{text}” may be several types: {types}. Write one of them in full.").format(
            text=plain(text), types="; ".join(types)
        )
    return _("“{text}” names no article type. Write it as: hockey-skates 38 Bauer").format(text=plain(text))


def list_gifts(call: Call) -> Exit:
    """`fritids gift list`."""
    with call.desk() as desk:
        found, today = desk.gifts.list(call.args.since, call.args.until), desk.today()
    if call.out.as_json:
        call.out.document([_gift(gift) for gift in found])
        return Exit.DONE
    rows = tuple(
        (
            str(gift.id),
            day_short(gift.received_on, today),
            str(gift.taken_in),
            str(gift.refused),
            str(gift.recycled),
            plain(gift.donor or ""),
            plain(gift.note or ""),
        )
        for gift in found
    )
    headings = (_("Number"), _("Day"), _("Taken in"), _("Not taken"), _("Recycled"), _("Donor"), _("Note"))
    call.out.table(Table(headings, rows))
    call.out.talk(
        n_(
            "{n} gift: {taken} taken in, {refused} not taken, {recycled} to recycling",
            "{n} gifts: {taken} taken in, {refused} not taken, {recycled} to recycling",
            len(found),
        ).format(
            n=number(len(found)),
            taken=number(sum(gift.taken_in for gift in found)),
            refused=number(sum(gift.refused for gift in found)),
            recycled=number(sum(gift.recycled for gift in found)),
        )
    )
    return Exit.DONE


def show_gift(call: Call) -> Exit:
    """`fritids gift show`."""
    with call.desk() as desk:
        _show(call, desk.gifts.get(call.args.number))
    return Exit.DONE


def edit_gift(call: Call) -> Exit:
    """`fritids gift edit`."""
    args = call.args
    changes = {name: getattr(args, name) for name in ("donor", "note") if getattr(args, name) is not None}
    if not changes:
        raise UsageError(_('Say what is to be changed, for example --donor "" to take the name away.'))
    with call.desk() as desk:
        gift = desk.gifts.edit(args.number, changes, act=act_key(call))
        _show(call, desk.gifts.get(gift.id))
    return Exit.DONE


def _show(call: Call, contents: "GiftContents") -> None:
    gift = contents.gift
    if call.out.as_json:
        call.out.document(
            {
                **_gift(gift),
                "by_type": [{"type": kind.code, "count": n} for kind, n in contents.by_type],
                "without_label": contents.without_label,
                "articles": [documents.article(article) for article in contents.articles[::-1]],
            }
        )
        return
    out = call.out
    out.line(gift_name(gift))
    if gift.donor:
        out.line(_("Donor: {name}").format(name=plain(gift.donor)))
    if gift.note:
        out.line(plain(gift.note))
    n = gift.taken_in
    out.line(n_("{n} article taken in", "{n} articles taken in", n).format(n=n))
    out.lines(gift_lines(contents))
    out.lines(article_with_code(article) for article in contents.articles[::-1])


def _gift(gift: "GiftView") -> dict[str, Document]:
    return {
        "gift": gift.id,
        "received_at": iso_utc(gift.received_at),
        "received_on": gift.received_on.isoformat(),
        "ended_at": documents.moment(gift.ended_at),
        "desk": gift.desk,
        "operator": gift.operator,
        "donor": gift.donor,
        "note": gift.note,
        "taken_in": gift.taken_in,
        "refused": gift.refused,
        "recycled": gift.recycled,
    }
