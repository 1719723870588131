"""The counter as a program: language, look, the one screen, and the bridge to the desk.

Imports nothing that loads the database: the first paint comes before it, and scans that arrive earlier wait in the inbox.
"""

import asyncio
import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.message_pump import MessagePump
from textual.worker import WorkerFailed

from fritids.errors import UsageError
from fritids.i18n import LANGUAGES, _, language, machine_language, set_language
from fritids.present import fault_sentence
from fritids.tui import preferences
from fritids.tui.aftermath import Aftermath, Patience, TerminalAsItWas
from fritids.tui.bridge import Bridge, UnforeseenError
from fritids.tui.opening import Opening
from fritids.tui.preferences import Preferences
from fritids.tui.router import RoutedApp
from fritids.tui.screen import DeskScreen
from fritids.tui.sending import Sending
from fritids.tui.themes import DARK, THEMES

if TYPE_CHECKING:
    from textual.driver import Driver

    from fritids.config import Config


class CounterApp(RoutedApp[None]):
    """The counter of one desk."""

    TITLE = "fritids"
    AUTO_FOCUS = ""
    BINDINGS = [
        Binding("ctrl+q", "leave", show=False, priority=True),
        Binding("ctrl+c", "ignore", show=False, priority=True),
    ]

    def __init__(self, opening: Opening, *, language_asked: str | None = None) -> None:
        super().__init__()
        self.bridge = Bridge(opening.open)
        self.sending = Sending(opening)
        self.opening = opening
        self.preferences = preferences.load()
        self.desk_screen = DeskScreen(self.bridge, opening)
        for entry in () if opening.after is None else opening.after.waiting:
            self.desk_screen.inbox.put(entry)
        self._language_asked = language_asked
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = (
            self.preferences.theme
            if self.preferences.theme in {theme.name for theme in THEMES}
            else DARK.name
        )

    def get_driver_class(self) -> "type[Driver]":
        """Textual's, with a keyboard that bad bytes cannot stop."""
        chosen = super().get_driver_class()
        if sys.platform == "win32":
            return chosen
        from textual.drivers.linux_driver import LinuxDriver

        if chosen is not LinuxDriver:
            return chosen
        from fritids.tui.keyboard import KeyboardDriver

        return KeyboardDriver

    def get_default_screen(self) -> DeskScreen:
        """The one screen there is."""
        return self.desk_screen

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The names of our own colours, for the moment before a theme of ours is set."""
        return dict(DARK.variables)

    @property
    def router_target(self) -> MessagePump:
        """The screen with the box."""
        return self.desk_screen

    def choose_language(self, branch_language: str | None) -> None:
        """Speak what the command line asked for, else the branch's language, else the machine's."""
        self.speak(self._language_asked or branch_language or machine_language())

    def speak(self, code: str) -> None:
        """Speak this language from now on, everywhere on the screen."""
        if code != language():
            set_language(code)
            self.desk_screen.repaint()

    def other_language(self) -> None:
        """Speak the other language for as long as the program runs."""
        self._language_asked = next(code for code in LANGUAGES if code != language())
        self.speak(self._language_asked)

    def prefer(self, chosen: Preferences) -> None:
        """Look and sound like this from now on, also after the next start."""
        self.preferences = chosen
        self.theme = chosen.theme
        preferences.save(chosen)
        self.desk_screen.repaint()

    def on_load(self) -> None:
        """From here on a window that is closed, and a computer that is shut down, close the counter as Ctrl+Q does: the backup is made."""
        for name in ("SIGTERM", "SIGHUP"):  # Windows has only the first, and lets no loop wait for it
            if hasattr(signal, name):
                with suppress(
                    NotImplementedError, RuntimeError, ValueError
                ):  # or the loop is not the main thread's
                    asyncio.get_running_loop().add_signal_handler(getattr(signal, name), self.exit)

    def _handle_exception(self, error: Exception) -> None:
        # Textual's own, and private: it is where a fault in a widget or in the flow ends. Textual would print a traceback with
        # the values of all variables, people's names among them; tests/tui/test_counter_terminal.py guards that it does not.
        from fritids.config.faultlog import log_fault

        log_fault(error.error if isinstance(error, WorkerFailed) else error)
        self.error_console.quiet = True
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        # Textual's would first render that traceback, which can take seconds and is shown to nobody.
        self._close_messages_no_wait()

    def action_leave(self) -> None:
        """Close the counter. The open visit and the basket come back at the next start."""
        self.exit()

    def action_ignore(self) -> None:
        """Ctrl+C is pressed by habit; it closes nothing here."""


def run_counter(config: "Config") -> int:
    """Open the counter and return when it is closed: 0.

    Raises FritidsError if no desk could be opened or the program itself has failed, UsageError without a terminal.
    """
    # A stream that was closed before the program began is None.
    seen = all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))
    if not seen or os.environ.get("TERM") == "dumb":
        raise UsageError(
            _("The counter needs a terminal. For a screen reader or a script there is: fritids desk")
        )
    terminal, patience, opening = TerminalAsItWas(), Patience(), Opening.of(config)
    while _run_once(opening, config, terminal, patience):
        pass
    if opening.left and sys.stderr is not None:
        with suppress(OSError):
            sys.stderr.write(f"{opening.left}\n")
    if opening.fault is not None:
        raise opening.fault
    if opening.after is not None:
        raise UnforeseenError(fault_sentence())
    return 0


def _run_once(opening: Opening, config: "Config", terminal: TerminalAsItWas, patience: Patience) -> bool:
    """Run the counter until it is closed; whether a fault in the program closed it and it should open again."""
    app = CounterApp(opening, language_asked=config.language)
    again = False
    try:
        app.run(mouse=False)
        if app.return_code:
            opening.after = Aftermath.of(
                app.desk_screen.inbox, app.desk_screen.coming, app.box_text, keys_lost=app.keys_lost
            )
            again = patience.has_more() and opening.fault is None
    finally:  # also where the terminal went away before it could be tidied
        terminal.put_back()
        if app.sending.is_busy and sys.stderr is not None:
            with suppress(OSError):
                sys.stderr.write(
                    _("A moment: a message is still being sent, which may take a minute.") + "\n"
                )
                sys.stderr.flush()
        app.sending.close()
        app.desk_screen.counting.close()
        app.desk_screen.upkeep.close()
        app.bridge.close(None if again else opening.back_up)
    return again
