"""The chain of the record of events, read from end to end: what is not as it was."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

from sqlalchemy import Connection, Select, String, exists, func, select, type_coerce
from sqlalchemy.exc import DBAPIError

from fritids.db.tables import Event, EventLink
from fritids.domain.anchor import Anchor
from fritids.domain.chain import BEFORE_THE_FIRST, COLUMNS, ChainFault, ChainKind, link_hash

_EVENT, _LINK = Event.__table__, EventLink.__table__
_AT_ONCE: Final = 5_000
_MOST_COMPARED: Final = 200
"""Among so many lines that do not fit, pairs are looked for that changed places; more are a record that is broken otherwise."""


def lines(dialect: str) -> list[Any]:
    """The columns of a line as they are hashed; on SQLite as they lie in the file, whatever somebody put there."""
    if dialect == "sqlite":
        at: Any = type_coerce(_EVENT.c.at, String)
    else:
        # Also a year before Christ, which only a hand from outside writes, is to be told apart.
        written = func.to_char(func.timezone("UTC", _EVENT.c.at), "YYYY-MM-DD HH24:MI:SS.US BC")
        at = func.replace(written, " AD", "")
    return [at.label("at_text") if name == "at" else _EVENT.c[name] for name in COLUMNS]


def walk(connection: Connection, query: Select[Any]) -> Iterator[Sequence[Any]]:
    """The rows of a query as the driver gives them, a few thousand of them in memory. Text in SQLite that is no UTF-8 is read all the same."""
    dialect: Any = connection.dialect
    sql = str(query.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
    driver: Any = connection.connection.driver_connection
    try:
        if dialect.name == "postgresql":
            with driver.cursor(name="fritids_record") as cursor:
                cursor.itersize = _AT_ONCE
                cursor.execute(sql)
                yield from cursor
        else:
            with _any_text(driver), closing(driver.cursor()) as cursor:
                yield from cursor.execute(sql)
    except dialect.dbapi.Error as error:
        raise DBAPIError.instance(sql, None, error, dialect.dbapi.Error, dialect=dialect) from error


@contextmanager
def _any_text(driver: Any) -> Iterator[None]:
    usual = driver.text_factory
    driver.text_factory = _decoded
    try:
        yield
    finally:
        driver.text_factory = usual


def _decoded(held: bytes) -> str:
    return held.decode("utf-8", "surrogateescape")


def verify(connection: Connection, anchors: Iterable[Anchor] = ()) -> Iterator[ChainFault]:
    """What is not as it was: along the chain, then beside it. Nothing for a record as the program wrote it.

    That the end was cut off, or the chain made anew from some place on, is found only by an anchor from behind that place. A
    million lines take some ten seconds, and no more memory than a few thousand.
    """
    walked = _Walk({anchor.seq: anchor.hash for anchor in anchors})
    query = (
        select(_LINK.c.seq, _LINK.c.event_id, _LINK.c.hash, *lines(connection.dialect.name))
        .select_from(_LINK.outerjoin(_EVENT, _EVENT.c.id == _LINK.c.event_id))
        .order_by(_LINK.c.seq)
    )
    for row in walk(connection, query):
        yield from walked.link(row)
    yield from walked.rest()
    loose = select(_EVENT.c.id).where(~exists().where(_LINK.c.event_id == _EVENT.c.id)).order_by(_EVENT.c.id)
    for (event_id,) in walk(connection, loose):
        yield ChainFault(ChainKind.ADDED, None, event_id)


@dataclass(slots=True)
class _Unfit:
    """A link whose hash is not that of its line."""

    seq: int
    before: bytes
    hash: bytes
    line: Sequence[Any]
    kind: ChainKind = ChainKind.CHANGED

    def fits(self, other: Sequence[Any]) -> bool:
        """Whether its hash is that of another line, or of another line's content under its own id."""
        return self.hash in (
            link_hash(self.seq, self.before, other),
            link_hash(self.seq, self.before, (self.line[0], *other[1:])),
        )


class _Walk:
    """The chain, link by link. What does not fit is told at the end, since its like may come later."""

    def __init__(self, anchors: dict[int, bytes]) -> None:
        self._anchors = anchors
        self._last = 0
        self._before: bytes | None = BEFORE_THE_FIRST
        self._unfit: list[_Unfit] = []

    def link(self, row: Sequence[Any]) -> Iterator[ChainFault]:
        """The next one; each is held against the hash that stands before it, so that one change is not told of all that come after."""
        seq, event_id, stored, line = row[0], row[1], row[2], row[3:]
        if seq < 1:
            yield ChainFault(ChainKind.ADDED, seq, event_id)
            return
        if seq != self._last + 1:
            yield ChainFault(ChainKind.REMOVED, self._last + 1, None)
            self._before = None
        if self._anchors.pop(seq, stored) != stored:
            yield ChainFault(ChainKind.REWRITTEN, seq, event_id)
        if line[0] is None:
            yield ChainFault(ChainKind.REMOVED, seq, event_id)
        elif self._before is not None and link_hash(seq, self._before, line) != stored:
            if len(self._unfit) < _MOST_COMPARED:
                self._unfit.append(_Unfit(seq, self._before, stored, line))
            else:
                yield ChainFault(ChainKind.CHANGED, seq, event_id)
        self._before = stored if isinstance(stored, bytes) else None
        self._last = seq

    def rest(self) -> Iterator[ChainFault]:
        """What can be told only at the end."""
        for one, other in combinations(self._unfit, 2):
            if one.fits(other.line) and other.fits(one.line):
                one.kind = other.kind = ChainKind.SWAPPED
        for each in self._unfit:
            yield ChainFault(each.kind, each.seq, each.line[0])
        if any(seq > self._last for seq in self._anchors):
            yield ChainFault(ChainKind.CUT_OFF, self._last + 1, None)
