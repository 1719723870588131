"""Labels into a file of any form; what is told of them afterwards."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from fritids.domain.label_sheets import Sheet
from fritids.outside.labels import pictures
from fritids.outside.labels.layout import Label, LabelText, lay_out
from fritids.outside.labels.pdf import Report, write_labels
from fritids.outside.labels.zpl import zpl


class Drawing:
    """The labels of one printing, laid out one by one as they are drawn, so that the bar moves from the start."""

    def __init__(
        self, texts: Sequence[tuple[str, str, str, str]], sheet: Sheet, *, qr: bool, progress: Report
    ) -> None:
        """`texts` are code, branch, type and size of each."""
        self._texts = texts
        self._sheet = sheet
        self._qr = qr
        self._progress = progress
        self.squares = 0
        """How many became a QR although bars were wanted."""
        self.left_out = ""
        """Signs that no font has."""

    def write(self, path: Path, ending: str, *, first: int, shift: tuple[float, float], dpi: int) -> None:
        """The file at `path` holds the labels; `ending` is its form.

        Raises InvalidValueError for a code too long for the sheet, OSError if the disk refuses.
        """
        count = len(self._texts)
        self._progress(0, count)
        if ending == ".pdf":
            write_labels(
                path,
                self._sheet,
                self._laid_out(),
                first=first,
                count=count,
                shift=shift,
                report=self._progress,
            )
        elif ending == ".png":
            (label,) = self._laid_out()
            pictures.png(label, path, dpi)
        elif ending == ".svg":
            (label,) = self._laid_out()
            path.write_text(pictures.svg(label), encoding="utf-8", newline="\n")
        else:
            orders = "".join(zpl(label, dpi) for label in self._laid_out())
            path.write_text(orders, encoding="utf-8", newline="\n")
        self._progress(count, count)

    def _laid_out(self) -> Iterator[Label]:
        for text in self._texts:
            label = lay_out(LabelText(*text), self._sheet, qr=self._qr)
            self.squares += label.square and not self._qr
            self.left_out = "".join(dict.fromkeys(self.left_out + label.left_out))
            yield label
