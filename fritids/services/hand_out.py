"""What is handed out with an article that has parts, and what was known to be missing of them: told when it is lent."""

from collections.abc import Sequence
from dataclasses import dataclass

from fritids.db import parts as rows
from fritids.db.articles import ArticleAtHand
from fritids.db.engine import Connection
from fritids.domain.findings import Fact, Finding, FindingCode, Findings, Severity
from fritids.domain.parts import joined
from fritids.services.context import Context


@dataclass(frozen=True, slots=True)
class HandOut:
    """What is told with a lending, and what its loan keeps of it (`Loan.parts_missing`)."""

    told: Findings = ()
    missing: str | None = None


def hand_out(connection: Connection, context: Context, article: ArticleAtHand) -> HandOut:
    """What is told of the article's parts; for a type without parts nothing is read."""
    kind = context.types[article.facts.type_code]
    if not kind.parts_sv:
        return HandOut()
    article_id = article.facts.article_id
    missing = joined(rows.quantities(connection, [article_id]).get(article_id, {}))
    codes = (FindingCode.PARTS,) if missing is None else (FindingCode.PARTS, FindingCode.PARTS_MISSING)
    return HandOut(told_again(context, article, codes, missing), missing)


def told_again(
    context: Context, article: ArticleAtHand, codes: Sequence[FindingCode], missing: str | None
) -> Findings:
    """What was told with a lending, made again from what its loan kept."""
    kind = context.types[article.facts.type_code]
    facts: dict[str, Fact] = {
        "sv": "; ".join(kind.parts_sv),
        "en": "; ".join(kind.parts_en),
        "counts": article.part_counts,
        "missing": missing,
    }
    about_parts = {FindingCode.PARTS, FindingCode.PARTS_MISSING}
    return tuple(
        Finding(code, Severity.TELL, facts) if code in about_parts else Finding(code, Severity.TELL)
        for code in codes
    )
