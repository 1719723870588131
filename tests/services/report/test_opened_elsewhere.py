"""The report as others see it: its spreadsheet in LibreOffice and its PDF in Poppler show the figures that its JSON has, to the last one."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest

from fritids.i18n import language, set_language
from fritids.outside.documents.model import Document, Form, Gap, Table
from fritids.outside.documents.values import WITHHELD_SIGN, shown
from fritids.present.report import measures
from fritids.present.report.document import document
from fritids.present.report.forms import files_of
from tests.office import lines_in_poppler, sheets_in_libreoffice
from tests.report_values import a_report

FORMS: Final = {
    "share": Form.PERCENT, "share_no": Form.PERCENT, "loans_per_article": Form.DECIMAL, "per_1000": Form.DECIMAL,
}  # fmt: skip
COMPARED: Final = {
    "month", "weekday", "hour", "category", "type", "kind", "age", "gender", "area", "month_category", "month_kind", "month_age",
    "age_gender", "stock_category", "children", "schools", "key_figures",
}  # fmt: skip


class Row(NamedTuple):
    """A row of a table: its name is the document's, its figures are the JSON's, set as they have to be shown."""

    table: str
    title: str
    label: str
    values: list[str]


class Reports(NamedTuple):
    """A folder with `full` and `withheld`, each in three forms, and what stands in the JSON of each."""

    folder: Path
    rows: dict[str, list[Row]]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Reports:
    """A branch's year, with nothing withheld, and as it leaves the house, in English."""
    folder = tmp_path_factory.mktemp("opened")
    before = language()
    set_language("en")
    rows = {}
    for name, full in (("full", True), ("withheld", False)):
        report = a_report("a", full=full)
        for form in ("xlsx", "pdf", "json"):
            for file in files_of(report, folder / f"{name}.{form}"):
                file.fill(file.path)
        told = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        rows[name] = list(rows_of(told, document(report)))
    set_language(before)
    return Reports(folder, rows)


def rows_of(told: Any, made: Document) -> Iterator[Row]:
    """Every row of the JSON's tables that stand in the document, and the counts of the year."""
    known = {
        block.key: block for section in made.sections for block in section.blocks if isinstance(block, Table)
    }
    for name in (told["tables"].keys() & known.keys()) - {"asked_for"}:
        table = known[name]
        lines = figures(told["tables"][name])
        labels = [str(row[0]) for row in (*table.rows, *([table.total] if table.total else []))]
        assert len(lines) in {len(table.rows), len(labels)}, name
        for label, line in zip(labels, lines, strict=False):
            yield Row(name, table.title, label, line)
    for measure in measures.COUNTS:
        total = told["totals"][measure]
        line = [
            as_shown(total["value"], measure, withheld=total["withheld"]),
            as_shown(total["before"], measure, withheld=total["before_withheld"]),
        ]
        yield Row("key_figures", known["key_figures"].title, measures.name(measure), line)


def figures(table: Any) -> list[list[str]]:
    """The figures of each row of one split; of two, all of a row side by side, where months always stand as columns."""
    if len(table["by"]) == 1:
        return [
            [as_shown(row[measure], measure, withheld=row["withheld"]) for measure in table["measures"]]
            for row in table["rows"]
        ]
    place = 1 if table["by"][0] == "month" else 0
    lines: dict[str, list[str]] = {}
    for row in table["rows"]:
        lines.setdefault(row["codes"][place], []).append(
            as_shown(row["loans"], "loans", withheld=row["withheld"])
        )
    return list(lines.values())


def as_shown(value: float | None, measure: str, *, withheld: bool) -> str:
    """A figure of the JSON as a person reads it."""
    gap = Gap.WITHHELD if withheld else Gap.NONE
    return shown(gap if value is None else value, FORMS.get(measure, Form.INTEGER), "en")


def test_libreoffice_shows_the_figures_of_the_json(reports: Reports) -> None:
    sheets = sheets_in_libreoffice([reports.folder / f"{name}.xlsx" for name in reports.rows], reports.folder)
    for name, rows in reports.rows.items():
        for row in rows:
            on = f"{name}-Overview" if row.table == "key_figures" else None
            (sheet,) = (
                each for key, each in sheets.items()
                if key == on or (on is None and key.startswith(name) and each[0][0] == row.title)
            )  # fmt: skip
            assert [row.label, *row.values] in [line[: 1 + len(row.values)] for line in sheet], row
    assert {row.table for row in reports.rows["full"]} >= COMPARED
    assert not [row for row in reports.rows["full"] if WITHHELD_SIGN in row.values]
    assert [row for row in reports.rows["withheld"] if WITHHELD_SIGN in row.values]


def test_poppler_shows_the_figures_of_the_json(reports: Reports) -> None:
    for name, rows in reports.rows.items():
        lines = [line.split() for line in lines_in_poppler(reports.folder / f"{name}.pdf")]
        for row in rows:
            first, count = row.label.split()[:1], len(row.values)
            begun = [line for line in lines if line[:1] == first]
            assert any(row.values == line[n : n + count] for line in begun for n in range(len(line))), row
