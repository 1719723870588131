"""The key of an act on the command line (R9): the script's own, or a new one."""

from argparse import ArgumentParser

from fritids.cli.call import Call
from fritids.errors import UsageError
from fritids.i18n import _


def add_act(parser: ArgumentParser) -> None:
    """The command takes a key of the script's own."""
    parser.add_argument(
        "--act", metavar=_("KEY"), help=_("a key of your own: the same act sent twice is done once")
    )


def act_key(call: Call) -> str:
    """The key of this run's act."""
    from fritids.services.acts import MAX_LENGTH, new_act_key

    given: str | None = call.args.act
    if given is not None and not (0 < len(given) <= MAX_LENGTH and given.isprintable()):
        raise UsageError(_("The key of --act has 1 to {n} characters.").format(n=MAX_LENGTH))
    return new_act_key() if given is None else given
