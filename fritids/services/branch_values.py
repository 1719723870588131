"""What may be stored about a branch: its name, its time zone, its hours. Shared by making a branch and changing it."""

import re
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fritids.domain.policy import SETTINGS, SettingValueError, read_setting
from fritids.domain.search import clean
from fritids.errors import InvalidValueError
from fritids.i18n import _
from fritids.services.borrower_form import EMAIL

LONGEST_NAME = 100
_CLOCK = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]|24:00")
_WEEKDAYS = range(7)
_EXAMPLES = {
    "language": "sv",
    "loan_limit": "10",
    "cut_loans_after_months": "6",
    "contact_phone": "08-123 45 67",
    "contact_email": "name@example.org",
    "sportlov_week": "8",
}
"""Of settings that are empty unless a branch sets them; of the others it is what holds then."""


def checked_name(name: str) -> str:
    """The branch's name as it is stored. Raises InvalidValueError for an empty or too long one."""
    cleaned = clean(name)
    if not cleaned:
        raise InvalidValueError(_("Give the branch a name."), field="name")
    if len(cleaned) > LONGEST_NAME:
        raise InvalidValueError(
            _("A name may have at most {n} characters.").format(n=LONGEST_NAME), field="name"
        )
    return cleaned


def checked_zone(name: str) -> str:
    """The name of a time zone that this machine knows. Raises InvalidValueError for any other."""
    try:
        return ZoneInfo(name.strip()).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        # OSError: a folder of the zone database ("Europe"), or a name longer than file systems allow.
        raise InvalidValueError(
            _("{name} is no time zone. Write one like Europe/Stockholm.").format(
                name=clean(name)[:LONGEST_NAME]
            ),
            field="timezone",
        ) from error


def checked_setting(key: str, value: str) -> str:
    """The text of a setting as it is stored. Raises InvalidValueError for an unknown setting or a value it cannot have."""
    if key not in SETTINGS:
        raise InvalidValueError(
            _("There is no setting called {name}.").format(name=clean(key)[:LONGEST_NAME]), field=key
        )
    text = clean(value)
    try:
        read_setting(key, text)
    except SettingValueError as error:
        raise InvalidValueError(
            _("“{value}” is not a value of the setting {name}. It is written like this: {example}").format(
                value=text[:LONGEST_NAME], name=key, example=_example(key)
            ),
            field=key,
        ) from error
    if key == "contact_email" and text and EMAIL.fullmatch(text) is None:
        raise InvalidValueError(_("This is no e-mail address. Write it as name@example.org."), field=key)
    return text


def _example(key: str) -> str:
    value = _EXAMPLES.get(key) or SETTINGS[key][0]
    return f'{key}="{value}"' if " " in value else f"{key}={value}"


def checked_hours(weekday: int, opens: str, closes: str) -> tuple[int, str, str]:
    """A span of opening hours as it is stored (0 is Monday, HH:MM). Raises InvalidValueError for one that cannot be."""
    if weekday not in _WEEKDAYS:
        raise InvalidValueError(_("A weekday is a number from 0 (Monday) to 6 (Sunday)."), field="weekday")
    for text, field in ((opens, "opens"), (closes, "closes")):
        if _CLOCK.fullmatch(text) is None:
            raise InvalidValueError(_("Write opening hours as 09:30."), field=field)
    if opens >= closes:
        raise InvalidValueError(_("The branch must close after it opens."), field="closes")
    return weekday, opens, closes
