"""The schema, one file a noun. Importing this package declares every table on `metadata`; it opens nothing."""

from fritids.db.tables.articles import (
    Article,
    ArticleStateChange,
    ArticleType,
    Barcode,
    Category,
    CheckQuestion,
)
from fritids.db.tables.base import metadata
from fritids.db.tables.borrowers import Borrower, BorrowerCard, BorrowerYear, CoBorrower
from fritids.db.tables.branches import Branch, BranchSetting, ClosedPeriod, NumberSeries, OpeningHours
from fritids.db.tables.events import Event
from fritids.db.tables.loans import Booking, DeskItem, Loan, Renewal, Visit

__all__ = [
    "Article", "ArticleStateChange", "ArticleType", "Barcode", "Booking", "Borrower", "BorrowerCard", "BorrowerYear",
    "Branch", "BranchSetting", "Category", "CheckQuestion", "ClosedPeriod", "CoBorrower", "DeskItem", "Event",
    "Loan", "NumberSeries", "OpeningHours", "Renewal", "Visit", "metadata",
]  # fmt: skip
