"""A document as one HTML file that needs nothing else: the form for those who listen to it, enlarge it or read it on a telephone.

No script and no address of anything: the policy in its head lets in the one style by its hash and nothing more, so that a text from
people could neither run nor fetch anything if it ever slipped through unescaped (R13).
"""

import base64
import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from html import escape
from pathlib import Path
from typing import Final

from fritids.outside.documents.chart_tables import as_table, table_of
from fritids.outside.documents.charts import svg
from fritids.outside.documents.colours import BLUE, FAINT_INK, GRID, INK, VERMILION
from fritids.outside.documents.model import (
    Chart,
    Column,
    Document,
    Form,
    Gap,
    Paragraph,
    Section,
    Table,
    Value,
)
from fritids.outside.documents.texts import tidy
from fritids.outside.documents.values import shown
from fritids.outside.documents.words import word

_WIDE: Final = 400.0
_NARROW: Final = 180.0
"""Widths of a chart in points, on a desk's screen and on a telephone; shown larger, so that its words can be read."""
_MOST_UNSCROLLED: Final = 2
"""Columns of a table that fit on a telephone; one with more scrolls by itself."""
_IN_CHARTS: Final = {
    "#FFFFFF": "paper",
    INK: "ink",
    FAINT_INK: "quiet",
    GRID: "grid",
    BLUE: "first",
    VERMILION: "second",
}
"""What a chart's colours become where the page is dark."""


def html(document: Document) -> str:
    """The page. The same document gives the same one."""
    return "".join(_Page(document).pieces())


