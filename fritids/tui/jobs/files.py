"""Files of the jobs: their names as people write them, and where a file goes that nobody has named."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from fritids.config.places import paper_folder
from fritids.i18n import local


def written_path(text: str) -> Path:
    """The path that was written, or dropped on the window by a terminal that puts quotes around it."""
    return Path(text.strip().strip("'\"")).expanduser().absolute()


def own_file(name: str) -> Path:
    """A file of this name in the folder for paper, which is there now where it can be; otherwise writing says what is the matter."""
    folder = paper_folder()
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    return folder / name


def new_file(name: str, at: datetime) -> Path:
    """A PDF that is not there yet in the folder for paper, named after what it is and when it was made."""
    stem = f"{name} {local(at):%Y-%m-%d %H.%M}"
    paths = (own_file(f"{stem}{'' if n == 1 else f' ({n})'}.pdf") for n in range(1, 1000))
    return next(path for path in paths if not path.exists())
