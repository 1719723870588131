"""Borrowers out of a file: reading a row, finding it in the database, storing it. No remark ever bears a name or a phone number."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, NamedTuple, TypeAlias

from fritids.db import branches, imports
from fritids.db.engine import Connection
from fritids.domain import barcode
from fritids.domain.search import fold
from fritids.domain.words import BorrowerKind
from fritids.outside.table_values import SourceRow
from fritids.services.acts import new_act_key
from fritids.services.borrower_form import LONGEST_NAME, LONGEST_NOTE
from fritids.services.context import Context
from fritids.services.importing import cells
from fritids.services.importing.rows import Cells, Remarks
from fritids.services.importing.values import Column, ImportFault, ImportNote
from fritids.services.searchtext import borrower_text

Same: TypeAlias = tuple[str, str | None, int | None]
"""What two rows about one person have in common: folded name, phone, and the year of birth where there is no phone."""


class BorrowerRow(NamedTuple):
    """A row that may be stored. `name` is empty only for a protected borrower whose name the file leaves out."""

    line: int
    number: str | None
    name: str
    kind: str
    phone: str | None
    email: str | None
    birth_year: int | None
    gender: str | None
    postcode: str | None
    language: str | None
    cards: tuple[str, ...]
    protected: bool
    blocked: bool
    note: str | None


class BorrowerRows:
    """Reads rows of borrowers; remembers whom it has seen."""

    def __init__(self, context: Context, columns: Cells, remarks: Remarks) -> None:
        self._cells = columns
        self._remarks = remarks
        self._year = context.today().year
        self._numbers: dict[str, int] = {}
        self._cards: dict[str, int] = {}
        self._people: dict[Same, int] = {}
        self.highest_own = 0

    digest: str | None = None
    without_code = 0

    def read(self, row: SourceRow) -> BorrowerRow | None:
        """The row, or None if something stands in its way, which is noted."""
        before = self._remarks.problem_count
        self._cells.move_to(row)
        take, text = self._cells.take, self._cells.text
        number, cards_given = self._codes()
        protected = take(Column.PROTECTED, cells.yes_no)
        name = self._name(protected=bool(protected))
        kind = take(Column.KIND, cells.kind, text=cells.excerpt(text(Column.KIND)))
        phone = take(Column.PHONE, cells.phone)
        email = take(Column.EMAIL, cells.email)
        birth_year = take(Column.BIRTH_YEAR, partial(cells.birth_year, this_year=self._year))
        gender = take(Column.GENDER, cells.gender, text=cells.excerpt(text(Column.GENDER)))
        postcode = take(Column.POSTCODE, cells.postcode)
        language = take(Column.LANGUAGE, cells.language, text=cells.excerpt(text(Column.LANGUAGE)))
        blocked = take(Column.BLOCKED, cells.yes_no)
        note = take(Column.NOTE, partial(cells.words, longest=LONGEST_NOTE))
        if self._remarks.problem_count > before:
            return None
        found = BorrowerRow(
            row.line, number, name, kind or BorrowerKind.PERSON.value, phone, email, birth_year, gender, postcode, language, cards_given,
            bool(protected), bool(blocked), note,
        )  # fmt: skip
        if (
            number is None
            and not cards_given
            and self._people.setdefault(same(name, phone, birth_year), row.line) != row.line
        ):
            self._cells.problem(
                Column.NAME,
                ImportFault.BORROWER_TWICE,
                first_line=self._people[same(name, phone, birth_year)],
            )
            return None
        return found

    def _name(self, *, protected: bool) -> str:
        column = Column.NAME if self._cells.has(Column.NAME) else Column.LAST_NAME
        whole = self._cells.text(Column.NAME)
        if not cells.filled(whole):
            whole = f"{cells.filled(self._cells.text(Column.FIRST_NAME))} {cells.filled(self._cells.text(Column.LAST_NAME))}"
        name = cells.words(whole, LONGEST_NAME)
        if isinstance(name, ImportFault):
            self._cells.problem(column, name)
        elif name is None and not protected:
            self._cells.problem(column, ImportFault.MISSING)
        else:
            return name or ""
        return ""

    def _codes(self) -> tuple[str | None, tuple[str, ...]]:
        """Our own number, and foreign cards, one on each line of the cell. A number of another program is kept as a card."""
        number = self._code(Column.NUMBER, self._cells.text(Column.NUMBER))
        given = [self._code(Column.CARD, text) for text in self._cells.text(Column.CARD).splitlines()]
        if number is not None and barcode.series(number) is not barcode.Series.BORROWER:
            self._cells.note(Column.NUMBER, ImportNote.KEPT_AS_CARD)
            given.append(number)
            number = None
        cards: dict[str, str] = {}
        for code in filter(None, given):
            if barcode.series(code) is barcode.Series.BORROWER:
                number = number or code
            else:
                cards.setdefault(barcode.key(code), code)
        for key in cards:
            if self._cards.setdefault(key, self._cells.line) != self._cells.line:
                self._cells.problem(Column.CARD, ImportFault.CARD_TWICE, first_line=self._cards[key])
        if number is not None:
            number = barcode.key(number)
            self.highest_own = max(self.highest_own, int(number[1:-1]))
            if self._numbers.setdefault(number, self._cells.line) != self._cells.line:
                self._cells.problem(Column.NUMBER, ImportFault.NUMBER_TWICE, first_line=self._numbers[number])
        return number, tuple(cards.values())

    def _code(self, column: Column, text: str) -> str | None:
        code = cells.code(text)
        if isinstance(code, str) and not isinstance(code, ImportFault) and cells.has_identity_number(text):
            code = ImportFault.IDENTITY_NUMBER
        if isinstance(code, ImportFault):
            self._cells.problem(column, code, text=cells.excerpt(text))
            return None
        return code


class BorrowerStore:
    """Finds rows in the database as it is in one transaction, and stores those that are not there."""

    def __init__(self, context: Context, columns: Cells, *, known_file: bool) -> None:
        del known_file  # people are told apart by who they are, not by the file they came in
        self._now = context.clock.now()
        self._cells = columns
        self._names: dict[str, str] | None = None
        self._people: set[Same] = set()
        self._cards: dict[str, str] = {}

    def new_ones(
        self, connection: Connection, rows: Iterable[tuple[Any, ...]], remarks: Remarks
    ) -> list[BorrowerRow]:
        """The rows that the database does not hold; a number or card of somebody else is noted."""
        names = self._look(connection)
        found = []
        for row in map(BorrowerRow._make, rows):
            named = names.get(row.number) if row.number else None
            holders = {self._cards[key] for card in row.cards if (key := barcode.key(card)) in self._cards}
            if named is not None and row.name and named != fold(row.name):
                remarks.problem(
                    row.line,
                    self._cells.header(Column.NUMBER),
                    ImportFault.NUMBER_TAKEN,
                    text=row.number or "",
                )
            elif row.name and (strange := [holder for holder in holders if names[holder] != fold(row.name)]):
                remarks.problem(
                    row.line, self._cells.header(Column.CARD), ImportFault.CARD_TAKEN, number=strange[0]
                )
            elif named is not None or holders or self._is_known(row):
                remarks.already_there += 1
            elif row.name:
                found.append(row)
            else:
                remarks.left_out += 1
                remarks.note(row.line, self._cells.header(Column.NAME), ImportNote.NO_NAME)
        return found

    def add(self, connection: Connection, rows: Sequence[BorrowerRow]) -> None:
        """Store the rows, with their cards."""
        own = iter(self._own_numbers(connection, sum(row.number is None for row in rows)))
        people, cards = [], []
        for place, row in enumerate(rows):
            number = row.number or next(own)
            people.append(
                {
                    "number": number,
                    "name": row.name,
                    "kind": row.kind,
                    "phone": row.phone,
                    "email": row.email,
                    "birth_year": row.birth_year,
                    "gender": row.gender,
                    "postcode": row.postcode,
                    "language": row.language,
                    "note": row.note,
                    "blocked": row.blocked,
                    "protected": row.protected,
                    "no_reminders": False,
                    "event_key": new_act_key(),
                    "search": borrower_text(name=row.name, number=number, phone=row.phone, cards=row.cards),
                    "added_at": self._now,
                    "revision": 1,
                }
            )
            cards += [(place, {"key": barcode.key(card), "code": card}) for card in row.cards]
        imports.add_borrowers(connection, people, cards)

    def _is_known(self, row: BorrowerRow) -> bool:
        """Whether somebody of that name and phone is registered. One of our numbers says more: two people may share both."""
        if not row.name or row.number or (row.cards and not row.phone):
            return False
        return same(row.name, row.phone, row.birth_year) in self._people

    def _look(self, connection: Connection) -> dict[str, str]:
        """Who is registered: everybody at once, since names can only be compared folded (50,000 people: 0.3 s)."""
        if self._names is None:
            self._names = {}
            for known in imports.borrowers(connection):
                self._names[known.number] = fold(known.name)
                self._people.add(same(known.name, known.phone, known.birth_year))
            self._cards = imports.cards(connection)
        return self._names

    def _own_numbers(self, connection: Connection, count: int) -> list[str]:
        taken = self._look(connection)
        found: list[str] = []
        while len(found) < count:
            numbers = branches.take_numbers(connection, barcode.Series.BORROWER.value, count - len(found))
            found += [code for code in map(barcode.borrower_code, numbers) if code not in taken]
        return found


def same(name: str, phone: str | None, birth_year: int | None) -> Same:
    """What tells one person from another."""
    return fold(name), phone, None if phone else birth_year
