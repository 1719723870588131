"""What the screen of the figures shows, as a value; and what was counted for it, kept as long as the screen is open."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Final, TypeAlias

from fritids.domain.figures import Cell, Period, Rows, Split, TableKey, Totals
from fritids.errors import FritidsError

if TYPE_CHECKING:
    from fritids.services.desk import Desk
    from fritids.services.results import TypeView
    from fritids.tui.counting import Counting

SPLITS: Final = (
    Split.MONTH, Split.WEEKDAY, Split.HOUR, Split.CATEGORY, Split.TYPE, Split.KIND, Split.AGE, Split.GENDER, Split.AREA,
)  # fmt: skip
"""By their digits, from 1."""


@dataclass(frozen=True, slots=True)
class Names:
    """What the codes of the rows are called by."""

    types: "Mapping[str, TypeView]" = field(default_factory=dict)
    branches: Mapping[str, str] = field(default_factory=dict)
    """Code and name."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which figures are shown."""

    period: Period
    branch: str | None
    """A branch's code; None for all together."""
    split: Split = Split.MONTH
    cross: Split | None = None
    """By what each row is told apart once more."""
    only: tuple[tuple[Split, str], ...] = ()
    """What was chosen of it, the last at the end."""
    compares: bool = True

    @property
    def where(self) -> dict[Split, str]:
        """What was chosen, as the counting takes it."""
        return dict(self.only)

    def only_of(self, code: str) -> "Asked":
        """The same, of one row alone."""
        kept = tuple(one for one in self.only if one[0] is not self.split)
        return replace(self, only=(*kept, (self.split, code)))

    def wider(self) -> "Asked":
        """The same without what was chosen last."""
        return replace(self, only=self.only[:-1])

    def before(self, today: date) -> Period | None:
        """The same days a year earlier as have been counted; None where nothing is set beside, or nothing counted."""
        first, last = self.period.first, min(self.period.last, today)
        return Period(first, last).before() if self.compares and first <= last else None

    @property
    def keys(self) -> tuple[TableKey, ...]:
        """The tables it takes."""
        return ((self.split,),) if self.cross is None else ((self.split,), (self.split, self.cross))


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted of a period."""

    totals: Totals
    rows: Rows
    crossed: Rows | None = None


Piece: TypeAlias = tuple[Period, str | None, tuple[tuple[Split, str], ...], TableKey | None]
"""One thing to be counted: of which days, where, of what alone, by what; by None the totals."""


class Counts:
    """Counts in the background what is looked at, and never the same twice."""

    def __init__(self, counting: "Counting", changed: Callable[[], None]) -> None:
        self._counting = counting
        self._changed = changed
        self._found: dict[Piece, Totals | Rows] = {}
        self._wanted: tuple[Piece, ...] = ()
        self.is_busy = False
        self.fault: FritidsError | None = None

    def of(self, asked: Asked, today: date) -> tuple[Counted, Counted | None] | None:
        """What is asked for, and the period before; None as long as it is not all counted."""
        now = self._counted(asked, asked.period)
        before = asked.before(today)
        then = None if before is None else self._counted(asked, before)
        return None if now is None or (then is None and before is not None) else (now, then)

    def totals(self, asked: Asked, today: date) -> tuple[Totals, Totals | None] | None:
        """The totals alone, which do not ask by what the loans are told apart; None as long as they are not counted."""
        before = asked.before(today)
        now = self._found.get(_pieces(asked, asked.period)[0])
        then = None if before is None else self._found.get(_pieces(asked, before)[0])
        if not isinstance(now, Totals) or (before is not None and not isinstance(then, Totals)):
            return None
        return now, then if isinstance(then, Totals) else None

    def ask(self, asked: Asked, today: date) -> None:
        """Count what lacks. What was asked for before and has not been begun is dropped: nobody looks at it any more."""
        periods = filter(None, (asked.period, asked.before(today)))
        pieces = [piece for period in periods for piece in _pieces(asked, period)]
        self._wanted = tuple(piece for piece in pieces if piece not in self._found)
        self.fault = None
        self._go_on()

    def forget(self) -> None:
        """Something was done meanwhile: all is counted anew."""
        self._found.clear()

    def _counted(self, asked: Asked, period: Period) -> Counted | None:
        found = [self._found.get(piece) for piece in _pieces(asked, period)]
        totals, rows, crossed = (*found, None)[:3]
        if not isinstance(totals, Totals) or rows is None or isinstance(rows, Cell):
            return None
        if asked.cross is None:
            return Counted(totals, rows)
        return None if crossed is None or isinstance(crossed, Cell) else Counted(totals, rows, crossed)

    def _go_on(self) -> None:
        wanted = tuple(piece for piece in self._wanted if piece not in self._found)
        if self.is_busy or not wanted or self.fault is not None:
            return
        self.is_busy = True
        piece = wanted[0]
        self._counting.start(lambda desk: _count(desk, piece), lambda found: self._came(piece, found))

    def _came(self, piece: Piece, found: "Totals | Rows | FritidsError") -> None:
        self.is_busy = False
        if isinstance(found, FritidsError):
            self.fault = found
        else:
            self._found[piece] = found
        self._go_on()
        if not self.is_busy:
            self._changed()


def _pieces(asked: Asked, period: Period) -> tuple[Piece, ...]:
    only = tuple(sorted(_in(asked.period, period, asked.only)))
    return tuple((period, asked.branch, only, key) for key in (None, *asked.keys))


def _in(asked: Period, period: Period, only: tuple[tuple[Split, str], ...]) -> tuple[tuple[Split, str], ...]:
    """What was chosen, for the days that are set beside: a month is the one a year earlier."""
    years = asked.first.year - period.first.year
    return tuple((split, year_earlier(code, years) if split is Split.MONTH else code) for split, code in only)


def year_earlier(month: str, years: int = 1) -> str:
    """`2025-02` for `2026-02`."""
    return f"{int(month[:4]) - years:04}{month[4:]}"


def _count(desk: "Desk", piece: Piece) -> Totals | Rows:
    period, branch, only, key = piece
    if key is None:
        return desk.figures.totals(period, branch, dict(only))
    return desk.figures.split(period, key, branch, dict(only))
