"""Takes every key and paste before any widget sees it, and hands on whole lines.

Textual gives a key to the widget that has the focus, and Enter to a binding that runs later: a fast scan is
then cut up between the widgets of two screens (a stock `Input` mixed the codes of 40 scans at 4 ms a key).
Here the App itself takes the keys from its message queue, in order, whatever has the focus or lies on top. It
knows no database and no meaning; what a line is for is decided by whoever gets the messages.

Keys are timed by `Message.time`, which the driver's thread sets when it reads them, so a busy screen does not
change what was a burst. `App.on_event` is Textual's, not ours: tests/tui/test_router_terminal.py guards it
through a real terminal.
"""

from collections.abc import Callable
from types import MappingProxyType
from typing import Final, TypeVar

from textual import events
from textual.app import App
from textual.message import Message
from textual.message_pump import MessagePump

from fritids.domain import scanstream
from fritids.domain.scanstream import ScanStream

ReturnType = TypeVar("ReturnType")

LINE_END_KEYS: Final = frozenset({"enter", "shift+enter", "ctrl+m", "ctrl+j"})
TAB_KEYS: Final = frozenset({"tab", "ctrl+i"})
BACKSPACE_KEYS: Final = frozenset({"backspace", "shift+backspace", "ctrl+h"})
FUNCTION_KEYS: Final = frozenset(f"f{n}" for n in range(1, 13))
ESC_AND_DIGIT: Final = MappingProxyType(dict(zip("¡™£¢∞¶•ªº", "123457890", strict=True)))
"""What Textual makes of Esc and a digit in one read: the signs of a Mac's Option key. § stays itself: it has a key."""
CHOICE_DELAY: Final = 0.25
"""Seconds in which nothing may follow a digit that is meant as a choice. A scan's second key comes within 0.02."""
AHEAD: Final = 1.5
"""Seconds after a function key in which a digit is meant for what that key is about to ask, although it does not ask yet."""
_HANDING_OVER: Final = 0.02


class BoxChanged(Message):
    """The text in the box is another. Several in a row are delivered as one, the last."""

    def __init__(self, text: str, *, by_line: bool = False) -> None:
        super().__init__()
        self.text = text
        self.by_line = by_line
        """A line was completed: it comes next."""

    def can_replace(self, message: Message) -> bool:
        """Say whether this one can be left out because `message` comes next: only the last text is of use."""
        return isinstance(message, BoxChanged)


class LineEntered(Message):
    """A line is complete. The box was emptied before this was sent."""

    def __init__(self, line: scanstream.Line) -> None:
        super().__init__()
        self.line = line


class EmptyEnter(Message):
    """Enter was pressed on the empty box; `deliberate` as in `scanstream.EmptyEnter`."""

    def __init__(self, at: float, *, deliberate: bool) -> None:
        super().__init__()
        self.at = at
        self.deliberate = deliberate


class DigitChosen(Message):
    """A single digit was pressed in choice mode, and it was not the beginning of anything longer."""

    def __init__(self, digit: int, at: float) -> None:
        super().__init__()
        self.digit = digit
        self.at = at


class _ChoiceDue(Message):
    """Time is up for a digit. Sent through the App's own queue, so that keys which wait there are seen first."""

    def __init__(self, pressed_at: float, *, again: bool) -> None:
        super().__init__()
        self.pressed_at = pressed_at
        self.again = again


