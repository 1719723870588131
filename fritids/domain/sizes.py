"""Sizes as people type them: read into numbers that can be compared, and into one spelling that is stored.

The stored spelling bears no unit where its kind says it anyway (`140` for skis, not `140 cm`), so that a size somebody
typed comes back as they typed it. A size that means nothing to us is kept as it is written and compared with nothing: a label
that cannot be read must not stop anybody from registering an article.

Letter sizes have no number: an `M` of one maker is another's `L`, and an order of letters would make `S–L` fit a `JR`.
They are compared as letters, which the stored text holds with `/` or a blank between (`letters_of`).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class SizeKind(StrEnum):
    """How the size of an article type is read. `data/README.md` has the list with examples."""

    LEN = "LEN"
    """Length in cm."""
    EU = "EU"
    EU_RANGE = "EU_RANGE"
    MP = "MP"
    """Mondopoint in cm, as on the boots; it is often typed in mm."""
    HEAD = "HEAD"
    """Girth in cm."""
    SML = "SML"
    CL = "CL"
    """Children's clothes: the child's height in cm."""
    KG = "KG"
    """Weight of the person whom the thing carries."""
    MASS = "MASS"
    """Weight of the thing itself, in kg."""
    L = "L"
    P = "P"
    WHEEL = "WHEEL"
    """Diameter in inches."""
    INCH = "INCH"
    OZ = "OZ"
    BALL = "BALL"
    DIM = "DIM"
    """Free text."""
    NONE = "NONE"


@dataclass(frozen=True, slots=True)
class Size:
    """A size in its stored spelling, and what it spans in its kind's unit; None where it is no number."""

    text: str
    low: float | None = None
    high: float | None = None

    @property
    def letters(self) -> frozenset[str]:
        """The letter sizes it names: `S/M` → {S, M}."""
        return letters_of(self.text)


@dataclass(frozen=True, slots=True)
class WantedSize:
    """A size somebody searches for, of which the kind is not known; `kinds` are those its unit allows, empty for any."""

    size: Size
    kinds: frozenset[SizeKind] = frozenset()

    def suits(self, kind: SizeKind, second: SizeKind | None = None) -> bool:
        """Whether a size of a type with these kinds may be meant at all."""
        return not self.kinds or kind in self.kinds or second in self.kinds


PLAUSIBLE = MappingProxyType(
    {
        SizeKind.LEN: (10.0, 800.0),
        SizeKind.EU: (15.0, 52.0),
        SizeKind.EU_RANGE: (15.0, 52.0),
        SizeKind.MP: (13.0, 34.0),
        SizeKind.HEAD: (40.0, 68.0),
        SizeKind.CL: (44.0, 188.0),
        SizeKind.KG: (0.0, 250.0),
        SizeKind.MASS: (0.2, 60.0),
        SizeKind.L: (0.3, 300.0),
        SizeKind.P: (1.0, 20.0),
        SizeKind.WHEEL: (5.0, 36.0),
        SizeKind.INCH: (3.0, 70.0),
        SizeKind.OZ: (2.0, 24.0),
        SizeKind.BALL: (0.0, 9.0),
    }
)
"""What a size of a kind can be without somebody having slipped on the keys."""

_MILLIMETRES = (130.0, 340.0)
"""A number in this span on a boot is mondopoint in mm."""

_LENGTHS = frozenset({SizeKind.LEN, SizeKind.DIM})
_FACTORS = MappingProxyType(
    {
        "cm": {SizeKind.LEN: 1.0, SizeKind.HEAD: 1.0, SizeKind.MP: 1.0, SizeKind.CL: 1.0, SizeKind.DIM: 1.0},
        "m": {SizeKind.LEN: 100.0, SizeKind.DIM: 100.0},
        "mm": {SizeKind.LEN: 0.1, SizeKind.MP: 0.1, SizeKind.DIM: 0.1},
        "in": {SizeKind.INCH: 1.0, SizeKind.WHEEL: 1.0, SizeKind.LEN: 2.54, SizeKind.DIM: 2.54},
        "kg": {SizeKind.KG: 1.0, SizeKind.MASS: 1.0},
        "g": {SizeKind.MASS: 0.001},
        "l": {SizeKind.L: 1.0},
        "p": {SizeKind.P: 1.0},
        "oz": {SizeKind.OZ: 1.0},
        "eu": {SizeKind.EU: 1.0, SizeKind.EU_RANGE: 1.0},
        "mp": {SizeKind.MP: 1.0},
        "cl": {SizeKind.CL: 1.0},
    }
)
_SEARCHED = MappingProxyType({"in": (1.0, frozenset({SizeKind.INCH, SizeKind.WHEEL}))})
"""Units that a search reads otherwise than a label does: inches are wheels and gloves, hardly ever a length in cm."""

