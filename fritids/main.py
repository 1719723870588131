"""The console script: language, then one front end, then the exit status. The only module that knows both front ends."""

import gc
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fritids.config import Config


def main(words: Sequence[str] | None = None) -> int:
    """Run the program with these words of the command line (this process's own if left out). Returns the exit status."""
    from fritids.cli.run import run  # noqa: PLC0415  # nothing is made at import, and a test may ask for main alone

    return run(sys.argv[1:] if words is None else words, _open_counter)


def console() -> None:
    """Run the program and end the process."""
    sys.exit(main())


def _open_counter(config: "Config") -> int:
    if config.json:
        from fritids.errors import UsageError  # noqa: PLC0415
        from fritids.i18n import _  # noqa: PLC0415

        raise UsageError(_("The counter is a screen and writes no JSON. Name a command; see: fritids --help"))
    gc.disable()  # until the first paint, which it would delay by a tenth; the counter's screen lets it go on
    from fritids.tui.app import run_counter  # noqa: PLC0415  # 200 ms that no other command pays

    return run_counter(config)
