"""The job of putting the stock on the branch's web page: one file is written, as `fritids export catalogue` writes it."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual.content import Content

from fritids.domain.barcode import surely_code
from fritids.domain.scanstream import Line
from fritids.i18n import _, n_, number
from fritids.present import Tone, plain
from fritids.tui.counter.inbox import Entry
from fritids.tui.jobs.base import Job, steps
from fritids.tui.jobs.files import written_path

if TYPE_CHECKING:
    from fritids.services.desk import Desk
    from fritids.services.exporting import ExportReport


class WebPage(Job):
    """Writes the page to a file that is named in the box, or with Enter to the usual one in the own home folder."""

    def name(self) -> str:
        """What stands at the top."""
        return _("Stock list for the web")

    def label(self) -> str:
        """What the box is for."""
        return _("Where the page is to be written")

    def example(self) -> str:
        """The usual place."""
        return str(_usual())

    def enter_does(self) -> str:
        """Enter writes it to the usual place."""
        return _("Write the page")

    def lines(self, width: int) -> Sequence[Content]:
        """What the page shows, and what it does not."""
        words = (
            _("One file for the branch's web site: what can be borrowed here, and what of it is in."),
            _("Nothing is in it about borrowers, and nothing of what is private, missing or being mended."),
            _("Enter writes it to {path}. Write the name of another file if you want it elsewhere.").format(
                path=_usual()
            ),
        )
        return steps(words, width)

    async def line(self, entry: Entry, line: Line) -> bool:  # noqa: ARG002  # the file is the same however often it is written
        """Write it to the file that was named; a scan goes to the counter."""
        # A name that is pasted comes as fast as a scan, but no label has a folder or an ending.
        if surely_code(line.text) or (line.scanned and not {"/", "\\", "."} & set(line.text)):
            return False
        await self._write(written_path(line.text))
        return True

    async def enter(self, entry: Entry) -> None:  # noqa: ARG002  # as above
        """Write it to the usual file."""
        await self._write(_usual())

    async def _write(self, path: Path) -> None:
        path = path if path.suffix.lower() == ".html" else path.with_name(f"{path.name}.html")

        def use_case(desk: "Desk") -> "ExportReport":
            from fritids.services.exporting import Exporter, ExportKind

            return Exporter(desk.context).export(ExportKind.CATALOGUE, path)

        report = await self.call(use_case)
        lost = len(report.unreadable_photos)
        self.say(
            lambda: n_(
                "The page is written: {n} article", "The page is written: {n} articles", report.rows
            ).format(n=number(report.rows)),
            lambda: plain(str(path)),
            *(
                (
                    lambda: n_(
                        "{n} photo is gone or no picture.", "{n} photos are gone or no pictures.", lost
                    ).format(n=lost),
                )
                if lost
                else ()
            ),
            tone=Tone.ASK if lost else Tone.YES,
        )


def _usual() -> Path:
    return Path.home() / _("stock-list.html")
