"""Today: what was lent and returned, by the hour, with bars; and the newest acts of all desks."""

from textual.content import Content

from fritids.errors import FritidsError
from fritids.i18n import _, day_spoken, n_
from fritids.present import act_line
from fritids.services.overviews import DayFigures
from fritids.services.results import ActView
from fritids.tui.views.base import BaseView
from fritids.tui.widgets.lines import row, styled

FULL, HALF = "█", "▌"


class TodayView(BaseView):
    """The figures of the day so far."""

    def on_mount(self) -> None:
        """Begin with none."""
        self._day: DayFigures | None = None

    def reload(self) -> None:
        """Read them again."""
        self.reading(self._read, "today")

    async def _read(self) -> None:
        try:
            self._day = await self.read(lambda desk: desk.loans.today())
        except FritidsError:
            return
        self.refresh()

    def paint(self, width: int, height: int) -> Content:
        """Totals, one line an hour, and as many acts as there is room for."""
        day = self._day
        if day is None or width < 20:
            return Content("")
        lines = [
            Content(""),
            row(
                (day_spoken(day.day), "bold"),
                "   ",
                (n_("{n} article lent", "{n} articles lent", day.lent).format(n=day.lent), "bold $yes-soft"),
                "   ",
                (n_("{n} returned", "{n} returned", day.returned).format(n=day.returned), "bold $info-soft"),
                "   ",
                (n_("{n} visit", "{n} visits", day.visits).format(n=day.visits), "bold"),
            ),
            Content(""),
        ]
        if not day.hours:
            lines.append(styled(_("Nothing has been lent or returned yet today."), "$quiet"))
        else:
            lines += _bars(day, width)
        if day.newest and height - len(lines) >= 4:
            lines += [Content(""), styled(_("Latest at all desks"), "bold $primary")]
            lines += (_act(act, day).truncate(width, ellipsis=True) for act in day.newest)
        return Content("\n").join(lines[:height])


def _act(act: ActView, day: DayFigures) -> Content:
    """An act; one that was undone says so in words and not by its strokes alone."""
    said = act_line(act, day.day)
    if not act.undone:
        return styled(said)
    return row(("✗ ", "$quiet"), (_("{act} (undone)").format(act=said), "strike $quiet"))


def _bars(day: DayFigures, width: int) -> list[Content]:
    by_hour = {figures.hour: figures for figures in day.hours}
    most = max(max(figures.lent, figures.returned) for figures in day.hours)
    room = max(4, (width - 8 - 2 * 5 - 2) // 2)
    name_lent, name_returned = _("lent"), _("returned")
    lines = [row(" " * 8, (name_lent.ljust(room + 5), "$yes-soft"), "  ", (name_returned, "$info-soft"))]
    for hour in range(min(by_hour), max(by_hour) + 1):
        figures = by_hour.get(hour)
        lent, returned = (0, 0) if figures is None else (figures.lent, figures.returned)
        lines.append(
            row(
                (f"{hour:02d}–{(hour + 1) % 24:02d}".ljust(8), "$quiet"),
                *_bar(lent, most, room, "$yes-soft"),
                "  ",
                *_bar(returned, most, room, "$info-soft"),
            )
        )
    return lines


def _bar(value: int, most: int, room: int, style: str) -> tuple[tuple[str, str], tuple[str, str]]:
    halves = round(2 * room * value / most) if most else 0
    bar = FULL * (halves // 2) + HALF * (halves % 2)
    if value and not bar:
        bar = HALF
    return (f"{value or '':>4} ", "bold"), (bar.ljust(room), style)
