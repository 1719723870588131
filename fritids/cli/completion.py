"""completion: what a shell needs to finish a half-typed command."""

from fritids.cli.call import Call
from fritids.cli.exits import Exit
from fritids.cli.parser import Commands
from fritids.i18n import _


def add(commands: Commands) -> None:
    """The command and its one argument."""
    parser = commands.add("completion", _("write the completion script of a shell"), completion)
    parser.add_argument("shell", choices=("bash", "zsh", "tcsh"), help=_("which shell"))


def completion(call: Call) -> Exit:
    """`fritids completion bash`."""
    import shtab

    from fritids.cli.parser import build_parser

    for line in shtab.complete(build_parser(), shell=call.args.shell).splitlines():
        call.out.line(line)
    return Exit.DONE
