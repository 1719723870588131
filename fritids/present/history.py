"""The history of an article in words."""

from datetime import date, datetime

from fritids.domain.words import CheckAnswer, PartOutcome, ServiceKind, ServiceOutcome, ShownState
from fritids.i18n import _, day_short, local, n_, number, p_
from fritids.present.names import discard_reason_name, loan_borrower, plain, state_name
from fritids.present.parts import part_name_in
from fritids.services.results import TypeView
from fritids.services.results.history import ArticleHistory, HistoryKind, HistoryLine

_BARS = " ▁▂▃▄▅▆▇█"
MOST_YEARS = 6
"""Years in the row of bars; older ones are in the list all the same."""


def history_when(line: HistoryLine, today: date) -> str:
    """The day on which it happened, as it is said."""
    return _day(line.when, today)


def history_what(line: HistoryLine, kind: TypeView) -> str:
    """What happened, in a few words: `Utlånad: Anna Berg`, `Slipad`, `Räknad`."""
    match line.kind:
        case HistoryKind.REGISTERED:
            return p_("history", "Registered")
        case HistoryKind.GIFT:
            return p_("history", "Came as a gift")
        case HistoryKind.STATE:
            return _became(line)
        case HistoryKind.SERVICE:
            return _service(line)
        case HistoryKind.CHECK if line.outcome is CheckAnswer.WELL:
            return p_("history", "Looked at: all well")
        case HistoryKind.CHECK:
            return p_("history", "Looked at: something was wrong")
        case _:
            return _with_facts(line, kind)


def _with_facts(line: HistoryLine, kind: TypeView) -> str:
    match line.kind:
        case HistoryKind.LABEL:
            return p_("history", "Label printed: {code}").format(code=plain(line.code or ""))
        case HistoryKind.SENT:
            return p_("history", "Sent to {place}").format(place=plain(line.destination or ""))
        case HistoryKind.RECEIVED:
            return p_("history", "Received from {place}").format(place=plain(line.origin or ""))
        case HistoryKind.PART:
            return p_("history", "Missing: {n} {part}").format(
                n=number(line.quantity or 0), part=part_name_in(kind, line.part or 0)
            )
        case HistoryKind.LOAN if line.loan is not None:
            return p_("history", "Lent: {borrower}").format(borrower=loan_borrower(line.loan))
        case _ if line.state not in {None, ShownState.AVAILABLE}:
            assert line.state is not None
            return p_("history", "Counted, but stood as {state}").format(state=state_name(line.state))
        case _:
            return p_("history", "Counted")


def history_more(line: HistoryLine, today: date) -> str:
    """What else there is to say: when it came back, why, what was noted."""
    if line.loan is not None:
        if line.loan.returned_at is not None:
            return _("returned {day}").format(day=_day(line.loan.returned_at, today))
        return _("due {day}").format(day=day_short(line.loan.due, today))
    if line.kind is HistoryKind.PART and line.ended_at is not None:
        day = _day(line.ended_at, today)
        match line.outcome:
            case PartOutcome.FOUND:
                return p_("history", "found {day}").format(day=day)
            case PartOutcome.REPLACED:
                return p_("history", "replaced {day}").format(day=day)
            case _:
                return p_("history", "given up {day}").format(day=day)
    return plain(line.note or "")


def history_summary(history: ArticleHistory, today: date) -> str:
    """How often it was lent, and when last: what there is to know before anything is decided about it."""
    n = history.loans
    if history.last_lent is None:
        return _("It has never been lent.")
    return n_("{n} loan, on {day}", "{n} loans, the last {day}", n).format(
        n=number(n), day=day_short(history.last_lent, today)
    )


def year_bars(history: ArticleHistory, *, signs: bool = True) -> str:
    """Loans per year, the newest first: `2026 ▅ 5  2025 █ 9`; without `signs`, which a screen reader would spell, `2026: 5  2025: 9`."""
    years = history.years[:MOST_YEARS]
    most = max((year.loans for year in years), default=0) or 1
    if not signs:
        return "  ".join(f"{year.year}: {year.loans}" for year in years)
    return "  ".join(f"{year.year} {_bar(year.loans, most)} {year.loans}" for year in years)


def _bar(loans: int, most: int) -> str:
    return _BARS[-(-loans * (len(_BARS) - 1) // most)]


def _became(line: HistoryLine) -> str:
    match line.state:
        case ShownState.AVAILABLE:
            return p_("history", "Can be lent again")
        case ShownState.IN_SERVICE:
            return p_("history", "Set aside for service")
        case ShownState.MISSING:
            return p_("history", "Missing")
        case ShownState.DISCARDED:
            return p_("history", "Discarded: {reason}").format(reason=discard_reason_name(line.reason))
        case _:
            return p_("history", "Went to another branch")


def _service(line: HistoryLine) -> str:
    to_do, done = {
        ServiceKind.CHECK: (p_("history", "To check"), p_("history", "Checked")),
        ServiceKind.WASH: (p_("history", "To wash"), p_("history", "Washed")),
        ServiceKind.DRY: (p_("history", "To dry"), p_("history", "Dried")),
        ServiceKind.SHARPEN: (p_("history", "To sharpen"), p_("history", "Sharpened")),
        ServiceKind.WAX: (p_("history", "To wax"), p_("history", "Waxed")),
        ServiceKind.MEND: (p_("history", "To mend"), p_("history", "Mended")),
    }[line.service or ServiceKind.CHECK]
    if line.outcome is ServiceOutcome.DROPPED:
        return p_("history", "{what}: not done").format(what=to_do)
    return to_do if line.outcome is None else done


def _day(moment: datetime, today: date) -> str:
    return day_short(local(moment).date(), today)
