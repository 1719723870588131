"""Lists as files: the stock, the borrowers, the loans, and a catalogue to show to anyone.

What a file holds of people follows DESIGN §5: a protected person's row stands in the list with number and kind alone, and a type
that may say something of a person's health is named beside no loan and in no catalogue. `import` reads the first two
lists back as they were. Headers stand here and not in the catalogue of texts, since they are part of the form that `import` knows.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, Protocol

from fritids.db import exports
from fritids.db.engine import Connection
from fritids.domain.calendar import days_late, iso_utc
from fritids.domain.policy import OPTIONAL_FIELDS
from fritids.domain.roles import Right
from fritids.domain.search import clean
from fritids.domain.words import BorrowerKind, DiscardReason, Gender, ShownState
from fritids.errors import UsageError
from fritids.i18n import _, language
from fritids.outside import tabular
from fritids.outside.table_values import Cell, Form
from fritids.services import public_list
from fritids.services.context import Context, shown_state
from fritids.services.results import TypeView
from fritids.services.rights import needs
from fritids.services.surplus import more_than_needed


class ExportKind(StrEnum):
    """What can be put in a file."""

    ARTICLES = "articles"
    BORROWERS = "borrowers"
    LOANS = "loans"
    CATALOGUE = "catalogue"
    SURPLUS = "surplus"


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What stands in the file now."""

    kind: ExportKind
    path: Path
    rows: int
    unreadable_photos: tuple[str, ...] = ()
    """Photos that are gone or no pictures, and so are not on the page."""


PAGE: Final = ".html"
_Row = Mapping[str, Cell]


class _Lister(Protocol):
    """Gives the rows of one list, with codes or with words for people."""

    def __call__(self, connection: Connection, *, as_codes: bool) -> Iterator[_Row]: ...


_HEADERS: Final[Mapping[str, tuple[str, str]]] = {
    "barcode": ("Streckkod", "Barcode"),
    "other_codes": ("Andra koder", "Other codes"),
    "article": ("Artikeltyp", "Article type"),
    "type": ("Typkod", "Type code"),
    "category": ("Kategori", "Category"),
    "size": ("Storlek", "Size"),
    "brand": ("Märke", "Brand"),
    "model": ("Modell", "Model"),
    "state": ("Status", "State"),
    "discard_reason": ("Orsak", "Reason"),
    "due": ("Åter", "Due"),
    "added": ("Tillagd", "Added"),
    "note": ("Anteckning", "Note"),
    "number": ("Låntagarnummer", "Borrower number"),
    "name": ("Namn", "Name"),
    "phone": ("Mobil", "Phone"),
    "kind": ("Typ av låntagare", "Type of borrower"),
    "email": ("E-post", "E-mail"),
    "birth_year": ("Födelseår", "Birth year"),
    "gender": ("Kön", "Gender"),
    "postcode": ("Postnummer", "Postcode"),
    "language": ("Språk", "Language"),
    "card": ("Kort", "Card"),
    "protected": ("Skyddad", "Protected"),
    "blocked": ("Spärrad", "Blocked"),
    "open_loans": ("Lån", "Loans"),
    "borrower": ("Låntagarnummer", "Borrower number"),
    "lent_at": ("Utlånad", "Lent"),
    "returned_at": ("Återlämnad", "Returned"),
    "days_late": ("Dagar sen", "Days late"),
    "renewals": ("Förlängningar", "Renewals"),
    "desk": ("Disk", "Desk"),
    "last_lent": ("Senast utlånad", "Last lent"),
    "others": ("Andra likadana inne", "Others alike here"),
}  # fmt: skip
_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    ShownState.AVAILABLE: ("tillgänglig", "available"),
    ShownState.ON_LOAN: ("utlånad", "on loan"),
    ShownState.IN_SERVICE: ("på service", "in service"),
    ShownState.MISSING: ("saknas", "missing"),
    ShownState.DISCARDED: ("kasserad", "discarded"),
    ShownState.TRANSFERRED: ("överförd", "transferred"),
    DiscardReason.WORN_OUT: ("utsliten", "worn out"),
    DiscardReason.BROKEN: ("trasig", "broken"),
    DiscardReason.RECALLED: ("återkallad", "recalled"),
    DiscardReason.GIVEN_AWAY: ("bortskänkt", "given away"),
    DiscardReason.LOST: ("förlorad", "lost"),
    BorrowerKind.PERSON: ("person", "person"),
    BorrowerKind.SCHOOL: ("skola", "school"),
    BorrowerKind.PRESCHOOL: ("förskola", "preschool"),
    BorrowerKind.ASSOCIATION: ("förening", "association"),
    BorrowerKind.CARE: ("omsorg", "care"),
    Gender.WOMAN: ("kvinna", "woman"),
    Gender.MAN: ("man", "man"),
    Gender.NO_ANSWER: ("inget svar", "no answer"),
    # Of two lists, and the same in both.
    "other": ("annat", "other"),
    "yes": ("ja", "yes"),
}
_ARTICLES: Final = (
    "barcode", "other_codes", "article", "size", "brand", "model", "state", "discard_reason", "due", "note", "added", "category", "type",
)  # fmt: skip
_BORROWERS: Final = (
    "number", "name", "phone", "kind", "email", "birth_year", "gender", "postcode", "language", "card", "note", "protected", "blocked",
    "open_loans", "added",
)  # fmt: skip
_LOANS: Final = (
    "barcode", "article", "size", "brand", "type", "category", "borrower", "name", "phone", "lent_at", "due", "returned_at", "days_late",
    "renewals", "desk",
)  # fmt: skip
_SURPLUS: Final = (
    "barcode",
    "article",
    "size",
    "brand",
    "model",
    "added",
    "last_lent",
    "others",
    "category",
    "type",
)
_CATALOGUE: Final = ("barcode", "article", "category", "size", "brand", "model", "state", "type")
_IN_BOTH_LANGUAGES: Final = ("type_sv", "type_en", "category_sv", "category_en")
"""Names that only JSON has beside the codes: a web page in two languages is made from one file."""


