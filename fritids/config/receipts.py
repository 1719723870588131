"""Receipts on paper at this computer, as the configuration file says under [receipt]: the receipt printer, and the size of a PDF."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from fritids.errors import UsageError
from fritids.i18n import _

USUAL_PORT: Final = 9100
WIDTHS: Final = range(24, 65)
AUTOMATIC: Final = "auto"
PAPERS: Final = ("a6", "80mm")
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
    for key in table:
        if key not in _KEYS:
            raise UsageError(
                _(
                    "In the configuration file, [receipt] has a setting that is not known: {key}. The settings are {keys}."
                ).format(key=key, keys=", ".join(_KEYS))
            )
    width = table.get("width", PrinterSettings().width)
    if not isinstance(width, int) or isinstance(width, bool) or width not in WIDTHS:
        raise UsageError(
            _(
                "In the configuration file, [receipt] width is how many characters stand in a row: 48, 42 or 32. Write it without quotes."
            )
        )
    paper = _text(table, "paper", PAPERS[0]).lower()
    if paper not in PAPERS:
        raise UsageError(
            _('In the configuration file, [receipt] paper is the size of a PDF: "a6" or "80mm".')
        )
    where = _text(table, "printer", "")
    return ReceiptSettings(_printer(table, where, width) if where else None, paper)


def _printer(table: Mapping[str, object], where: str, width: int) -> PrinterSettings:
    host, port, device = _place(where)
    return PrinterSettings(
        host,
        port,
        device,
        width,
        _text(table, "codepage", AUTOMATIC).lower(),
        _text(table, "profile", "default"),
    )


def _text(table: Mapping[str, object], key: str, usual: str) -> str:
    value = table.get(key, usual)
    if not isinstance(value, str) or not value.isprintable():
        raise UsageError(
            _(
                'In the configuration file, the value of {key} in [receipt] is no text. Write {key} = "…".'
            ).format(key=key)
        )
    return value.strip() or usual


def _place(text: str) -> tuple[str, int, str]:
    kind, _colon, where = text.partition(":")
    if kind == "file" and where:
        return "", USUAL_PORT, where
    host, colon, port = where.rpartition(":") if not where.endswith("]") else ("", "", "")
    if not colon:
        host, port = where, str(USUAL_PORT)
    host = host.removeprefix("[").removesuffix("]")
    if kind == "network" and host and port.isascii() and port.isdecimal() and 0 < int(port) < 1 << 16:
        return host, int(port), ""
    raise UsageError(
        _(
            'In the configuration file, [receipt] does not say where the printer is. Write printer = "network:192.168.1.50", or printer = "file:/dev/usb/lp0".'
        )
    )
