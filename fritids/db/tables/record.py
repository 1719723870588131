"""The chain that holds the record of events together."""

from sqlmodel import Field

from fritids.db.tables.base import Row


class EventLink(Row, table=True):
    """One link: the hash over its own number, the hash before it and everything in its line of the record.

    In the order in which transactions were committed, which on a server is not that of the lines' ids; numbered without a gap.
    """

    __tablename__ = "event_link"
    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    event_id: int = Field(foreign_key="event.id", ondelete="RESTRICT", unique=True)
    hash: bytes
    """SHA-256, 32 bytes."""
