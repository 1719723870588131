"""Which bookings stand in the way of a loan or a renewal, and which a loan fulfils."""

from dataclasses import dataclass
from datetime import date

from fritids.db import articles, bookings
from fritids.db.engine import Connection
from fritids.domain.facts import ArticleFacts, BookingFacts
from fritids.domain.words import ArticleState
from fritids.services.context import Context


@dataclass(frozen=True, slots=True)
class Promises:
    """The earliest booking by somebody else that the article is needed for, and the borrower's own bookings: of the article first."""

    by_other: BookingFacts | None = None
    own: tuple[int, ...] = ()


def within(
    connection: Connection,
    context: Context,
    article: ArticleFacts,
    borrower_id: int | None,
    days: tuple[date, date],
) -> Promises:
    """What has been promised of the article or its type on these days, both included.

    A booking of a type needs this very article only when fewer others of the type are ready to be lent than have been promised.
    """
    found = bookings.touching(
        connection,
        article_id=article.article_id,
        type_code=article.type_code,
        branch_id=context.branch_id,
        first=days[0],
        last=days[1],
    )
    others = [booking for booking in found if booking.borrower_id != borrower_id]
    promised = sum(booking.quantity for booking in others if booking.article_id is None)
    scarce = promised > 0 and promised > _others_ready(connection, context, article)
    in_the_way = [booking for booking in others if booking.article_id is not None or scarce]
    first = in_the_way[0] if in_the_way else None
    return Promises(
        None
        if first is None
        else BookingFacts(first.id, first.borrower_number, first.first_day, first.last_day),
        tuple(
            booking.id
            for booking in sorted(found, key=lambda booking: booking.article_id is None)
            if booking.borrower_id == borrower_id
        ),
    )


def _others_ready(connection: Connection, context: Context, article: ArticleFacts) -> int:
    ready = articles.available_of_type(connection, context.branch_id, article.type_code)
    counted = article.open_loan is None and article.state is ArticleState.IN_STOCK
    return ready - counted
