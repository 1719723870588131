"""The use case: plan an import, then run it, all or nothing.

Two passes. The first reads and checks without holding anything, so that the desks go on working; the second is one transaction that
checks again what only the database knows, and writes. 100,000 articles: some 10 s for the first, 5 s for the second.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any, Final, TypeAlias

from fritids.db import events, imports
from fritids.db.engine import Connection
from fritids.domain.barcode import Series
from fritids.domain.roles import Right
from fritids.domain.words import ActKind
from fritids.errors import UsageError
from fritids.i18n import _
from fritids.outside import tabular
from fritids.outside.table_values import Reader, RowFault, SourceRow
from fritids.services.acts import key_of_another_act, new_act_key
from fritids.services.context import Context
from fritids.services.importing import cells
from fritids.services.importing.articles import ArticleRows, ArticleStore
from fritids.services.importing.borrowers import BorrowerRows, BorrowerStore
from fritids.services.importing.headers import Match, match, unknown_headers
from fritids.services.importing.rows import BATCH, Cells, Packed, Remarks
from fritids.services.importing.values import (
    Column,
    ColumnUse,
    ImportFault,
    ImportKind,
    ImportPhase,
    ImportPlan,
    ImportProgress,
    ImportReport,
    Progress,
)
from fritids.services.rights import needs

_Store: TypeAlias = ArticleStore | BorrowerStore
_HEADER_LINES: Final = 20
"""Rows among which the headers are looked for; some lists have a title and a date above them."""
_EXAMPLE_LINES: Final = 50
_FAULTS: Final = {RowFault.QUOTES: ImportFault.QUOTES, RowFault.TOO_LONG: ImportFault.LINE_TOO_LONG}


class _RefusedError(Exception):
    """The second pass found what the first could not know; carries the report out of the transaction, which is rolled back."""

    def __init__(self, report: ImportReport) -> None:
        super().__init__()
        self.report = report


@dataclass(slots=True)
class _Checked:
    """What the first pass found."""

    columns: Cells
    packed: Packed
    remarks: Remarks
    rows: int = 0
    new: int = 0
    digest: str | None = None
    highest_own: int = 0
    known_file: bool = False


class Importer:
    """Takes in stock and borrowers from files."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @needs(Right.BORROWERS)
    def plan(
        self, path: Path, kind: ImportKind | None = None, mapping: Mapping[str, Column | None] | None = None
    ) -> ImportPlan:
        """How the file will be read; nothing is stored. `mapping` says by header what somebody decided: a column, or None for ignored.

        Of all sheets, delimiters and rows that may hold the headers, those are taken that fit best. Raises UsageError for a file
        that is no table, whose headers mean nothing, or that lacks a header of `mapping`.
        """
        with self._context.database.read() as connection:
            self._context.refresh(connection)
        # People first: where a header fits both equally well ("Namn" alone), a person is meant.
        kinds = [ImportKind.BORROWERS, ImportKind.ARTICLES] if kind is None else [kind]
        best: tuple[Match, tabular.Source, int, list[SourceRow]] | None = None
        for source in tabular.sources(path):
            with tabular.reading(source) as reader:
                top = list(islice(reader, _HEADER_LINES + _EXAMPLE_LINES))
            for row in top[:_HEADER_LINES]:
                for each in kinds:
                    found = match(
                        row.cells, each, asked_fields=self._context.policy.asked_fields, chosen=mapping or {}
                    )
                    if best is None or found.score > best[0].score:
                        best = found, source, row.line, top
        if best is None or not any(use.column for use in best[0].columns):
            raise UsageError(
                _(
                    "No header of {path} is known. Write headers like Artikeltyp and Storlek, or Namn and Mobil, above the list."
                ).format(path=path),
                code="no_headers",
            )
        found, source, line, top = best
        if strange := unknown_headers(found, mapping or {}):
            raise UsageError(
                _("{path} has no column called {name}. Its columns are {names}.").format(
                    path=path, name=strange[0], names=", ".join(use.header for use in found.columns)
                ),
                code="no_headers",
            )
        below = [row for row in top if row.line > line]
        return ImportPlan(
            source, found.kind, line, tuple(_with_example(use, below) for use in found.columns), found.missing
        )

    @needs(Right.BORROWERS)
    def run(
        self,
        plan: ImportPlan,
        *,
        act: str | None = None,
        dry_run: bool = False,
        progress: Progress | None = None,
    ) -> ImportReport:
        """Store every row of the file that is not there already, in one transaction; or nothing if one row has a problem, or on a trial.

        The same `act` sent twice is done once. Raises UsageError if the plan is not ready or the file cannot be read any more.
        """
        if not plan.ready:
            raise UsageError(
                _("The list has no column that says what is in it. Add one, and import it again."),
                code="no_headers",
            )
        tell = progress or (lambda _progress: None)
        key = act or new_act_key()
        with self._context.database.read() as connection:
            self._context.refresh(connection)
            earlier = events.by_act(connection, key)
        if earlier is not None:
            return _repeated(plan.kind, earlier)
        checked = self._check(plan, tell)
        if dry_run or checked.remarks.problem_count:
            return _report(plan.kind, checked, checked.remarks, added=checked.new, dry_run=dry_run)
        try:
            return self._context.do(
                key, 0, lambda connection: self._write(connection, plan, checked, key, tell),
                lambda _connection, event: _repeated(plan.kind, event),
            )  # fmt: skip
        except _RefusedError as refused:
            return refused.report

    def _check(self, plan: ImportPlan, tell: Progress) -> _Checked:
        remarks = Remarks()
        columns = Cells(plan.columns, remarks)
        checked = _Checked(columns, Packed(), remarks)
        articles = plan.kind is ImportKind.ARTICLES
        reader = (ArticleRows if articles else BorrowerRows)(self._context, columns, remarks)
        store = self._store(plan.kind, checked)
        with tabular.reading(plan.source) as rows:
            for batch in _batches(_below(rows, plan.header_line, remarks)):
                checked.rows += len(batch)
                good = [read for row in batch if not row.fault and (read := reader.read(row)) is not None]
                with self._context.database.read() as connection:
                    checked.new += len(store.new_ones(connection, good, remarks))
                checked.packed.add(good)
                tell(ImportProgress(ImportPhase.CHECKING, rows.done, rows.total))
        checked.digest, checked.highest_own = reader.digest, reader.highest_own
        if checked.digest:
            with self._context.database.read() as connection:
                checked.known_file = checked.digest in imports.digests(connection, self._context.branch_id)
            if checked.known_file:
                checked.new -= reader.without_code
                remarks.already_there += reader.without_code
        return checked

    def _write(
        self, connection: Connection, plan: ImportPlan, checked: _Checked, act: str, tell: Progress
    ) -> ImportReport:
        remarks = Remarks()
        series = Series.ARTICLE if plan.kind is ImportKind.ARTICLES else Series.BORROWER
        imports.pass_over(connection, series.value, checked.highest_own)
        store = self._store(plan.kind, checked)
        added, done = 0, 0
        for batch in checked.packed:
            added += _add_new(store, connection, batch, remarks)
            done += len(batch)
            tell(ImportProgress(ImportPhase.WRITING, done, checked.packed.count))
        if remarks.problem_count:
            raise _RefusedError(_report(plan.kind, checked, remarks, added=added))
        details = {
            "what": plan.kind.value, "rows": checked.rows, "added": added, "left_out": remarks.left_out,
            "digest": None if checked.known_file else checked.digest,
        }  # fmt: skip
        event_id = events.add(connection, self._context.event(ActKind.IMPORT, act), details)
        return _report(plan.kind, checked, remarks, added=added, event_id=event_id)

    def _store(self, kind: ImportKind, checked: _Checked) -> _Store:
        made = ArticleStore if kind is ImportKind.ARTICLES else BorrowerStore
        return made(self._context, checked.columns, known_file=checked.known_file)


