"""desk: the counter's box line by line, for screen readers, very old machines and scripts. No cursor movement, no colour.

Ends with the input; an open visit stays on the disk and goes on the next time.
"""

from fritids.cli.call import Call
from fritids.cli.exits import Exit
from fritids.cli.line_desk import LineDesk
from fritids.cli.line_input import lines
from fritids.cli.parser import Commands
from fritids.errors import FritidsError, UsageError
from fritids.i18n import _


def add(commands: Commands) -> None:
    """The command; it has no options of its own."""
    commands.add("desk", _("the counter line by line, without a screen"), desk)


def desk(call: Call) -> Exit:
    """`fritids desk`."""
    if call.out.as_json:
        raise UsageError(
            _("The line mode answers in plain lines. Leave out --json, or use the other commands.")
        )
    from fritids.config.backup_table import backup_settings, media_roots
    from fritids.services.backup_rounds import When, keep  # loads the database, as call.desk does

    with call.desk() as opened:
        at_desk = LineDesk(opened)
        call.out.lines(at_desk.greeting())
        call.out.flush()
        for line in lines(call.stdin):
            call.out.lines(at_desk.answer(line))
            call.out.flush()
            if at_desk.has_quit:
                break
        call.out.lines(at_desk.farewell())
        if not opened.context.database.is_sqlite:
            return Exit.FAILED if at_desk.has_failed else Exit.DONE  # a server is backed up by its counters
        try:
            settings = backup_settings(call.config.tables.get("backup"))
            done = keep(
                opened.context.database, settings, When.CLOSING, roots=media_roots(), desk=call.config.desk
            )
        except FritidsError as error:
            call.out.talk(error.message)
        else:
            for fault in done.faults:
                call.out.talk(fault.message)
    return Exit.FAILED if at_desk.has_failed else Exit.DONE
