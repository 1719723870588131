"""The texts of reminders and receipts, in all languages: those that came with the program, and a coordinator's own in their place.

One file a language, in `data/messages/`; a file of the same name in the folder `messages` beside the configuration file holds instead. A file of one's own that has
a fault is passed over whole and said so (`faults`), and the one that came with the program is used: no run ever stops for it.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from fritids.config.places import config_path
from fritids.domain.reminders import Tone
from fritids.domain.words import Channel
from fritids.errors import FritidsError
from fritids.i18n import _
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
    texts: dict[str, LanguageTexts] = {}
    faults: list[TextFault] = []
    for language in LANGUAGES:
        path = folder / f"{language}{_ENDING}"
        own = read_texts(path, language) if path.exists() else ()
        if isinstance(own, tuple):
            faults += own
            texts[language] = _shipped(language)
        else:
            texts[language] = own
    for path in sorted(folder.glob(f"*{_ENDING}")):
        if path.stem not in LANGUAGES:
            message = _("There is no such language. The files are called {names}.")
            names = ", ".join(f"{language}{_ENDING}" for language in LANGUAGES)
            faults.append(TextFault(path, "", message.format(names=names)))
    return MessageTexts(texts, tuple(faults))


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
    "USUAL",
    "Item",
    "MessageTexts",
    "ReceiptFacts",
    "ReminderFacts",
    "TextFault",
    "Written",
    "divided",
    "item_of",
    "load_texts",
    "own_folder",
    "shipped_file",
]
