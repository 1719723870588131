"""Texts and bytes that nobody thought of, for everything that reads what comes from outside. FRITIDS_FUZZ=long tries 20,000 of each."""

import io
import json
import tomllib
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from fritids.config import Options, config_path, load
from fritids.config.mail import mail_settings
from fritids.config.receipts import receipt_settings
from fritids.config.text_messages import sms_settings
from fritids.domain import barcode, keyboard_layout, search, sizes
from fritids.domain.anchor import Anchor, read_anchor
from fritids.domain.identity_number import contains_identity_number
from fritids.domain.keyboard_boards import Board, arrives
from fritids.domain.scanstream import MAX_LINE, Line, ScanStream
from fritids.errors import FritidsError, UsageError
from fritids.outside import tabular, transfer_file
from fritids.outside.table_values import SourceRow
from fritids.services import phones
from tests.doors.fuzz import FILES, damaged, fuzzed, numbers, texts
from tests.hostile import harm_in

WORDS = 'Artikeltyp;Storlek;Märke;Streckkod\r\nskridskor;38;Bauer;73000017\r\nhjälm;M;"Åke;s";AB12\r\n'


@fuzzed
@given(texts)
def test_a_code_is_read_or_refused(text: str) -> None:
    """What is kept of it is one line of signs that a label can bear, and cleaning it again changes nothing."""
    for reading in barcode.candidates(text):
        assert not harm_in(reading)
    cleaned = barcode.clean_code(text)
    if not isinstance(cleaned, barcode.CodeFault):
        assert barcode.clean_code(cleaned) == cleaned
        assert not harm_in(cleaned) | ({"\n"} & set(cleaned))
    barcode.key(text)
    for asks in (
        barcode.looks_mistyped,
        barcode.looks_like_scan,
        barcode.surely_code,
        barcode.is_world_code,
        barcode.series,
    ):
        asks(text)
    for field in (barcode.scan_in_phone_field, barcode.scan_in_year_field, barcode.scan_in_name_field):
        field(text)
    keyboard_layout.meant_on_us(text)
    keyboard_layout.shown_on_se(text)
    keyboard_layout.first_key_dead(text)
    arrives(text, Board.US if hasattr(Board, "US") else next(iter(Board)), next(iter(Board)))


@fuzzed
@given(
    st.lists(
        st.tuples(st.sampled_from(["key", "paste", "enter", "tab", "back", "feed"]), texts, st.floats(0, 1)),
        max_size=12,
    )
)
def test_the_box_gives_whole_clean_lines_whatever_arrives(arrivals: list[tuple[str, str, float]]) -> None:
    """Bounded, of one line, without anything a terminal would obey."""
    stream, at = ScanStream(), 0.0
    for kind, text, later in arrivals:
        at += later
        if kind == "paste":
            done = stream.paste(text, at)
        elif kind == "key":
            done = tuple(one for sign in text[:80] for one in stream.key(sign, at))
        elif kind == "back":
            stream.backspace()
            done = ()
        else:
            done = stream.tab(at) if kind == "tab" else stream.enter(at, line_feed=kind == "feed")
        for one in done:
            if isinstance(one, Line):
                assert one.text
                assert len(one.text) <= MAX_LINE
                assert "\n" not in one.text
                assert "\x1b" not in one.text
        assert len(stream.text) <= MAX_LINE


@fuzzed
@given(st.one_of(texts, numbers))
def test_a_phone_number_is_digits_or_nothing(text: str) -> None:
    """In any script and spelling: E.164, which reads back as itself."""
    phones.could_be_phone(text)
    found = phones.parse(text)
    if found is not None:
        assert found.e164.isascii()
        assert found.e164[0] == "+"
        assert found.e164[1:].isdigit()
        again = phones.parse(found.e164)
        assert again is not None
        assert again.e164 == found.e164
        assert not harm_in(phones.display(found.e164))


@fuzzed
@given(st.one_of(texts, numbers))
def test_text_is_cleaned_folded_and_searched_once_and_for_all(text: str) -> None:
    """Doing it twice changes nothing; sizes and identity numbers are looked for in anything."""
    cleaned = search.clean(text)
    assert search.clean(cleaned) == cleaned
    assert not harm_in(cleaned) | ({"\n"} & set(cleaned))
    folded = search.fold(text)
    assert search.fold(folded) == folded
    search.parse_query(text)
    sizes.wanted_size(text)
    contains_identity_number(text)
    with suppress(ValueError):
        assert isinstance(read_anchor(text), Anchor)


keys = st.one_of(
    st.sampled_from([
        "host", "port", "security", "user", "password", "password_file", "sender", "sender_name", "timeout", "certificates", "gateway", "url",
        "price", "body", "headers", "method", "answers", "format", "device", "profile", "codepage", "width", "address", "query", "content_type",
    ]),
    st.text(st.characters(min_codepoint=97, max_codepoint=122), min_size=1, max_size=6),
)  # fmt: skip
usual = st.sampled_from(
    [
        "smtp.example.se",
        "https://x.example/s",
        "46elks",
        "http",
        "a@b.se",
        "starttls",
        "Fritids",
        "/dev/null",
        "{to}",
        "POST",
        "auto",
    ]
)
values = st.recursive(
    st.one_of(usual, texts, st.integers(), st.floats(), st.booleans(), st.just(10**400), st.datetimes(), st.integers(0, 70_000)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(keys, inner, max_size=4)),
    max_leaves=8,
)  # fmt: skip


