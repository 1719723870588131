"""What messages are about in these tests: one family, a branch with hours, a phone and an address, or with none of them."""

from collections.abc import Sequence
from datetime import date

from fritids.services.message_texts import Item, ReminderFacts
from fritids.services.overviews import OpeningSpan

FRIDAY = date(2026, 2, 27)
TUESDAY = date(2026, 2, 24)
SKIS = Item("Längdskidor 170 Atomic", FRIDAY, "Cross-country skis 170 Atomic")
WEEK = (*(OpeningSpan(day, "12:00", "18:00") for day in range(4)), OpeningSpan(5, "10:00", "14:30"))
PHONE = "08-123 45 67"
EMAIL = "fritid@example.org"


def full(
    name: str | None = "Anna Berg",
    items: Sequence[Item] = (SKIS,),
    hidden: Sequence[date] = (),
    branch: str = "Fritidsbanken Järfälla",
) -> ReminderFacts:
    """Of a branch that has said everything about itself."""
    return ReminderFacts(name, tuple(items), tuple(hidden), branch, WEEK, PHONE, EMAIL)


def bare(items: Sequence[Item] = (SKIS,)) -> ReminderFacts:
    """To somebody who is not named, from a branch that has set neither hours nor phone nor address."""
    return ReminderFacts(None, tuple(items), branch="Fritidsbanken Järfälla")
