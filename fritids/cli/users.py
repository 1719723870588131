"""user: who works at the program, what each may do, and their PINs."""

from argparse import ArgumentParser

from fritids.cli import documents
from fritids.cli.acts import act_key, add_act
from fritids.cli.call import Call
from fritids.cli.exits import Exit
from fritids.cli.lookup import RefusedError
from fritids.cli.output import Document
from fritids.cli.parser import Commands
from fritids.cli.signing_on import at_terminal, needed_new_pin, new_pin, old_pin
from fritids.domain.roles import MAY, UNSIGNED, Right, Role
from fritids.errors import NotAllowedError
from fritids.i18n import _
from fritids.present import Table, plain
from fritids.present.operators import role_name
from fritids.present.rights import ROLES, refused_sign_on, right_name, rights_table
from fritids.services.results import OperatorView

_YES, _NO = "yes", "no"


def add(commands: Commands) -> None:
    """The commands and their options."""
    group = commands.group("user", _("who works at the program, what each may do, and their PINs"))
    parser = group.add("add", _("let somebody work here; the first is an administrator"), add_user)
    parser.add_argument("name", metavar=_("NAME"), help=_("what the person is called"))
    _add_role(parser, required=True)
    parser.add_argument(
        "--key", metavar=_("KEY"), help=_("what is typed to sign on; the next number if left out")
    )
    parser.add_argument("--card", metavar=_("CODE"), help=_("the code of a card that can be scanned instead"))
    parser.add_argument("--only-at", metavar=_("CODE"), help=_("the only branch the person works at"))
    add_act(parser)
    group.add("list", _("list everybody"), list_users)
    parser = group.add("edit", _("change a name, a role, a branch, or take somebody's leave"), edit_user)
    _add_key(parser)
    parser.add_argument("--name", metavar=_("NAME"), help=_("what the person is called"))
    _add_role(parser, required=False)
    parser.add_argument(
        "--only-at", metavar=_("CODE"), help=_("the only branch the person works at; '' for all of them")
    )
    parser.add_argument("--active", choices=(_YES, _NO), help=_("whether the person may sign on"))
    add_act(parser)
    parser = group.add("pin", _("give a new PIN: your own, or somebody else's"), set_pin)
    parser.add_argument("key", metavar=_("KEY"), nargs="?", help=_("whose PIN; your own if left out"))
    add_act(parser)
    parser = group.add("card", _("give a card that can be scanned to sign on"), set_card)
    _add_key(parser)
    parser.add_argument("code", metavar=_("CODE"), help=_("the code on the card; '' for none"))
    add_act(parser)
    parser = group.add("reset", _("give a new PIN when nobody can sign on; at the machine itself"), reset)
    _add_key(parser)
    parser.add_argument(
        "--i-hold-this-machine", action="store_true", help=_("say so where no terminal shows it")
    )
    add_act(parser)
    group.add("roles", _("show who may do what"), show_roles)


def add_user(call: Call) -> Exit:
    """`fritids user add`."""
    args = call.args
    with call.desk() as desk:
        pin = new_pin(call.out, first=not desk.operators.exist())
        made = desk.operators.add(
            args.name,
            args.role,
            key=args.key,
            pin=pin,
            card=args.card,
            branch=args.only_at,
            act=act_key(call),
        )
        _show(call, made)
    return Exit.DONE


def list_users(call: Call) -> Exit:
    """`fritids user list`."""
    with call.desk() as desk:
        found = desk.operators.list()
        if call.out.as_json:
            call.out.document([_document(view) for view in found])
        else:
            call.out.table(_table(found))
    return Exit.DONE


def edit_user(call: Call) -> Exit:
    """`fritids user edit`."""
    args = call.args
    with call.desk() as desk:
        changed = desk.operators.edit(
            args.key,
            name=args.name,
            role=args.role,
            branch=args.only_at,
            active=None if args.active is None else args.active == _YES,
            act=act_key(call),
        )
        _show(call, changed)
    return Exit.DONE


def set_pin(call: Call) -> Exit:
    """`fritids user pin`."""
    with call.desk() as desk:
        if call.args.key is not None:
            _show(call, desk.operators.set_pin(call.args.key, needed_new_pin(call.out), act=act_key(call)))
            return Exit.DONE
        who = desk.operators.current()
        if who is None:
            raise NotAllowedError(_("Say whose PIN, or sign on with --operator KEY to change your own."))
        refused = desk.operators.change_own_pin(
            old_pin(call.out), needed_new_pin(call.out), act=act_key(call)
        )
        if refused is not None:
            raise NotAllowedError(refused_sign_on(refused))
        if call.out.as_json:
            call.out.document({"key": who.key})
        else:
            call.out.line(_("The new PIN holds from now on."))
    return Exit.DONE


def set_card(call: Call) -> Exit:
    """`fritids user card`."""
    with call.desk() as desk:
        _show(call, desk.operators.edit(call.args.key, card=call.args.code, act=act_key(call)))
    return Exit.DONE


def reset(call: Call) -> Exit:
    """`fritids user reset`. Opens no desk: nobody may be left who can sign on to one."""
    if not (at_terminal() or call.args.i_hold_this_machine):
        raise RefusedError(
            _("A PIN is reset by a person at the machine. Use a terminal, or add --i-hold-this-machine."),
            code="not_allowed",
        )
    from fritids.services.operator_reset import reset_pin

    config = call.config
    _show(
        call,
        reset_pin(
            config.database, call.args.key, needed_new_pin(call.out), act=act_key(call), desk=config.desk
        ),
    )
    return Exit.DONE


def show_roles(call: Call) -> Exit:
    """`fritids user roles`. Needs no database: the table is the program's own."""
    if call.out.as_json:
        call.out.document(
            {
                "rights": [
                    {
                        "right": right.value,
                        "name": right_name(right),
                        "roles": [role.value for role in ROLES if right in MAY[role]],
                        "unsigned": right in UNSIGNED,
                    }
                    for right in Right
                ]
            }
        )
    else:
        call.out.table(rights_table())
    return Exit.DONE


def _add_key(parser: ArgumentParser) -> None:
    parser.add_argument("key", metavar=_("KEY"), help=_("the key of the person, as in: fritids user list"))


def _add_role(parser: ArgumentParser, *, required: bool) -> None:
    parser.add_argument(
        "--role",
        choices=[role.value for role in Role],
        required=required,
        help=_("what the person may do; see: fritids user roles"),
    )


def _show(call: Call, view: OperatorView) -> None:
    if call.out.as_json:
        call.out.document(_document(view))
    else:
        call.out.table(_table((view,)))


def _table(found: tuple[OperatorView, ...]) -> Table:
    heads = (_("Key"), _("Name"), _("Role"), _("Branch"), _("PIN"), _("Card"), _("May sign on"))
    rows = tuple(
        (
            plain(view.key),
            plain(view.name),
            role_name(view.role),
            plain(view.branch or _("all")),
            _("yes") if view.has_pin else "–",
            plain(view.card or "–"),
            _("yes") if view.active else _("no"),
        )
        for view in found
    )
    return Table(heads, rows)


def _document(view: OperatorView) -> Document:
    return {
        "key": view.key,
        "name": view.name,
        "role": view.role.value,
        "branch": view.branch,
        "has_pin": view.has_pin,
        "card": view.card,
        "active": view.active,
        "added_at": documents.moment(view.added_at),
    }
