"""The rules of sending an article to another branch; each reason is one named function of facts."""

from dataclasses import dataclass
from typing import Final

from fritids.domain.facts import ArticleFacts, BookingFacts
from fritids.domain.findings import Finding, FindingCode, Findings
from fritids.domain.lending import discarded, promised, transferred
from fritids.domain.policy import Policy
from fritids.domain.words import ArticleState


@dataclass(frozen=True, slots=True)
class SendFacts:
    """Everything that sending one article is judged by."""

    article: ArticleFacts
    elsewhere: str | None
    """The name of the branch that it belongs to, if that is not the one that sends."""
    booking: BookingFacts | None
    """The earliest promise that it is needed for while it is away."""


def other_branch(facts: SendFacts, policy: Policy) -> Finding | None:
    """Who has an article sends it, and nobody else."""
    return (
        None if facts.elsewhere is None else policy.finding(FindingCode.OTHER_BRANCH, branch=facts.elsewhere)
    )


def on_loan(facts: SendFacts, policy: Policy) -> Finding | None:
    """What somebody has out is not in the box."""
    loan = facts.article.open_loan
    return None if loan is None else policy.finding(FindingCode.ON_LOAN, due=loan.due)


def booked(facts: SendFacts, policy: Policy) -> Finding | None:
    """Somebody has been promised it."""
    return promised(facts.booking, policy)


def as_it_is(facts: SendFacts, policy: Policy) -> Finding | None:
    """It goes along as it is: one that was missing is found, one that is in service arrives in service."""
    match facts.article.state:
        case ArticleState.MISSING:
            return policy.told(FindingCode.MISSING)
        case ArticleState.IN_SERVICE:
            return policy.told(FindingCode.IN_SERVICE)
        case _:
            return None


SEND_RULES: Final = (discarded, transferred, other_branch, on_loan, booked, as_it_is)


def judge_sending(facts: SendFacts, policy: Policy) -> Findings:
    """Everything there is to say about sending this article."""
    return tuple(finding for rule in SEND_RULES if (finding := rule(facts, policy)) is not None)
