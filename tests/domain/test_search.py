"""Searching disregards case and accents; text from people comes in harmless."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fritids.domain.search import MOST_MARKS, clean, fold, parse_query, singulars

HARMFUL = "\x00\x07\x08\x1b\x7f\x80\x9b\x9d\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u061c\xad"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Åsa Öberg", "asa oberg"),
        ("ÆGIR Ørsted", "aegir orsted"),
        ("Straße", "strasse"),
        ("Łukasz Đặng", "lukasz dang"),
        ("Çiğdem İnan", "cigdem inan"),
        ("Haglo\u0308fs", "haglofs"),
        ("D’Angelo – son", "d'angelo - son"),
    ],
)
def test_case_and_accents_make_no_difference(text: str, folded: str) -> None:
    """A volunteer with any keyboard finds any name."""
    assert fold(text) == folded


@pytest.mark.parametrize("mark", HARMFUL)
def test_control_and_direction_marks_are_taken_out(mark: str) -> None:
    """Nothing that moves the cursor, turns the text or hides in it gets past the door (R13)."""
    assert clean(f"An{mark}na") == "Anna"
    assert fold(f"An{mark}na") == "anna"


def test_line_breaks_become_blanks_and_lone_surrogates_vanish() -> None:
    """Words that stood on two lines stay two words; halves of a character are no character."""
    assert clean(" a\r\nb\u2028c\td ") == "a b c d"
    assert clean("a\ud800b\udfffc") == "abc"
    assert clean("\ud83d\ude00") == "\U0001f600"


def test_markup_and_formulas_are_left_as_they_are() -> None:
    """Text is data: what looks like markup is kept to the letter, and shown as text."""
    for text in ("[/]", "[@click=app.quit]Anna[/]", "=1+1", "Skidor [/150cm]", "<b>", "'; DROP TABLE loan"):
        assert clean(text) == text


def test_joiners_that_spell_a_word_stay() -> None:
    """A Persian name keeps its non-joiner; between Latin letters it would only hide."""
    assert clean("می\u200cخواهم") == "می\u200cخواهم"
    assert clean("An\u200cna") == "Anna"
    assert fold("می\u200cخواهم") == "میخواهم"


@pytest.mark.parametrize(
    ("word", "singular"),
    [
        ("hjalmar", "hjalm"), ("hjalmarna", "hjalm"), ("pulkor", "pulka"), ("pulkorna", "pulka"), ("kanoter", "kanot"),
        ("cyklar", "cykel"), ("skridskorna", "skridsko"),
    ],
)  # fmt: skip
def test_a_swedish_plural_is_led_back_to_its_singular(word: str, singular: str) -> None:
    assert singular in singulars(word)[0]


@pytest.mark.parametrize(("word", "base"), [("hjalmen", "hjalm"), ("taltet", "talt"), ("helmets", "helmet")])
def test_definite_forms_and_english_plurals_are_kept_apart_from_swedish_plurals(word: str, base: str) -> None:
    plurals, other_forms = singulars(word)
    assert base in other_forms
    assert base not in plurals


def test_nothing_is_left_of_a_short_word() -> None:
    assert singulars("sup") == ((), ())
    assert singulars("bar") == ((), ())


def test_piles_of_marks_and_letters_without_ink_do_not_get_in() -> None:
    """A pile covers the lines beside it, and a name of fillers is none."""
    assert clean("Z" + "\u0336" * 40 + "oe") == "Z" + "\u0336" * MOST_MARKS + "oe"
    assert clean("שָּׁלוֹם Nguyễn") == unicodedata.normalize("NFC", "שָּׁלוֹם Nguyễn")
    assert clean("\u3164\u2800\u115f") == ""


@given(st.text(alphabet=st.characters(), max_size=40))
def test_what_is_clean_is_harmless_and_stays_so(text: str) -> None:
    """Cleaning and folding do their whole work the first time."""
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") or c in HARMFUL for c in cleaned)
    cleaned.encode()
    folded = fold(text)
    assert fold(folded) == folded
    assert fold(text.upper()) == fold(text.upper().lower())


@given(st.text(alphabet="abcåäöÅÄÖéø XYZ", max_size=20), st.text(alphabet="abcåäö", max_size=5))
def test_a_part_of_a_text_is_found_in_it(text: str, part: str) -> None:
    """Folding keeps parts parts: what was typed as a piece of a name is a piece of the folded name."""
    query = parse_query(part)
    assert all(word in fold(f"{text}{part}{text}") for word in query.words)
    assert not query.sizes


@pytest.mark.parametrize(
    ("typed", "words", "sizes"),
    [
        ("skridskor 38", ["skridskor"], [("38", 38)]),
        ("hjälm 54", ["hjalm"], [("54", 54)]),
        ("slalomskidor 140", ["slalomskidor"], [("140", 140)]),
        ("väst 30 kg", ["vast"], [("30 kg", 30)]),
        ("väst 30 - 40 kg", ["vast"], [("30-40 kg", 30)]),
        ("38 1/3 kängor", ["kangor"], [("38 1/3", 38.333)]),
        ("pjäxor mondo 25,5", ["pjaxor"], [("mondo 25,5", 25.5)]),
        ("Trangia 25", ["trangia"], [("25", 25)]),
        ("jacka storlek M", ["jacka"], [("m", None)]),
        ("140 38", [], [("140", 140), ("38", 38)]),
        ("str", ["str"], []),
        ("  ", [], []),
    ],
)
def test_a_query_is_words_and_sizes(
    typed: str, words: list[str], sizes: list[tuple[str, float | None]]
) -> None:
    """A number is a size that may also be a word; a unit belongs to its number; the word for size means nothing."""
    query = parse_query(typed)
    assert list(query.words) == words
    assert [(term.word, term.wanted.size.low) for term in query.sizes] == sizes
