"""What the sample branch owns: types, makers, sizes and labels, from `data/sample/stock.csv`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from itertools import chain
from random import Random

from fritids.domain import barcode
from fritids.domain.sizes import Size, parse_size
from fritids.domain.words import ArticleState
from fritids.services.reference import ArticleTypeRow, article_types, read_rows

FROM_THE_START = 0.78
"""Share of the stock that was there when the first loan was made; the rest came in over the two years."""
OLD_LABELS = 0.05
"""Share of articles that still bear a label of an older system as well."""
_DAYS_OF_PREPARING = 70
_MINUTES_A_DAY = 240
_STEPS = re.compile(r"([0-9.]+)-([0-9.]+)/([0-9.]+)")


@dataclass(frozen=True, slots=True)
class StockLine:
    """How much of one type the branch owns, and of what sort."""

    type: ArticleTypeRow
    count: int
    adult_sizes: tuple[str, ...]
    child_sizes: tuple[str, ...]
    child_share: float
    makes: tuple[tuple[str, str | None], ...]
    """(brand, model), as often as their weight says."""


@dataclass(slots=True)
class SampleArticle:
    """One article, as far as lending it needs to know; ids and label numbers are the same."""

    id: int
    line: StockLine
    size: Size | None
    child: bool
    """Meant for a child: so chosen by children first."""
    rank: float
    """Where its size stands among the sizes of its line: 0 the smallest, 1 the largest."""
    brand: str
    model: str | None
    added_at: datetime
    old_label: str | None
    state: str = ArticleState.IN_STOCK.value
    reason: str | None = None
    changes: list[tuple[datetime, str, str | None]] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The code on its newest label."""
        return barcode.article_code(self.id)

    @property
    def labels(self) -> tuple[str, ...]:
        """Every code it bears, the newest first."""
        return (self.label, self.old_label) if self.old_label else (self.label,)

    def change(self, at: datetime, state: str, reason: str | None = None) -> None:
        """It has another stored state from now on."""
        self.state, self.reason = state, reason
        self.changes.append((at, state, reason))


@cache
def stock_lines() -> tuple[StockLine, ...]:
    """The lines of the file, in its order."""
    types = {row.code: row for row in article_types()}
    return tuple(
        StockLine(
            types[row["type"]],
            int(row["count"]),
            tuple(_sizes(row["adult_sizes"])),
            tuple(_sizes(row["child_sizes"])),
            float(row["child_share"] or 0),
            tuple(chain.from_iterable(map(_make, row["brands"].split(";")))),
        )
        for row in read_rows("sample/stock.csv")
    )


def make_stock(rng: Random, openings: list[datetime]) -> list[SampleArticle]:
    """All articles, numbered as they came in: most of them in the weeks before the first opening, the others one by one after it."""
    there: list[StockLine] = []
    later: list[StockLine] = []
    for line in stock_lines():
        for _ in range(line.count):
            (there if rng.random() < FROM_THE_START else later).append(line)
    rng.shuffle(later)
    before = openings[0] - timedelta(days=_DAYS_OF_PREPARING)
    moments = [before + _working_time(_DAYS_OF_PREPARING * n / len(there)) for n in range(len(there))]
    moments += sorted(rng.choices(openings[1:], k=len(later)))
    return [
        _article(rng, number, line, at)
        for number, (line, at) in enumerate(zip(there + later, moments, strict=True), start=1)
    ]


def _working_time(days: float) -> timedelta:
    """So many days, of which only the hours count in which somebody is there."""
    return timedelta(days=int(days), minutes=int(_MINUTES_A_DAY * (days % 1)))


def _article(rng: Random, number: int, line: StockLine, at: datetime) -> SampleArticle:
    child = rng.random() < line.child_share
    sizes = line.child_sizes if child else line.adult_sizes
    size, rank = None, 0.5
    if sizes:
        # The middle of a range is commoner than its ends.
        chosen = int((rng.random() + rng.random()) / 2 * len(sizes))
        rank = (chosen + 0.5) / len(sizes)
        size = parse_size(sizes[chosen], line.type.size_kind, line.type.second_size_kind)
    brand, model = line.makes[int(rng.random() * len(line.makes))]
    old = f"FB{number * 7 % 9973:05d}" if rng.random() < OLD_LABELS else None
    return SampleArticle(number, line, size, child, rank, brand, model, at, old)


def _sizes(cell: str) -> Iterator[str]:
    for part in filter(None, map(str.strip, cell.split(";"))):
        if steps := _STEPS.fullmatch(part):
            low, high, step = map(float, steps.groups())
            yield from (f"{low + n * step:g}" for n in range(int((high - low) / step + 1.01)))
        else:
            yield part


def _make(text: str) -> Iterator[tuple[str, str | None]]:
    """`Bauer*3: Supreme` → three times (Bauer, Supreme); a model is written on two articles of three."""
    brand, _, model = text.partition(":")
    brand, _, weight = brand.partition("*")
    for _ in range(int(weight or 1)):
        yield from ((brand.strip(), model.strip() or None),) * 2
        yield brand.strip(), None
