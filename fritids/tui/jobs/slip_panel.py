"""What the screen for typing in paper slips shows: the slip at hand, how they stand, and the ones before."""

import textwrap
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from textual.content import Content

from fritids.i18n import _, moment, p_
from fritids.present import article_name, borrower_name, plain
from fritids.present import slips as texts
from fritids.services.results import ArticleView
from fritids.services.results.slips import SlipLineView
from fritids.tui.counter.situation import Words
from fritids.tui.views.page import ListLine, ListPage
from fritids.tui.widgets.lines import styled, wrapped

if TYPE_CHECKING:
    from fritids.services.desk import Desk
    from fritids.tui.jobs.slip_typed import State, Typed

_NARROW: Final = 54
"""Characters of a line on a terminal of 60."""
__all__ = ["Words", "conflict_page", "example", "label", "lines"]


def label(state: "State") -> str:
    """What the box is for."""
    match state.step.name:
        case "NUMBER":
            return _("Slip: scan its bars, or write its number")
        case "TIME":
            return _("Time on the slip")
        case "WHO":
            return _("Mobile, number or card of who borrows")
        case "NAME":
            return _("Name on the slip")
        case _ if state.returning:
            return _("Returned: number on the label")
        case _:
            return _("Lent: number on the label")


def example(state: "State") -> str:
    """What could be written."""
    match state.step.name:
        case "NUMBER":
            return _("e.g. 14")
        case "TIME":
            return _("e.g. 16:40 or 1640")
        case "WHO":
            return _("e.g. 070-123 45 67")
        case "ROWS":
            return _("- takes the last one off")
        case _:
            return ""


def lines(state: "State", today: date, width: int) -> Sequence[Content]:
    """The slip at hand, how they stand, and the ones before, the newest first."""
    shown = [] if state.typed is None else _slip(state, state.typed, today, width)
    if state.summary is not None:
        for text in texts.summary_lines(state.summary):
            shown += wrapped(text, width, indent="  ", most=3)
    if state.done:
        shown += [Content(""), styled(p_("slips", "Typed in"), "bold $primary")]
    for entered in state.done:
        said = texts.entered_said(entered, today)
        doubtful = any(line.in_conflict for line in entered.slip.lines)
        shown.append(
            styled(said.headline, "$ask-soft" if doubtful else "$yes-soft").truncate(width, ellipsis=True)
        )
    return shown


def for_whom(typed: "Typed") -> tuple[Words, Words]:
    """What is said when it is known for whom a slip is that names somebody new, and what comes next."""
    name, has_phone = plain(typed.name), bool(typed.phone)

    def next_step() -> str:
        if has_phone:
            return _("They are registered with the slip. Now the numbers of what was lent.")
        return _("Without a mobile number. If there is one on the slip, Ctrl+D begins it again.")

    return (lambda: _("Slip for {name}").format(name=name)), next_step


def _slip(state: "State", typed: "Typed", today: date, width: int) -> list[Content]:
    head = _("Slip {number}").format(number=typed.number)
    if typed.at is not None:
        head = f"{head}, {moment(typed.at, today)}"
    shown = [styled(head, "bold $primary")]
    who = "" if typed.borrower is None else borrower_name(typed.borrower)
    who = who or " ".join(filter(None, (plain(typed.name), plain(typed.phone))))
    if who:
        shown += wrapped(who, width, "bold", indent="  ", most=2)
    if state.sign:
        shown.append(styled(_("Sign: {sign}").format(sign=plain(state.sign)), "$quiet"))
    for title, rows in ((p_("slips", "Returned"), typed.returned), (p_("slips", "Lent"), typed.lent)):
        if rows:
            shown.append(styled(title, "bold"))
            shown += (_row(code, article, width) for code, article in rows)
    return [*shown, Content("")]


def _row(code: str, article: ArticleView | None, width: int) -> Content:
    if article is None:
        return styled(f"? {plain(code)}", "bold $ask-soft").truncate(width, ellipsis=True)
    return styled(f"{plain(article.barcode)} {article_name(article)}").truncate(width, ellipsis=True)


def _conflict_lines(conflict: SlipLineView, today: date) -> list[ListLine]:
    """Which row it is, and below it why, broken so that it stands whole on a narrow terminal too; Enter opens the article."""
    code = None if conflict.article is None else conflict.article.barcode
    reason = textwrap.wrap(texts.conflict_reason(conflict, today), _NARROW)
    return [
        ListLine(texts.row_name(conflict, today), heading=True),
        *(ListLine(part, code=code) for part in reason),
    ]


def conflict_page(today: date) -> ListPage:
    """What does not fit, and what to do about it."""

    def read(desk: "Desk") -> Sequence[ListLine]:
        return [
            line for conflict in desk.slips.summary().conflicts for line in _conflict_lines(conflict, today)
        ]

    return ListPage(
        lambda: _("Conflicts on slips"),
        read,
        lambda: _("No slip has a conflict."),
        lambda: (
            _("Put it right at the counter, then try again with F5 among the slips; or note it with F6."),
        ),
    )
