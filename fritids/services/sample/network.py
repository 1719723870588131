"""A network of many branches and millions of loans, to try reports and statistics on at the size of the whole country.

Nobody lived this history: each branch lends what the sample branch lent (`generator`), once or several times side by side and earlier by
whole numbers of 52 weeks, so that weekdays stay. What tells branches apart is how much they lend, their postal areas and the random
keys. One borrower in fifty also borrows at the next branch: borrowers of the network are fewer than those of its branches added up.

It has no record of events but the line that says that all of it was brought along: as of a branch that came from another system.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Final

from fritids.domain.barcode import article_code, borrower_code
from fritids.domain.calendar import USUAL_ZONE
from fritids.domain.rows import Row
from fritids.domain.words import ActKind
from fritids.services.sample.generator import SEED, SampleBranch, generate
from fritids.services.sample.network_slots import ERAS, Slot, slots
from fritids.services.searchtext import article_text, borrower_text

ERA: Final = timedelta(weeks=104)
"""By how much an earlier history is moved back; the sample has two years."""
SHARED: Final = 50
"""Every so many borrowers are borrowers of the branch before as well."""
_POSTAL_AREAS: Final = range(100, 985)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one table, made one by one when they are stored."""

    name: str
    columns: tuple[str, ...]
    rows: Callable[[], Iterable[Sequence[object]]]


