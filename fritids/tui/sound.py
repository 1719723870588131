"""What is heard: a terminal has one bell, so yes and no differ by how often it rings."""

from typing import Final

from textual.widget import Widget

from fritids.present import Tone
from fritids.tui.preferences import Sound

APART: Final = 0.18
"""Seconds between two rings; nearer ones are heard as one by most terminals."""
RINGS: Final = {
    Sound.OFF: {},
    Sound.PROBLEMS: {Tone.ASK: 1, Tone.NO: 2},
    Sound.ALL: {Tone.YES: 1, Tone.ASK: 2, Tone.NO: 3},
}


def ring(widget: Widget, tone: Tone, choice: Sound) -> None:
    """Ring as often as this tone asks for."""
    for n in range(RINGS[choice].get(tone, 0)):
        if n == 0:
            widget.app.bell()
        else:
            widget.set_timer(n * APART, widget.app.bell)
