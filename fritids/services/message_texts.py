"""The texts of reminders and receipts, in all languages: those that came with the program, and a coordinator's own in their place.

One file a language, in `data/messages/`; a file of the same name in the folder `messages` beside the configuration file holds instead. A file of one's own that has
a fault is passed over whole and said so (`faults`), and the one that came with the program is used: no run ever stops for it.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from fritids.config.places import config_path
from fritids.domain.reminders import Tone
from fritids.domain.words import Channel
from fritids.errors import FritidsError
from fritids.i18n import _
from fritids.outside import files
from fritids.services.borrower_form import LANGUAGES
from fritids.services.messages.facts import Item, ReceiptFacts, ReminderFacts, Written, divided, item_of
from fritids.services.messages.languages import RECEIPT, LanguageTexts
from fritids.services.messages.loading import TextFault, read_texts
from fritids.services.messages.writing import Writer
from fritids.services.reference import data_path

USUAL: Final = "sv"
"""In which people are written to whose language is not known."""
_ENDING: Final = ".toml"


class MessageTexts:
    """The texts of all languages, ready for use. Never changes; may be shared by threads."""

    def __init__(self, texts: Mapping[str, LanguageTexts], faults: tuple[TextFault, ...] = ()) -> None:
        self.languages: tuple[LanguageTexts, ...] = tuple(texts.values())
        """In the order in which they are listed everywhere."""
        self.faults = faults
        """What is wrong with files of one's own, none of which is used."""
        self._writers = {code: Writer(each) for code, each in texts.items()}

    def reminder(
        self, language: str | None, tone: Tone, facts: ReminderFacts, by: Channel | None = None
    ) -> Written:
        """A reminder in the language, in Swedish if there is none such. With `by`, only what that channel needs is written, in a third of the time.

        Raises ValueError if the facts are about no article at all.
        """
        return self._writer(language).write(tone.value, facts, by)

    def receipt(self, language: str | None, facts: ReceiptFacts, by: Channel | None = None) -> Written:
        """A receipt, likewise."""
        return self._writer(language).write(RECEIPT, facts, by)

    def of(self, language: str | None) -> LanguageTexts:
        """The texts that somebody with this language gets."""
        return self._writer(language).texts

    def _writer(self, language: str | None) -> Writer:
        return self._writers.get(language or USUAL) or self._writers[USUAL]


def own_folder() -> Path:
    """Where a coordinator's own files lie; it need not exist."""
    return config_path().parent / "messages"


def shipped_file(language: str) -> Path:
    """The file of a language that came with the program."""
    return data_path("messages") / f"{language}{_ENDING}"


def load_texts(folder: Path | None = None) -> MessageTexts:
    """The texts of all languages; those in `folder` (unless given, `own_folder()`) in place of ours, but for files with a fault.

    Raises FritidsError if one of the program's own files is damaged.
    """
    folder = own_folder() if folder is None else folder
    names, faults = _own_names(folder)
    texts: dict[str, LanguageTexts] = {}
    for language in LANGUAGES:
        name = f"{language}{_ENDING}"
        own = read_texts(folder / name, language) if name in names else ()
        if isinstance(own, tuple):
            faults += own
            texts[language] = _shipped(language)
        else:
            texts[language] = own
    return MessageTexts(texts, tuple(faults))


def copy_texts(folder: Path | None = None) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """The program's files stand in `folder` (unless given, `own_folder()`), to be changed there; none that is there is touched.

    Returns what was copied and what was there already. Raises UsageError or FritidsError where the place cannot be written.
    """
    folder = own_folder() if folder is None else folder
    copied: list[Path] = []
    kept: list[Path] = []
    with files.saying_why(folder):
        folder.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        source = shipped_file(language)
        path = folder / source.name
        if os.path.lexists(path):
            kept.append(path)
            continue
        with files.replacing(path) as partial:
            partial.write_bytes(source.read_bytes())
        copied.append(path)
    return tuple(copied), tuple(kept)


def _own_names(folder: Path) -> tuple[set[str], list[TextFault]]:
    """The files of texts in the folder, and those among them that are of no language."""
    try:
        names = {path.name for path in folder.iterdir() if path.suffix == _ENDING}
    except FileNotFoundError:
        return set(), []
    except OSError:
        return set(), [TextFault(folder, "", _("The folder cannot be read. See to it that you may read it."))]
    known = [f"{language}{_ENDING}" for language in LANGUAGES]
    message = _("There is no such language. The files are called {names}.").format(names=", ".join(known))
    return names, [TextFault(folder / name, "", message) for name in sorted(names.difference(known))]


def _shipped(language: str) -> LanguageTexts:
    path = shipped_file(language)
    found = read_texts(path, language)
    if isinstance(found, LanguageTexts):
        return found
    raise FritidsError(
        _("A file that belongs to the program is damaged: {name}. Install the program again.").format(
            name=path.name
        ),
        code="data_missing",
    )


__all__ = [
    "LANGUAGES",
    "RECEIPT",
    "USUAL",
    "Item",
    "LanguageTexts",
    "MessageTexts",
    "ReceiptFacts",
    "ReminderFacts",
    "TextFault",
    "Written",
    "copy_texts",
    "divided",
    "item_of",
    "load_texts",
    "own_folder",
    "shipped_file",
]
