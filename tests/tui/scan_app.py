"""A counter reduced to its box, run as a program of its own by the terminal tests: `python scan_app.py RESULTS MODE`.

It writes each message to RESULTS, one JSON document a line, in the order in which its one worker has done
them. MODE says what is in the way: nothing, a database that blocks the worker's thread for far longer than the scans take, a
screen's loop that stands still, a thread that computes without pause, or a second screen on top.
"""

import asyncio
import json
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input, Static

from fritids.tui.router import BoxChanged, DigitChosen, EmptyEnter, LineEntered, RoutedApp

BUSY = 2.0
"""Seconds; twelve scans come within half of one."""
STALL = 0.15
"""Seconds that the loop stands still at each line; the next comes after 0.04."""


class OnTop(Screen[None]):
    """A screen with a focused text field, the worst that can lie on top."""

    def compose(self) -> ComposeResult:
        yield Input()


class ScanApp(RoutedApp[None]):
    """The box, and what came of it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "mark('f2')"),
        Binding("escape", "mark('escape')"),
        Binding("f10", "leave", priority=True),
    ]

    def __init__(self, results: Path, mode: str) -> None:
        super().__init__()
        self.results = results.open("w", encoding="utf-8")
        self.mode = mode
        self.todo: asyncio.Queue[dict[str, object]] = asyncio.Queue()
        self.thread = ThreadPoolExecutor(1)
        self.done = 0

    def compose(self) -> ComposeResult:
        yield Static("", id="box", markup=False)
        yield Static("done 0", id="done")
        yield Static("", id="ready")

    async def on_mount(self) -> None:
        self.run_worker(self.work_off(), group="lines")
        if self.mode == "computing":
            threading.Thread(target=compute, args=(3.0,), daemon=True).start()
        if self.mode == "choices":
            self.choose_from("123")
        if self.mode == "on-top":
            await self.push_screen(OnTop())
        # A line of its own: lines that came before the first paint may be worked off by now, and how many stands in theirs.
        self.call_after_refresh(self.update, "#ready", "READY")

    def update(self, selector: str, text: str) -> None:
        self.screen_stack[0].query_one(selector, Static).update(text)

    async def work_off(self) -> None:
        """Do one line after the other; the first one finds the database busy, in that mode."""
        while True:
            what = await self.todo.get()
            wait = BUSY if self.mode == "busy" and self.done == 0 else 0.0
            await asyncio.get_running_loop().run_in_executor(self.thread, threading.Event().wait, wait)
            self.done += 1
            self.results.write(json.dumps(what) + "\n")
            self.results.flush()
            self.update("#done", f"done {self.done}")

    def note(self, kind: str, message: Message | None = None, **facts: object) -> None:
        if message is not None:
            message.stop()
        self.todo.put_nowait({"kind": kind, **facts})

    def on_box_changed(self, message: BoxChanged) -> None:
        message.stop()
        self.update("#box", f"[{message.text}]")

    def on_line_entered(self, message: LineEntered) -> None:
        line = message.line
        if self.mode == "stalling":
            compute(STALL)
        self.note(
            "line",
            message,
            text=line.text,
            scanned=line.scanned,
            leftover=line.leftover,
            overlong=line.overlong,
        )

    def on_empty_enter(self, message: EmptyEnter) -> None:
        self.note("enter", message, deliberate=message.deliberate)

    def on_digit_chosen(self, message: DigitChosen) -> None:
        self.note("digit", message, digit=message.digit)

    def action_mark(self, key: str) -> None:
        self.note("key", key=key)

    def action_leave(self) -> None:
        self.exit()


def compute(seconds: float) -> None:
    """Hold the interpreter as a busy thread does."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        sum(range(1000))


if __name__ == "__main__":
    ScanApp(Path(sys.argv[1]), sys.argv[2]).run()
