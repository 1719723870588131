"""When the program last looked after itself."""

from datetime import datetime

from sqlmodel import Field

from fritids.db.tables.base import Row


class Upkeep(Row, table=True):
    """The last time of one kind of upkeep, whichever desk did it: `check`, `backup`, `second_place`, `forget/1` of the branch with that id."""

    name: str = Field(primary_key=True)
    at: datetime
    outcome: str | None = None
    """JSON; never of people."""
