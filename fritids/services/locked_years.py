"""Locking a year: its figures are kept as they stand, signed, with what they mean; later they are counted again and set beside them.

Whatever is undone, entered later, merged, moved or erased after that moves what is counted, and never what is locked. What a figure differs
by is explained by what the record of events says was done since. A difference that nothing in the record explains was made outside the
program, or by a change of the catalogue.
"""

import hashlib
import json
from pathlib import Path
from typing import Any, Final

import fritids
from fritids.db import branches, events, locked_years
from fritids.db.engine import Connection
from fritids.db.figure_splits import Scope
from fritids.domain import figure_definitions
from fritids.domain.calendar import iso_utc
from fritids.domain.figures import Period, Split
from fritids.domain.roles import Right
from fritids.domain.words import ActKind
from fritids.errors import UsageError
from fritids.i18n import _
from fritids.outside import signing
from fritids.services.context import Context
from fritids.services.figures import Figures
from fritids.services.figures.lines import STOCK, TOTAL, Place, lines
from fritids.services.once import once
from fritids.services.results.locked_years import ChangedFigure, LaterAct, LockView, YearLocked, YearVerified
from fritids.services.rights import needs
from fritids.services.stock_figures import StockFigures

_ACTS_SHOWN: Final = 5
_BODY: Final = 1
"""The form of what is signed."""


