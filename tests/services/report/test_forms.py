"""The report in words, as JSON and as CSV: the same figures in each, and nothing in any of what is withheld."""

import json
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from fritids.domain.figures import Cell
from fritids.i18n import language, set_language
from fritids.outside import csv_files
from fritids.outside.documents.model import Chart, Document, Form, Gap, Table
from fritids.outside.documents.values import shown
from fritids.present.report import json as report_json
from fritids.present.report.document import document
from fritids.present.report.facts import LOAN_TABLES
from fritids.present.report.forms import files_of
from fritids.present.report.measures import COUNTS
from fritids.present.report.text import lines
from fritids.present.report.tidy import HEADERS, tidy_rows
from fritids.services.results.report import YearReport
from tests.conftest import REPOSITORY
from tests.report_values import HOSTILE, a_report

SCHEMA: Any = json.loads(
    (REPOSITORY / "fritids" / "schemas" / "report.schema.json").read_text(encoding="utf-8")
)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
ONE_WAY = ("month", "category", "type", "kind", "age", "gender", "area", "weekday", "hour")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = language()
    set_language("en")
    yield
    set_language(before)


def json_of(report: YearReport) -> Any:
    """As a reader of the file gets it."""
    return json.loads(json.dumps(report_json.json_of(report)))


def table_of(made: Document, key: str) -> Table:
    return next(
        block
        for section in made.sections
        for block in section.blocks
        if isinstance(block, Table) and block.key == key
    )


@pytest.mark.parametrize("branch", [None, "a", "c"])
@pytest.mark.parametrize("full", [False, True])
def test_the_json_is_of_its_shape_for_a_network_a_branch_and_one_of_three_borrowers(
    branch: str | None, full: bool
) -> None:
    made = json_of(a_report(branch, full=full))
    assert list(VALIDATOR.iter_errors(made)) == []
    tables = [made["tables"][name] for name in LOAN_TABLES if made["tables"][name] is not None]
    rows = [row for table in tables for row in table["rows"]]
    assert any(row["withheld"] for row in rows) is not full
    assert all(row["withheld"] is (row["loans"] is None) for row in rows)


def test_the_schema_describes_every_key_and_allows_no_other() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)

    def walk(node: Any, path: str) -> None:
        if not isinstance(node, dict):
            return
        if "properties" in node:
            assert node["additionalProperties"] is False, path
            assert sorted(node["required"]) == sorted(node["properties"]), path
            for name, one in node["properties"].items():
                told = one if "$ref" not in one else SCHEMA["$defs"][one["$ref"].rpartition("/")[2]]
                assert one.get("description") or told.get("description") or "anyOf" in one, f"{path}/{name}"
        for name, one in node.items():
            walk(one, f"{path}/{name}")

    walk(SCHEMA, "")


@pytest.mark.parametrize("branch", [None, "a"])
def test_document_json_and_csv_hold_the_same_figures(branch: str | None) -> None:
    report = a_report(branch)
    made, machine = document(report), json_of(report)
    tidy = {tuple(row[n] for n in (1, 2, 3, 5, 7)): row[9:] for row in tidy_rows(report)}
    assert len(tidy) == len(list(tidy_rows(report)))
    withheld = 0
    for name in (*ONE_WAY, *(("branch",) if branch is None else ())):
        shown, table = table_of(made, name), machine["tables"][name]
        places = {column.key: place for place, column in enumerate(shown.columns)}
        assert len(shown.rows) == len(table["rows"])
        for row, on_paper in zip(table["rows"], shown.rows, strict=True):
            for measure in table["measures"]:
                value = on_paper[places[measure]]
                assert (value is Gap.WITHHELD) is row["withheld"]
                assert row[measure] == (None if isinstance(value, Gap) else value)
                in_csv = tidy[2025, name, row["codes"][0], "", measure]
                assert in_csv == (row[measure], int(row["withheld"]))
                withheld += row["withheld"]
    assert withheld or branch is None
    for row, code in zip(table_of(made, "key_figures").rows, COUNTS, strict=True):
        total = machine["totals"][code]
        assert row[1] == (Gap.WITHHELD if total["withheld"] else total["value"])
        assert tidy[2025, "total", "", "", code] == (total["value"], int(total["withheld"]))


