"""What was printed: which code, when, at which desk, on which sheet."""

from datetime import datetime

from sqlmodel import Field

from fritids.db.tables.base import Row


class PrintedLabel(Row, table=True):
    """One printing of one label. The code may stand on no article yet: labels are also printed for stock that is still to come."""

    __tablename__ = "printed_label"
    id: int | None = Field(default=None, primary_key=True)
    branch_id: int = Field(foreign_key="branch.id", ondelete="RESTRICT")
    key: str = Field(index=True)
    """As in `barcode`."""
    code: str
    printed_at: datetime
    desk: str
    operator: str | None = None
    sheet: str
    """Name of the layout; what came out as a single picture or for a label printer has the name of that form."""
    cell: int | None = None
    """Which cell of the sheet, from 1, so that the next printing can go on behind the last one."""
