"""Receipts as they leave the house: the calendar read back, the paper read back, and what a printer on the network is sent."""

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from icalendar import Calendar

from fritids.config.receipts import PrinterSettings, receipt_settings
from fritids.errors import UsageError
from fritids.outside.receipts.calendar import DueDay, calendar_file
from fritids.outside.receipts.paper import write_paper
from fritids.outside.receipts.printer import PrinterError, codes, print_slip
from fritids.outside.receipts.slip import PaperSize, Slip

NOW = datetime(2026, 2, 16, 9, 31, 4, tzinfo=UTC)
TEXT = """Hej Åsa!

Sista dag måndag 2 mars:
- Skidhjälm 54-58 Fjällräven Abisko Endurance med ett så långt namn att raden inte räcker
- Pulka

Öppet måndag–fredag 10:00–18:00, ring 070-174 06 05"""
SLIP = Slip("Fritidsbanken Åre", (TEXT,))


def test_the_calendar_is_read_back_as_it_was_meant() -> None:
    """Folded by octets, not in the middle of a letter; signs that mean something in the form are text all the same."""
    said = "Åäö, kom; ihåg\n- Pulka \\ X\n" + "ö" * 200
    due = DueDay(
        "20260216-7-main@fritids", date(2026, 3, 2), "Å; Pulka, Tält " * 8, said, "Fritidsbanken, Åre"
    )
    raw = calendar_file([due], made_at=NOW, sequence=7)
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert raw.replace(b"\r\n", b"").count(b"\n") == 0
    calendar: Any = Calendar.from_ical(raw)
    (event,) = calendar.walk("VEVENT")
    assert (str(calendar["VERSION"]), str(calendar["METHOD"])) == ("2.0", "PUBLISH")
    assert (event["DTSTART"].dt, event["DTSTART"].params["VALUE"]) == (date(2026, 3, 2), "DATE")
    assert (str(event["UID"]), int(event["SEQUENCE"]), event["DTSTAMP"].dt) == (due.key, 7, NOW)
    assert (str(event["DESCRIPTION"]), str(event["LOCATION"])) == (said, due.place)
    assert str(event["SUMMARY"]).strip() == due.summary.strip()
    (alarm,) = event.walk("VALARM")
    assert due.day - timedelta(days=1) == (datetime(2026, 3, 2, tzinfo=UTC) + alarm["TRIGGER"].dt).date()


@pytest.mark.parametrize("size", list(PaperSize))
def test_all_of_it_stands_on_the_paper(tmp_path: Path, size: PaperSize) -> None:
    """Å ä ö and Cyrillic, over pages; a roll is one page, as long as it has to be. What has no letters here is told."""
    many = "\n".join(f"- Hockeyskridskor {n} Bauer" for n in range(60))
    path = tmp_path / "receipt.pdf"
    lost = write_paper(
        path, Slip("Fritidsbanken Åre", (f"{TEXT}\n{many}", "Останній день: 2 березня ع")), size
    )
    assert lost == "ع"
    with pypdfium2.PdfDocument(path) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
        widths = {round(page.get_width() * 25.4 / 72) for page in document}
    text = " ".join(" ".join(pages).split())
    assert widths == ({105} if size is PaperSize.A6 else {80})
    assert (len(pages) > 1) == (size is PaperSize.A6)
    for words in ("Fritidsbanken Åre", "Hej Åsa!", "Sista dag måndag 2 mars:", "Останній день: 2 березня", "Skidhjälm 54-58 Fjällräven", "Hockeyskridskor 59 Bauer"):  # fmt: skip
        assert words in text
    assert "070-174 06 05" in "\n".join(pages), "a telephone number is not broken over two rows"


@contextmanager
def printer(status: bytes | None) -> Iterator[tuple[PrinterSettings, list[bytes]]]:
    """A printer on loopback that answers every question about itself with `status`, or never."""
    got: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with server.accept()[0] as line:
                line.settimeout(5)
                while data := line.recv(4096):
                    if status is not None and data[:2] == b"\x10\x04":
                        line.sendall(status)
                    else:
                        got.append(data)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield PrinterSettings("127.0.0.1", server.getsockname()[1], width=42), got
        finally:
            thread.join(10)


def as_read(data: bytes) -> str:
    """What stands on the paper: codes taken out, each letter by the character set in force."""
    pages = {0: "cp437", 2: "cp850", 16: "cp1252", 17: "cp866", 19: "cp858"}
    page, text = "cp437", ""
    for part in re.split(rb"(\x1bt.)", data, flags=re.DOTALL):
        if part.startswith(b"\x1bt"):
            page = pages[part[2]]
        else:
            bare = re.sub(rb"\x1b[!{E\-Mad].|\x1d[bBV].|\x1b@|\x1c\.", b"", part, flags=re.DOTALL)
            text += bare.decode(page)
    return text


def test_a_printer_on_the_network_gets_the_text_and_is_told_to_cut() -> None:
    with printer(b"\x12") as (settings, got):
        print_slip(SLIP, settings)
    data = b"".join(got)
    rows = as_read(data).splitlines()
    assert rows[0] == "Fritidsbanken Åre"
    assert "Sista dag måndag 2 mars:" in rows
    assert "- Skidhjälm 54-58 Fjällräven Abisko" in rows
    assert "  Endurance med ett så långt namn att" in rows
    assert max(map(len, rows)) <= settings.width
    assert data.startswith(b"\x1b@")
    assert data.endswith(b"\x1dV\x00")
    fixed = codes(SLIP, PrinterSettings("x", codepage="858"))
    assert as_read(fixed).splitlines()[0] == "Fritidsbanken Åre"
    assert fixed.count(b"\x1bt") == 1


def test_a_printer_that_cannot_print_is_one_sentence_and_is_sent_nothing(tmp_path: Path) -> None:
    with printer(b"\x72") as (settings, got), pytest.raises(PrinterError, match="out of paper"):
        print_slip(SLIP, settings)
    assert not got
    for gone in (settings, PrinterSettings(device=str(tmp_path / "lp0")), PrinterSettings("x" * 64)):
        with pytest.raises(PrinterError, match="does not answer"):
            print_slip(SLIP, gone)
    assert not (tmp_path / "lp0").exists()
    with printer(None) as (settings, got):  # one that cannot tell how it is
        print_slip(SLIP, settings)
    assert "Hej Åsa!" in as_read(b"".join(got)).replace("\x10\x04\x04", "")


def test_what_the_configuration_cannot_mean_is_said() -> None:
    assert receipt_settings({"printer": "network:[::1]:99"}).printer == PrinterSettings("::1", 99)
    assert receipt_settings({"printer": "file:/dev/usb/lp0", "paper": "80mm"}).paper == "80mm"
    assert receipt_settings({}).printer is None
    for table, said in (
        ({"printer": "usb:1"}, 'printer = "network:192.168.1.50", or "file:/dev/usb/lp0"'),
        ({"printer": "network:a:b"}, "printer of"),
        ({"printer": 5}, "printer of"),
        ({"printer": "file:\0"}, "printer of"),
        ({"widht": 42}, "not known: widht. The settings are printer, width"),
        ({"width": "42"}, "width = 48"),
        ({"width": 80}, "width = 48"),
        ({"paper": "a4"}, 'paper = "a6" | "80mm"'),
    ):
        with pytest.raises(UsageError) as caught:
            receipt_settings(table)
        assert said in caught.value.message
    for wrong in (PrinterSettings("x", codepage="cp9999"), PrinterSettings("x", profile="none such")):
        with pytest.raises(UsageError):
            codes(SLIP, wrong)
