"""Queries about what was answered to the two questions at returns."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, func, select, update

from fritids.db.prepared import adding
from fritids.db.tables import Branch, Loan, SurveyAnswer

_ANSWER = SurveyAnswer.__table__
_BRANCH = Branch.__table__
_LOAN = Loan.__table__
_ADD = adding(_ANSWER)


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """What an answer keeps of the loan that came back."""

    loan_id: int
    category_code: str
    age_band: str


@dataclass(frozen=True, slots=True)
class AnswersRow:
    """How often what was answered, at one branch, to things of one category, by one age band."""

    branch: str
    category_code: str
    age_band: str
    otherwise_yes: int
    otherwise_no: int
    bought_yes: int
    bought_no: int


def add(connection: Connection, values: dict[str, object]) -> int:
    """Store an answer; its id."""
    return _ADD.id(connection, values)


def undo(connection: Connection, answer_id: int, at: datetime) -> None:
    """It is not counted any more."""
    connection.execute(
        update(_ANSWER).where(_ANSWER.c.id == answer_id, _ANSWER.c.undone_at.is_(None)).values(undone_at=at)
    )


def returned(connection: Connection, branch_id: int, loan_id: int) -> ReturnedRow | None:
    """The loan, if it has come back and was not undone."""
    return _first(connection, _returned(branch_id).where(_LOAN.c.id == loan_id))


def last_returned(connection: Connection, branch_id: int, article_id: int) -> ReturnedRow | None:
    """The loan of an article that came back last."""
    query = _returned(branch_id).where(_LOAN.c.article_id == article_id)
    return _first(connection, query.order_by(_LOAN.c.returned_at.desc()).limit(1))


def _returned(branch_id: int) -> Select[Any]:
    return select(_LOAN.c.id, _LOAN.c.category_code, _LOAN.c.age_band).where(
        _LOAN.c.branch_id == branch_id, _LOAN.c.returned_at.is_not(None), _LOAN.c.undone_at.is_(None)
    )


def _first(connection: Connection, query: Select[Any]) -> ReturnedRow | None:
    row = connection.execute(query).first()
    return None if row is None else ReturnedRow(*row)


def answers(connection: Connection, branch_id: int | None, first: date, last: date) -> list[AnswersRow]:
    """What was answered on these days, both included, at one branch or at all."""
    c = _ANSWER.c

    groups = (_BRANCH.c.code, c.category_code, c.age_band)
    query = (
        select(
            *groups,
            _count(c.otherwise.is_(True)),
            _count(c.otherwise.is_(False)),
            _count(c.bought.is_(True)),
            _count(c.bought.is_(False)),
        )
        .join(_BRANCH, _BRANCH.c.id == c.branch_id)
        .where(c.undone_at.is_(None), c.answered_on >= first, c.answered_on <= last)
        .group_by(*groups)
        .order_by(*groups)
    )
    if branch_id is not None:
        query = query.where(c.branch_id == branch_id)
    return [AnswersRow(*row[:3], *map(int, row[3:])) for row in connection.execute(query)]


def _count(answered: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.sum(case((answered, 1), else_=0))
