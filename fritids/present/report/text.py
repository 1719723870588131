"""The report to read in a terminal: the year on one page and the tables of one split; the rest is in the files."""

from collections.abc import Iterator
from typing import Final

from fritids.domain.figures import ONE_WAY, Split
from fritids.outside.documents.model import Document, Form, Paragraph, Section, Table
from fritids.outside.documents.values import shown
from fritids.present.lists import Table as Columns
from fritids.present.lists import render

_WHOLE: Final = frozenset({"year", "back", "stock", "gifts", "opening", "people", "climate"})
"""Sections of which every table and sentence is read."""
_TABLES: Final = frozenset(
    {*("_".join(key) for key in ONE_WAY if key != (Split.TYPE,)), "top_type", "branch"}
)


def lines(document: Document, width: int | None = None) -> Iterator[str]:
    """The lines; with `width` tables are cut to it."""
    yield document.title
    yield document.subtitle
    yield ""
    for name, value in document.facts:
        yield f"{name}: {value}"
    for section in document.sections:
        blocks = [block for block in section.blocks if _is_read(section, block)]
        if not blocks:
            continue
        yield ""
        yield f"— {section.title} —"
        for block in blocks:
            yield ""
            if isinstance(block, Paragraph):
                yield block.text
            elif isinstance(block, Table):
                yield block.title
                yield from render(columns(block, document.language), width)
                if block.note:
                    yield block.note
    if document.withheld_note:
        yield ""
        yield document.withheld_note


def _is_read(section: Section, block: object) -> bool:
    if isinstance(block, Table):
        return section.key in _WHOLE or block.key in _TABLES
    return isinstance(block, Paragraph) and section.key in _WHOLE


def columns(table: Table, language: str) -> Columns:
    """A table of a document as columns of a terminal, its values in the language's form."""
    forms = [column.form for column in table.columns]
    rows = (*table.rows, *(() if table.total is None else (table.total,)))
    return Columns(
        tuple(column.title for column in table.columns),
        tuple(
            tuple(shown(value, form, language) for value, form in zip(row, forms, strict=True))
            for row in rows
        ),
        right=frozenset(n for n, form in enumerate(forms) if form not in {Form.TEXT, Form.DATE}),
    )
