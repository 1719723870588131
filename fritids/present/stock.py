"""The stock in words and columns: how it stands, what stood still, what was short, and how the next peak is foretold."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from fritids.domain.stock_forecast import WEIGHTS, held
from fritids.i18n import _, day_short, n_, number, p_
from fritids.outside.documents.values import NO_FIGURE_SIGN as NO_FIGURE
from fritids.present.names import article_name, plain, type_name
from fritids.present.periods import short_day

if TYPE_CHECKING:
    from fritids.domain.stock_forecast import Forecast
    from fritids.services.results.stock_figures import (
        Backtest,
        Peak,
        Shortage,
        ShortRow,
        StillView,
        StockCount,
        WornView,
    )


def stock_heads() -> tuple[str, ...]:
    """The columns of `stock_cells`."""
    return (
        _("Here"),
        p_("stock column", "Out"),
        p_("stock column", "Service"),
        p_("stock column", "Missing"),
        p_("stock column", "Still"),
        p_("stock column", "Worn"),
        p_("stock column", "Loans"),
        p_("stock column", "Each"),
    )


def stock_cells(cell: "StockCount") -> tuple[str, ...]:
    """In, out, in service, missing, not lent in the time, discarded as worn out in it, lent in it, and loans per article."""
    counts = (
        cell.in_stock,
        cell.on_loan,
        cell.in_service,
        cell.missing,
        cell.never_lent,
        cell.worn_out,
        cell.loans,
    )
    turnover = NO_FIGURE if cell.turnover is None else number(cell.turnover, 1)
    return (*(number(count) if count else "·" for count in counts), turnover)


def stock_legend() -> str:
    """What the columns mean that do not say it themselves."""
    return _(
        "Still: had and not out for 12 months. Worn: discarded as worn out in 12 months. Loans: in 12 months; Each: per article."
    )


def size_name(size: str) -> str:
    """A size, or that there is none."""
    return plain(size) or _("no size")


def still_words(one: "StillView", today: date) -> str:
    """When it was last out, or since when it has stood there without ever having been."""
    if one.last_out is None:
        return _("never out since {day}").format(day=day_short(one.added_on, today))
    return _("last out {day}").format(day=day_short(one.last_out, today))


def worn_words(one: "WornView", today: date) -> str:
    """When it was discarded, and how often it had been lent."""
    n = one.times_lent
    return n_("{day}, lent {n} time", "{day}, lent {n} times", n).format(
        day=day_short(one.discarded_on, today), n=number(n)
    )


def still_title(n: int, months: int) -> str:
    """How many stood still for how long."""
    return n_(
        "{n} article has stood still for {months} months",
        "{n} articles have stood still for {months} months",
        n,
    ).format(n=number(n), months=months)


def still_line(one: "StillView") -> str:
    """The article in the list."""
    return article_name(one.article)


# ------------------------------------------------------------------------------------------ what was short


def short_heads() -> tuple[str, ...]:
    """The columns of `short_cells`."""
    return (
        p_("shortage column", "Had"),
        p_("shortage column", "Most out"),
        p_("shortage column", "Days none left"),
        p_("shortage column", "Asked"),
        p_("shortage column", "Now"),
        p_("shortage column", "Wanted"),
        p_("shortage column", "Range"),
        p_("shortage column", "Lacking"),
    )


def short_cells(row: "ShortRow", days: int) -> tuple[str, ...]:
    """How many there were, most out at once, on how many of the days none was left, asked for in vain; now, forecast, range, lacking."""
    return (
        number(row.existed),
        number(row.most_out),
        _("{n} of {days}").format(n=row.days_none_left, days=days) if row.days_none_left else "·",
        number(row.asked) if row.asked else "·",
        number(row.stock),
        wanted(row),
        span(row.forecast),
        number(row.lacking) if row.lacking else "·",
    )


def wanted(row: "ShortRow") -> str:
    """The forecast; with a plus where all was out at times, so that more may have been wanted than was seen."""
    if row.forecast is None:
        return NO_FIGURE
    return f"{number(row.forecast.wanted)}{'+' if row.days_none_left else ''}"


def span(forecast: "Forecast | None") -> str:
    """`3–7`; a sign for none."""
    if forecast is None:
        return NO_FIGURE
    return (
        number(forecast.low)
        if forecast.low == forecast.high
        else f"{number(forecast.low)}–{number(forecast.high)}"
    )


def short_name(row: "ShortRow") -> str:
    """`Alpinpjäxor 27`."""
    return f"{type_name(row.type)} {plain(row.size)}".strip()


def peak_words(peak: "Peak") -> str:
    """Which week, how it was found, and its days."""
    days = f"{short_day(peak.first)} – {short_day(peak.last)}"
    said = (
        _("Week {week} {year} ({days}), the busiest from January to April")
        if peak.found
        else _("Week {week} {year} ({days}), the winter half-term set for this branch")
    )
    return said.format(week=peak.week, year=peak.year, days=days)


def no_peak(year: int) -> str:
    """Nothing is known of that winter."""
    return _(
        "Nothing was lent here in the winter half-term of {year}: there is nothing to look back on."
    ).format(year=year)


def formula(shortage: "Shortage") -> tuple[str, ...]:
    """How the figures for the coming peak are made, and what they are not."""
    year = shortage.coming
    said = [
        _(
            "Wanted in {year}: the most that was out at one moment of the week, and what was asked for and not had."
        ).format(year=year)
    ]
    peaks = (shortage.peak, *shortage.earlier)[: len(WEIGHTS)]
    years = [one.year for one in peaks if one is not None]
    if len(years) == 1:
        said.append(_("Only one winter half-term is known, so it is as in {year}.").format(year=years[0]))
    else:
        weighed = ", ".join(
            _("{year} × {weight}").format(year=one, weight=weight)
            for one, weight in zip(years, WEIGHTS, strict=False)
        )
        said.append(
            _("It is the mean of the last ones, the newest weighing most: {years}.").format(years=weighed)
        )
        if shortage.growth is not None:
            said.append(
                _(
                    "Times {growth}: the branch's loans of the last twelve months by those of the twelve before."
                ).format(growth=number(held(shortage.growth), 2))
            )
    said.append(
        _(
            "The range is the square root more and less, and every year it rests on. A plus: at times none was left, and more may be wanted."
        )
    )
    return tuple(said)


def backtest_words(test: "Backtest", year: int) -> str:
    """How the same reckoning would have done a year ago."""
    return _(
        "Tried on {year}: it would have said {foretold} in all, {came} came; {within} of {rows} sizes lay in their range, off by {misses} articles in all."
    ).format(
        year=year,
        foretold=number(test.foretold),
        came=number(test.came),
        within=number(test.within),
        rows=number(test.rows),
        misses=number(test.misses),
    )


def short_first(rows: "Iterable[ShortRow]") -> "list[ShortRow]":
    """Those that are worth a look: what ran out, was asked for in vain, or will lack."""
    return [row for row in rows if row.lacking or row.days_none_left or row.asked]