class Network:
    """The rows of a network, table by table, in an order in which every row finds what it refers to."""

    def __init__(self, as_of: date, branches: int, loans: int, *, seed: int = SEED) -> None:
        self._one: SampleBranch = generate(as_of, seed=seed)
        self._seed = seed
        self.branches = branches
        self.slots = slots(branches, loans, len(self._one.history.loans))
        self._at = {name: {column: n for n, column in enumerate(self._one.table(name).columns)} for name in (
            "article", "barcode", "article_state_change", "borrower", "co_borrower", "visit", "loan", "renewal", "printed_label")}  # fmt: skip
        self._sizes = {
            name: len(self._one.table(name).values)
            for name in ("article", "borrower", "co_borrower", "visit", "loan", "renewal")
        }

    def tables(self) -> tuple[Table, ...]:
        """All of them. Rows are made when they are asked for, the same ones each time."""
        one = self._one
        moved = (
            ("article", self._articles),
            ("barcode", self._barcodes),
            ("article_state_change", self._changes),
            ("printed_label", self._printed),
            ("borrower", self._borrowers),
            ("co_borrower", self._children),
            ("visit", self._visits),
            ("loan", self._loans),
            ("renewal", self._renewals),
        )
        return (
            Table("branch", one.table("branch").columns, self._branch_rows),
            *(self._per_branch(name) for name in ("branch_setting", "opening_hours", "closed_period")),
            *(
                Table(
                    name,
                    self._columns(name),
                    lambda make=make: (row for slot in self.slots for row in make(slot)),  # type: ignore[misc]  # mypy does not see through a default
                )
                for name, make in moved
            ),
            Table("borrower_year", ("borrower_id", "year", "key"), self._year_rows),
            Table("event", ("act_key", "line", "at", "branch_id", "desk", "kind"), self._event_rows),
        )

    def count(self, name: str) -> int:
        """How many numbers of the series of articles or borrowers are taken."""
        return len(self.slots) * self._sizes[name]

    def _columns(self, name: str) -> tuple[str, ...]:
        columns = self._one.table(name).columns
        return columns[1:] if columns[0] == "id" and name == "article_state_change" else columns

    def _branch_rows(self) -> Iterator[Row]:
        for number in range(1, self.branches + 1):
            yield (number, f"b{number:03}", f"Fritidsbanken Exempelstad {number}", USUAL_ZONE, None, 1)

    def _per_branch(self, name: str) -> Table:
        rows = self._one.table(name)
        place = rows.columns.index("branch_id")
        columns = tuple(column for column in rows.columns if column != "id")

        def made() -> Iterator[Row]:
            for number in range(1, self.branches + 1):
                for row in rows.values:
                    fitted = (*row[:place], number, *row[place + 1 :])
                    yield fitted[1:] if "id" in rows.columns else fitted

        return Table(name, columns, made)

    def _articles(self, slot: Slot) -> Iterator[list[object]]:
        at, step = self._at["article"], slot.number * self._sizes["article"]
        first = max((ago for ago, _count in slot.eras), default=0) * ERA
        for row in self._one.table("article").values:
            made: list[object] = list(row)
            made[at["id"]] = number = _whole(row[at["id"]]) + step
            made[at["branch_id"]] = slot.branch_id
            made[at["label"]] = label = article_code(number)
            made[at["search"]] = article_text(
                brand=_text(row[at["brand"]]),
                model=_text(row[at["model"]]),
                size=_text(row[at["size"]]),
                codes=[label],
            )
            made[at["added_at"]] = _moment(row[at["added_at"]]) - first
            made[at["gift_id"]] = None
            yield made

    def _barcodes(self, slot: Slot) -> Iterator[Row]:
        # An older label of the sample would be another slot's too.
        for row in self._articles(slot):
            label = row[self._at["article"]["label"]]
            added = row[self._at["article"]["added_at"]]
            yield (label, label, row[0], added)  # type: ignore[misc]  # text, text, number, moment

    def _changes(self, slot: Slot) -> Iterator[Sequence[object]]:
        at, step = self._at["article_state_change"], slot.number * self._sizes["article"]
        first = max((ago for ago, _count in slot.eras), default=0) * ERA
        arrived: set[int] = set()
        for row in self._one.table("article_state_change").values:
            made: list[object] = list(row)
            article = _whole(row[at["article_id"]])
            made[at["article_id"]] = article + step
            if article not in arrived:
                arrived.add(article)
                made[at["changed_at"]] = _moment(row[at["changed_at"]]) - first
            yield made[1:]

    def _printed(self, slot: Slot) -> Iterator[Sequence[object]]:
        at, step = self._at["printed_label"], slot.number * self._sizes["article"]
        labels = {
            row[self._at["article"]["label"]]: _whole(row[0]) for row in self._one.table("article").values
        }
        for row in self._one.table("printed_label").values:
            made: list[object] = list(row)
            made[at["branch_id"]] = slot.branch_id
            made[at["key"]] = made[at["code"]] = article_code(labels[row[at["code"]]] + step)
            yield made

    def _area(self, slot: Slot, area: str) -> str:
        """The sample's postal areas, others for each branch."""
        place = (int(area) - _POSTAL_AREAS.start + 7 * (slot.branch_id - 1)) % len(_POSTAL_AREAS)
        return str(_POSTAL_AREAS[place])

    def _borrower_id(self, slot: Slot, sample_id: int) -> int:
        """Every `SHARED`th is no borrower of this slot but one of the slot before: the one just ahead in the sample."""
        if slot.number and sample_id % SHARED == 0:
            return (slot.number - 1) * self._sizes["borrower"] + sample_id - 1
        return slot.number * self._sizes["borrower"] + sample_id

    def _borrowers(self, slot: Slot) -> Iterator[list[object]]:
        at = self._at["borrower"]
        rng = Random(f"{self._seed}/network/people/{slot.number}")
        first = max((ago for ago, _count in slot.eras), default=0) * ERA
        for row in self._one.table("borrower").values:
            made: list[object] = list(row)
            made[at["id"]] = number = slot.number * self._sizes["borrower"] + _whole(row[at["id"]])
            made[at["number"]] = borrower_code(number)
            made[at["event_key"]] = f"{rng.getrandbits(88):022x}"
            if postcode := row[at["postcode"]]:
                text = str(postcode)
                made[at["postcode"]] = self._area(slot, text[:3]) + text[3:]
            made[at["search"]] = borrower_text(
                name=str(row[at["name"]]),
                number=borrower_code(number),
                phone=_text(row[at["phone"]]),
                cards=[],
            )
            made[at["added_at"]] = _moment(row[at["added_at"]]) - first
            yield made

    def _children(self, slot: Slot) -> Iterator[list[object]]:
        at, step = self._at["co_borrower"], slot.number * self._sizes["co_borrower"]
        for row in self._one.table("co_borrower").values:
            made: list[object] = list(row)
            made[at["id"]] = _whole(row[at["id"]]) + step
            made[at["borrower_id"]] = self._borrower_id(slot, _whole(row[at["borrower_id"]]))
            yield made

    def _visits(self, slot: Slot) -> Iterator[Row]:
        at = self._at["visit"]
        for era, (ago, taken) in enumerate(slot.eras):
            step, back = self._step("visit", slot, era), ago * ERA
            used = {row[self._at["loan"]["visit_id"]] for row in self._one.table("loan").values[-taken:]}
            for row in self._one.table("visit").values:
                if row[at["id"]] in used:
                    yield (
                        _whole(row[at["id"]]) + step,
                        slot.branch_id,
                        row[at["desk"]],
                        self._borrower_id(slot, _whole(row[at["borrower_id"]])),
                        _moment(row[at["started_at"]]) - back,
                        _moment(row[at["ended_at"]]) - back,
                    )

    def _step(self, name: str, slot: Slot, era: int) -> int:
        """By how much ids are moved on: every slot has room for all its eras."""
        return (slot.number * ERAS + era) * self._sizes[name]

    def _key(self, borrower_id: int, year: int) -> str:
        # A string as seed is hashed the same way on every machine; a dear 2 µs, and asked once a borrower and year.
        return f"{Random(f'{self._seed}/{borrower_id}/{year}').getrandbits(64):016x}"

    def _loans(self, slot: Slot) -> Iterator[list[object]]:
        at = self._at["loan"]
        columns = (
            at["id"],
            at["article_id"],
            at["borrower_id"],
            at["co_borrower_id"],
            at["visit_id"],
            at["branch_id"],
        )
        id_, article, borrower, child, visit, branch = columns
        lent_at, lent_on, due, returned_at, returned_on = (
            at[name] for name in ("lent_at", "lent_on", "due", "returned_at", "returned_on")
        )
        area, key, first = at["postal_area"], at["borrower_key"], at["first_ever"]
        articles, children = (slot.number * self._sizes[name] for name in ("article", "co_borrower"))
        keys: dict[tuple[int, int], str] = {}
        areas: dict[object, str | None] = {None: None}
        oldest = max((ago for ago, _count in slot.eras), default=0)
        for era, (ago, taken) in enumerate(slot.eras):
            back = ago * ERA
            loans, visits = self._step("loan", slot, era), self._step("visit", slot, era)
            for row in self._one.table("loan").values[-taken:]:
                made: list[object] = list(row)
                person = self._borrower_id(slot, _whole(row[borrower]))
                made[id_] = _whole(row[id_]) + loans
                made[article] = _whole(row[article]) + articles
                made[borrower] = person
                if row[child] is not None:
                    made[child] = _whole(row[child]) + children
                made[visit] = _whole(row[visit]) + visits
                made[branch] = slot.branch_id
                if ago:
                    made[lent_at] = _moment(row[lent_at]) - back
                    made[lent_on] = _day(row[lent_on]) - back
                    made[due] = _day(row[due]) - back
                    if row[returned_at] is None:
                        # In the end it came back: the article was lent again since.
                        made[returned_at] = _moment(row[lent_at]) - back + timedelta(days=30)
                        made[returned_on] = _day(row[lent_on]) - back + timedelta(days=30)
                    else:
                        made[returned_at] = _moment(row[returned_at]) - back
                        made[returned_on] = _day(row[returned_on]) - back
                year = _day(made[lent_on]).year
                try:
                    made[key] = keys[person, year]
                except KeyError:
                    made[key] = keys[person, year] = self._key(person, year)
                place = row[area]
                if place not in areas:
                    areas[place] = self._area(slot, str(place))
                made[area] = areas[place]
                made[first] = (
                    bool(row[first]) and ago == oldest and person > slot.number * self._sizes["borrower"]
                )
                yield made

    def _renewals(self, slot: Slot) -> Iterator[list[object]]:
        at = self._at["renewal"]
        newest = self._sizes["loan"]
        for era, (ago, taken) in enumerate(slot.eras):
            back = ago * ERA
            step, loans = self._step("renewal", slot, era), self._step("loan", slot, era)
            for row in self._one.table("renewal").values:
                if _whole(row[at["loan_id"]]) <= newest - taken:
                    continue
                made: list[object] = list(row)
                made[at["id"]] = _whole(row[at["id"]]) + step
                made[at["loan_id"]] = _whole(row[at["loan_id"]]) + loans
                made[at["branch_id"]] = slot.branch_id
                for name in ("old_due", "new_due", "renewed_on"):
                    made[at[name]] = _day(row[at[name]]) - back
                made[at["renewed_at"]] = _moment(row[at["renewed_at"]]) - back
                yield made

    def _year_rows(self) -> Iterator[Row]:
        """The keys of all that were lent to; of a borrower of two branches once."""
        at = self._at["loan"]
        for slot in self.slots:
            used: set[tuple[int, int]] = set()
            for ago, taken in slot.eras:
                back = ago * ERA
                for row in self._one.table("loan").values[-taken:]:
                    person = self._borrower_id(slot, _whole(row[at["borrower_id"]]))
                    used.add((person, (_day(row[at["lent_on"]]) - back).year))
            own = slot.number * self._sizes["borrower"]
            before = self._before(slot)
            for person, year in sorted(used):
                if person > own or (person, year) not in before:
                    yield (person, year, self._key(person, year))

    def _before(self, slot: Slot) -> set[tuple[int, int]]:
        """Of the borrowers shared with the slot before, in which years they borrowed there."""
        if not slot.number:
            return set()
        at, earlier = self._at["loan"], self.slots[slot.number - 1]
        found = set()
        for ago, taken in earlier.eras:
            back = ago * ERA
            for row in self._one.table("loan").values[-taken:]:
                sample_id = _whole(row[at["borrower_id"]])
                if sample_id % SHARED == SHARED - 1:
                    person = earlier.number * self._sizes["borrower"] + sample_id
                    found.add((person, (_day(row[at["lent_on"]]) - back).year))
        return found

    def _event_rows(self) -> Iterator[Row]:
        at = self._one.history.visits[-1].ended_at
        for number in range(1, self.branches + 1):
            rng = Random(f"{self._seed}/network/{number}")
            yield (f"{rng.getrandbits(88):022x}", 0, at, number, "disk-1", ActKind.IMPORT.value)


def _whole(value: object) -> int:
    assert isinstance(value, int)
    return value


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _moment(value: object) -> datetime:
    assert isinstance(value, datetime)
    return value


def _day(value: object) -> date:
    assert isinstance(value, date)
    return value
