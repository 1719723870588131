"""The one door to everything a desk can do. One transaction each, results are values; used by one thread."""

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from fritids.db import branches, schema
from fritids.db.engine import Database
from fritids.domain.barcode import Repair
from fritids.domain.policy import Policy
from fritids.domain.roles import Right
from fritids.domain.search import clean
from fritids.errors import UsageError, WhichBranchError
from fritids.i18n import _
from fritids.services.articles import Articles
from fritids.services.bookings import Bookings
from fritids.services.borrowers import Borrowers
from fritids.services.branch import BranchAdmin
from fritids.services.calls import Calls
from fritids.services.checks import Checks
from fritids.services.clock import Clock, SystemClock
from fritids.services.context import Context
from fritids.services.counter import Counter
from fritids.services.due_dates import DueDates
from fritids.services.fit import Fitting
from fritids.services.forgetting import Forgetting
from fritids.services.gifts import Gifts
from fritids.services.goals import Goals
from fritids.services.history import History
from fritids.services.known_codes import KnownCodes
from fritids.services.labels import Labels
from fritids.services.lending import Lending
from fritids.services.loans import Loans
from fritids.services.moving import Moving
from fritids.services.operators import Operators
from fritids.services.parts import Parts
from fritids.services.recalls import Recalls
from fritids.services.receipts import Receipts
from fritids.services.record_page import Record
from fritids.services.reminder_log import ReminderLog
from fritids.services.reminders import Reminders
from fritids.services.renewals import Renewals
from fritids.services.requests import Requests
from fritids.services.returns import Returns
from fritids.services.rights import Who, may
from fritids.services.service import Service
from fritids.services.service_rules import ServiceRules
from fritids.services.slips import Slips
from fritids.services.stocktaking import Stocktaking
from fritids.services.surplus import Surplus
from fritids.services.survey import Survey
from fritids.services.transfer_reading import TransferFiles
from fritids.services.transfers import Transfers
from fritids.services.type_periods import TypePeriods
from fritids.services.undoing import Undoing

if TYPE_CHECKING:
    from fritids.services.checking import Checking
    from fritids.services.figures import Figures
    from fritids.services.follow_up import FollowUp
    from fritids.services.locked_years import LockedYears
    from fritids.services.report import Report
    from fritids.services.stock_figures import StockFigures


