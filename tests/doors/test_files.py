"""What lies where the program looks for a file: a pipe, a device, a folder, a link, half a file, a file made to hurt."""

import json
import os
import shutil
import struct
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path

import pytest

from fritids.config import Options, config_path, data_folder, load
from fritids.errors import UsageError
from fritids.i18n import _, catalogue, n_, set_language
from fritids.main import main
from fritids.outside import transfer_file
from fritids.tui import preferences

pytestmark = pytest.mark.skipif(os.name == "nt", reason="pipes and devices have other names there")


def pipe(path: Path) -> None:
    os.mkfifo(path)


def endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def folder(path: Path) -> None:
    path.mkdir()


def brackets(path: Path) -> None:
    path.write_text("[" * 100_000)


def huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(8 << 30)  # a hole: nothing of it is on the disk


Laid = Callable[[Path], None]
LAID: tuple[Laid, ...] = (pipe, endless, folder, brackets, huge)


@pytest.mark.parametrize("lay", LAID)
def test_what_is_no_file_of_ours_is_never_waited_for_or_read_whole(lay: Laid, tmp_path: Path) -> None:
    """The configuration and a transfer are refused in a sentence; the looks of the counter are the usual ones."""
    for path in (config_path(), data_folder() / "counter.json"):
        path.parent.mkdir(parents=True, exist_ok=True)
        lay(path)
    transfer = tmp_path / "transfer.json"
    lay(transfer)
    with pytest.raises(UsageError):
        load(Options(), {})
    with pytest.raises(UsageError):
        transfer_file.read(transfer)
    assert preferences.load() == preferences.Preferences()


def test_no_list_takes_the_place_of_a_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not under its own name, nor through a link; a database may be called anything."""
    monkeypatch.setenv("FRITIDS_DATABASE", str(tmp_path / "branch.csv"))
    assert main(["init", "--name", "Fritidsbanken"]) == 0
    (tmp_path / "link.csv").symlink_to(tmp_path / "branch.csv")
    for name in ("branch.csv", "link.csv"):
        assert main(["export", "articles", str(tmp_path / name)]) == 2
    assert main(["loans"]) == 0
    assert main(["export", "articles", str(tmp_path / "list.csv")]) == 0
    assert main(["export", "articles", str(tmp_path / "list.csv")]) == 0, "a list may be written again"
    assert not list(tmp_path.glob("*partial*"))


@pytest.mark.parametrize(
    "spoilt",
    [
        b"", b"x", b"\xde\x12\x04\x95", struct.pack("<I", 0x950412DE) + b"\xff" * 40, struct.pack("<7I", 0x950412DE, 0, 9, 28, 9**9, 0, 0),
        b"\0" * 400, "hel",
    ],
)  # fmt: skip
def test_a_compiled_catalogue_that_is_spoilt_is_made_anew(
    spoilt: bytes | str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut in the first start must not be the end of all starts."""
    shutil.copy(catalogue._FOLDER / "sv.po", tmp_path / "sv.po")
    monkeypatch.setattr(catalogue, "_FOLDER", tmp_path)
    try:
        set_language("sv")
        (compiled,) = tmp_path.glob(".sv-*.mo")
        whole = compiled.read_bytes()
        compiled.write_bytes(whole[: len(whole) // 2] if isinstance(spoilt, str) else spoilt)
        set_language("sv")
        assert _("commands") == "kommandon"
        assert compiled.read_bytes() == whole
    finally:
        set_language("en")


@pytest.mark.parametrize(
    "spoilt",
    [
        None, b"", b"\0\xff" * 999, b'msgid "comm', b'msgid "x"\nmsgid_plural "y"\nmsgstr[7] "z"\n',
        b'msgid ""\nmsgstr "Content-Type: text/plain; charset=no-such\\n"\n\nmsgid "x"\nmsgstr "y"\n',
        b'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=n%0;\\n"\n', b'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=__import__(1);\\n"\n',
        b'msgid ""\nmsgstr "Plural-Forms: nplurals=1; plural=9999;\\n"\n\nmsgid "{n} loan"\nmsgid_plural "{n} loans"\nmsgstr[0] "x"\n',
    ],
)  # fmt: skip
def test_without_a_sound_catalogue_the_program_speaks_english(
    spoilt: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that lost it, or somebody who translates, must not be the end of all starts."""
    monkeypatch.setattr(catalogue, "_FOLDER", tmp_path)
    if spoilt is not None:
        (tmp_path / "sv.po").write_bytes(spoilt)
    try:
        set_language("sv")
        assert _("commands") == "commands"
        assert [n_("{n} loan", "{n} loans", n) for n in (0, 1, 2)] == ["{n} loans", "{n} loan", "{n} loans"]
    finally:
        set_language("en")


def test_a_link_where_the_catalogue_is_made_leads_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name of the unfinished file can be guessed; what it points to stays as it is."""
    shutil.copy(catalogue._FOLDER / "sv.po", tmp_path / "sv.po")
    monkeypatch.setattr(catalogue, "_FOLDER", tmp_path)
    digest = blake2b((tmp_path / "sv.po").read_bytes(), digest_size=8).hexdigest()
    other = tmp_path / "other"
    other.write_text(json.dumps("mine"))
    (tmp_path / f".sv-{digest}.mo.{os.getpid()}").symlink_to(other)
    try:
        set_language("sv")
    finally:
        set_language("en")
    assert other.read_text() == json.dumps("mine")
