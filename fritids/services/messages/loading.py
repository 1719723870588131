"""Reading a language's file, and saying of everything in it that cannot be used what it is and what to do.

A file is used whole or not at all: half of somebody's text among half of ours would be read by people.
"""

import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fritids.domain.text_message import plain_text, segments
from fritids.i18n import _
from fritids.services.messages.languages import KINDS, Forms, LanguageTexts, Text
from fritids.services.messages.templates import EMPTY, Line, read_line

FIELDS: Final = (
    "greeting",
    "name",
    "articles",
    "count",
    "due",
    "branch",
    "hours",
    "phone",
    "email",
    "contact",
)
"""What a text message and a mail can be filled with."""
_SUBJECT_FIELDS: Final = ("branch", "count", "due")
"""What may stand on a locked screen for others to read."""
_DATE_FIELDS: Final = ("weekday", "day", "month", "number")
_FORMS: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "date": (_DATE_FIELDS, ("day",)),
    "date_short": (_DATE_FIELDS, ("day",)),
    "days": (("first", "last"), ("first", "last")),
    "times": (("opens", "closes"), ("opens", "closes")),
    "due": (("due",), ("due",)),
    "more": (("count",), ("count",)),
    "only": (("count",), ("count",)),
}
"""Form → (fields it may have, fields it must have)."""
LONGEST_FILE: Final = 100_000
LONGEST_SUBJECT: Final = 80
LONGEST_MAIL: Final = 4_000
LONGEST_FORM: Final = 60
MOST_SEGMENTS: Final = 3
"""Of a text message before anything is filled in."""
WEEKDAYS: Final = 7
MONTHS: Final = 12
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_KEPT: Final = frozenset("\n\u200c\u200d\u200e\u200f")
"""Controls and formats that a text may hold: line breaks, joiners, and the two marks that turn nothing round."""


@dataclass(frozen=True, slots=True)
class TextFault:
    """Something in a file of texts that cannot be used."""

    path: Path
    key: str
    """Which text, such as `first.sms`; empty if it is about the file."""
    message: str
    """What is wrong and what to do, in the language in use."""


def read_texts(path: Path, code: str) -> LanguageTexts | tuple[TextFault, ...]:
    """The texts of the language `code` in the file, or everything that is wrong with it. Raises nothing for what a file can hold."""
    try:
        if path.exists() and not path.is_file():  # a folder, or a pipe, which would be waited for
            raise IsADirectoryError(path)
        with path.open("rb") as file:
            raw = file.read(LONGEST_FILE + 1)
        if len(raw) > LONGEST_FILE:
            return (
                TextFault(
                    path,
                    "",
                    _("The file is far too large for texts. Take it away, and copy it anew with --copy."),
                ),
            )
        # Some editors put a mark before the first character.
        table = tomllib.loads(raw.decode("utf-8-sig"))
    except OSError:
        return (TextFault(path, "", _("The file cannot be read. See to it that you may read it.")),)
    except UnicodeDecodeError:
        return (TextFault(path, "", _("The file is not in UTF-8. Save it as UTF-8 in your editor.")),)
    except (ValueError, RecursionError) as error:  # also a number of 5,000 digits, or as many brackets
        message = _(
            "This is not TOML: {error}. Mend it there, or take the file away and copy it anew with --copy."
        )
        return (TextFault(path, "", message.format(error=error)),)
    reader = _Reader(path, table)
    texts = reader.language(code)
    return tuple(reader.faults) or texts


