"""How long things of one type are lent (R1). The catalogue is every branch's, and so is what is said here."""

from fritids.db import branches, catalogue, events
from fritids.db.engine import Connection
from fritids.db.events import EventRow
from fritids.domain.policy import TYPE_DAYS
from fritids.domain.roles import Right
from fritids.domain.words import ActKind
from fritids.errors import InvalidValueError, UsageError
from fritids.i18n import _
from fritids.services.acts import key_of_another_act
from fritids.services.context import Context
from fritids.services.once import once
from fritids.services.results import TypeView
from fritids.services.rights import needs


class TypePeriods:
    """The use case of giving an article type a loan period of its own."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @needs(Right.SETTINGS)
    def set(self, type_code: str, days: int | None, *, act: str) -> TypeView:
        """Things of the type are lent for so many days from now on, at every open desk too; with None for as long as the branch says.

        Due dates that were promised stay. Raises InvalidValueError for a period that cannot be, UsageError for an unknown type.
        """
        context = self._context
        if days is not None and days not in TYPE_DAYS:
            raise InvalidValueError(
                _("A loan period is {first} to {last} days.").format(first=TYPE_DAYS[0], last=TYPE_DAYS[-1]),
                field="loan_days",
            )

        def work(connection: Connection) -> None:
            before = catalogue.loan_days_of(connection, type_code)
            catalogue.set_loan_days(connection, type_code, days)
            branches.change_all(connection)
            details = {"type": type_code, "from": before, "to": days}
            events.add(connection, context.event(ActKind.SETTING, act), details)

        def again(_connection: Connection, earlier: EventRow) -> None:
            if (earlier.details.get("type"), earlier.details.get("to")) != (type_code, days):
                raise key_of_another_act()

        if type_code not in context.types:
            raise UsageError(_("There is no such article type. See them with: fritids article types"))
        once(context, act, ActKind.SETTING, work, again)
        with context.database.read() as connection:
            context.refresh(connection)
        return context.types[type_code]
