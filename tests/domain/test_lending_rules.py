"""Each reason of R3, R4 and R6 on its own, and all of them together."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from fritids.domain.facts import (
    ArticleFacts,
    BookingFacts,
    BorrowerFacts,
    LendFacts,
    OpenLoanFacts,
    RenewFacts,
)
from fritids.domain.findings import FindingCode as Code
from fritids.domain.findings import Severity, unresolved
from fritids.domain.lending import judge_lending, judge_renewal
from fritids.domain.policy import Policy
from fritids.domain.words import ArticleState, BorrowerKind, DiscardReason

NOW = datetime(2026, 2, 16, 9, 30, tzinfo=UTC)
TODAY = date(2026, 2, 16)
POLICY = Policy()
ARTICLE = ArticleFacts(
    1, ArticleState.IN_STOCK, None, "hockey-skates", "ice", False, False, False, None, None, False
)
BORROWER = BorrowerFacts(7, "50000074", BorrowerKind.PERSON, 1980, False)
FACTS = LendFacts(
    article=ARTICLE,
    borrower=BORROWER,
    desk="one",
    at=NOW,
    today=TODAY,
    due=TODAY + timedelta(days=14),
    due_by_hand=False,
    no_open_day=False,
    open_loans=None,
    late_loans=None,
    booking=None,
    binding_known=True,
)
BOOKING = BookingFacts(1, "50000081", date(2026, 2, 20), date(2026, 2, 22))


def loan(borrower_id: int = 8, *, desk: str = "two", ago: timedelta = timedelta(days=3)) -> OpenLoanFacts:
    """An open loan of somebody."""
    return OpenLoanFacts(5, borrower_id, "50000081", desk, NOW - ago, TODAY + timedelta(days=11), 3)


def article(**changes: object) -> LendFacts:
    """The ordinary lending, but with another article."""
    return replace(FACTS, article=replace(ARTICLE, **changes))  # type: ignore[arg-type]


def borrower(**changes: object) -> LendFacts:
    """The ordinary lending, but to another borrower."""
    return replace(FACTS, borrower=replace(BORROWER, **changes))  # type: ignore[arg-type]


def said(facts: LendFacts, policy: Policy = POLICY) -> list[tuple[Code, Severity]]:
    """What the rules say, without the facts of the sentences."""
    return [(finding.code, finding.severity) for finding in judge_lending(facts, policy)]


def test_an_ordinary_lending_has_nothing_to_say() -> None:
    """Skates for an adult are lent without a word."""
    assert said(FACTS) == []


@pytest.mark.parametrize(
    ("facts", "code", "severity"),
    [
        (
            article(state=ArticleState.DISCARDED, discard_reason=DiscardReason.BROKEN),
            Code.DISCARDED,
            Severity.REFUSE,
        ),
        (article(state=ArticleState.TRANSFERRED), Code.TRANSFERRED, Severity.REFUSE),
        (article(state=ArticleState.IN_SERVICE), Code.IN_SERVICE, Severity.REFUSE),
        (article(state=ArticleState.MISSING), Code.MISSING, Severity.TELL),
        (article(open_loan=loan()), Code.LENT_TO_OTHER, Severity.TELL),
        (article(open_loan=loan(7)), Code.ALREADY_LENT_TO_BORROWER, Severity.REFUSE),
        (article(check_open=True), Code.CHECK_OPEN, Severity.ASK),
        (borrower(blocked=True), Code.BORROWER_BLOCKED, Severity.REFUSE),
        (replace(FACTS, booking=BOOKING), Code.BOOKED_BY_OTHER, Severity.ASK),
        (replace(FACTS, due=TODAY - timedelta(days=1), due_by_hand=True), Code.DUE_IN_PAST, Severity.REFUSE),
        (replace(FACTS, no_open_day=True), Code.NO_OPEN_DAY, Severity.TELL),
        (replace(article(staff_sets_binding=True), binding_known=False), Code.BINDING_NOT_SET, Severity.ASK),
    ],
)
def test_each_reason_alone(facts: LendFacts, code: Code, severity: Severity) -> None:
    """One thing out of order gives one finding, as heavy as DESIGN R3 says."""
    assert said(facts) == [(code, severity)]


def test_all_reasons_are_given_at_once() -> None:
    """A blocked borrower and a discarded, unchecked, booked article: four reasons, not the first."""
    facts = replace(
        article(state=ArticleState.DISCARDED, discard_reason=DiscardReason.BROKEN, check_open=True),
        borrower=replace(BORROWER, blocked=True),
        booking=BOOKING,
    )
    assert {code for code, _ in said(facts)} == {
        Code.DISCARDED,
        Code.BORROWER_BLOCKED,
        Code.CHECK_OPEN,
        Code.BOOKED_BY_OTHER,
    }


@pytest.mark.parametrize(
    ("birth_year", "kind", "severity"),
    [
        (2012, BorrowerKind.PERSON, Severity.ASK),
        (2008, BorrowerKind.PERSON, Severity.ASK),
        (2007, BorrowerKind.PERSON, None),
        (None, BorrowerKind.PERSON, Severity.TELL),
        (2012, BorrowerKind.SCHOOL, None),
    ],
)
def test_a_guardian_is_asked_for_where_the_borrower_may_be_a_minor(
    birth_year: int | None, kind: BorrowerKind, severity: Severity | None
) -> None:
    """Who turns 18 this year may still be 17; with no birth year it is only told; groups are never asked."""
    facts = replace(article(ask_guardian=True), borrower=replace(BORROWER, birth_year=birth_year, kind=kind))
    assert said(facts) == ([] if severity is None else [(Code.GUARDIAN_NEEDED, severity)])
    certain = [finding.facts.get("certain") for finding in judge_lending(facts, POLICY)]
    assert certain == ([birth_year == 2012] if severity is Severity.ASK else [None] * (severity is not None))


@pytest.mark.parametrize(
    ("desk", "ago", "refused"),
    [
        ("two", timedelta(seconds=5), True),
        ("two", timedelta(seconds=119), True),
        ("two", timedelta(minutes=2), False),
        ("two", timedelta(seconds=-3), True),  # its clock is ahead of ours
        ("two", timedelta(hours=-3), False),
        ("one", timedelta(seconds=5), False),
    ],
)
def test_only_another_desks_fresh_loan_stands_in_the_way(desk: str, ago: timedelta, refused: bool) -> None:
    """Under two minutes at another desk it is refused, and the finding names the desk (R4)."""
    found = judge_lending(article(open_loan=loan(desk=desk, ago=ago)), POLICY)
    just = [finding for finding in found if finding.code is Code.JUST_LENT]
    assert bool(just) is refused
    assert all(finding.facts["desk"] == desk for finding in just)


def test_a_limit_is_asked_about_when_it_would_be_exceeded() -> None:
    """Ten allowed: the tenth is lent, the eleventh asked about; without a limit nobody counts."""
    policy = Policy(loan_limit=10)
    assert said(replace(FACTS, open_loans=9), policy) == []
    assert said(replace(FACTS, open_loans=10), policy) == [(Code.LIMIT_REACHED, Severity.ASK)]
    assert said(replace(FACTS, open_loans=10)) == []


def test_late_things_stand_in_the_way_only_where_the_branch_says_so() -> None:
    """Shown, never counted against anybody, unless a coordinator has set it (R11)."""
    policy = Policy(severities={Code.LATE_LOANS: Severity.ASK})
    assert said(replace(FACTS, late_loans=True), policy) == [(Code.LATE_LOANS, Severity.ASK)]
    assert said(replace(FACTS, late_loans=False), policy) == []


def test_a_date_by_hand_on_a_closed_day_is_asked_about_but_not_an_on_site_loan() -> None:
    """Nobody can return anything on a closed day; what is used on the spot comes back today."""
    calendar = replace(POLICY.calendar, closed=((date(2026, 2, 16), date(2026, 2, 18)),))
    policy = Policy(calendar=calendar)
    assert said(replace(FACTS, due=date(2026, 2, 18), due_by_hand=True), policy) == [
        (Code.DUE_ON_CLOSED_DAY, Severity.ASK)
    ]
    assert said(replace(FACTS, due=TODAY, due_by_hand=True), policy) == []


def test_the_branch_decides_what_a_reason_weighs() -> None:
    """A service that may be accepted and a booking that refuses are settings, not other rules."""
    policy = Policy(severities={Code.IN_SERVICE: Severity.ASK, Code.BOOKED_BY_OTHER: Severity.REFUSE})
    facts = replace(article(state=ArticleState.IN_SERVICE), booking=BOOKING)
    assert dict(said(facts, policy)) == {Code.IN_SERVICE: Severity.ASK, Code.BOOKED_BY_OTHER: Severity.REFUSE}


def test_only_questions_can_be_accepted() -> None:
    """Accepting a refusal changes nothing; accepting a question removes it."""
    found = judge_lending(
        article(state=ArticleState.DISCARDED, discard_reason=DiscardReason.BROKEN, check_open=True), POLICY
    )
    assert [f.code for f in unresolved(found, frozenset({Code.DISCARDED, Code.CHECK_OPEN}))] == [
        Code.DISCARDED
    ]


def test_a_renewal_that_moves_nothing_says_only_that() -> None:
    """Also when renewals are used up and the article is booked: nothing is used, so nothing is asked (R6)."""
    facts = RenewFacts(due=date(2026, 3, 2), new_due=date(2026, 3, 2), renewals=5, booking=BOOKING)
    assert [f.code for f in judge_renewal(facts, POLICY)] == [Code.NOT_MOVED]


def test_a_renewal_is_asked_about_when_booked_and_when_used_up() -> None:
    """Both reasons at once; neither is a refusal."""
    facts = RenewFacts(due=date(2026, 2, 20), new_due=date(2026, 3, 2), renewals=2, booking=BOOKING)
    assert [(f.code, f.severity) for f in judge_renewal(facts, POLICY)] == [
        (Code.BOOKED_BY_OTHER, Severity.ASK),
        (Code.RENEWALS_USED_UP, Severity.ASK),
    ]
    assert judge_renewal(replace(facts, renewals=1, booking=None), POLICY) == ()


@pytest.mark.parametrize(
    ("since", "now", "left"),
    [
        ((2026, 2, 16, 9, 30), (2026, 2, 16, 9, 34), False),
        ((2026, 2, 16, 9, 30), (2026, 2, 16, 9, 35), True),
        ((2026, 2, 16, 22, 59), (2026, 2, 16, 23, 0), True),
        ((2026, 2, 16, 23, 59), (2026, 2, 17, 0, 0), False),
    ],
)
def test_a_desk_is_left_after_five_minutes_or_at_midnight(
    since: tuple[int, ...], now: tuple[int, ...], *, left: bool
) -> None:
    """Midnight at the branch, an hour before that of UTC in winter."""
    begun, at = (
        datetime(year, month, day, hour, minute, tzinfo=UTC)
        for year, month, day, hour, minute in (since, now)
    )
    assert Policy().is_left(begun, at) is left