@fuzzed
@given(st.dictionaries(keys, values, max_size=8), st.sampled_from(["", "46elks", "http"]))
def test_every_value_of_the_configuration_is_taken_or_refused_in_a_sentence(
    table: dict[str, object], gateway: str
) -> None:
    """Whatever a person has put under whichever key; no secret and no control character is in the sentence."""
    if gateway:
        table = {"url": "https://x.example/s", "sender": "Fritids", "user": "u", **table, "gateway": gateway}
    env = {"FRITIDS_SMS_PASSWORD": "hemligt", "FRITIDS_SMTP_PASSWORD": "hemligt"}
    for read in (
        lambda: mail_settings(table, env),
        lambda: sms_settings(table, env),
        lambda: receipt_settings(table),
    ):
        with suppress(UsageError):
            assert "hemligt" not in repr(read())


@FILES
@given(
    damaged(
        b'database = "x.db"\nbranch = "main"\n[sms]\ngateway = "http"\nurl = "https://x/y"\n[mail]\nhost = "h"\nport = 25\n'
    )
)
def test_a_damaged_configuration_file_is_refused_in_a_sentence(data: bytes) -> None:
    config_path().parent.mkdir(parents=True, exist_ok=True)
    config_path().write_bytes(data)
    with suppress(UsageError):
        load(Options(), {})
        tomllib.loads(data.decode())


def book() -> bytes:
    """A workbook of two lines."""
    made, whole = Workbook(), io.BytesIO()
    sheet = made.active
    assert sheet is not None
    for line in WORDS.strip().split("\r\n"):
        sheet.append(line.replace('"', "").split(";"))
    made.save(whole)
    return whole.getvalue()


def parts(whole: bytes) -> dict[str, bytes]:
    """What is in a workbook."""
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


BOOK = book()
PARTS = parts(BOOK)


@st.composite
def books(draw: st.DrawFn) -> bytes:
    """The workbook with one part damaged, taken away, named otherwise, or the archive itself damaged."""
    if draw(st.booleans()):
        return draw(damaged(BOOK))
    changed, name = dict(PARTS), draw(st.sampled_from(sorted(PARTS)))
    how = draw(st.integers(0, 3))
    data = changed.pop(name)
    if how == 1:
        changed[
            draw(st.sampled_from(["../../evil", "/etc/x", "xl/worksheets/sheet1.xml", "C:\\x", "a" * 300]))
        ] = data
    elif how > 1:
        changed[name] = draw(damaged(data))
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, content in changed.items():
            archive.writestr(each, content)
    return whole.getvalue()


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """For the files of all tries."""
    with TemporaryDirectory(prefix="fritids-") as place:
        yield Path(place)


def rows_of(path: Path) -> list[SourceRow]:
    """All rows of all tables in a file, or none where it is refused."""
    found = []
    with suppress(FritidsError):
        for source in tabular.sources(path):
            with tabular.reading(source) as reader:
                found += list(reader)
    return found


@FILES
@given(
    st.one_of(
        damaged(WORDS.encode()),
        damaged(WORDS.encode("utf-16")),
        damaged(WORDS.encode("cp1252")),
        st.binary(max_size=200),
    )
)
def test_a_damaged_list_is_read_as_far_as_it_is_one(folder: Path, data: bytes) -> None:
    path = folder / "list.csv"
    path.write_bytes(data)
    assert all(isinstance(cell, str) for row in rows_of(path) for cell in row.cells)


@FILES
@given(books())
def test_a_damaged_workbook_is_refused_or_read(folder: Path, data: bytes) -> None:
    """Nothing is written beside it, whatever its parts are called."""
    path = folder / "book.xlsx"
    path.write_bytes(data)
    before = sorted(folder.iterdir())
    assert all(isinstance(cell, str) for row in rows_of(path) for cell in row.cells)
    assert sorted(folder.iterdir()) == before


@FILES
@given(st.one_of(
    damaged(json.dumps({"format": "fritids-transfer", "version": 1, "from": "Ån", "articles": [{"barcode": "1", "type": "x"}]}).encode()),
    st.dictionaries(st.sampled_from(["format", "version", "from", "articles"]), st.one_of(texts, st.integers(), st.just("fritids-transfer"), st.just(1), st.lists(texts)))
    .map(lambda content: json.dumps(content).encode()),
))  # fmt: skip
def test_a_damaged_transfer_is_refused_in_a_sentence(folder: Path, data: bytes) -> None:
    path = folder / "transfer.json"
    path.write_bytes(data)
    with suppress(UsageError):
        place, listed = transfer_file.read(path)
        assert isinstance(place, str)
        assert isinstance(listed, list)
