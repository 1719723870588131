"""What size of a thing fits a person: measures and a table of published rules in, proposals out.

A rule says for which types, measure, band and skill it holds, and the size as `times * measure + plus` at both ends, in the unit of the
type's own size kind. Nothing here knows a binding's release value: setting one is left to whoever does it (ISO 11088).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from fritids.domain.sizes import SizeKind


class Measure(StrEnum):
    """What can be told of a person."""

    HEIGHT = "height"
    """cm."""
    WEIGHT = "weight"
    """kg, or a band of them."""
    SHOE = "shoe"
    """European shoe size."""
    AGE = "age"
    """Whole years."""
    HEAD = "head"
    """Girth in cm."""


class Skill(StrEnum):
    """How much somebody has done it before."""

    BEGINNER = "beginner"
    SOME = "some"
    GOOD = "good"


class Aim(StrEnum):
    """Where in the range the best size lies."""

    SHORT = "short"
    MIDDLE = "middle"
    LONG = "long"


PLAUSIBLE = MappingProxyType(
    {
        Measure.HEIGHT: (60.0, 230.0),
        Measure.WEIGHT: (3.0, 200.0),
        Measure.SHOE: (15.0, 52.0),
        Measure.AGE: (0.0, 120.0),
        Measure.HEAD: (40.0, 68.0),
    }
)
"""What a measure of somebody can be without a slip of the finger."""


@dataclass(frozen=True, slots=True)
class Span:
    """From `low` to `high`, both included; one value where they are alike."""

    low: float
    high: float

    def meets(self, other: "Span") -> bool:
        """Whether they have a value in common."""
        return self.low <= other.high and other.low <= self.high


@dataclass(frozen=True, slots=True)
class Person:
    """What somebody told of themselves or their child; everything may be left out."""

    measures: Mapping[Measure, Span] = field(default_factory=dict)
    skill: Skill | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table: `data/README.md` explains the columns."""

    purposes: tuple[str, ...]
    types: tuple[str, ...]
    use: str
    """What for, where one type is sized in two ways: poles for `classic` and `skate`. Empty for most."""
    measure: Measure
    band: Span
    ages: Span | None
    """Only at these ages, which then have to be known; goes before rows without."""
    skill: Skill | None
    low: tuple[float, float]
    """`times` and `plus` of the lower end."""
    high: tuple[float, float]
    step: float | None
    """Sizes are made in steps of this: both ends go to the nearest one, so that the range is never between two."""
    kind: SizeKind
    aim: Aim
    is_hint: bool
    """Only what is usual, where the measure that counts is not known."""
    sources: tuple[str, ...]
    note_sv: str = ""
    note_en: str = ""

    def holds(self, person: Person) -> bool:
        """Whether it says anything about this person."""
        told = person.measures.get(self.measure)
        if told is None or not told.meets(self.band):
            return False
        if self.ages is not None and Measure.AGE not in person.measures:
            return False
        return self.may_hold(person) and self.skill in (None, person.skill or self.skill)

    def may_hold(self, person: Person) -> bool:
        """Whether it could say something if more were told: false where it is for another age."""
        age = person.measures.get(Measure.AGE)
        return self.ages is None or age is None or age.meets(self.ages)

    def size(self, person: Person) -> Span:
        """The size that fits, in the unit of `kind`. The person has to be one for whom the rule `holds`."""
        told = person.measures[self.measure]
        low = self._stepped(self.low[0] * told.low + self.low[1])
        return Span(low, max(low, self._stepped(self.high[0] * told.high + self.high[1])))

    def _stepped(self, value: float) -> float:
        return round(round(value / self.step) * self.step if self.step else value, 1)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A size of a type that fits."""

    type_code: str
    use: str
    kind: SizeKind
    size: Span
    aim: float
    """The size to be tried first."""
    measure: Measure
    is_hint: bool
    skill_would_help: bool
    """The range is as wide as that of beginners and good ones together, because nobody said which it is."""
    sources: tuple[str, ...]
    notes: tuple[tuple[str, str], ...]
    """Swedish and English."""


@dataclass(frozen=True, slots=True)
class Unsaid:
    """A type of which no size can be said."""

    type_code: str
    use: str
    lacking: tuple[Measure, ...] = ()
    """The measures one of which is needed, the one that counts most first; empty where the table has no size for what was told."""


@dataclass(frozen=True, slots=True)
class Fit:
    """What fits a person, in the order of the table."""

    proposals: tuple[Proposal, ...] = ()
    unsaid: tuple[Unsaid, ...] = ()


@dataclass(slots=True)
class _Kind:
    """All rows of one type and use."""

    type_code: str
    use: str
    rows: list[Rule] = field(default_factory=list)


def propose(
    person: Person, rules: Iterable[Rule], *, purpose: str | None = None, types: Sequence[str] | None = None
) -> Fit:
    """The sizes that fit, of the types asked for: those of a purpose, those named, or all that have a rule.

    The first measure that is told decides, those that count before those that only hint: who is too small for skis by their height gets
    none by their age.
    """
    kinds: dict[tuple[str, str], _Kind] = {}
    for rule in rules:
        if purpose is not None and purpose not in rule.purposes:
            continue
        for code in rule.types:
            if types is None or code in types:
                kinds.setdefault((code, rule.use), _Kind(code, rule.use)).rows.append(rule)
    found = [_of_kind(person, kind) for kind in kinds.values()]
    return Fit(
        tuple(one for one in found if isinstance(one, Proposal)),
        tuple(one for one in found if isinstance(one, Unsaid)),
    )


def asked_for(rules: Iterable[Rule], purpose: str) -> tuple[tuple[Measure, ...], bool]:
    """The measures that are worth asking for what somebody wants to do, and whether it matters how good they are at it."""
    first: dict[tuple[str, str], Measure] = {}
    more: set[Measure] = set()
    skilled = False
    for rule in rules:
        if purpose in rule.purposes:
            if rule.is_hint or rule.ages is not None:
                more.add(Measure.AGE)
            if not rule.is_hint:
                for code in rule.types:
                    first.setdefault((code, rule.use), rule.measure)
            skilled = skilled or rule.skill is not None
    wanted = more.union(first.values())
    return tuple(measure for measure in Measure if measure in wanted), skilled


def suits(proposal: Proposal, size: Span) -> bool:
    """Whether a thing of this size fits. What carries a person has to be made for their weight, not for part of the band they told."""
    wanted = Span(proposal.aim, proposal.aim) if proposal.kind is SizeKind.KG else proposal.size
    return size.meets(wanted)


def how_near(proposal: Proposal, size: Span) -> tuple[float, float]:
    """What orders things that fit, the best first: how far the size to be tried first lies outside theirs, then from its middle."""
    outside = max(size.low - proposal.aim, proposal.aim - size.high, 0.0)
    return outside, abs((size.low + size.high) / 2 - proposal.aim)


def _of_kind(person: Person, kind: _Kind) -> Proposal | Unsaid:
    rows = [rule for rule in kind.rows if rule.may_hold(person)]
    asked = list(dict.fromkeys((rule.is_hint, rule.measure) for rule in rows))
    asked.sort(key=lambda each: each[0])
    told = next((each for each in asked if each[1] in person.measures), None)
    held = [rule for rule in rows if (rule.is_hint, rule.measure) == told and rule.holds(person)]
    if held:
        return _together(person, kind, held)
    measures = [measure for is_hint, measure in asked if not is_hint] or [measure for _, measure in asked]
    if not measures or measures[0] in person.measures:
        return Unsaid(kind.type_code, kind.use)
    lacking = tuple(measure for measure in measures if measure not in person.measures)
    return Unsaid(kind.type_code, kind.use, lacking)


def _together(person: Person, kind: _Kind, held: list[Rule]) -> Proposal:
    rows = [rule for rule in held if rule.ages is not None] or held
    sizes = [rule.size(person) for rule in rows]
    size = Span(min(each.low for each in sizes), max(each.high for each in sizes))
    aims = {rule.aim for rule in rows}
    return Proposal(
        type_code=kind.type_code,
        use=kind.use,
        kind=rows[0].kind,
        size=size,
        aim=_aimed(size, aims.pop() if len(aims) == 1 else Aim.MIDDLE),
        measure=rows[0].measure,
        is_hint=rows[0].is_hint,
        skill_would_help=person.skill is None and any(rule.skill is not None for rule in rows),
        sources=tuple(dict.fromkeys(source for rule in rows for source in rule.sources)),
        notes=tuple(dict.fromkeys((rule.note_sv, rule.note_en) for rule in rows if rule.note_en)),
    )


def _aimed(size: Span, aim: Aim) -> float:
    match aim:
        case Aim.SHORT:
            return size.low
        case Aim.LONG:
            return size.high
        case Aim.MIDDLE:
            return (size.low + size.high) / 2
