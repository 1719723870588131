"""A ski binding that was set for somebody, as it is kept with the loan (R3)."""

from dataclasses import dataclass

from fritids.db.engine import Connection
from fritids.domain.search import clean
from fritids.errors import InvalidValueError
from fritids.i18n import _
from fritids.services.forms import SOLES_MM
from fritids.services.identity import refuse_identity_number

LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Binding:
    """Who set a ski binding, and for a boot sole of how many millimetres. Never a release value (ISO 11088)."""

    by: str
    sole_mm: int


def checked_binding(connection: Connection, binding: Binding) -> Binding:
    """The binding as it is kept with the loan. Raises InvalidValueError for a length that no sole has, and for a name that is none."""
    by = clean(binding.by)
    if not 0 < len(by) <= LONGEST_NAME or binding.sole_mm not in SOLES_MM:
        raise InvalidValueError(
            _("Say who has set the binding, and the length of the sole in mm, {first} to {last}.").format(
                first=SOLES_MM[0], last=SOLES_MM[-1]
            ),
            field="binding",
        )
    refuse_identity_number(connection, by, "binding")
    return Binding(by, binding.sole_mm)
