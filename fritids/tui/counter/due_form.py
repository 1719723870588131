"""Another date for a loan, or for all that was lent in a visit: the day is written, shown as it was understood, and saved with Enter."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from fritids.domain.days import read_day
from fritids.domain.findings import FindingCode, Severity, is_refused
from fritids.domain.scanstream import Line
from fritids.errors import InvalidValueError
from fritids.i18n import _, day_spoken, n_
from fritids.present import article_name, due_objections, lent_lines, loan_line, plain
from fritids.services.results import DueNotSet, LoanView
from fritids.tui.counter.asking import Field, Questions
from fritids.tui.counter.form import words_scan
from fritids.tui.counter.situation import Prompt
from fritids.tui.counter.stage import Caller


async def another_date(
    questions: Questions, call: Caller, loans: Sequence[LoanView], *, code: str | None, visit_id: int
) -> tuple[date, frozenset[FindingCode]]:
    """The day that was written and confirmed, and what was accepted with it. Raises LeftError.

    `loans` is the one of the article `code`, or with none all that was lent in the visit.
    """
    today = await call(lambda desk: desk.today())

    async def objections(day: date) -> DueNotSet | None:
        return await call(lambda desk: desk.due_dates.objections(day, code=code, visit_id=visit_id))

    def scan(line: Line) -> bool:
        return read_day(line.text, today) is None and words_scan(line)

    asking = Prompt(
        title=partial(_title, loans),
        label=lambda: _("Back by which day?"),
        details=partial(_dues, loans, today),
    )
    prompt, chosen, against = asking, None, None
    while True:
        field = Field(prompt, scan, optional=chosen is not None)
        written = await questions.write(field, partial(_read, today))
        if written is None and chosen is not None:
            asked = () if against is None else against.findings
            return chosen, frozenset(one.code for one in asked if one.severity is Severity.ASK)
        if written is None:
            continue
        chosen, against = written, await objections(written)
        if against is not None and is_refused(against.findings):
            prompt = replace(asking, complaint=partial(_objected, against))
            chosen = None
        else:
            prompt = replace(
                asking,
                title=partial(_understood, chosen, today),
                details=partial(_before_saving, loans, against),
                enter=lambda: _("Save"),
            )


def _read(today: date, text: str) -> date | None:
    """The day; None for nothing, which is Enter alone."""
    day = read_day(text, today)
    if day is None and text:
        raise InvalidValueError(
            _("“{text}” is no day. Write it as 20/3, 20 March, 2026-03-20, Fri, or +7 for in a week.").format(
                text=plain(text)[:30]
            ),
            field="due",
        )
    return day


def _name(loans: Sequence[LoanView]) -> str:
    n = len(loans)
    return article_name(loans[0].article) if n == 1 else n_("{n} article", "{n} articles", n).format(n=n)


def _title(loans: Sequence[LoanView]) -> str:
    return _("Another date: {article}").format(article=_name(loans))


def _dues(loans: Sequence[LoanView], today: date) -> tuple[str, ...]:
    now = [f"{loan_line(loans[0], today)}."] if len(loans) == 1 else lent_lines(loans)
    return *now, _("Write the day as 20/3, 20 March, 2026-03-20, Fri, or +7 for in a week.")


def _objected(against: DueNotSet) -> str:
    return " ".join(due_objections(against))


def _understood(day: date, today: date) -> str:
    return _("Back by {due}?").format(due=day_spoken(day, today))


def _before_saving(loans: Sequence[LoanView], against: DueNotSet | None) -> tuple[str, ...]:
    asked = () if against is None else due_objections(against)
    return f"{_name(loans)}.", *asked, _("Enter saves it. Another day can be written instead.")
