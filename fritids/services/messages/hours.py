"""The week of a branch in one line, in a language's own words: `mån–tors 12–18, lör 10–14`."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from fritids.services.messages.languages import LanguageTexts
from fritids.services.overviews import OpeningSpan

_DAYS = 7


def hours_text(texts: LanguageTexts, spans: Iterable[OpeningSpan], *, short: bool) -> str:
    """Days that follow on each other and are alike stand together; empty where there are no spans. `short` leaves out full hours' minutes."""
    by_day: list[list[OpeningSpan]] = [[] for _day in range(_DAYS)]
    for span in spans:
        by_day[span.weekday].append(span)
    alike = [
        (list(days), times)
        for times, days in groupby(range(_DAYS), lambda day: _times(texts, by_day[day], short=short))
    ]
    between = "، " if texts.is_rtl else ", "
    return between.join(f"{_days(texts, days, short=short)} {times}" for days, times in alike if times)


def _times(texts: LanguageTexts, spans: Sequence[OpeningSpan], *, short: bool) -> str:
    return " + ".join(
        texts.forms.times.filled(
            {"opens": _clock(span.opens, short=short), "closes": _clock(span.closes, short=short)}
        )
        for span in sorted(spans, key=lambda span: span.opens)
    )


def _clock(time: str, *, short: bool) -> str:
    return time.removesuffix(":00").removeprefix("0") if short else time


def _days(texts: LanguageTexts, days: Sequence[int], *, short: bool) -> str:
    names = texts.forms.weekdays_short if short else texts.forms.weekdays
    if len(days) == 1:
        return names[days[0]]
    return texts.forms.days.filled({"first": names[days[0]], "last": names[days[-1]]})
