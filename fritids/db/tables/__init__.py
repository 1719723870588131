"""The schema, one file a noun. Importing this package declares every table on `metadata`; it opens nothing."""

from fritids.db.tables import figure_triggers, record_triggers  # noqa: F401  # they are made with the tables
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
from fritids.db.tables.figures import FigureSummary, Goal, Inhabitants, LockedYear, StaleMark, SurveyAnswer
from fritids.db.tables.gifts import Gift, GiftItem
from fritids.db.tables.labels import PrintedLabel
from fritids.db.tables.loans import Booking, DeskItem, Loan, Renewal, Visit
from fritids.db.tables.messages import ContactNote, Message, ReminderRun, ReminderStep
from fritids.db.tables.operators import Operator, PinGuess
from fritids.db.tables.parts import MissingPart
from fritids.db.tables.record import EventLink
from fritids.db.tables.requests import UnmetRequest
from fritids.db.tables.service import ServiceNote, ServiceRule
from fritids.db.tables.slips import Slip, SlipLine
from fritids.db.tables.stocktakes import Stocktake, StocktakeScan
from fritids.db.tables.transfers import Transfer
from fritids.db.tables.upkeep import Upkeep

__all__ = [
    "Article", "ArticleStateChange", "ArticleType", "Barcode", "Booking", "Borrower", "BorrowerCard", "BorrowerYear",
    "Branch", "BranchSetting", "Category", "CheckQuestion", "ClosedPeriod", "CoBorrower", "ContactNote", "DeskItem", "Event", "EventLink", "FigureSummary",
    "Gift", "GiftItem", "Goal", "Inhabitants", "Loan", "LockedYear", "Message", "MissingPart", "NumberSeries", "OpeningHours", "Operator", "PinGuess", "PrintedLabel", "ReminderRun", "ReminderStep",
    "Renewal", "ServiceNote", "ServiceRule", "Slip", "SlipLine", "StaleMark", "Stocktake", "StocktakeScan", "SurveyAnswer", "Transfer", "UnmetRequest", "Upkeep", "Visit", "metadata",
]  # fmt: skip
