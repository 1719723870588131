"""Labels into a file of any form; what is told of them afterwards."""

from collections.abc import Sequence
from pathlib import Path

from fritids.domain.label_sheets import Sheet
from fritids.outside.labels import pictures
from fritids.outside.labels.layout import Label, LabelText, lay_out
from fritids.outside.labels.pdf import Report, write_labels
from fritids.outside.labels.zpl import zpl


class Drawing:
    """The labels of one printing, laid out."""

    def __init__(
        self, texts: Sequence[tuple[str, str, str, str]], sheet: Sheet, *, qr: bool, progress: Report
    ) -> None:
        """`texts` are code, branch, type and size of each. Raises InvalidValueError for a code too long for the sheet."""
        self._sheet = sheet
        self._progress = progress
        self._labels = [lay_out(LabelText(*text), sheet, qr=qr) for text in texts]
        self.squares = 0 if qr else sum(label.square for label in self._labels)
        """How many became a QR although bars were wanted."""
        self.left_out = "".join(dict.fromkeys("".join(label.left_out for label in self._labels)))
        """Signs that no font has."""

    def write(self, path: Path, ending: str, *, first: int, shift: tuple[float, float], dpi: int) -> None:
        """The file at `path` holds the labels; `ending` is its form. Raises OSError if the disk refuses."""
        count = len(self._labels)
        if ending == ".pdf":
            write_labels(
                path, self._sheet, self._labels, first=first, count=count, shift=shift, report=self._progress
            )
        elif ending == ".png":
            pictures.png(self._one, path, dpi)
        elif ending == ".svg":
            path.write_text(pictures.svg(self._one), encoding="utf-8", newline="\n")
        else:
            orders = "".join(zpl(label, dpi) for label in self._labels)
            path.write_text(orders, encoding="utf-8", newline="\n")
        self._progress(count, count)

    @property
    def _one(self) -> Label:
        (label,) = self._labels
        return label
