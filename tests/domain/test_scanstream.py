"""Keys become lines: no code lost, split, joined or out of order, whatever comes between."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fritids.domain.barcode import article_code, borrower_code, check_digit, surely_code
from fritids.domain.scanstream import MAX_LINE, DoubleRead, EmptyEnter, Line, Output, ScanStream

OWN = st.builds(article_code, st.integers(1, 999_999)) | st.builds(borrower_code, st.integers(1, 999_999))
EAN_13 = st.integers(10**11, 10**12 - 1).map(lambda body: f"{body}{check_digit(str(body))}")
FOREIGN = st.from_regex(r"[A-Z]{1,3}[0-9]{4,8}", fullmatch=True)
CODES = OWN | EAN_13 | FOREIGN
SUFFIXES = st.sampled_from(["\r", "\n", "\t", "\r\n", "\r\r", "\t\r", "\n\r", "\r\t", "\t\t"])


class Keys:
    """A keyboard with a clock of its own, feeding one stream."""

    def __init__(self) -> None:
        self.stream = ScanStream()
        self.now = 100.0
        self.out: list[Output] = []

    def press(self, text: str, gap: float) -> "Keys":
        """Send each character `gap` seconds after the one before."""
        for character in text:
            self.now += gap
            self.out += self.stream.key(character, self.now)
        return self

    def wait(self, seconds: float) -> "Keys":
        """Let time pass."""
        self.now += seconds
        return self

    def paste(self, text: str) -> "Keys":
        """Send a bracketed paste."""
        self.out += self.stream.paste(text, self.now)
        return self

    @property
    def lines(self) -> list[Line]:
        """What was completed, without the Enters."""
        return [output for output in self.out if isinstance(output, Line)]

    @property
    def texts(self) -> list[str]:
        """The texts of the lines."""
        return [line.text for line in self.lines]


@given(st.lists(st.tuples(CODES, SUFFIXES, st.floats(0, 0.020), st.floats(0, 3)), max_size=20))
def test_any_run_of_scans_comes_out_code_by_code(scans: list[tuple[str, str, float, float]]) -> None:
    """Any codes, any suffix, 0 to 20 ms a key, back to back or apart: exactly these codes in this order."""
    keys = Keys()
    for code, suffix, gap, rest in scans:
        keys.press(code + suffix, gap).wait(rest)
    assert keys.texts == [code for code, *_ in scans]
    assert all(line.scanned and not line.leftover and not line.overlong for line in keys.lines)
    assert not any(output.deliberate for output in keys.out if isinstance(output, EmptyEnter))
    assert keys.stream.text == ""


@given(CODES, st.data(), st.floats(0.036, 5))
def test_a_pause_in_a_scan_neither_splits_it_nor_loses_a_character(
    code: str, data: st.DataObject, pause: float
) -> None:
    """The computer was busy in mid-scan: the code is whole all the same."""
    place = data.draw(st.integers(1, len(code) - 1))
    assume(surely_code(code) or not surely_code(code[place:]))
    keys = Keys().press(code[:place], 0.004).wait(pause).press(code[place:] + "\r", 0.004)
    assert keys.texts == [code]
    assert keys.lines[0].leftover == ""


@given(CODES, st.floats(0.036, 2))
def test_a_code_typed_by_hand_is_whole(code: str, gap: float) -> None:
    """Key by key, as slowly as one likes; and it is known not to have been scanned."""
    keys = Keys().press(code + "\r", gap)
    assert keys.lines == [Line(code, keys.now)]


@given(st.sampled_from(["An", "Anna ", "j", "skridskor 3", "h j", "+4"]), OWN | EAN_13, st.floats(0.081, 30))
def test_what_was_typed_before_a_scan_is_cut_off(typed: str, code: str, pause: float) -> None:
    """Someone had begun to type when the scan came: the code is the line, the rest is handed back beside it."""
    assume(not surely_code(typed + code))
    keys = Keys().press(typed, 0.2).wait(pause).press(code + "\r", 0.004)
    assert keys.texts == [code]
    assert keys.lines[0].leftover == typed.strip()
    assert keys.lines[0].scanned


def test_a_foreign_scan_after_words_is_cut_off_and_after_digits_is_not() -> None:
    """Without a check digit only words typed at a person's speed are taken for a person's."""
    assert Keys().press("An", 0.2).wait(0.3).press("FB000123\r", 0.004).lines[0].leftover == "An"
    for digits in ("0", "070", "07"):
        assert Keys().press(digits, 0.2).wait(0.3).press("1740605\r", 0.004).texts == [digits + "1740605"]


def test_a_held_key_is_no_scan() -> None:
    """Auto-repeat is as fast as a scanner, but it sends one character."""
    assert Keys().press("An", 0.2).wait(0.5).press("000000", 0.03).press("\r", 0.3).texts == ["An000000"]


def test_typed_words_are_typed() -> None:
    """A name or a short fast answer has not been scanned."""
    keys = Keys().press("Anna Berg\r", 0.12).press("ja\r", 0.01)
    assert [(line.text, line.scanned) for line in keys.lines] == [("Anna Berg", False), ("ja", False)]


@pytest.mark.parametrize("end", ["\r", "\n", "\t"])
def test_enter_line_feed_and_tab_end_a_line(end: str) -> None:
    """All three suffixes that scanners have."""
    assert Keys().press("20000172" + end, 0.004).texts == ["20000172"]


def test_enter_on_the_empty_box() -> None:
    """It counts from half a second after the last line; a second suffix does not; a lone Tab is nothing."""
    keys = Keys().press("\r", 0.1)
    assert keys.out == [EmptyEnter(keys.now, deliberate=True)]
    keys.press("20000172\r\r", 0.004).press("\t", 0.004).press("\r", 0.48)
    assert [o.deliberate for o in keys.out if isinstance(o, EmptyEnter)] == [True, False, False]
    keys.press("\r", 0.02)
    assert keys.out[-1] == EmptyEnter(keys.now, deliberate=True)
    assert len(keys.lines) == 1


def test_a_line_feed_belongs_to_the_enter_before_it_however_late() -> None:
    """A computer that stood still between the two has ended no visit; a second Enter, and a line feed of its own, count."""
    keys = Keys().press("20000172\r", 0.004).wait(3).press("\n", 0.004)
    assert [o.deliberate for o in keys.out if isinstance(o, EmptyEnter)] == [False]
    keys.press("\n", 1).press("\r", 1).press("\n", 1)
    assert [o.deliberate for o in keys.out if isinstance(o, EmptyEnter)] == [False, True, True, False]
    keys.press("20000172\n", 0.004).press("\n", 1)
    assert [o.deliberate for o in keys.out if isinstance(o, EmptyEnter)][4:] == [True]


def test_blanks_are_no_line() -> None:
    """A box of blanks is empty, and blanks around a line do not belong to it."""
    keys = Keys().press("  \r", 0.1).press(" 20000172 \r", 0.004)
    assert isinstance(keys.out[0], EmptyEnter)
    assert keys.texts == ["20000172"]


def test_backspace_and_clear() -> None:
    """The last character goes, then all of them; a corrected line is a person's."""
    keys = Keys().press("200001x", 0.004)
    keys.stream.backspace()
    assert keys.stream.text == "200001"
    keys.press("72\r", 0.004)
    assert keys.lines == [Line("20000172", keys.now)]
    keys.press("abc", 0.1).stream.clear()
    keys.stream.backspace()
    assert keys.stream.text == ""
    assert isinstance(keys.press("\r", 1).out[-1], EmptyEnter)


