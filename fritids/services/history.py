"""The history of one article: everything that any table knows of it, in one list, so that a coordinator can decide what becomes of it.

A person stands only in a loan that still has its borrower; what was forgotten stays forgotten here too (DESIGN §5).
"""

from collections import Counter
from collections.abc import Iterator

from fritids.db import article_history
from fritids.db.engine import Connection
from fritids.domain.roles import Right
from fritids.domain.words import CheckAnswer, PartOutcome, ServiceKind, ServiceOutcome, ShownState
from fritids.services import scanned
from fritids.services.context import Context, shown_state
from fritids.services.loan_pages import loan_views
from fritids.services.results.history import ArticleHistory, HistoryKind, HistoryLine, YearOfLoans
from fritids.services.rights import needs


class History:
    """Reads what happened to articles."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @needs(Right.LISTS)
    def of(self, code: str) -> ArticleHistory | None:
        """All that happened to the article that a scanned or typed code means; None for a code that means none."""
        context = self._context
        with context.database.read() as connection:
            found = scanned.article(connection, context, code)
            if found is None:
                return None
            article_id = found.facts.article_id
            lines = list(self._lines(connection, article_id))
            # Stable: of two things at one moment the one that was written later stands above.
            lines.reverse()
            lines.sort(key=lambda line: line.when, reverse=True)
            days = article_history.lending_days(connection, article_id)
            first = min([context.day_of(lines[-1].when), *days[:1]])
            per_year = Counter(day.year for day in days)
            last_year = max([context.today(), *days[-1:]]).year
            return ArticleHistory(
                article=context.article_view(found),
                photo=article_history.photo(connection, article_id),
                years=tuple(
                    YearOfLoans(year, per_year[year]) for year in range(last_year, first.year - 1, -1)
                ),
                last_lent=days[-1] if days else None,
                lines=tuple(lines),
            )

    @needs(Right.LEND)
    def photo(self, article_id: int) -> str | None:
        """The path of the article's picture."""
        with self._context.database.read() as connection:
            return article_history.photo(connection, article_id)

    def _lines(self, connection: Connection, article_id: int) -> Iterator[HistoryLine]:
        yield from _arrival(connection, article_id)
        yield from _states(connection, article_id)
        yield from _services(connection, article_id)
        yield from _checks_and_counts(connection, article_id)
        yield from _labels_and_moves(connection, article_id)
        yield from _parts(connection, article_id)
        loans = loan_views(connection, self._context, article_id=article_id, limit=None)
        for loan in reversed(loans):
            yield HistoryLine(loan.lent_at, HistoryKind.LOAN, loan=loan)


def _arrival(connection: Connection, article_id: int) -> Iterator[HistoryLine]:
    arrived = article_history.arrival(connection, article_id)
    if arrived.gift_id is not None:
        yield HistoryLine(arrived.received_at, HistoryKind.GIFT)
    yield HistoryLine(arrived.added_at, HistoryKind.REGISTERED)


def _states(connection: Connection, article_id: int) -> Iterator[HistoryLine]:
    for n, row in enumerate(article_history.states(connection, article_id)):
        state = shown_state(row.state, on_loan=False)
        # The first is its arrival, unless an old article came in as it stood: missing, or discarded long ago.
        if n or state is not ShownState.AVAILABLE:
            yield HistoryLine(
                row.changed_at, HistoryKind.STATE, state=state, reason=row.reason, note=row.note
            )


def _services(connection: Connection, article_id: int) -> Iterator[HistoryLine]:
    for row in article_history.services(connection, article_id):
        yield HistoryLine(
            row.opened_at,
            HistoryKind.SERVICE,
            ended_at=row.done_at,
            service=ServiceKind(row.kind),
            outcome=None if row.outcome is None else ServiceOutcome(row.outcome),
            note=" · ".join(filter(None, (row.note, row.done_note))) or None,
        )


def _checks_and_counts(connection: Connection, article_id: int) -> Iterator[HistoryLine]:
    answers = article_history.checks(connection, article_id)
    # One answer may have settled several questions: that of a return which nobody looked at, too.
    for at, answer, note in dict.fromkeys((row.answered_at, row.answer, row.note) for row in answers):
        yield HistoryLine(at, HistoryKind.CHECK, outcome=CheckAnswer(answer), note=note)
    for row in article_history.counts(connection, article_id):
        state = None if row.state_then is None else ShownState(row.state_then)
        yield HistoryLine(row.scanned_at, HistoryKind.STOCKTAKE, state=state)


def _labels_and_moves(connection: Connection, article_id: int) -> Iterator[HistoryLine]:
    for row in article_history.labels(connection, article_id):
        yield HistoryLine(row.printed_at, HistoryKind.LABEL, code=row.code, sheet=row.sheet)
    for row in article_history.moves(connection, article_id):
        places = {"origin": row.from_name or row.from_place, "destination": row.to_name or row.to_place}
        yield HistoryLine(row.sent_at, HistoryKind.SENT, note=row.note, **places)
        if row.received_at is not None:
            yield HistoryLine(row.received_at, HistoryKind.RECEIVED, **places)


def _parts(connection: Connection, article_id: int) -> Iterator[HistoryLine]:
    for row in article_history.parts(connection, article_id):
        yield HistoryLine(
            row.noted_at,
            HistoryKind.PART,
            ended_at=row.settled_at,
            outcome=None if row.outcome is None else PartOutcome(row.outcome),
            part=row.part,
            quantity=row.quantity,
        )
