"""What a desk may choose for itself: language, look and sound. What holds for the whole branch is shown, and set by a command."""

from collections.abc import Callable
from dataclasses import replace

from textual.content import Content

from fritids.i18n import _, language, n_
from fritids.present import plain
from fritids.tui.counter.borrower_forms import language_name
from fritids.tui.counter.keys import Hint
from fritids.tui.preferences import Preferences, Sound
from fritids.tui.themes import THEMES
from fritids.tui.views.base import Reader
from fritids.tui.views.listing import ListingView, beside
from fritids.tui.widgets.lines import row, styled


class Choices:
    """What can be chosen, as the App does it."""

    def __init__(
        self,
        current: Callable[[], Preferences],
        prefer: Callable[[Preferences], None],
        other_language: Callable[[], None],
    ) -> None:
        self.current = current
        self.prefer = prefer
        self.other_language = other_language


def theme_name(name: str) -> str:
    """What a look is called."""
    return {"dark": _("dark"), "light": _("light"), "contrast": _("high contrast")}[name]


def sound_name(sound: Sound) -> str:
    """When the bell rings."""
    return {
        Sound.PROBLEMS: _("at questions (one ring) and at a no (two rings)"),
        Sound.ALL: _("at everything: yes one ring, a question two, a no three"),
        Sound.OFF: _("never"),
    }[sound]


class SettingsView(ListingView):
    """A line for each choice; Enter takes the next value."""

    def __init__(self, read: Reader, changed: Callable[[], None], choices: Choices, *, id: str) -> None:  # noqa: A002  # Textual's own name
        super().__init__(read, changed, id=id)
        self._choices = choices

    @property
    def count(self) -> int:
        """How many choices there are."""
        return 3

    def head(self, width: int) -> list[Content]:  # noqa: ARG002  # two lines
        """What can be set here."""
        return [Content(""), styled(_("For this desk"), "bold $primary")]

    def line(self, n: int, width: int) -> Content:  # noqa: ARG002  # cut by the list
        """One choice with its value."""
        chosen = self._choices.current()
        name, value = (
            (_("Language"), language_name(language())),
            (_("Look"), theme_name(chosen.theme)),
            (_("Sound"), sound_name(chosen.sound)),
        )[n]
        return row((f"{name}:".ljust(12), "$quiet"), (value, "bold"))

    def paint(self, width: int, height: int) -> Content:
        """The choices, and below them what the branch has set."""
        above = super().paint(width, height).split("\n")
        minutes, name = self.idle_minutes, _("Name")
        below = [
            Content(""),
            styled(_("For the whole branch"), "bold $primary"),
            row((f"{name}:".ljust(12), "$quiet"), plain(self.now.branch)),
            styled(
                n_(
                    "A visit ends by itself after {n} minute without a key.",
                    "A visit ends by itself after {n} minutes without a key.",
                    minutes,
                ).format(n=minutes),
                "",
            ),
            styled(_("Name, opening hours, loan period and rules: with fritids branch"), "$quiet"),
        ]
        lines = [*above, *map(beside, below)]
        return Content("\n").join([line.truncate(width, ellipsis=True) for line in lines][:height])

    idle_minutes = 5

    def opened(self, what: object) -> None:
        """Show the settings; `what` is the number of idle minutes of the branch."""
        if isinstance(what, int):
            self.idle_minutes = what
        self.refresh()

    def hints(self) -> tuple[Hint, ...]:
        """Change the marked line, or one of them by its own key."""
        return (
            Hint("enter", _("Change"), self._change, strong=True),
            Hint("f2", _("Language"), self._choices.other_language),
            Hint("f4", _("Look"), self._next_theme),
            Hint("f5", _("Sound"), self._next_sound),
        )

    def enter(self) -> Hint | None:
        """Change the marked line."""
        return self.hints()[0]

    def _change(self) -> None:
        (self._choices.other_language, self._next_theme, self._next_sound)[self.marked]()

    def _next_theme(self) -> None:
        names = [theme.name for theme in THEMES]
        chosen = self._choices.current()
        at = names.index(chosen.theme) if chosen.theme in names else -1
        self._choices.prefer(replace(chosen, theme=names[(at + 1) % len(names)]))

    def _next_sound(self) -> None:
        sounds = list(Sound)
        chosen = self._choices.current()
        self._choices.prefer(replace(chosen, sound=sounds[(sounds.index(chosen.sound) + 1) % len(sounds)]))
