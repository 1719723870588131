"""When a type's turn for service comes at the branch, where that is not as usual."""

from fritids.db import branches, events, service
from fritids.db.engine import Connection
from fritids.db.events import EventRow
from fritids.domain.roles import Right
from fritids.domain.service import AFTER_LOANS, Rule, read_season
from fritids.domain.words import ActKind, ServiceKind
from fritids.errors import InvalidValueError, UsageError
from fritids.i18n import _
from fritids.services import reference
from fritids.services.acts import key_of_another_act
from fritids.services.context import Context
from fritids.services.once import once
from fritids.services.results.service import RuleView
from fritids.services.rights import needs


class ServiceRules:
    """The use cases of the rules of service."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @needs(Right.STOCK)
    def list(self, type_code: str | None = None) -> tuple[RuleView, ...]:
        """What holds at the branch (for a type), in the order of the shelves; also where the branch has said never."""
        context = self._context
        with context.database.read() as connection:
            context.refresh(connection)
            own = service.own_rules(connection, context.branch_id)
        usual = {
            (code, rule.kind): rule for code, rules in reference.service_rules().items() for rule in rules
        }
        merged = usual | own
        return tuple(
            RuleView(view, kind, rule.after_loans, rule.season_start, is_own=(view.code, kind) in own)
            for view in context.types.values()
            if type_code in {None, view.code}
            for kind in ServiceKind
            if (rule := merged.get((view.code, kind))) is not None
        )

    @needs(Right.STOCK)
    def set(
        self,
        type_code: str,
        kind: ServiceKind,
        *,
        act: str,
        after_loans: int | None = None,
        season_start: str | None = None,
    ) -> None:
        """This kind of work is due after so many loans, or from this day (MM-DD) on each year, at every desk of the branch; with neither never.

        Raises InvalidValueError for a figure or a day that cannot be, UsageError for an unknown type.
        """
        if after_loans is not None and after_loans not in AFTER_LOANS:
            raise InvalidValueError(
                _("Give between {first} and {last} loans.").format(
                    first=AFTER_LOANS[0], last=AFTER_LOANS[-1]
                ),
                field="after",
            )
        season = None if season_start is None else read_season(season_start)
        if season_start is not None and season is None:
            raise InvalidValueError(
                _("Write the season's first day as month and day, such as 11-01."), field="season"
            )
        self._set(type_code, kind, Rule(kind, after_loans, season), act)

    @needs(Right.STOCK)
    def as_usual(self, type_code: str, kind: ServiceKind, *, act: str) -> None:
        """The branch says nothing of its own any more. Raises UsageError for an unknown type."""
        self._set(type_code, kind, None, act)

    def _set(self, type_code: str, kind: ServiceKind, rule: Rule | None, act: str) -> None:
        context = self._context
        details: dict[str, object] = {"type": type_code, "kind": kind.value, "usual": rule is None}
        if rule is not None:
            details |= {"after": rule.after_loans, "season": rule.season_start}

        def work(connection: Connection) -> None:
            service.set_rule(connection, context.branch_id, type_code, kind, rule)
            branches.change(connection, context.branch_id)
            events.add(connection, context.event(ActKind.SERVICE_RULE, act), details)

        def again(_connection: Connection, earlier: EventRow) -> None:
            if dict(earlier.details) != details:
                raise key_of_another_act()

        if type_code not in context.types:
            raise UsageError(_("There is no such article type. See them with: fritids article types"))
        once(context, act, ActKind.SERVICE_RULE, work, again)
        with context.database.read() as connection:
            context.refresh(connection)
