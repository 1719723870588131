"""Of which branch figures are: the one that is named or configured, else all that the database has."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from fritids.cli.call import Call
from fritids.errors import WhichBranchError

if TYPE_CHECKING:
    from fritids.services.desk import Desk


@contextmanager
def figures_desk(call: Call) -> "Iterator[tuple[Desk, str | None]]":
    """The desk, and the code of the branch to count (of the only one too); None: all there are, in the language of the one made first."""
    try:
        with call.desk() as desk:
            yield desk, desk.branch.show().code
            return
    except WhichBranchError as several:
        first = several.branches[0][0]
    with call.desk(first) as desk:
        yield desk, None
