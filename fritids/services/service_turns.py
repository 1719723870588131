"""Whose turn for service it is: of one article that comes back, or of all that stand on the shelves."""

from collections.abc import Sequence

from fritids.db import service
from fritids.db.engine import Connection
from fritids.domain.facts import ArticleFacts
from fritids.domain.findings import FindingCode, Findings
from fritids.domain.service import Due, Rule, due, loans_since
from fritids.domain.words import ServiceKind
from fritids.services.context import Context


def told(connection: Connection, context: Context, facts: ArticleFacts) -> Findings:
    """That the turn of an article has come; of a type without a rule nothing is asked, of any other one statement."""
    found = due_of(connection, context, facts)
    if not found:
        return ()
    seasonal = [one.kind.value for one in found if one.season is not None]
    counted = [one for one in found if one.season is None]
    finding = context.policy.told(
        FindingCode.SERVICE_DUE,
        work=" ".join(one.kind.value for one in counted) or None,
        loans=max((one.loans or 0 for one in counted), default=None),
        season_work=" ".join(seasonal) or None,
    )
    return (finding,)


def due_of(connection: Connection, context: Context, facts: ArticleFacts) -> Sequence[Due]:
    """The work whose turn has come for an article, in the order of its type's rules."""
    rules = context.service_rules.get(facts.type_code, ())
    if not rules:
        return ()
    past = service.past_of(connection, facts.article_id, max(rule.after_loans or 0 for rule in rules))
    found = []
    for rule in rules:
        done_at = past.done_at.get(rule.kind)
        found.append(
            due(
                rule,
                loans=loans_since(past.lent_at, done_at),
                seen_on=context.day_of(done_at or past.added_at),
                today=context.today(),
            )
        )
    return [one for one in found if one is not None]


def due_in_branch(
    connection: Connection, context: Context, kinds: Sequence[ServiceKind] = tuple(ServiceKind)
) -> list[tuple[int, Due]]:
    """(article, what is due) of all that can be lent or is on loan, by kind and type; in as many statements as there are kinds with rules."""
    today, found = context.today(), []
    for kind in kinds:
        rules: dict[str, Rule] = {
            code: rule
            for code, of_type in context.service_rules.items()
            for rule in of_type
            if rule.kind is kind
        }
        counted = [code for code, rule in rules.items() if rule.after_loans is not None]
        for one in service.candidates(connection, context.branch_id, kind, rules, counted) if rules else ():
            seen_on = context.day_of(one.done_at or one.added_at)
            turn = due(rules[one.type_code], loans=one.loans, seen_on=seen_on, today=today)
            if turn is not None:
                found.append((one.article_id, turn))
    return found