_SPELLINGS = MappingProxyType(
    {
        "cm": ("cm",),
        "m": ("m", "meter", "metre"),
        "mm": ("mm",),
        "in": ('"', "”", "″", "''", "tum", "in", "inch", "inches"),
        "kg": ("kg", "kilo"),
        "g": ("g",),
        "l": ("l", "liter", "litre", "litres"),
        "p": ("p", "pers", "pers.", "person", "personer", "persons", "manna", "mans", "man"),
        "oz": ("oz",),
        "eu": ("eu", "eur"),
        "mp": ("mp", "mondo", "mondopoint"),
        "cl": ("cl",),
    }
)
_UNITS = {spelling: unit for unit, spellings in _SPELLINGS.items() for spelling in spellings}
_WITH_UNIT = MappingProxyType(
    {
        SizeKind.LEN: "{} cm",
        SizeKind.HEAD: "{} cm",
        SizeKind.MP: "mondo {}",
        SizeKind.CL: "{} cl",
        SizeKind.KG: "{} kg",
        SizeKind.MASS: "{} kg",
        SizeKind.L: "{} l",
        SizeKind.P: "{} p",
        SizeKind.WHEEL: '{}"',
        SizeKind.INCH: '{}"',
        SizeKind.OZ: "{} oz",
        SizeKind.EU: "EU {}",
        SizeKind.EU_RANGE: "EU {}",
    }
)
_HALVES = MappingProxyType({"½": 0.5, "1/2": 0.5, "⅓": 1 / 3, "1/3": 1 / 3, "⅔": 2 / 3, "2/3": 2 / 3})
_THIRDS = MappingProxyType({"⅓": "1/3", "1/3": "1/3", "⅔": "2/3", "2/3": "2/3"})

_NUMBER = r"([0-9]{1,5}(?:[.,][0-9]{1,3})?)(?:\s*([½⅓⅔])|\s+([12]/[23])(?![0-9]))?"
_UNIT = "|".join(re.escape(unit) for unit in sorted(_UNITS, key=len, reverse=True))
_MEASURE = re.compile(
    rf"(?P<lead>(?:storlek|strl|stl|str|size|nr|no)\.?\s*)?"
    rf"(?P<open>>=?|över|over|minst|min\.?|från|from|<=?|-|max\.?|upp\s+till|up\s+to|under)?\s*"
    rf"(?P<prefix>eur?|mondopoint|mondo|mp)?\.?\s*"
    rf"{_NUMBER}(?:\s*-?(?P<unit_a>{_UNIT})(?![^\W\d_]))?"
    rf"(?:\s*(?P<sep>-|/|till|to)\s*{_NUMBER}(?:\s*-?(?P<unit_b>{_UNIT})(?![^\W\d_]))?)?"
    rf"\s*(?P<plus>\+)?\s*(?P<unit_c>(?:{_UNIT})(?![^\W\d_]))?"
)
_UP = frozenset({">", ">=", "över", "over", "minst", "min", "min.", "från", "from"})
_LETTERS = MappingProxyType(
    {
        "xxs": "XXS", "2xs": "XXS", "xs": "XS", "s": "S", "m": "M", "l": "L", "xl": "XL", "xxl": "XXL", "2xl": "XXL",
        "xxxl": "3XL", "3xl": "3XL", "small": "S", "medium": "M", "large": "L", "x-large": "XL",
        "jr": "JR", "junior": "JR", "sr": "SR", "senior": "SR", "int": "INT",
    }
)  # fmt: skip
_ORDER = ("XXS", "XS", "S", "M", "L", "XL", "XXL", "3XL")
_KNOWN_LETTERS = frozenset(_LETTERS.values())
_DASHES = re.compile(r"[‐-―−]")
_BLANKS = re.compile(r"\s+")


