"""Kept sums against the loans: each sum that holds is counted again, whole."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from fritids.db import branches, figure_sums, figures
from fritids.db.engine import Connection
from fritids.db.figure_splits import Scope
from fritids.db.figure_sums import Kept
from fritids.domain.figures import Period
from fritids.services.figures import bodies
from fritids.services.results.figures import Difference


def differences(connection: Connection) -> Iterator[tuple[int, Difference]]:
    """(number of the sum, what differs) wherever one that holds is not what the loans say. What others keep (`Figures.kept`) is not of loans alone, and is theirs to check."""
    known = tuple(branches.find(connection, None))
    codes = {row.id: row.code for row in known}
    held = sorted(figure_sums.holding(connection), key=_alike)
    for (_of_each, what, first, last), alike in groupby(held, key=_alike):
        group = list(alike)
        each = group[0].branch_id is not None
        question = bodies.question_of(what, branches=not each)
        if question is None:
            continue
        ours = {kept.branch_id for kept in group}
        scope = Scope(Period(first, last), tuple(row for row in known if not each or row.id in ours))
        counted = figures.count(connection, question, scope, each=each)
        lost = (
            figures.not_returned(connection, scope, dict(question.wanted), each=each)
            if () in question.tables
            else {}
        )
        for kept in group:
            right = counted.get(kept.branch_id, {})
            if () in question.tables:
                right = bodies.with_not_returned(right, lost.get(kept.branch_id, 0))
            was = bodies.read(figure_sums.body(connection, kept))
            branch = None if kept.branch_id is None else codes[kept.branch_id]
            for figure, mine, theirs in bodies.differences(was, right):
                yield kept.id, Difference(what, branch, scope.period, figure, mine, theirs)


def _alike(kept: Kept) -> tuple[bool, str, date, date]:
    return kept.branch_id is not None, kept.what, kept.first, kept.last
