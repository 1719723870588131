"""Scans through a real terminal: no code lost, split, joined or out of order, whatever the program is doing."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest

from fritids.domain.barcode import article_code
from tests.conftest import REPOSITORY
from tests.tui.terminal import Terminal

APP = Path(__file__).with_name("scan_app.py")
CODES = [article_code(number) for number in range(1, 201)]
SLOWEST = 0.020
EAN_13 = "7312345678901"
Start: TypeAlias = Callable[[str], "Counter"]


class Counter:
    """The scan app in a terminal, and what it has written down."""

    def __init__(self, terminal: Terminal, results: Path) -> None:
        self.terminal = terminal
        self.results = results

    @property
    def done(self) -> list[dict[str, object]]:
        """What the app's worker has done, in its order."""
        whole = self.results.read_text(encoding="utf-8").rpartition("\n")[0]
        return [json.loads(line) for line in whole.splitlines()]

    def of(self, kind: str, fact: str) -> list[object]:
        """One fact of everything of one kind."""
        return [entry[fact] for entry in self.done if entry["kind"] == kind]

    @property
    def texts(self) -> list[object]:
        """The lines' texts."""
        return self.of("line", "text")

    def settle(self) -> None:
        """Send a key that does nothing but be noted, and wait until it is: what came before it is done."""
        marks = len(self.of("key", "key"))
        self.terminal.send(b"\x1bOQ")  # F2
        self.terminal.until(lambda: len(self.of("key", "key")) > marks, "the mark")


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start the scan app in a mode and wait until it shows its box."""
    running: list[Terminal] = []

    def starter(mode: str = "plain") -> Counter:
        results = tmp_path / "results.jsonl"
        terminal = Terminal.python(APP, results, mode)
        running.append(terminal)
        if mode == "on-top":
            terminal.until(
                lambda: b"READY" in terminal.written or b"\xe2\x96\x8a" in terminal.written, "a screen"
            )
        else:
            terminal.until_shown("READY")
        return Counter(terminal, results)

    yield starter
    for terminal in running:
        terminal.__exit__(None, None, None)


@pytest.mark.parametrize("gap", [0.0, 0.004, SLOWEST])
@pytest.mark.parametrize("suffix", ["\r", "\n", "\r\n", "\t"])
def test_scans_at_every_speed_and_with_every_suffix(start: Start, gap: float, suffix: str) -> None:
    """Codes without a rest between them, 13 digits among them; no suffix counts as an Enter of its own."""
    codes = [*CODES[:3], EAN_13, *CODES[3 : 11 if gap < SLOWEST else 6]]
    counter = start("plain")
    counter.terminal.type("".join(code + suffix for code in codes), gap)
    counter.settle()
    assert counter.texts == codes
    assert not any(counter.of("enter", "deliberate"))


def test_two_hundred_codes_pasted(start: Start) -> None:
    """As a bracketed paste and as a raw one: two hundred lines each, in order."""
    counter = start("plain")
    counter.terminal.paste("\r".join(CODES))
    counter.terminal.paste("\n".join(CODES) + "\n")
    counter.terminal.type("".join(code + "\r" for code in CODES))
    counter.settle()
    assert counter.texts == CODES * 3
    assert not any(counter.of("line", "leftover"))


@pytest.mark.parametrize("mode", ["busy", "stalling", "computing", "on-top"])
@pytest.mark.parametrize("gap", [0.0, 0.004])
def test_scans_while_something_is_in_the_way(start: Start, mode: str, gap: float) -> None:
    """A busy database, a screen that stands still, a busy processor, another screen on top."""
    counter = start(mode)
    codes = CODES[:12]
    counter.terminal.type("".join(code + "\r" for code in codes), gap)
    counter.settle()
    assert counter.texts == codes
    assert not any(counter.of("line", "leftover"))


def test_scans_before_the_first_paint(tmp_path: Path) -> None:
    """What is scanned while the program starts is there when the box is."""
    results = tmp_path / "results.jsonl"
    with Terminal.python(APP, results, "plain") as terminal:
        terminal.type("".join(code + "\r" for code in CODES[:5]), 0.004)
        terminal.until_shown("done 5")
        assert Counter(terminal, results).texts == CODES[:5]


def test_an_endless_line(start: Start) -> None:
    """Ten thousand characters, typed or pasted, give one cut line; the next scan is sound."""
    counter = start("plain")
    counter.terminal.type("7" * 10_000 + "\r")
    counter.terminal.paste("8" * 10_000 + "\n")
    counter.terminal.type(CODES[0] + "\r")
    counter.settle()
    assert counter.texts == ["7" * 200, "8" * 200, CODES[0]]
    assert counter.of("line", "overlong") == [True, True, False]


def test_escape_just_before_a_scan_costs_no_character(start: Start) -> None:
    """Terminals send Esc and Alt alike, so a scan on the heels of Esc looks like Alt and a character."""
    counter = start("plain")
    codes = [*(digit + "1234567" for digit in "012345789"), "AB123456", "Xb1234"]
    for code in codes:
        counter.terminal.type("\x1b" + code + "\r")
        counter.terminal.pass_time(0.15)
    counter.settle()
    assert counter.texts == codes


def test_terminals_that_report_keys_as_numbers(start: Start) -> None:
    """Kitty, foot, Ghostty and others send each key as an escape sequence, Enter and line feed too."""
    counter = start("plain")
    for code in CODES[:6]:
        counter.terminal.type("".join(f"\x1b[{ord(digit)};;{ord(digit)}u" for digit in code))
        counter.terminal.type("\x1b[13u\x1b[106;5u")
    counter.settle()
    assert counter.texts == CODES[:6]
    assert not any(counter.of("enter", "deliberate"))


def test_function_keys_reach_their_bindings_and_typed_text_its_line(start: Start) -> None:
    """F-keys and Esc are not text; letters with marks are; Backspace takes one back."""
    counter = start("plain")
    counter.terminal.type("Åsa B\x7fÖ", 0.05)
    counter.terminal.until_shown("[Åsa Ö]")
    counter.terminal.send(b"\x1bOQ")
    counter.terminal.type("\r")
    counter.terminal.pass_time(0.2)
    counter.terminal.send(b"\x1b")
    counter.terminal.pass_time(0.3)
    counter.settle()
    assert counter.texts == ["Åsa Ö"]
    assert counter.of("line", "scanned") == [False]
    assert counter.of("key", "key") == ["f2", "escape", "f2"]


def test_a_lone_digit_chooses_and_a_scan_does_not(start: Start) -> None:
    """In a list a digit is enough; a scan whose first key is one of the digits stays whole."""
    counter = start("choices")
    counter.terminal.type(CODES[0] + "\r", 0.020)
    counter.terminal.type(CODES[1] + "\r" + CODES[2] + "\r")
    counter.terminal.type("2")
    counter.terminal.until(lambda: counter.of("digit", "digit") == [2], "the choice")
    counter.terminal.type("3\r")
    counter.terminal.type("7")
    counter.terminal.pass_time(0.5)
    counter.terminal.type("5\r")
    counter.settle()
    assert counter.texts == [*CODES[:3], "75"]
    assert counter.of("digit", "digit") == [2, 3]


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
def test_scans_through_tmux(tmp_path: Path) -> None:
    """The same in a terminal multiplexer, twenty codes back to back and three as raw bytes."""
    results = tmp_path / "results.jsonl"
    results.touch()
    counter = Counter(Terminal.python("-c", ""), results)
    tmux = ["tmux", "-S", str(tmp_path / "tmux"), "-f", "/dev/null"]

    def run(*arguments: str) -> str:
        return subprocess.run([*tmux, *arguments], check=True, capture_output=True, text=True).stdout

    run("new-session", "-d", "-s", "desk", "-x", "80", "-y", "24", "-e", f"PYTHONPATH={REPOSITORY}",
        sys.executable, str(APP), str(results), "plain")  # fmt: skip
    try:
        with counter.terminal as clock:
            clock.until(lambda: "READY" in run("capture-pane", "-p", "-t", "desk"), "READY in tmux")
            for code in CODES[:10]:
                run("send-keys", "-t", "desk", "-l", code)
                run("send-keys", "-t", "desk", "Enter")
            run("send-keys", "-t", "desk", *(key for code in CODES[10:20] for key in (code, "Enter")))
            run(
                "send-keys",
                "-t",
                "desk",
                "-H",
                *(f"{byte:x}" for code in CODES[20:23] for byte in f"{code}\r".encode()),
            )
            clock.until(lambda: len(counter.texts) == 23, "23 lines")
            assert counter.texts == CODES[:23]
    finally:
        run("kill-server")
