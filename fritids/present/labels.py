"""What is said of printed labels, at the counter and on the command line."""

from typing import Final

from fritids.i18n import _, n_, number
from fritids.present.names import plain
from fritids.present.spoken import Said, Tone
from fritids.services.label_values import PrintedLabels

_BAR: Final = 10


def labels_said(printed: PrintedLabels) -> Said:
    """How many labels stand where, and what has to be known before they are printed."""
    if printed.file is None:
        return Said(_("Everything has its label. There is nothing to print."), (), Tone.INFO)
    n = len(printed.labels)
    headline = n_("{n} label is ready to be printed", "{n} labels are ready to be printed", n).format(
        n=number(n)
    )
    details = [_("The file is {path}").format(path=plain(str(printed.file)))]
    if printed.next_cell is not None:
        details.append(
            n_(
                "{n} sheet of {sheet}, from cell {first}. The next free cell is {next}.",
                "{n} sheets of {sheet}, from cell {first}. The next free cell is {next}.",
                printed.pages,
            ).format(
                n=number(printed.pages),
                sheet=plain(printed.sheet),
                first=printed.first_cell,
                next=printed.next_cell,
            )
        )
        details.append(_("Print the file at 100 %, without “fit to page”."))
    if n := printed.squares:
        details.append(
            n_(
                "{n} label has a QR code: bars would be too fine for it, or cannot hold its code.",
                "{n} labels have a QR code: bars would be too fine for them, or cannot hold their codes.",
                n,
            ).format(n=number(n))
        )
    if printed.left_out:
        details.append(
            _("These signs cannot be printed and are left out: {signs}").format(signs=plain(printed.left_out))
        )
    return Said(headline, tuple(details), Tone.YES)


def drawing_line(done: int, whole: int) -> str:
    """How far the drawing is, as a bar."""
    full = _BAR * done // max(1, whole)
    return _("{bar} {done} of {whole} labels").format(
        bar="█" * full + "░" * (_BAR - full), done=number(done), whole=number(whole)
    )
