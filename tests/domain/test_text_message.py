"""A branch sees beforehand how many messages it pays for; no character is lost where a long text is cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fritids.domain.text_message import (
    GSM_BASIC,
    GSM_EXTENSION,
    Segments,
    is_gsm,
    plain_text,
    segments,
    split,
)


@pytest.mark.parametrize(
    ("text", "count", "is_unicode", "characters"),
    [
        ("", 0, False, 0),
        ("Hej Åsa! Välkommen åter.", 1, False, 24),
        ("a" * 160, 1, False, 160),
        ("a" * 161, 2, False, 161),
        ("a" * 306, 2, False, 306),
        ("a" * 307, 3, False, 307),
        ("€" * 80, 1, False, 160),
        ("€" * 81, 2, False, 162),
        # 76 pairs and one septet that stays empty in each part: 153 pairs need three.
        ("€" * 153, 3, False, 306),
        ("a" * 152 + "€" + "b" * 152, 3, False, 306),
        ("`", 1, True, 1),
        ("ا" * 70, 1, True, 70),
        ("ا" * 71, 2, True, 71),
        ("ж" * 134, 2, True, 134),
        ("ж" * 135, 3, True, 135),
        ("😀" * 35, 1, True, 70),
        ("😀" * 36, 2, True, 72),
        ("x" * 66 + "😀" + "x" * 66, 3, True, 134),
    ],
)
def test_known_texts_count_as_the_standard_says(
    text: str, count: int, is_unicode: bool, characters: int
) -> None:
    """160, 153, 70 and 67, with what costs two counted as two and never cut."""
    assert segments(text) == Segments(count, is_unicode, characters)


def test_the_alphabet_is_whole() -> None:
    """128 places of which one is the escape, and the ten characters behind it."""
    assert len(set(GSM_BASIC)) == len(GSM_BASIC) == 127
    assert len(set(GSM_EXTENSION)) == len(GSM_EXTENSION) == 10


@given(
    st.one_of(
        st.text(st.sampled_from(GSM_BASIC + GSM_EXTENSION), max_size=700),
        st.text(st.sampled_from("aå€[ж😀\u0627𝒜"), max_size=300),
        st.text(max_size=300),
    )
)
def test_the_parts_are_the_text(text: str) -> None:
    """Nothing lost, nothing cut in two, no part above its limit, none empty."""
    parts = split(text)
    assert "".join(parts) == text
    assert segments(text).count == len(parts)
    most = (160, 153) if is_gsm(text) else (70, 67)
    limit = most[0] if len(parts) == 1 else most[1]
    for part in parts:
        assert 0 < segments(part).characters <= limit or not is_gsm(text)
        if not is_gsm(text):
            assert 0 < len(part.encode("utf-16-be")) // 2 <= limit


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Skidor 150–160 cm — “röda”…", 'Skidor 150-160 cm - "röda"...'),
        ("Kl.\u00a010\u202f–\u202f12, ½ timme", "Kl. 10 - 12, 1/2 timme"),
        ("A\u030asa lånade »Tra\u0308d«", 'Åsa lånade "Träd"'),
        ("Hej\u200b \u2068Åsa\u2069!\u2028Välkommen", "Hej Åsa!\nVälkommen"),
        ("åäö ÅÄÖ é €", "åäö ÅÄÖ é €"),
        # Where the text takes 16 bits a character all the same, nothing of it is touched.
        ("Łukasz – “hej”", "Łukasz – “hej”"),
        ("М’яч і кеди – до 3 березня", "М’яч і кеди – до 3 березня"),
        ("مرحبا، «زلاجات»…", "مرحبا، «زلاجات»…"),
    ],
)
def test_printers_characters_do_not_double_the_price(text: str, plain: str) -> None:
    """A dash out of a word processor would make 70 of the 160; letters and other scripts stay as they are."""
    assert plain_text(text) == plain
