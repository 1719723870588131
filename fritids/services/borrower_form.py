"""What may be stored about a borrower: each field cleaned and checked, one clear sentence for what cannot be kept.

A name and a number are enough. Everything else is asked for only where the branch has turned it on (DESIGN §5).
"""

import re
from collections.abc import Callable, Mapping

from fritids.db.engine import Connection
from fritids.domain.barcode import MAX_LENGTH, CodeFault, Series, clean_code, series
from fritids.domain.policy import OPTIONAL_FIELDS
from fritids.domain.search import clean
from fritids.domain.words import BorrowerKind, Gender
from fritids.errors import InvalidValueError
from fritids.i18n import _
from fritids.services import phones
from fritids.services.context import Context
from fritids.services.identity import refuse_identity_number

LONGEST_NAME = 100
LONGEST_NOTE = 1000
LANGUAGES = ("sv", "en", "sv-easy", "ar", "so", "uk", "fi")
"""In which reminders can be written (DESIGN §7); `sv-easy` is easy Swedish."""
OLDEST = 120
"""Years: nobody who borrows was born longer ago."""
FIELDS = (
    "name",
    "phone",
    "kind",
    "email",
    "birth_year",
    "gender",
    "postcode",
    "language",
    "note",
    "protected",
    "blocked",
    "no_reminders",
)
"""What can be changed about a borrower."""
EMAIL = re.compile(r"[^\s@<>\"(),:;\\\[\]]{1,64}@(?:[\w-]{1,63}\.)+[\w-]{2,63}")
LONGEST_EMAIL = 254
_POSTCODE = re.compile(r"[1-9][0-9]{4}")
_BLANKS = re.compile(r"\s+")


def checked_borrower(
    connection: Connection,
    context: Context,
    typed: Mapping[str, str | int | bool | None],
    *,
    before: Mapping[str, object] | None = None,
) -> dict[str, object]:
    """The columns to store for the typed fields.

    `before` holds what is stored already: a field the branch has turned off since may stay as it is or be emptied. Raises
    InvalidValueError, whose `field` is the one that has to be changed.
    """
    columns: dict[str, object] = {}
    for field, value in typed.items():
        text = clean("" if value is None else str(value))
        if isinstance(value, str):
            _check_identity_number(connection, text, field)
        columns[field] = value if isinstance(value, bool) else _READERS[field](text, context)
        kept = before is not None and before.get(field) == columns[field]
        if (
            field in OPTIONAL_FIELDS
            and columns[field] is not None
            and not kept
            and field not in context.policy.asked_fields
        ):
            raise InvalidValueError(
                _(
                    "This branch does not ask for that. Leave it empty, or turn it on in the branch's settings."
                ),
                field=field,
            )
    return columns


def checked_card(connection: Connection, typed: str) -> str:
    """The code of a foreign card as it is kept. Raises InvalidValueError."""
    return scanned_card(connection, typed, _("This is the barcode of an article. Scan the borrower's card."))


def scanned_card(connection: Connection, typed: str, not_an_article: str) -> str:
    """The code of a card, of whomever it is. Raises InvalidValueError, for an article's barcode with the sentence `not_an_article`."""
    code = clean_code(typed)
    if isinstance(code, CodeFault):
        raise InvalidValueError(
            _("A card's code has 1 to {n} signs that can be seen. Scan it once more.").format(n=MAX_LENGTH),
            field="card",
        )
    if series(code) is Series.ARTICLE:
        raise InvalidValueError(not_an_article, field="card")
    refuse_identity_number(connection, code, "card")
    return code


def checked_co_borrower(
    connection: Connection, context: Context, name: str, birth_year: str | int | None, gender: str | None
) -> dict[str, object]:
    """The columns to store for a child or pupil. Raises InvalidValueError."""
    return checked_borrower(connection, context, {"name": name, "birth_year": birth_year, "gender": gender})


def _check_identity_number(connection: Connection, text: str, field: str) -> None:
    if field != "phone" or phones.parse(text) is None:
        refuse_identity_number(connection, text, field)


def _name(text: str, _context: Context) -> str:
    if not text:
        raise InvalidValueError(_("Write the name."), field="name")
    if len(text) > LONGEST_NAME:
        raise InvalidValueError(
            _("A name may have at most {n} characters.").format(n=LONGEST_NAME), field="name"
        )
    return text


def _phone(text: str, _context: Context) -> str | None:
    if not text:
        return None
    found = phones.parse(text)
    if found is None:
        raise InvalidValueError(
            _("This is no phone number that exists. Write it as 070-123 45 67, or with + and country code."),
            field="phone",
        )
    return found.e164


def _kind(text: str, _context: Context) -> str:
    try:
        return BorrowerKind(text or BorrowerKind.PERSON.value).value
    except ValueError as error:
        raise InvalidValueError(
            _("A borrower is one of these: {kinds}.").format(
                kinds=", ".join(kind.value for kind in BorrowerKind)
            ),
            field="kind",
        ) from error


def _email(text: str, _context: Context) -> str | None:
    if not text:
        return None
    if len(text) > LONGEST_EMAIL or EMAIL.fullmatch(text) is None:
        raise InvalidValueError(_("This is no e-mail address. Write it as name@example.org."), field="email")
    return text


def _birth_year(text: str, context: Context) -> int | None:
    if not text:
        return None
    this_year = context.today().year
    if not (text.isascii() and text.isdigit()) or not this_year - OLDEST <= int(text[:9]) <= this_year:
        raise InvalidValueError(
            _("Write the year of birth with four digits, {first} to {last}.").format(
                first=this_year - OLDEST, last=this_year
            ),
            field="birth_year",
        )
    return int(text)


def _gender(text: str, _context: Context) -> str | None:
    if not text:
        return None
    try:
        return Gender(text).value
    except ValueError as error:
        raise InvalidValueError(
            _("Gender is one of these, or nothing: {genders}.").format(
                genders=", ".join(each.value for each in Gender)
            ),
            field="gender",
        ) from error


def _postcode(text: str, _context: Context) -> str | None:
    digits = _BLANKS.sub("", text).upper().removeprefix("SE-")
    if not digits:
        return None
    if _POSTCODE.fullmatch(digits) is None:
        raise InvalidValueError(_("A postcode has five digits, as 123 45."), field="postcode")
    return digits


def _language(text: str, _context: Context) -> str | None:
    if not text:
        return None
    if text not in LANGUAGES:
        raise InvalidValueError(
            _("The language is one of these: {languages}.").format(languages=", ".join(LANGUAGES)),
            field="language",
        )
    return text


def _note(text: str, _context: Context) -> str | None:
    if len(text) > LONGEST_NOTE:
        raise InvalidValueError(
            _("A note may have at most {n} characters.").format(n=LONGEST_NOTE), field="note"
        )
    return text or None


def _switch(text: str, _context: Context) -> bool:
    return text.casefold() in {"1", "true", "yes", "on"}


_READERS: Mapping[str, Callable[[str, Context], object]] = {
    "name": _name,
    "phone": _phone,
    "kind": _kind,
    "email": _email,
    "birth_year": _birth_year,
    "gender": _gender,
    "postcode": _postcode,
    "language": _language,
    "note": _note,
    "protected": _switch,
    "blocked": _switch,
    "no_reminders": _switch,
}
