"""The lists behind the stock: what stood still and what was worn out, on the screen and as files. No people in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from fritids.domain.figures import Period
from fritids.errors import InvalidValueError
from fritids.i18n import _, n_, number
from fritids.present import article_name, article_with_code
from fritids.present.stock import still_title, still_words, worn_words
from fritids.tui.counter.asking import Field, Questions
from fritids.tui.counter.form import words_scan
from fritids.tui.counter.situation import Prompt
from fritids.tui.counter.stage import Caller
from fritids.tui.jobs.files import own_file, written_path
from fritids.tui.views.page import ListLine, ListPage

if TYPE_CHECKING:
    from fritids.services.desk import Desk

_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Chosen:
    """Of what the lists are."""

    period: Period
    at: date | None
    """None: today."""
    branch: str | None
    types: tuple[str, ...] | None
    words: str
    """The category and type, for the title."""

    def title(self, words: str) -> str:
        """The title of a list of it."""
        return f"{self.words}: {words}" if self.words else words


async def months(questions: Questions) -> int:
    """For how long; twelve months with Enter alone. Raises LeftError."""
    prompt = Prompt(
        title=lambda: _("Stood still for how many months?"),
        label=lambda: _("Months"),
        enter=lambda: _("12 months"),
    )
    return await questions.write(Field(prompt, words_scan, optional=True), _read_months)


def _read_months(text: str) -> int:
    text = text.strip()
    if not text:
        return _MONTHS
    if not text.isdecimal() or not 1 <= int(text[:4]) <= 600 or len(text) > 3:
        raise InvalidValueError(_("Say between 1 and {n} months.").format(n=600), field="months")
    return int(text)


def still(chosen: Chosen, n: int) -> ListPage:
    """What stood still, by the shelves."""
    return ListPage(
        title=lambda: chosen.title(_("Stood still for {n} months").format(n=n)),
        read=partial(_read_still, chosen, n),
        empty=lambda: _("Nothing stood still for so long."),
        head=lambda: (_("Here all that time, and not out. In the order of the shelves."),),
    )


def _read_still(chosen: Chosen, n: int, desk: "Desk") -> Sequence[ListLine]:
    today = desk.today()
    found = desk.stock_figures.stood_still(n, branch=chosen.branch, at=chosen.at, types=chosen.types)
    lines = [ListLine(still_title(len(found), n), heading=True)] if found else []
    return [
        *lines,
        *(
            ListLine(article_with_code(one.article), still_words(one, today), one.article.barcode)
            for one in found
        ),
    ]


def worn(chosen: Chosen) -> ListPage:
    """What was worn out, the newest first."""
    return ListPage(
        title=lambda: chosen.title(_("Discarded as worn out in 12 months")),
        read=partial(_read_worn, chosen),
        empty=lambda: _("Nothing was worn out."),
    )


def _read_worn(chosen: Chosen, desk: "Desk") -> Sequence[ListLine]:
    today = desk.today()
    found = desk.stock_figures.worn_out(chosen.period, branch=chosen.branch, types=chosen.types)
    return [ListLine(article_name(one.article), worn_words(one, today), one.article.barcode) for one in found]


async def export(questions: Questions, call: Caller, chosen: Chosen) -> tuple[Path, int]:
    """One of the lists is in a file; where, and how many articles. Raises LeftError."""
    lists = Prompt(
        title=lambda: _("Which list?"),
        label=lambda: _("Choose with a digit"),
        options=lambda: (_("What stood still for 12 months"), _("What was worn out")),
        enter=lambda: _("Choose"),
    )
    takes_worn = bool(await questions.pick(lists))
    usual = own_file(
        f"{_('worn out') if takes_worn else _('stood still')} {chosen.period.last.isoformat()}.xlsx"
    )
    prompt = Prompt(
        title=lambda: _("Where is it to be written?"),
        label=lambda: _("File: .xlsx, .csv or .json"),
        details=lambda: (str(usual),),
        enter=lambda: _("Write it there"),
    )
    path = await questions.write(
        Field(prompt, words_scan, optional=True), lambda text: written_path(text) if text.strip() else usual
    )

    def write(desk: "Desk") -> int:
        from fritids.services.stock_lists import write_still, write_worn

        figures = desk.stock_figures
        if takes_worn:
            return write_worn(path, figures.worn_out(chosen.period, branch=chosen.branch, types=chosen.types))
        return write_still(
            path, figures.stood_still(_MONTHS, branch=chosen.branch, at=chosen.at, types=chosen.types)
        )

    return path, await call(write)


def exported(n: int) -> str:
    """How many are in the file."""
    return n_("{n} article is in the file", "{n} articles are in the file", n).format(n=number(n))
