"""The sample's notes of service: what was sharpened, waxed and looked over in time, and what waits on the service shelf.

Draws no chance: what is made here hangs on the stock and the loans alone, so that it can be changed and the rest stays as it is.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from fritids.domain.rows import Row, Rows
from fritids.domain.service import Rule, season_since
from fritids.domain.words import ArticleState, ServiceKind, ServiceOutcome
from fritids.services.reference import service_rules
from fritids.services.sample.lending import SampleLoan
from fritids.services.sample.stock import SampleArticle

_NOT_YET: Final = 19
"""One article of so many whose turn has come has not been seen to yet."""
_WRONG: Final = ("Sliten", "Spännet har gått av", "En skruv saknas")
_BETWEEN: Final = timedelta(minutes=20)
"""After it came back."""


def rows(stock: Sequence[SampleArticle], loans: Sequence[SampleLoan], now: datetime) -> Rows:
    """All notes, closed ones first; `now` is the end of the last open day."""
    of_article: dict[int, list[SampleLoan]] = defaultdict(list)
    for loan in loans:
        of_article[loan.article.id].append(loan)
    values: list[Row] = []
    for article in stock:
        for rule in service_rules().get(article.line.type.code, ()):
            done = _last_done(article, of_article[article.id], rule, now)
            if done is not None:
                values.append((article.id, rule.kind.value, None, done, done, ServiceOutcome.DONE.value))
    values += [
        (article.id, *_waiting(article), article.changes[-1][0], None, None)
        for article in stock
        if article.state == ArticleState.IN_SERVICE.value
    ]
    return Rows(
        "service_note",
        ("id", "article_id", "kind", "note", "opened_at", "done_at", "outcome"),
        [(number, *value) for number, value in enumerate(values, start=1)],
    )


def _last_done(
    article: SampleArticle, loans: Sequence[SampleLoan], rule: Rule, now: datetime
) -> datetime | None:
    """When the work was last done: at its last turn, but for a few articles that are still to be seen to."""
    moments = list(_turns(article, loans, rule, now))
    if article.id % _NOT_YET == 0:
        moments = moments[:-1]
    return moments[-1] if moments else None


def _turns(
    article: SampleArticle, loans: Sequence[SampleLoan], rule: Rule, now: datetime
) -> Iterator[datetime]:
    if rule.after_loans is not None:
        back = [loan.returned_at for loan in loans if loan.returned_at is not None]
        yield from (at + _BETWEEN for at in back[rule.after_loans - 1 :: rule.after_loans])
    if rule.season_start is not None:
        began = season_since(rule.season_start, now.date())
        if article.added_at.date() < began:
            later = (
                loan.returned_at for loan in loans if loan.returned_at and loan.returned_at.date() >= began
            )
            at = next(later, None)
            yield now - timedelta(days=1) if at is None else at + _BETWEEN


def _waiting(article: SampleArticle) -> tuple[str, str | None]:
    """The kind of work, and why, for an article on the service shelf."""
    rules = service_rules().get(article.line.type.code, ())
    if rules:
        return rules[0].kind.value, None
    return (ServiceKind.MEND.value, _WRONG[article.id % len(_WRONG)])
