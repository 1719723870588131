"""What the scanner doctor makes of what a scanner sends: the fault that was set is the one that is named, and no other."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fritids.domain import barcode
from fritids.domain.keyboard_boards import Board, arrives
from fritids.domain.keyboard_layout import shown_on_se
from fritids.domain.scanner_diagnosis import DoctorCode, diagnose
from fritids.domain.scanner_keys import End, KeyLog, Reading, read_untimed
from fritids.domain.scanner_test import TEST_CODES, Trial

ENTER = (End.ENTER,)
CODES = [code.holds for code in TEST_CODES]


def found(*texts: str, ends: tuple[End, ...] = ENTER, ms: int = 3) -> dict[str, dict[str, str | int]]:
    findings = diagnose([Reading(text, ends, ms) for text in texts]).findings
    return {finding.code.value: dict(finding.facts) for finding in findings}


def test_nothing_is_wrong_with_a_scanner_that_sends_what_stands_on_the_page() -> None:
    diagnosis = diagnose([Reading(text, ENTER, 3) for text in CODES])
    assert (diagnosis.findings, diagnosis.complete) == ((), True)
    assert found(*CODES, ends=(End.ENTER, End.LINE_FEED)) == {}
    assert found(*CODES, ends=(End.TAB,)) == {}


@pytest.mark.parametrize("board", [board for board in Board if board is not Board.SE])
@pytest.mark.parametrize("caps", [False, True])
def test_each_foreign_keyboard_is_named_with_caps_lock_and_without(board: Board, caps: bool) -> None:
    sent = [arrives(text, board, Board.SE) for text in CODES]
    expected: dict[str, dict[str, str | int]] = {"scanner_keyboard": {"board": board.value}}
    if caps:
        sent = [text.swapcase() for text in sent]
        expected["letter_case"] = {"case": "inverted"}
    assert found(*sent) == expected


def test_the_american_board_is_the_one_that_every_scan_is_repaired_from() -> None:
    assert all(arrives(text, Board.US, Board.SE) == shown_on_se(text) for text in CODES)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([arrives(text, Board.SE, Board.US) for text in CODES], {"computer_keyboard": {"board": "us"}}),
        ([text.upper() for text in CODES], {"letter_case": {"case": "upper"}}),
        ([f"]C1{text}" for text in CODES], {"aim_prefix": {}}),
        ([f"¨Q1{text}" for text in CODES], {"aim_prefix": {}}),
        ([f"*{text}" for text in CODES], {"prefix": {"text": "*"}}),
        ([f"{text}#" for text in CODES], {"suffix_text": {"text": "#"}}),
        ([*CODES[:3], CODES[3][:-1], CODES[4]], {"no_check_digit": {}}),
        ([*CODES[:3], CODES[3][:5] + CODES[3][6:], CODES[4]], {"lost": {}}),
        ([CODES[0], CODES[1][:4] + CODES[1][3:], *CODES[2:]], {"lost": {}}),
        (CODES[:4], {"no_square": {}}),
        ([*CODES, "20000013"], {"strange": {"text": "20000013"}}),
    ],
)
def test_one_fault_is_named_and_no_other(texts: list[str], expected: dict[str, object]) -> None:
    assert found(*texts) == expected


def test_a_code_that_was_scanned_again_counts_as_it_came_last() -> None:
    assert found(f"*{CODES[0]}", *CODES) == {}


def typed(log: KeyLog, text: str, at: float, gap: float = 0.003) -> float:
    for character in text:
        log.hear(character, at)
        at += gap
    return at


@pytest.mark.parametrize(
    ("end", "late", "expected"),
    [("\r", 0.0, ENTER), ("\r\n", 0.0, (End.ENTER, End.LINE_FEED)), ("\t\r", 0.0, (End.TAB, End.ENTER)), ("\r", 1.0, ())],
)  # fmt: skip
def test_what_ends_a_code_is_told_from_a_persons_enter(end: str, late: float, expected: object) -> None:
    log = KeyLog()
    at = typed(log, CODES[0], 1.0)
    typed(log, end, at + late)
    typed(log, f"{CODES[1]}\r", 9.0)
    assert [(one.text, one.ends, one.ms) for one in log.readings] == [
        (CODES[0], expected, 3), (CODES[1], ENTER, 3),
    ]  # fmt: skip


def test_codes_without_any_end_are_told_apart_by_the_pause_and_slow_ones_by_their_speed() -> None:
    log = KeyLog()
    for n, code in enumerate(CODES):
        typed(log, code, 2.0 * n)
    assert [one.text for one in log.readings] == CODES
    assert [one.code for one in diagnose(log.readings).findings] == [DoctorCode.NO_END]
    log = KeyLog()
    typed(log, f"{CODES[0]}\r", 1.0, gap=0.05)
    (slow,) = diagnose(log.readings).findings
    assert (slow.code, dict(slow.facts)) == (DoctorCode.SLOW, {"ms": 50})


@settings(max_examples=40)  # each is compared with every way in which a code can arrive
@given(st.text(max_size=30))
def test_whatever_arrives_there_is_an_answer(text: str) -> None:
    diagnosis = diagnose(read_untimed([text]))
    assert set(diagnosis.received) <= set(Trial)


@pytest.mark.parametrize(
    ("raw", "known", "repair"),
    [
        ("FB-12", "FB-12", None),
        ("fb-12", "FB-12", None),
        ("FB+12", "FB-12", barcode.Repair.KEYBOARD),
        ("]C1FB-12", "FB-12", barcode.Repair.PREFIX),
        ("¨C1FB+12", "FB-12", barcode.Repair.KEYBOARD),
        ("0012345678905", "012345678905", None),
        (
            "FB-12",
            "FB+12",
            None,
        ),  # the label was registered with a scanner that was set wrong; this one is right
    ],
)
def test_what_had_to_be_repaired_is_known(raw: str, known: str, repair: barcode.Repair | None) -> None:
    assert known in barcode.candidates(raw)
    assert barcode.repair_of(raw, known) is repair
