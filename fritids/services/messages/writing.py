"""Facts written out in one language: the text message, and the mail as plain text and as HTML with the same content.

Everything that people typed (names, brands, the branch's own words) is cleaned and, for HTML, escaped; it is filled in, and never read
for fields or markup.
"""

import html
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from fritids.domain.search import clean
from fritids.domain.text_message import is_gsm, plain_text, segments
from fritids.domain.words import Channel
from fritids.services.messages.facts import MessageFacts, Written
from fritids.services.messages.hours import hours_text
from fritids.services.messages.languages import LanguageTexts
from fritids.services.messages.marks import BARE, HTML, MAIL_LTR, MAIL_RTL, SMS_RTL, Marks
from fritids.services.messages.templates import Line

MOST_SEGMENTS: Final = 6
"""Of a text message with everything in it; articles that do not fit are only counted."""
MOST_ITEMS: Final = 200
"""Articles that one message names."""
LONGEST_NAME: Final = 60
"""Characters of one article's name."""
_ARTICLES: Final = ("articles",)
_OPTIONAL: Final = frozenset({"name", "hours", "phone", "email", "contact"})
"""Fields that there may be nothing for; the line of one is left out then."""
_PAGE: Final = """\
<!DOCTYPE html>
<html lang="{tag}" dir="{direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
</head>
<body dir="{direction}" style="font-family: sans-serif; font-size: 16px; line-height: 1.5; max-width: 36em; margin: 0 auto; padding: 1em">
{body}
</body>
</html>
"""
"""No colours of its own, so that a dark mail program can choose both."""


@dataclass(frozen=True, slots=True)
class _Group:
    """What is due on one day: articles by their names, and how many more."""

    day: date
    names: Sequence[str]
    more: int
    today: date | None


