"""What a branch has more of than it needs, for the network. The rule is one sentence, and is said with the list."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from fritids.db import surplus
from fritids.db.engine import Connection
from fritids.db.surplus import ReadyRow
from fritids.domain.roles import Right
from fritids.errors import InvalidValueError
from fritids.i18n import _
from fritids.services import scanned
from fritids.services.context import Context
from fritids.services.results import ArticleView
from fritids.services.rights import needs

KEPT: Final = 2
MOST_KEPT: Final = 1000


@dataclass(frozen=True, slots=True)
class SurplusView:
    """An article that the branch can do without, by the rule."""

    article: ArticleView
    added_on: date
    last_lent: date | None
    others: int
    """Of the same type and size that stand ready beside it."""


class Surplus:
    """The use case of the list."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @needs(Right.STOCK)
    def list(self, keep: int = KEPT) -> tuple[SurplusView, ...]:
        """What stands ready, has been here and not been lent for twelve months, and is not booked, as far as `keep` others of its type and size are left.

        In the order of the shelves. Raises InvalidValueError for a `keep` that is none.
        """
        if not 0 <= keep <= MOST_KEPT:
            raise InvalidValueError(_("Keep between 0 and {n} of each.").format(n=MOST_KEPT), field="keep")
        context = self._context
        with context.database.read() as connection:
            context.refresh(connection)
            return more_than_needed(connection, context, keep)


def more_than_needed(connection: Connection, context: Context, keep: int = KEPT) -> tuple[SurplusView, ...]:
    """As `Surplus.list`, on a connection that is open."""
    before = context.today() - timedelta(days=365)
    chosen: list[tuple[ReadyRow, int]] = []
    rows = surplus.ready(connection, context.branch_id)
    for _alike, group in groupby(rows, key=lambda row: (row.type_code, row.size)):
        ready = list(group)
        idle = [row for row in ready if not row.booked and _idle(context, row, before)]
        idle.sort(key=lambda row: row.last_lent or date.min)
        chosen += [(row, len(ready) - 1) for row in idle[: max(0, len(ready) - keep)]]
    at_hand = scanned.by_ids(connection, context, [row.article_id for row, _others in chosen])
    return tuple(
        SurplusView(
            context.article_view(at_hand[row.article_id]), context.day_of(row.added_at), row.last_lent, others
        )
        for row, others in chosen
    )


def _idle(context: Context, row: ReadyRow, before: date) -> bool:
    lent_long_ago = row.last_lent is None or row.last_lent <= before
    return lent_long_ago and context.day_of(row.added_at) <= before
