"""Dates, times and numbers as people write them in the language in use.

Babel does this too, but is 33 MB at run time for these few words. Days are `date` values in the branch's zone; moments are
aware and are turned into that zone here, the last step before somebody reads them.
"""

from datetime import UTC, date, datetime, tzinfo
from typing import Final

from fritids.i18n.catalogue import _, language, p_

_zone: tzinfo | None = None


def set_zone(zone: tzinfo) -> None:
    """From now on moments are shown in `zone`, the branch's own."""
    global _zone
    _zone = zone


def local(when: datetime) -> datetime:
    """The aware moment in the branch's zone (in UTC as long as no branch is open)."""
    return when.astimezone(_zone or UTC)


def month_name(month: int) -> str:
    """The month in full; 1 is January."""
    return (
        _("January"), _("February"), _("March"), _("April"), p_("month", "May"), _("June"),
        _("July"), _("August"), _("September"), _("October"), _("November"), _("December"),
    )[month - 1]  # fmt: skip


def month_short(month: int) -> str:
    """The month in three letters, or four where Swedish wants them; 1 is January."""
    return (
        _("Jan"), _("Feb"), _("Mar"), _("Apr"), p_("short month", "May"), _("Jun"),
        _("Jul"), _("Aug"), _("Sep"), _("Oct"), _("Nov"), _("Dec"),
    )[month - 1]  # fmt: skip


def weekday_name(weekday: int) -> str:
    """The weekday in full; 0 is Monday."""
    return (
        _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"),
    )[weekday]  # fmt: skip


def weekday_short(weekday: int) -> str:
    """The weekday in three letters; 0 is Monday."""
    return (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))[weekday]


def day_short(day: date, today: date | None = None) -> str:
    """`tis 7 apr`; with the year where `today` is given and lies in another one."""
    weekday, month = weekday_short(day.weekday()), month_short(day.month)
    if today is not None and today.year != day.year:
        return p_("date", "{weekday} {day} {month} {year}").format(
            weekday=weekday, day=day.day, month=month, year=day.year
        )
    return p_("date", "{weekday} {day} {month}").format(weekday=weekday, day=day.day, month=month)


def day_spoken(day: date, today: date | None = None) -> str:
    """`tisdag 7 april`, to be read aloud; with the year where `today` is given and lies in another one."""
    if today is not None and today.year != day.year:
        return p_("date", "{weekday} {day} {month} {year}").format(
            weekday=weekday_name(day.weekday()), day=day.day, month=month_name(day.month), year=day.year
        )
    return p_("date", "{weekday} {day} {month}").format(
        weekday=weekday_name(day.weekday()), day=day.day, month=month_name(day.month)
    )


def clock_time(when: datetime) -> str:
    """`14:05` in the branch's zone, the same in both languages."""
    return f"{local(when):%H:%M}"


def moment(when: datetime, today: date | None = None) -> str:
    """`14:05` on the day itself, else `tis 7 apr 14:05`."""
    here = local(when)
    if here.date() == today:
        return clock_time(when)
    return p_("date and time", "{day} {time}").format(
        day=day_short(here.date(), today), time=clock_time(when)
    )


def moment_spoken(here: datetime) -> str:
    """`torsdag 26 november 2026 kl. 09:31`, for what is read later and elsewhere. `here` is in the branch's own time."""
    return p_("moment of the stock list", "{day} {year} at {time}").format(
        day=day_spoken(here.date()), year=here.year, time=f"{here:%H:%M}"
    )


_SIGNS: Final = {
    "sv": str.maketrans({",": "\N{NO-BREAK SPACE}", ".": ",", "-": "\N{MINUS SIGN}"}),
    "en": str.maketrans({"-": "\N{MINUS SIGN}"}),
}


def number(value: float, decimals: int = 0, *, tongue: str | None = None) -> str:
    """`12 345` in Swedish with a space that does not break, `12,345` in English; in `tongue`, or in the language in use."""
    text = f"{value:,.{decimals}f}"
    if not text.strip("-0.,"):
        text = text.lstrip("-")  # a little less than nothing is nothing
    return text.translate(_SIGNS[tongue or language()])


def exact(value: float) -> str:
    """The number with as many decimals as it has, three at the most: for what is quoted, as `0,218`."""
    return number(value, next((places for places in range(3) if value == round(value, places)), 3))


def percent(share: float, *, tongue: str | None = None) -> str:
    """A share as `87 %` in Swedish, with a space that does not break, as `87%` in English."""
    return number(share * 100, tongue=tongue) + (
        "\N{NO-BREAK SPACE}%" if (tongue or language()) == "sv" else "%"
    )
