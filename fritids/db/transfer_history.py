"""What an article has been through, as it goes along to another branch: counted and dated, and nobody's name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select

from fritids.db.articles import ARTICLE, CHANGE
from fritids.db.tables import Event, Loan, ServiceNote
from fritids.domain.words import ActKind

_LOAN = Loan.__table__
_NOTE = ServiceNote.__table__
_EVENT = Event.__table__


@dataclass(frozen=True, slots=True)
class PastLoan:
    """From when to when an article was lent."""

    lent_on: date
    returned_on: date | None


@dataclass(frozen=True, slots=True)
class PastState:
    """A state that an article was given."""

    at: datetime
    state: str
    reason: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class PastService:
    """What was to be done to an article, and whether it was."""

    kind: str
    opened_at: datetime
    done_at: datetime | None
    outcome: str | None
    note: str | None
    done_note: str | None


def added_at(connection: Connection, article_id: int) -> datetime:
    """When the article was registered."""
    found: datetime = connection.execute(
        select(ARTICLE.c.added_at).where(ARTICLE.c.id == article_id)
    ).scalar_one()
    return found


def loans(connection: Connection, article_id: int) -> list[PastLoan]:
    """Its loans that count, oldest first."""
    query = (
        select(_LOAN.c.lent_on, _LOAN.c.returned_on)
        .where(_LOAN.c.article_id == article_id, _LOAN.c.undone_at.is_(None))
        .order_by(_LOAN.c.lent_at, _LOAN.c.id)
    )
    return [PastLoan(*row) for row in connection.execute(query)]


def states(connection: Connection, article_id: int) -> list[PastState]:
    """Its states, oldest first."""
    c = CHANGE.c
    query = select(c.changed_at, c.state, c.reason, c.note).where(c.article_id == article_id).order_by(c.id)
    return [PastState(*row) for row in connection.execute(query)]


def service(connection: Connection, article_id: int) -> list[PastService]:
    """What was to be done to it, oldest first."""
    c = _NOTE.c
    query = (
        select(c.kind, c.opened_at, c.done_at, c.outcome, c.note, c.done_note)
        .where(c.article_id == article_id)
        .order_by(c.opened_at, c.id)
    )
    return [PastService(*row) for row in connection.execute(query)]


def sending_acts(
    connection: Connection, article_ids: Sequence[int]
) -> list[tuple[int, str, int, str | None]]:
    """(article, act key, line, details) of all sendings of these articles."""
    query = (
        select(_EVENT.c.article_id, _EVENT.c.act_key, _EVENT.c.line, _EVENT.c.details)
        .where(_EVENT.c.article_id.in_(list(article_ids)), _EVENT.c.kind == ActKind.TRANSFER_SEND.value)
        .order_by(_EVENT.c.id)
    )
    return [(row.article_id, row.act_key, row.line, row.details) for row in connection.execute(query)]
