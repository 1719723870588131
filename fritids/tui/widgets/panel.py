"""The panel beside the last result: the visit, or the basket, and the questions that wait.

What needs somebody comes first; what does not fit is counted, never cut off in silence. With a line marked by the arrow keys
the panel moves so that it is seen.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from textual.content import Content

from fritids.domain.words import ActKind
from fritids.i18n import _, day_short, n_
from fritids.present import borrower_name, check_name, phone, plain, sentence
from fritids.services.results import ArticleView, CheckView, DoneLine, LoanView, VisitState, Waiting
from fritids.tui.counter.situation import Situation, done_loans, loans_before
from fritids.tui.widgets.lines import MARK, article_in, due_words, row, spread, styled, wrapped
from fritids.tui.widgets.painted import Painted


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the panel; `row` is its place among the lines that can be marked."""

    text: Content | Callable[[], Content]
    """Made when the line is drawn, where there may be hundreds of which a few fit."""
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a heading. `least` of them are shown even where there is little room; the rest is counted."""

    lines: tuple[Line, ...]
    least: int
    newest_last: bool = False
    silent: bool = False
    """What does not fit need not be counted: it is advice."""


class Panel(Painted):
    """Who is here, and what lies on the desk."""

    DEFAULT_CSS = """
    Panel { height: 1fr; background: $surface; padding: 0 1; text-wrap: nowrap; }
    """

    def paint(self, width: int, height: int) -> Content:
        """The lines that fit."""
        if width < 8 or height < 1:
            return Content("")
        if (job := self.now.whole_job) is not None:
            return Content("\n").join(list(job.page(width, height))[:height])
        lines = _lines(self.now, width, height)
        return Content("\n").join([_finished(line, self.now, width) for line in lines[:height]])


def _finished(line: Line, now: Situation, width: int) -> Content:
    drawn = line.text() if callable(line.text) else line.text
    if line.row is None or line.row != now.row:
        return drawn
    text = drawn.truncate(width, pad=True)
    return Content(f"{MARK}{text.plain[1:]}").stylize("bold $mark-fore on $mark-back")


def _lines(now: Situation, width: int, height: int) -> list[Line]:
    if now.job is not None:
        section = Section(
            tuple(Line(line.truncate(width, ellipsis=True)) for line in now.job.lines(width)), least=3
        )
        return _cut(section, height, width)
    head, sections = _sections(now, width)
    everything = [*head, *(line for section in sections for line in section.lines)]
    if len(everything) <= height:
        return everything
    if now.row >= 0:
        return _around_mark(everything, now.row, height)
    return [*head, *_fitted(sections, height - len(head), width)]


def _around_mark(lines: list[Line], marked: int, height: int) -> list[Line]:
    at = next((n for n, line in enumerate(lines) if line.row == marked), 0)
    top = min(max(0, at - height // 2), max(0, len(lines) - height))
    return lines[top : top + height]


def _fitted(sections: list[Section], room: int, width: int) -> list[Line]:
    # Advice has room where nothing else wants it.
    shares = [0 if section.silent else min(len(section.lines), section.least) for section in sections]
    left = room - sum(shares)
    for n, section in sorted(enumerate(sections), key=lambda one: one[1].silent):
        more = max(0, min(left, len(section.lines) - shares[n]))
        shares[n] += more
        left -= more
    lines: list[Line] = []
    for section, share in zip(sections, shares, strict=True):
        if not section.silent or share >= section.least:
            lines += _cut(section, share, width)
    return lines


def _cut(section: Section, share: int, width: int) -> list[Line]:
    all_lines = list(section.lines)
    if share >= len(all_lines):
        return all_lines
    if share < 3 or section.silent:
        return all_lines[:share]
    hidden = len(all_lines) - share + 1
    more = Line(
        styled(n_("… and {n} more line", "… and {n} more lines", hidden).format(n=hidden), "$quiet").truncate(
            width
        )
    )
    if section.newest_last:
        return [all_lines[0], more, *all_lines[len(all_lines) - share + 2 :]]
    return [*all_lines[: share - 1], more]


def _sections(now: Situation, width: int) -> tuple[list[Line], list[Section]]:
    state, visit = now.state, now.state.visit
    head: list[Line] = []
    sections: list[Section] = []
    count = 0
    if visit is not None:
        head = _who(visit, width)
        if visit.waiting:
            sections.append(_waiting(visit.waiting, width, count))
            count += len(visit.waiting)
    else:
        sections.append(_basket(state.basket, now, width, count))
        count += len(state.basket)
    if state.open_checks:
        sections.append(_checks(state.open_checks, width, count))
        count += len(state.open_checks)
    if visit is not None:
        if visit.done:
            sections.append(_done(visit, now, width, count))
        count += len(done_loans(visit))
        sections.append(_out(loans_before(visit), visit, now, width, count))
    return head, sections


def _heading(text: str, width: int, style: str = "bold $primary") -> Line:
    return Line(styled(text, style).truncate(width, ellipsis=True))


SIGN = 2
"""Cells of the sign before a line, with its blank."""
BLANK = Line(Content(""))


def _who(visit: VisitState, width: int) -> list[Line]:
    borrower = visit.borrower
    number = phone(borrower.phone) or plain(borrower.number)
    lines = [Line(spread(styled(borrower_name(borrower), "bold"), styled(number, "$quiet"), width))]
    if visit.borrows_for is not None:
        child = _("for {name}").format(name=plain(visit.borrows_for.name))
        lines.append(Line(styled(f"› {child}", "bold $info-soft").truncate(width, ellipsis=True)))
    if borrower.blocked:
        lines.append(
            Line(
                styled(_("✗ Loans are paused: ask the coordinator"), "bold $no-soft").truncate(
                    width, ellipsis=True
                )
            )
        )
    if n := borrower.late_loans:
        said = n_("! {n} article is late", "! {n} articles are late", n).format(n=n)
        lines.append(Line(styled(said, "bold $no-soft").truncate(width, ellipsis=True)))
    if borrower.note:
        lines += (
            Line(one) for one in wrapped(f"✎ {plain(borrower.note)}", width, "$ask-soft", indent="  ", most=2)
        )
    return lines


def _waiting(waiting: tuple[Waiting, ...], width: int, first: int) -> Section:
    """What waits, and below those that wait for the same reasons the reasons, once."""
    n = len(waiting)
    lines = [
        BLANK,
        _heading(
            n_("Waits for an answer: {n}", "Wait for an answer: {n}", n).format(n=n), width, "bold $ask-soft"
        ),
    ]
    number = first
    for reasons, alike in groupby(
        waiting, key=lambda item: tuple(sentence(finding) for finding in item.findings)
    ):
        for item in alike:
            lines.append(
                Line(
                    row(("? ", "bold $ask-soft"), article_in(item.article, width - SIGN)).truncate(
                        width, ellipsis=True
                    ),
                    number,
                )
            )
            number += 1
        for reason in reasons:
            said = wrapped(reason, width - 2, "$quiet", most=3)
            lines += (Line(Content.assemble("  ", one)) for one in said)
    return Section(tuple(lines), least=min(len(lines), 8))


def _checks(checks: tuple[CheckView, ...], width: int, first: int) -> Section:
    n = len(checks)
    lines = [
        BLANK,
        _heading(n_("To look at: {n}", "To look at: {n}", n).format(n=n), width, "bold $ask-soft"),
    ]
    lines += (
        Line(
            spread(
                row(
                    ("? ", "bold $ask-soft"),
                    article_in(check.article, width - SIGN - 1 - len(check_name(check.kind))),
                ),
                styled(check_name(check.kind), "$ask-soft"),
                width,
            ),
            number,
        )
        for number, check in enumerate(checks, start=first)
    )
    return Section(tuple(lines), least=3)


def _done(visit: VisitState, now: Situation, width: int, first: int) -> Section:
    rows = {event_id: first + n for n, event_id in enumerate(done_loans(visit))}
    lines = [BLANK, _heading(_("Done now: {n}").format(n=len(visit.done)), width)]
    lines += (Line(partial(_done_line, line, now, width), rows.get(line.event_id)) for line in visit.done)
    return Section(tuple(lines), least=6, newest_last=True)


def _done_line(line: DoneLine, now: Situation, width: int) -> Content:
    sign, right = "✓", ""
    match line.kind:
        case ActKind.RETURN:
            sign, right = "↩", _("returned")
        case ActKind.RENEW:
            sign = "↻"
        case ActKind.FIND:
            right = _("found")
        case _:
            pass
    if line.due is not None:
        right = day_short(line.due, now.state.today)
    left = row((f"{sign} ", "bold $yes-soft"), article_in(line.article, width - SIGN - 1 - len(right)))
    return spread(left, styled(right, "$yes-soft"), width)


def _out(loans: tuple[LoanView, ...], visit: VisitState, now: Situation, width: int, first: int) -> Section:
    if not loans:
        words = _("Has nothing else out") if visit.done else _("Has nothing out")
        return Section((BLANK, Line(styled(words, "$quiet"))), least=2)
    heading = _("Still out from before: {n}").format(n=len(loans) + _not_read(visit))
    lines = [BLANK, _heading(heading, width)]
    lines += (
        Line(partial(_out_line, loan, now, width), number) for number, loan in enumerate(loans, start=first)
    )
    return Section(tuple(lines), least=4)


def _out_line(loan: LoanView, now: Situation, width: int) -> Content:
    words, style = due_words(loan, now.state.today)
    sign = ("! ", "bold $no-soft") if loan.days_late else ("  ", "")
    left = row(sign, article_in(loan.article, width - SIGN - 1 - len(words)))
    return spread(left, styled(words, style), width)


def _not_read(visit: VisitState) -> int:
    """How many loans a borrower with very many has out beyond those that were read."""
    if visit.borrower.open_loans <= len(visit.out):
        return 0
    read = {loan.article.id for loan in visit.out} | {
        line.article.id for line in visit.done if line.due is not None
    }
    return max(0, visit.borrower.open_loans - len(read))


def _pile(now: Situation, width: int) -> list[Line]:
    said = n_("{n} article taken back", "{n} articles taken back", now.pile).format(n=now.pile)
    lines = [Line(styled(said, "bold $pile")), BLANK]
    how = (
        _("Scan everything in the pile, in any order. Nothing is lent in this mode."),
        _("Enter when the pile is done: then it is summed up who handed in what, and what they still have."),
    )
    for sentence_ in how:
        lines += [*(Line(one) for one in wrapped(sentence_, width)), BLANK]
    return lines


def _how_to(now: Situation, width: int) -> list[Line]:
    """What to do when nobody is here: all there is to learn, in four lines."""
    if not now.ready:
        return [Line(styled(_("One moment, the desk is being opened …"), "$quiet"))]
    lines = [_heading(_("How to lend"), width)]
    steps = (
        _("Scan what is to be lent, one thing after the other."),
        _("Write the borrower's phone number and press Enter. The things are lent."),
        _("Press Enter once more. The visit is done; read out the due date."),
    )
    for n, step in enumerate(steps, start=1):
        for y, one in enumerate(wrapped(step, width - 4)):
            lines.append(
                Line(
                    Content.assemble(
                        row((f" {n} ", "bold $key-fore on $key-back"), " ") if y == 0 else "    ", one
                    )
                )
            )
        lines.append(BLANK)
    back = wrapped(_("What comes back is only scanned: it is taken back by itself."), width - 4)
    lines += [_heading(_("How to take back"), width), *(Line(Content.assemble("    ", one)) for one in back)]
    return lines


def _basket(basket: tuple[ArticleView, ...], now: Situation, width: int, first: int) -> Section:
    n = len(basket)
    if not n:
        lines = _pile(now, width) if now.returns_only else _how_to(now, width)
        return Section(tuple(lines), least=4, silent=True)
    heading = n_("In the basket: {n} article", "In the basket: {n} articles", n).format(n=n)
    lines = [*([] if not now.returns_only else [*_pile(now, width)[:1], BLANK]), _heading(heading, width)]
    lines += (
        Line(partial(_basket_line, article, width), number)
        for number, article in enumerate(basket, start=first)
    )
    return Section(tuple(lines), least=8, newest_last=True)


def _basket_line(article: ArticleView, width: int) -> Content:
    return row(("• ", "$primary"), article_in(article, width - SIGN)).truncate(width, ellipsis=True)