def parse_size(text: str, kind: SizeKind, second: SizeKind | None = None) -> Size:
    """The size that `text` means for an article type of `kind`, whose labels may bear `second` instead.

    Never fails. The text of the answer parses to the same size again.
    """
    plain = _plain(text)
    if (measure := _measure(plain.casefold())) and (size := _of_either_kind(measure, kind, second)):
        return size
    if letters := _letter_text(plain.casefold()):
        return Size(letters)
    return _letters_and_measure(plain, kind) or Size(plain)


def wanted_size(text: str) -> WantedSize | None:
    """The size a searched text means, if it looks like one: `38`, `30 kg`, `54-58`, `S/M`."""
    folded = _plain(text).casefold()
    if letters := _letter_text(folded):
        return WantedSize(Size(letters))
    measure = _measure(folded)
    if measure is None:
        return None
    if measure.unit is None:
        return WantedSize(Size(measure.text, measure.low, measure.high))
    if measure.unit in _SEARCHED:
        factor, kinds = _SEARCHED[measure.unit]
        return WantedSize(measure.scaled(factor, ""), kinds)
    factors = _FACTORS[measure.unit]
    # One factor is enough: where a unit has several, they differ only for inches, dealt with above.
    return WantedSize(measure.scaled(next(iter(factors.values())), ""), frozenset(factors))


def letters_of(text: str) -> frozenset[str]:
    """The letter sizes in a stored text, which stand between `/` and blanks."""
    return frozenset(text.replace("/", " ").split()) & _KNOWN_LETTERS


def implausible(size: Size, kind: SizeKind, second: SizeKind | None = None) -> bool:
    """Whether the number lies outside what a size of the kind can be: worth a question, never a refusal."""
    if size.low is None or size.high is None:
        return False
    spans = [PLAUSIBLE[each] for each in (kind, second) if each is not None and each in PLAUSIBLE]
    return bool(spans) and not any(low <= size.low and size.high <= high for low, high in spans)


@dataclass(frozen=True, slots=True)
class _Measure:
    """A number or a span as written: before anybody has said of which kind it is."""

    text: str
    low: float
    high: float
    unit: str | None
    up: bool
    """Has no upper end."""

    def as_size(self, kind: SizeKind) -> Size | None:
        """The size in the unit of `kind`, or None if the unit belongs to another kind."""
        size = self._in_unit_of(kind)
        if kind is SizeKind.CL and size is not None:
            # The way it stands on children's clothes; everywhere else a span has a hyphen.
            return Size(size.text.replace("-", "/"), size.low, size.high)
        return size

    def _in_unit_of(self, kind: SizeKind) -> Size | None:
        if kind in (SizeKind.DIM, SizeKind.NONE, SizeKind.SML):
            return self._free(kind)
        _, high = PLAUSIBLE[kind]
        if self.unit is None:
            if kind is SizeKind.MP and _MILLIMETRES[0] <= self.low <= self.high <= _MILLIMETRES[1]:
                return self.scaled(0.1, "")
            return self._spanning(high)
        factor = _FACTORS[self.unit].get(kind)
        if factor is None:
            return None
        if self.unit == "in" and kind in _LENGTHS:
            return self.scaled(factor, '"', keep=True)
        return self._spanning(high) if factor == 1.0 else self.scaled(factor, "")

    def scaled(self, factor: float, unit: str, *, keep: bool = False) -> Size:
        """The size times `factor`; with `keep` the text stays in the unit it was written in."""
        low, high = round(self.low * factor, 3), round(self.high * factor, 3)
        text = self.text if keep or factor == 1.0 else _span_text(low, high)
        return Size(text + unit, low, high)

    def _spanning(self, highest: float) -> Size:
        return Size(self.text, self.low, max(self.low, highest) if self.up else self.high)

    def _free(self, kind: SizeKind) -> Size | None:
        if self.unit is None:
            return Size(self.text, self.low, self.high)
        factor = _FACTORS[self.unit].get(SizeKind.DIM)
        if kind is SizeKind.SML or factor is None:
            return None
        return self.scaled(factor, '"' if self.unit == "in" else f" {self.unit}", keep=True)


