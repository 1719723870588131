"""Every fault of a changed file is said with the file, the text and the cure, and until then the program's own text is used."""

from pathlib import Path

import pytest

from fritids.domain.reminders import Tone
from fritids.services.message_texts import LANGUAGES, copy_texts, load_texts, shipped_file
from fritids.services.messages.loading import TextFault, read_texts
from tests.services.messages.facts import full

SHIPPED = shipped_file("sv").read_text(encoding="utf-8")
GREETING = 'greeting = "Hej $name!"'
SUBJECT = 'subject = "Snart dags att lämna tillbaka till $branch"'


def with_file(folder: Path, content: bytes | str, name: str = "sv.toml") -> Path:
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def changed(old: str, new: str) -> str:
    assert SHIPPED.count(old) == 1
    return SHIPPED.replace(old, new)


def faults_of(folder: Path) -> tuple[TextFault, ...]:
    found = read_texts(folder / "sv.toml", "sv")
    assert isinstance(found, tuple)
    return found


@pytest.mark.parametrize(
    ("old", "new", "key", "said"),
    [
        (GREETING, 'greeting = "Hej $nmae!"', "greeting", "no field $nmae"),
        (GREETING, 'greeting = "Hej!"', "greeting", "$name has to stand"),
        (GREETING, 'greeting = "Hej $name!\\nx"', "greeting", "on one line"),
        (GREETING, 'greeting = ""', "greeting", "empty"),
        (GREETING, 'greeting = "$name kostar 5 $"', "greeting", "$$"),
        (GREETING, 'greeting = "$name ${name.x}"', "greeting", "No field begins at ${name.x"),
        (GREETING, 'greeting = "$name $Phone"', "greeting", "No field begins at $Phone"),
        (GREETING, "greeting = 3", "greeting", "between quotation marks"),
        (GREETING, "", "greeting", "missing"),
        (GREETING, 'greeting = "$name"\nhello = "x"', "hello", "no such text"),
        (GREETING, 'greeting = "$name \\u202E"', "greeting", "U+202E"),
        (GREETING, 'greeting = "$name \\u0007"', "greeting", "U+0007"),
        (SUBJECT, f'subject = "{"x" * 81}"', "before.subject", "81 characters"),
        (SUBJECT, 'subject = "Till $name"', "before.subject", "no field $name"),
        ('"måndag", "tisdag", "onsdag"', '"måndag", "onsdag"', "forms.weekdays", "7 names"),
        ('"januari", ', "", "forms.months", "12 names"),
        ('direction = "ltr"', 'direction = "left"', "direction", "rtl"),
        ("read_by_native = false", "read_by_native = 1", "read_by_native", "true or false"),
        ("Kom förbi när du kan, det", "x" * 460, "first.sms", "4 text messages"),
        ("Kom förbi när du kan, det", "Ж" * 202, "first.sms", "text messages long"),
        ("Ha det så roligt!", "x" * 4000, "receipt.mail", "4000 at most"),
        ("inget att vara sen!\n$articles\n", "inget att vara sen!\n", "first.sms", "$articles has to"),
        ("inget att vara sen!\n$articles\n", "inget: $articles\n", "first.sms", "$articles has to"),
        ("[receipt]\n", "[receipt]\nsms.x = 1\n", "", "not TOML"),
        ("[receipt]\n", "[recipt]\n", "recipt.sms", "no such text"),
    ],
)
def test_a_fault_is_said_with_its_place(tmp_path: Path, old: str, new: str, key: str, said: str) -> None:
    faults = faults_of(with_file(tmp_path, changed(old, new)))
    assert any(fault.key == key and said in fault.message for fault in faults), faults
    assert {fault.path for fault in faults} == {tmp_path / "sv.toml"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (SHIPPED.encode("latin-1", "replace"), "UTF-8"),
        (b"", "missing"),
        (b"\x00", "not TOML"),
        (b"x = " + b"[" * 5000, "not TOML"),
        (b"x = " + b"1" * 5000, "not TOML"),
        (b"#" * 100_001, "too large"),
        (b"greeting.a.b.c.d = 1", "between quotation marks"),
    ],
)
def test_what_is_no_file_of_texts_stops_nothing(tmp_path: Path, content: bytes, said: str) -> None:
    assert any(said in fault.message for fault in faults_of(with_file(tmp_path, content)))


def test_the_shipped_text_is_used_in_a_faulty_ones_place(tmp_path: Path) -> None:
    texts = load_texts(with_file(tmp_path, changed(GREETING, 'greeting = "Tjena!"')))
    assert [(fault.path, fault.key) for fault in texts.faults] == [(tmp_path / "sv.toml", "greeting")]
    assert texts.of("sv").path == shipped_file("sv")
    assert texts.reminder("sv", Tone.FIRST, full()).sms.startswith("Hej Anna Berg! Dags att")


def test_a_folder_in_a_files_place_and_a_language_of_ones_own_are_said(tmp_path: Path) -> None:
    (tmp_path / "fi.toml").mkdir()
    texts = load_texts(with_file(tmp_path, SHIPPED, "de.toml"))
    assert {fault.path.name: fault.message.split(".")[0] for fault in texts.faults} == {
        "de.toml": "There is no such language",
        "fi.toml": "The file cannot be read",
    }


def test_a_changed_file_is_used_also_from_an_editor_of_windows(tmp_path: Path) -> None:
    mine = changed(GREETING, 'greeting = "Tjena $name, 5 $$!\\n"').replace("\n", "\r\n")
    texts = load_texts(with_file(tmp_path, b"\xef\xbb\xbf" + mine.encode()))
    assert not texts.faults
    written = texts.reminder("sv", Tone.FIRST, full())
    assert written.sms.startswith("Tjena Anna Berg, 5 $! Dags att")
    assert "\r" not in written.sms + written.plain + written.html
    assert texts.of("en").path == shipped_file("en")


def test_a_printers_dash_does_not_count_as_what_makes_a_text_message_dear(tmp_path: Path) -> None:
    texts = load_texts(with_file(tmp_path, changed("Kom förbi när du kan, det", "–" * 202)))
    assert not texts.faults
    assert texts.reminder("sv", Tone.FIRST, full()).sms.count("-") > 202


def test_copies_are_as_shipped_in_order_and_nothing_is_overwritten(tmp_path: Path) -> None:
    folder = tmp_path / "config" / "messages"
    copied, kept = copy_texts(folder)
    assert [path.stem for path in copied] == list(LANGUAGES)
    assert kept == ()
    texts = load_texts(folder)
    assert not texts.faults
    assert {each.path.parent for each in texts.languages} == {folder}
    copied[0].write_text("mine", encoding="utf-8")
    copied[1].unlink()
    again, untouched = copy_texts(folder)
    assert again == copied[1:2]
    assert len(untouched) == len(LANGUAGES) - 1
    assert copied[0].read_text(encoding="utf-8") == "mine"
