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
class CountsRow:
    """How often what was answered at one branch."""

    branch: str
    otherwise_yes: int
    otherwise_no: int
    bought_yes: int
    bought_no: int


@dataclass(frozen=True, slots=True)
class AnswersRow:
    """The same of one branch, for things of one category and borrowers of one age band."""

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


def counts(connection: Connection, first: date, last: date) -> list[CountsRow]:
    """What was answered on these days, both included, by branch."""
    codes = dict(connection.execute(select(_BRANCH.c.id, _BRANCH.c.code)).all())
    query = _counts((_ANSWER.c.branch_id,), first, last)
    return [CountsRow(codes[branch], *map(int, told)) for branch, *told in connection.execute(query)]


def answers(connection: Connection, branch_id: int, first: date, last: date) -> list[AnswersRow]:
    """What was answered at a branch on these days, both included, by category and age band."""
    c = _ANSWER.c
    query = _counts((c.category_code, c.age_band), first, last).where(c.branch_id == branch_id)
    return [
        AnswersRow(category, band, *map(int, told)) for category, band, *told in connection.execute(query)
    ]


def _counts(groups: tuple[ColumnElement[str], ...], first: date, last: date) -> Select[Any]:
    c = _ANSWER.c
    told = (c.otherwise.is_(True), c.otherwise.is_(False), c.bought.is_(True), c.bought.is_(False))
    columns: list[ColumnElement[Any]] = [*groups, *(func.sum(case((one, 1), else_=0)) for one in told)]
    return (
        select(*columns)
        .where(c.undone_at.is_(None), c.answered_on >= first, c.answered_on <= last)
        .group_by(*groups)
        .order_by(*groups)
    )