def _add_new(store: _Store, connection: Connection, batch: list[tuple[Any, ...]], remarks: Remarks) -> int:
    """Store what of a batch is new; how many rows that were."""
    if isinstance(store, ArticleStore):
        articles = store.new_ones(connection, batch, remarks)
        if not remarks.problem_count:
            store.add(connection, articles)
        return len(articles)
    people = store.new_ones(connection, batch, remarks)
    if not remarks.problem_count:
        store.add(connection, people)
    return len(people)


def _below(reader: Reader, header_line: int, remarks: Remarks) -> Iterator[SourceRow]:
    """The rows under the headers that hold anything; those that cannot be taken apart are noted on the way."""
    for row in reader:
        if row.line <= header_line:
            continue
        if row.fault:
            remarks.problem(row.line, "", _FAULTS[row.fault])
            yield row
        elif any(map(cells.filled, row.cells)):
            yield row


def _batches(rows: Iterator[SourceRow]) -> Iterator[list[SourceRow]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _with_example(use: ColumnUse, rows: list[SourceRow]) -> ColumnUse:
    """The column with its first filled cell, if it is read; never one that holds an identity number."""
    if use.column is None:
        return use
    texts = (tabular.unguarded(row.cells[use.place]) for row in rows if use.place < len(row.cells))
    return replace(use, example=next((cells.excerpt(text) for text in texts if cells.filled(text)), ""))


def _report(
    kind: ImportKind,
    checked: _Checked,
    found: Remarks,
    *,
    added: int,
    dry_run: bool = False,
    event_id: int | None = None,
) -> ImportReport:
    """The report of a pass: its counts and problems, and the notes of the first one, which has read the cells."""
    return ImportReport(
        kind=kind,
        dry_run=dry_run,
        rows=checked.rows,
        added=added,
        already_there=found.already_there,
        left_out=found.left_out,
        problems=tuple(sorted(found.problems, key=lambda problem: problem.line)),
        problem_count=found.problem_count,
        notes=tuple(checked.remarks.notes),
        note_count=checked.remarks.note_count,
        event_id=event_id,
    )


def _repeated(kind: ImportKind, event: events.EventRow) -> ImportReport:
    """The report of an import that was done before, out of the record. Raises UsageError if the act was another one."""
    if event.kind is not ActKind.IMPORT:
        raise key_of_another_act()
    rows, added, left_out = (int(event.details.get(name, 0)) for name in ("rows", "added", "left_out"))
    return ImportReport(
        kind, dry_run=False, rows=rows, added=added, already_there=rows - added - left_out, left_out=left_out, event_id=event.id,
        repeated=True,
    )  # fmt: skip
