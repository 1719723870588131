"""What is wrong with a scanner, from what it sends for the five test codes (`scanner_test`).

Each test code is known in every way in which a wrong setting can disfigure it: that is a short list, so what arrives is looked up
among all of them, the simplest first, and what is left over before and behind is what the scanner adds. Knows no screen and no text.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Final

from fritids.domain.keyboard_boards import Board, arrives
from fritids.domain.scanner_keys import End, Reading
from fritids.domain.scanner_test import TEST_CODES, TestCode, Trial
from fritids.domain.scanstream import BURST_GAP

MOST_LOST: Final = 2
"""Characters that may be missing or too many in a code that is still recognized."""
_MS: Final = 1000
_TAKEN_FOR_TYPING: Final = BURST_GAP * _MS
_AIM: Final = re.compile(r"[\]¨^]?[CEQceq][0-9A-Za-z]|[ËëÊê][0-9A-Za-z]")
"""A symbology identifier: its bracket is a dead key in Sweden, which is lost, or stands on the letter."""


class Case(StrEnum):
    """What became of capital and small letters."""

    RIGHT = "right"
    INVERTED = "inverted"
    UPPER = "upper"
    LOWER = "lower"


_CASES: Final[Mapping[Case, Callable[[str], str]]] = MappingProxyType(
    {Case.RIGHT: str, Case.INVERTED: str.swapcase, Case.UPPER: str.upper, Case.LOWER: str.lower}
)


class DoctorCode(StrEnum):
    """Everything that the doctor can find. The values are those of the command line's JSON."""

    SCANNER_KEYBOARD = "scanner_keyboard"
    """The scanner is set to the keyboard `board`, the computer to a Swedish one."""
    COMPUTER_KEYBOARD = "computer_keyboard"
    """The scanner is set right; the computer types on the keyboard `board`."""
    LETTER_CASE = "letter_case"
    """Capital and small letters are `case`."""
    AIM_PREFIX = "aim_prefix"
    PREFIX = "prefix"
    """`text` stands before each code."""
    SUFFIX_TEXT = "suffix_text"
    """`text` stands behind each code."""
    NO_END = "no_end"
    """Nothing ends the code: the box waits."""
    TWO_ENDS = "two_ends"
    NO_CHECK_DIGIT = "no_check_digit"
    LOST = "lost"
    """Characters are missing, or came twice."""
    SLOW = "slow"
    """`ms` for each character: it is taken for typing."""
    STRANGE = "strange"
    """`text` is none of the five codes, however it is read."""
    NO_SQUARE = "no_square"
    """All came but the square code."""


@dataclass(frozen=True, slots=True)
class DoctorFinding:
    """One thing that is wrong, with what its sentence names."""

    code: DoctorCode
    facts: Mapping[str, str | int] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Received:
    """A test code as it arrived, and how that comes about."""

    trial: Trial
    reading: Reading
    prefix: str = ""
    suffix: str = ""
    scanner: Board = Board.SE
    computer: Board = Board.SE
    case: Case = Case.RIGHT
    check_digit: bool = True
    whole: bool = True
    """No character is missing or too many."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What all the readings together say."""

    received: Mapping[Trial, Received]
    """The last reading of each test code."""
    findings: tuple[DoctorFinding, ...]
    """Each once, what matters most first; empty if nothing is wrong with what has come so far."""

    @property
    def complete(self) -> bool:
        """All five codes have come."""
        return len(self.received) == len(TEST_CODES)


@dataclass(frozen=True, slots=True)
class _Shape:
    """A test code in one of its disguises."""

    code: TestCode
    text: str
    scanner: Board
    computer: Board
    case: Case
    check_digit: bool


@cache
def _shapes() -> tuple[_Shape, ...]:
    """Every disguise of every test code, the simplest first; what looks alike is explained by the first."""
    boards = [(Board.SE, Board.SE), *((board, Board.SE) for board in Board if board is not Board.SE)]
    boards.append((Board.SE, Board.US))
    found: dict[tuple[Trial, str], _Shape] = {}
    for scanner, computer in boards:
        for case, change in _CASES.items():
            for code in TEST_CODES:
                for holds in _with_and_without_check_digit(code):
                    text = change(arrives(holds, scanner, computer))
                    shape = _Shape(code, text, scanner, computer, case, holds == code.holds)
                    found.setdefault((code.trial, text), shape)
    return tuple(found.values())


