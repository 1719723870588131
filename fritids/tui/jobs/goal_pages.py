"""The follow-up of a year over the whole width: whom the loans went to, what was answered, goals, and the climate estimate with what it assumes."""

from collections.abc import Iterable
from textwrap import wrap
from typing import TYPE_CHECKING

from fritids.domain.figures import Period
from fritids.i18n import _, number
from fritids.present import climate as climate_texts
from fritids.present import follow_up as texts
from fritids.present import plain, type_name
from fritids.services.results.follow_up import FollowUpOfYear, GroupLoans
from fritids.tui.views.page import ListLine, ListPage

if TYPE_CHECKING:
    from fritids.services.desk import Desk

LINE = 74
"""Cells of a line: the narrowest screen shows it whole."""


def read_year(desk: "Desk", year: int) -> FollowUpOfYear:
    """The follow-up of a year at this branch, with its true figures."""
    code = desk.branch.show().code
    return desk.follow_up.of(year, desk.figures.whole(Period.year(year), code), code)


def page(year: int) -> ListPage:
    """All of it."""
    return ListPage(
        title=lambda: _("What {year} did for people").format(year=year),
        read=lambda desk: _lines(read_year(desk, year), desk),
        empty=lambda: _("Nothing was counted."),
        head=lambda: (_("True figures, for this screen. In reports those of fewer than five are withheld."),),
    )


def _lines(told: FollowUpOfYear, desk: "Desk") -> list[ListLine]:
    names = {code: type_name(kind) for code, kind in desk.context.types.items()}
    lines = [
        ListLine(_("Whom the loans went to"), heading=True),
        *_groups(told.children, told.bands),
        *_groups(told.schools, told.kinds),
        ListLine(_("Borrowers"), texts.figure_words(told.borrowers)),
        ListLine(_("New borrowers"), texts.figure_words(told.new_borrowers)),
        ListLine(_("The two questions at returns"), heading=True),
        *(ListLine(texts.question_words(one.code), texts.answers_words(one)) for one in told.survey),
    ]
    if told.areas:
        lines.append(ListLine(_("Loans per 1,000 inhabitants"), heading=True))
    for area in told.areas:
        who = _("{area}: {people} inhabitants {year} ({source})").format(
            area=area.area, people=number(area.people), year=area.people_year, source=plain(area.source)
        )
        lines.append(ListLine(who, texts.figure_words(area.per_1000)))
    if told.goals:
        lines.append(ListLine(_("Goals"), heading=True))
    for one in told.goals:
        lines += _paragraph(f"{one.goal.id}. {texts.goal_title(one.goal)}")
        lines += _paragraph(f"→ {texts.goal_words(one)}")
    lines.append(ListLine(_("Climate, an estimate"), heading=True))
    if told.climate is not None:
        said = (
            *climate_texts.estimate_lines(told.climate),
            *climate_texts.assumption_lines(told.climate, names),
        )
        for sentence in said:
            lines += _paragraph(sentence)
    return lines


def _groups(together: GroupLoans, among: Iterable[GroupLoans]) -> list[ListLine]:
    return [
        ListLine(texts.group_name(together.code), texts.loans_words(together)),
        *(ListLine(f"· {texts.group_name(one.code)}", texts.loans_words(one)) for one in among),
    ]


def _paragraph(text: str) -> Iterable[ListLine]:
    return [ListLine(line) for line in wrap(text, LINE, subsequent_indent="  ", break_on_hyphens=False)]
