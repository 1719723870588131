"""The README's picture is one that the program makes, and nobody's browser fetches anything for it."""

import re
from pathlib import Path

from tests.tui.picture import PICTURE, make

CURE = "make the picture again with: python -m tests.tui.picture"


def words(svg: str) -> set[str]:
    """The words on the picture."""
    return set(
        re.findall(
            r"[a-zåäöA-ZÅÄÖ]{3,}", " ".join(re.findall(r">([^<]+)</text>", svg)).replace("&#160;", " ")
        )
    )


def test_the_picture_is_of_this_program(tmp_path: Path) -> None:
    """Its words are those of the counter today."""
    make(tmp_path, tmp_path / "now.svg")
    now = (tmp_path / "now.svg").read_text(encoding="utf-8")
    assert words(PICTURE.read_text(encoding="utf-8")) == words(now), CURE


def test_the_picture_names_no_host() -> None:
    """But for the names of the format, and of the library in a comment."""
    addresses = set(re.findall(r"https?://[^\"'\s<)]+", PICTURE.read_text(encoding="utf-8")))
    assert {address for address in addresses if not address.startswith("http://www.w3.org/")} <= {
        "https://www.textualize.io"
    }
