"""The sample's articles as rows, and what became of those that are no longer just in stock."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Final

from fritids.domain import barcode
from fritids.domain.rows import Rows
from fritids.domain.words import ArticleState, CheckAnswer, CheckKind, DiscardReason
from fritids.services.sample.lending import SampleLoan
from fritids.services.sample.season import OpenDay
from fritids.services.sample.settings import BRANCH_ID
from fritids.services.sample.stock import SampleArticle
from fritids.services.searchtext import article_text

DISCARDED: Final = 44
IN_SERVICE: Final = 24
MISSING: Final = 6
"""Missing from the shelves; those that a borrower kept come on top of it."""
OPEN_CHECKS: Final = 5
UNPRINTED: Final = 12
"""Articles that came in last and wait for their label."""
_SHEET: Final = "L7160"
_CELLS: Final = 21
_SERVICE_DAYS: Final = 5
_REASONS = (
    DiscardReason.WORN_OUT,
    DiscardReason.WORN_OUT,
    DiscardReason.BROKEN,
    DiscardReason.GIVEN_AWAY,
    DiscardReason.RECALLED,
)


def decide_fates(
    rng: Random, shelf: list[SampleArticle], loans: Sequence[SampleLoan], days: Sequence[OpenDay]
) -> Rows:
    """Some of what lies on the shelf turns out to be worn out, to be mended or not to be there; the questions that returns left.

    `days` are the open days before the sample's today. A question answered "all well" leaves no row here: there would be thousands,
    and no list shows them.
    """
    last_loan = {loan.article.id: loan for loan in loans}
    fated = rng.sample(shelf, DISCARDED + IN_SERVICE + MISSING)
    for article in fated[:DISCARDED]:
        article.change(
            _later(rng, article, last_loan, days), ArticleState.DISCARDED.value, rng.choice(_REASONS).value
        )
    for article in fated[DISCARDED : DISCARDED + MISSING]:
        article.change(_later(rng, article, last_loan, days), ArticleState.MISSING.value)
    questions: list[tuple[int, int, str, datetime, datetime | None, str | None, str | None]] = []
    for article in fated[DISCARDED + MISSING :]:
        at = _later(rng, article, last_loan, days[-_SERVICE_DAYS:])
        article.change(at, ArticleState.IN_SERVICE.value)
        loan = last_loan.get(article.id)
        if loan is not None and loan.returned_at is not None and article.line.type.safety_check:
            questions.append(
                (
                    article.id,
                    loan.id,
                    CheckKind.SAFETY.value,
                    loan.returned_at,
                    at,
                    CheckAnswer.BAD.value,
                    "Sliten spännrem",
                )
            )
    unanswered = [
        loan
        for loan in loans
        if loan.returned_on == days[-1].day
        and loan.article.line.type.safety_check
        and loan.article.state == ArticleState.IN_STOCK.value
        if last_loan[loan.article.id] is loan
    ]
    for loan in unanswered[-OPEN_CHECKS:]:
        assert loan.returned_at is not None
        questions.append(
            (loan.article.id, loan.id, CheckKind.SAFETY.value, loan.returned_at, None, None, None)
        )
    return Rows(
        "check_question",
        ("id", "article_id", "loan_id", "kind", "asked_at", "answered_at", "answer", "note", "operator"),
        [(number, *question, None) for number, question in enumerate(questions, start=1)],
    )


def rows(stock: list[SampleArticle], gifts: dict[int, int]) -> tuple[Rows, ...]:
    """Articles, their labels and the dated changes of their state; `gifts` says with which gift an article came."""
    changes = sorted(
        (at, article.id, state, reason)
        for article in stock
        for at, state, reason in ((article.added_at, ArticleState.IN_STOCK.value, None), *article.changes)
    )
    return (
        Rows(
            "article",
            (
                "id", "branch_id", "type_code", "label", "size", "size_low", "size_high", "brand", "model", "note", "state",
                "discard_reason", "search", "added_at", "revision", "gift_id",
            ),
            [
                (
                    a.id, BRANCH_ID, a.line.type.code, a.label, a.size.text if a.size else None, a.size.low if a.size else None,
                    a.size.high if a.size else None, a.brand, a.model, None, a.state, a.reason,
                    article_text(brand=a.brand, model=a.model, size=a.size.text if a.size else None, codes=a.labels), a.added_at,
                    1 + len(a.changes), gifts.get(a.id),
                )
                for a in stock
            ],
        ),
        Rows(
            "barcode",
            ("key", "code", "article_id", "added_at"),
            [(barcode.key(code), code, article.id, article.added_at) for article in stock for code in article.labels],
        ),
        Rows(
            "article_state_change",
            ("id", "article_id", "changed_at", "state", "reason"),
            [(number, article_id, at, state, reason) for number, (at, article_id, state, reason) in enumerate(changes, start=1)],
        ),
        _printed(stock),
    )  # fmt: skip


def _printed(stock: list[SampleArticle]) -> Rows:
    """The label of every article, printed on the day it came in, but for those in stock that came last."""
    waiting = [article.id for article in stock if article.state == ArticleState.IN_STOCK.value][-UNPRINTED:]
    labelled = (article for article in stock if article.id not in waiting)
    return Rows(
        "printed_label",
        ("branch_id", "key", "code", "printed_at", "desk", "sheet", "cell"),
        [
            (BRANCH_ID, article.label, article.label, article.added_at, "Disk 1", _SHEET, number % _CELLS + 1)
            for number, article in enumerate(labelled)
        ],
    )


def _later(
    rng: Random, article: SampleArticle, last_loan: dict[int, SampleLoan], days: Sequence[OpenDay]
) -> datetime:
    """A moment at which the branch was open, after all that is known of the article."""
    loan = last_loan.get(article.id)
    known = (loan.returned_at if loan else None) or article.added_at
    day = rng.choice([day for day in days if day.opens > known] or [days[-1]])
    at = day.opens + timedelta(seconds=rng.randrange(day.seconds))
    return at if at > known else known + timedelta(minutes=1)
