"""Single cells of an import: texts as people and old programs write them, into values that may be stored.

Each function returns the value, or the fault that stands in the way. None of them knows rows, files or the database. No fault
carries a personal identity number, and only faults about words from closed lists carry the text at all.
"""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from typing import Final, TypeAlias

from fritids.domain.barcode import CodeFault, clean_code
from fritids.domain.identity_number import contains_identity_number
from fritids.domain.search import clean, fold
from fritids.domain.words import ArticleState, BorrowerKind, DiscardReason, Gender
from fritids.services import phones
from fritids.services.borrower_form import EMAIL, LONGEST_EMAIL, OLDEST
from fritids.services.importing.values import ImportFault

ON_LOAN: Final = "on_loan"
"""What the column of states may say besides the stored states."""
_SHOWN: Final = 40
"""Characters of a cell that a fault shows."""

_NOTHING: Final = frozenset({"", "-", "--", "–", "—", "n/a", "#n/a", "#saknas!"})
_RUINED: Final = re.compile(r"[0-9][.,][0-9]+E\+[0-9]+", re.IGNORECASE)
_MONTH: Final = (
    r"(?:jan(?:uar[iy])?|feb(?:ruar[iy])?|mar(?:s|ch)?|apr(?:il)?|ma[jy]|jun[ie]?|jul[iy]?|aug(?:usti?)?|sep(?:t(?:ember)?)?|o[kc]t(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DATED: Final = re.compile(
    rf"(?:19|20)[0-9]{{2}}-[01][0-9]-[0-3][0-9](?: [0-9:]+)?|[0-9]{{1,2}}[-/. ]{_MONTH}(?:[-/. ][0-9]{{2,4}})?|{_MONTH}[-/. ][0-9]{{1,4}}",
    re.IGNORECASE,
)
_POSTCODE: Final = re.compile(r"(?:SE?-?\s?)?([1-9][0-9]{2})\s?([0-9]{2})", re.IGNORECASE)
_YEAR: Final = re.compile(r"((?:19|20)[0-9]{2})(?:[-/.]?[01][0-9][-/.]?[0-3][0-9])?(?: 00:00(?::00)?)?")
_DAY: Final = re.compile(r"((?:19|20)[0-9]{2})[-/.]?([01][0-9])[-/.]?([0-3][0-9])(?:[ T][0-9:.]+Z?)?")

_STATES: Final[Mapping[str, str]] = {
    ArticleState.IN_STOCK: "in stock, available, in, ok, i lager, inne, tillgänglig, finns, finns inne, ledig, hemma, aktiv, active",
    ON_LOAN: "on loan, lent, lent out, out, utlånad, utlånat, ute, lånad, utlånade",
    ArticleState.IN_SERVICE: "in service, service, in repair, repair, på service, i service, under åtgärd, åtgärd, reparation, lagas, på lagning,"
    " verkstad, att kontrollera",
    ArticleState.MISSING: "missing, saknas, saknad, försvunnen, borta",
    ArticleState.DISCARDED: "discarded, scrapped, kasserad, kasserat, utrangerad, skrotad",
    ArticleState.TRANSFERRED: "transferred, moved, överförd, flyttad, överlämnad",
}
_REASONS: Final[Mapping[str, str]] = {
    DiscardReason.WORN_OUT: "worn out, utsliten, sliten",
    DiscardReason.BROKEN: "broken, trasig, sönder",
    DiscardReason.RECALLED: "recalled, recalled by its maker, återkallad, återkallad av tillverkaren",
    DiscardReason.GIVEN_AWAY: "given away, bortskänkt, skänkt, bortgiven",
    DiscardReason.LOST: "lost, förlorad, borttappad, tappad, stulen",
}
_KINDS: Final[Mapping[str, str]] = {
    BorrowerKind.PERSON: "person, private, private person, individual, privat, privatperson, enskild, familj, family",
    BorrowerKind.SCHOOL: "school, skola, grundskola, gymnasium, fritidshem, fritids",
    BorrowerKind.PRESCHOOL: "preschool, pre-school, nursery, förskola, dagis",
    BorrowerKind.ASSOCIATION: "association, club, society, förening, klubb, idrottsförening",
    BorrowerKind.CARE: "care, vård, omsorg, vård och omsorg, vård eller omsorg, lss, boende, äldreboende",
    BorrowerKind.OTHER: "other, annan, annat, övrig, övrigt, övriga, företag, company, organisation, organization",
}
_GENDERS: Final[Mapping[str, str]] = {
    Gender.WOMAN: "woman, female, girl, f, kvinna, kvinnor, flicka, tjej, k, q",
    Gender.MAN: "man, male, boy, m, män, pojke, kille, p",
    Gender.OTHER: "other, non-binary, annat, annan, ickebinär, icke-binär, x",
    Gender.NO_ANSWER: "no answer, unknown, inget svar, vill inte svara, vill ej svara, vill ej uppge, ej svar, okänt, okänd, uppger ej",
}
_LANGUAGES: Final[Mapping[str, str]] = {
    "sv": "swedish, svenska, swe, se",
    "sv-easy": "easy swedish, lättläst, lättläst svenska, lätt svenska",
    "en": "english, engelska, eng",
    "ar": "arabic, arabiska, ara",
    "so": "somali, somaliska, som",
    "uk": "ukrainian, ukrainska, ukr, ua",
    "fi": "finnish, finska, fin",
}
_YES: Final = frozenset({"ja", "j", "yes", "y", "true", "sant", "1", "x", "på", "pa", "on"})
_NO: Final = frozenset({"nej", "n", "no", "false", "falskt", "0", "av", "off"})

