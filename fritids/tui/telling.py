"""Saying what came of something that was done in the background, to whoever stands at the counter by then."""

from typing import TYPE_CHECKING, Final

from fritids.present import Said
from fritids.tui.counter.situation import Shown, View

if TYPE_CHECKING:
    from fritids.tui.screen import DeskScreen


RECENT: Final = 12
"""Results that are kept behind the last one."""


def tell(screen: "DeskScreen", said: Said, *, quiet: bool = False) -> None:
    """It is the last result if nobody is being served; otherwise it is said in passing, since somebody's things are on the screen, or read out."""
    shown, now = Shown(lambda: said), screen.now
    if (now.at_rest and not now.reads_aloud) or now.view is not View.COUNTER or now.job is not None:
        screen.show(shown, quiet=quiet)
    else:
        recent = (shown, *now.recent)[:RECENT]
        screen.set(remark=lambda: said.in_passing, recent=recent)
