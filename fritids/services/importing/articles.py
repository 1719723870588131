"""Articles out of a file: reading a row, finding it in the database, storing it."""

import hashlib
import marshal
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from functools import partial
from typing import Any, NamedTuple

from fritids.db import branches, imports
from fritids.db.engine import Connection
from fritids.domain import barcode
from fritids.domain.search import fold
from fritids.domain.sizes import Size, implausible
from fritids.domain.words import ArticleState
from fritids.outside.table_values import SourceRow
from fritids.services.article_form import LONGEST
from fritids.services.context import Context
from fritids.services.importing import cells
from fritids.services.importing.rows import Cells, Remarks
from fritids.services.importing.values import Column, ImportFault, ImportNote
from fritids.services.results import TypeView
from fritids.services.searchtext import article_text
from fritids.services.type_names import TypeNames, second_kind, size_as


class ArticleRow(NamedTuple):
    """A row that may be stored. `codes` are its labels, the newest first; none if it is to get a number of our own."""

    line: int
    codes: tuple[str, ...]
    type_code: str
    size: str | None
    low: float | None
    high: float | None
    brand: str | None
    model: str | None
    note: str | None
    state: str
    reason: str | None
    added: str | None
    """ISO date."""
    keys: tuple[str, ...]
    """Of `codes`."""
    search: str
    """Made here, and not while other desks wait; of a row without codes it lacks the number."""


class ArticleRows:
    """Reads rows of articles; remembers which codes it has seen, and what rows without a code hold."""

    def __init__(self, context: Context, columns: Cells, remarks: Remarks) -> None:
        self._names = TypeNames(context.types)
        self._cells = columns
        self._remarks = remarks
        self._today = context.today()
        self._types: dict[str, TypeView | None] = {}
        self._sizes: dict[tuple[str, str], Size] = {}
        self._seen: dict[str, int] = {}
        self._digest = hashlib.blake2b(digest_size=16)
        self.without_code = 0
        self.highest_own = 0

    @property
    def digest(self) -> str | None:
        """What the rows without a code hold, as one word; the same file gives the same. None if there are none."""
        return self._digest.hexdigest() if self.without_code else None

    def read(self, row: SourceRow) -> ArticleRow | None:
        """The row, or None if something stands in its way, which is noted."""
        before = self._remarks.problem_count
        self._cells.move_to(row)
        take = self._cells.take
        codes = self._codes()
        view = self._type()
        size = self._size(view)
        brand = take(Column.BRAND, partial(cells.words, longest=LONGEST["brand"]))
        model = take(Column.MODEL, partial(cells.words, longest=LONGEST["model"]))
        note = take(Column.NOTE, partial(cells.words, longest=LONGEST["note"]))
        state, reason = self._state()
        added = take(
            Column.ADDED,
            partial(cells.day, today=self._today),
            text=cells.excerpt(self._cells.text(Column.ADDED)),
        )
        if view is None or self._remarks.problem_count > before:
            return None
        found = ArticleRow(
            row.line, codes, view.code, size.text if size else None, size.low if size else None, size.high if size else None,
            brand, model, note, state, reason, added.isoformat() if added else None, tuple(map(barcode.key, codes)),
            article_text(brand=brand, model=model, size=size.text if size else None, codes=codes),
        )  # fmt: skip
        if not codes:
            self.without_code += 1
            self._digest.update(marshal.dumps(tuple(found[2:])))
        return found

    def _codes(self) -> tuple[str, ...]:
        texts = [(Column.BARCODE, self._cells.text(Column.BARCODE))]
        texts += [(Column.OTHER_CODES, text) for text in self._cells.text(Column.OTHER_CODES).splitlines()]
        found: dict[str, str] = {}
        for column, text in texts:
            code = cells.code(text)
            if isinstance(code, ImportFault):
                self._cells.problem(column, code, text=cells.excerpt(text))
            elif code is not None:
                key = barcode.key(code)
                if self._seen.setdefault(key, self._cells.line) != self._cells.line:
                    self._cells.problem(
                        column, ImportFault.CODE_TWICE, text=cells.excerpt(code), first_line=self._seen[key]
                    )
                found.setdefault(key, code)
                if barcode.series(key) is barcode.Series.ARTICLE:
                    self.highest_own = max(self.highest_own, int(key[1:-1]))
        return tuple(found.values())

    def _type(self) -> TypeView | None:
        column = Column.TYPE_CODE if self._cells.text(Column.TYPE_CODE).strip() else Column.TYPE
        text = self._cells.text(column)
        if text not in self._types:
            self._types[text] = self._names.named(text)
        view = self._types[text]
        if view is None and not cells.filled(text):
            self._cells.problem(column, ImportFault.MISSING)
        elif view is None:
            nearest = next(iter(self._names.like(text, 1)), None)
            self._cells.problem(
                column, ImportFault.UNKNOWN_TYPE, text=cells.excerpt(text),
                nearest_sv=nearest.name_sv if nearest else "", nearest_en=nearest.name_en if nearest else "",
            )  # fmt: skip
        return view

    def _size(self, view: TypeView | None) -> Size | None:
        text = self._cells.take(
            Column.SIZE,
            partial(cells.size, longest=LONGEST["size"]),
            text=cells.excerpt(self._cells.text(Column.SIZE)),
        )
        if view is None or text is None:
            return None
        known = self._sizes.get((view.code, text))
        if known is None:
            known = self._sizes[view.code, text] = size_as(view, text)
        if implausible(known, view.size_kind, second_kind(view.code)):
            self._cells.note(
                Column.SIZE,
                ImportNote.ODD_SIZE,
                text=cells.excerpt(text),
                type_sv=view.name_sv,
                type_en=view.name_en,
            )
        return known

    def _state(self) -> tuple[str, str | None]:
        text = self._cells.text(Column.STATE)
        state = self._cells.take(Column.STATE, cells.state, text=cells.excerpt(text))
        if state == cells.ON_LOAN:
            self._cells.note(Column.STATE, ImportNote.ON_LOAN)
        if state is None or state == cells.ON_LOAN:
            return ArticleState.IN_STOCK.value, None
        if state != ArticleState.DISCARDED:
            return state, None
        why = self._cells.text(Column.DISCARD_REASON)
        reason = self._cells.take(Column.DISCARD_REASON, cells.discard_reason, text=cells.excerpt(why))
        if reason is None and not cells.filled(why):
            column = Column.DISCARD_REASON if self._cells.has(Column.DISCARD_REASON) else Column.STATE
            self._cells.problem(column, ImportFault.UNKNOWN_REASON, text="")
        return state, reason


