"""completion: what a shell needs to finish a half-typed command."""

from argparse import Action, ArgumentParser
from collections.abc import Iterator

from fritids.cli.call import Call
from fritids.cli.exits import Exit
from fritids.cli.parser import Commands
from fritids.cli.paths import read_path
from fritids.i18n import _


def add(commands: Commands) -> None:
    """The command and its one argument."""
    parser = commands.add("completion", _("write the completion script of a shell"), completion)
    parser.add_argument("shell", choices=("bash", "zsh", "tcsh"), help=_("which shell"))


def completion(call: Call) -> Exit:
    """`fritids completion bash`."""
    import shtab

    from fritids.cli.parser import build_parser

    parser = build_parser()
    for action in _actions(parser):
        if action.type is read_path or "--database" in action.option_strings:
            setattr(action, "complete", shtab.FILE)  # noqa: B010  # shtab's own way to say so; argparse has no such field
    for line in shtab.complete(parser, shell=call.args.shell).splitlines():
        call.out.line(line)
    return Exit.DONE


def _actions(parser: ArgumentParser) -> Iterator[Action]:
    """What the command line takes, with what each of its commands takes."""
    for action in parser._actions:  # noqa: SLF001  # shtab reads them the same way; argparse has no public one
        yield action
        if isinstance(action.choices, dict):
            for command in action.choices.values():
                yield from _actions(command)