class LockedYears:
    """The use cases of locked years. `branch` is a branch's code, None all branches together; `key_file` is this computer's signing key."""

    def __init__(self, context: Context, *, figures: Figures, stock: StockFigures) -> None:
        self._context = context
        self._figures = figures
        self._stock = stock

    @needs(Right.FIGURES)
    def lock(self, year: int, branch: str | None, *, key_file: Path, act: str) -> YearLocked:
        """The year's figures as they stand now are kept, signed. Locked with the very same figures before, that lock stands and nothing is added.

        A later lock stands beside the earlier ones. Raises UsageError for a year that is not over, and where the key cannot be used.
        """
        context = self._context
        branch, branch_id = self._which(branch)
        period = Period.year(year)
        if self._figures.today(branch) <= period.last:
            raise UsageError(
                _("{year} is not over. A year can be locked from 1 January on.").format(year=year),
                code="not_over",
            )
        # Before counting: what is done meanwhile counts as done since, and is offered as an explanation at the worst.
        with context.database.read() as connection:
            event_id = locked_years.newest_event(connection)
            digest = locked_years.event_digest(connection, event_id)
            earlier = locked_years.newest(connection, year, branch_id)
        counted = lines(self._figures.whole(period, branch), self._stock.of(period, branch))
        if not counted:
            raise UsageError(
                _("Nothing was lent and nothing was there in {year}, so there is nothing to lock.").format(
                    year=year
                ),
                code="no_figures",
            )
        changed = 0 if earlier is None else len(_differing(_locked(earlier.body), counted))
        if earlier is not None and not changed:
            return YearLocked(self._view(earlier, branch), again=True, changed=0)
        at = context.clock.now()
        body = _text(
            {
                "form": _BODY,
                "year": year,
                "branch": branch,
                "counted_to": period.last.isoformat(),
                "locked_at": iso_utc(at),
                "version": fritids.__version__,
                "definitions": {
                    "version": figure_definitions.VERSION,
                    "figures": dict(figure_definitions.FIGURES),
                },
                "record": {"event": event_id, "sha256": digest},
                "lines": [[*place, value] for place, value in counted.items()],
            }
        )
        check_sum = _check_sum(body)
        made = signing.sign(check_sum, key_file)

        def work(connection: Connection) -> YearLocked:
            lock_id = locked_years.add(
                connection,
                {
                    "branch_id": branch_id, "year": year, "locked_at": at, "operator": context.operator, "version": fritids.__version__,
                    "event_id": event_id, "body": body, "check_sum": check_sum, "signature": made.signature, "signed_by": made.signed_by,
                },
            )  # fmt: skip
            events.add(
                connection,
                context.event(ActKind.YEAR_LOCK, act),
                {"lock": lock_id, "year": year, "branch": branch, "check_sum": check_sum, "changed": changed},
            )
            return YearLocked(
                self._view(locked_years.by_id(connection, lock_id), branch), again=False, changed=changed
            )

        def repeated(connection: Connection, event: events.EventRow) -> YearLocked:
            row = locked_years.by_id(connection, int(event.details["lock"]))
            return YearLocked(self._view(row, branch), again=False, changed=int(event.details["changed"]))

        return once(context, act, ActKind.YEAR_LOCK, work, repeated)

    @needs(Right.FIGURES)
    def verify(self, year: int, branch: str | None, *, key_file: Path) -> YearVerified:
        """The newest lock of the year looked over, and every figure of it that comes out otherwise today, with what was done since.

        Raises UsageError for a year that nobody locked.
        """
        branch, branch_id = self._which(branch)
        with self._context.database.read() as connection:
            row = locked_years.newest(connection, year, branch_id)
        if row is None:
            raise UsageError(
                _("{year} is not locked. Lock it with: fritids report {year} --lock").format(year=year),
                code="not_locked",
            )
        period = Period.year(year)
        locked = _locked(row.body)
        counted = lines(self._figures.whole(period, branch), self._stock.of(period, branch))
        head = _read(row.body).get("record", {})
        with self._context.database.read() as connection:
            scope = Scope(period, tuple(branches.find(connection, branch)))
            changed = tuple(
                self._explained(
                    connection, row.event_id, scope, place, (locked.get(place, 0), counted.get(place, 0))
                )
                for place in _differing(locked, counted)
            )
            digest = locked_years.event_digest(connection, int(head.get("event") or 0))
        return YearVerified(
            lock=self._view(row, branch),
            figures=len(locked),
            is_whole=_check_sum(row.body) == row.check_sum,
            is_signed=signing.holds(row.check_sum, signing.Signature(row.signature, row.signed_by)),
            is_ours=signing.public_key(key_file) == row.signed_by,
            record_holds=digest == head.get("sha256") and head.get("event") == row.event_id,
            definitions=int(_read(row.body).get("definitions", {}).get("version", 0)),
            changed=changed,
        )

    @needs(Right.FIGURES)
    def list(self) -> tuple[LockView, ...]:
        """Every lock there is, by year and the order they were made in."""
        with self._context.database.read() as connection:
            codes = {one.id: one.code for one in branches.find(connection, None)}
            return tuple(
                self._view(row, None if row.branch_id is None else codes[row.branch_id])
                for row in locked_years.every(connection)
            )

    def _which(self, branch: str | None) -> tuple[str | None, int | None]:
        """The branch that is meant: where there is one, all is that one."""
        with self._context.database.read() as connection:
            known = branches.find(connection, None)
        if len(known) == 1:
            branch = known[0].code
        ids = {one.code: one.id for one in known}
        if branch is not None and branch not in ids:
            raise UsageError(
                _("There is no branch with the code {code}. See them with: fritids branch list").format(
                    code=branch
                )
            )
        return branch, None if branch is None else ids[branch]

    @staticmethod
    def _explained(
        connection: Connection, after: int, scope: Scope, place: Place, both: tuple[int, int]
    ) -> ChangedFigure:
        """A figure as it was locked and as it is counted, with what was done since."""
        if place.table.split("/", maxsplit=1)[0] == STOCK:
            acts, of_all = locked_years.later_on_articles(
                connection, after, place.table, place.codes, limit=_ACTS_SHOWN
            )
        else:
            splits = () if place.table == TOTAL else tuple(map(Split, place.table.split("/")))
            acts, of_all = locked_years.later_on_loans(
                connection, after, scope, dict(zip(splits, place.codes, strict=True)), limit=_ACTS_SHOWN
            )
        return ChangedFigure(
            place.table, place.codes, place.measure, *both,
            tuple(LaterAct(one.id, one.at, one.kind, one.is_undo, one.entered_later, one.loan_id, one.article_id) for one in acts),
            of_all - len(acts),
        )  # fmt: skip

    @staticmethod
    def _view(row: locked_years.LockRow, branch: str | None) -> LockView:
        return LockView(
            row.id,
            row.year,
            branch,
            row.locked_at,
            row.operator,
            row.version,
            row.event_id,
            row.check_sum,
            row.signed_by,
        )


def _text(body: dict[str, Any]) -> str:
    """One spelling for one content, so that the check sum is of what it says and not of how it was written."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _check_sum(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()


def _read(body: str) -> dict[str, Any]:
    """What a body says; nothing, where somebody has made it something else."""
    try:
        read = json.loads(body)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _locked(body: str) -> dict[Place, int]:
    return {
        Place(table, tuple(codes), measure): value
        for table, codes, measure, value in _read(body).get("lines", ())
    }


def _differing(locked: dict[Place, int], counted: dict[Place, int]) -> list[Place]:
    """Where both are not the same, in the order of the tables; a figure that is not there is 0."""
    places = dict.fromkeys((*counted, *locked))
    return [place for place in places if locked.get(place, 0) != counted.get(place, 0)]