def _with_and_without_check_digit(code: TestCode) -> Iterator[str]:
    yield code.holds
    if code.trial is Trial.EAN:
        yield code.holds[:-1]


def recognized(reading: Reading) -> Received | None:
    """Which test code it is, and in which disguise; None for something else."""
    text = reading.text
    whole = [
        shape
        for shape in _shapes()
        if (shape.text in text if shape.check_digit else text.endswith(shape.text))
    ]
    if whole:
        shape = max(whole, key=lambda one: len(one.text))  # of alike ones max takes the first, the simplest
        before, _text, after = text.partition(shape.text)
        return _received(shape, reading, before, after, whole=True)
    near = [(_distance(text, shape.text), n, shape) for n, shape in enumerate(_shapes())]
    distance, _n, shape = min(near)
    return _received(shape, reading, "", "", whole=False) if distance <= MOST_LOST else None


def _received(shape: _Shape, reading: Reading, before: str, after: str, *, whole: bool) -> Received:
    return Received(
        shape.code.trial,
        reading,
        before,
        after,
        shape.scanner,
        shape.computer,
        shape.case,
        shape.check_digit,
        whole,
    )


def _distance(one: str, two: str) -> int:
    """How many characters have to be added or taken away to make one of the other; more than `MOST_LOST` is all the same."""
    if abs(len(one) - len(two)) > MOST_LOST:
        return MOST_LOST + 1
    before = list(range(len(two) + 1))
    for n, character in enumerate(one, 1):
        now = [n]
        for m, other in enumerate(two, 1):
            same = before[m - 1] + (0 if character == other else 2)
            now.append(min(same, before[m] + 1, now[m - 1] + 1))
        before = now
    return before[-1]


def diagnose(readings: Sequence[Reading]) -> Diagnosis:
    """What the readings say, in the order they came; a code that was scanned again counts as it came last."""
    received: dict[Trial, Received] = {}
    strange: list[Reading] = []
    for reading in readings:
        one = recognized(reading)
        if one is None:
            strange.append(reading)
        else:
            received[one.trial] = one
    every = list(received.values())
    findings = [*_about_signs(every), *_about_ends([one.reading for one in every])]
    if strange:
        findings.append(_finding(DoctorCode.STRANGE, text=strange[-1].text))
    if set(Trial) - set(received) == {Trial.SQUARE}:
        findings.append(_finding(DoctorCode.NO_SQUARE))
    return Diagnosis(received, tuple({(one.code, *one.facts.items()): one for one in findings}.values()))


def _about_signs(every: Sequence[Received]) -> Iterator[DoctorFinding]:
    for one in every:
        if one.scanner is not Board.SE:
            yield _finding(DoctorCode.SCANNER_KEYBOARD, board=one.scanner.value)
        if one.computer is not Board.SE:
            yield _finding(DoctorCode.COMPUTER_KEYBOARD, board=one.computer.value)
    yield from (
        _finding(DoctorCode.LETTER_CASE, case=one.case.value) for one in every if one.case is not Case.RIGHT
    )
    for one in every:
        if one.prefix and _AIM.fullmatch(one.prefix):
            yield _finding(DoctorCode.AIM_PREFIX)
        elif one.prefix:
            yield _finding(DoctorCode.PREFIX, text=one.prefix)
        if one.suffix:
            yield _finding(DoctorCode.SUFFIX_TEXT, text=one.suffix)
    other_board = any(one.scanner is not one.computer for one in every)
    if any(not one.whole and not (other_board and one.trial is Trial.SIGNS) for one in every):
        # On some systems a board that is not the computer's loses signs by itself.
        yield _finding(DoctorCode.LOST)
    if any(not one.check_digit for one in every):
        yield _finding(DoctorCode.NO_CHECK_DIGIT)


def _about_ends(every: Sequence[Reading]) -> Iterator[DoctorFinding]:
    if any(not reading.ends for reading in every):
        yield _finding(DoctorCode.NO_END)
    if any(len(reading.ends) > 1 and reading.ends != (End.ENTER, End.LINE_FEED) for reading in every):
        yield _finding(DoctorCode.TWO_ENDS)
    slowest = max((reading.ms for reading in every if reading.ms is not None), default=0)
    if slowest > _TAKEN_FOR_TYPING:
        yield _finding(DoctorCode.SLOW, ms=slowest)


def _finding(code: DoctorCode, **facts: str | int) -> DoctorFinding:
    return DoctorFinding(code, MappingProxyType(facts))
