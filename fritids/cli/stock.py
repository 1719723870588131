"""stock: how the stock stands on a day, what stood still, what was worn out, and which sizes ran out at the winter half-term."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from fritids.cli.call import Call
from fritids.cli.exits import Exit
from fritids.cli.figures_scope import figures_desk
from fritids.cli.lookup import one_type
from fritids.cli.moments import read_date
from fritids.cli.numbers import read_whole
from fritids.cli.parser import Commands
from fritids.cli.paths import read_path
from fritids.cli.stock_documents import Read, stock_document
from fritids.errors import UsageError
from fritids.i18n import _, n_
from fritids.present import Table, article_name, category_name, plain, type_name
from fritids.services.results import TypeView

if TYPE_CHECKING:
    from fritids.services.desk import Desk
    from fritids.services.results.stock_figures import Shortage, ShortRow, StillView, StockOfPeriod, WornView

_THIS = -1
"""`--short` with no year."""
_FIGURES = frozenset(range(1, 9))


def add(commands: Commands) -> None:
    """The command and its options."""
    parser = commands.add("stock", _("how the stock stands, what stood still, what ran out"), stock)
    parser.add_argument("--category", metavar=_("CATEGORY"), help=_("only this category, by type"))
    parser.add_argument("--type", metavar=_("TYPE"), help=_("only this article type, by size"))
    parser.add_argument("--sizes", action="store_true", help=_("told apart by size"))
    parser.add_argument(
        "--still", metavar=_("MONTHS"), type=read_whole, help=_("list what was not out for so many months")
    )
    parser.add_argument(
        "--worn", action="store_true", help=_("list what was discarded as worn out in twelve months")
    )
    parser.add_argument(
        "--short",
        metavar=_("YEAR"),
        nargs="?",
        type=read_whole,
        const=_THIS,
        help=_(
            "what ran out at the winter half-term, the last one if no year is given, and what the next may ask for"
        ),
    )
    parser.add_argument(
        "--at",
        metavar=_("DATE"),
        type=read_date,
        help=_("as it stood at the end of this day; today if left out"),
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar=_("FILE"),
        type=read_path,
        help=_("write the list of --still or --worn to this file: .csv, .xlsx or .json"),
    )
    parser.add_argument(
        "--full", action="store_true", help=_("with --json: how much was lent, too; not to be passed on")
    )


def stock(call: Call) -> Exit:
    """`fritids stock`."""
    args = call.args
    lists = (args.still is not None) + args.worn + (args.short is not None)
    if args.short is not None and args.at is not None:
        raise UsageError(_("--short looks at a whole winter half-term. Leave out --at, or say --short YEAR."))
    if args.output is not None and (lists != 1 or args.short is not None):
        raise UsageError(_("A file holds one list. Say --still MONTHS or --worn with it."))
    with figures_desk(call) as (desk, branch):
        types = _types(desk, args.category, args.type)
        if args.output is not None:
            return _write(call, desk, branch, types)
        if call.out.as_json:
            found, sizes = _year_to(call, desk)
            read = Read(
                stock=found,
                sizes=sizes,
                still=None if args.still is None else (args.still, _still(call, desk, branch, types)),
                worn=_worn(call, desk, branch, types) if args.worn else None,
                short=None if args.short is None else _short(call, desk, branch),
            )
            call.out.document(stock_document(read, desk.articles.types(), types, full=args.full))
        elif not lists:
            _show_stock(call, desk, types)
        else:
            _show_lists(call, desk, branch, types)
    return Exit.DONE


def _types(desk: "Desk", category: str | None, kind: str | None) -> tuple[TypeView, ...] | None:
    """The types that are meant; None for all."""
    if kind is not None:
        found = one_type(desk, kind)
        if category is not None and found not in (_of_category(desk, category)):
            raise UsageError(
                _("{type} is not in this category. Leave out one of the two.").format(type=type_name(found))
            )
        return (found,)
    return None if category is None else _of_category(desk, category)


def _of_category(desk: "Desk", text: str) -> tuple[TypeView, ...]:
    wanted = plain(text).casefold()
    every = desk.articles.types()
    found = tuple(
        one
        for one in every
        if wanted in (one.category, one.category_sv.casefold(), one.category_en.casefold())
    )
    if not found:
        codes = ", ".join(dict.fromkeys(one.category for one in every))
        raise UsageError(
            _("There is no category called {text}. There are: {codes}").format(text=plain(text), codes=codes),
            code="unknown_category",
        )
    return found


def _year_to(call: Call, desk: "Desk") -> "tuple[StockOfPeriod, bool]":
    """The stock at the end of the day, with the twelve months before it; and whether sizes are told apart."""
    from fritids.domain.periods import year_to

    args = call.args
    last = args.at or desk.figures.today(call.config.branch)
    sizes = args.sizes or args.type is not None
    period = year_to(last)
    if args.at is not None and last > desk.figures.today(call.config.branch):
        raise UsageError(_("This day has not come yet."))
    branch = call.config.branch
    return desk.stock_figures.of(period, branch, sizes=sizes), sizes


# ------------------------------------------------------------------------------------------ for people


def _show_stock(call: Call, desk: "Desk", types: Sequence[TypeView] | None) -> None:
    from fritids.present.stock import size_name, stock_cells, stock_heads, stock_legend

    found, sizes = _year_to(call, desk)
    known = {one.code: one for one in desk.articles.types()}
    codes = None if types is None else {one.code for one in types}
    rows: list[tuple[str, ...]] = []
    if sizes:
        rows += (
            (f"{type_name(known[code])} {size_name(size)}", *stock_cells(cell))
            for (code, size), cell in found.by_size.items()
            if codes is None or code in codes
        )
    elif codes is not None:
        rows += (
            (type_name(known[code]), *stock_cells(cell))
            for code, cell in found.by_type.items()
            if code in codes
        )
    else:
        names = {one.category: category_name(one) for one in known.values()}
        rows += ((names[code], *stock_cells(cell)) for code, cell in found.by_category.items())
    if not rows:
        call.out.line(_("No such articles stood here then."))
        return
    if codes is None:
        rows.append((_("Together"), *stock_cells(found.total)))
    width = shutil.get_terminal_size().columns if call.out.to_person else None
    call.out.table(Table((_("Article"), *stock_heads()), tuple(rows), right=_FIGURES), width)
    call.out.talk(stock_legend())


def _show_lists(call: Call, desk: "Desk", branch: str | None, types: Sequence[TypeView] | None) -> None:
    from fritids.present.stock import still_title, still_words, worn_words

    args, today = call.args, desk.today()
    if args.still is not None:
        still = _still(call, desk, branch, types)
        call.out.table(
            Table(
                (_("Code"), _("Article"), _("Last out")),
                tuple(
                    (plain(one.article.barcode), article_name(one.article), still_words(one, today))
                    for one in still
                ),
            )
        )
        call.out.talk(still_title(len(still), args.still))
    if args.worn:
        worn = _worn(call, desk, branch, types)
        call.out.table(
            Table(
                (_("Code"), _("Article"), _("Worn out")),
                tuple(
                    (plain(one.article.barcode), article_name(one.article), worn_words(one, today))
                    for one in worn
                ),
            )
        )
        n = len(worn)
        call.out.talk(n_("{n} article was worn out", "{n} articles were worn out", n).format(n=n))
    if args.short is not None:
        _show_short(call, _short(call, desk, branch), types)


def _show_short(call: Call, found: "Shortage", types: Sequence[TypeView] | None) -> None:
    from fritids.present.stock import (
        backtest_words,
        formula,
        no_peak,
        peak_words,
        short_cells,
        short_first,
        short_heads,
        short_name,
    )

    out = call.out
    if found.peak is None:
        out.line(no_peak(found.coming - 1))
        return
    rows = short_first(_of(found.rows, types))
    days = len(found.peak.days)
    out.talk(peak_words(found.peak))
    if rows:
        width = shutil.get_terminal_size().columns if out.to_person else None
        lines = tuple((short_name(row), *short_cells(row, days)) for row in rows)
        out.table(Table((_("Article"), *short_heads()), lines, right=_FIGURES), width)
    else:
        out.line(_("Nothing ran out, and nothing was asked for in vain."))
    for sentence in formula(found):
        out.talk(sentence)
    if found.backtest is not None:
        out.talk(backtest_words(found.backtest, found.peak.year))


# ------------------------------------------------------------------------------------------ reading


def _still(
    call: Call, desk: "Desk", branch: str | None, types: Sequence[TypeView] | None
) -> "tuple[StillView, ...]":
    codes = None if types is None else [one.code for one in types]
    return desk.stock_figures.stood_still(call.args.still, branch=branch, at=call.args.at, types=codes)


def _worn(
    call: Call, desk: "Desk", branch: str | None, types: Sequence[TypeView] | None
) -> "tuple[WornView, ...]":
    from fritids.domain.periods import year_to

    last = call.args.at or desk.figures.today(branch)
    codes = None if types is None else [one.code for one in types]
    period = year_to(last)
    return desk.stock_figures.worn_out(period, branch=branch, types=codes)


def _short(call: Call, desk: "Desk", branch: str | None) -> "Shortage":
    if branch is None and desk.transfers.other_branches():
        raise UsageError(
            _(
                "Each branch has its own winter half-term. Say which branch with --branch CODE: fritids branch list"
            )
        )
    year = call.args.short
    return desk.stock_figures.shortage(None if year == _THIS else year, branch)


def _of(rows: "Sequence[ShortRow]", types: Sequence[TypeView] | None) -> "list[ShortRow]":
    return [row for row in rows if types is None or row.type in types]


def _write(call: Call, desk: "Desk", branch: str | None, types: Sequence[TypeView] | None) -> Exit:
    from fritids.services.stock_lists import write_still, write_worn

    path: Path = call.args.output
    if call.args.worn:
        n = write_worn(path, _worn(call, desk, branch, types))
    else:
        n = write_still(path, _still(call, desk, branch, types))
    if call.out.as_json:
        call.out.document({"file": str(path), "rows": n})
    else:
        call.out.line(
            n_("{n} article is in {path}.", "{n} articles are in {path}.", n).format(
                n=n, path=plain(str(path))
            )
        )
    return Exit.DONE
