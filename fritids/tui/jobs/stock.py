"""The stock at the counter: by category, type and size, today or at the end of any day; what stood still; what ran out and may again.

Figures on the screen are true ones. They are read beside the counter (`fritids.tui.counting`): a scan ends the job and never waits.
"""

from collections.abc import Callable, Sequence
from datetime import date
from enum import Enum, auto
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.content import Content

from fritids.domain.barcode import looks_like_scan, surely_code
from fritids.domain.figures import Period
from fritids.domain.periods import read_period, year_to
from fritids.domain.scanstream import Line
from fritids.errors import FritidsError
from fritids.i18n import _, p_
from fritids.present import Tone, plain
from fritids.present.stock import short_first, short_name
from fritids.tui.counter.asking import fitting
from fritids.tui.counter.inbox import Entry
from fritids.tui.counter.situation import JobKey, View
from fritids.tui.jobs import stock_lists, stock_page
from fritids.tui.jobs.base import Job, Tools
from fritids.tui.jobs.stock_page import Place, Row, StockShown
from fritids.tui.typed import moved
from fritids.tui.widgets.lines import styled, wrapped

if TYPE_CHECKING:
    from fritids.services.desk import Desk
    from fritids.services.results import TypeView
    from fritids.services.results.stock_figures import Shortage, StockOfPeriod
    from fritids.tui.views.page import ListPage


class _Face(Enum):
    """What is shown."""

    STOCK = auto()
    SHORT = auto()
    EXPLAINED = auto()
    """How what may be asked for is reckoned."""