def test_an_answer_takes_the_enter_that_follows_with_it() -> None:
    """Whoever chooses with a digit and presses Enter out of habit does not end the visit."""
    keys = Keys().press("1", 0.2)
    keys.stream.answered(keys.now)
    assert keys.press("\r", 0.3).out == [EmptyEnter(keys.now, deliberate=False)]


@given(st.lists(CODES, min_size=2, max_size=200), st.sampled_from(["\n", "\r\n", "\r", "\t", "\n\n", " \n "]))
def test_every_line_of_a_paste_is_a_line(codes: list[str], end: str) -> None:
    """Two hundred codes pasted are two hundred codes, in order, with or without a line end after the last."""
    for tail in ("", end):
        keys = Keys().paste(end.join(codes) + tail)
        assert keys.texts == codes
        assert all(line.scanned for line in keys.lines)
        assert keys.stream.text == ""


def test_a_paste_without_line_end_stands_in_the_box() -> None:
    """It waits for Enter like something typed, and may be added to."""
    keys = Keys().paste("Anna\u00a0Be\x1brg\u202e")
    assert keys.stream.text == "Anna Berg"
    assert keys.lines == []
    assert keys.press("ström\r", 0.1).lines == [Line("Anna Bergström", keys.now)]


def test_a_paste_after_typing() -> None:
    """What stood in the box is not glued to the first code, and a pasted Enter is an Enter."""
    keys = Keys().press("An", 0.1).paste("20000172\n20000189")
    assert [(line.text, line.leftover) for line in keys.lines] == [("20000172", "An"), ("20000189", "")]
    keys = Keys().press("Anna", 0.1).paste("\n20000172")
    assert keys.texts == ["Anna", "20000172"]
    assert Keys().press("Anna", 0.1).paste("\n").texts == ["Anna"]
    assert Keys().paste("\n\n").out == []
    assert Keys().paste("").out == []


def test_an_endless_line_is_cut_off_and_said_so() -> None:
    """Ten thousand characters are one line, cut, in keys as in a paste; the next line is sound again."""
    for keys in (
        Keys().press("7" * 10_000 + "\r", 0.001),
        Keys().paste("7" * 10_000).press("\r", 1),
        Keys().paste("7" * 10_000 + "\n"),
    ):
        (line,) = keys.lines
        assert (len(line.text), line.overlong) == (MAX_LINE, True)
        assert keys.press("20000172\r", 0.004).lines[1] == Line("20000172", keys.now, scanned=True)


@given(st.lists(st.tuples(st.text(max_size=5), st.floats(0, 1), st.booleans()), max_size=30))
def test_anything_may_come(arrivals: list[tuple[str, float, bool]]) -> None:
    """No key or paste breaks the stream, and no line is empty, over long or holds what cannot be seen."""
    keys = Keys()
    for text, gap, pasted in arrivals:
        keys = keys.wait(gap).paste(text) if pasted else keys.press(text, gap)
    assert all(text and text == text.strip() and text.isprintable() for text in keys.texts)
    assert keys.stream.text.isprintable()


def test_the_same_code_twice_in_succession_is_one_scan() -> None:
    """Within two seconds of the reading before, in whatever case; not with another code, or an act, in between."""
    double = DoubleRead()
    assert not double.is_repeat("fb1234", 10)
    assert double.is_repeat("FB1234", 11.9)
    assert double.is_repeat("FB1234", 13.9)
    assert not double.is_repeat("FB1234", 15.91)
    assert not double.is_repeat("FB1235", 15.92)
    assert not double.is_repeat("FB1234", 15.93)
    double.forget()
    assert not double.is_repeat("FB1234", 15.94)
