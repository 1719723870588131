"""What may be stored about an article: text made clean, sizes read, codes checked. Shared by registering, editing and import."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fritids.db.engine import Connection
from fritids.domain.barcode import MAX_LENGTH, CodeFault, clean_code
from fritids.domain.search import clean
from fritids.errors import InvalidValueError
from fritids.i18n import _
from fritids.services.forms import Changes
from fritids.services.identity import refuse_identity_number
from fritids.services.results import TypeView
from fritids.services.searchtext import article_text
from fritids.services.type_names import size_as

LONGEST = {"size": 40, "brand": 100, "model": 100, "note": 1000}
"""Characters of each text."""


@dataclass(frozen=True, slots=True)
class ArticleColumns:
    """The columns that describe an article, checked."""

    type_code: str
    size: str | None
    size_low: float | None
    size_high: float | None
    brand: str | None
    model: str | None
    note: str | None

    def with_codes(self, codes: Sequence[str]) -> dict[str, object]:
        """The columns as they are stored, with the text that an article with these labels is found by."""
        return {
            "type_code": self.type_code,
            "size": self.size,
            "size_low": self.size_low,
            "size_high": self.size_high,
            "brand": self.brand,
            "model": self.model,
            "note": self.note,
            "search": article_text(brand=self.brand, model=self.model, size=self.size, codes=codes),
        }


def checked_columns(
    connection: Connection, kind: TypeView, typed: Mapping[str, str | None]
) -> ArticleColumns:
    """What to store of the typed `size`, `brand`, `model` and `note` of an article of this type. Raises InvalidValueError."""
    cleaned = {field: clean(typed.get(field) or "") for field in LONGEST}
    for field, text in cleaned.items():
        if len(text) > LONGEST[field]:
            raise InvalidValueError(
                _("This may have at most {n} characters.").format(n=LONGEST[field]), field=field
            )
        refuse_identity_number(connection, text, field)
    size = size_as(kind, cleaned["size"]) if cleaned["size"] else None
    return ArticleColumns(
        type_code=kind.code,
        size=None if size is None else size.text,
        size_low=None if size is None else size.low,
        size_high=None if size is None else size.high,
        brand=cleaned["brand"] or None,
        model=cleaned["model"] or None,
        note=cleaned["note"] or None,
    )


def checked_code(typed: str) -> str:
    """The code as it is kept. Raises InvalidValueError for one that no label can bear."""
    match clean_code(typed):
        case CodeFault.EMPTY:
            raise InvalidValueError(_("The barcode is empty. Scan it once more."), field="barcode")
        case CodeFault.TOO_LONG:
            raise InvalidValueError(
                _("A barcode may have at most {n} characters.").format(n=MAX_LENGTH), field="barcode"
            )
        case CodeFault.CONTROL:
            raise InvalidValueError(
                _("The barcode holds signs that cannot be seen. Scan it once more."), field="barcode"
            )
        case str(code):
            return code


def changed_texts(changes: Changes) -> dict[str, str | None]:
    """The changed columns that are texts; what the form calls by another name is no column of an article."""
    unknown = sorted(set(changes) - {"type", "size", "brand", "model", "note", "photo"})
    if unknown:
        raise InvalidValueError(
            _("An article has no {name} that could be changed.").format(name=unknown[0]), field=unknown[0]
        )
    kept = {name: value for name, value in changes.items() if name not in {"type", "photo"}}
    return {name: None if value is None else str(value) for name, value in kept.items()}
