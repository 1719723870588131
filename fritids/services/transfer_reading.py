"""Taking in the file that came with a box from a branch with a database of its own.

Each article by itself, all of it or nothing; a file that is read again does nothing again. Whoever wrote the file, its texts are
data (R13) and its values are checked as if they had been typed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from fritids.db import articles, branches, catalogue, events, transfers
from fritids.db.engine import Connection
from fritids.db.events import EventRow
from fritids.domain import barcode
from fritids.domain.roles import Right
from fritids.domain.search import clean
from fritids.domain.words import ActKind, ArticleState, TransferKind
from fritids.errors import InvalidValueError
from fritids.i18n import _
from fritids.outside import transfer_file
from fritids.services import transfer_files
from fritids.services.article_form import checked_code, checked_columns
from fritids.services.checks import checked_note
from fritids.services.context import Context
from fritids.services.identity import refuse_identity_number
from fritids.services.once import once
from fritids.services.rights import needs
from fritids.services.transfer_values import NotTakenIn, ReceivedFile
from fritids.services.transfers import LONGEST_PLACE, come_home, views_of

MOST_CODES = 20
_TEXTS = ("size", "brand", "model", "note")


class _NotTakenInError(Exception):
    """A line that cannot be taken in; what was done for it so far is nothing."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


@dataclass(frozen=True, slots=True)
class _Line:
    """An article of the file, as far as its shape goes."""

    key: str
    type_code: str
    texts: dict[str, str | None]
    codes: tuple[str, ...]
    kind: TransferKind
    back_by: date | None
    sent_on: date | None
    note: str | None
    history: object


