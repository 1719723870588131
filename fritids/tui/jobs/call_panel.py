"""The panel of the call list: whoever is chosen, to be read from behind a telephone, and below them the list."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from textual.content import Content

from fritids.i18n import _, n_
from fritids.present import cell_width, loan_name, phone, plain
from fritids.present.calls import (
    call_name,
    contact_words,
    list_headline,
    protected_words,
    tries_words,
    why_words,
)
from fritids.services.results import LoanView
from fritids.tui.widgets.lines import MARK, article_in, due_words, row, spread, styled, wrapped

if TYPE_CHECKING:
    from fritids.services.results.reminders import CallLine

_MOST_LOANS: Final = 6
_MOST_SAID: Final = 3


def panel_lines(
    listed: "Sequence[CallLine]", chosen: "CallLine | None", place: int, *, note: str, today: date, width: int
) -> list[Content]:
    """All lines; what does not fit is the end of the list."""
    lines = [styled(list_headline(len(listed)), "bold $primary")]
    if chosen is None:
        return lines
    lines += [Content(""), *_who(chosen, today, width)]
    lines += (_loan_line(loan, today, width) for loan in chosen.loans[:_MOST_LOANS])
    if (more := len(chosen.loans) - _MOST_LOANS) > 0:
        lines.append(styled(n_("  and {n} more", "  and {n} more", more).format(n=more), "$quiet"))
    for contact in chosen.contacts[:_MOST_SAID]:
        lines += wrapped(f"☎ {contact_words(contact, today)}", width, "$quiet", indent="  ", most=2)
    if note:
        lines += wrapped(f"✎ {plain(note)}", width, "$ask-soft", indent="  ", most=3)
    lines.append(Content(""))
    first = max(0, place - 1)
    for n, line in enumerate(listed[first:], first + 1):
        is_chosen = line.borrower_id == chosen.borrower_id
        late = due_words(line.loans[0], today)[0] if line.loans else ""
        words = row(f"{MARK if is_chosen else ' '}{n:>2} ", call_name(line))
        lines.append(spread(words, styled(late, "$quiet"), width).stylize("bold" if is_chosen else ""))
    return lines


def _who(line: "CallLine", today: date, width: int) -> list[Content]:
    number = styled(plain(line.borrower_number), "$quiet")
    lines = [spread(styled(call_name(line), "bold"), number, width)]
    if line.is_protected:
        lines += wrapped(protected_words(), width, "$ask-soft", most=3)
    else:
        called = phone(line.phone) or _("no number")
        lines.append(styled(f" {called} ", "bold $mark-fore on $mark-back"))
    why = "; ".join(filter(None, (why_words(line), tries_words(line, today))))
    lines += wrapped(why, width, "bold $no-soft" if line.is_wrong_number else "$quiet", most=3)
    return lines


def _loan_line(loan: LoanView, today: date, width: int) -> Content:
    words, style = due_words(loan, today)
    sign = ("! ", "bold $no-soft") if loan.days_late else ("  ", "")
    whole = f"{loan_name(loan)} ({plain(loan.article.barcode)})"
    if cell_width(whole) + len(words) + 3 <= width:
        return spread(row(sign, whole), styled(words, style), width)
    return spread(row(sign, article_in(loan.article, width - 3 - len(words))), styled(words, style), width)
