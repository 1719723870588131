"""Files of the figures: what is on the screen, withheld as in the report, and the whole report of the year.

Only the tables of the report, of a whole calendar year, leave the house with small numbers withheld (DESIGN §6). Of other periods and
crossings there is no such file: they are for the screen, and whoever needs one writes `full` and gets the true figures, for the house alone.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from fritids.domain.periods import PeriodKind, kind_of
from fritids.domain.search import fold
from fritids.errors import InvalidValueError
from fritids.i18n import _
from fritids.present.report.excerpt import excerpt, fixed_key
from fritids.present.statistics import loans_by
from fritids.tui.counter.asking import Field, Questions, fitting
from fritids.tui.counter.form import words_scan
from fritids.tui.counter.inbox import Entry
from fritids.tui.counter.situation import Prompt
from fritids.tui.jobs.files import own_file

if TYPE_CHECKING:
    from fritids.outside.documents.model import Document
    from fritids.services.desk import Desk
    from fritids.tui.jobs.statistics_asked import Asked
    from fritids.tui.jobs.statistics_page import Shown

FULL: Final = "full"
REPORT_FORMS: Final = (".pdf", ".xlsx", ".csv", ".json", ".html")
_FORMS: Final = (".xlsx", ".csv", ".svg", ".png")
_TABLES: Final = 2
"""So many of them, from the first, hold a table; the others a chart."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be written."""

    form: str
    full: bool
    """With its true figures."""


def leaves_the_house(asked: "Asked") -> bool:
    """Whether it is a table of the report, of which it is known what has to be withheld."""
    whole_year = kind_of(asked.period) is PeriodKind.YEAR and not asked.only
    return whole_year and fixed_key(asked.keys[-1], branches=asked.branch is None) is not None


async def ask(questions: Questions, asked: "Asked") -> Wanted:
    """In which form, and for a table that is for the screen whether all the same. Raises LeftError."""
    full = not leaves_the_house(asked)
    if full:
        await questions.write(Field(_warning(), words_scan), _read_full)
    forms = _FORMS if asked.cross is None else _FORMS[:_TABLES]
    while True:
        prompt = _which(forms, full=full)
        chosen = await questions.choose(prompt, len(forms))
        if not isinstance(chosen, Entry):
            return Wanted(forms[chosen], full)
        fits = fitting(chosen.text, prompt.options())
        if len(fits) == 1:
            return Wanted(forms[fits[0]], full)
        full = full or fold(chosen.text) == FULL


def _warning() -> Prompt:
    return Prompt(
        title=lambda: _("This table is for the screen"),
        label=lambda: _("Write full for a file with the true figures"),
        details=lambda: (
            _("Only the tables of a whole calendar year, one of the report's, are made to leave the house."),
            _(
                "In the true figures few people may stand in a cell, and can be told by it. Do not pass such a file on."
            ),
        ),
    )


def _read_full(text: str) -> str:
    if fold(text) != FULL:
        raise InvalidValueError(_("Write full, or leave it with Esc."), field="full")
    return text


def _which(forms: tuple[str, ...], *, full: bool) -> Prompt:
    names = {
        ".xlsx": lambda: _("Table and chart for Excel (.xlsx)"),
        ".csv": lambda: _("Table as text (.csv)"),
        ".svg": lambda: _("Chart, to be enlarged (.svg)"),
        ".png": lambda: _("Chart as a picture (.png)"),
    }
    said = (
        (lambda: (_("TRUE FIGURES, for the house alone: do not pass the file on."),))
        if full
        else (
            lambda: (
                _("Cells of fewer than five borrowers are withheld, and others with them, as in the report."),
                _("Write full for the true figures, for the house alone."),
            )
        )
    )
    return Prompt(
        title=lambda: _("To a file: in which form?"),
        label=lambda: _("Choose with a digit"),
        details=said,
        options=lambda: tuple(names[form]() for form in forms),
        enter=lambda: _("Write it"),
    )


def write(desk: "Desk", shown: "Shown", wanted: Wanted) -> Path:
    """Write what is on the screen; the file that is there now. Raises FritidsError."""
    asked = shown.asked
    key = fixed_key(asked.keys[-1], branches=asked.branch is None)
    if wanted.full or key is None:
        from fritids.tui.jobs.statistics_document import true_document

        made = true_document(shown)
    else:
        report = desk.report.year(asked.period.first.year, asked.branch)
        made = excerpt(report, key, loans_by(key[0]))
    return _written(own_file(f"{made.key}{wanted.form}"), made)


def _written(path: Path, made: "Document") -> Path:
    from fritids.outside.files import replacing
    from fritids.present.report.forms import charts_of

    if path.suffix == ".csv":
        _write_csv(path, made)
        return path
    if path.suffix == ".xlsx":
        from fritids.outside.documents.xlsx import xlsx

        content = xlsx(made)
    else:
        from fritids.outside.documents.charts import png, svg

        charts = charts_of(made)
        if not charts:
            raise InvalidValueError(_("There is nothing to draw."), field="form")
        titled = replace(charts[0], title=f"{made.title}, {made.subtitle}")
        content = png(titled, made.language) if path.suffix == ".png" else svg(titled, made.language).encode()
    with replacing(path) as partial:
        partial.write_bytes(content)
    return path


def _write_csv(path: Path, made: "Document") -> None:
    from fritids.outside.documents.model import Gap, Table
    from fritids.outside.documents.values import NO_FIGURE_SIGN, WITHHELD_SIGN
    from fritids.outside.tabular import writing

    (table,) = (block for section in made.sections for block in section.blocks if isinstance(block, Table))
    signs = {Gap.WITHHELD: WITHHELD_SIGN, Gap.NONE: NO_FIGURE_SIGN}
    with writing(path, [column.title for column in table.columns]) as row:
        for cells in (*table.rows, *([table.total] if table.total is not None else [])):
            row([signs[cell] if isinstance(cell, Gap) else cell for cell in cells])


def write_report(desk: "Desk", year: int, branch: str | None) -> tuple[Path, ...]:
    """Write the report of a year in all its forms; the files that are there now. Raises FritidsError, and then has written none."""
    from fritids.present.report.document import document_key
    from fritids.present.report.forms import files_of, write_files

    report = desk.report.year(year, branch)
    name = document_key(report)
    files = [file for form in REPORT_FORMS for file in files_of(report, own_file(f"{name}{form}"))]
    return tuple(write_files(files))
