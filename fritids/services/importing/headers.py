"""Which column of a file means what: headers in Swedish or English, as branches and old programs write them.

Headers are compared without case, accents, blanks and signs. What is not in the lists is ignored and said to be, never guessed.
Each list begins with the header that says best what is meant: where a file has two of one list ("Artikelnr" and "Streckkod"), that
one is read, wherever it stands.
"""

from collections.abc import KeysView, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from fritids.domain.policy import OPTIONAL_FIELDS
from fritids.domain.search import fold
from fritids.services.importing.values import Column, ColumnUse, Ignored, ImportKind

C = Column

_ARTICLES: Final[Mapping[Column, str]] = {
    C.BARCODE: "streckkod, streckkod nr, streckkodsnummer, ean, kod, etikett, etikettnummer, inventarienummer, inventarienr, artikelnummer,"
    " artikelnr, artnr, art nr, artikelkod, artikel-id, prylnummer, prylkod, märkning, löpnummer, nummer, nr, id-nummer, id nr, id,"
    " barcode, bar code, code, label, inventory number, article number, article no, article id, item number, item no, item id, item code, sku,"
    " number, no",
    C.OTHER_CODES: "andra koder, fler koder, övriga koder, andra streckkoder, gammal kod, gamla koder, gammal streckkod, other codes,"
    " more codes, other barcodes, old code, old codes, old barcode",
    C.TYPE_CODE: "typkod, artikeltypkod, artikeltyp kod, artikeltypens kod, code of the article type, type code, article type code",
    C.TYPE: "artikeltyp, typ, typ av artikel, typ av pryl, artikel, artikelnamn, benämning, produkt, produkttyp, pryl, sak, utrustning,"
    " slag, sort, vad, namn, article type, type, type of article, article, article name, item, item type, item name, product, product type,"
    " equipment, kind, what, name",
    C.SIZE: "storlek, strl, stl, str, längd, mått, dimension, size, length",
    C.BRAND: "märke, varumärke, fabrikat, tillverkare, brand, make, maker, manufacturer",
    C.MODEL: "modell, modellnamn, modellbeteckning, model, model name",
    C.NOTE: "anteckning, anteckningar, notering, noteringar, kommentar, kommentarer, beskrivning, övrigt, info, obs, skick, note, notes,"
    " comment, comments, remark, remarks, description, condition",
    C.STATE: "status, tillstånd, läge, state",
    C.DISCARD_REASON: "kassationsorsak, orsak, anledning, varför den är kasserad, why it was discarded, discard reason, reason",
    C.ADDED: "tillagd, inlagd, registrerad, inkommen, inkom, mottagen, mottagningsdatum, inskriven, datum, ankomst, ankomstdatum, added,"
    " added at, added on, registered, received, created, date, arrived, day of arrival",
}  # fmt: skip
_BORROWERS: Final[Mapping[Column, str]] = {
    C.NUMBER: "låntagarnummer, låntagarens nummer, borrower's number, låntagarnr, låntagar-id, låntagare nr, lånenummer, medlemsnummer, medlemsnr, kundnummer, kundnr, nummer, nr,"
    " id, borrower number, borrower no, borrower id, member number, member no, member id, customer number, customer id, number, no",
    C.NAME: "namn, låntagare, fullständigt namn, hela namnet, för- och efternamn, förnamn och efternamn, låntagarnamn, kund, medlem,"
    " organisation, grupp, name, full name, borrower, borrower name, member, customer, organisation name, group",
    C.FIRST_NAME: "förnamn, tilltalsnamn, first name, given name, forename",
    C.LAST_NAME: "efternamn, last name, surname, family name",
    C.KIND: "typ av låntagare, låntagartyp, sorts låntagare, låntagarkategori, kategori, typ, slag, sort, type of borrower, borrower type, borrower kind,"
    " kind of borrower, category, kind, type",
    C.PHONE: "mobil, mobilnummer, mobilnr, mobiltelefon, mobiltelefonnummer, mobile, mobile number, mobile phone, cell,"
    " cell phone, cellphone, telefon, telefonnummer, telefonnr, tel, tel nr, tfn, phone, phone number, phone no, telephone,"
    " telephone number",
    C.EMAIL: "e-post, epostadress, mejl, mejladress, mail, mailadress, email, e-mail, email address, mail address",
    C.BIRTH_YEAR: "födelseår, född, född år, födelsedatum, födelsedag, årskull, birth year, year of birth, born, birthday, birth date,"
    " date of birth",
    C.GENDER: "kön, gender, sex",
    C.POSTCODE: "postnummer, postnr, post nr, postcode, post code, postal code, zip, zip code",
    C.LANGUAGE: "språk, modersmål, language",
    C.CARD: "kort, kortnummer, kortnr, lånekort, lånekortsnummer, bibliotekskort, streckkod, card, card number, card no, library card, barcode",
    C.PROTECTED: "skyddad, skyddade uppgifter, skyddade personuppgifter, skyddad identitet, sekretess, protected, protected identity, protected personal data",
    C.BLOCKED: "spärrad, avstängd, blockerad, pausade lån, loans paused, blocked, barred",
    C.NOTE: "anteckning, anteckningar, notering, noteringar, kommentar, kommentarer, övrigt, info, obs, note, notes, comment, comments, remark,"
    " remarks",
}  # fmt: skip
_DERIVED: Final[Mapping[ImportKind, str]] = {
    ImportKind.ARTICLES: "kategori, artikelkategori, grupp, avdelning, hylla, låntagare, utlånad till, lånad av, förfallodag, återlämnas, åter,"
    " category, article category, group, department, shelf, borrower, lent to, due, due date",
    ImportKind.BORROWERS: "antal lån, öppna lån, lån, utlånat, ålder, loans, open loans, age, tillagd,"
    " registrerad, added, registered, created",
}
_NEVER: Final = "personnummer, personnr, pnr, person nr, samordningsnummer, social security number, personal identity number, personal number, ssn"
REQUIRED: Final[Mapping[ImportKind, tuple[Column, ...]]] = {
    ImportKind.ARTICLES: (Column.TYPE,),
    ImportKind.BORROWERS: (Column.NAME,),
}
_INSTEAD: Final[Mapping[Column, tuple[Column, ...]]] = {
    Column.TYPE: (Column.TYPE_CODE,),
    Column.NAME: (Column.FIRST_NAME, Column.LAST_NAME),
}
"""What will do for a required column."""
_TELLING: Final = frozenset(
    {
        Column.TYPE_CODE, Column.SIZE, Column.BRAND, Column.MODEL, Column.OTHER_CODES, Column.PHONE, Column.FIRST_NAME, Column.LAST_NAME,
        Column.EMAIL, Column.BIRTH_YEAR, Column.GENDER, Column.POSTCODE,
    }
)  # fmt: skip
"""Columns that only one kind of list has; the others ("number", "type", "name") may stand in both."""


