"""Photos of articles, read by Pillow, which is loaded the first time one is.

Nothing but the picture's own points leaves here: where and when it was taken, and by which telephone, is left behind.
"""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from fritids.errors import UsageError
from fritids.i18n import _

if TYPE_CHECKING:
    from PIL import Image

_FORMS: Final = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
"""Those whose reading runs no other program; what Pillow knows besides is not what a camera makes."""
_MOST_POINTS: Final = 120_000_000
"""A telephone's largest photo; one with more may be made to fill the memory."""
_PAPER: Final = (255, 255, 255)

Colour: TypeAlias = tuple[int, int, int]


def checked(text: str) -> str:
    """The absolute path of the picture that `text` names. Raises UsageError for what is no picture that can be read."""
    path = Path(text).expanduser().absolute()
    with _opened(path, (64, 64)):
        return str(path)


def small_jpeg(path: str, side: int) -> bytes:
    """The picture, cut to a square of `side` points, as a JPEG. Raises UsageError as `checked` does."""
    from PIL import ImageOps  # noqa: PLC0415  # 0.1 s that only photos need

    with _opened(Path(path), (side, side)) as picture:
        made = io.BytesIO()
        ImageOps.fit(picture, (side, side)).save(made, "JPEG", quality=72, optimize=True)
        return made.getvalue()


def half_blocks(path: str, columns: int, rows: int) -> tuple[tuple[tuple[Colour, Colour], ...], ...]:
    """The whole picture in at most `columns` by `rows` cells of a terminal: the colours of each cell's upper and lower half.

    Raises UsageError as `checked` does.
    """
    with _opened(Path(path), (columns, rows * 2)) as picture:
        picture.thumbnail((columns, rows * 2))
        width, height = picture.size
        points = picture.tobytes()

    def at(x: int, y: int) -> Colour:
        place = 3 * (min(y, height - 1) * width + x)
        return points[place], points[place + 1], points[place + 2]

    return tuple(tuple((at(x, y), at(x, y + 1)) for x in range(width)) for y in range(0, height, 2))


@contextmanager
def _opened(path: Path, wanted: tuple[int, int]) -> "Iterator[Image.Image]":
    """The picture the right way up, in red, green and blue, its points read; large ones no finer than `wanted` needs."""
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415  # as above

    if not path.is_file():
        raise UsageError(_("There is no file {path}.").format(path=path), code="no_picture")
    try:
        with warnings.catch_warnings():
            # Strange metadata and many points: the first is nobody's business here, the second is asked below.
            warnings.simplefilter("ignore")
            with Image.open(path, formats=_FORMS) as file:
                if file.width * file.height > _MOST_POINTS:
                    raise UsageError(
                        _("The picture {path} is too large. Save it smaller, and try again.").format(
                            path=path
                        ),
                        code="no_picture",
                    )
                file.draft("RGB", (wanted[0] * 2, wanted[1] * 2))
                upright = ImageOps.exif_transpose(file).convert("RGBA")
        plain = Image.new("RGB", upright.size, _PAPER)
        plain.paste(upright, mask=upright.getchannel("A"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, UnidentifiedImageError) as error:
        raise UsageError(
            _("{path} cannot be read as a picture. Save it as JPEG or PNG, and try again.").format(path=path),
            code="no_picture",
        ) from error
    yield plain
