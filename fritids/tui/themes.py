"""The three looks of the counter. Each answer has a colour of its own, and never only a colour: the sign says the same.

The colours of answers are pairs (ground and letters) with a contrast of at least 4.5, in the contrast theme at least 7. On a
terminal of 16 colours each becomes the nearest of those: the grounds of yes and no are chosen so that they become green and red.
"""

from typing import Final

from textual.theme import Theme

DARK: Final = Theme(
    name="dark",
    primary="#5eb1ef",
    secondary="#8aa4c2",
    accent="#ffc53d",
    warning="#ffb224",
    error="#ff8b87",
    success="#63d297",
    foreground="#e8edf2",
    background="#10161d",
    surface="#17202a",
    panel="#212d3a",
    dark=True,
    variables={
        "quiet": "#9fb0c0", "line": "#33465a",
        "yes-back": "#128442", "yes-fore": "#ffffff", "yes-soft": "#63d297",
        "no-back": "#b42a3c", "no-fore": "#ffffff", "no-soft": "#ff8b87",
        "ask-back": "#ffc53d", "ask-fore": "#1d1600", "ask-soft": "#ffc53d",
        "info-back": "#2c4a66", "info-fore": "#ffffff", "info-soft": "#8cc4f4",
        "key-back": "#33465a", "key-fore": "#ffffff", "pile": "#ff9d5c",
        "mark-back": "#2a6c9c", "mark-fore": "#ffffff",
    },
)  # fmt: skip
LIGHT: Final = Theme(
    name="light",
    primary="#0b5cad",
    secondary="#47617c",
    accent="#a05a00",
    warning="#8f5200",
    error="#b42318",
    success="#116b3f",
    foreground="#16202b",
    background="#f4f6f8",
    surface="#ffffff",
    panel="#e6ebf0",
    dark=False,
    variables={
        "quiet": "#51616f", "line": "#b8c4cf",
        "yes-back": "#0c7e3c", "yes-fore": "#ffffff", "yes-soft": "#116b3f",
        "no-back": "#b42318", "no-fore": "#ffffff", "no-soft": "#b42318",
        "ask-back": "#ffd166", "ask-fore": "#2a1e00", "ask-soft": "#7d4e00",
        "info-back": "#d3e3f3", "info-fore": "#0d2b47", "info-soft": "#0b5cad",
        "key-back": "#cfd9e2", "key-fore": "#16202b", "pile": "#b34700",
        "mark-back": "#0b5cad", "mark-fore": "#ffffff",
    },
)  # fmt: skip
CONTRAST: Final = Theme(
    name="contrast",
    primary="#ffffff",
    secondary="#ffffff",
    accent="#ffff00",
    warning="#ffff00",
    error="#ffb3b3",
    success="#66ff99",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    dark=True,
    variables={
        "quiet": "#ffffff", "line": "#ffffff",
        "yes-back": "#00e676", "yes-fore": "#000000", "yes-soft": "#66ff99",
        "no-back": "#ffffff", "no-fore": "#8b0000", "no-soft": "#ffb3b3",
        "ask-back": "#ffff00", "ask-fore": "#000000", "ask-soft": "#ffff00",
        "info-back": "#00e5ff", "info-fore": "#000000", "info-soft": "#66f0ff",
        "key-back": "#ffffff", "key-fore": "#000000", "pile": "#ff9d5c",
        "mark-back": "#ffff00", "mark-fore": "#000000",
    },
)  # fmt: skip

THEMES: Final = (DARK, LIGHT, CONTRAST)
