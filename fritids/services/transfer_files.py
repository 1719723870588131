"""What goes along with an article to a branch with a database of its own, and how what came along is kept there.

Past loans travel as days and counts, never as loans: they were counted where they were made (R12).
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from fritids.db import articles, catalogue, transfer_history, transfers
from fritids.db.engine import Connection
from fritids.db.transfers import TransferRow
from fritids.domain.calendar import iso_utc
from fritids.domain.search import clean
from fritids.outside import transfer_file
from fritids.services.context import Context
from fritids.services.transfer_values import EarlierStay

MOST_LOANS: Final = 500
"""Days of loans that go along, the newest; all are counted."""
MOST_STAYS: Final = 20
MOST_LINES: Final = 200
_LONGEST: Final = 500


def write(
    connection: Connection, context: Context, rows: Sequence[TransferRow], path: Path, *, to: str
) -> None:
    """The file for these sendings, which are all to one place, stands at `path`."""
    keys = file_keys(connection, [row.article_id for row in rows])
    listed = [_article(connection, context, row, keys[row.id]) for row in rows]
    now = iso_utc(context.clock.now())
    transfer_file.write(path, {"from": context.branch_name, "to": to, "made_at": now, "articles": listed})


def file_keys(connection: Connection, article_ids: Sequence[int]) -> dict[int, str]:
    """By the number of each sending of these articles, what it is called in any file: the same however often one is written."""
    keys = {}
    for _article_id, act, line, details in transfer_history.sending_acts(connection, article_ids):
        transfer_id = int(json.loads(details or "{}").get("transfer", 0))
        keys[transfer_id] = hashlib.sha256(f"{act}/{line}".encode()).hexdigest()[:40]
    return keys


def _article(connection: Connection, context: Context, row: TransferRow, key: str) -> dict[str, Any]:
    found = articles.by_id(connection, row.article_id, context.branch_id)
    codes = catalogue.codes_of(connection, row.article_id)
    before = [
        json.loads(one.history) for one in transfers.of_article(connection, row.article_id) if one.history
    ]
    stays = [stay for several in reversed(before) for stay in several]
    return {
        "key": key,
        "type": found.facts.type_code,
        "size": found.size,
        "brand": found.brand,
        "model": found.model,
        "note": found.note,
        "barcodes": [found.label, *(code for code in codes if code != found.label)],
        "kind": row.kind,
        "back_by": None if row.back_by is None else row.back_by.isoformat(),
        "sent_on": row.sent_on.isoformat(),
        "sending_note": row.note,
        "history": [*stays, _stay(connection, context, row, key)][-MOST_STAYS:],
    }


def _stay(connection: Connection, context: Context, row: TransferRow, key: str) -> dict[str, Any]:
    loans = transfer_history.loans(connection, row.article_id)
    years: dict[str, int] = {}
    for loan in loans:
        years[str(loan.lent_on.year)] = years.get(str(loan.lent_on.year), 0) + 1
    return {
        "key": key,
        "place": context.branch_name,
        "since": context.day_of(transfer_history.added_at(connection, row.article_id)).isoformat(),
        "until": row.sent_on.isoformat(),
        "loans": len(loans),
        "per_year": years,
        "days": [
            [loan.lent_on.isoformat(), None if loan.returned_on is None else loan.returned_on.isoformat()]
            for loan in loans[-MOST_LOANS:]
        ],
        "states": [
            {
                "on": context.day_of(one.at).isoformat(),
                "state": one.state,
                "reason": one.reason,
                "note": one.note,
            }
            for one in transfer_history.states(connection, row.article_id)[-MOST_LINES:]
        ],
        "service": [
            {
                "kind": one.kind,
                "on": context.day_of(one.opened_at).isoformat(),
                "done_on": None if one.done_at is None else context.day_of(one.done_at).isoformat(),
                "outcome": one.outcome,
                "note": one.note,
                "done_note": one.done_note,
            }
            for one in transfer_history.service(connection, row.article_id)[-MOST_LINES:]
        ],
    }


def kept_history(given: object, own_keys: Iterable[str]) -> str | None:
    """What a file says of earlier stays, checked and cut to what is known, as it is stored; stays here itself are left out."""
    if not isinstance(given, list):
        return None
    own = set(own_keys)
    stays = [_checked_stay(one) for one in given[-MOST_STAYS:] if isinstance(one, dict)]
    kept = [one for one in stays if one["key"] not in own]
    return json.dumps(kept, ensure_ascii=False) if kept else None


def _checked_stay(given: Mapping[str, Any]) -> dict[str, Any]:
    years = given.get("per_year")
    lines = {name: given.get(name) for name in ("days", "states", "service")}
    per_year = (
        {
            str(year): _whole(count)
            for year, count in years.items()
            if str(year).isdecimal() and len(str(year)) == 4  # noqa: PLR2004  # a year
        }
        if isinstance(years, dict)
        else {}
    )
    return {
        "key": _text(given.get("key")),
        "place": _text(given.get("place")),
        "since": _day(given.get("since")),
        "until": _day(given.get("until")),
        "loans": _whole(given.get("loans")),
        "per_year": dict(sorted(per_year.items())[-100:]),
        "days": [
            [_day(one[0]), _day(one[1])]
            for one in _some(lines["days"], MOST_LOANS)
            if isinstance(one, list) and len(one) == 2  # noqa: PLR2004  # from and to
        ],
        "states": [_words(one) for one in _some(lines["states"], MOST_LINES) if isinstance(one, dict)],
        "service": [_words(one) for one in _some(lines["service"], MOST_LINES) if isinstance(one, dict)],
    }


def stays(history: str | None) -> tuple[EarlierStay, ...]:
    """The stored history of what came by a file, for people."""
    if not history:
        return ()
    return tuple(
        EarlierStay(
            one["place"],
            _as_date(one["since"]),
            _as_date(one["until"]),
            one["loans"],
            tuple((int(year), count) for year, count in one["per_year"].items()),
        )
        for one in json.loads(history)
    )


def _some(given: object, most: int) -> list[Any]:
    return given[-most:] if isinstance(given, list) else []


def _words(given: Mapping[str, Any]) -> dict[str, str | None]:
    names = ("on", "done_on", "kind", "state", "reason", "outcome", "note", "done_note")
    return {name: _text(given[name]) for name in names if isinstance(given.get(name), str)}


def _text(given: object) -> str:
    return clean(given[:_LONGEST]) if isinstance(given, str) else ""


def _whole(given: object) -> int:
    return min(given, 1_000_000) if isinstance(given, int) and given > 0 else 0


def _day(given: object) -> str | None:
    found = _as_date(given)
    return None if found is None else found.isoformat()


def _as_date(given: object) -> date | None:
    try:
        return date.fromisoformat(given) if isinstance(given, str) else None
    except ValueError:
        return None
