"""The stock as anyone may see it on the branch's web page: what can be borrowed here, and whether it is in.

Articles of one type and size stand on one line of the page, since a parent asks for skates of size 33 and not for one certain pair;
so 3,000 articles are some hundred lines, which a telephone filters between two letters and a screen reader can walk through.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from fritids.db import exports
from fritids.domain.calendar import iso_utc
from fritids.domain.search import clean, fold
from fritids.domain.sizes import SizeKind
from fritids.errors import UsageError
from fritids.i18n import _, language, moment_spoken
from fritids.outside import pictures, stock_page
from fritids.outside.files import replacing
from fritids.outside.stock_page import StockPage, StockPhoto, StockRow, StockShelf
from fritids.services.context import Context
from fritids.services.results import TypeView
from fritids.services.type_names import TypeNames

MOST_PHOTOS: Final = 4
"""Photos on one line, those of articles that are in first."""
PHOTO_SIDE: Final = 128
"""Points; shown at half of that, sharp also on a telephone. About 4 KB each."""
_UNITS: Final[Mapping[SizeKind, str]] = {
    SizeKind.LEN: "cm", SizeKind.HEAD: "cm", SizeKind.CL: "cl", SizeKind.KG: "kg", SizeKind.MASS: "kg", SizeKind.L: "l",
    SizeKind.WHEEL: "″", SizeKind.INCH: "″",
}  # fmt: skip
_NUMBERS: Final = re.compile(r"[0-9.,+-]+")
_LAST: Final = float("inf")


@dataclass(slots=True)
class _Alike:
    """Articles of one type and size, while they are counted."""

    view: TypeView
    size: str
    low: float | None
    high: float | None
    inside: int = 0
    count: int = 0
    makes: dict[str, None] = field(default_factory=dict)
    photos: list[tuple[bool, str, str]] = field(default_factory=list)
    """Whether the article is on loan, its picture's path, its brand and model."""


@dataclass(frozen=True, slots=True)
class PublicList:
    """What was written: so many articles, and the photos that could not be read."""

    articles: int
    unreadable_photos: tuple[str, ...]


def write(context: Context, path: Path) -> PublicList:
    """The page stands at `path`, whole, in the language in use.

    A photo that is gone or cannot be read is left out. Raises UsageError for an unusable place, FritidsError if the disk refuses.
    """
    with context.database.read() as connection:
        context.refresh(connection)
        lines = _gathered(context, exports.articles(connection, context.branch_id, to_borrow=True))
    now = context.clock.now()
    photos = _Photos()
    names = TypeNames(context.types)
    page = StockPage(
        branch=context.branch_name,
        stood=moment_spoken(now.astimezone(context.policy.zone)),
        stood_iso=iso_utc(now),
        loan_days=context.policy.loan_days,
        shelves=tuple(
            StockShelf(
                code, _named(shelf[0].view, shelf=True), tuple(_row(line, names, photos) for line in shelf)
            )
            for code, shelf in _by_shelf(lines).items()
        ),
    )
    with replacing(path) as partial:
        stock_page.write(partial, page)
    return PublicList(sum(line.count for line in lines), tuple(photos.unreadable))


def _gathered(context: Context, rows: Iterable[Any]) -> list[_Alike]:
    """The lines in the order of the shelves; within a type by size, those without a number last (the engines disagree on that)."""
    found: dict[tuple[str, str], _Alike] = {}
    types: dict[str, int] = {}
    for row in rows:
        view, size = context.types[row.type_code], clean(row.size or "")
        types.setdefault(row.type_code, len(types))
        line = found.setdefault((row.type_code, size), _Alike(view, size, row.size_low, row.size_high))
        out = row.loan_id is not None
        line.count += 1
        line.inside += not out
        make = " ".join(clean(part) for part in (row.brand, row.model) if part)
        if make:
            line.makes.setdefault(make)
        if row.photo:
            line.photos.append((out, row.photo, make))
    return sorted(
        found.values(),
        key=lambda line: (types[line.view.code], _LAST if line.low is None else line.low, line.size),
    )


def _by_shelf(lines: Iterable[_Alike]) -> dict[str, list[_Alike]]:
    shelves: dict[str, list[_Alike]] = {}
    for line in lines:
        shelves.setdefault(line.view.category, []).append(line)
    return shelves


class _Photos:
    """Photos made small, each once however many articles have it."""

    def __init__(self) -> None:
        self._made: dict[str, bytes | None] = {}
        self.unreadable: list[str] = []

    def of(self, line: _Alike) -> Iterator[StockPhoto]:
        """The line's photos, each once, at most `MOST_PHOTOS`."""
        shown: set[str] = set()
        for _out, path, make in sorted(line.photos, key=lambda one: one[0]):
            small = None if path in shown else self._small(path)
            if small is not None:
                shown.add(path)
                what = " ".join(part for part in (_named(line.view), _shown_size(line), make) if part)
                yield StockPhoto(small, _("Photo: {article}").format(article=what))
            if len(shown) == MOST_PHOTOS:
                return

    def _small(self, path: str) -> bytes | None:
        if path not in self._made:
            try:
                self._made[path] = pictures.small_jpeg(path, PHOTO_SIDE)
            except UsageError:
                self._made[path] = None
                self.unreadable.append(path)
        return self._made[path]


def _row(line: _Alike, names: TypeNames, photos: _Photos) -> StockRow:
    return StockRow(
        name=_named(line.view),
        size=_shown_size(line),
        makes=tuple(line.makes),
        words=" ".join(dict.fromkeys(f"{names.words(line.view.code)} {fold(' '.join(line.makes))}".split())),
        folded_size=fold(line.size),
        low=line.low,
        high=line.high,
        inside=line.inside,
        count=line.count,
        photos=tuple(photos.of(line)),
    )


def _named(view: TypeView, *, shelf: bool = False) -> str:
    swedish = language() == "sv"
    if shelf:
        name = view.category_sv if swedish else view.category_en
    else:
        name = view.name_sv if swedish else view.name_en
    return name[:1].upper() + name[1:]


def _shown_size(line: _Alike) -> str:
    """The size with its unit where a number alone says little to somebody who does not stand before the shelf."""
    unit = _UNITS.get(line.view.size_kind)
    if unit is None or line.low is None or not _NUMBERS.fullmatch(line.size):
        return line.size
    return f"{line.size}{unit}" if unit == "″" else f"{line.size} {unit}"
