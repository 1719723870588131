"""remind: one run of the reminders, what it would do, and the commands that look after what went out."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from fritids.cli import documents
from fritids.cli.acts import act_key, add_act
from fritids.cli.call import Call
from fritids.cli.exits import Exit
from fritids.cli.output import Document
from fritids.cli.parser import Commands
from fritids.domain.words import Channel
from fritids.errors import UsageError
from fritids.i18n import _
from fritids.services.results.reminders import AlreadyRunning, PlannedMessage, RunPlan, RunResult

if TYPE_CHECKING:
    from fritids.services.desk import Desk


def add(commands: Commands) -> None:
    """The commands and their options."""
    parser, group = commands.verb_group("remind", _("send the reminders that are due"), remind)
    parser.add_argument(
        "--dry-run", action="store_true", help=_("only show what would go out, with the whole texts")
    )
    parser.add_argument(
        "--install-timer",
        action="store_true",
        help=_("let this computer (Linux with systemd) send them by itself, every day"),
    )
    parser.add_argument("--remove-timer", action="store_true", help=_("take that timer away again"))
    add_act(parser)
    for add_more in _more():
        add_more(group)


def _more() -> tuple[Callable[[Commands], None], ...]:
    from fritids.cli import remind_calls, remind_log

    return (remind_log.add, remind_calls.add)


def remind(call: Call) -> Exit:
    """`fritids remind`."""
    args = call.args
    if sum((args.dry_run, args.install_timer, args.remove_timer)) > 1:
        raise UsageError(_("Give one of --dry-run, --install-timer and --remove-timer."))
    return Exit.DONE
