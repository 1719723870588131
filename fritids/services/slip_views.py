"""Slips and their rows as people see them."""

from collections.abc import Sequence
from datetime import date, datetime

from fritids.db import borrowers, slips
from fritids.db.engine import Connection
from fritids.db.slips import SlipLineRow, SlipRow
from fritids.domain import barcode
from fritids.domain.words import SlipState
from fritids.i18n import moment
from fritids.services import scanned
from fritids.services.context import Context
from fritids.services.results.slips import SlipLineView, SlipView
from fritids.services.views import split


def slip_view(connection: Connection, context: Context, row: SlipRow) -> SlipView:
    """One slip with its rows."""
    return slip_views(connection, context, [row])[0]


def slip_views(connection: Connection, context: Context, rows: Sequence[SlipRow]) -> tuple[SlipView, ...]:
    """These slips with their rows, in this order."""
    lines: dict[int, list[SlipLineView]] = {}
    entered = [row.id for row in rows if row.entered_at is not None]
    for line in line_views(connection, context, slips.lines_of(connection, entered) if entered else []):
        lines.setdefault(line.slip, []).append(line)
    numbers = _numbers(connection, context, {row.borrower_id for row in rows})
    return tuple(
        SlipView(
            number=row.number,
            code=barcode.slip_code(row.number),
            state=SlipState.ENTERED
            if row.entered_at
            else SlipState.VOID
            if row.voided_at
            else SlipState.OPEN,
            printed_at=row.printed_at,
            written_at=row.written_at,
            written_by=row.written_by,
            entered_at=row.entered_at,
            entered_by=row.entered_by,
            voided_at=row.voided_at,
            void_reason=row.void_reason,
            borrower_number=numbers.get(row.borrower_id),
            lines=tuple(lines.get(row.number, ())),
        )
        for row in rows
    )


def line_views(
    connection: Connection, context: Context, rows: Sequence[SlipLineRow]
) -> tuple[SlipLineView, ...]:
    """These rows of slips, in this order."""
    numbers = _numbers(connection, context, {row.borrower_id for row in rows})
    return tuple(_line(connection, context, row, numbers.get(row.borrower_id)) for row in rows)


def same_articles(
    connection: Connection, context: Context, rows: Sequence[SlipLineRow], as_in: Sequence[SlipLineRow]
) -> list[SlipLineRow]:
    """Those of `rows` that are about an article of `as_in` and are not among them."""
    own = {row.id for row in as_in}
    wanted = {_article_id(connection, context, row) for row in as_in} - {None}
    return [row for row in rows if row.id not in own and _article_id(connection, context, row) in wanted]


def meant(connection: Connection, context: Context, code: str) -> tuple[str, ...]:
    """The articles' numbers that `code` becomes when two neighbouring digits are swapped."""
    swapped = barcode.swaps(code)
    return tuple(one for one in swapped if scanned.article(connection, context, one) is not None)


def spoken(at: datetime, today: date) -> str:
    """A moment in a sentence: `16:40`, or with its day."""
    return moment(at, today)


def _article_id(connection: Connection, context: Context, row: SlipLineRow) -> int | None:
    found = scanned.article(connection, context, row.code)
    return None if found is None else found.facts.article_id


def _line(connection: Connection, context: Context, row: SlipLineRow, number: str | None) -> SlipLineView:
    found = scanned.article(connection, context, row.code)
    return SlipLineView(
        slip=row.number,
        at=row.at,
        act=row.act,
        code=row.code,
        article=None if found is None else context.article_view(found),
        borrower_number=number,
        done=row.event_id is not None,
        reasons=split(row.reasons or ""),
        since=row.since,
        other_slip=row.other_slip,
        settled_at=row.settled_at,
        settled_note=row.settled_note,
        meant=meant(connection, context, row.code) if found is None else (),
    )


def _numbers(connection: Connection, context: Context, ids: set[int | None]) -> dict[int | None, str]:
    known = sorted(one for one in ids if one is not None)
    return {row.id: row.number for row in borrowers.rows(connection, known, context.today())}