class _Page:
    def __init__(self, document: Document) -> None:
        self._document = document
        self._language = document.language
        tables = [
            block for section in document.sections for block in section.blocks if isinstance(block, Table)
        ]
        self._ids = {id(table): f"table-{n}" for n, table in enumerate(tables, start=1)}
        self._charts = 0

    def pieces(self) -> Iterator[str]:
        """The page from its head to its foot."""
        document = self._document
        style = _style()
        policy = f"default-src 'none'; style-src '{_hash(style)}'; base-uri 'none'; form-action 'none'"
        yield (
            f'<!doctype html>\n<html lang="{escape(self._language)}">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">\n'
            f'<meta name="author" content="{_text(document.author)}">\n'
            f"<title>{_text(document.title)}, {_text(document.author)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
            f'<a class="skip" href="#report">{self._word("to the report")}</a>\n<header>\n<h1>{_text(document.title)}</h1>\n'
        )
        if document.subtitle:
            yield f'<p class="subtitle">{_text(document.subtitle)}</p>\n'
        if document.facts:
            facts = "".join(
                f"<dt>{_text(name)}</dt><dd>{_text(value)}</dd>\n" for name, value in document.facts
            )
            yield f'<dl class="facts">\n{facts}</dl>\n'
        yield "</header>\n"
        yield from self._contents()
        yield '<main id="report" tabindex="-1">\n'
        if document.withheld_note:
            yield f"<p>{_text(document.withheld_note)}</p>\n"
        for n, section in enumerate(document.sections, start=1):
            yield from self._section(n, section)
        yield from self._definitions()
        yield f'</main>\n<footer>\n<p class="quiet">{_text(document.title)}, {_text(document.author)}</p>\n</footer>\n</body>\n</html>\n'

    def _word(self, key: str, **facts: object) -> str:
        return escape(word(key, self._language, **facts))

    def _definitions_title(self) -> str:
        return _text(self._document.definitions_title) or self._word("definitions")

    def _contents(self) -> Iterator[str]:
        yield f'<nav aria-labelledby="contents">\n<h2 id="contents">{self._word("contents")}</h2>\n<ul>\n'
        for n, section in enumerate(self._document.sections, start=1):
            yield f'<li><a href="#section-{n}">{_text(section.title)}</a></li>\n'
        if self._document.definitions:
            yield f'<li><a href="#definitions">{self._definitions_title()}</a></li>\n'
        yield "</ul>\n</nav>\n"

    def _section(self, n: int, section: Section) -> Iterator[str]:
        yield f'<section id="section-{n}" aria-labelledby="heading-{n}">\n<h2 id="heading-{n}">{_text(section.title)}</h2>\n'
        for block in section.blocks:
            match block:
                case Paragraph(text):
                    yield f"<p>{_text(text)}</p>\n"
                case Table():
                    yield from self._table(block, self._ids[id(block)])
                case Chart():
                    yield from self._chart(block)
        yield "</section>\n"

    def _chart(self, chart: Chart) -> Iterator[str]:
        """The picture, and where its figures stand: in a table of the document, or else in one of its own."""
        self._charts += 1
        wide = svg(chart, self._language, titled=False, wide=_WIDE)
        narrow = svg(chart, self._language, titled=False, wide=_NARROW).replace(
            "<svg ", '<svg class="narrow" ', 1
        )
        yield f"<figure>\n<figcaption><h3>{_text(chart.title)}</h3></figcaption>\n{wide}{narrow}"
        found = table_of(chart, self._document)
        if found is None:
            yield "</figure>\n"
            yield from self._table(as_table(chart), f"chart-{self._charts}")
        else:
            link = f'<a href="#{self._ids[id(found.table)]}">{_text(found.table.title)}</a>'
            said = self._word("in table", table="\0").replace("\0", link)
            yield f'<p class="note">{said}</p>\n</figure>\n'

    def _table(self, table: Table, name: str) -> Iterator[str]:
        scrolls = len(table.columns) > _MOST_UNSCROLLED
        area = f' class="scroll" role="group" aria-labelledby="{name}-name" tabindex="0"' if scrolls else ""
        yield f'<div class="table" id="{name}">\n<div{area}>\n<table>\n<caption id="{name}-name"><h3>{_text(table.title)}</h3></caption>\n'
        heads = "".join(
            f'<th scope="col"{_side(column, place)}>{_text(column.title)}</th>'
            for place, column in enumerate(table.columns)
        )
        yield f"<thead><tr>{heads}</tr></thead>\n<tbody>\n"
        for row in table.rows:
            yield self._row(table.columns, row)
        if not table.rows:
            yield f'<tr><td colspan="{len(table.columns)}">{self._word("no rows")}</td></tr>\n'
        yield "</tbody>\n"
        if table.total is not None:
            yield f"<tfoot>\n{self._row(table.columns, table.total)}</tfoot>\n"
        yield "</table>\n</div>\n"
        for note in self._notes(table):
            yield f'<p class="note">{note}</p>\n'
        yield "</div>\n"

    def _notes(self, table: Table) -> list[str]:
        gaps = {value for row in (*table.rows, table.total or ()) for value in row if isinstance(value, Gap)}
        said = [_text(table.note)] if table.note else []
        return said + [self._word(gap.value) for gap in Gap if gap in gaps]

    def _row(self, columns: Sequence[Column], row: Sequence[Value]) -> str:
        head, *cells = (
            self._cell(column, place, value)
            for place, (column, value) in enumerate(zip(columns, row, strict=True))
        )
        return f"<tr>{head}{''.join(cells)}</tr>\n"

    def _cell(self, column: Column, place: int, value: Value) -> str:
        text = _text(shown(value, column.form, self._language))
        if isinstance(value, date):
            text = f'<time datetime="{value.isoformat()}">{text}</time>'
        if isinstance(value, Gap):
            # The sign is not read aloud as dots; what it stands for is.
            said = self._word(f"is {value.value}")
            return f'<td class="n gap" title="{said}"><span aria-hidden="true">{text}</span><span class="said">{said}</span></td>'
        if place == 0:
            return f'<th scope="row">{text}</th>'
        return f"<td{_side(column, place)}>{text}</td>"

    def _definitions(self) -> Iterator[str]:
        if not self._document.definitions:
            return
        yield f'<section id="definitions" aria-labelledby="definitions-heading">\n<h2 id="definitions-heading">{self._definitions_title()}</h2>\n<dl class="terms">\n'
        for each in self._document.definitions:
            yield f"<dt>{_text(each.term)}</dt><dd>{_text(each.text)}</dd>\n"
            if each.source:
                yield f'<dd class="note">{escape(word("source", self._language, source=tidy(each.source)))}</dd>\n'
        yield "</dl>\n</section>\n"


def _side(column: Column, place: int) -> str:
    if column.form is Form.TEXT:
        return ' class="text"' if place else ""
    return ' class="n"' if place else ""


def _text(text: str) -> str:
    return escape(tidy(text))


def _style() -> str:
    """The style, with the colours of charts, which are written in them for paper, as those of the page."""
    charts = "".join(
        f'figure svg [{how}="{colour}"] {{ {how}: var(--{name}); }}\n'
        for colour, name in _IN_CHARTS.items()
        for how in ("fill", "stroke")
    )
    return f"\n{Path(__file__).with_suffix('.css').read_text(encoding='utf-8')}{charts}"


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