@dataclass(frozen=True, slots=True)
class Match:
    """A row of headers read as one kind of list; more `score` fits better."""

    kind: ImportKind
    columns: tuple[ColumnUse, ...]
    missing: tuple[Column, ...]
    score: int


def match(
    cells: Sequence[str],
    kind: ImportKind,
    *,
    asked_fields: frozenset[str],
    chosen: Mapping[str, Column | None],
) -> Match:
    """Read a row as the headers of a list of `kind`. `chosen` says by header what a person decided: a column, or None for ignored."""
    known, ranks = _by_header(kind), _ranks(kind)
    never, derived = _headers(_NEVER), _headers(_DERIVED[kind])
    decided = {_plain(header): column for header, column in chosen.items()}
    plains = [_plain(cell) for cell in cells]
    # By place; and of all places that mean the same, the best one.
    meant = {
        place: decided[plain] if plain in decided else known.get(plain)
        for place, plain in enumerate(plains)
        if plain and plain not in never
    }
    best: dict[Column, int] = {}
    for place in sorted(meant, key=lambda place: (plains[place] not in decided, ranks.get(plains[place], 0))):
        if (column := meant[place]) is not None:
            best.setdefault(column, place)
    taken: set[Column] = set()
    uses = []
    for place, cell in enumerate(cells):
        plain, column, ignored = plains[place], meant.get(place), None
        if not plain:
            continue
        if plain in never:
            ignored = Ignored.NEVER_KEPT
        elif column is None:
            ignored = Ignored.DERIVED if plain in derived else Ignored.UNKNOWN
        elif best[column] != place:
            ignored = Ignored.TWICE
        elif column in OPTIONAL_FIELDS and column not in asked_fields:
            ignored = Ignored.TURNED_OFF
        if ignored is None and column is not None:
            taken.add(column)
        uses.append(ColumnUse(place, " ".join(cell.split()), None if ignored else column, ignored))
    missing = tuple(column for column in REQUIRED[kind] if not taken & {column, *_INSTEAD.get(column, ())})
    recognised = sum(use.ignored is not Ignored.UNKNOWN for use in uses)
    telling = len({known.get(_plain(use.header)) for use in uses} & _TELLING)
    return Match(kind, tuple(uses), missing, 2 * recognised + 3 * telling - 5 * len(missing))


def unknown_headers(found: Match, chosen: Mapping[str, Column | None]) -> list[str]:
    """The headers of `chosen` that the row does not hold."""
    there = {_plain(use.header) for use in found.columns}
    return [header for header in chosen if _plain(header) not in there]


def _plain(header: str) -> str:
    return "".join(character for character in fold(header) if character.isalnum())


@cache
def _headers(listed: str) -> KeysView[str]:
    return dict.fromkeys(map(_plain, listed.split(","))).keys()


@cache
def _by_header(kind: ImportKind) -> Mapping[str, Column]:
    names = _ARTICLES if kind is ImportKind.ARTICLES else _BORROWERS
    found: dict[str, Column] = {}
    for column, listed in names.items():
        found |= dict.fromkeys([*_headers(listed), _plain(column.value)], column)
    return found


@cache
def _ranks(kind: ImportKind) -> Mapping[str, int]:
    """How well a header says what it means: the lower, the better."""
    return {header: rank for rank, header in enumerate(_by_header(kind))}