@pytest.mark.parametrize("branch", [None, "a", "c"])
def test_no_form_depends_on_what_is_withheld(branch: str | None) -> None:
    """Whatever stands in withheld cells and totals: rows, their order, sums, shares and charts are the same to the last letter."""
    report, withheld = a_report(branch), a_report().withheld
    figures = report.figures
    tables = {
        key: {
            codes: Cell(77, 66, 55) if withheld.hides(branch, key, codes) else cell
            for codes, cell in rows.items()
        }
        for key, rows in figures.tables.items()
    }
    hidden = {one.name: 999 for one in fields(figures.totals) if withheld.hides_total(branch, one.name)}
    changed = replace(figures, tables=tables, totals=replace(figures.totals, **hidden))
    assert changed != figures
    other = replace(report, figures=changed)
    assert json_of(other) == json_of(report)
    assert list(tidy_rows(other)) == list(tidy_rows(report))
    assert document(other) == document(report)


def test_a_branch_of_three_borrowers_shows_nothing_of_its_loans() -> None:
    report = a_report("c")
    machine = json_of(report)
    assert {
        machine["totals"][code]["value"]
        for code in (*COUNTS, "loans_per_article", "on_loan", "in_stock", "never_lent")
    } == {None}
    assert {row["loans"] for row in machine["tables"]["month"]["rows"]} == {None}
    assert machine["tables"]["type"]["rows"] == []
    assert "So few borrowed in 2025 that the figures are withheld." in "\n".join(lines(document(report)))


def test_the_language_changes_names_alone() -> None:
    report = a_report()
    english, machine = list(tidy_rows(report)), json_of(report)
    set_language("sv")
    assert json_of(report) == machine
    names = {n for n, header in enumerate(HEADERS) if header.endswith("_name")}
    for one, two in zip(english, tidy_rows(report), strict=True):
        assert {n for n in range(len(HEADERS)) if one[n] != two[n]} <= names
    made = document(report)
    assert (made.title, table_of(made, "month").rows[1][0]) == ("Året 2025 i siffror", "Februari")
    assert "Under 2025 lånades" in "\n".join(lines(made))


def test_what_people_entered_stays_text_in_every_form(tmp_path: Path) -> None:
    written = {}
    for name in ("a.csv", "a.json", "a.html"):
        for file in files_of(a_report(), tmp_path / name):
            file.fill(file.path)
            written[name] = file.path.read_text(encoding="utf-8")
    cells = written["a.csv"].replace("\r\n", ";").split(";")
    assert f"'{HOSTILE}" in cells
    assert not [cell for cell in cells if cell[:1] in tuple("=+@")]
    assert HOSTILE not in written["a.html"]
    assert "<b>" not in written["a.html"]
    assert json.loads(written["a.json"])["branches"][0] == {"code": "a", "name": HOSTILE}
    (source,) = csv_files.sources(tmp_path / "a.csv")
    with csv_files.reading(source) as rows:
        assert {len(row.cells) for row in rows} == {len(HEADERS)}


def test_the_same_report_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.csv", "a.json", "a.html", "a.svg"):
        for file, same in zip(
            files_of(a_report("a"), tmp_path / name), files_of(a_report("a"), tmp_path / name), strict=True
        ):
            file.fill(file.path)
            before = file.path.read_bytes()
            same.fill(file.path)
            assert file.path.read_bytes() == before


def test_a_year_is_set_beside_the_one_before_only_where_that_was_whole() -> None:
    """941 % more than a year that had but its last month is no growth."""
    begun = replace(a_report("a"), first_loan_on=date(2024, 11, 26))
    for report, whole in ((a_report("a"), True), (begun, False)):
        made = document(report)
        blocks = [block for section in made.sections for block in section.blocks]
        headed = {column.key for block in blocks if isinstance(block, Table) for column in block.columns}
        drawn = {block.key for block in blocks if isinstance(block, Chart) and len(block.series) > 1}
        assert "before" in headed
        assert ("change" in headed) is whole
        assert "loans_month" in drawn
        assert ("loans_category" in drawn) is whole
        assert ("Change" in {one.term for one in made.definitions}) is whole


def test_goals_are_set_as_they_were_entered_and_a_little_is_not_nothing() -> None:
    assert [shown(one, Form.NUMBER, "sv") for one in (4500.0, 97.1)] == ["4\u00a0500", "97,1"]
    assert [shown(one, Form.PERCENT, "en") for one in (0, 0.005, 0.006, -0.01)] == ["0%", "<1%", "1%", "−1%"]


@pytest.mark.parametrize("full", [False, True])
def test_a_file_that_withholds_nothing_says_so_itself(full: bool, tmp_path: Path) -> None:
    for name in ("year.csv", "year.svg"):
        for file in files_of(a_report("a", full=full), tmp_path / name):
            file.fill(file.path)
            assert ("for the house alone" in file.path.read_text(encoding="utf-8-sig")) is full
