"""What an import is planned to do, what it says of single rows, and what it did. Frozen values; no database, no sentences."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final, TypeAlias

from fritids.domain.findings import Fact
from fritids.outside.table_values import Source

MOST_LISTED: Final = 10_000
"""Problems and notes that are kept with their lines; the others are counted. So many have one cause, and it is in the first ones."""


class ImportKind(StrEnum):
    """What a file lists."""

    ARTICLES = "articles"
    BORROWERS = "borrowers"


class Column(StrEnum):
    """What a column may hold."""

    BARCODE = "barcode"
    OTHER_CODES = "other_codes"
    TYPE_CODE = "type_code"
    TYPE = "type"
    SIZE = "size"
    BRAND = "brand"
    MODEL = "model"
    STATE = "state"
    DISCARD_REASON = "discard_reason"
    ADDED = "added"
    NUMBER = "number"
    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    KIND = "kind"
    PHONE = "phone"
    EMAIL = "email"
    BIRTH_YEAR = "birth_year"
    GENDER = "gender"
    POSTCODE = "postcode"
    LANGUAGE = "language"
    CARD = "card"
    PROTECTED = "protected"
    BLOCKED = "blocked"
    NOTE = "note"


class Ignored(StrEnum):
    """Why a column is not read."""

    UNKNOWN = "unknown"
    """Its header means nothing to us."""
    TWICE = "twice"
    """Another column means the same, and says so better or stands before it."""
    DERIVED = "derived"
    """It follows from another one (the category from the type), or from what happens here (who has the article)."""
    TURNED_OFF = "turned_off"
    """The branch does not ask for it (DESIGN §5)."""
    NEVER_KEPT = "never_kept"
    """Personal identity numbers: not even read."""


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """One column of the file and what is made of it: `column`, or the reason why nothing is."""

    place: int
    """Counted from 0."""
    header: str
    column: Column | None
    ignored: Ignored | None = None
    example: str = ""
    """The first filled cell of a column that is read."""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """How a file will be read; shown before anything is done. It can be run if nothing is `missing`."""

    source: Source
    kind: ImportKind
    header_line: int
    columns: tuple[ColumnUse, ...]
    missing: tuple[Column, ...] = ()
    """Columns without which there is nothing to take in."""

    @property
    def ready(self) -> bool:
        """Whether it can be run."""
        return not self.missing


class ImportFault(StrEnum):
    """Why a row cannot be taken in."""

    MISSING = "missing_value"
    UNKNOWN_TYPE = "unknown_type"
    UNKNOWN_STATE = "unknown_state"
    UNKNOWN_REASON = "unknown_reason"
    UNKNOWN_KIND = "unknown_kind"
    UNKNOWN_GENDER = "unknown_gender"
    UNKNOWN_LANGUAGE = "unknown_language"
    CODE_TOO_LONG = "code_too_long"
    CODE_CONTROL = "code_control"
    CODE_RUINED = "code_ruined"
    """A spreadsheet turned it into 7,3E+12."""
    SIZE_RUINED = "size_ruined"
    """A spreadsheet made a day of it: 10-12 became 2026-12-10."""
    CODE_TWICE = "code_twice"
    CODE_TAKEN = "code_taken"
    """An article of another kind has this code already."""
    NUMBER_TWICE = "number_twice"
    NUMBER_TAKEN = "number_taken"
    """A borrower with another name has this number already."""
    CARD_TWICE = "card_twice"
    CARD_TAKEN = "card_taken"
    BORROWER_TWICE = "borrower_twice"
    BAD_PHONE = "bad_phone"
    BAD_EMAIL = "bad_email"
    BAD_YEAR = "bad_year"
    BAD_POSTCODE = "bad_postcode"
    BAD_DATE = "bad_date"
    BAD_YES_NO = "bad_yes_no"
    TEXT_TOO_LONG = "text_too_long"
    IDENTITY_NUMBER = "identity_number"
    """A personal identity number stands in it; it is neither shown nor logged."""
    QUOTES = "quotes"
    LINE_TOO_LONG = "line_too_long"


class ImportNote(StrEnum):
    """What is worth knowing of a row that is taken in all the same, or is left out without harm."""

    ON_LOAN = "on_loan"
    """The file says it is lent; it comes in as in stock, since nobody knows to whom."""
    ODD_SIZE = "odd_size"
    NO_NAME = "no_name"
    """A protected borrower whose name the file leaves out, and whom the database does not have; left out."""
    KEPT_AS_CARD = "kept_as_card"
    """A borrower number of another program; kept as a card, so that it still finds the borrower."""


_NO_FACTS: Final[Mapping[str, Fact]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One thing that stands in the way. `line` is what an editor or the spreadsheet shows, `column` the header there (or empty)."""

    line: int
    column: str
    code: ImportFault
    facts: Mapping[str, Fact] = field(default_factory=lambda: _NO_FACTS)


@dataclass(frozen=True, slots=True)
class RowNote:
    """One thing to tell of a row."""

    line: int
    column: str
    code: ImportNote
    facts: Mapping[str, Fact] = field(default_factory=lambda: _NO_FACTS)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did. Written, all of it or nothing: nothing if there was a problem, or if it was a trial."""

    kind: ImportKind
    dry_run: bool
    rows: int
    """Rows below the headers that hold anything."""
    added: int
    """Stored now; on a trial or with problems, what would have been or was not."""
    already_there: int
    """Rows that the database holds already; they were left as they are."""
    left_out: int = 0
    problems: tuple[RowProblem, ...] = ()
    problem_count: int = 0
    notes: tuple[RowNote, ...] = ()
    note_count: int = 0
    event_id: int | None = None
    """The line of the record; None where nothing was written."""
    repeated: bool = False
    """The same act had been done before; nothing was done now (R9)."""

    @property
    def written(self) -> bool:
        """Whether the database holds all of the file's rows now."""
        return not self.dry_run and not self.problem_count


class ImportPhase(StrEnum):
    """What an import is at."""

    CHECKING = "checking"
    WRITING = "writing"


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """How far it has come. Checking counts bytes or rows of the file (`total` 0 where unknown), writing counts rows."""

    phase: ImportPhase
    done: int
    total: int


Progress: TypeAlias = Callable[[ImportProgress], None]
