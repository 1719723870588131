"""Paper slips for the time without power: printed in advance, written on while it lasts, typed in afterwards.

A slip that was typed in is one act: all of its rows that can be done are done, each article by itself, and the others stand as
conflicts until they are done (`retry`) or noted (`settle`).
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Final

from fritids.db import borrower_facts, events, slips, visits
from fritids.db.engine import Connection, Part
from fritids.db.slips import SlipRow
from fritids.domain import barcode
from fritids.domain.roles import Right
from fritids.domain.search import clean
from fritids.domain.words import ActKind, SlipAct
from fritids.errors import InvalidValueError, UsageError
from fritids.i18n import _
from fritids.services import slip_borrower, slip_printing, slip_views
from fritids.services.borrowers import Borrowers
from fritids.services.context import Context
from fritids.services.identity import refuse_identity_number
from fritids.services.lending import Lending
from fritids.services.once import once
from fritids.services.results.slips import (
    NewSlip,
    SlipEntered,
    SlipLineView,
    SlipsPrinted,
    SlipsSummary,
    SlipView,
)
from fritids.services.returns import Returns
from fritids.services.rights import needs
from fritids.services.slip_rows import Act, SlipRows
from fritids.services.undoing import Undoing

MOST_ROWS: Final = 40
"""Articles that one slip may name; it has room for twelve, and its back for as many again."""
LONGEST_NOTE: Final = 200
LONGEST_SIGN: Final = 40
_MINUTE: Final = timedelta(minutes=1)


class Slips:
    """The use cases of paper slips."""

    def __init__(
        self, context: Context, *, borrowers: Borrowers, lending: Lending, returns: Returns, undoing: Undoing
    ) -> None:
        self._context = context
        self._borrowers = borrowers
        self._rows = SlipRows(context, lending, returns, undoing)

    @needs(Right.STOCK)
    def print(self, count: int, path: Path, *, act: str) -> SlipsPrinted:
        """New slips stand in the PDF at `path`; their numbers are taken for ever. The same act again writes the same file.

        Raises InvalidValueError for a number that is none, UsageError for a place that cannot be, FritidsError if the disk refuses.
        """
        return slip_printing.print_slips(self._context, count, path, act=act)

    # ---------------------------------------------------------------------------------------------- typing in

    @needs(Right.LEND)
    def enter(self, new: NewSlip, *, act: str) -> SlipEntered:
        """The slip is typed in: what can be done of it is done as of the time that was written, the rest are conflicts.

        Raises UsageError for a slip that was never printed, is typed in or void already, or that nobody or nothing stands on, and
        InvalidValueError for a time, a name or a number that cannot be; nothing is written then.
        """
        context = self._context

        def work(connection: Connection) -> SlipEntered:
            return self._enter(connection, new, act)

        def again(connection: Connection, earlier: events.EventRow) -> SlipEntered:
            row = self._printed(connection, int(earlier.details["slip"]))
            return SlipEntered(
                slip_views.slip_view(connection, context, row),
                None if row.borrower_id is None else self._borrowers.read(connection, row.borrower_id),
                registered=False,
            )

        return once(context, act, ActKind.SLIP_ENTER, work, again)

    @needs(Right.LEND)
    def check(self, number: int) -> SlipView:
        """The slip, that can be typed in. Raises UsageError if it never was printed, is typed in already, or void."""
        with self._context.database.read() as connection:
            row = self._printed(connection, number)
            self._refuse_used(row)
            return slip_views.slip_view(connection, self._context, row)

    @needs(Right.LEND)
    def check_time(self, number: int, at: datetime) -> None:
        """Raises InvalidValueError for a time that cannot stand on this slip."""
        with self._context.database.read() as connection:
            self._check_time(self._printed(connection, number), at)

    @needs(Right.LEND)
    def meant(self, code: str) -> tuple[str, ...]:
        """The articles' numbers that `code`, which no article has, may be with two neighbouring digits swapped."""
        with self._context.database.read() as connection:
            return slip_views.meant(connection, self._context, code)

    def _enter(self, connection: Connection, new: NewSlip, act: str) -> SlipEntered:
        context = self._context
        row = self._printed(connection, new.number, lock=True)
        self._refuse_used(row)
        self._check_time(row, new.at)
        lent, returned = _once_each(new.lent), _once_each(new.returned)
        if not lent and not returned:
            raise UsageError(
                _(
                    "No article stands on the slip. If nothing was lent or returned, void it: slips void {number}."
                ).format(number=new.number)
            )
        if len(lent) + len(returned) > MOST_ROWS:
            raise UsageError(_("A slip names at most {n} articles.").format(n=MOST_ROWS))
        by = _sign(connection, new.by)
        lines = count(1)
        borrower, registered = slip_borrower.whose(
            connection, context, self._borrowers, new, (act, next(lines))
        )
        if lent and borrower is None:
            raise UsageError(_("Say who borrows: the borrower, or a name and a phone number."))
        visit_id = None
        if borrower is not None and lent:
            borrower_facts.lock_many(connection, {borrower.id})
            visit_id = visits.add(
                connection,
                branch_id=context.branch_id,
                desk=context.desk,
                borrower_id=borrower.id,
                at=new.at,
                ended=True,
            )
        entered = {
            "written_at": new.at,
            "written_by": by,
            "entered_at": context.clock.now(),
            "entered_by": context.operator,
            "visit_id": visit_id,
        }
        slips.change(connection, row.id, entered)
        rows = [*((SlipAct.RETURN, code) for code in returned), *((SlipAct.LEND, code) for code in lent)]
        own = [
            slips.add_line(connection, row.id, place, kind, code)
            for place, (kind, code) in enumerate(rows, 1)
        ]
        pending = slips.lines_by_id(connection, own)
        ids = {line.id for line in pending}
        mine = slip_views.same_articles(
            connection, context, slips.conflicts(connection, context.branch_id), pending
        )
        tried = self._rows.work_off(connection, [*pending, *mine], Act(act, lines))
        event_id = self._record(connection, new.number, (act, 0), visit_id=visit_id, rows=len(pending))
        slips.change(connection, row.id, {"event_id": event_id})
        others = slips.lines_by_id(connection, sorted(tried - ids))
        return SlipEntered(
            slip_views.slip_view(connection, context, self._printed(connection, new.number)),
            None if borrower is None else self._borrowers.read(connection, borrower.id),
            registered,
            slip_views.line_views(connection, context, others),
        )

    def _record(
        self, connection: Connection, number: int, act: tuple[str, int], *, visit_id: int | None, rows: int
    ) -> int:
        """The last line of the act: one key takes it back, and with it the rest."""
        values = self._context.event(ActKind.SLIP_ENTER, *act, visit_id=visit_id)
        return events.add(connection, values, {"slip": number, "rows": rows})

    def _printed(self, connection: Connection, number: int, *, lock: bool = False) -> SlipRow:
        row = slips.by_number(connection, self._context.branch_id, number, lock=lock)
        if row is None:
            raise UsageError(
                _(
                    "Slip {number} was never printed here. Look at the number again, and at the branch on the slip."
                ).format(number=number),
                code="unknown_slip",
            )
        return row

    def _refuse_used(self, row: SlipRow) -> None:
        today = self._context.today()
        if row.entered_at is not None:
            at, by = slip_views.spoken(row.entered_at, today), row.entered_by
            said = (
                _("Slip {number} was typed in {time} already. Nothing was done.").format(
                    number=row.number, time=at
                )
                if by is None
                else _("Slip {number} was typed in {time} by {operator} already. Nothing was done.").format(
                    number=row.number, time=at, operator=clean(by)
                )
            )
            raise UsageError(said, code="slip_entered")
        if row.voided_at is not None:
            raise UsageError(
                _("Slip {number} was made void {time}: {reason}. Nothing was done.").format(
                    number=row.number,
                    time=slip_views.spoken(row.voided_at, today),
                    reason=clean(row.void_reason or ""),
                ),
                code="slip_void",
            )

    def _check_time(self, row: SlipRow, at: datetime) -> None:
        now, today = self._context.clock.now(), self._context.today()
        if at > now:
            raise InvalidValueError(
                _("{time} is still to come. Write the time that stands on the slip.").format(
                    time=slip_views.spoken(at, today)
                ),
                field="at",
            )
        # The slip has minutes, the clock has seconds.
        if at + _MINUTE <= row.printed_at:
            raise InvalidValueError(
                _(
                    "Slip {number} was printed {printed}, after {time}. Look at the day and the time again."
                ).format(
                    number=row.number,
                    printed=slip_views.spoken(row.printed_at, today),
                    time=slip_views.spoken(at, today),
                ),
                field="at",
            )

    # ---------------------------------------------------------------------------------------------- looking, and settling

    @needs(Right.LEND)
    def list(self, *, only_open: bool = False) -> tuple[SlipView, ...]:
        """The branch's slips by number, or those that were neither typed in nor made void."""
        with self._context.database.read() as connection:
            found = slips.listed(connection, self._context.branch_id, only_open=only_open)
            return slip_views.slip_views(connection, self._context, found)

    @needs(Right.LEND)
    def summary(self) -> SlipsSummary:
        """How many were printed and typed in, which are missing in between, and what stands as a conflict."""
        context = self._context
        with context.database.read() as connection:
            found = slips.conflicts(connection, context.branch_id)
            return SlipsSummary(
                *slips.counts(connection, context.branch_id),
                slips.gaps(connection, context.branch_id),
                slip_views.line_views(connection, context, found),
            )

    @needs(Right.LEND)
    def void(self, numbers: Collection[int], reason: str, *, act: str) -> tuple[SlipView, ...]:
        """These slips are never typed in. Raises UsageError if one of them was, InvalidValueError without a reason; then none is void."""
        context, wanted = self._context, sorted(set(numbers))

        def work(connection: Connection) -> tuple[SlipView, ...]:
            kept = _note(connection, reason, "reason")
            for line, number in enumerate(wanted):
                row = self._printed(connection, number, lock=True)
                self._refuse_used(row)
                voided = {"voided_at": context.clock.now(), "void_reason": kept}
                slips.change(connection, row.id, voided)
                events.add(connection, context.event(ActKind.SLIP_VOID, act, line), {"slip": number})
            return self._named(connection, wanted)

        return once(
            context, act, ActKind.SLIP_VOID, work, lambda connection, _e: self._named(connection, wanted)
        )

    @needs(Right.LEND)
    def settle(self, number: int, code: str, note: str, *, act: str) -> SlipLineView:
        """The conflict about this article on this slip is noted, and no longer listed: what is to be done about it was done elsewhere.

        Raises UsageError if there is none, InvalidValueError without a note.
        """
        context = self._context

        def chosen(connection: Connection, *, also_settled: bool) -> int:
            row = self._printed(connection, number, lock=not also_settled)
            keys = set(barcode.candidates(code))
            for line in slips.lines_of(connection, [row.id]):
                open_still = line.event_id is None and (also_settled or line.settled_at is None)
                if open_still and barcode.key(line.code) in keys:
                    return line.id
            raise UsageError(
                _(
                    "Slip {number} has no conflict about {code}. See them with: fritids slips conflicts"
                ).format(number=number, code=clean(code)),
                code="no_conflict",
            )

        def work(connection: Connection) -> SlipLineView:
            line_id = chosen(connection, also_settled=False)
            values = {"settled_at": context.clock.now(), "settled_note": _note(connection, note, "note")}
            slips.change_line(connection, line_id, values)
            details = {"slip": number, "line": line_id}
            events.add(connection, context.event(ActKind.SLIP_VOID, act), details)
            return self._line(connection, line_id)

        def again(connection: Connection, _earlier: events.EventRow) -> SlipLineView:
            return self._line(connection, chosen(connection, also_settled=True))

        return once(context, act, ActKind.SLIP_VOID, work, again)

    @needs(Right.LEND)
    def retry(self, *, act: str) -> tuple[SlipLineView, ...]:
        """Every conflict is tried once more, in the order of the times written; those that are done now. Nothing is written if none is."""
        context = self._context

        def work(connection: Connection) -> tuple[SlipLineView, ...]:
            before = slips.conflicts(connection, context.branch_id)
            part = Part(connection)
            self._rows.work_off(connection, before, Act(act, count(len(before))))
            after = slips.lines_by_id(connection, [line.id for line in before])
            done = [line for line in after if line.event_id is not None]
            if not done:
                part.rollback()
                return ()
            part.commit()
            numbers = {line.number: line.visit_id for line in done}
            for line_no, (number, visit_id) in enumerate(sorted(numbers.items())):
                self._record(
                    connection,
                    number,
                    (act, line_no),
                    visit_id=visit_id,
                    rows=sum(n.number == number for n in done),
                )
            return slip_views.line_views(connection, context, done)

        return once(context, act, ActKind.SLIP_ENTER, work, lambda _connection, _earlier: ())

    def _line(self, connection: Connection, line_id: int) -> SlipLineView:
        return slip_views.line_views(connection, self._context, slips.lines_by_id(connection, [line_id]))[0]

    def _named(self, connection: Connection, numbers: Sequence[int]) -> tuple[SlipView, ...]:
        rows = [self._printed(connection, number) for number in numbers]
        return slip_views.slip_views(connection, self._context, rows)


def _once_each(codes: Sequence[str]) -> tuple[str, ...]:
    """The codes as they are kept, each once. Raises InvalidValueError for what is no code."""
    found: dict[str, str] = {}
    for code in codes:
        kept = barcode.clean_code(code)
        if isinstance(kept, barcode.CodeFault):
            raise InvalidValueError(
                _("“{code}” is no number of an article.").format(code=clean(code)[:40]), field="barcode"
            )
        found.setdefault(barcode.key(kept), kept)
    return tuple(found.values())


def _sign(connection: Connection, text: str | None) -> str | None:
    sign = clean(text or "")
    if len(sign) > LONGEST_SIGN:
        raise InvalidValueError(_("A sign has at most {n} characters.").format(n=LONGEST_SIGN), field="by")
    refuse_identity_number(connection, sign, "by")
    return sign or None


def _note(connection: Connection, text: str, field: str) -> str:
    note = clean(text)
    if not 0 < len(note) <= LONGEST_NOTE:
        raise InvalidValueError(_("Say why, in at most {n} characters.").format(n=LONGEST_NOTE), field=field)
    refuse_identity_number(connection, note, field)
    return note
