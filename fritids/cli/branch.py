"""branch: the settings and the calendar of a branch."""

from datetime import date

from fritids.cli.acts import act_key, add_act
from fritids.cli.call import Call
from fritids.cli.exits import Exit
from fritids.cli.lookup import RefusedError
from fritids.cli.moments import read_date
from fritids.cli.output import Document
from fritids.cli.parser import Commands
from fritids.errors import UsageError
from fritids.i18n import _, day_short, n_, weekday_name
from fritids.present import Table, article_name, loan_borrower, plain
from fritids.services.overviews import BranchView, ClosedDays, DueMove, OpeningSpan

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def add(commands: Commands) -> None:
    """The commands and their options."""
    group = commands.group("branch", _("the branch's name, settings and opening hours"))
    group.add("list", _("list the branches of this database"), list_branches)
    group.add("show", _("show the settings, the opening hours and the closed days"), show_branch)
    parser = group.add("set", _("change settings"), set_branch)
    parser.add_argument(
        "settings",
        metavar=_("KEY=VALUE"),
        nargs="+",
        help=_("such as loan_days=21, language=sv, name=… or timezone=…"),
    )
    add_act(parser)
    parser = group.add("hours", _("say when the branch is open; replaces what was said before"), set_hours)
    parser.add_argument(
        "spans",
        metavar=_("DAY=FROM-TO"),
        nargs="*",
        help=_("such as mon=12:00-18:00 sat=10:00-14:00; nothing for open every day"),
    )
    add_act(parser)
    parser = group.add("close", _("add closed days, and move due dates away from them"), close)
    parser.add_argument("first_day", metavar=_("FROM"), type=read_date, help=_("the first closed day"))
    parser.add_argument(
        "last_day",
        metavar=_("TO"),
        type=read_date,
        nargs="?",
        help=_("the last closed day (the first if left out)"),
    )
    parser.add_argument("--note", metavar=_("TEXT"), help=_("why, such as Christmas"))
    parser.add_argument("--dry-run", action="store_true", help=_("only show which loans it would move"))
    add_act(parser)
    parser = group.add("open", _("take closed days away; promised due dates stay"), reopen)
    parser.add_argument("first_day", metavar=_("FROM"), type=read_date, help=_("the first closed day"))
    parser.add_argument(
        "last_day",
        metavar=_("TO"),
        type=read_date,
        nargs="?",
        help=_("the last closed day (the first if left out)"),
    )
    add_act(parser)


def list_branches(call: Call) -> Exit:
    """`fritids branch list`. Needs no branch to be chosen, since it is where the codes are looked up."""
    from fritids.services.branch import all_branches

    found = all_branches(call.config.database)
    if call.out.as_json:
        call.out.document([{"code": code, "name": name} for code, name in found])
    else:
        rows = tuple((plain(code), plain(name)) for code, name in found)
        call.out.table(Table((_("Code"), _("Name")), rows))
    return Exit.DONE


def show_branch(call: Call) -> Exit:
    """`fritids branch show`."""
    with call.desk() as desk:
        _show(call, desk.branch.show(), desk.today())
    return Exit.DONE


def set_branch(call: Call) -> Exit:
    """`fritids branch set`."""
    pairs = [text.partition("=") for text in call.args.settings]
    if any(not sign for _key, sign, _value in pairs):
        raise UsageError(_("Write settings as KEY=VALUE, such as loan_days=21."))
    values = {key.strip(): value for key, _sign, value in pairs}
    name, zone = values.pop("name", None), values.pop("timezone", None)
    with call.desk() as desk:
        desk.branch.set(values, name=name, timezone=zone, act=act_key(call))
        _show(call, desk.branch.show(), desk.today())
    return Exit.DONE


def set_hours(call: Call) -> Exit:
    """`fritids branch hours`."""
    spans = [_span(text) for text in call.args.spans]
    with call.desk() as desk:
        desk.branch.set_hours(spans, act=act_key(call))
        _show(call, desk.branch.show(), desk.today())
    return Exit.DONE


