"""What is asked at the screen of the figures: which days, which branch, what a split is crossed with."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from fritids.domain.figures import Period, Split
from fritids.domain.periods import PeriodKind, around, read_period
from fritids.errors import InvalidValueError
from fritids.i18n import _
from fritids.present import plain
from fritids.present.periods import period_name
from fritids.present.report.rows import split_name
from fritids.tui.counter.asking import MOST_OPTIONS, Field, Questions
from fritids.tui.counter.form import words_scan
from fritids.tui.counter.situation import Prompt
from fritids.tui.jobs.statistics_asked import SPLITS, Asked
from fritids.tui.jobs.statistics_list import measure_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fritids.domain.scanstream import Line

_KINDS: Final = (PeriodKind.YEAR, PeriodKind.SEASON, PeriodKind.MONTH)


async def period(questions: Questions, now: Period, today: date) -> Period:
    """Year, season or month by a digit; other days are written. Raises LeftError."""
    day = min(now.last, today) if now.first <= today else now.first
    offered = [around(kind, day) for kind in _KINDS]

    def options() -> tuple[str, ...]:
        words = (_("The year: {period}"), _("The season: {period}"), _("The month: {period}"))
        named = (said.format(period=period_name(one)) for said, one in zip(words, offered, strict=True))
        return (*named, _("Other days: write them"))

    prompt = Prompt(
        title=lambda: _("Which days?"),
        label=lambda: _("Choose with a digit"),
        options=options,
        enter=lambda: _("Choose"),
        first=offered.index(now) if now in offered else len(offered),
    )
    chosen = await questions.pick(prompt)
    if chosen < len(offered):
        return offered[chosen]
    return await questions.write(Field(_days_prompt(), _days_scan), lambda text: _read(text, today))


def _days_prompt() -> Prompt:
    return Prompt(
        title=lambda: _("Which days?"),
        label=lambda: _("A period, or the first and the last day"),
        details=lambda: (
            _("For example: 2025, feb 2025, winter 2025, 16/2 2026 – 20/2 2026, 2026-02-16 2026-02-20"),
        ),
    )


def _days_scan(line: "Line") -> bool:
    return words_scan(line) and read_period(line.text, date.max - timedelta(days=366)) is None


def _read(text: str, today: date) -> Period:
    found = read_period(text, today)
    if found is None:
        raise InvalidValueError(
            _("These are no days. Write a year, a month, or two days: 2026-02-16 2026-02-20."), field="period"
        )
    return found


async def branch(questions: Questions, asked: Asked, branches: Mapping[str, str]) -> Asked:
    """All branches together, branch by branch, or one of them. Raises LeftError."""
    codes = list(branches)
    room = MOST_OPTIONS - 2
    prompt = Prompt(
        title=lambda: _("Whose figures?"),
        label=lambda: _("Choose with a digit, or write the branch's name"),
        options=lambda: (
            _("All branches together"),
            _("All, branch by branch"),
            *(plain(branches[code]) for code in codes[:room]),
        ),
        enter=lambda: _("Choose"),
        first=0
        if asked.branch is None
        else 2 + codes.index(asked.branch)
        if asked.branch in codes[:room]
        else 0,
    )
    chosen = await questions.pick(prompt, [plain(branches[code]) for code in codes[room:]])
    without = tuple(one for one in asked.only if one[0] is not Split.BRANCH)
    if chosen == 1:
        return replace(asked, branch=None, split=Split.BRANCH, cross=None, only=without)
    split = Split.MONTH if asked.split is Split.BRANCH else asked.split
    cross = None if asked.cross is Split.BRANCH else asked.cross
    return replace(
        asked, branch=None if chosen == 0 else codes[chosen - 2], split=split, cross=cross, only=without
    )


async def cross(questions: Questions, asked: Asked) -> Split | None:
    """By what each row is told apart once more, or by nothing. Raises LeftError."""
    others = [split for split in SPLITS if split is not asked.split]
    none = [] if asked.cross is None else [None]
    listed: list[Split | None] = [*none, *others]
    prompt = Prompt(
        title=lambda: _("{split}, and by what besides?").format(split=split_name(asked.split)),
        label=lambda: _("Choose with a digit"),
        options=lambda: tuple(_("Nothing else") if one is None else split_name(one) for one in listed),
        enter=lambda: _("Choose"),
    )
    return listed[await questions.pick(prompt)]


async def measure(questions: Questions, found: "Sequence[tuple[str, int]]") -> str:
    """Which of the loans. Raises LeftError."""
    if len(found) == 1:
        return found[0][0]
    prompt = Prompt(
        title=lambda: _("Which loans?"),
        label=lambda: _("Choose with a digit"),
        options=lambda: tuple(measure_words(*one) for one in found),
        enter=lambda: _("Show them"),
    )
    return found[await questions.pick(prompt)][0]
