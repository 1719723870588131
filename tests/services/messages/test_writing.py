"""What is written of the loans, and that nothing people typed becomes more than the text it is."""

from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fritids.domain.reminders import Tone
from fritids.domain.text_message import segments
from fritids.services.message_texts import Item, ReminderFacts, load_texts
from tests.services.messages.facts import FRIDAY, PHONE, SKIS, TUESDAY, full

TEXTS = load_texts(Path("no folder of one's own"))
LRI, FSI, PDI, LRM = "\u2066", "\u2068", "\u2069", "\u200e"


def sms(language: str, facts: ReminderFacts) -> str:
    return TEXTS.reminder(language, Tone.FIRST, facts).sms


def plain(language: str, facts: ReminderFacts) -> str:
    return TEXTS.reminder(language, Tone.FIRST, facts).plain


def test_articles_stand_under_the_day_they_are_due_the_first_day_first() -> None:
    facts = full(items=[SKIS, Item("Pulka", TUESDAY), Item("Stavar", FRIDAY)])
    assert sms("sv", facts).splitlines()[1:6] == [
        "Sista dag tis 24/2:",
        "- Pulka",
        "Sista dag fre 27/2:",
        "- Längdskidor 170 Atomic",
        "- Stavar",
    ]


def test_a_day_far_away_bears_its_year() -> None:
    """In November "Fri 27/2" would be read as the one to come."""
    assert "Sista dag fre 27/2 2026:" in sms("sv", replace(full(), today=date(2026, 11, 26)))
    assert "Last day Fri 27 February:" in sms("en", replace(full(), today=date(2026, 8, 25)))


def test_private_articles_are_counted_under_their_day_and_never_named() -> None:
    assert sms("sv", full(hidden=[TUESDAY, FRIDAY, FRIDAY])).splitlines()[1:6] == [
        "Sista dag tis 24/2:",
        "- Lånade saker: 1",
        "Sista dag fre 27/2:",
        "- Längdskidor 170 Atomic",
        "- Fler lånade saker: 2",
    ]
    assert sms("fi", full(items=[], hidden=[FRIDAY])).splitlines()[1:3] == [
        "Viimeinen päivä: pe 27.2.",
        "- Lainattuja tavaroita: 1",
    ]


def test_about_nothing_at_all_there_is_no_message() -> None:
    with pytest.raises(ValueError, match="empty"):
        sms("sv", full(items=[]))


@pytest.mark.parametrize("language", ["sv", "ar"])
def test_a_text_message_stays_within_six_parts_and_counts_what_it_does_not_name(language: str) -> None:
    items = [Item(f"Längdskidor {170 + n} Atomic", FRIDAY + timedelta(n // 20)) for n in range(60)]
    text = sms(language, full(items=items, hidden=[FRIDAY]))
    assert 5 <= segments(text).count <= 6
    named = text.count("Atomic")
    counted = [int(line.rsplit(" ", 1)[1]) for line in text.splitlines() if line[:2] == "- " and ": " in line]
    assert named >= 4
    assert named + sum(counted) == len(items) + 1
    assert plain(language, full(items=items)).count("Atomic") == 60


def test_one_strange_letter_in_a_name_does_not_make_the_message_twice_as_dear() -> None:
    assert sms("sv", full(name="Zoë Berg")).startswith("Hej! ")
    assert not segments(sms("sv", full(name="Łukasz"))).is_unicode
    assert plain("sv", full(name="Zoë Berg")).startswith("Hej Zoë Berg!")
    assert sms("uk", full(name="Олена")).startswith("Вітаємо, Олена!")


def test_the_week_is_said_in_the_words_of_the_language() -> None:
    assert sms("sv", full()).endswith("Öppet mån-tors 12-18, lör 10-14:30")
    assert "Avoinna maanantai–torstai 12:00–18:00, lauantai 10:00–14:30" in plain("fi", full())
    assert "الاثنين–الخميس من 12 إلى 18، السبت من 10 إلى 14:30" in sms("ar", full())


def test_what_runs_from_left_to_right_is_set_apart_in_arabic() -> None:
    """After an Arabic letter a bare number is shown with its groups turned round; seen in a browser, with and without."""
    facts = full(name="أحمد", items=[Item("Hjälm (barn)", FRIDAY)])
    mail = plain("ar", facts)
    assert mail.count(f"{LRI}{PHONE}{PDI}") == mail.count(PHONE) == 2
    assert f"- {FSI}Hjälm (barn){PDI}\n" in mail
    assert f"{FSI}أحمد{PDI}" in mail
    text = sms("ar", facts)
    assert f"{LRM}{PHONE}{LRM}" in text
    assert f"- {LRM}Hjälm (barn){LRM}\n" in text
    assert "أحمد!" in text
    page = TEXTS.reminder("ar", Tone.FIRST, facts).html
    assert "<li><bdi>Hjälm (barn)</bdi></li>" in page
    assert page.count(f'<bdi dir="ltr">{PHONE}</bdi>') == page.count(PHONE)


def test_an_arabic_name_turns_nothing_in_a_swedish_mail() -> None:
    assert plain("sv", full(name="أحمد")).startswith(f"Hej {FSI}أحمد{PDI}!")
    assert not set(plain("sv", full())) & {LRI, FSI, PDI, LRM}


class Tags(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(f"{tag} {attrs}")


TYPED = st.text(max_size=90) | st.sampled_from(
    [
        "$articles",
        "${phone}",
        "%(phone)s%",
        "{0.__class__}",
        "</bdi><script>",
        "a\r\nBcc: b",
        "\u202eabc",
        "&lt;",
        "$$",
    ]
)


@settings(max_examples=60)
@given(language=st.sampled_from(["sv", "ar"]), name=TYPED, article=TYPED, branch=TYPED)
def test_nothing_that_people_typed_makes_a_field_markup_or_a_line(
    language: str, name: str, article: str, branch: str
) -> None:
    typed = TEXTS.reminder(
        language, Tone.FIRST, full(f"x{name}", [Item(f"x{article}", FRIDAY)], branch=f"x{branch}")
    )
    usual = TEXTS.reminder(language, Tone.FIRST, full("x", [Item("x", FRIDAY)], branch="x"))
    assert Tags(typed.html).tags == Tags(usual.html).tags
    assert typed.plain.count("\n") == usual.plain.count("\n")
    assert typed.sms.count("\n") == usual.sms.count("\n")
    assert "\n" not in typed.subject
    for text in (typed.sms, typed.plain, typed.subject):
        assert len(text.splitlines()) == text.rstrip("\n").count("\n") + 1
        assert not set(text) & set("\0\r\x1b\u202a\u202b\u202c\u202d\u202e\u2067")
        assert text.count(PHONE) <= usual.plain.count(PHONE)
    if "$" in branch and "$" not in usual.subject:
        assert typed.subject.count("$") == branch.count("$")


@settings(max_examples=40)
@given(st.lists(st.dates(date(2026, 1, 1), date(2026, 12, 31)), min_size=1, max_size=40))
def test_every_article_is_named_or_counted(days: list[date]) -> None:
    hidden, named = days[::3], [Item("Pulka", day) for day in days if day not in days[::3]]
    text = sms("sv", full(items=named, hidden=hidden))
    counted = sum(int(line.rsplit(" ", 1)[1]) for line in text.splitlines() if "saker: " in line)
    assert text.count("- Pulka") + counted == len(named) + len(hidden)
