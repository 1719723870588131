"""Queries about who works at the desks, and their wrong PINs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Select, delete, exists, insert, select, text, update

from fritids.db import branches
from fritids.db.prepared import adding
from fritids.db.tables import Branch, Operator, PinGuess
from fritids.domain.roles import Role

_OPERATOR = Operator.__table__
_GUESS = PinGuess.__table__
_BRANCH = Branch.__table__
_ADD = adding(_OPERATOR)
_ADD_GUESS = adding(_GUESS)
_GUESSES_KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OperatorRow:
    """An operator as stored."""

    id: int
    key: str
    name: str
    role: Role
    branch_id: int | None
    branch_code: str | None
    pin_hash: str | None
    card: str | None
    active: bool
    added_at: datetime


_ROWS: Select[tuple[object, ...]] = (
    select(
        _OPERATOR.c.id, _OPERATOR.c.key, _OPERATOR.c.name, _OPERATOR.c.role, _OPERATOR.c.branch_id,
        _BRANCH.c.code.label("branch_code"), _OPERATOR.c.pin_hash, _OPERATOR.c.card, _OPERATOR.c.active, _OPERATOR.c.added_at,
    )
    .select_from(_OPERATOR.outerjoin(_BRANCH, _BRANCH.c.id == _OPERATOR.c.branch_id))
    .order_by(_OPERATOR.c.id)
)  # fmt: skip


def _read(connection: Connection, query: Select[tuple[object, ...]]) -> list[OperatorRow]:
    return [
        OperatorRow(
            row.id, row.key, row.name, Role(row.role), row.branch_id, row.branch_code, row.pin_hash, row.card, row.active, row.added_at
        )
        for row in connection.execute(query)
    ]  # fmt: skip


def exist(connection: Connection) -> bool:
    """Whether there ever was an operator; one who may not sign on any more counts, or taking the last one's leave would open every door."""
    return bool(connection.execute(select(exists().where(_OPERATOR.c.id.is_not(None)))).scalar())


def all_of_them(connection: Connection) -> list[OperatorRow]:
    """Every operator, in the order they were added."""
    return _read(connection, _ROWS)


def by_id(connection: Connection, operator_id: int) -> OperatorRow | None:
    """The operator with this id."""
    return next(iter(_read(connection, _ROWS.where(_OPERATOR.c.id == operator_id))), None)


def by_key(connection: Connection, key: str) -> OperatorRow | None:
    """The operator with this key, as it is stored."""
    return next(iter(_read(connection, _ROWS.where(_OPERATOR.c.key == key))), None)


def by_card(connection: Connection, keys: tuple[str, ...]) -> OperatorRow | None:
    """The operator whose card one of these keys means, the most literal reading first."""
    found = {row.card: row for row in _read(connection, _ROWS.where(_OPERATOR.c.card.in_(keys)))}
    return next((found[key] for key in keys if key in found), None)


def lock(connection: Connection, operator_id: int) -> None:
    """Nobody else changes the operator, or counts a wrong PIN of theirs, until the transaction ends."""
    connection.execute(select(_OPERATOR.c.id).where(_OPERATOR.c.id == operator_id).with_for_update())


def lock_all(connection: Connection) -> None:
    """The same for every operator: two administrators taking each other's leave at once must not both succeed."""
    connection.execute(select(_OPERATOR.c.id).order_by(_OPERATOR.c.id).with_for_update()).all()


def add(connection: Connection, values: Mapping[str, object]) -> int:
    """Add an operator; the id."""
    return _ADD.id(connection, {**values, "active": True, "revision": 1})


def change(connection: Connection, operator_id: int, **values: object) -> None:
    """Set columns of an operator."""
    connection.execute(
        update(_OPERATOR)
        .where(_OPERATOR.c.id == operator_id)
        .values(**values, revision=_OPERATOR.c.revision + 1)
    )


def has_administrator(connection: Connection) -> bool:
    """Whether somebody can sign on who may everything at every branch."""
    return bool(
        connection.execute(
            select(
                exists().where(
                    _OPERATOR.c.role == Role.ADMINISTRATOR.value,
                    _OPERATOR.c.active,
                    _OPERATOR.c.pin_hash.is_not(None),
                    _OPERATOR.c.branch_id.is_(None),
                )
            )
        ).scalar()
    )


def guesses(connection: Connection, operator_id: int) -> list[datetime]:
    """When wrong PINs were given for the operator lately."""
    query = select(_GUESS.c.at).where(_GUESS.c.operator_id == operator_id).order_by(_GUESS.c.at)
    return list(connection.execute(query).scalars())


def add_guess(connection: Connection, operator_id: int, at: datetime, desk: str) -> int:
    """Count a wrong PIN; its id. Those that have long ceased to count go."""
    connection.execute(
        delete(_GUESS).where(
            _GUESS.c.operator_id == operator_id,
            (_GUESS.c.at < at - _GUESSES_KEPT) | (_GUESS.c.at > at + _GUESSES_KEPT),
        )
    )
    return _ADD_GUESS.id(connection, {"operator_id": operator_id, "at": at, "desk": desk})


def take_back_guess(connection: Connection, guess_id: int) -> None:
    """It was the right PIN."""
    connection.execute(delete(_GUESS).where(_GUESS.c.id == guess_id))


def forget_guesses(connection: Connection, operator_id: int) -> None:
    """The operator has a new PIN: guesses at the old one say nothing about it."""
    connection.execute(delete(_GUESS).where(_GUESS.c.operator_id == operator_id))


def write_and_take_back(connection: Connection, at: datetime, desk: str) -> None:
    """As much work for the disk as a wrong PIN, and nothing left of it: so that a key that nobody has takes no less time."""
    somebody = connection.execute(select(_OPERATOR.c.id).order_by(_OPERATOR.c.id).limit(1)).scalar_one()
    made = connection.execute(
        insert(_GUESS).values(operator_id=somebody, at=at, desk=desk).returning(_GUESS.c.id)
    ).scalar_one()
    take_back_guess(connection, made)


def owns_tables(connection: Connection) -> bool:
    """Whether the role at work on a server owns the tables, or may everything there. PostgreSQL only."""
    query = text(
        "SELECT pg_has_role(current_user, relowner, 'USAGE') FROM pg_class WHERE oid = 'operator'::regclass"
    )
    return bool(connection.execute(query).scalar())


def branches_hear(connection: Connection) -> None:
    """Every desk of every branch reads who works there anew, at its next act."""
    branches.change_all(connection)
