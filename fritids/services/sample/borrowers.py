"""The sample's borrowers as rows, with the random keys under which figures and record know them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Final

from fritids.domain.barcode import borrower_code
from fritids.domain.rows import Rows
from fritids.domain.words import BorrowerKind
from fritids.services.sample.people import Person
from fritids.services.sample.settings import BRANCH_ID
from fritids.services.searchtext import borrower_text

CARDS: Final = 30
"""How many also use their library card."""
_BOOKED = (
    ("alpine-skis", 8),
    ("hockey-skates", 20),
    ("tent", 3),
    ("kayak", 2),
    ("adult-life-jacket", 6),
    ("floorball-stick", 12),
)


class Keys:
    """Random keys, drawn from the sample's own chance; the year's key of a borrower stays the same all year."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self.years: dict[tuple[int, int], str] = {}

    def new(self) -> str:
        """A key that nobody has."""
        return f"{self._rng.getrandbits(88):022x}"

    def of_year(self, borrower_id: int, year: int) -> str:
        """The key under which the borrower's loans of that year are counted."""
        found = self.years.get((borrower_id, year))
        if found is None:
            found = self.years[borrower_id, year] = f"{self._rng.getrandbits(64):016x}"
        return found


def rows(
    rng: Random, people: Sequence[Person], joined: dict[int, datetime], event_keys: dict[int, str]
) -> tuple[Rows, ...]:
    """Borrowers, some library cards, and co-borrowers."""
    carded = sorted(rng.sample(range(len(people)), CARDS))
    cards = {people[index].id: f"BIB{1000 + 37 * n}" for n, index in enumerate(carded)}
    return (
        Rows(
            "borrower",
            (
                "id", "number", "name", "kind", "phone", "email", "birth_year", "gender", "postcode", "language", "note", "blocked",
                "protected", "no_reminders", "event_key", "search", "added_at", "revision",
            ),
            [
                (
                    p.id, borrower_code(p.id), p.name, p.kind.value, p.phone, p.email, p.birth_year, p.gender, p.postcode, p.language,
                    None, False, p.protected, False, event_keys[p.id],
                    borrower_text(name=p.name, number=borrower_code(p.id), phone=p.phone, cards=[cards[p.id]] if p.id in cards else []),
                    joined[p.id], 1,
                )
                for p in people
            ],
        ),
        Rows("borrower_card", ("key", "code", "borrower_id"), [(code, code, borrower_id) for borrower_id, code in cards.items()]),
        Rows(
            "co_borrower",
            ("id", "borrower_id", "name", "birth_year", "gender", "added_at"),
            [(c.id, p.id, c.name, c.birth_year, c.gender, joined[p.id]) for p in people for c in p.children],
        ),
    )  # fmt: skip


def year_rows(keys: Keys) -> Rows:
    """The years' keys that the loans have used."""
    return Rows(
        "borrower_year",
        ("borrower_id", "year", "key"),
        [(*owner, key) for owner, key in sorted(keys.years.items())],
    )


def booking_rows(rng: Random, people: Sequence[Person], as_of: date, booked_at: datetime) -> Rows:
    """What a few groups have booked for the coming weeks: so many of a type each."""
    groups = [person for person in people if person.kind is not BorrowerKind.PERSON]
    values = []
    for number, (type_code, quantity) in enumerate(_BOOKED, start=1):
        first = as_of + timedelta(days=rng.randrange(4, 20))
        last = first + timedelta(days=rng.choice((1, 4, 7)))
        values.append(
            (
                number,
                BRANCH_ID,
                rng.choice(groups).id,
                None,
                type_code,
                quantity,
                first,
                last,
                None,
                booked_at,
                None,
                False,
            )
        )
    return Rows(
        "booking",
        (
            "id", "branch_id", "borrower_id", "article_id", "type_code", "quantity", "first_day", "last_day", "note", "booked_at",
            "closed_at", "fulfilled",
        ),
        values,
    )  # fmt: skip
