"""Where the picture of an article lies. The picture stays the file it is; only its path is kept."""

from typing import Final
from urllib.parse import unquote, urlsplit

from fritids.domain.search import clean
from fritids.errors import InvalidValueError, UsageError
from fritids.i18n import _
from fritids.services.forms import Changes

LONGEST: Final = 1000


def photo_column(changes: Changes) -> dict[str, object]:
    """The column to be stored of what `changes` say of the photo; empty where they say nothing.

    A relative path is made absolute, `~` is the own home, and what a terminal pastes of a file that was dropped on it (quotes,
    `file://`) is taken off. Raises InvalidValueError for what is no picture that can be read.
    """
    if "photo" not in changes:
        return {}
    text = _as_path(str(changes["photo"] or ""))
    if not text:
        return {"photo": None}
    if len(text) > LONGEST or text != clean(text):
        raise InvalidValueError(
            _("That cannot be kept as the name of a file. Give the picture a simpler name."), field="photo"
        )
    from fritids.outside import pictures  # noqa: PLC0415  # the counter registers articles without it

    try:
        return {"photo": pictures.checked(text)}
    except UsageError as error:
        raise InvalidValueError(error.message, field="photo") from error


def _as_path(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        text = text[1:-1]
    if text.startswith("file://"):
        text = unquote(urlsplit(text).path)
    return text
