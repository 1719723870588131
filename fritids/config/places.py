"""Where each system wants a program's data and settings. Nothing is made here; whoever writes makes the folder."""

from contextlib import suppress
from pathlib import Path
from typing import Final

import platformdirs

_NAME: Final = "fritids"


def data_folder() -> Path:
    """The user's folder for the database and its backups."""
    return platformdirs.user_data_path(_NAME, appauthor=False)


def default_database() -> Path:
    """The database that is used unless somebody says otherwise."""
    return data_folder() / "fritids.db"


def demo_database() -> Path:
    """The sample branch of `fritids demo`."""
    return data_folder() / "demo.db"


def backup_folder() -> Path:
    """Where the backups go that the program makes by itself."""
    return data_folder() / "backups"


def paper_folder() -> Path:
    """Where what is to be printed goes from the counter: among the user's own documents, where people look for it."""
    return platformdirs.user_documents_path() / _NAME


def config_path() -> Path:
    """The configuration file; it need not exist."""
    return platformdirs.user_config_path(_NAME, appauthor=False) / "fritids.toml"


def beside_config(name: str) -> Path:
    """The file that the configuration calls `name`: a relative one is beside it, `~` is the home folder. The `~` of somebody unknown is a name like any other."""
    path = Path(name)
    with suppress(RuntimeError):
        path = path.expanduser()
    return config_path().parent / path


def log_folder() -> Path:
    """The user's folder for log files."""
    return platformdirs.user_log_path(_NAME, appauthor=False)
