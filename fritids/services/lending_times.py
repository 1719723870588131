"""When an article is lent: now, by a clock that may be wrong (R10), or earlier, entered afterwards."""

from datetime import datetime, timedelta

from fritids.db import articles
from fritids.db.articles import ArticleAtHand
from fritids.db.engine import Connection
from fritids.domain.findings import FindingCode, Findings
from fritids.services.context import Context

CLOCK_TOLERANCE = timedelta(minutes=2)
"""How far two machines' clocks may differ before one of them is said to have gone back (R10)."""


def about_time(
    connection: Connection, context: Context, article: ArticleAtHand, at: datetime | None
) -> Findings:
    """What there is to say about lending the article now, or with `at` at that earlier time."""
    policy, now = context.policy, context.clock.now()
    newest = article.newest_event_at
    if at is None:
        if newest is not None and now < newest - CLOCK_TOLERANCE:
            return (policy.finding(FindingCode.CLOCK_WENT_BACK, newest=newest),)
        return ()
    if at > now:
        return (policy.finding(FindingCode.TIME_IN_FUTURE, at=at),)
    open_loan = article.facts.open_loan
    if open_loan is not None and at < open_loan.lent_at:
        return (policy.finding(FindingCode.NOT_FREE_THEN, since=open_loan.lent_at),)
    ended = articles.loan_in_the_way(connection, article.facts.article_id, at)
    return () if ended is None else (policy.finding(FindingCode.NOT_FREE_THEN, since=ended),)
