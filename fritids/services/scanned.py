"""From what a scanner sent to the article it means, inside a transaction."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from fritids.db import articles, transfers
from fritids.db.engine import Connection
from fritids.domain import barcode
from fritids.domain.facts import SentFacts
from fritids.domain.words import ArticleState
from fritids.services.context import Context


def article(
    connection: Connection, context: Context, code: str, *, lock: bool = False
) -> articles.ArticleAtHand | None:
    """The article that `code` means in the most literal reading that any label has; held until the transaction ends if `lock`."""
    for place, key in enumerate(_readings(code)):
        if lock:
            articles.lock_by_key(connection, key)
        found = articles.by_key(connection, key, context.branch_id)
        if found is not None:
            context.refresh(connection, found.branch_revision)
            if place:
                context.repaired = barcode.repair_of(code, key) or context.repaired
            return _with_its_way(connection, context, found)
    return None


def by_id(connection: Connection, context: Context, article_id: int) -> articles.ArticleAtHand:
    """The article with this id, with the settings read again if they changed. Raises LookupError if there is none."""
    found = articles.by_id(connection, article_id, context.branch_id)
    context.refresh(connection, found.branch_revision)
    return found


def by_ids(
    connection: Connection, context: Context, article_ids: Iterable[int]
) -> dict[int, articles.ArticleAtHand]:
    """These articles by id, in the order given, in one query, with the settings read again if they changed; unknown ones are left out."""
    found = articles.by_ids(connection, list(dict.fromkeys(article_ids)), context.branch_id)
    if found:
        context.refresh(connection, found[0].branch_revision)
    return {article.facts.article_id: article for article in found}


def _with_its_way(
    connection: Connection, context: Context, found: articles.ArticleAtHand
) -> articles.ArticleAtHand:
    """With where it was sent, if it was: a question that only a transferred article pays for."""
    if found.facts.state is not ArticleState.TRANSFERRED:
        return found
    row = transfers.newest_of(connection, found.facts.article_id)
    if row is None:
        return found
    coming = row.under_way and row.to_branch_id == context.branch_id
    ours = row.from_branch_id == context.branch_id
    sent = SentFacts(row.from_name, row.to_name, coming=coming, ours=ours)
    return replace(found, facts=replace(found.facts, sent=sent))


def _readings(code: str) -> Iterator[str]:
    """The keys of `barcode.candidates`; all but the first, which is nearly always the one, are made only when they are asked for."""
    yield barcode.key(code)
    yield from barcode.candidates(code)[1:]
