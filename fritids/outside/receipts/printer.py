"""A receipt printer that speaks ESC/POS, over the network or as a device of this computer.

python-escpos makes the printer's codes: letters by character set, bold, cut. All of them are made before the printer is touched, so that
nothing is half printed for a fault of ours; sending them is done here, since it must end whatever the printer does.
"""

import errno
import logging
import os
import re
import select
import shutil
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Final

from fritids.config.receipts import AUTOMATIC, PrinterSettings
from fritids.domain.text_message import plain_text
from fritids.errors import FritidsError, UsageError
from fritids.i18n import _
from fritids.outside.receipts.slip import Slip, rows

if TYPE_CHECKING:
    from escpos.printer.dummy import Dummy

CONNECT: Final = 5.0
"""Seconds in which a printer that is on has answered."""
WRITE: Final = 10.0
"""Seconds in which it has taken a receipt: out of paper, it takes no more when its own memory is full."""
STATUS: Final = 0.7
"""Seconds in which one that can tell how it is has told. Many cannot; they are sent the receipt all the same."""
_ORDERS: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_ASK_PAPER: Final = b"\x10\x04\x04"
_NO_PAPER: Final = 0x60
_ASK_ONLINE: Final = b"\x10\x04\x01"
_OFFLINE: Final = 0x08
_ALWAYS: Final = 0x12
"""Set in every answer to either question: a byte without them is none."""
_NO_KANJI: Final = b"\x1c."
"""Printers made for China read two letters such as å ä as one of theirs until they are told not to."""


class PrinterError(FritidsError):
    """The receipt did not come out, or not all of it; its text says what to look at. The loans stand."""

    code = "printer"


def codes(slip: Slip, settings: PrinterSettings) -> bytes:
    """What the printer is sent, the cut at the end included. Raises UsageError for a character set or a model that is not known."""
    dummy = _dummy(settings)
    dummy._raw(_NO_KANJI)  # noqa: SLF001  # the library's own way to send what it has no word for
    dummy.set_with_default(align="center", bold=True)
    dummy.text(_letters(slip.title)[: settings.width].replace("\n", " ") + "\n")
    for text in slip.texts:
        dummy.set_with_default()
        dummy.text("\n" if text is slip.texts[0] else f"\n{'-' * settings.width}\n\n")
        for row in rows(_letters(text), settings.width):
            dummy.set(bold=row.bold)
            dummy.text(f"{row.text}\n")
    dummy.cut()
    return bytes(dummy.output)


def _letters(text: str) -> str:
    """The text without what a printer obeys: names are cleaned where they come in, and a database may come from elsewhere."""
    return _ORDERS.sub("", plain_text(text))


def print_slip(slip: Slip, settings: PrinterSettings) -> None:
    """The printer has the receipt. Raises PrinterError if it is off, out of paper or takes no more, UsageError as `codes`."""
    data = codes(slip, settings)
    if settings.device:
        _to_device(settings, data)
    else:
        _over_network(settings, data)


def _dummy(settings: PrinterSettings) -> "Dummy":
    library = _library()
    try:
        dummy = library(profile=settings.profile)
    except KeyError as error:
        raise UsageError(
            _(
                "In the configuration file, [receipt] profile names no model that is known: {name}. Leave it out for the usual one."
            ).format(name=settings.profile)
        ) from error
    dummy.hw("INIT")
    if settings.codepage != AUTOMATIC:
        name = settings.codepage.upper()
        try:
            dummy.charcode(name if name.startswith("CP") or not name.isdecimal() else f"CP{name}")
        except (KeyError, ValueError, LookupError) as error:
            raise UsageError(
                _(
                    'In the configuration file, [receipt] codepage is none that this printer has: {name}. Write codepage = "auto", or "cp858".'
                ).format(name=settings.codepage)
            ) from error
    return dummy


