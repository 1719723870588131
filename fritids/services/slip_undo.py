"""Taking back the typing in of a paper slip (R7): all of it or nothing, whichever of its things is named.

What later slips did with the same articles stands on what this one says, so it is taken back too; those slips stay typed in, and these
rows of theirs wait to be tried again.
"""

from datetime import datetime

from fritids.db import events, slips
from fritids.db.engine import Connection
from fritids.db.events import EventRow
from fritids.db.slips import SlipLineRow
from fritids.domain.findings import UndoBlock
from fritids.domain.words import ActKind, SlipAct
from fritids.services.context import Context


def acts_of_slip(connection: Connection, context: Context, number: int) -> list[EventRow]:
    """All that was done because of the slip and holds, the newest first, with the dates that its loans were given by hand since."""
    slip = slips.by_number(connection, context.branch_id, number)
    if slip is None:
        return []
    ids = [line.event_id for line in slips.lines_of(connection, [slip.id])]
    done = [found for one in ids if one is not None and (found := events.by_id(connection, one)) is not None]
    acts = {event.act_key for event in done}
    if slip.event_id is not None and (entering := events.by_id(connection, slip.event_id)) is not None:
        acts.add(entering.act_key)
    entered = (
        event
        for act in sorted(acts)
        for event in events.all_of_act(connection, act)
        if event.kind is ActKind.SLIP_ENTER and event.details.get("slip") == number
    )
    done += [
        found
        for line in _later(connection, context, slip.id)
        if (found := events.by_id(connection, line.event_id or 0)) is not None
    ]
    dated = (
        later
        for event in done
        if event.kind is ActKind.LEND and event.loan_id is not None
        for later in events.dates_set_after(connection, event.loan_id, event.id)
    )
    standing = {event.id: event for event in (*done, *entered, *dated) if not event.undone}
    return [standing[event_id] for event_id in sorted(standing, reverse=True)]


def undo_entering(connection: Connection, context: Context, event: EventRow) -> UndoBlock | None:
    """The slip can be typed in again. Its loans and returns are lines of their own, which are taken back with this one."""
    slip = slips.by_number(connection, context.branch_id, int(event.details["slip"]), lock=True)
    if slip is not None:
        for line in _later(connection, context, slip.id):
            slips.change_line(connection, line.id, {"event_id": None})
        slips.forget_lines(connection, slip.id)
        emptied = ("written_at", "written_by", "entered_at", "entered_by", "visit_id", "event_id")
        slips.change(connection, slip.id, dict.fromkeys(emptied))
    return None


def when(line: SlipLineRow) -> tuple[datetime, int, bool, int]:
    """The order in which rows are done. Slips of the same minute in the order of the pad, and on one slip what came back first."""
    return line.at, line.number, line.act is SlipAct.LEND, line.place


def _later(connection: Connection, context: Context, slip_id: int) -> list[SlipLineRow]:
    """What other slips did with the articles of this one, after it."""
    found: dict[int, SlipLineRow] = {}
    for line in slips.lines_of(connection, [slip_id]):
        event = None if line.event_id is None else events.by_id(connection, line.event_id)
        if event is not None and event.article_id is not None:
            done = slips.done_with(connection, context.branch_id, event.article_id)
            found |= {one.id: one for one in done if one.slip_id != slip_id and when(one) > when(line)}
    return list(found.values())
