"""Which files a report becomes: for each name what fills it. The makers of paper, spreadsheets and pictures are loaded only for their own form."""

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

from fritids.errors import UsageError
from fritids.i18n import _
from fritids.outside import csv_files, json_files
from fritids.outside.documents.model import Chart, Document
from fritids.outside.files import replacing
from fritids.present.report.document import document
from fritids.present.report.json import json_of
from fritids.present.report.tidy import HEADERS, tidy_rows
from fritids.services.results.report import YearReport

FORMS: Final = (".pdf", ".xlsx", ".csv", ".json", ".html", ".png", ".svg")


class ReportFile(NamedTuple):
    """A file to be written: what is to stand in it is made already."""

    path: Path
    fill: Callable[[Path], object]


def check_names(paths: Iterable[Path]) -> None:
    """Raises UsageError for a name whose ending is no form of a report, and for one that is named twice."""
    seen = set[Path]()
    for path in paths:
        if path.suffix.lower() not in FORMS:
            raise UsageError(
                _("The name of the file has to end in {forms}.").format(forms=", ".join(FORMS)),
                code="unknown_form",
            )
        if path in seen:
            raise UsageError(_("{path} is named twice. Give each file a name of its own.").format(path=path))
        seen.add(path)


def files_of(report: YearReport, path: Path) -> tuple[ReportFile, ...]:
    """The file at `path` in the form that its ending says; for pictures one for each chart, its key in the name."""
    form = path.suffix.lower()
    if form == ".csv":
        rows = tuple(tidy_rows(report))
        return (ReportFile(path, lambda partial: _fill_csv(partial, rows)),)
    if form == ".json":
        text = json_files.text(json_of(report), indent=2) + "\n"
        return (_of_bytes(path, text.encode()),)
    made = document(report)
    if form in {".png", ".svg"}:
        # A picture is passed on by itself, so it bears the mark itself.
        marked = _("{title} – for the house alone") if report.full else "{title}"
        return tuple(
            _picture(path, replace(one, title=marked.format(title=one.title)), made.language)
            for one in charts_of(made)
        )
    return (_of_bytes(path, _whole(made, form)),)


def write_files(files: Iterable[ReportFile]) -> list[Path]:
    """Write files that are made already: all of them, or none, since none stands at its place before all are filled. Raises FritidsError."""
    files = list(files)
    with ExitStack() as places:
        for file in files:
            file.fill(places.enter_context(replacing(file.path)))
    return [file.path for file in files]


def _whole(made: Document, form: str) -> bytes:
    if form == ".pdf":
        from fritids.outside.documents.pdf import pdf  # noqa: PLC0415  # 70 ms, for paper alone

        return pdf(made)
    if form == ".xlsx":
        from fritids.outside.documents.xlsx import xlsx  # noqa: PLC0415  # 60 ms, for a spreadsheet alone

        return xlsx(made)
    from fritids.outside.documents.html import html  # noqa: PLC0415  # draws the charts, which loads what draws

    return html(made).encode()


def _picture(path: Path, chart: Chart, language: str) -> ReportFile:
    from fritids.outside.documents.charts import png, svg  # noqa: PLC0415  # loads what draws

    named = path.with_name(f"{path.stem}-{chart.key}{path.suffix}")
    return _of_bytes(
        named, png(chart, language) if path.suffix.lower() == ".png" else svg(chart, language).encode()
    )


def charts_of(made: Document) -> tuple[Chart, ...]:
    """The charts of a document in its order."""
    return tuple(block for section in made.sections for block in section.blocks if isinstance(block, Chart))


def _of_bytes(path: Path, content: bytes) -> ReportFile:
    return ReportFile(path, lambda partial: partial.write_bytes(content))


def _fill_csv(path: Path, rows: Iterable[tuple[str | int | float | None, ...]]) -> None:
    with csv_files.writing(path, HEADERS) as write:
        for row in rows:
            write(row)
