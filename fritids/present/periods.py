"""Periods as people call them: `2026`, `februari 2026`, `vintern 2025–26`, `16 feb – 20 feb 2026`."""

from datetime import date

from fritids.domain.figures import Period
from fritids.domain.periods import PeriodKind, is_winter, kind_of
from fritids.i18n import _, month_name, p_
from fritids.i18n.forms import month_short


def period_name(period: Period) -> str:
    """What people call these days."""
    year = period.last.year
    match kind_of(period):
        case PeriodKind.YEAR:
            return str(year)
        case PeriodKind.SEASON if is_winter(period):
            return _("winter {years}").format(years=f"{year - 1}–{year % 100:02}")
        case PeriodKind.SEASON:
            return _("summer {year}").format(year=year)
        case PeriodKind.MONTH:
            return p_("month of a year", "{month} {year}").format(
                month=month_name(period.first.month), year=year
            )
        case PeriodKind.DAYS:
            last = f"{short_day(period.last)} {year}"
            if period.days == 1:
                return last
            first = (
                short_day(period.first)
                if period.first.year == year
                else f"{short_day(period.first)} {period.first.year}"
            )
            return f"{first} – {last}"


def short_day(day: date) -> str:
    """`16 feb`."""
    return p_("day of a month", "{day} {month}").format(day=day.day, month=month_short(day.month))
