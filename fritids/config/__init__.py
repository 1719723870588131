"""What the machine, its user and the command line say: which database, and which desk.

Knows no branch and no use case; a branch's own settings are in its database (`fritids.domain.policy`). The log file is `fritids.config.faultlog`, which whoever has something to log imports:
logging costs 15 ms.
"""

from fritids.config.places import backup_folder, config_path, data_folder, default_database, demo_database
from fritids.config.settings import Config, Options, load

__all__ = [
    "Config",
    "Options",
    "backup_folder",
    "config_path",
    "data_folder",
    "default_database",
    "demo_database",
    "load",
]
