"""Which sheets an Excel file of a document has: the first section on the first one, then one for each table, with the charts that draw it."""

from dataclasses import dataclass, field

from fritids.outside.documents.chart_tables import as_table, table_of
from fritids.outside.documents.model import Chart, Document, Paragraph, Table


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart over cells of a table."""

    chart: Chart
    first_row: int
    """The row of the table with the first category."""
    columns: tuple[int, ...]
    """Of each series."""


@dataclass(slots=True)
class Leaf:
    """A table, and what stands with it."""

    table: Table
    section: str
    """The title of its section."""
    texts: list[str] = field(default_factory=list)
    """Paragraphs of its section."""
    charts: list[Drawn] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Plan:
    """All sheets but that of the definitions."""

    first: tuple[Leaf | str, ...]
    """Tables and running texts of the first sheet, which are those of the document's first section."""
    rest: tuple[Leaf, ...]
    """A sheet each."""


def plan(document: Document) -> Plan:
    """Every table, chart and text of the document, once. A chart that draws no table gets one of its own values."""
    first: list[Leaf | str] = []
    rest: list[Leaf] = []
    for place, section in enumerate(document.sections):
        own: list[Leaf] = []
        texts: list[str] = []
        for block in section.blocks:
            leaf = None
            match block:
                case Paragraph(text):
                    if place == 0:
                        first.append(text)
                    else:
                        (own[-1].texts if own else texts).append(text)
                case Chart() if table_of(block, document) is None:
                    table = as_table(block)
                    leaf = Leaf(
                        table, section.title, charts=[Drawn(block, 0, tuple(range(1, len(table.columns))))]
                    )
                case Chart():
                    pass  # it stands with the table that it draws
                case Table():
                    leaf = Leaf(block, section.title)
            if leaf is not None and place == 0 and isinstance(block, Table):
                first.append(leaf)
            elif leaf is not None:
                leaf.texts, texts = texts, []
                own.append(leaf)
        first += [f"{section.title}: {text}" for text in texts]
        rest += own
    made = Plan(tuple(first), tuple(rest))
    _draw(made, document)
    return made


def _draw(made: Plan, document: Document) -> None:
    """Give each table the charts that draw it, wherever they stand in the document."""
    leaves = {id(leaf.table): leaf for leaf in (*made.first, *made.rest) if isinstance(leaf, Leaf)}
    for section in document.sections:
        for chart in (block for block in section.blocks if isinstance(block, Chart)):
            found = table_of(chart, document)
            if found is not None:
                leaves[id(found.table)].charts.append(Drawn(chart, found.first_row, found.columns))
