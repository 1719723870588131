"""A document on paper: a PDF with title page, contents, its sections, definitions, bookmarks and running feet."""

from io import BytesIO

from fritids.outside.documents.lettering import tidy
from fritids.outside.documents.model import Chart, Document, Paragraph, Section, Table
from fritids.outside.documents.pdf_flow import LOOSE, TIGHT, Density, Flow
from fritids.outside.documents.pdf_front import contents, definitions, set_feet, title_page
from fritids.outside.documents.pdf_ink import draw, new_canvas
from fritids.outside.documents.pdf_page import Page, Part
from fritids.outside.documents.pdf_tables import least_of_table, set_table
from fritids.outside.documents.pdf_tags import Tagging


def pdf(document: Document) -> bytes:
    """The document as a PDF of A4 pages, the same bytes from the same document.

    Language, title, author and subject are set, every section and table has a bookmark, all fonts are embedded, and what stands where is
    tagged for a screen reader. The first section stands on a page of its own, set closer if it would otherwise need two. Raises
    FritidsError where a font of the program is missing.
    """
    root = Part("Document")
    front = title_page(document, root)
    listed = Part("Sect")
    root.kids.append(listed)
    body = _body(document, root)
    pages = [*front, *contents(document, body, len(front), listed), *body]
    set_feet(document, pages)
    return _written(document, pages, root)


def _body(document: Document, root: Part) -> list[Page]:
    pages: list[Page] = []
    rest = document.sections
    if rest:
        pages += _year(document, rest[0], root)
        rest = rest[1:]
    flow = Flow(document.language, root)
    for number, section in enumerate(rest, start=1):
        _set_section(flow, section, root, number)
    flow.part = root
    definitions(document, flow)
    return pages + flow.pages


def _year(document: Document, section: Section, root: Part) -> list[Page]:
    """The first section on pages of its own: one, if it fits in any way."""

    def set_as(density: Density) -> tuple[Flow, Part]:
        part = Part("Document")
        flow = Flow(document.language, part, density)
        _set_section(flow, section, part, 0)
        return flow, part

    flow, part = set_as(LOOSE)
    if len(flow.pages) > 1:
        closer, closer_part = set_as(TIGHT)
        if len(closer.pages) < len(flow.pages):
            flow, part = closer, closer_part
    root.kids += part.kids
    return flow.pages


def _set_section(flow: Flow, section: Section, root: Part, number: int) -> None:
    flow.part = root.add("Sect")
    first, turned = _first(flow, section)
    flow.heading(section, f"section-{number}", first, turned=turned)
    for place, block in enumerate(section.blocks):
        match block:
            case Paragraph():
                flow.paragraph(block)
            case Chart():
                flow.chart(block)
            case Table():
                set_table(flow, block, f"section-{number}-{place}")


def _first(flow: Flow, section: Section) -> tuple[float, bool]:
    """How much room the section's beginning needs under its heading, up to its first table or chart, and whether on a turned page."""
    height = 0.0
    for block in section.blocks:
        match block:
            case Paragraph():
                height += flow.height_of_paragraph(block)
            case Chart():
                return height + flow.least_of_chart(block), False
            case Table():
                least, turned = least_of_table(block, flow.language, flow.density)
                # After sentences on an upright page a turned table has a page of its own.
                return (height, False) if turned and height else (height + least, turned)
    return height, False


def _written(document: Document, pages: list[Page], root: Part) -> bytes:
    target = BytesIO()
    canvas = new_canvas(target, (pages[0].width, pages[0].height), document.language)
    canvas.setTitle(tidy(document.title))
    canvas.setAuthor(tidy(document.author))
    canvas.setSubject(tidy(document.subtitle))
    canvas.setCreator("fritids")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas.showOutline()
    tagging = Tagging(canvas)
    for page in pages:
        canvas.setPageSize((page.width, page.height))
        for anchor in page.anchors:
            canvas.bookmarkHorizontalAbsolute(anchor.key, page.height - anchor.y + 12)
            canvas.addOutlineEntry(tidy(anchor.title), anchor.key, anchor.level, closed=True)
        for link in page.links:
            left, top, right, bottom = link.box
            box = (left, page.height - bottom, right, page.height - top)
            canvas.linkAbsolute(tidy(link.title), link.key, box)
        for piece in page.pieces:
            tagging.begin(piece)
            for mark in piece.marks:
                draw(canvas, mark, page.height)
            tagging.end()
        canvas.showPage()
        tagging.end_page()
    tagging.write(root)
    canvas.save()
    return target.getvalue()
