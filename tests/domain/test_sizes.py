"""What people write on labels and into the box is understood, stored in one spelling, and compared rightly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fritids.domain.sizes import PLAUSIBLE, Size, SizeKind, implausible, letters_of, parse_size, wanted_size

K = SizeKind

TYPED = [
    ("38", K.EU, "38", 38, 38),
    ("EU 38", K.EU, "38", 38, 38),
    ("38-40", K.EU, "38-40", 38, 40),
    ("38 – 40", K.EU_RANGE, "38-40", 38, 40),
    ("38/39", K.EU, "38-39", 38, 39),
    ("38 1/3", K.EU, "38 1/3", 38.333, 38.333),
    ("38½", K.EU, "38.5", 38.5, 38.5),
    ("37,5", K.EU, "37.5", 37.5, 37.5),
    ("mondo 25.5", K.MP, "25.5", 25.5, 25.5),
    ("25,5", K.MP, "25.5", 25.5, 25.5),
    ("255", K.MP, "25.5", 25.5, 25.5),
    ("255 mm", K.MP, "25.5", 25.5, 25.5),
    ("54-58 cm", K.HEAD, "54-58", 54, 58),
    ("140 cm", K.LEN, "140", 140, 140),
    ("1,4 m", K.LEN, "140", 140, 140),
    ('27"', K.LEN, '27"', 68.58, 68.58),
    ("110/116 cl", K.CL, "110/116", 110, 116),
    ('20"', K.WHEEL, "20", 20, 20),
    ("20 tum", K.WHEEL, "20", 20, 20),
    ("700c", K.WHEEL, "28", 28, 28),
    ("3 pers", K.P, "3", 3, 3),
    ("3-manna", K.P, "3", 3, 3),
    ("30-40 kg", K.KG, "30-40", 30, 40),
    ("50+ kg", K.KG, "50+", 50, 250),
    ("över 50 kg", K.KG, "50+", 50, 250),
    ("max 15 kg", K.KG, "0-15", 0, 15),
    ("60 l", K.L, "60", 60, 60),
    ("10 oz", K.OZ, "10", 10, 10),
    ("nr 5", K.BALL, "5", 5, 5),
    ("20 m", K.DIM, "20 m", 2000, 2000),
    ("10", K.SML, "10", 10, 10),
    ("M 54-58 cm", K.HEAD, "M 54-58", 54, 58),
]


@pytest.mark.parametrize(("typed", "kind", "text", "low", "high"), TYPED)
def test_a_typed_size_is_read_and_stored_in_one_spelling(
    typed: str, kind: SizeKind, text: str, low: float, high: float
) -> None:
    """Units, commas, dashes, fractions and words around the number make no difference to what is stored."""
    assert parse_size(typed, kind) == Size(text, low, high)


@pytest.mark.parametrize(
    ("typed", "letters"),
    [
        ("S/M", {"S", "M"}),
        ("xl", {"XL"}),
        ("2XL", {"XXL"}),
        ("S-L", {"S", "M", "L"}),
        ("medium", {"M"}),
        ("JR M", {"JR", "M"}),
    ],
)
def test_letters_have_no_number_and_are_compared_as_letters(typed: str, letters: set[str]) -> None:
    """S/M fits who asks for S and who asks for M."""
    size = parse_size(typed, K.SML)
    assert (size.low, size.high) == (None, None)
    assert size.letters == letters
    assert all(parse_size(letter, K.SML).letters == {letter} for letter in letters)


def test_the_second_kind_is_read_and_says_so() -> None:
    """A boot may bear a shoe size instead of mondopoint; nobody must take its 38 for 38 cm."""
    assert parse_size("38", K.MP, K.EU) == Size("EU 38", 38, 38)
    assert parse_size("EU 38", K.MP, K.EU) == Size("EU 38", 38, 38)
    assert parse_size("25.5", K.MP, K.EU) == Size("25.5", 25.5, 25.5)
    assert parse_size("110/116", K.SML, K.CL) == Size("110/116 cl", 110, 116)


@pytest.mark.parametrize(
    "typed", ["UK 5", "60-54", "120x60", "barn", "22-24 cm", "5'10", "", "+", "1/", "99999999999"]
)
def test_what_cannot_be_read_is_kept_and_spans_nothing(typed: str) -> None:
    """A label we do not understand is no reason not to lend the thing."""
    size = parse_size(typed, K.EU)
    assert size == Size(typed)


def test_a_slip_on_the_keys_is_noticed() -> None:
    """A shoe of 380 is asked about; a plain one, a free text and a size of the second kind are not."""
    assert implausible(parse_size("380", K.EU), K.EU)
    assert implausible(parse_size("1400", K.LEN), K.LEN)
    assert not implausible(parse_size("38", K.EU), K.EU)
    assert not implausible(parse_size("barn", K.DIM), K.DIM)
    assert not implausible(parse_size("EU 38", K.MP, K.EU), K.MP, K.EU)


def test_a_unit_says_which_kinds_are_meant() -> None:
    """30 kg is a life jacket or a dumbbell, never skis of 30 cm; a bare 30 may be any of them."""
    asked = wanted_size("30 kg")
    assert asked is not None
    assert asked.suits(K.KG)
    assert not asked.suits(K.LEN)
    bare = wanted_size("30")
    assert bare is not None
    assert bare.suits(K.LEN)
    boots = wanted_size("eu 38")
    assert boots is not None
    assert boots.suits(K.MP, K.EU)
    assert wanted_size("skidor") is None


sizes_typed = st.one_of(
    st.text(max_size=30), st.text(alphabet='0123456789 .,-–/+()SMLXsmlxkgcmtu"½⅓eur<>', max_size=14)
)


@given(typed=sizes_typed, kind=st.sampled_from(K), second=st.none() | st.sampled_from(K))
def test_a_stored_size_reads_as_itself(typed: str, kind: SizeKind, second: SizeKind | None) -> None:
    """Storing, exporting and importing again changes no size; low is never above high; nothing fails."""
    size = parse_size(typed, kind, second)
    assert parse_size(size.text, kind, second) == size
    assert (size.low is None) == (size.high is None)
    if size.low is not None and size.high is not None:
        assert 0 <= size.low <= size.high
    assert letters_of(size.text) == size.letters


@given(kind=st.sampled_from(sorted(PLAUSIBLE)), data=st.data())
def test_every_plausible_number_is_read_as_it_is(kind: SizeKind, data: st.DataObject) -> None:
    """Whatever a size of a kind can be, the bare number of it means that."""
    low, high = PLAUSIBLE[kind]
    number = data.draw(st.integers(int(low) + 1, int(high)))
    size = parse_size(str(number), kind)
    assert (size.low, size.high) == (number, number)
    assert not implausible(size, kind)
