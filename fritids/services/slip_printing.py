"""Printing paper slips: drawn first under another name, then their numbers are taken, then the file gets its name (as `labels`)."""

from pathlib import Path
from typing import Final

from fritids.db import events, slips
from fritids.db.engine import Connection
from fritids.domain.words import ActKind
from fritids.errors import ConflictError, FritidsError, InvalidValueError, UsageError
from fritids.i18n import _
from fritids.outside.files import replacing
from fritids.services.acts import key_of_another_act
from fritids.services.context import Context
from fritids.services.results.slips import SlipsPrinted

MOST: Final = 300
"""Slips of one printing: a hundred pages."""
USUAL: Final = 30
_ATTEMPTS: Final = 4


class _TakenMeanwhileError(Exception):
    """Another desk took the numbers that were drawn."""


def print_slips(context: Context, count: int, path: Path, *, act: str) -> SlipsPrinted:
    """See `Slips.print`."""
    if not 1 <= count <= MOST:
        raise InvalidValueError(_("Print between 1 and {n} slips at a time.").format(n=MOST), field="count")
    path = Path(path)
    if path.suffix.lower() != ".pdf":
        raise UsageError(_("Slips are a PDF: the name of the file has to end in .pdf."))
    with context.database.read() as connection:
        context.refresh(connection)
        lines = events.all_of_act(connection, act)
    if any(line.kind is not ActKind.SLIPS_PRINT for line in lines):
        raise key_of_another_act()
    if lines and "withdrawn" not in lines[-1].details:
        first, last = int(lines[-1].details["first"]), int(lines[-1].details["last"])
        with replacing(path) as partial:
            pages = _draw(context, range(first, last + 1), partial)
        return SlipsPrinted(path, first, last, pages)
    for _attempt in range(_ATTEMPTS):
        with context.database.read() as connection:
            first = slips.newest_number(connection, context.branch_id) + 1
        try:
            return _print(context, range(first, first + count), path, (act, len(lines)))
        except _TakenMeanwhileError:
            continue
    raise ConflictError(_("Other desks are printing slips just now. Print them again in a moment."))


def _print(context: Context, numbers: range, path: Path, act: tuple[str, int]) -> SlipsPrinted:
    remembered = False
    details = {"first": numbers[0], "last": numbers[-1]}

    def remember(connection: Connection) -> None:
        if slips.newest_number(connection, context.branch_id) + 1 != numbers.start:
            raise _TakenMeanwhileError
        events.add(connection, context.event(ActKind.SLIPS_PRINT, *act), details)
        slips.add(connection, context.branch_id, numbers, context.clock.now())

    try:
        with replacing(path) as partial:
            pages = _draw(context, numbers, partial)
            context.do(*act, remember, lambda _connection, _earlier: None)
            remembered = True
    except FritidsError:
        if remembered:  # the file did not get its name: no such slips are anywhere
            with context.database.write() as connection:
                values = context.event(ActKind.SLIPS_PRINT, act[0], act[1] + 1)
                events.add(connection, values, {"withdrawn": True})
                slips.remove(connection, context.branch_id, numbers)
        raise
    return SlipsPrinted(path, numbers[0], numbers[-1], pages)


def _draw(context: Context, numbers: range, path: Path) -> int:
    from fritids.outside.slip_pages import write_slips  # noqa: PLC0415  # 0.2 s: only for who prints

    return write_slips(path, context.branch_name, numbers, context.policy.language)
