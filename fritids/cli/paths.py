"""Names of files as people write them on a command line."""

from pathlib import Path


def read_path(text: str) -> Path:
    """The path, at which there may be a file or none. Raises FritidsError for a name that no file can have, or a folder that may not be entered."""
    from fritids.outside.files import saying_why

    path = Path(text)
    with saying_why(path):
        path.exists()
    return path
