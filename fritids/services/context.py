"""What every use case stands on: the database, the branch, the desk, the clock, and what is remembered of the settings.

Knows nothing of any one use case.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from fritids.db import articles, branches, events, operators, service
from fritids.db.engine import Connection, Database
from fritids.db.faults import AlreadyThereError, RaceLostError
from fritids.domain.barcode import Repair
from fritids.domain.calendar import OpeningCalendar, local_date, local_day_span
from fritids.domain.parts import split
from fritids.domain.policy import Policy
from fritids.domain.roles import Right
from fritids.domain.service import Rule, in_force
from fritids.domain.sizes import SizeKind
from fritids.domain.words import ActKind, ArticleState, ShownState
from fritids.services.clock import Clock
from fritids.services.reference import service_rules
from fritids.services.results import ArticleView, TypeView
from fritids.services.rights import Who, may, refused

T = TypeVar("T")
ATTEMPTS = 4
"""How often a transaction is tried that lost a race with another desk. Each loser finds the winner's rows on its next try."""


@dataclass(slots=True)
class Context:
    """One desk of one branch, as the use cases see it. Used by one thread."""

    database: Database
    branch_id: int
    desk: str
    operator: str | None
    clock: Clock
    policy: Policy = field(default_factory=Policy)
    branch_name: str = ""
    types: dict[str, TypeView] = field(default_factory=dict)
    service_rules: Mapping[str, tuple[Rule, ...]] = field(default_factory=dict)
    """When the turn of each type for service comes at this branch."""
    revision: int = 0
    who: Who | None = None
    """Who signed on; their key then stands in `operator`."""
    open_door: bool = True
    """No operator exists yet: nothing is kept from anyone."""
    inside: Right | None = None
    """The right by which an allowed use case is running (`services.rights`)."""
    volunteers_unsigned: bool = False
    """Who is not signed on may work as a volunteer here."""
    repaired: Repair | None = None
    """What a code needed that was understood at this desk, the last one that needed anything (`services.scanned`)."""

    def refresh(self, connection: Connection, revision: int | None = None) -> None:
        """Read settings, calendar, types and operators again unless `revision` says that what is remembered still holds.

        Raises NotAllowedError within a use case that whoever is at the desk may not do any more.
        """
        if revision is not None and revision == self.revision:
            return
        branch = branches.by_id(connection, self.branch_id)
        calendar = OpeningCalendar(
            frozenset(weekday for weekday, _, _ in branches.opening_hours(connection, self.branch_id)),
            tuple((first, last) for first, last, _ in branches.closed_periods(connection, self.branch_id)),
        )
        self.policy = Policy.from_settings(
            branches.settings(connection, self.branch_id), ZoneInfo(branch.timezone), calendar
        )
        self.branch_name, self.revision = branch.name, branch.revision
        self.service_rules = in_force(service_rules(), service.own_rules(connection, self.branch_id))
        self.types = {
            row.code: TypeView(
                row.code, row.category, row.name_sv, row.name_en, SizeKind(row.size_kind), row.ask_guardian, row.safety_check,
                row.staff_sets_binding, row.private, row.loan_days, row.category_sv, row.category_en,
                tuple((row.parts_sv or "").split("; ")) if row.parts_sv else (),
                tuple((row.parts_en or "").split("; ")) if row.parts_en else (),
            )
            for row in articles.types(connection)
        }  # fmt: skip
        self.volunteers_unsigned = self.policy.volunteers_without_pin
        self._refresh_who(connection)

    def _refresh_who(self, connection: Connection) -> None:
        """Whoever signed on is who the database says they are now: of another role, or nobody any more."""
        self.open_door = not operators.exist(connection)
        if not self.open_door:
            row = None if self.who is None else operators.by_id(connection, self.who.id)
            self.who = None if row is None else who_is(row, self.branch_id)
            # A name that somebody wrote on the command line is nobody who signed on.
            self.operator = None if self.who is None else self.who.key
        if self.inside is not None and not may(self, self.inside):
            raise refused(self)

    def look_anew(self) -> None:
        """What is remembered of settings and operators is as the database says now."""
        with self.database.read() as connection:
            self.refresh(connection, branches.revision(connection, self.branch_id))

    def today(self) -> date:
        """The day it is at the branch."""
        return local_date(self.clock.now(), self.policy.zone)

    def start_of_today(self) -> datetime:
        """The moment the day began at the branch."""
        return local_day_span(self.today(), self.policy.zone)[0]

    def day_of(self, moment: datetime) -> date:
        """The day a moment falls on at the branch."""
        return local_date(moment, self.policy.zone)

    def article_view(self, found: articles.ArticleAtHand) -> ArticleView:
        """The article as people see it."""
        facts = found.facts
        loan = facts.open_loan
        return ArticleView(
            id=facts.article_id,
            barcode=found.label,
            type=self.types[facts.type_code],
            size=found.size,
            brand=found.brand,
            state=shown_state(facts.state, on_loan=loan is not None),
            due=None if loan is None else loan.due,
            borrower_number=None if loan is None else loan.borrower_number,
            model=found.model,
            note=found.note,
            discard_reason=facts.discard_reason,
            revision=found.revision,
            part_counts=tuple(split(found.part_counts).items()) if found.part_counts else (),
        )

    def event(self, kind: ActKind, act: str, line: int = 0, **values: object) -> dict[str, object]:
        """The columns of a new line of the record that every act fills alike."""
        return {
            "act_key": act,
            "line": line,
            "at": self.clock.now(),
            "branch_id": self.branch_id,
            "desk": self.desk,
            "operator": self.operator,
            "kind": kind.value,
            **values,
        }

    def do(
        self,
        act: str,
        line: int,
        work: Callable[[Connection], T],
        repeated: Callable[[Connection, events.EventRow], T],
    ) -> T:
        """Run `work` in one durable transaction, exactly once for this act.

        If the act was done before, `repeated` makes its result from the record instead. A race lost to another desk (a unique
        constraint, a deadlock that PostgreSQL broke) is tried again, and then sees what the other desk did.
        """
        for attempt in range(ATTEMPTS):
            try:
                with self.database.write() as connection:
                    return work(connection)
            except AlreadyThereError:
                with self.database.read() as connection:
                    earlier = events.by_act(connection, act, line)
                    if earlier is not None:
                        return repeated(connection, earlier)
                if attempt == ATTEMPTS - 1:
                    raise
            except RaceLostError:
                if attempt == ATTEMPTS - 1:
                    raise
        raise AssertionError(act)


def who_is(row: operators.OperatorRow, branch_id: int) -> Who | None:
    """The operator at work at this branch; None for one who may not sign on there."""
    if not row.active or row.branch_id not in {None, branch_id}:
        return None
    return Who(row.id, row.key, row.name, row.role, row.branch_id)


def shown_state(state: str, *, on_loan: bool) -> ShownState:
    """What people see instead of the stored state."""
    if on_loan:
        return ShownState.ON_LOAN
    return ShownState.AVAILABLE if state == ArticleState.IN_STOCK else ShownState(state)
