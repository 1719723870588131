"""Each of the seven languages has a whole text for everything, which reads well whatever the branch has said about itself."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from fritids.domain.reminders import Tone
from fritids.domain.text_message import segments
from fritids.services.message_texts import (
    LANGUAGES,
    MessageTexts,
    ReceiptFacts,
    ReminderFacts,
    Written,
    load_texts,
)
from fritids.services.messages.languages import KINDS
from tests.services.messages.facts import EMAIL, PHONE, bare, full

IN_GSM = ("sv", "en", "sv-easy", "so", "fi")
MARKS = dict.fromkeys(map(ord, "\u200e\u2066\u2068\u2069"))
BRANCH = "Fritidsbanken Järfälla"


@pytest.fixture(scope="module")
def texts() -> MessageTexts:
    return load_texts(Path("no folder of one's own"))


def written(texts: MessageTexts, language: str, kind: str, facts: ReminderFacts) -> Written:
    if kind in set(Tone):
        return texts.reminder(language, Tone(kind), facts)
    return texts.receipt(
        language,
        ReceiptFacts(
            facts.name, facts.items, facts.hidden, facts.branch, facts.hours, facts.phone, facts.email
        ),
    )


class Page(HTMLParser):
    """What a reader sees of a page, line by line, and whether what is opened is closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""
        self.attributes: dict[str, dict[str, str | None]] = {}
        self.feed(page)
        self.close()
        _head, _title, body = self.text.partition("\0")
        self.lines = [" ".join(line.split()) for line in body.split("\n") if line.strip()]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes.setdefault(tag, dict(attrs))
        if tag == "body":
            self.text += "\0"
        if tag == "li":
            self.text += "- "
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_reads_well_with_everything_and_with_next_to_nothing(
    texts: MessageTexts, language: str, kind: str
) -> None:
    for facts in (full(), bare()):
        message = written(texts, language, kind, facts)
        article = facts.items[0].name_en if language == "en" else facts.items[0].name
        assert message.language == language
        assert "27" in message.sms
        for text in (message.sms, message.subject, message.plain):
            assert "$" not in text
            assert "  " not in text
            assert not re.search(
                r"[ ]$|^\W+$|[ ][.,;:!?]|:[ ]*[.,;:?]|\(\)", text.translate(MARKS).strip("\n"), re.MULTILINE
            )
        for text in (message.sms, message.plain):
            lines = text.translate(MARKS).splitlines()
            assert f"- {article}" in lines
            assert any(BRANCH in line for line in lines)
            assert (PHONE in text.translate(MARKS)) == (facts.phone is not None) or kind == "receipt"
            assert not re.search(r"https?:|www\.", text)
        if facts.name:
            assert facts.name in message.sms.translate(MARKS).splitlines()[0]
            assert facts.name in message.plain.translate(MARKS).splitlines()[0]
            assert EMAIL in message.plain
        if language in IN_GSM:
            counted = segments(message.sms)
            assert not counted.is_unicode
            assert counted.count <= 2, message.sms


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_the_same_as_the_plain_mail(texts: MessageTexts, language: str) -> None:
    facts = full(hidden=[full().due])
    message = texts.reminder(language, Tone.FIRST, facts)
    page = Page(message.html)
    assert not page.open
    assert page.lines == [line for line in message.plain.translate(MARKS).splitlines() if line]
    assert page.attributes["html"] == {
        "lang": "sv" if language == "sv-easy" else language,
        "dir": "rtl" if language == "ar" else "ltr",
    }
    assert not re.search(r"https?:|src=|url\(|(?<!-)color:", message.html)


def test_no_text_says_that_a_native_speaker_has_read_it(texts: MessageTexts) -> None:
    """Nobody has. Whoever sees to it changes the mark, and this list."""
    assert [each.code for each in texts.languages if each.is_read] == []


def test_somebody_whose_language_has_no_text_is_written_to_in_swedish(texts: MessageTexts) -> None:
    for language in (None, "", "de"):
        assert texts.reminder(language, Tone.FIRST, full()) == texts.reminder("sv", Tone.FIRST, full())


def test_a_message_by_one_channel_is_that_part_of_the_whole(texts: MessageTexts) -> None:
    from fritids.domain.words import Channel

    whole = texts.reminder("fi", Tone.LAST, full())
    sms = texts.reminder("fi", Tone.LAST, full(), Channel.SMS)
    mail = texts.reminder("fi", Tone.LAST, full(), Channel.EMAIL)
    assert (sms.sms, mail.subject, mail.plain, mail.html) == (
        whole.sms,
        whole.subject,
        whole.plain,
        whole.html,
    )
    assert (sms.plain, sms.html, mail.sms) == ("", "", "")