class ArticleStore:
    """Finds rows in the database as it is in one transaction, and stores those that are not there."""

    def __init__(self, context: Context, columns: Cells, *, known_file: bool) -> None:
        self._context = context
        self._cells = columns
        self._known_file = known_file
        self._now = context.clock.now()
        self._moments: dict[str, datetime] = {}

    def new_ones(
        self, connection: Connection, rows: Iterable[tuple[Any, ...]], remarks: Remarks
    ) -> list[ArticleRow]:
        """The rows that the database does not hold; a code that means another article there is noted."""
        batch = [ArticleRow._make(row) for row in rows]
        known = imports.articles_by_key(
            connection, [barcode.key(code) for row in batch for code in row.codes]
        )
        found = []
        for row in batch:
            there = {known[key].id: known[key] for code in row.codes if (key := barcode.key(code)) in known}
            if not there and (row.codes or not self._known_file):
                found.append(row)
            elif len(there) > 1 or any(_differs(row, article) for article in there.values()):
                other = next(
                    article for article in there.values() if len(there) > 1 or _differs(row, article)
                )
                view = self._context.types[other.type_code]
                remarks.problem(
                    row.line, self._cells.header(Column.BARCODE), ImportFault.CODE_TAKEN, text=cells.excerpt(row.codes[0]),
                    type_sv=view.name_sv, type_en=view.name_en, size=other.size or "", label=other.label,
                )  # fmt: skip
            else:
                remarks.already_there += 1
        return found

    def add(self, connection: Connection, rows: Sequence[ArticleRow]) -> None:
        """Store the rows, with their labels and the day they came."""
        own = iter(self._own_codes(connection, sum(not row.codes for row in rows)))
        articles, labels, changes = [], [], []
        for place, row in enumerate(rows):
            if not row.codes:
                row = _with_code(row, next(own))  # noqa: PLW2901  # from here on it is like any other
            added_at = self._moment(row.added)
            articles.append(self._article(row, added_at))
            labels += [
                (place, {"key": key, "code": code, "added_at": added_at})
                for key, code in zip(row.keys, row.codes, strict=True)
            ]
            if row.added and row.state != ArticleState.IN_STOCK:
                changes.append(
                    (place, {"changed_at": added_at, "state": ArticleState.IN_STOCK.value, "reason": None})
                )
                added_at = self._now
            changes.append((place, {"changed_at": added_at, "state": row.state, "reason": row.reason}))
        imports.add_articles(connection, articles, labels, changes)

    def _article(self, row: ArticleRow, added_at: datetime) -> dict[str, object]:
        return {
            "branch_id": self._context.branch_id, "type_code": row.type_code, "label": row.codes[0], "size": row.size, "size_low": row.low,
            "size_high": row.high, "brand": row.brand, "model": row.model, "note": row.note, "state": row.state,
            "discard_reason": row.reason, "search": row.search, "added_at": added_at, "revision": 1,
        }  # fmt: skip

    def _moment(self, day: str | None) -> datetime:
        """Noon of the day at the branch, which is the same day in every report; never later than now."""
        if day is None:
            return self._now
        if day not in self._moments:
            noon = datetime.combine(date.fromisoformat(day), time(12), self._context.policy.zone)
            self._moments[day] = min(noon.astimezone(self._now.tzinfo), self._now)
        return self._moments[day]

    def _own_codes(self, connection: Connection, count: int) -> list[str]:
        found: list[str] = []
        while len(found) < count:
            numbers = branches.take_numbers(connection, barcode.Series.ARTICLE.value, count - len(found))
            codes = [barcode.article_code(number) for number in numbers]
            taken = imports.articles_by_key(connection, codes)
            found += [code for code in codes if code not in taken]
        return found


def _with_code(row: ArticleRow, code: str) -> ArticleRow:
    search = article_text(brand=row.brand, model=row.model, size=row.size, codes=[code])
    return row._replace(codes=(code,), keys=(code,), search=search)


def _differs(row: ArticleRow, article: imports.KnownArticle) -> bool:
    """Whether the row means another thing than the article with its code. What only one of them says is no difference."""
    if row.type_code != article.type_code:
        return True
    pairs = ((row.size, article.size), (row.brand, article.brand), (row.model, article.model))
    return any(mine and theirs and fold(mine) != fold(theirs) for mine, theirs in pairs)