class Writer:
    """Writes the messages of one language. What does not change from one message to the next is made once."""

    def __init__(self, texts: LanguageTexts) -> None:
        self.texts = texts
        self._html = {kind: tuple(map(Line.escaped, text.mail)) for kind, text in texts.texts.items()}
        self._html_greetings = (texts.greeting.escaped(), texts.greeting_without_name.escaped())
        self._standing: dict[object, dict[str, str]] = {}
        """What does not change from one message of a branch to the next."""

    def write(self, kind: str, facts: MessageFacts, by: Channel | None = None) -> Written:
        """The message of this kind; only what `by` needs, if that is given. Raises ValueError if the facts are about no article at all."""
        lines = self.texts.texts[kind]
        subject = plain = page = ""
        if by is not Channel.SMS:
            subject = lines.subject.filled(self._values(facts, BARE, short=False))
            groups = self._groups(facts, MOST_ITEMS)
            plain = self._plain(lines.mail, facts, groups)
            page = self._page(kind, facts, subject, groups)
        sms = "" if by is Channel.EMAIL else self._sms(lines.sms, facts)
        return Written(self.texts.code, subject, sms, plain, page)

    def _plain(self, lines: Sequence[Line], facts: MessageFacts, groups: Sequence[_Group]) -> str:
        marks = MAIL_RTL if self.texts.is_rtl else MAIL_LTR
        block = self._block(groups, marks, short=False)
        paragraphs = _paragraphs(lines, self._values(facts, marks, short=False))
        text = "\n\n".join("\n".join(block if line is None else line for line in part) for part in paragraphs)
        return f"{text}\n"

    def _sms(self, lines: Sequence[Line], facts: MessageFacts) -> str:
        sms = self._fitting(lines, facts)
        if facts.name and not is_gsm(sms) and not is_gsm(plain_text(clean(facts.name))):
            # One letter outside the GSM alphabet makes the whole message twice as dear: then it greets nobody by name.
            nameless = self._fitting(lines, replace(facts, name=None))
            return nameless if is_gsm(nameless) else sms
        return sms

    def _fitting(self, lines: Sequence[Line], facts: MessageFacts) -> str:
        marks = SMS_RTL if self.texts.is_rtl else BARE
        filled = [
            line for part in _paragraphs(lines, self._values(facts, marks, short=True)) for line in part
        ]
        most = min(len(facts.items), MOST_ITEMS)
        while True:
            block = self._block(self._groups(facts, most), marks, short=True)
            sms = plain_text("\n".join(block if line is None else line for line in filled))
            if most == 0 or segments(sms).count <= MOST_SEGMENTS:
                return sms
            # Two hundred pairs of skis take a few turns, not two hundred.
            most = min(most - 1, most * 7 // 8)

    def _values(self, facts: MessageFacts, marks: Marks, *, short: bool) -> dict[str, str]:
        key = (facts.branch, facts.phone, facts.email, facts.hours, marks, short)
        if (standing := self._standing.get(key)) is None:
            standing = self._standing[key] = self._of_branch(facts, marks, short=short)
        texts = self.texts
        name = clean(facts.name) if facts.name else ""
        name = name and marks.name(name)
        greetings = self._html_greetings if marks is HTML else (texts.greeting, texts.greeting_without_name)
        return {
            **standing,
            "greeting": greetings[0 if name else 1].filled({"name": name}),
            "name": name,
            "count": str(facts.count),
            "due": marks.own(texts.day(facts.due, short=short, today=facts.today)),
        }

    def _of_branch(self, facts: MessageFacts, marks: Marks, *, short: bool) -> dict[str, str]:
        branch, phone, email = (clean(text or "") for text in (facts.branch, facts.phone, facts.email))
        phone, email = phone and marks.number(phone), email and marks.number(email)
        hours = hours_text(self.texts, facts.hours, short=short)
        return {
            "branch": branch and marks.name(branch),
            # Its dashes made plain here, once: a message that is in the GSM alphabet already needs no second look.
            "hours": plain_text(hours) if short else marks.own(hours),
            "phone": phone,
            "email": email,
            "contact": phone or email,
        }

    def _groups(self, facts: MessageFacts, most: int) -> list[_Group]:
        in_order = sorted(facts.items, key=lambda item: item.due)
        names: dict[date, list[str]] = {}
        more = Counter(facts.hidden)
        for item in in_order[:most]:
            name = item.name_en or item.name if self.texts.code == "en" else item.name
            names.setdefault(item.due, []).append(_shortened(clean(name)))
        if left := len(in_order) - most if most < len(in_order) else 0:
            more[max((*names, *more), default=facts.due)] += left
        return [_Group(day, names.get(day, ()), more[day], facts.today) for day in sorted({*names, *more})]

    def _block(self, groups: Sequence[_Group], marks: Marks, *, short: bool) -> str:
        lines: list[str] = []
        for group in groups:
            lines.append(self._heading(group, short=short))
            lines += (f"- {marks.name(name)}" for name in group.names)
            if group.more:
                lines.append(f"- {self._more(group)}")
        return "\n".join(lines)

    def _heading(self, group: _Group, *, short: bool) -> str:
        return self.texts.forms.due.filled({"due": self.texts.day(group.day, short=short, today=group.today)})

    def _more(self, group: _Group) -> str:
        forms = self.texts.forms
        return (forms.more if group.names else forms.only).filled({"count": str(group.more)})

    def _page(self, kind: str, facts: MessageFacts, subject: str, groups: Sequence[_Group]) -> str:
        parts: list[str] = []
        for lines in _paragraphs(self._html[kind], self._values(facts, HTML, short=False)):
            gathered: list[str] = []
            for line in lines:
                if line is None:
                    parts += (_paragraph(gathered), *map(self._list, groups))
                    gathered = []
                else:
                    gathered.append(line)
            parts.append(_paragraph(gathered))
        return _PAGE.format(
            tag=html.escape(self.texts.tag),
            direction="rtl" if self.texts.is_rtl else "ltr",
            title=html.escape(subject),
            body="\n".join(filter(None, parts)),
        )

    def _list(self, group: _Group) -> str:
        entries = [HTML.name(name) for name in group.names]
        if group.more:
            entries.append(html.escape(self._more(group)))
        items = "\n".join(f"<li>{entry}</li>" for entry in entries)
        return (
            f"<p><strong>{html.escape(self._heading(group, short=False))}</strong></p>\n<ul>\n{items}\n</ul>"
        )


def _paragraphs(lines: Sequence[Line], values: Mapping[str, str]) -> Iterator[list[str | None]]:
    """The lines that have something to say, filled in, as the empty ones between them divide them; None for the articles."""
    gathered: list[str | None] = []
    for line in lines:
        if line.fields == _ARTICLES:
            gathered.append(None)
        elif any(not values[field] for field in line.fields if field in _OPTIONAL):
            continue
        elif filled := line.filled(values).strip():
            gathered.append(filled)
        elif gathered:
            yield gathered
            gathered = []
    if gathered:
        yield gathered


def _paragraph(lines: Sequence[str]) -> str:
    text = "<br>\n".join(lines)
    return f"<p>{text}</p>" if lines else ""


def _shortened(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"