class Exporter:
    """Puts lists in files."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @needs(Right.LISTS)
    def export(self, kind: ExportKind, path: Path) -> ExportReport:
        """The list stands at `path`, whole; the suffix says the form (`tabular.writing`), the language in use the words.

        JSON has codes and UTC where the other forms have words and local time. The catalogue can also be a page for the web
        (`.html`). Raises UsageError for another suffix or an
        unusable place, FritidsError if the disk refuses; `path` is as it was then.
        """
        path = Path(path)
        if kind is ExportKind.CATALOGUE and path.suffix.lower() == PAGE:
            made = public_list.write(self._context, path)
            return ExportReport(kind, path, made.articles, made.unreadable_photos)
        if kind is ExportKind.CATALOGUE and path.suffix.lower().removeprefix(".") not in set(Form):
            raise UsageError(
                _("The name of the file has to end in .html, .json, .csv or .xlsx."), code="unknown_form"
            )
        as_codes = path.suffix.lower() == f".{Form.JSON}"
        with self._context.database.read() as connection:
            self._context.refresh(connection)
            columns, rows = self._lists()[kind]
            place = 0 if language() == "sv" else 1
            count = 0
            if as_codes and kind is ExportKind.CATALOGUE:
                columns = (*columns, *_IN_BOTH_LANGUAGES)
            heads = [name if as_codes else _HEADERS[name][place] for name in columns]
            with tabular.writing(path, heads, keys=columns) as write:
                for row in rows(connection, as_codes=as_codes):
                    write([_cleaned(row[name]) for name in columns])
                    count += 1
        return ExportReport(kind, path, count)

    def _lists(self) -> Mapping[ExportKind, tuple[Sequence[str], _Lister]]:
        asked = self._context.policy.asked_fields
        people = tuple(name for name in _BORROWERS if name not in OPTIONAL_FIELDS or name in asked)
        return {
            ExportKind.ARTICLES: (_ARTICLES, self._articles),
            ExportKind.BORROWERS: (people, self._borrowers),
            ExportKind.LOANS: (_LOANS, self._loans),
            ExportKind.CATALOGUE: (_CATALOGUE, self._catalogue),
            ExportKind.SURPLUS: (_SURPLUS, self._surplus),
        }

    def _articles(self, connection: Connection, *, as_codes: bool) -> Iterator[_Row]:
        codes = exports.other_codes(connection, self._context.branch_id)
        for row in exports.articles(connection, self._context.branch_id):
            yield {
                **self._described(row, as_codes=as_codes),
                "other_codes": "\n".join(codes.get(row.id, ())),
                "discard_reason": _word(row.discard_reason, as_codes=as_codes),
                "due": row.due,
                "note": row.note,
                "added": self._context.day_of(row.added_at),
            }

    def _catalogue(self, connection: Connection, *, as_codes: bool) -> Iterator[_Row]:
        for row in exports.articles(connection, self._context.branch_id, to_borrow=True):
            view = self._context.types[row.type_code]
            yield {
                **self._described(row, as_codes=as_codes),
                "type_sv": view.name_sv,
                "type_en": view.name_en,
                "category_sv": view.category_sv,
                "category_en": view.category_en,
            }

    def _surplus(self, connection: Connection, *, as_codes: bool) -> Iterator[_Row]:
        for one in more_than_needed(connection, self._context):
            article = one.article
            yield {
                "barcode": article.barcode,
                **self._type(article.type, article.size, article.brand, as_codes=as_codes),
                "size": article.size,
                "brand": article.brand,
                "model": article.model,
                "added": one.added_on,
                "last_lent": one.last_lent,
                "others": one.others,
            }

    def _described(self, row: Any, *, as_codes: bool) -> dict[str, Cell]:
        return {
            "barcode": row.label,
            **self._type(self._context.types[row.type_code], row.size, row.brand, as_codes=as_codes),
            "size": row.size,
            "brand": row.brand,
            "model": row.model,
            "state": _word(shown_state(row.state, on_loan=row.loan_id is not None), as_codes=as_codes),
        }

    def _borrowers(self, connection: Connection, *, as_codes: bool) -> Iterator[_Row]:
        cards = exports.cards(connection)
        for row in exports.borrowers(connection):
            shown = not row.protected
            yield {
                "number": row.number,
                "kind": _word(row.kind, as_codes=as_codes),
                "name": row.name if shown else None,
                "phone": row.phone if shown else None,
                "email": row.email if shown else None,
                "birth_year": row.birth_year if shown else None,
                "gender": _word(row.gender, as_codes=as_codes) if shown else None,
                "postcode": row.postcode if shown else None,
                "language": row.language if shown else None,
                "card": "\n".join(cards.get(row.id, ())) if shown else None,
                "note": row.note if shown else None,
                "protected": _yes(row.protected, as_codes=as_codes),
                "blocked": _yes(row.blocked, as_codes=as_codes),
                "open_loans": row.open_loans,
                "added": self._context.day_of(row.added_at),
            }

    def _loans(self, connection: Connection, *, as_codes: bool) -> Iterator[_Row]:
        today = self._context.today()
        for row in exports.loans(connection, self._context.branch_id):
            view = self._context.types[row.type_code]
            hidden: dict[str, Cell] = dict.fromkeys(("article", "type", "category", "size", "brand"))
            described = {
                **self._type(view, row.size, row.brand, as_codes=as_codes), "size": row.size, "brand": row.brand,
            }  # fmt: skip
            yield {
                "barcode": row.label,
                **(hidden if view.private else described),
                "borrower": row.number,
                "name": None if row.protected else row.name,
                "phone": None if row.protected else row.phone,
                "lent_at": self._moment(row.lent_at, as_codes=as_codes),
                "due": row.due,
                "returned_at": self._moment(row.returned_at, as_codes=as_codes),
                "days_late": days_late(row.due, row.returned_on or today),
                "renewals": row.renewals,
                "desk": row.desk,
            }

    def _type(
        self, view: TypeView, size: str | None, brand: str | None, *, as_codes: bool
    ) -> dict[str, Cell]:
        """The type's name and codes. JSON has the display name, as everywhere there (DESIGN §4)."""
        swedish = language() == "sv"
        name = view.name_sv if swedish else view.name_en
        whole = " ".join(part for part in (name[:1].upper() + name[1:], size, brand) if part)
        category = view.category if as_codes else view.category_sv if swedish else view.category_en
        return {"article": whole if as_codes else name, "type": view.code, "category": category}

    def _moment(self, moment: datetime | None, *, as_codes: bool) -> Cell:
        if moment is None:
            return None
        if as_codes:
            return iso_utc(moment)
        return moment.astimezone(self._context.policy.zone).replace(second=0, microsecond=0, tzinfo=None)


def _word(code: str | None, *, as_codes: bool) -> str | None:
    if code is None or as_codes:
        return code
    return _WORDS[code][0 if language() == "sv" else 1]


def _yes(value: bool, *, as_codes: bool) -> Cell:  # noqa: FBT001  # it is the value
    return value if as_codes else _word("yes" if value else None, as_codes=False)


def _cleaned(cell: Cell) -> Cell:
    """Text as it would be kept if it came in now: another program may have written to the database. Codes stay on lines of their own."""
    return "\n".join(map(clean, cell.split("\n"))) if isinstance(cell, str) else cell