def _library() -> "type[Dummy]":
    """The library's writer of codes: half a second to import, the first time.

    It leaves a folder with a file behind each time it is imported, and gives the program's log a way to the screen; both are taken back.
    """
    handlers = logging.root.handlers[:]
    from escpos import capabilities  # noqa: PLC0415
    from escpos.printer.dummy import Dummy  # noqa: PLC0415

    logging.root.handlers[:] = handlers
    if "ESCPOS_CAPABILITIES_PICKLE_DIR" not in os.environ:
        shutil.rmtree(capabilities.pickle_dir, ignore_errors=True)
    writer: type[Dummy] = Dummy
    return writer


# ---------------------------------------------------------------------------------------------------- sending


def _over_network(settings: PrinterSettings, data: bytes) -> None:
    try:
        with socket.create_connection((settings.host, settings.port), timeout=CONNECT) as line:

            def ask(question: bytes) -> bytes:
                line.settimeout(STATUS)
                line.sendall(question)
                with suppress(TimeoutError):
                    return line.recv(1)
                return b""

            _look(ask)
            line.settimeout(WRITE)
            line.sendall(data)
            line.shutdown(socket.SHUT_WR)
            line.settimeout(STATUS)
            until = monotonic() + WRITE
            with suppress(OSError):  # until it has read all: a line that is cut too early loses the end
                while line.recv(64) and monotonic() < until:
                    pass
    except (
        OSError,
        UnicodeError,
    ) as error:  # also where it took too long, or a name is none that the network can have
        raise _silent(settings) from error


def _to_device(settings: PrinterSettings, data: bytes) -> None:
    """Write to a device without ever waiting longer than a printer that works takes."""
    path = Path(settings.device)
    if sys.platform == "win32":
        try:
            with path.open("r+b", buffering=0) as device:
                device.write(data)
        except OSError as error:
            raise _silent(settings) from error
        return
    try:
        device, reads = _opened(path)
    except OSError as error:
        raise _no_device(settings, error) from error
    try:

        def ask(question: bytes) -> bytes:
            _write(settings, device, question)
            ready = select.select([device], [], [], STATUS)[0] if reads else []
            with suppress(OSError):
                return os.read(device, 1) if ready else b""
            return b""

        if reads:
            _look(ask)
        _write(settings, device, data)
    except OSError as error:
        raise _silent(settings) from error
    finally:
        os.close(device)


def _opened(path: Path) -> tuple[int, bool]:
    """The device, and whether it can be read. Never makes a file where a printer is missing."""
    try:
        return os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY), True
    except OSError:
        return os.open(path, os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY), False


def _write(settings: PrinterSettings, device: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        if not select.select([], [device], [], WRITE)[1]:
            raise _silent(settings)
        with suppress(BlockingIOError):
            left = left[os.write(device, left) :]


def _look(ask: Callable[[bytes], bytes]) -> None:
    """Go on if the printer is well, or cannot tell. Raises PrinterError."""
    paper = ask(_ASK_PAPER)
    if paper and paper[0] & _ALWAYS == _ALWAYS and paper[0] & _NO_PAPER:
        raise PrinterError(
            _("The receipt printer is out of paper. Put in a new roll and print the receipt again.")
        )
    if not paper:
        return
    online = ask(_ASK_ONLINE)
    if online and online[0] & _ALWAYS == _ALWAYS and online[0] & _OFFLINE:
        raise PrinterError(
            _(
                "The receipt printer is not ready. Close its lid, look for a red lamp, and print the receipt again."
            )
        )


def _silent(settings: PrinterSettings) -> PrinterError:
    return PrinterError(
        _(
            "The receipt printer {place} does not answer. Is it on, has it paper, and is its cable in? Then print the receipt again."
        ).format(place=settings.place)
    )


def _no_device(settings: PrinterSettings, error: OSError) -> PrinterError:
    if error.errno in {errno.EACCES, errno.EPERM}:
        return PrinterError(
            _(
                "The receipt printer {place} may not be used by you. On Linux, join the group lp: sudo adduser $USER lp, then sign in anew."
            ).format(place=settings.place)
        )
    return _silent(settings)