class _Reader:
    """One file being read. Faults are gathered, so that all of them can be mended at once; in the place of a bad text stands an empty one."""

    def __init__(self, path: Path, table: Mapping[str, object]) -> None:
        self._path = path
        self._values = dict(_flat(table))
        self.faults: list[TextFault] = []

    def language(self, code: str) -> LanguageTexts:
        """All of it. Good for nothing if there are faults afterwards."""
        direction = self._text("direction")
        if direction not in {"ltr", "rtl", ""}:
            self._fault(
                "direction", _("Write ltr, or rtl for a language that is written from right to left.")
            )
        texts = LanguageTexts(
            code=code,
            name=self._short("language").fixed,
            tag=self._short("tag").fixed,
            is_rtl=direction == "rtl",
            is_read=self._switch("read_by_native"),
            path=self._path,
            greeting=self._short("greeting", ("name",), ("name",)),
            greeting_without_name=self._short("greeting_without_name"),
            forms=self._forms(),
            texts={kind: self._message(kind) for kind in KINDS},
        )
        for key in self._values:
            self._fault(
                key, _("There is no such text. Take it out; the file that --copy writes has them all.")
            )
        return texts

    def _forms(self) -> Forms:
        lines = {name: self._short(f"forms.{name}", fields, must) for name, (fields, must) in _FORMS.items()}
        months: tuple[str, ...] = ()
        if "forms.months" in self._values or any("month" in line.fields for line in lines.values()):
            months = self._names("forms.months", MONTHS)
        return Forms(
            weekdays=self._names("forms.weekdays", WEEKDAYS),
            weekdays_short=self._names("forms.weekdays_short", WEEKDAYS),
            months=months,
            **lines,
        )

    def _message(self, kind: str) -> Text:
        subject = self._short(f"{kind}.subject", _SUBJECT_FIELDS, longest=LONGEST_SUBJECT)
        sms = self._lines(f"{kind}.sms")
        fixed = segments(plain_text("\n".join(line.fixed for line in sms))).count
        if fixed > MOST_SEGMENTS:
            message = _(
                "This is {n} text messages long before anything is filled in. Make it shorter, {most} at most."
            )
            self._fault(f"{kind}.sms", message.format(n=fixed, most=MOST_SEGMENTS))
        mail = self._lines(f"{kind}.mail")
        self._check_length(f"{kind}.mail", "".join(line.fixed for line in mail), LONGEST_MAIL)
        return Text(sms, subject, mail)

    def _lines(self, key: str) -> tuple[Line, ...]:
        lines = tuple(self._line(key, line, FIELDS) for line in self._text(key).split("\n"))
        alone = [line for line in lines if line.fields == ("articles",) and not line.fixed]
        if len(alone) != 1 or sum(line.fields.count("articles") for line in lines) != 1:
            self._fault(key, _("$articles has to stand in it once, on a line of its own. Put it there."))
        return lines

    def _short(
        self, key: str, fields: Sequence[str] = (), must: Sequence[str] = (), longest: int = LONGEST_FORM
    ) -> Line:
        text = self._text(key)
        if "\n" in text:
            self._fault(key, _("This has to be on one line. Take the line break out."))
        self._check_length(key, text, longest)
        line = self._line(key, text, fields)
        for field in must:
            if text and field not in line.fields:
                self._fault(key, _("The field ${field} has to stand in it. Put it in.").format(field=field))
        return line

    def _line(self, key: str, text: str, fields: Sequence[str]) -> Line:
        try:
            line = read_line(text)
        except ValueError as error:
            message = _("No field begins at {text}. Write $$ for a dollar sign.")
            self._fault(key, message.format(text=error.args[0]))
            return EMPTY
        for field in line.fields:
            if field not in fields:
                message = _("There is no field ${field} here. Known are: {fields}.")
                known = ", ".join(f"${name}" for name in fields) or "–"
                self._fault(key, message.format(field=field, fields=known))
        return line

    def _names(self, key: str, n: int) -> tuple[str, ...]:
        value = self._values.pop(key, None)
        names = value if isinstance(value, list) else []
        if len(names) != n or not all(isinstance(name, str) and name.strip() for name in names):
            message = _("This has to be a list of {n} names, each between quotation marks. Write them all.")
            self._fault(key, message.format(n=n))
            return ("",) * n
        for name in names:
            self._check_characters(key, name)
            self._check_length(key, name, LONGEST_FORM)
        return tuple(name.strip() for name in names)

    def _text(self, key: str) -> str:
        value = self._values.pop(key, None)
        if value is None:
            self._fault(key, _("This is missing. Copy it from the file that came with the program."))
        elif not isinstance(value, str):
            self._fault(key, _("This has to be a text between quotation marks. Write it so."))
        elif not value.strip():
            self._fault(
                key, _("This is empty. Write a text, or copy it from the file that came with the program.")
            )
        else:
            self._check_characters(key, value)
            return unicodedata.normalize("NFC", value.strip())
        return ""

    def _switch(self, key: str) -> bool:
        value = self._values.pop(key, None)
        if not isinstance(value, bool):
            self._fault(key, _("Write true or false, without quotation marks."))
        return value is True

    def _check_characters(self, key: str, text: str) -> None:
        for character in text:
            if unicodedata.category(character) in _UNSEEN and character not in _KEPT:
                message = _("A character that cannot be seen stands in it ({code}). Write the text anew.")
                self._fault(key, message.format(code=f"U+{ord(character):04X}"))
                return

    def _check_length(self, key: str, text: str, longest: int) -> None:
        if len(text) > longest:
            message = _("This has {n} characters. Make it shorter, {most} at most.")
            self._fault(key, message.format(n=len(text), most=longest))

    def _fault(self, key: str, message: str) -> None:
        self.faults.append(TextFault(self._path, key, message))


def _flat(table: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """The values of a table and of those directly in it, by names such as `first.sms`."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from ((f"{key}.{name}", each) for name, each in value.items())
        else:
            yield key, value
