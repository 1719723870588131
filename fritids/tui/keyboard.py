"""The reading half of Textual's driver, for bytes that no terminal should send but some do.

Textual's own decodes strictly, and its parser fails on some numbers: a single byte that is not UTF-8 (an å from a terminal set to
Latin-1, noise on a line) ends its thread with a traceback, and the counter with it. Here such a byte becomes a sign that is seen in
the box, and the scans around it are worked off. And where the terminal has gone without a signal, Textual's would go on reading
nothing with all of a processor.

Only for POSIX, so it is imported where the driver is chosen. tests/tui/test_keyboard_terminal.py guards it through a terminal.
"""

import os
import selectors
import signal
from codecs import getincrementaldecoder
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Final

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from fritids.tui.router import RoutedApp

_CHUNK: Final = 4096
_TICK: Final = 0.1
"""Seconds after which the parser is asked whether an Esc was a key of its own."""


class Keys:
    """From bytes to what was pressed and pasted; nothing that arrives stops it."""

    def __init__(self) -> None:
        self._decoder = getincrementaldecoder("utf-8")(errors="replace")
        self._parser = XTermParser()

    def feed(self, data: bytes) -> Iterator[Message]:
        """What the bytes complete. An escape sequence that cannot be understood is lost, and nothing after it."""
        for character in self._decoder.decode(data):
            try:
                yield from self._parser.feed(character)
            except (ArithmeticError, LookupError, ValueError):  # a number that is no character, or no number
                self._parser = XTermParser()

    def tick(self) -> Iterator[Message]:
        """What is complete because nothing has followed it."""
        yield from self._parser.tick()


class KeyboardDriver(LinuxDriver):
    """Textual's driver, reading with `Keys`."""

    def disable_input(self) -> None:
        """Read no more. What comes after a fault stays for the counter that opens again; at an ordinary end it is thrown away, as Textual does."""
        if not self._app.return_code:
            super().disable_input()
            return
        with suppress(ValueError):  # not the main thread
            signal.signal(signal.SIGWINCH, signal.SIG_DFL)
        self.exit_event.set()
        if self._key_thread is not None:
            self._key_thread.join()
            self._key_thread = None
        self.exit_event.clear()

    def _run_input_thread(self) -> None:
        # Textual's prints a traceback with the keys that were typed and leaves a counter that is deaf; ours ends like any other fault.
        with ThreadPoolExecutor(1, "keyboard") as thread:
            error = thread.submit(self.run_input_thread).exception()
        if isinstance(error, Exception):
            if isinstance(self._app, RoutedApp):
                self._app.keys_lost = True
            self._app.call_later(self._app._handle_exception, error)  # noqa: SLF001  # as Textual itself does

    def run_input_thread(self) -> None:
        """Hand on what arrives until the driver is stopped, or the terminal has gone: then the process is told of a hang-up."""
        keys = Keys()
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                for _ready in selector.select(_TICK):
                    data = self._read()
                    if not data:
                        os.kill(os.getpid(), signal.SIGHUP)  # closes the counter in order, with its backup
                        return
                    for message in keys.feed(data):
                        self.process_message(message)
                for message in keys.tick():
                    self.process_message(message)

    def _read(self) -> bytes:
        try:
            return os.read(self.fileno, _CHUNK)
        except OSError:  # Linux says EIO when the other end has gone
            return b""
