"""`fritids --version`: what somebody who helps from afar asks for first. Loads no part of the database layer but the choice of SQLite."""

import platform

import fritids
from fritids.cli.exits import Exit
from fritids.cli.output import Output
from fritids.db import sqlite
from fritids.i18n import _


def version(out: Output) -> Exit:
    """Say which program, Python and SQLite run here, and how SQLite keeps its journal."""
    module = sqlite.driver()
    mode = sqlite.journal_mode(module)
    if out.as_json:
        out.document(
            {
                "fritids": fritids.__version__,
                "python": platform.python_version(),
                "sqlite": module.sqlite_version,
                "sqlite_module": module.__name__,
                "journal_mode": mode,
            }
        )
        return Exit.DONE
    out.line(f"fritids {fritids.__version__}")
    out.line(f"Python {platform.python_version()}")
    out.line(
        _("SQLite {version} through {module}, journal mode {mode}").format(
            version=module.sqlite_version, module=module.__name__, mode=mode
        )
    )
    return Exit.DONE
