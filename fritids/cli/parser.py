"""The command line as argparse sees it: the commands, their options and their help. Loads no use case.

The options that every command has may stand before or after it: they are declared on each parser, and only the outermost has
defaults, since a default of an inner one would overwrite what was said before it.
"""

import argparse
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

from fritids.cli.words import teach_argparse
from fritids.errors import UsageError
from fritids.i18n import LANGUAGES, _

if TYPE_CHECKING:
    from fritids.cli.call import Command


class Parser(argparse.ArgumentParser):
    """A parser that raises instead of ending the program, so that one place says what is wrong, with `--json` too."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_abbrev=False, **kwargs)

    def error(self, message: str) -> NoReturn:
        """Raise a UsageError that says where help is."""
        raise UsageError(
            _("{problem}. See: {command} --help").format(problem=message.rstrip("."), command=self.prog)
        )


class Commands:
    """A place where commands are added: the program itself, or a noun such as `article`."""

    def __init__(self, parser: argparse.ArgumentParser, *, required: bool) -> None:
        self._into = parser.add_subparsers(
            metavar=_("COMMAND"),
            title=_("commands"),
            help=_("each has a help of its own: COMMAND --help"),
            required=required,
            parser_class=Parser,
        )

    def add(self, name: str, text: str, run: "Command") -> argparse.ArgumentParser:
        """A command; `text` is its one line of help."""
        parser = self._new(name, text)
        parser.set_defaults(run=run)
        return parser

    def group(self, name: str, text: str) -> "Commands":
        """A noun with commands of its own."""
        return Commands(self._new(name, text), required=True)

    def verb_group(self, name: str, text: str, run: "Command") -> tuple[argparse.ArgumentParser, "Commands"]:
        """A command that does something by itself and has commands of its own as well."""
        parser = self.add(name, text, run)
        return parser, Commands(parser, required=False)

    def _new(self, name: str, text: str) -> argparse.ArgumentParser:
        parser: argparse.ArgumentParser = self._into.add_parser(name, help=text, description=text)
        _add_shared_options(parser, default=argparse.SUPPRESS)
        return parser


def build_parser() -> argparse.ArgumentParser:
    """The whole command line, in the language in use."""
    teach_argparse()
    parser = Parser(
        prog="fritids",
        description=_("The lending desk of a Fritidsbank. Without a command the counter opens."),
        epilog=_("Handbook: README.md. Everything that is said to be done is saved."),
    )
    parser.set_defaults(run=None, counter_on=None)
    parser.add_argument(
        "--version", action="store_true", help=_("show the versions of the program and its database engine")
    )
    _add_shared_options(parser, default=None)
    commands = Commands(parser, required=False)
    for add in _groups():
        add(commands)
    return parser


def read_shared_options(words: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
    """The options that every command has, and the words that are none of them; without building the whole command line."""
    teach_argparse()
    parser = Parser(prog="fritids", add_help=False)
    _add_shared_options(parser, default=None)
    return parser.parse_known_args(words)


def _groups() -> tuple[Callable[[Commands], None], ...]:
    from fritids.cli import (
        articles,
        backups,
        bookings,
        borrowers,
        branch,
        check,
        completion,
        files,
        fit,
        forget,
        gifts,
        goals,
        labels,
        lending,
        line_mode,
        lists,
        problem,
        receipt,
        record,
        remind,
        report,
        requests,
        scanner,
        service,
        setup,
        slips,
        stock,
        stocktake,
        survey,
        transfers,
        users,
    )

    return (
        setup.add,
        lending.add,
        lists.add,
        fit.add,
        articles.add,
        borrowers.add,
        forget.add,
        bookings.add,
        service.add,
        gifts.add,
        requests.add,
        survey.add,
        goals.add,
        remind.add,
        transfers.add,
        line_mode.add,
        files.add,
        backups.add,
        check.add,
        labels.add,
        receipt.add,
        record.add,
        branch.add,
        stocktake.add,
        slips.add,
        stock.add,
        report.add,
        scanner.add,
        problem.add,
        completion.add,
        users.add,
    )


def _add_shared_options(parser: argparse.ArgumentParser, *, default: str | None) -> None:
    shared = parser.add_argument_group(_("for every command"))
    shared.add_argument("--database", metavar=_("PATH|URL"), default=default, help=_("the database to use"))
    shared.add_argument("--lang", choices=LANGUAGES, default=default, help=_("the language of texts"))
    shared.add_argument(
        "--branch", metavar=_("CODE"), default=default, help=_("the branch, where there are several")
    )
    shared.add_argument("--desk", metavar=_("NAME"), default=default, help=_("the name of this desk"))
    shared.add_argument("--operator", metavar=_("KEY"), default=default, help=_("who works at the desk"))
    shared.add_argument(
        "--json",
        action="store_true",
        default=False if default is None else default,
        help=_("one JSON document on standard output"),
    )
