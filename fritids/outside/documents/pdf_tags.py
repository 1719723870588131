"""The order and meaning of what stands in a PDF, for those who have it read to them: a tagged PDF (ISO 32000-2, 14.7 and 14.8).

reportlab writes none, so its dictionaries are made here. No claim is made to PDF/UA; the web page is the accessible form of a report.
"""

from typing import Any

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFString
from reportlab.pdfgen.canvas import Canvas

from fritids.outside.documents.lettering import tidy
from fritids.outside.documents.pdf_page import Content, Part, Piece


class Tagging:
    """Marks the content of pages as they are drawn, and writes the tree of it at the end."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._file: Any = canvas._doc  # noqa: SLF001 - the only way to objects that the canvas does not make itself
        self._owners: list[list[Part]] = [[]]
        """Of each page, the parts of its contents by their number."""

    def begin(self, piece: Piece) -> None:
        """What is drawn now is content of the piece's part, or of none."""
        if piece.part is None:
            self._canvas.addLiteral("/Artifact BMC")
            return
        owners = self._owners[-1]
        piece.part.kids.append(Content(len(self._owners) - 1, len(owners)))
        self._canvas.addLiteral(f"/{piece.part.role} <</MCID {len(owners)}>> BDC")
        owners.append(piece.part)

    def end(self) -> None:
        """The piece is drawn."""
        self._canvas.addLiteral("EMC")

    def end_page(self) -> None:
        """The page was just added to the file."""
        page = self._file.Pages.pages[-1]
        # reportlab's page knows no such entry; a list of its own lets this one page write it.
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents = len(self._owners) - 1
        page.Tabs = PDFName("S")  # from field to field in the order of the tree
        self._owners.append([])

    def write(self, root: Part) -> None:
        """The tree under `root` stands in the file."""
        tree = PDFDictionary({"Type": PDFName("StructTreeRoot")})
        reference = self._file.Reference(tree)
        references: dict[int, Any] = {}
        tree["K"] = self._element(root, reference, references)
        pages: list[Any] = []
        for number, owners in enumerate(self._owners[:-1]):
            pages += [number, PDFArray([references[id(part)] for part in owners])]
        tree["ParentTree"] = self._file.Reference(PDFDictionary({"Nums": PDFArray(pages)}))
        tree["ParentTreeNextKey"] = len(self._owners) - 1
        self._canvas.setCatalogEntry("StructTreeRoot", reference)
        self._canvas.setCatalogEntry("MarkInfo", {"Marked": "true"})

    def _element(self, part: Part, parent: Any, references: dict[int, Any]) -> Any:
        element = PDFDictionary({"S": PDFName(part.role), "P": parent})
        reference = references[id(part)] = self._file.Reference(element)
        pages = {kid.page for kid in part.kids if isinstance(kid, Content)}
        if len(pages) == 1:
            element["Pg"] = self._page(min(pages))
        kids = []
        for kid in part.kids:
            if isinstance(kid, Part):
                kids.append(self._element(kid, reference, references))
            elif len(pages) == 1:
                kids.append(kid.number)
            else:
                kids.append(
                    PDFDictionary({"Type": PDFName("MCR"), "Pg": self._page(kid.page), "MCID": kid.number})
                )
        element["K"] = kids[0] if len(kids) == 1 else PDFArray(kids)
        if part.alternative:
            element["Alt"] = PDFString(tidy(part.alternative))
        if part.role == "TH":
            scope = PDFName("Row" if part.of_row else "Column")
            element["A"] = PDFDictionary({"O": PDFName("Table"), "Scope": scope})
        return reference

    def _page(self, number: int) -> Any:
        return self._file.Reference(self._file.Pages.pages[number])
