"""Who borrows at the sample branch: people of many origins and groups, none of them real.

Phone numbers are only those that the Swedish regulator keeps for fiction (`data/FACTS.md`), some 500: the two who share a
household share a number, and some have none. Addresses end in example.org (RFC 2606).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import pairwise
from random import Random

from fritids.domain.search import fold
from fritids.domain.words import AgeBand, BorrowerKind, Gender, age_band, postal_area
from fritids.services.reference import read_rows

BORROWERS = 900
HOUSEHOLDS_OF_TWO = 340
GROUPS_WITH_PHONE = 0.9
WITHOUT_PHONE = 0.06
NEVER_CAME = 6
"""People who registered and have not borrowed yet."""
MOBILE = range(46701740605, 46701740700)
LANDLINE = (
    range(46313900600, 46313900700),
    range(46406280400, 46406280500),
    range(46846500400, 46846500500),
    range(46980319200, 46980319300),
)
"""PTS's series of numbers for fiction, as E.164 without the plus."""
POSTCODES = tuple(f"{area}{last}" for area in ("602", "603") for last in range(10, 80, 3))
_TRIES = 12

# Ages. Who turns how old in the year of the sample's own today.
ADULTS = (19, 79, 38)
"""Youngest, oldest, commonest."""
YOUTHS = range(15, 19)
PARENTS = range(25, 56)
CHILDREN = range(3, 16)
GROWN_UP = 19

