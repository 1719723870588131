"""Lists of articles as files: what stood still, what was worn out. No people in them."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from fritids.domain.search import clean
from fritids.i18n import _, language
from fritids.outside import tabular
from fritids.outside.table_values import Cell
from fritids.services.results import ArticleView
from fritids.services.results.stock_figures import StillView, WornView

_KEYS: Final = ("barcode", "article", "category", "size", "brand", "model")


def write_still(path: Path, found: Sequence[StillView]) -> int:
    """What stood still is in the file, in the order of the shelves; how many. The suffix says the form, as `tabular.writing`."""
    rows = ((*_article(one.article), one.added_on, one.last_out) for one in found)
    return _write(path, (*_heads(), _("Added"), _("Last out")), (*_KEYS, "added_on", "last_out"), rows)


def write_worn(path: Path, found: Sequence[WornView]) -> int:
    """What was worn out is in the file, the newest first; how many."""
    rows = ((*_article(one.article), one.discarded_on, one.times_lent) for one in found)
    return _write(
        path, (*_heads(), _("Discarded"), _("Times lent")), (*_KEYS, "discarded_on", "times_lent"), rows
    )


def _write(path: Path, heads: Sequence[str], keys: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    count = 0
    with tabular.writing(path, heads, keys=keys) as write:
        for row in rows:
            write(list(row))
            count += 1
    return count


def _heads() -> tuple[str, ...]:
    return (_("Code"), _("Article"), _("Category"), _("Size"), _("Brand"), _("Model"))


def _article(view: ArticleView) -> tuple[Cell, ...]:
    kind, swedish = view.type, language() == "sv"
    name = kind.name_sv if swedish else kind.name_en
    category = kind.category_sv if swedish else kind.category_en
    return (
        view.barcode,
        name[:1].upper() + name[1:],
        category,
        *(None if text is None else clean(text) for text in (view.size, view.brand, view.model)),
    )
