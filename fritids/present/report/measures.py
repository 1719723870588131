"""The measures of a whole year: how each is made of what was counted, what it is called, and in which order people read them."""

from typing import Final

from fritids.i18n import _, p_
from fritids.outside.documents.model import Form, Gap
from fritids.present.report.shown import Number, Shown, ratio
from fritids.present.report.tables import shown_before, shown_of
from fritids.services.results.report import YearReport

MEASURES: Final = (
    "loans",
    "visits",
    "borrowers",
    "new_borrowers",
    "groups",
    "articles_per_visit",
    "renewals",
    "on_site",
    "due",
    "on_time",
    "late",
    "on_time_share",
    "not_returned",
    "days_with_loans",
    "hours_with_loans",
)
"""Those that are counted, and the three that are made of them; the codes of JSON and CSV."""
COUNTS: Final = tuple(one for one in MEASURES if one not in {"articles_per_visit", "on_time_share"})
"""Those that are whole numbers."""


def value(shown: Shown, measure: str) -> Number:
    """The measure of the whole period."""
    match measure:
        case "articles_per_visit":
            return ratio(shown.total("loans"), shown.total("visits"))
        case "on_time_share":
            # The others of those that came due are the late ones: where these are withheld, their share is.
            late = value(shown, "late")
            return late if isinstance(late, Gap) else ratio(shown.total("on_time"), shown.total("due"))
        case "late":
            if shown.withheld.hides_total(shown.figures.branch, "late"):
                return Gap.WITHHELD
            due, on_time = shown.total("due"), shown.total("on_time")
            if isinstance(due, Gap):
                return due
            return on_time if isinstance(on_time, Gap) else due - on_time
        case _:
            return shown.total(measure)


def totals(report: YearReport) -> dict[str, tuple[Number, Number | None]]:
    """Each measure of the loans, and the same a year earlier (None where the report has no year before)."""
    now, before = shown_of(report), shown_before(report)
    return {one: (value(now, one), None if before is None else value(before, one)) for one in MEASURES}


def form(measure: str) -> Form:
    """How its values are set."""
    match measure:
        case "articles_per_visit" | "loans_per_article":
            return Form.DECIMAL
        case "on_time_share" | "open_days_used" | "open_hours_used" | "share" | "change":
            return Form.PERCENT
        case _:
            return Form.INTEGER


def name(measure: str) -> str:
    """What people call it."""
    return {**_of_loans(), **_of_stock(), **_of_others()}[measure]


def _of_loans() -> dict[str, str]:
    return {
        "loans": _("Loans"),
        "visits": _("Visits"),
        "borrowers": _("Borrowers"),
        "new_borrowers": _("New borrowers"),
        "groups": _("Groups among the borrowers"),
        "articles_per_visit": _("Articles per visit"),
        "renewals": _("Renewals"),
        "on_site": _("On-site loans"),
        "due": _("Loans that came due"),
        "on_time": _("Returned on time"),
        "late": _("Late or still out"),
        "on_time_share": _("Share returned on time"),
        "not_returned": _("Not returned"),
        "days_with_loans": _("Days with loans"),
        "hours_with_loans": _("Hours with loans"),
    }


def _of_stock() -> dict[str, str]:
    return {
        "stock": p_("how many", "Stock"),
        "in_stock": _("On the shelf"),
        "on_loan": p_("how many", "On loan"),
        "in_service": p_("how many", "In service"),
        "missing": p_("how many", "Missing"),
        "never_lent": _("Never lent in 12 months"),
        "loans_per_article": _("Loans per article"),
        "received": _("Received"),
        "gifts": _("Gifts"),
        "gift_articles": _("Articles from gifts"),
        "gift_refused": _("Offered and not taken"),
        "gift_recycled": _("Sent to recycling at once"),
        "discarded": p_("how many", "Discarded"),
        "transferred_in": _("Came from other branches"),
        "transferred_out": _("Went to other branches"),
        "asked_for": _("Asked for and not had"),
        "open_days": _("Open days by the calendar"),
        "open_hours": _("Open hours by the calendar"),
        "open_days_used": _("Share of open days with loans"),
        "open_hours_used": _("Share of open hours with loans"),
    }


def _of_others() -> dict[str, str]:
    return {
        "share": p_("column", "Share"),
        "change": p_("column", "Change"),
        "articles": _("Articles"),
        "requests": _("Times asked for"),
        "people": _("Inhabitants"),
        "per_1000": _("Loans per 1,000 inhabitants"),
        "answers": _("Answers"),
        "yes": p_("answer", "Yes"),
        "no": p_("answer", "No"),
        "share_no": _("Share that said no"),
        "target": p_("of a goal", "Target"),
        "outcome": p_("of a goal", "Outcome"),
    }