Text: TypeAlias = str | ImportFault | None


def filled(text: str) -> str:
    """The cell cleaned (R13); empty for what people write where there is nothing."""
    cleaned = clean(text)
    return "" if cleaned.casefold() in _NOTHING else cleaned


def excerpt(text: str) -> str:
    """As much of a cell as a fault may show: nothing if an identity number stands in it."""
    cleaned = clean(text)
    return "" if has_identity_number(cleaned) else cleaned[:_SHOWN]


def has_identity_number(text: str) -> bool:
    """Whether a personal identity number stands in the text; a valid phone number is none."""
    return contains_identity_number(text, known=lambda written: phones.parse(written) is not None)


def words(text: str, longest: int) -> Text:
    """A free text, or None for an empty one."""
    cleaned = filled(text)
    if not cleaned:
        return None
    if len(cleaned) > longest:
        return ImportFault.TEXT_TOO_LONG
    return ImportFault.IDENTITY_NUMBER if has_identity_number(cleaned) else cleaned


def size(text: str, longest: int) -> Text:
    """A size as it is written, or None for an empty cell."""
    return ImportFault.SIZE_RUINED if _DATED.fullmatch(filled(text)) else words(text, longest)


def code(text: str) -> Text:
    """A code as it stands on the label, or None for an empty cell."""
    if not filled(text):
        return None
    if _RUINED.fullmatch(text.strip()):
        return ImportFault.CODE_RUINED
    found = clean_code(text)
    match found:
        case CodeFault.EMPTY:
            return None
        case CodeFault.TOO_LONG:
            return ImportFault.CODE_TOO_LONG
        case CodeFault.CONTROL:
            return ImportFault.CODE_CONTROL
        case str():
            return found


def state(text: str) -> Text:
    """A stored state, `ON_LOAN`, or None for an empty cell."""
    return _listed(text, "state", ImportFault.UNKNOWN_STATE)


def discard_reason(text: str) -> Text:
    """Why an article was discarded, or None for an empty cell."""
    return _listed(text, "reason", ImportFault.UNKNOWN_REASON)


def kind(text: str) -> Text:
    """A kind of borrower, or None for an empty cell."""
    return _listed(text, "kind", ImportFault.UNKNOWN_KIND)


def gender(text: str) -> Text:
    """What a borrower chose to say, or None for an empty cell."""
    return _listed(text, "gender", ImportFault.UNKNOWN_GENDER)


def language(text: str) -> Text:
    """An ISO 639 code of a language that reminders come in, or None for an empty cell."""
    return _listed(text, "language", ImportFault.UNKNOWN_LANGUAGE)


@lru_cache(maxsize=4096)
def phone(text: str) -> Text:
    """A number as E.164, or None for an empty cell. A country code that lost its + to a spreadsheet gets it back."""
    cleaned = filled(text)
    if not cleaned:
        return None
    found = phones.parse(cleaned) or (phones.parse(f"+{cleaned}") if cleaned.startswith("46") else None)
    return ImportFault.BAD_PHONE if found is None else found.e164


def email(text: str) -> Text:
    """An address, or None for an empty cell."""
    cleaned = filled(text)
    if not cleaned:
        return None
    return cleaned if len(cleaned) <= LONGEST_EMAIL and EMAIL.fullmatch(cleaned) else ImportFault.BAD_EMAIL


def postcode(text: str) -> Text:
    """The five digits of a Swedish postcode, or None for an empty cell."""
    cleaned = filled(text)
    if not cleaned:
        return None
    found = _POSTCODE.fullmatch(cleaned)
    return found[1] + found[2] if found else ImportFault.BAD_POSTCODE


def birth_year(text: str, this_year: int) -> int | ImportFault | None:
    """The year out of a year or a date, or None for an empty cell. Days and months are dropped: only the year is ever kept."""
    cleaned = filled(text)
    if not cleaned:
        return None
    if has_identity_number(cleaned):
        return ImportFault.IDENTITY_NUMBER
    found = _YEAR.fullmatch(cleaned)
    if found is None or not this_year - OLDEST <= int(found[1]) <= this_year:
        return ImportFault.BAD_YEAR
    return int(found[1])


def day(text: str, today: date) -> date | ImportFault | None:
    """A day that is not in the future, or None for an empty cell."""
    cleaned = filled(text)
    if not cleaned:
        return None
    found = _DAY.fullmatch(cleaned)
    try:
        read = date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        read = None
    return ImportFault.BAD_DATE if read is None or read > today else read


def yes_no(text: str) -> bool | ImportFault:
    """Yes or no; an empty cell is no."""
    folded = fold(filled(text))
    if not folded or folded in _NO:
        return False
    return True if folded in _YES else ImportFault.BAD_YES_NO


_LISTS: Final[Mapping[str, Mapping[str, str]]] = {
    "state": _STATES, "reason": _REASONS, "kind": _KINDS, "gender": _GENDERS, "language": _LANGUAGES,
}  # fmt: skip


def _listed(text: str, which: str, unknown: ImportFault) -> Text:
    cleaned = filled(text)
    return None if not cleaned else _words(which).get(fold(cleaned), unknown)


@cache
def _words(which: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for value, listed in _LISTS[which].items():
        found |= dict.fromkeys([fold(str(value)), *(fold(word) for word in listed.split(","))], str(value))
    return found
