"""Why an article was not sent or not received, and where one is that was sent; one sentence each."""

from datetime import date

from fritids.domain.findings import Finding, FindingCode
from fritids.i18n import _, day_short
from fritids.present.names import plain


def not_moved(finding: Finding) -> str:
    """The reasons that only moving has."""
    due = finding.facts.get("due")
    match finding.code:
        case FindingCode.ON_LOAN if isinstance(due, date):
            return _("It is on loan until {due}. Take it back first, then send it.").format(
                due=day_short(due)
            )
        case FindingCode.ON_LOAN:
            return _("It is on loan. Take it back first, then send it.")
        case FindingCode.OTHER_BRANCH:
            branch = plain(str(finding.facts.get("branch") or ""))
            return _("It belongs to {branch}, or is on its way there. Ask them to send it.").format(
                branch=branch or _("another branch")
            )
        case _:
            return _("It was not on its way here. Nothing is changed; put it on its shelf.")


def sent_away(finding: Finding, *, told: bool) -> str:
    """Where a transferred article was sent, and what to do with it."""
    place = plain(str(finding.facts.get("place") or ""))
    if finding.facts.get("coming") is True:
        return _("It was sent here by {place} and is not received yet. Receive it first.").format(place=place)
    if told or finding.facts.get("ours") is not True:
        return _("It was sent to {place}. Put it aside for them.").format(place=place)
    return _("It was sent to {place}. If it has come back, receive it; else put it aside for them.").format(
        place=place
    )
