"""Lending what a rule refuses: by somebody who may, where the branch allows it, with a reason that stays in the record."""

from dataclasses import replace
from typing import Final

from fritids.db.engine import Connection
from fritids.domain.findings import Finding, FindingCode, Findings, Severity
from fritids.domain.policy import ADJUSTABLE
from fritids.domain.roles import Right
from fritids.domain.search import clean
from fritids.errors import InvalidValueError
from fritids.i18n import _
from fritids.services.context import Context
from fritids.services.identity import refuse_identity_number
from fritids.services.rights import may

LONGEST_REASON: Final = 200
OVERRIDABLE: Final = frozenset(ADJUSTABLE) - {FindingCode.BINDING_NOT_SET}
"""Refusals that are a branch's choice. What is a fact (unknown, discarded, transferred) stays refused, and a binding has to be set (R3)."""


def checked_reason(connection: Connection, typed: str) -> str:
    """The reason as it is kept. Raises InvalidValueError for none, one that is too long, or one with a personal identity number."""
    reason = clean(typed)
    if not 0 < len(reason) <= LONGEST_REASON:
        raise InvalidValueError(
            _("Write why it is lent all the same, in at most {n} characters.").format(n=LONGEST_REASON),
            field="override",
        )
    refuse_identity_number(connection, reason, "override")
    return reason


def overridden(context: Context, findings: Findings) -> tuple[Findings, frozenset[FindingCode]]:
    """The findings when somebody at the desk overrides what refuses, and which they settled by it; these are questions then.

    Who may not gets one more refusal, `not_allowed`, and settles none. What no setting can change stays a refusal.
    """
    refusals = [finding for finding in findings if finding.severity is Severity.REFUSE]
    codes = frozenset(finding.code for finding in refusals) & OVERRIDABLE
    if not codes:
        return findings, frozenset()
    by = None
    if not context.policy.override_refusals:
        by = "setting"
    elif not may(context, Right.OVERRIDE):
        by = "role"
    if by is not None:
        return (*findings, context.policy.finding(FindingCode.NOT_ALLOWED, by=by)), frozenset()
    return tuple(_asked(finding) if finding.code in codes else finding for finding in findings), codes


def _asked(finding: Finding) -> Finding:
    return replace(finding, severity=Severity.ASK)
