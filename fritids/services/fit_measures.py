"""What somebody typed of a person's measures, read into numbers. Loads no database."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from fritids.domain.fit import PLAUSIBLE, Measure, Person, Skill, Span
from fritids.domain.sizes import SizeKind, parse_size
from fritids.errors import InvalidValueError
from fritids.i18n import _

_KINDS = MappingProxyType(
    {
        Measure.HEIGHT: SizeKind.LEN,
        Measure.WEIGHT: SizeKind.KG,
        Measure.SHOE: SizeKind.EU,
        Measure.HEAD: SizeKind.HEAD,
    }
)
_YEARS = re.compile(r"([0-9]{1,3})\s*(?:år|years?)?", re.IGNORECASE)


def read_person(texts: Mapping[Measure, str | None], skill: str | None = None) -> Person:
    """The person that the typed measures tell of. Raises InvalidValueError, whose `field` is the measure that has to be typed anew."""
    told = {measure: read_measure(measure, text) for measure, text in texts.items() if text and text.strip()}
    return Person(told, None if skill is None else Skill(skill))


def read_measure(measure: Measure, text: str) -> Span:
    """What somebody typed for a measure: `142`, `1,42 m`, `35-40 kg`, `36½`. Raises InvalidValueError if it can be no such measure."""
    if measure is Measure.AGE:
        years = _YEARS.fullmatch(text.strip())
        first = last = float(years[1]) if years else None
    else:
        size = parse_size(text, _KINDS[measure])
        first, last = size.low, size.high
    low, high = PLAUSIBLE[measure]
    if first is None or last is None or not low <= first <= last <= high:
        raise InvalidValueError(_wrong(measure), field=measure.value)
    return Span(first, last)


def _wrong(measure: Measure) -> str:
    match measure:
        case Measure.HEIGHT:
            return _("That is no height. Write it in cm, such as 142.")
        case Measure.WEIGHT:
            return _("That is no weight. Write it in kg, such as 35 or 30-40.")
        case Measure.SHOE:
            return _("That is no shoe size. Write it as it stands in the shoe, such as 36.")
        case Measure.AGE:
            return _("That is no age. Write it in whole years, such as 9.")
        case Measure.HEAD:
            return _("That is no head girth. Measure above the ears, and write it in cm, such as 54.")
