"""The Swedish catalogue is whole, and no text is made before the language is known."""

import ast
import string
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest

from tests.contracts.texts import CATALOGUE, ROOT, key_of, texts_in_code

CURE = "run `python -m tests.contracts.texts`, then write the Swedish in fritids/locale/sv.po"
LOOK_UPS = {"_": 1, "n_": 2, "p_": 2}
"""The functions that look texts up, and how many of their arguments have to be written out."""


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(CATALOGUE), check_for_duplicates=True)


def test_every_text_in_the_code_stands_in_the_catalogue_and_no_other(catalogue: polib.POFile) -> None:
    in_catalogue, in_code = {key_of(entry) for entry in catalogue}, set(texts_in_code())
    assert in_code - in_catalogue == set(), CURE
    assert in_catalogue - in_code == set(), CURE


def test_every_text_has_its_swedish(catalogue: polib.POFile) -> None:
    assert [entry.msgid for entry in catalogue if not entry.translated()] == [], CURE


def test_nothing_in_the_catalogue_is_doubtful_or_left_over(catalogue: polib.POFile) -> None:
    assert [entry.msgid for entry in catalogue if entry.fuzzy or entry.obsolete] == []


def test_a_translation_names_the_same_facts_as_its_text(catalogue: polib.POFile) -> None:
    for entry in catalogue:
        if not entry.msgid_plural:
            assert _placeholders(entry.msgstr) == _placeholders(entry.msgid), entry.msgid
            continue
        singular, plural = entry.msgstr_plural[0], entry.msgstr_plural[1]
        assert _placeholders(singular) in (_placeholders(entry.msgid), _placeholders(entry.msgid_plural)), (
            entry.msgid
        )
        assert _placeholders(plural) == _placeholders(entry.msgid_plural), entry.msgid


def test_a_translation_ends_as_its_text_does(catalogue: polib.POFile) -> None:
    """A headline has no full stop and a sentence has one, in both languages."""
    for entry in catalogue:
        for translation in [entry.msgstr, *entry.msgstr_plural.values()]:
            if translation:
                assert entry.msgid.endswith(".") == translation.endswith("."), entry.msgid
                assert translation == translation.strip() or entry.msgid != entry.msgid.strip(), entry.msgid


def test_a_text_is_written_out_where_it_is_looked_up() -> None:
    """`_(variable)` and `_(f"...")` would be found by no translator."""
    for file, call in _look_ups():
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        for argument in call.args[: LOOK_UPS[name]]:
            written = isinstance(argument, ast.Constant) and isinstance(argument.value, str)
            assert written, f"{file}:{call.lineno}: {ast.unparse(call)}"


def test_no_text_is_looked_up_when_a_module_is_imported() -> None:
    """The language is not known yet then, and the counter changes it while it runs."""
    script = """
import importlib, pkgutil, sys, traceback
import fritids.i18n as i18n
def too_early(*texts):
    raise AssertionError(f"looked up at import: {texts}")
i18n._ = i18n.n_ = i18n.p_ = too_early
import fritids
for module in pkgutil.walk_packages(fritids.__path__, "fritids."):
    if module.name.endswith("__main__") or ".migrations." in module.name or module.name.startswith("fritids.i18n"):
        continue
    importlib.import_module(module.name)
"""
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr


def _look_ups() -> Iterator[tuple[Path, ast.Call]]:
    for file in sorted((ROOT / "fritids").rglob("*.py")):
        if file.parent.name == "i18n" and file.name == "catalogue.py":
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in LOOK_UPS:
                yield file, node


def _placeholders(text: str) -> set[str]:
    if "%" in text and "{" not in text:
        return {piece for piece in ("%s", "%r", "%d", "%(") if piece in text}
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
