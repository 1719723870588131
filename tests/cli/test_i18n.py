"""Languages: compiled once, whole wherever the program lies, and chosen as people expect."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from fritids import i18n
from fritids.i18n import catalogue


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A catalogue of the test's own."""
    folder = tmp_path / "locale"
    folder.mkdir()
    (folder / "sv.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
        'msgid "Undo"\nmsgstr "Ångra"\n\n'
        'msgid "{n} loan"\nmsgid_plural "{n} loans"\nmsgstr[0] "{n} lån"\nmsgstr[1] "{n} lånen"\n\n'
        'msgctxt "month"\nmsgid "May"\nmsgstr "maj"\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(catalogue, "_FOLDER", folder)
    yield folder
    i18n.set_language("en")


def test_a_text_its_plural_and_its_use_are_told_apart(folder: Path) -> None:
    i18n.set_language("sv")
    assert (i18n._("Undo"), i18n.p_("month", "May"), i18n._("May")) == ("Ångra", "maj", "May")
    assert [i18n.n_("{n} loan", "{n} loans", n) for n in (1, 2)] == ["{n} lån", "{n} lånen"]
    i18n.set_language("en")
    assert (i18n._("Undo"), i18n.language()) == ("Undo", "en")


def test_the_catalogue_is_compiled_once_and_anew_when_it_changes(folder: Path) -> None:
    i18n.set_language("sv")
    (first,) = folder.glob(".sv-*.mo")
    stamp = first.stat().st_mtime_ns
    i18n.set_language("sv")
    assert first.stat().st_mtime_ns == stamp
    source = folder / "sv.po"
    source.write_text(source.read_text(encoding="utf-8").replace("Ångra", "Ångra det"), encoding="utf-8")
    i18n.set_language("sv")
    assert i18n._("Undo") == "Ångra det"
    (second,) = folder.glob(".sv-*.mo")
    assert second != first


def test_a_damaged_compiled_file_is_made_anew(folder: Path) -> None:
    i18n.set_language("sv")
    (compiled,) = folder.glob(".sv-*.mo")
    compiled.write_bytes(b"torn")
    i18n.set_language("sv")
    assert i18n._("Undo") == "Ångra"


def test_where_nothing_may_be_written_it_speaks_swedish_all_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_args: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "replace", refused)
    i18n.set_language("sv")
    assert i18n._("Undo") == "Ångra"
    assert list(folder.glob("*.mo")) == []


def test_a_warm_start_needs_neither_the_compiler_nor_babel() -> None:
    script = "import sys; from fritids.i18n import _, set_language; set_language('sv'); sys.exit(bool({'polib', 'babel'} & set(sys.modules)))"
    run = [sys.executable, "-c", script]
    subprocess.run(run, check=False)
    assert subprocess.run(run, check=False).returncode == 0


def test_a_language_that_is_not_spoken_is_refused() -> None:
    with pytest.raises(ValueError, match="de"):
        i18n.set_language("de")
    assert i18n.language() in i18n.LANGUAGES


@pytest.mark.parametrize(
    ("env", "language"),
    [
        ({"LANG": "sv_SE.UTF-8"}, "sv"),
        ({"LANG": "sv_FI"}, "sv"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "sv_SE.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "sv_SE.UTF-8"}, "sv"),
        ({"LC_ALL": "C"}, "en"),
        ({}, "en"),
    ],
)
def test_the_machines_language_is_swedish_or_else_english(env: dict[str, str], language: str) -> None:
    assert i18n.machine_language(env) == language