class RoutedApp(App[ReturnType]):
    """An App whose one box gets all text, and which reports it to `router_target` as messages, in order.

    Printable keys, Enter, Tab, Backspace and pastes never reach a widget or a binding, nor does an Esc that empties the
    box. All other keys (Esc on the empty box, arrows, function and Ctrl keys) take Textual's way to the bindings. While
    `router_target` is the App, the handlers of these messages must not wait for anything: the keys would wait with them.
    """

    ENABLE_COMMAND_PALETTE = False  # its search field would wait for keys that never come

    def __init__(self) -> None:
        super().__init__()
        self._stream = ScanStream()
        self._choices = ""
        self._digit_pressed_at: float | None = None
        self._called_at: float | None = None
        self._ahead_at: float | None = None
        self._ear: Callable[[str, float], None] | None = None
        self.keys_lost = False
        """A fault came between the terminal and the box: what was typed or scanned at that moment did not all come in."""

    def listen(self, ear: Callable[[str, float], None] | None) -> None:
        """Let each key of the box be heard before anything is made of it; or with None no longer. The ear must not wait for anything."""
        self._ear = ear

    @property
    def router_target(self) -> MessagePump:
        """Who gets the messages: the App, unless a subclass names the screen that has the box.

        A named screen gets them in a queue of its own: its slow handler does not hold up the keys, and a
        screen that lies on top gets none.
        """
        return self

    @property
    def box_text(self) -> str:
        """What stands in the box now."""
        return self._stream.text

    def clear_box(self) -> None:
        """Empty the box; `BoxChanged` follows if anything stood in it."""
        self._digit_pressed_at = self._ahead_at = None
        if self._stream.text:
            self._stream.clear()
            self._box_changed()

    @property
    def choices(self) -> str:
        """The digits that are reported as `DigitChosen` now."""
        return self._choices

    def choose_from(self, digits: str) -> None:
        """Report a lone key of `digits` as `DigitChosen` from now on; with an empty string, no longer.

        A digit that is already in the box, or that something follows within a quarter of a second, is text. But one that was
        pressed right after a function key, faster than what the key does could ask, is a choice.
        """
        self._choices = digits
        self._digit_pressed_at = None
        if self._ahead_at is not None and self._is_choice(self._stream.text):
            self._wait(self._ahead_at)

    async def on_event(self, event: events.Event) -> None:
        """Take what is for the box; leave the rest to Textual."""
        if isinstance(event, events.Key) and not event.is_forwarded and self._took_key(event):
            self.app_focus = True  # as App.on_event does: a terminal may report its keys before its focus
        elif isinstance(event, events.Paste) and not event.is_forwarded:
            self._digit_pressed_at = None
            if self._ear is not None:
                for character in event.text:
                    self._ear(character, event.time)
            self._report(self._stream.paste(event.text, event.time))
        else:
            await super().on_event(event)

    def _took_key(self, event: events.Key) -> bool:
        try:
            return self._take_key(event)
        except Exception:
            self.keys_lost = True
            raise

    def _take_key(self, event: events.Key) -> bool:
        if self._ear is not None and (heard := _heard(event)):
            self._ear(heard, event.time)
        before = self._stream.text
        pressed_at, self._digit_pressed_at = self._digit_pressed_at, None
        if event.key in LINE_END_KEYS:
            if self._is_choice(before):
                self._chosen(before, event.time)
            else:
                self._report(self._stream.enter(event.time, line_feed=event.key == "ctrl+j"))
        elif event.key in TAB_KEYS:
            self._report(self._stream.tab(event.time))
        elif event.key in BACKSPACE_KEYS:
            self._stream.backspace()
            self._box_changed()
        elif event.key == "escape" and before:
            # Here and not in a binding, which runs later: a scan may have begun by then, and would lose its head.
            self.clear_box()
        elif event.is_printable and event.character:
            # A scan within 0.1 s of Esc reaches us as one of these signs, or as Alt and its first character: the Esc is
            # lost, but no character of the scan.
            character = ESC_AND_DIGIT.get(event.character, event.character)
            called_at, self._called_at = self._called_at, None
            called = not before and called_at is not None and event.time - called_at < AHEAD
            self._ahead_at = event.time if called else None
            self._report(self._stream.key(character, event.time))
            if not before and self._is_choice(self._stream.text):
                self._wait(event.time)
        else:
            self._digit_pressed_at = pressed_at
            self._called_at = event.time if not before and event.key in FUNCTION_KEYS else None
            return False
        return True

    def _wait(self, pressed_at: float) -> None:
        self._digit_pressed_at = pressed_at
        self.set_timer(CHOICE_DELAY, lambda: self._ask_if_due(pressed_at))

    def _ask_if_due(self, pressed_at: float, *, again: bool = True) -> None:
        # A timer's callback runs at once, beside the queue and ahead of the keys in it: so it only sends a message.
        self.post_message(_ChoiceDue(pressed_at, again=again))

    def on__choice_due(self, message: _ChoiceDue) -> None:
        """Report the digit if nothing has come after it."""
        message.stop()
        if self._digit_pressed_at != message.pressed_at or not self._is_choice(self._stream.text):
            return
        if message.again:
            # Once more: a key that the driver's thread has read may still be on its way to the queue.
            self.set_timer(_HANDING_OVER, lambda: self._ask_if_due(message.pressed_at, again=False))
        else:
            self._chosen(self._stream.text, message.pressed_at + CHOICE_DELAY)

    def _is_choice(self, text: str) -> bool:
        return len(text) == 1 and text in self._choices

    def _chosen(self, digit: str, at: float) -> None:
        self._digit_pressed_at = None
        self._stream.answered(at)
        self._box_changed()
        self.router_target.post_message(DigitChosen(int(digit), at))

    def _report(self, outputs: tuple[scanstream.Output, ...]) -> None:
        self._box_changed(by_line=any(isinstance(output, scanstream.Line) for output in outputs))
        for output in outputs:
            if isinstance(output, scanstream.Line):
                self.router_target.post_message(LineEntered(output))
            else:
                self.router_target.post_message(EmptyEnter(output.at, deliberate=output.deliberate))

    def _box_changed(self, *, by_line: bool = False) -> None:
        self.router_target.post_message(BoxChanged(self._stream.text, by_line=by_line))


def _heard(event: events.Key) -> str:
    """A key of the box as one character; empty for the others."""
    if event.key in LINE_END_KEYS:
        return "\n" if event.key == "ctrl+j" else "\r"
    if event.key in TAB_KEYS:
        return "\t"
    if event.key in BACKSPACE_KEYS:
        return "\b"
    return event.character if event.is_printable and event.character else ""
