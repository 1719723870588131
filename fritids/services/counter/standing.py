"""What lies on the desk at this moment, read once for the decision about a scan and once for the panel beside the box."""

from dataclasses import dataclass

from fritids.db import events, visits
from fritids.db.articles import ArticleAtHand
from fritids.db.engine import Connection
from fritids.db.events import EventRow
from fritids.db.visits import VisitRow
from fritids.domain.lending import JUST_LENT
from fritids.services import scanned
from fritids.services.context import Context


@dataclass(frozen=True, slots=True)
class Standing:
    """A scanned article, the open visit, and what was just done with the article here (R8)."""

    visit: VisitRow | None
    article: ArticleAtHand | None
    just_done: EventRow | None
    in_basket: bool
    earlier: EventRow | None
    """The line this very act wrote, if it is sent a second time."""

    @property
    def on_loan_to(self) -> int | None:
        """The borrower who has the article; 0 for a forgotten one, None if it is not on loan."""
        loan = None if self.article is None else self.article.facts.open_loan
        return None if loan is None else (loan.borrower_id or 0)


def read(connection: Connection, context: Context, code: str, act: str) -> Standing:
    """How things stand for this scan."""
    visit = visits.open_at(connection, context.branch_id, context.desk)
    article = scanned.article(connection, context, code)
    if article is None:
        return Standing(visit, None, None, in_basket=False, earlier=None)
    article_id = article.facts.article_id
    now = context.clock.now()
    just_done = events.newest_on_article(
        connection,
        article_id,
        branch_id=context.branch_id,
        desk=context.desk,
        since=None if visit else now - JUST_LENT,
        visit_id=visit.id if visit else None,
    )
    if visit is None and just_done is not None and just_done.at > now + JUST_LENT:
        just_done = (
            None  # by a clock that went back since, all that was lent before it is later than now (R10)
        )
    in_basket = visit is None and article_id in visits.items(
        connection, context.branch_id, context.desk, None
    )
    return Standing(visit, article, just_done, in_basket=in_basket, earlier=events.by_act(connection, act))
