"""A message as it would be for a borrower of today, or for one that is made up, so that texts can be read before anybody gets them."""

from collections.abc import Sequence
from datetime import date

from fritids.domain.policy import Policy
from fritids.services.messages.facts import Item, ReceiptFacts, ReminderFacts, divided
from fritids.services.overviews import BranchView
from fritids.services.results import BorrowerView, LoanView

_NAME = "Anna Berg"
_ARTICLES = (("Längdskidor 170 Atomic", "Cross-country skis 170 Atomic"), ("Pulka", "Sled"))


def preview_facts(
    branch: BranchView,
    policy: Policy,
    due: date,
    borrower: BorrowerView | None = None,
    loans: Sequence[LoanView] = (),
    *,
    today: date | None = None,
) -> ReminderFacts:
    """What a reminder to the borrower would say of all these loans; without loans, of two made-up articles that are due on `due`."""
    items, hidden = divided(loans)
    if not loans:
        items = tuple(Item(swedish, due, english) for swedish, english in _ARTICLES)
    name = _NAME if borrower is None else None if borrower.protected else borrower.name
    return ReminderFacts(
        name,
        items,
        hidden,
        branch=branch.name,
        hours=branch.hours,
        phone=policy.contact_phone or None,
        email=policy.contact_email or None,
        today=today,
    )


def as_receipt(facts: ReminderFacts) -> ReceiptFacts:
    """The same as a receipt would say it."""
    return ReceiptFacts(
        facts.name,
        facts.items,
        facts.hidden,
        facts.branch,
        facts.hours,
        facts.phone,
        facts.email,
        facts.today,
    )
