"""Receipts on paper at this computer, as the configuration file says under [receipt]: the receipt printer, and the size of a PDF."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from fritids.config.table_values import Values

USUAL_PORT: Final = 9100
WIDTHS: Final = range(24, 65)
AUTOMATIC: Final = "auto"
PAPERS: Final = ("a6", "80mm")
_EXAMPLE: Final = '"network:192.168.1.50"'
_KEYS: Final = ("printer", "width", "codepage", "profile", "paper")


@dataclass(frozen=True, slots=True)
class PrinterSettings:
    """Where the printer is and what it can do."""

    host: str = ""
    port: int = USUAL_PORT
    device: str = ""
    """A device file, or a shared printer of Windows; with it there is no host."""
    width: int = 48
    """Characters in a row: 48 or 42 on a roll of 80 mm, 32 on one of 58 mm."""
    codepage: str = AUTOMATIC
    """The one character set that is used, such as `cp858`; or `auto`, where the printer is switched to whichever has the letter."""
    profile: str = "default"
    """What python-escpos calls the printer's model, where its character sets stand in another order than Epson's."""

    @property
    def place(self) -> str:
        """As people know it."""
        return self.device or f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class ReceiptSettings:
    """How a receipt comes on paper at this computer."""

    printer: PrinterSettings | None = None
    """None where there is no receipt printer."""
    paper: str = PAPERS[0]
    """The size of a PDF."""


def receipt_settings(table: Mapping[str, object]) -> ReceiptSettings:
    """What the table says; an empty one is no printer, and A6. Raises UsageError for what cannot be, with what to write instead."""
    values, usual = Values("receipt", table, _KEYS), PrinterSettings()
    width = values.whole("width", usual.width, WIDTHS)
    paper = values.choice("paper", PAPERS, PAPERS[0])
    codepage = values.text("codepage", AUTOMATIC, example=f'"{AUTOMATIC}"').lower()
    profile = values.text("profile", usual.profile, example='"TM-T88IV"')
    if "printer" not in values:
        return ReceiptSettings(paper=paper)
    host, port, device = _place(values)
    return ReceiptSettings(PrinterSettings(host, port, device, width, codepage, profile), paper)


def _place(values: Values) -> tuple[str, int, str]:
    """(host, port, device) of the printer."""
    kind, _colon, where = values.text("printer", example=_EXAMPLE).partition(":")
    if kind == "file" and where:
        return "", USUAL_PORT, where
    host, colon, port = where.rpartition(":") if not where.endswith("]") else ("", "", "")
    if not colon:
        host, port = where, str(USUAL_PORT)
    host = host.removeprefix("[").removesuffix("]")
    if kind == "network" and host and port.isascii() and port.isdecimal() and 0 < int(port) < 1 << 16:
        return host, int(port), ""
    return values.wrong("printer", f'{_EXAMPLE}, or "file:/dev/usb/lp0"')
