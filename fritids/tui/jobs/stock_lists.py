"""The lists behind the stock: what stood still and what was worn out, on the screen and as files. No people in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from fritids.domain.figures import Period
from fritids.errors import InvalidValueError
from fritids.i18n import _, n_, number
from fritids.present import article_name, article_with_code
from fritids.present.stock import still_title, still_words, worn_words
from fritids.tui.counter.asking import Field, Questions
from fritids.tui.counter.deeds import JobAct
from fritids.tui.counter.form import words_scan
from fritids.tui.counter.keys import Hint
from fritids.tui.counter.situation import Prompt
from fritids.tui.jobs.files import own_file, written_path
from fritids.tui.views.page import ListLine, ListPage

if TYPE_CHECKING:
    from fritids.services.desk import Desk
    from fritids.services.results.stock_figures import StillView, WornView

_MONTHS = 12
_STILL = "still"
_WORN = "worn"


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


def read_still(chosen: Chosen, n: int, desk: "Desk") -> "tuple[StillView, ...]":
    """What stood still for so many months."""
    return desk.stock_figures.stood_still(n, branch=chosen.branch, at=chosen.at, types=chosen.types)


def still(chosen: Chosen, n: int, found: "Sequence[StillView]", today: date) -> ListPage:
    """The list of it, by the shelves. It was read beside the counter, and stays as it is however often it is looked at."""

    def lines(_desk: "Desk") -> list[ListLine]:
        heading = [ListLine(still_title(len(found), n), heading=True)] if found else []
        return heading + [
            ListLine(article_with_code(one.article), still_words(one, today), one.article.barcode)
            for one in found
        ]

    return ListPage(
        title=lambda: chosen.title(_("Stood still for {n} months").format(n=n)),
        read=lines,
        empty=lambda: _("Nothing stood still for so long."),
        head=lambda: (_("Here all that time, and not out. In the order of the shelves."),),
        keys=lambda: _to_a_file(f"{_STILL} {n}") if found else (),
    )


def read_worn(chosen: Chosen, desk: "Desk") -> "tuple[WornView, ...]":
    """What was worn out, the newest first."""
    return desk.stock_figures.worn_out(chosen.period, branch=chosen.branch, types=chosen.types)


def worn(chosen: Chosen, found: "Sequence[WornView]", today: date) -> ListPage:
    """The list of it, read as that of `still`."""

    def lines(_desk: "Desk") -> list[ListLine]:
        return [
            ListLine(article_name(one.article), worn_words(one, today), one.article.barcode) for one in found
        ]

    return ListPage(
        title=lambda: chosen.title(_("Discarded as worn out in 12 months")),
        read=lines,
        empty=lambda: _("Nothing was worn out."),
        keys=lambda: _to_a_file(_WORN) if found else (),
    )


def _to_a_file(which: str) -> tuple[Hint, ...]:
    return (Hint("ctrl+n", _("To a file …"), JobAct(f"export {which}"), strong=True),)


async def which_file(questions: Questions, chosen: Chosen, which: str) -> tuple[Path, int | None]:
    """Where a list is to be written, and for how many months it stood still; None is the list of what was worn out. Raises LeftError.

    `which` is the list that is looked at; where it is empty, that is asked.
    """
    n: int | None = int(which.removeprefix(_STILL)) if which.startswith(_STILL) else None
    if not which:
        lists = Prompt(
            title=lambda: _("Which list?"),
            label=lambda: _("Choose with a digit"),
            options=lambda: (_("What stood still for 12 months"), _("What was worn out")),
            enter=lambda: _("Choose"),
        )
        n = None if await questions.pick(lists) else _MONTHS
    takes_worn = n is None
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
    return path, n


def write(chosen: Chosen, path: Path, n: int | None, desk: "Desk") -> int:
    """The list is in the file; how many articles."""
    from fritids.services.stock_lists import write_still, write_worn

    if n is None:
        return write_worn(path, read_worn(chosen, desk))
    return write_still(path, read_still(chosen, n, desk))


def exported(n: int) -> str:
    """How many are in the file."""
    return n_("{n} article is in the file", "{n} articles are in the file", n).format(n=number(n))