class StockJob(Job):
    """Keys go in and out, back in time and to the lists; the box takes a day, or the words of a row."""

    is_whole = True

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._last = self._today
        """The day at whose end the stock is looked at."""
        self._place = Place()
        self._marked = 0
        self._face = _Face.STOCK
        self._types: Sequence[TypeView] = ()
        self._branches: dict[str, str] = {}
        self._here = ""
        self._branch: str | None = None
        self._found: dict[object, Any] = {}
        self._fault = ""
        self._width = 0

    # ------------------------------------------------------------------------------------------ what the screen paints

    def name(self) -> str:
        """What stands at the top."""
        return p_("screen", "The stock")

    def label(self) -> str:
        """What the box takes."""
        if self._face is not _Face.STOCK:
            return _("Write the beginning of a row")
        return _("Write a day or a year: 2025; or the beginning of a row")

    def how(self) -> tuple[str, ...]:
        """For the first time."""
        return (
            _("↑ ↓ marks a row, Enter goes in: category, type, size. Esc goes out again."),
            _(
                "← → is the end of the year before and after. F2 and F4 are lists, F5 what ran out last winter."
            ),
        )

    def lines(self, width: int) -> Sequence[Content]:
        """The same where something is asked beside it."""
        return self.page(width, 99)

    def page(self, width: int, height: int) -> Sequence[Content]:
        """The whole screen between box and keys."""
        found = self._now
        if self._fault:
            return wrapped(self._fault, width, "$no-soft")
        if found is None:
            return [styled(_("Counting … Scans are taken meanwhile."), "$quiet")]
        if self._face is not _Face.STOCK:
            return stock_page.short(
                found, self._marked, width, height, explained=self._face is _Face.EXPLAINED
            )
        shown = StockShown(
            found=found,
            rows=self._rows(),
            marked=self._marked,
            path=stock_page.place_words(self._place, self._types),
            branch=self._branch_name(),
            today=self._today,
        )
        return stock_page.stock(shown, width, height)

    def _branch_name(self) -> str:
        if len(self._branches) < 2:
            return ""
        return _("All branches") if self._branch is None else self._branches[self._branch]

    def offers(self) -> tuple[JobKey, ...]:
        """The keys."""
        if self._face is not _Face.STOCK:
            how = _("The rows") if self._face is _Face.EXPLAINED else _("How it is reckoned")
            return (
                JobKey("f5", p_("screen", "The stock"), "short", strong=True),
                JobKey("ctrl+f", how, "explain"),
                JobKey("escape", p_("screen", "The stock"), "short"),
            )
        keys = [
            JobKey("left", p_("period", "Before"), "earlier"),
            JobKey("right", p_("period", "After"), "later"),
            JobKey("f2", _("Stood still …"), "still"),
            JobKey("f4", _("Worn out"), "worn"),
            JobKey("f5", _("What ran out"), "short"),
            JobKey("ctrl+n", _("To a file …"), "export"),
        ]
        if len(self._branches) > 1:
            keys.append(JobKey("f6", _("All branches") if self._branch else _("Only here"), "branch"))
        if self._place != Place():
            keys.append(JobKey("escape", p_("one step", "Out"), "out"))
        return tuple(keys)

    def enter_does(self) -> str:
        """Enter goes one step in."""
        if self._face is not _Face.STOCK or self._place.type or not self._rows():
            return ""
        return _("Its sizes") if self._place.category else _("Its types")

    @property
    def _today(self) -> date:
        return self.stage.now.state.today

    @property
    def _period(self) -> Period:
        """The twelve months that end with the day."""
        return year_to(self._last)

    @property
    def _wanted(self) -> object:
        return "short" if self._face is not _Face.STOCK else (self._period, self._branch)

    @property
    def _now(self) -> Any:
        return self._found.get(self._wanted)

    def _rows(self) -> list[Row]:
        found = self._found.get((self._period, self._branch))
        return [] if found is None else stock_page.rows_of(found, self._place, self._types)

    # ------------------------------------------------------------------------------------------ what the flow hands over

    async def begin(self, entry: Entry) -> None:  # noqa: ARG002  # nothing is asked
        """Begin with today, here."""
        self._types, self._branches, self._here = await self.call(_names)
        self._branch = self._here
        self._ask()

    async def undone(self) -> None:
        """Count anew."""
        self._found.clear()
        self._ask()

    def _ask(self) -> None:
        """Read what is to be shown, unless it was read already."""
        self._fault = ""
        self.repaint()
        wanted, period, branch = self._wanted, self._period, self._branch
        if wanted in self._found:
            return

        def read(desk: "Desk") -> "StockOfPeriod | Shortage":
            if wanted == "short":
                return desk.stock_figures.shortage()
            return desk.stock_figures.of(period, branch, sizes=True)

        def came(found: "StockOfPeriod | Shortage | FritidsError") -> None:
            if isinstance(found, FritidsError):
                self._fault = found.message
            else:
                self._found[wanted] = found
            self.repaint()

        self.stage.counting.start(read, came)

    async def line(self, entry: Entry, line: Line) -> bool:  # noqa: ARG002  # nothing is done
        """A day, or words of a row. What is scanned is the counter's."""
        text = line.text.strip()
        if surely_code(text) or (line.scanned and looks_like_scan(text)):
            return False
        if self._face is _Face.STOCK and (period := read_period(text, self._today)) is not None:
            self._go_to(period.last)
            return True
        if self._mark(text):
            return True
        if looks_like_scan(text):
            return False
        self.say(
            lambda: _("Neither a day nor a row: “{words}”").format(words=plain(text)),
            lambda: _("Write for example 2025, 2026-02-28, or the beginning of a row's name."),
            tone=Tone.NO,
        )
        return True

    def _mark(self, text: str) -> bool:
        if self._face is _Face.STOCK:
            names = [row.name for row in self._rows()]
        else:
            names = [] if self._now is None else [short_name(row) for row in short_first(self._now.rows)]
        if fits := fitting(text, names):
            self._marked = fits[0]
            self.repaint()
        return bool(fits)

    def _go_to(self, day: date) -> None:
        self._last = min(day, self._today)
        self._ask()

    async def enter(self, entry: Entry) -> None:  # noqa: ARG002  # nothing is done
        """One step in."""
        rows = self._rows()
        if self._face is not _Face.STOCK or self._place.type or not rows:
            return
        self._place, self._marked = self._place.inner(rows[min(self._marked, len(rows) - 1)].code), 0
        self.repaint()

    async def key(self, entry: Entry, name: str) -> None:  # noqa: ARG002  # nothing is done
        """Another row, day, face or list."""
        name, _space, how = name.partition(" ")
        match name:
            case "move":
                self._move(how)
            case "earlier":
                self._go_to(date(self._last.year - 1, 12, 31))
            case "later":
                ends = date(self._last.year, 12, 31)
                self._go_to(ends if self._last < ends else date(self._last.year + 1, 12, 31))
            case "out":
                self._out()
            case "short":
                self._face = _Face.SHORT if self._face is _Face.STOCK else _Face.STOCK
                self._marked = 0
                self._ask()
            case "explain":
                self._face = _Face.SHORT if self._face is _Face.EXPLAINED else _Face.EXPLAINED
                self.repaint()
            case "branch":
                self._branch = None if self._branch else self._here
                self._ask()
            case "still":
                months = await stock_lists.months(self.questions)
                chosen, today = self._chosen(), self._today
                self._list(
                    partial(stock_lists.read_still, chosen, months),
                    lambda found: stock_lists.still(chosen, months, found, today),
                )
            case "worn":
                chosen, today = self._chosen(), self._today
                self._list(
                    partial(stock_lists.read_worn, chosen),
                    lambda found: stock_lists.worn(chosen, found, today),
                )
            case _:
                await self._export()

    def _list(self, read: "Callable[[Desk], Any]", page: "Callable[[Any], ListPage]") -> None:
        """Read a list beside the counter and show it, unless something else is being done by then."""

        def came(found: Any) -> None:
            if isinstance(found, FritidsError):
                message = found.message
                self.say(lambda: message, tone=Tone.NO)
            elif self.stage.now.job is self and self.stage.now.prompt is None:
                self.stage.go(View.LIST, page(found))

        self.stage.counting.start(read, came)

    def _move(self, key: str) -> None:
        if self._face is _Face.STOCK:
            n = len(self._rows())
        else:
            n = 0 if self._now is None else len(short_first(self._now.rows))
        if n:
            self._marked = moved(min(self._marked, n - 1), key, n, lowest=0)
            self.repaint()

    def _out(self) -> None:
        code = self._place.type or self._place.category
        self._place = self._place.outer
        self._marked = next((n for n, row in enumerate(self._rows()) if row.code == code), 0)
        self.repaint()

    def _chosen(self) -> stock_lists.Chosen:
        """What the lists are of: the category or type that is looked into, to the day that is looked at."""
        place = self._place
        types: tuple[str, ...] | None = None
        if place.type:
            types = (place.type,)
        elif place.category:
            types = tuple(one.code for one in self._types if one.category == place.category)
        return stock_lists.Chosen(
            period=self._period,
            at=None if self._last >= self._today else self._last,
            branch=self._branch,
            types=types,
            words=stock_page.place_words(place, self._types),
        )

    async def _export(self) -> None:
        chosen = self._chosen()
        path, takes_worn = await stock_lists.which_file(self.questions, chosen)

        def came(n: int | FritidsError) -> None:
            if isinstance(n, FritidsError):
                message = n.message
                self.say(lambda: message, tone=Tone.NO)
            else:
                self.say(
                    lambda: stock_lists.exported(n),
                    lambda: plain(str(path)),
                    tone=Tone.YES if n else Tone.INFO,
                )

        self.stage.counting.start(partial(stock_lists.write, chosen, path, takes_worn), came)


def _names(desk: "Desk") -> "tuple[Sequence[TypeView], dict[str, str], str]":
    here = desk.branch.show()
    branches = {here.code: here.name, **dict(desk.transfers.other_branches())}
    return desk.articles.types(), branches, here.code