def _span(text: str) -> OpeningSpan:
    day, _equals, hours = text.partition("=")
    opens, _hyphen, closes = hours.partition("-")
    if day.casefold() not in _WEEKDAYS or not opens or not closes:
        raise UsageError(_("Write opening hours as mon=12:00-18:00."))
    return OpeningSpan(_WEEKDAYS.index(day.casefold()), opens, closes)


def close(call: Call) -> Exit:
    """`fritids branch close`."""
    args = call.args
    first, last = args.first_day, args.last_day or args.first_day
    with call.desk() as desk:
        if args.dry_run:
            _show_moves(call, desk.branch.touched_by(first, last), desk.today())
        else:
            moves = desk.branch.add_closed_period(first, last, args.note, act=act_key(call))
            _show_moves(call, moves, desk.today())
    return Exit.DONE


def reopen(call: Call) -> Exit:
    """`fritids branch open`."""
    args = call.args
    with call.desk() as desk:
        if not desk.branch.remove_closed_period(
            args.first_day, args.last_day or args.first_day, act=act_key(call)
        ):
            raise RefusedError(
                _("There are no such closed days. See them with: fritids branch show"), code="unknown_period"
            )
        _show(call, desk.branch.show(), desk.today())
    return Exit.DONE


def _show_moves(call: Call, moves: tuple[DueMove, ...], today: date) -> None:
    if call.out.as_json:
        call.out.document(
            {
                "moved": [
                    {
                        "barcode": move.loan.article.barcode,
                        "borrower": move.loan.borrower_number,
                        "due": move.loan.due.isoformat(),
                        "new_due": move.new_due.isoformat(),
                    }
                    for move in moves
                ]
            }
        )
        return
    rows = tuple(
        (
            plain(move.loan.article.barcode),
            article_name(move.loan.article),
            loan_borrower(move.loan),
            day_short(move.loan.due, today),
            day_short(move.new_due, today),
        )
        for move in moves
    )
    if rows:
        call.out.table(Table((_("Code"), _("Article"), _("Borrower"), _("Due"), _("New due date")), rows))
    n = len(rows)
    call.out.line(n_("{n} loan is touched.", "{n} loans are touched.", n).format(n=n))


def _show(call: Call, view: BranchView, today: date) -> None:
    if call.out.as_json:
        call.out.document(_document(view))
        return
    out = call.out
    out.line(f"{plain(view.name)} ({plain(view.code)}), {view.timezone}")
    if not view.hours:
        out.line(_("Open every day."))
    out.lines(f"{weekday_name(span.weekday)} {span.opens}–{span.closes}" for span in view.hours)
    out.lines(_closed(days, today) for days in view.closed if days.last_day >= today)
    rows = tuple(
        (setting.key, plain(setting.value), "*" if setting.is_own else "") for setting in view.settings
    )
    out.table(Table((_("Setting"), _("Value"), _("Own")), rows))


def _closed(days: ClosedDays, today: date) -> str:
    note = plain(days.note or "")
    if days.first_day == days.last_day:
        return _("Closed {day} {note}").format(day=day_short(days.first_day, today), note=note).rstrip()
    first, last = day_short(days.first_day, today), day_short(days.last_day, today)
    return (
        _("Closed {first_day} to {last_day} {note}")
        .format(first_day=first, last_day=last, note=note)
        .rstrip()
    )


def _document(view: BranchView) -> Document:
    return {
        "code": view.code,
        "name": view.name,
        "timezone": view.timezone,
        "settings": {setting.key: setting.value for setting in view.settings},
        "hours": [
            {"weekday": span.weekday, "opens": span.opens, "closes": span.closes} for span in view.hours
        ],
        "closed": [
            {
                "first_day": days.first_day.isoformat(),
                "last_day": days.last_day.isoformat(),
                "note": days.note,
            }
            for days in view.closed
        ],
    }