# Shares, made up.
WOMEN = 0.56
GIRLS = 0.5
SAME_FAMILY_NAME = 0.9
YOUTH_ON_THEIR_OWN = 0.05
NO_CHILDREN = 0.3
OTHER_ANSWER = 0.07
NO_BIRTH_YEAR = 0.08
NO_POSTCODE = 0.06
OWN_LANGUAGE = 0.8
WITH_EMAIL = 0.45


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one origin, and the language its people like to be written to in."""

    language: str
    share: float
    women: tuple[str, ...]
    men: tuple[str, ...]
    families: tuple[str, ...]


@dataclass(slots=True)
class Child:
    """A co-borrower. `id` is given when the household is known to borrow at all."""

    name: str
    birth_year: int | None
    gender: str | None
    id: int = 0


@dataclass(slots=True)
class Person:
    """A borrower, person or group."""

    name: str
    kind: BorrowerKind = BorrowerKind.PERSON
    phone: str | None = None
    email: str | None = None
    birth_year: int | None = None
    gender: str | None = None
    postcode: str | None = None
    language: str | None = None
    protected: bool = False
    children: list[Child] = field(default_factory=list)
    id: int = 0
    bands: dict[tuple[int, int], str] = field(default_factory=dict)
    """Age bands worked out so far, by (child or 0, year)."""

    @property
    def postal_area(self) -> str | None:
        """What a loan keeps of the postcode."""
        return postal_area(self.postcode)

    def band(self, child: Child | None, year: int) -> str:
        """The age band of a loan for oneself, or for a child."""
        key = (child.id if child else 0, year)
        if (known := self.bands.get(key)) is None:
            band = (
                AgeBand.UNKNOWN
                if self.kind is not BorrowerKind.PERSON
                else age_band((child or self).birth_year, year)
            )
            known = self.bands[key] = band.value
        return known


@cache
def _origins() -> tuple[Names, ...]:
    return tuple(
        Names(
            row["language"],
            float(row["share"]),
            tuple(row["women"].split()),
            tuple(row["men"].split()),
            tuple(row["families"].split()),
        )
        for row in read_rows("sample/names.csv")
    )


@cache
def _taken() -> frozenset[str]:
    """Names that somebody well known bears; nobody in the sample does."""
    return frozenset(fold(row["name"]) for row in read_rows("sample/famous.csv"))


def make_people(rng: Random, as_of: date) -> list[Person]:
    """All borrowers, in the order in which they came first."""
    groups = [
        Person(name.strip(), BorrowerKind(row["kind"]))
        for row in read_rows("sample/groups.csv")
        for name in row["names"].split(";")
    ]
    for group in groups:
        group.postcode = rng.choice(POSTCODES)
        group.language = "sv"
    households = _households(rng, BORROWERS - len(groups), as_of.year)
    _give_phones(rng, households, groups)
    people = [person for household in households for person in household]
    for person in rng.sample(people, 2):
        person.protected = True
    _give_addresses(rng, people)
    everybody = people + groups
    rng.shuffle(everybody)
    children = (child for person in everybody for child in person.children)
    for number, child in enumerate(children, start=1):
        child.id = number
    for number, person in enumerate(everybody, start=1):
        person.id = number
    return everybody


def _households(rng: Random, people: int, year: int) -> list[list[Person]]:
    origins = rng.choices(
        _origins(), weights=[names.share for names in _origins()], k=people - HOUSEHOLDS_OF_TWO
    )
    used: set[str] = set()
    households = []
    for number, names in enumerate(origins):
        family = rng.choice(names.families)
        first = _person(rng, names, family, year, woman=rng.random() < WOMEN, used=used)
        household = [first]
        if number < HOUSEHOLDS_OF_TWO:
            second = _person(rng, names, family, year, woman=first.gender != Gender.WOMAN.value, used=used)
            second.postcode = first.postcode
            household.append(second)
        first.children = _children(rng, names, first, year)
        households.append(household)
    return households


def _person(rng: Random, names: Names, family: str, year: int, *, woman: bool, used: set[str]) -> Person:
    given = names.women if woman else names.men
    name = ""
    # Somebody may have the same name as somebody else, but not often.
    for _ in range(_TRIES):
        own = family if rng.random() < SAME_FAMILY_NAME else rng.choice(names.families)
        name = f"{rng.choice(given)} {own}"
        if name not in used and fold(name) not in _taken():
            break
    else:
        return _person(rng, names, rng.choice(names.families), year, woman=woman, used=set())
    used.add(name)
    age = rng.choice(YOUTHS) if rng.random() < YOUTH_ON_THEIR_OWN else int(rng.triangular(*ADULTS))
    gender: Gender | None = Gender.WOMAN if woman else Gender.MAN
    if rng.random() < OTHER_ANSWER:
        gender = rng.choice((Gender.OTHER, Gender.NO_ANSWER, Gender.NO_ANSWER, None))
    return Person(
        name,
        birth_year=None if rng.random() < NO_BIRTH_YEAR else year - age,
        gender=gender.value if gender else None,
        postcode=None if rng.random() < NO_POSTCODE else rng.choice(POSTCODES),
        language=names.language if rng.random() < OWN_LANGUAGE else "sv",
    )


def _children(rng: Random, names: Names, parent: Person, year: int) -> list[Child]:
    born = parent.birth_year or year - ADULTS[2]
    children: list[Child] = []
    if year - born not in PARENTS or rng.random() < NO_CHILDREN:
        return children
    family = parent.name.split()[-1]
    for _ in range(rng.choice((1, 2, 2, 3))):
        girl = rng.random() < GIRLS
        birth_year = max(born + GROWN_UP, year - rng.choice(CHILDREN))
        name = f"{rng.choice(names.women if girl else names.men)} {family}"
        if all(name != child.name for child in children) and fold(name) not in _taken():
            gender = Gender.WOMAN if girl else Gender.MAN
            children.append(Child(name, birth_year, gender.value if rng.random() > OTHER_ANSWER else None))
    return children


def _give_phones(rng: Random, households: list[list[Person]], groups: list[Person]) -> None:
    """Hand the numbers out: groups get landlines of their own, then each household one; the last have none left."""
    landlines = [f"+{number}" for series in LANDLINE for number in series]
    rng.shuffle(landlines)
    for group in groups:
        if rng.random() < GROUPS_WITH_PHONE:
            group.phone = landlines.pop()
    numbers = landlines + [f"+{number}" for number in MOBILE]
    rng.shuffle(numbers)
    # Those of two first: with one number a household there would not be enough for all.
    for household in sorted(households, key=len, reverse=True):
        if not numbers or rng.random() < WITHOUT_PHONE:
            continue
        number = numbers.pop()
        for person in household:
            person.phone = number


def _give_addresses(rng: Random, people: Sequence[Person]) -> None:
    for number, person in enumerate(people):
        if rng.random() < WITH_EMAIL and not person.protected:
            local = ".".join(
                "".join(c for c in part if c.isascii() and c.isalnum()) for part in fold(person.name).split()
            )
            person.email = f"{local}.{number}@example.org"


def joining(planned: Sequence[int]) -> list[int]:
    """How many borrowers have come by the end of each day, when so many loans are made on it: fast at first, then slower."""
    total = sum(planned)
    done, joined = 0, []
    for loans in planned:
        done += loans
        joined.append(round((BORROWERS - NEVER_CAME) * (done / total) ** 0.8))
    assert all(before <= after for before, after in pairwise(joined))
    return joined