def _of_either_kind(measure: _Measure, kind: SizeKind, second: SizeKind | None) -> Size | None:
    """Read as the first kind; as the second where only that makes sense, and then the text says so (`EU 38`)."""
    size = measure.as_size(kind)
    other = measure.as_size(second) if second else None
    if second is None or other is None:
        return size
    doubtful = kind is SizeKind.SML or (size is not None and implausible(size, kind))
    if size is None or (doubtful and not implausible(other, second)):
        return Size(_WITH_UNIT.get(second, "{}").format(other.text), other.low, other.high)
    return size


def _measure(folded: str) -> _Measure | None:
    found = _MEASURE.fullmatch(folded.strip("() "))
    if found is None:
        return _road_wheel(folded)
    whole_a, half_a, fraction_a, whole_b, half_b, fraction_b = (
        found[i] for i in _NUMBER_GROUPS
    )  # fmt: skip
    units = {_UNITS[u] for u in (found["prefix"], found["unit_a"], found["unit_b"], found["unit_c"]) if u}
    opening, up = found["open"], bool(found["plus"])
    if len(units) > 1 or (found["sep"] and (opening or up)) or (opening and up):
        return None
    low, low_text = _number(whole_a, half_a or fraction_a)
    unit = next(iter(units), None)
    if found["sep"]:
        high, high_text = _number(whole_b, half_b or fraction_b)
        text = f"{low_text}-{high_text}"
        return _Measure(text, low, high, unit, up=False) if low <= high else None
    if opening in _UP or up:
        return _Measure(f"{low_text}+", low, low, unit, up=True)
    if opening:
        return _Measure(f"0-{low_text}", 0.0, low, unit, up=False)
    return _Measure(low_text, low, low, unit, up=False)


_NUMBER_GROUPS = tuple(
    group for group in range(1, _MEASURE.groups + 1) if group not in _MEASURE.groupindex.values()
)


def _road_wheel(folded: str) -> _Measure | None:
    """`700c`, the road wheel, which is sold and asked for as 28 inches."""
    return _Measure("28", 28.0, 28.0, "in", up=False) if folded in ("700c", "700 c") else None


def _number(whole: str, fraction: str | None) -> tuple[float, str]:
    value = float(whole.replace(",", "."))
    if fraction is None:
        return value, _decimal(value)
    value = round(value + _HALVES[fraction], 3)
    third = _THIRDS.get(fraction)
    return value, f"{_decimal(float(whole.replace(',', '.')))} {third}" if third else _decimal(value)


def _decimal(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _span_text(low: float, high: float) -> str:
    return _decimal(low) if low == high else f"{_decimal(low)}-{_decimal(high)}"


def _letter_text(folded: str) -> str | None:
    """`s-l` → `S/M/L`, `small` → `S`, `jr m` → `JR M`; None if anything else stands in it."""
    parts = re.split(r"\s*([/,&]|(?<!x)-|\s)\s*", folded.strip("() "))
    words, separators = parts[0::2], parts[1::2]
    if any(word not in _LETTERS for word in words):
        return None
    names = [_LETTERS[word] for word in words]
    if separators == ["-"] and all(name in _ORDER for name in names):
        first, last = (_ORDER.index(name) for name in names)
        return "/".join(_ORDER[first : last + 1]) if first <= last else None
    return "".join(_alternating(names, (" " if sep.isspace() else "/" for sep in separators)))


def _alternating(words: Iterable[str], separators: Iterable[str]) -> Iterable[str]:
    between = iter(separators)
    for word in words:
        yield word
        yield next(between, "")


def _letters_and_measure(plain: str, kind: SizeKind) -> Size | None:
    """`M 54-58 cm`, `M/L (56-60)`: makers print both on helmets."""
    head, _, tail = plain.partition(" ")
    letters = _letter_text(head.casefold())
    measure = _measure(tail.casefold()) if letters else None
    size = measure.as_size(kind) if measure else None
    return None if size is None else Size(f"{letters} {size.text}", size.low, size.high)


def _plain(text: str) -> str:
    return _BLANKS.sub(" ", _DASHES.sub("-", text)).strip()
