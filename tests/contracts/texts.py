"""Brings the Swedish catalogue in line with the texts in the code: `python -m tests.contracts.texts`.

New texts are added without a translation, texts that are gone are taken out, what is translated stays. `test_texts.py` uses the
same functions to tell whether anything is left to do. References name the file only, so that moving a line changes nothing here.
"""

import sys
from collections import defaultdict
from pathlib import Path

import polib
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "fritids" / "locale" / "sv.po"
KEYWORDS = DEFAULT_KEYWORDS | {"n_": (1, 2), "p_": ((1, "c"), 2)}

Key = tuple[str | None, str, str | None]
"""Context, message, plural message."""

HEADER = {
    "Project-Id-Version": "fritids",
    "Language": "sv",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}


def texts_in_code() -> dict[Key, list[str]]:
    """Every text in the code, and the files it stands in."""
    found: dict[Key, set[str]] = defaultdict(set)
    extracted = extract_from_dir(
        str(ROOT / "fritids"), method_map=[("**.py", "python")], keywords=KEYWORDS, comment_tags=()
    )
    for file, _line, message, _comments, context in extracted:
        singular, plural = message if isinstance(message, tuple) else (message, None)
        found[context, singular, plural].add(f"fritids/{Path(file).as_posix()}")
    for context, singular, plural in [key for key in found if key[2] is not None]:
        # One text is one entry: `_` finds the singular of a text that is also looked up with its plural.
        found[context, singular, plural] |= found.pop((context, singular, None), set())
    return {key: sorted(files) for key, files in found.items()}


def key_of(entry: polib.POEntry) -> Key:
    """What tells one text of the catalogue from another."""
    return entry.msgctxt or None, entry.msgid, entry.msgid_plural or None


def update() -> list[polib.POEntry]:
    """Write the catalogue anew. Returns what has no translation yet."""
    old = {key_of(entry): entry for entry in polib.pofile(str(CATALOGUE))} if CATALOGUE.exists() else {}
    catalogue = polib.POFile(wrapwidth=120)
    catalogue.metadata = HEADER
    texts = texts_in_code()
    for key in sorted(texts, key=lambda key: (texts[key][0], key[1], key[0] or "")):
        context, singular, plural = key
        before = old.get(key)
        entry = polib.POEntry(
            msgctxt=context, msgid=singular, occurrences=[(file, "") for file in texts[key]]
        )
        if plural is None:
            entry.msgstr = before.msgstr if before else ""
        else:
            entry.msgid_plural = plural
            entry.msgstr_plural = before.msgstr_plural if before else {0: "", 1: ""}
        catalogue.append(entry)
    catalogue.save(str(CATALOGUE))
    return [entry for entry in catalogue if not entry.translated()]


if __name__ == "__main__":
    missing = update()
    for entry in missing:
        sys.stdout.write(f"{entry.msgctxt or ''}\t{entry.msgid}\n")
    sys.stdout.write(f"{len(missing)} texts have no Swedish yet; write it in {CATALOGUE.relative_to(ROOT)}\n")