class TransferFiles:
    """The use cases of the files that go along."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @needs(Right.STOCK)
    def write(self, place: str, path: Path, *, since: date | None = None) -> int:
        """The file with what was sent to a place since a day (today) stands at `path`; how many articles.

        Raises InvalidValueError if nothing was. It may be written, and read, as often as one likes.
        """
        context = self._context
        with context.database.read() as connection:
            context.refresh(connection)
            rows = transfers.to_place(connection, context.branch_id, clean(place), since or context.today())
            if not rows:
                raise InvalidValueError(
                    _(
                        "Nothing was sent to {place} in that time. See what was with: fritids transfer list"
                    ).format(place=clean(place)),
                    field="place",
                )
            transfer_files.write(connection, context, rows, path, to=clean(place))
            return len(rows)

    @needs(Right.STOCK)
    def receive(self, path: Path, *, act: str, new_numbers: bool = False) -> ReceivedFile:
        """The articles of the file stand here with their numbers, and what they went through is kept; what cannot be, is named.

        With `new_numbers` one whose number is taken here gets another. What was sent from here and comes back this way is the
        article that it was. Raises UsageError for a file that is none of ours or not whole.
        """
        context = self._context
        place, listed = transfer_file.read(path)
        from_name = clean(place)[:LONGEST_PLACE]

        def work(connection: Connection) -> ReceivedFile:
            context.refresh(connection)
            if not from_name:
                raise InvalidValueError(_("The file does not say which branch it is from."), field="from")
            refuse_identity_number(connection, from_name, "from")
            done: list[int] = []
            already: list[str] = []
            refused: list[NotTakenIn] = []
            for number, given in enumerate(listed, start=1):
                shown = _shown(given, number)
                try:
                    line = _read_line(given)
                    before = transfers.came_by_file(connection, [line.key])
                    if before:
                        already.append(shown)
                        continue
                    done.append(
                        self._take(connection, line, from_name, (act, len(done)), new_numbers=new_numbers)
                    )
                except _NotTakenInError as error:
                    refused.append(NotTakenIn(shown, error.code, error.message))
                except InvalidValueError as error:
                    refused.append(NotTakenIn(shown, error.code, error.message))
            views = views_of(connection, context, transfers.by_ids(connection, done))
            return ReceivedFile(from_name, views, tuple(already), tuple(refused))

        def again(connection: Connection, _earlier: EventRow) -> ReceivedFile:
            lines = events.all_of_act(connection, act)
            rows = transfers.by_ids(connection, [int(line.details["transfer"]) for line in lines])
            return ReceivedFile(from_name, views_of(connection, context, rows), (), ())

        return once(context, act, ActKind.TRANSFER_RECEIVE, work, again)

    def _take(
        self, connection: Connection, line: _Line, place: str, act: tuple[str, int], *, new_numbers: bool
    ) -> int:
        """Check everything, then write: what raises has written nothing."""
        context = self._context
        kind = context.types.get(line.type_code)
        if kind is None:
            raise _NotTakenInError(
                "unknown_type",
                _("There is no article type called {name}.").format(name=clean(line.type_code) or "–"),
            )
        columns = checked_columns(connection, kind, line.texts)
        note = checked_note(connection, line.note)
        codes = _different([checked_code(code) for code in line.codes])
        article_id = self._ours(connection, codes, new_numbers=new_numbers)
        taken = catalogue.taken_keys(connection, [barcode.key(code) for code in codes])
        free = [code for code in codes if barcode.key(code) not in taken]
        if article_id is None:
            article_id = self._register(connection, columns.with_codes, free)
            own: Sequence[str] = ()
        else:
            own = tuple(transfer_files.file_keys(connection, [article_id]).values())
            self._put_back(connection, article_id, free)
        transfer_id = come_home(
            connection,
            context,
            article_id,
            None,
            kind=line.kind.value,
            from_place=place,
            sent_on=line.sent_on or context.today(),
            back_by=line.back_by,
            note=note,
            file_key=line.key,
            history=transfer_files.kept_history(line.history, own),
        )
        details = {"transfer": transfer_id, "how": "file", "state": ArticleState.IN_STOCK.value, "from": None}
        event = context.event(ActKind.TRANSFER_RECEIVE, *act, article_id=article_id)
        events.add(connection, event, details)
        return transfer_id

    def _ours(self, connection: Connection, codes: Sequence[str], *, new_numbers: bool) -> int | None:
        """The article that left here and comes back; None for one that is new. Raises where another one bears its number."""
        owners = catalogue.taken_keys(connection, [barcode.key(code) for code in codes])
        for article_id in sorted(set(owners.values())):
            found = articles.by_id(connection, article_id, self._context.branch_id)
            newest = transfers.newest_of(connection, article_id)
            away = newest is None or not newest.under_way
            if len(set(owners.values())) == 1 and found.facts.state is ArticleState.TRANSFERRED and away:
                return article_id
        if owners and not new_numbers:
            code = next(code for code in codes if barcode.key(code) in owners)
            raise _NotTakenInError(
                "barcode_taken",
                _(
                    "Another article has the number {code} here. Read the file with --new-numbers to give it another."
                ).format(code=code),
            )
        return None

    def _register(self, connection: Connection, with_codes: Any, codes: Sequence[str]) -> int:
        context, now = self._context, self._context.clock.now()
        labels = list(codes) or [_free_number(connection)]
        article_id = catalogue.add(
            connection,
            {
                **with_codes(labels),
                "branch_id": context.branch_id,
                "label": labels[0],
                "state": ArticleState.IN_STOCK.value,
            },
            at=now,
        )
        for code in labels:
            catalogue.add_label(connection, article_id, key=barcode.key(code), code=code, at=now)
        return article_id

    def _put_back(self, connection: Connection, article_id: int, codes: Sequence[str]) -> None:
        now = self._context.clock.now()
        articles.lock_by_id(connection, article_id)
        articles.set_state(connection, article_id, ArticleState.IN_STOCK, now)
        transfers.move_article(connection, article_id, self._context.branch_id)
        for code in codes:
            catalogue.add_label(connection, article_id, key=barcode.key(code), code=code, at=now)


def _read_line(given: object) -> _Line:
    if not isinstance(given, dict):
        raise _bad_line()
    key, codes = given.get("key"), given.get("barcodes")
    texts = {name: given.get(name) for name in (*_TEXTS, "type", "sending_note", "back_by", "sent_on")}
    if not isinstance(key, str) or not 0 < len(key) <= LONGEST_PLACE or not isinstance(codes, list):
        raise _bad_line()
    if not key.isprintable():
        raise _bad_line()  # PostgreSQL keeps no U+0000, and would seem to be out of reach
    if not 0 < len(codes) <= MOST_CODES or any(not isinstance(code, str) for code in codes):
        raise _bad_line()
    if any(text is not None and not isinstance(text, str) for text in texts.values()):
        raise _bad_line()
    try:
        kind = TransferKind(str(given.get("kind")))
        days = {
            name: None if texts[name] is None else date.fromisoformat(str(texts[name]))
            for name in ("back_by", "sent_on")
        }
    except ValueError:
        raise _bad_line() from None
    return _Line(
        key=key,
        type_code=texts["type"] or "",
        texts={name: texts[name] for name in _TEXTS},
        codes=tuple(codes),
        kind=kind,
        back_by=days["back_by"],
        sent_on=days["sent_on"],
        note=texts["sending_note"],
        history=given.get("history"),
    )


def _bad_line() -> _NotTakenInError:
    return _NotTakenInError(
        "broken", _("This line of the file is not whole. Ask the other branch to write it again.")
    )


def _shown(given: object, number: int) -> str:
    """The first code of a line, or its place where it has none."""
    codes = given.get("barcodes") if isinstance(given, dict) else None
    first = codes[0] if isinstance(codes, list) and codes else None
    return clean(first)[: MOST_CODES * 4] if isinstance(first, str) else f"#{number}"


def _different(codes: Sequence[str]) -> list[str]:
    return list({barcode.key(code): code for code in reversed(codes)}.values())[::-1]


def _free_number(connection: Connection) -> str:
    while True:
        (number,) = branches.take_numbers(connection, barcode.Series.ARTICLE.value)
        code = barcode.article_code(number)
        if not catalogue.taken_keys(connection, [code]):
            return code