class Desk:
    """One place with a scanner, and the use cases it can run."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.articles = Articles(context)
        self.borrowers = Borrowers(context)
        self.bookings = Bookings(context)
        self.branch = BranchAdmin(context)
        self.calls = Calls(context)
        self.checks = Checks(context)
        self.due_dates = DueDates(context)
        self.history = History(context)
        self.fitting = Fitting(context)
        self.forgetting = Forgetting(context)
        self.gifts = Gifts(context, self.articles)
        self.goals = Goals(context)
        self.known_codes = KnownCodes(context)
        self.labels = Labels(context)
        self.lending = Lending(context)
        self.loans = Loans(context)
        self.moving = Moving(context)
        self.operators = Operators(context)
        self.recalls = Recalls(context)
        self.receipts = Receipts(context)
        self.record = Record(context)
        self.parts = Parts(context)
        self.reminders = Reminders(context)
        self.reminder_log = ReminderLog(context)
        self.renewals = Renewals(context)
        self.requests = Requests(context)
        self.returns = Returns(context)
        self.service = Service(context)
        self.service_rules = ServiceRules(context)
        self.stocktaking = Stocktaking(context, self.returns)
        self.surplus = Surplus(context)
        self.survey = Survey(context)
        self.transfer_files = TransferFiles(context)
        self.transfers = Transfers(context)
        self.type_periods = TypePeriods(context)
        self.undoing = Undoing(context)
        self.slips = Slips(
            context,
            borrowers=self.borrowers,
            lending=self.lending,
            returns=self.returns,
            undoing=self.undoing,
        )
        self.counter = Counter(
            context,
            lending=self.lending,
            returns=self.returns,
            renewals=self.renewals,
            undoing=self.undoing,
            checks=self.checks,
            articles=self.articles,
            borrowers=self.borrowers,
        )

    @classmethod
    def open(
        cls,
        where: str,
        *,
        branch: str | None = None,
        name: str = "desk",
        operator: str | None = None,
        clock: Clock | None = None,
        who: Who | None = None,
    ) -> "Desk":
        """The desk `name` of a branch (its code; may be left out where there is only one) in the database at `where`.

        `who` signed on at another desk of this process; `operator` is a name for the record, heard only where nobody can sign on yet.
        Raises SchemaError for a database that is missing or of another version, UsageError for an unknown branch.
        """
        database = Database.open(where)
        try:
            schema.check(database)
            return cls.on(database, branch=branch, name=name, operator=operator, clock=clock, who=who)
        except BaseException:
            database.close()
            raise

    @classmethod
    def on(
        cls,
        database: Database,
        *,
        branch: str | None = None,
        name: str = "desk",
        operator: str | None = None,
        clock: Clock | None = None,
        who: Who | None = None,
    ) -> "Desk":
        """The same on a database that is open already and of this version."""
        with database.read() as connection:
            found = branches.find(connection, branch)
            if not found and branch is not None:
                raise UsageError(
                    _("There is no branch with the code {code}. See them with: fritids branch list").format(
                        code=branch
                    )
                )
            if not found:
                raise UsageError(_("The database has no branch yet. Make one with: fritids init"))
            if len(found) > 1 and branch is None:
                codes = ", ".join(f"{one.code} ({clean(one.name)})" for one in found)
                said = _("There are several branches here: {branches}. Say which with --branch CODE.")
                raise WhichBranchError(
                    said.format(branches=codes), tuple((one.code, one.name) for one in found)
                )
            context = Context(database, found[0].id, name, operator, clock or SystemClock(), who=who)
            context.refresh(connection)
        return cls(context)

    # What a year is told from costs 60 ms to import, which no first scan has to wait for: it is loaded when it is first asked for.

    @cached_property
    def checking(self) -> "Checking":
        """Whether the database is sound, and putting it right."""
        from fritids.services.checking import Checking  # noqa: PLC0415

        return Checking(self.context)

    @cached_property
    def figures(self) -> "Figures":
        """Loans and visits counted."""
        from fritids.services.figures import Figures  # noqa: PLC0415

        return Figures(self.context)

    @cached_property
    def stock_figures(self) -> "StockFigures":
        """How the stock stood, what stood still and what ran out."""
        from fritids.services.stock_figures import StockFigures  # noqa: PLC0415

        return StockFigures(self.context)

    @cached_property
    def follow_up(self) -> "FollowUp":
        """What a year did for people, beside what was to be reached."""
        from fritids.services.follow_up import FollowUp  # noqa: PLC0415

        return FollowUp(self.context, self.figures)

    @cached_property
    def report(self) -> "Report":
        """All that a year's report says."""
        from fritids.services.report import Report  # noqa: PLC0415

        return Report(self.context, figures=self.figures, stock=self.stock_figures, follow_up=self.follow_up)

    @cached_property
    def locked_years(self) -> "LockedYears":
        """Years whose figures nothing moves any more."""
        from fritids.services.locked_years import LockedYears  # noqa: PLC0415

        return LockedYears(self.context, figures=self.figures, stock=self.stock_figures)

    @property
    def policy(self) -> Policy:
        """The branch's settings as last read."""
        return self.context.policy

    @property
    def branch_name(self) -> str:
        """The branch's name as last read."""
        return self.context.branch_name

    @property
    def repaired(self) -> Repair | None:
        """What a scanner did to a code that was understood here all the same; None as long as all came as they should."""
        return self.context.repaired

    def may(self, right: Right) -> bool:
        """Whether who is at the desk may do this, as last read: for what is to be offered. The use cases have the last word."""
        return may(self.context, right)

    def today(self) -> date:
        """The day it is at the branch."""
        return self.context.today()

    def close(self) -> None:
        """Give the database back."""
        self.context.database.close()
