"""Languages: the words of the program, and dates and numbers in a language's own form.

Messages are written in English in the code and looked up where they are used, never at import: the language can change
while the counter runs. Light on purpose; everything else may import it.
"""

from fritids.i18n.catalogue import LANGUAGES, _, language, machine_language, n_, p_, set_language
from fritids.i18n.forms import (
    clock_time,
    day_short,
    day_spoken,
    exact,
    local,
    moment,
    moment_spoken,
    month_name,
    number,
    percent,
    set_zone,
    weekday_name,
    weekday_short,
)

__all__ = [
    "LANGUAGES",
    "_",
    "clock_time",
    "day_short",
    "day_spoken",
    "exact",
    "language",
    "local",
    "machine_language",
    "moment",
    "moment_spoken",
    "month_name",
    "n_",
    "number",
    "p_",
    "percent",
    "set_language",
    "set_zone",
    "weekday_name",
    "weekday_short",
]
