"""The file that goes with a box to a branch with a database of its own: JSON, read with care, since anybody may have written it.

Knows what the file is and how large it may be; what an article in it may be is the use case's business.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from fritids.errors import UsageError
from fritids.i18n import _
from fritids.outside import json_files
from fritids.outside.files import replacing

FORMAT: Final = "fritids-transfer"
VERSION: Final = 1
LARGEST: Final = 20_000_000
"""Bytes; a thousand articles with ten years of loans are a tenth of it."""
MOST: Final = 5_000
"""Articles in one file."""


def write(path: Path, content: Mapping[str, Any]) -> None:
    """The file stands at `path`, whole. Raises UsageError for an unusable place, FritidsError if the disk refuses."""
    if Path(path).suffix.lower() != ".json":
        raise UsageError(_("The name of the file has to end in .json."), code="unknown_form")
    with replacing(Path(path)) as partial:
        text = json_files.text({"format": FORMAT, "version": VERSION, **content}, indent=1)
        partial.write_text(text + "\n", encoding="utf-8", newline="\n")


def read(path: Path) -> tuple[str, list[Any]]:
    """Who sent the file, and its articles as they stand there. Raises UsageError for what is no such file."""
    path = Path(path)
    try:
        if path.exists() and not path.is_file():  # a folder; or a pipe or a device, which would be waited for
            raise _broken(path)
        if path.stat().st_size > LARGEST:
            raise _broken(path)
        content = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
        raise UsageError(_("There is no file {path}.").format(path=path), code="unreadable") from error
    except OSError as error:
        raise UsageError(
            _("The file {path} may not be read. Ask for the right to.").format(path=path), code="unreadable"
        ) from error
    except (ValueError, RecursionError) as error:
        raise _broken(path) from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise _broken(path)
    if content.get("version") != VERSION:
        raise UsageError(
            _("{path} was written by a newer fritids. Upgrade this one, then read it again.").format(
                path=path
            ),
            code="unreadable",
        )
    place, listed = content.get("from"), content.get("articles")
    if not isinstance(place, str) or not isinstance(listed, list) or len(listed) > MOST:
        raise _broken(path)
    return place, listed


def _broken(path: Path) -> UsageError:
    return UsageError(
        _("{path} is no whole file from “fritids transfer”. Ask the other branch to write it again.").format(
            path=path
        ),
        code="unreadable",
    )
