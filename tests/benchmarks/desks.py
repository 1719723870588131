"""The contenders behind one form: act number `i` lends, or takes back, article `i`."""

from pathlib import Path

from fritids.db.engine import Database
from fritids.services.acts import new_act_key
from fritids.services.clock import SystemClock
from fritids.services.context import Context
from fritids.services.lending import Lending
from fritids.services.results import Lent, TakenBack
from fritids.services.returns import Returns
from tests.benchmarks.by_hand import ByHand
from tests.large_branch import DESK, Benchmarked


class UseCases:
    """The program's own lending and returning, in a visit that is open."""

    def __init__(self, database: Database, made: Benchmarked, *, borrower_id: int, visit_id: int) -> None:
        context = Context(database, made.branch_id, DESK, None, SystemClock())
        with database.read() as connection:
            context.refresh(connection)
        self._lending, self._returns = Lending(context), Returns(context)
        self._made, self._borrower_id, self._visit_id = made, borrower_id, visit_id

    def lend(self, number: int) -> None:
        """Lend the article."""
        result = self._lending.lend(
            self._made.code(number), self._borrower_id, act=new_act_key(), visit_id=self._visit_id
        )
        assert isinstance(result, Lent), result

    def take_back(self, number: int) -> None:
        """Take the article back."""
        result = self._returns.take_back(self._made.code(number), act=new_act_key(), visit_id=self._visit_id)
        assert isinstance(result, TakenBack), result


class Handwritten:
    """The same on the bare driver."""

    def __init__(self, path: Path, made: Benchmarked, *, borrower_id: int, visit_id: int) -> None:
        self._desk = ByHand(path, branch_id=made.branch_id, desk=DESK)
        self._made, self._borrower_id, self._visit_id = made, borrower_id, visit_id

    def lend(self, number: int) -> None:
        """Lend the article."""
        self._desk.lend(self._made.code(number), self._borrower_id, self._visit_id, new_act_key())

    def take_back(self, number: int) -> None:
        """Take the article back."""
        self._desk.take_back(self._made.code(number), self._visit_id, new_act_key())

    def close(self) -> None:
        """Give the file back."""
        self._desk.close()
