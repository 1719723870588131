"""Every argument of every command, as the parser lists them: a new command is attacked without a word here."""

import argparse
import io
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import cycle
from pathlib import Path

import pytest

from fritids.cli import parser
from fritids.cli.parser import build_parser
from fritids.config import faultlog
from fritids.main import main
from fritids.services.desk import Desk
from tests.builders import a_borrower, a_desk, an_article
from tests.doors.fuzz import FEWER, LONG
from tests.hostile import ALL, SHORT, harm_in

SLOWEST = 30.0
"""Seconds; only a hang takes so long."""
LEFT_OUT = {"config", "completion"} | ({"demo"} if not LONG else set())
"""The sample branch takes seconds to make."""
NO_TEXT = "\udce5\udcff"
"""Bytes that are no UTF-8, as Python hands them over."""
TEXTS = ALL[::FEWER]
SHARED = {"--database", "--lang", "--json", "--help", "--version"}


@dataclass(frozen=True)
class Door:
    """A command, and those of its arguments that take a text."""

    words: tuple[str, ...]
    parser: argparse.ArgumentParser

    @property
    def arguments(self) -> list[argparse.Action]:
        """What takes a text of one's own."""
        return [
            one
            for one in self.parser._actions
            if one.nargs != 0 and not one.choices and not set(one.option_strings) & SHARED
        ]

    def line(self, texts: dict[str, str], usual: dict[str, str]) -> list[str]:
        """The command with `texts` by argument; what else it needs is usual."""
        options, places = [], []
        for one in self.parser._actions:
            needed = one.required or (not one.option_strings and one.nargs not in {"?", "*"})
            if one.nargs == 0 or (one.dest not in texts and not needed):
                continue
            value = texts.get(one.dest, usual.get(one.dest, next(iter(one.choices or ["1"]))))
            if one.option_strings:
                options.append(f"{one.option_strings[-1]}={value}")
            else:
                places.append(value)
        return [*self.words, *options, *(["--", *places] if places else [])]


def doors(whole: argparse.ArgumentParser, words: tuple[str, ...] = ()) -> Iterator[Door]:
    """Every command that does something."""
    for action in whole._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                yield from doors(below, (*words, name))
    if words and whole.get_default("run") is not None:
        yield Door(words, whole)


class Stream(io.TextIOWrapper):
    """Standard output of a run, as bytes."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", newline="\n")

    def text(self) -> str:
        """What was written."""
        self.flush()
        written = self.buffer
        assert isinstance(written, io.BytesIO)
        return written.getvalue().decode(errors="surrogateescape")


def run(words: Sequence[str], monkeypatch: pytest.MonkeyPatch, stdin: str = "") -> tuple[int, str]:
    """One run of the program in this process: its status and all it wrote."""
    out, talk = Stream(), Stream()
    talk.reconfigure(errors="backslashreplace")  # as Python has it
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", talk)
        patch.setattr(
            sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode(errors="surrogatepass")), encoding="utf-8")
        )
        status = main(words)
        return status, out.text() + talk.text()


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, a branch in it, and a fault of the program that fails the test instead of being written to the log."""
    monkeypatch.setattr(parser, "build_parser", cache(build_parser))  # half of the time of each run
    inside = tmp_path / "place" / "inside"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    made = a_desk_on(inside)
    an_article(made, barcode="AB123456")
    a_borrower(made, name="Anna Berg", phone="070-174 06 05")
    made.close()

    def told(error: BaseException) -> None:
        raise AssertionError("a fault of the program") from error

    monkeypatch.setattr(faultlog, "log_fault", told)
    monkeypatch.setenv("FRITIDS_DATABASE", str(inside / "branch.db"))
    return inside


def a_desk_on(folder: Path) -> Desk:
    from fritids.db import schema
    from fritids.db.engine import Database

    database = Database.open(str(folder / "branch.db"))
    schema.create(database)
    return a_desk(database)


def attempts() -> Iterator[tuple[Door, dict[str, str]]]:
    """What is tried: shortly, every command with a hostile text in each of its arguments at once and one in the last alone; at length, each text in each."""
    texts, turn = cycle(SHORT), cycle(range(5))
    for door in doors(build_parser()):
        if door.words[0] in LEFT_OUT:
            continue
        arguments = door.arguments
        if LONG:
            yield from ((door, {one.dest: text}) for one in arguments for text in (*TEXTS, NO_TEXT))
        elif arguments:
            yield door, {one.dest: next(texts) for one in arguments}
            # Another branch would end it before the rest is looked at; and a fifth of the commands show it.
            if next(turn) == 0:
                yield door, {one.dest: NO_TEXT for one in arguments if one.dest != "branch"}


def test_no_argument_of_any_command_is_more_than_a_text(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No fault, no hang, no control character on the terminal, no file outside the folder, and the loans are still there."""
    usual = {"barcodes": "AB123456", "barcode": "AB123456", "file": "out.csv", "borrower": "0701740605"}
    others = set(place.parent.parent.rglob("*")) - set(place.rglob("*"))
    wrong: list[str] = []
    for door, texts in attempts():
        words = door.line(texts, usual)
        if any("\0" in word for word in words):
            words = [word.replace("\0", "\x01") for word in words]  # no system hands a NUL to a program
        began = time.monotonic()
        try:
            status, said = run(
                [*words, "--lang", "en"] if "--" not in words else ["--lang", "en", *words], monkeypatch
            )
        except BaseException as error:  # noqa: BLE001
            cause = error.__cause__ or error
            wrong.append(
                f"{[w[:80] for w in words]}: {type(cause).__name__}: {str(cause)[:200]} at {_where(cause)}"
            )
            continue
        if status not in {0, 1, 2, 3, 4}:
            wrong.append(f"{[w[:80] for w in words]}: status {status}")
        if found := harm_in(said):
            wrong.append(f"{[w[:80] for w in words]}: {found!r} in {said[:300]!r}")
        if time.monotonic() - began > SLOWEST:
            wrong.append(f"{[w[:80] for w in words]}: {time.monotonic() - began:.0f} s")
    assert not wrong, "\n".join(wrong)
    made = set(place.parent.parent.rglob("*")) - set(place.rglob("*")) - others
    assert not [path for path in made if "home" not in path.parts]


def _where(error: BaseException) -> str:
    trace, last = error.__traceback__, ""
    while trace is not None:
        last = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno} < {last}"[:300]
        trace = trace.tb_next
    return last
