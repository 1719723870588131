"""The sample's visits, loans and renewals as rows, each loan with what it keeps of its borrower, and the record of all that was done."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from operator import itemgetter
from random import Random
from typing import Final

from fritids.domain.findings import FindingCode
from fritids.domain.lending import ADULT_AGE
from fritids.domain.rows import Row, Rows
from fritids.domain.words import ActKind, ArticleState, BorrowerKind
from fritids.services.sample.borrowers import Keys
from fritids.services.sample.lending import DESKS, History, SampleLoan, SampleVisit
from fritids.services.sample.people import Person
from fritids.services.sample.settings import BRANCH_ID
from fritids.services.sample.stock import SampleArticle

SETTERS: Final = ("Kim", "Robin", "Sam")
"""Who set the ski bindings: first names that say nothing."""
_SOLES_OF_CHILDREN = range(170, 246)
_SOLES = range(250, 336)
_GUARDIAN = FindingCode.GUARDIAN_NEEDED.value


def visit_rows(visits: Sequence[SampleVisit]) -> Rows:
    """All visits, all of them over."""
    return Rows(
        "visit",
        ("id", "branch_id", "desk", "borrower_id", "started_at", "ended_at"),
        [(v.id, BRANCH_ID, v.desk, v.person.id, v.started_at, v.ended_at) for v in visits],
    )


def loan_rows(rng: Random, loans: Sequence[SampleLoan], keys: Keys) -> Rows:
    """All loans, in the order in which they were made."""
    return Rows(
        "loan",
        (
            "id", "article_id", "borrower_id", "co_borrower_id", "visit_id", "branch_id", "desk", "operator", "lent_at", "lent_on", "due",
            "returned_at", "returned_on", "undone_at", "entered_later", "accepted", "told", "binding_by", "binding_sole_mm",
            "category_code", "type_code", "borrower_kind", "age_band", "gender", "postal_area", "for_co_borrower", "first_ever",
            "borrower_key",
        ),
        [_loan(rng, loan, keys) for loan in loans],
    )  # fmt: skip


def _loan(rng: Random, loan: SampleLoan, keys: Keys) -> Row:
    person, child, kind = loan.person, loan.child, loan.article.line.type
    accepted = told = ""
    year = loan.lent_on.year
    if kind.ask_guardian and person.kind is BorrowerKind.PERSON:
        if person.birth_year is None:
            told = _GUARDIAN
        elif year - person.birth_year <= ADULT_AGE:
            accepted = _GUARDIAN
    setter = sole = None
    if kind.staff_sets_binding:
        setter = rng.choice(SETTERS)
        sole = rng.choice(_SOLES_OF_CHILDREN if loan.article.child else _SOLES)
    return (
        loan.id, loan.article.id, person.id, child.id if child else None, loan.visit, BRANCH_ID, loan.desk, None, loan.lent_at,
        loan.lent_on, loan.due, loan.returned_at, loan.returned_on, None, False, accepted, told, setter, sole,
        kind.category_code, kind.code, person.kind.value, person.band(child, year), (child or person).gender, person.postal_area,
        child is not None, loan.first_ever, keys.of_year(person.id, year),
    )  # fmt: skip


def renewal_rows(loans: Iterable[SampleLoan]) -> Rows:
    """Every loan of the sample was renewed once at the most."""
    renewed = ((loan, loan.renewal) for loan in loans if loan.renewal is not None)
    return Rows(
        "renewal",
        (
            "id",
            "loan_id",
            "seq",
            "old_due",
            "new_due",
            "renewed_at",
            "renewed_on",
            "branch_id",
            "desk",
            "operator",
            "undone_at",
        ),
        [
            (number, loan.id, 1, old_due, new_due, at, day, BRANCH_ID, DESKS[0], None, None)
            for number, (loan, (at, day, old_due, new_due)) in enumerate(renewed, start=1)
        ],
    )


def event_rows(
    stock: Sequence[SampleArticle],
    people: Sequence[Person],
    history: History,
    keys: Keys,
    event_keys: dict[int, str],
) -> Rows:
    """The record of everything that was done, in the order in which it was."""
    acts = sorted(_acts(stock, people, history, event_keys), key=itemgetter(0, 1))
    new = keys.new
    return Rows(
        "event",
        (
            "id", "act_key", "line", "at", "branch_id", "desk", "operator", "kind", "article_id", "loan_id", "returned_loan_id",
            "renewal_id", "visit_id", "borrower_key", "undoes", "details",
        ),
        [
            (number, new(), 0, at, BRANCH_ID, desk, None, kind, article, loan, None, renewal, visit, borrower, None, details)
            for number, (at, _, desk, kind, article, loan, renewal, visit, borrower, details) in enumerate(acts, start=1)
        ],
    )  # fmt: skip


_Act = tuple[datetime, int, str, str, int | None, int | None, int | None, int | None, str | None, str | None]
"""When, a number that orders acts of the same second, desk, kind, article, loan, renewal, visit, borrower's key, details."""


def _acts(
    stock: Sequence[SampleArticle], people: Sequence[Person], history: History, event_keys: dict[int, str]
) -> Iterator[_Act]:
    for article in stock:
        yield (
            article.added_at,
            article.id,
            DESKS[0],
            ActKind.ARTICLE_ADD.value,
            article.id,
            None,
            None,
            None,
            None,
            None,
        )
        was = ArticleState.IN_STOCK.value
        for at, state, reason in article.changes:
            discarded = state == ArticleState.DISCARDED.value
            details = {"was": was, "state": state} | ({"reason": reason} if reason else {})
            was = state
            kind = ActKind.ARTICLE_DISCARD if discarded else ActKind.ARTICLE_STATE
            yield (
                at,
                article.id,
                DESKS[0],
                kind.value,
                article.id,
                None,
                None,
                None,
                None,
                json.dumps(details, sort_keys=True),
            )
    for person in people:
        yield (
            history.joined[person.id],
            person.id,
            DESKS[0],
            ActKind.BORROWER_ADD.value,
            None,
            None,
            None,
            None,
            event_keys[person.id],
            None,
        )
    renewal = 0
    lend, back, renew = ActKind.LEND.value, ActKind.RETURN.value, ActKind.RENEW.value
    for loan in history.loans:
        article_id = loan.article.id
        yield loan.lent_at, loan.id, loan.desk, lend, article_id, loan.id, None, loan.visit, None, None
        if loan.renewal is not None:
            renewal += 1
            yield loan.renewal[0], loan.id, DESKS[0], renew, article_id, loan.id, renewal, None, None, None
        if loan.returned_at is not None:
            yield loan.returned_at, loan.id, DESKS[0], back, article_id, loan.id, None, None, None, None
