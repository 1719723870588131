"""The pile of returns at the line mode's desk, family by family. Knows no database and no texts."""

from fritids.domain.words import ActKind
from fritids.services import results as r


class Pile:
    """What was taken back since the desk was set to returns only."""

    def __init__(self) -> None:
        self._loans: dict[int, list[r.LoanView]] = {}

    def note(self, answer: r.Answer) -> None:
        """A return lies on the pile; one that was undone does not."""
        match answer:
            case r.TakenBack(loan=loan) if loan.borrower_id is not None:
                self._loans.setdefault(loan.borrower_id, []).append(loan)
            case r.Undone(lines=lines):
                undone = {line.barcode for line in lines if line.act is ActKind.RETURN}
                for loans in self._loans.values():
                    loans[:] = [loan for loan in loans if loan.article.barcode not in undone]
            case _:
                pass

    def taken_away(self) -> dict[int, list[r.LoanView]]:
        """The pile by borrower id; the desk is empty after it."""
        loans, self._loans = self._loans, {}
        return {borrower_id: theirs for borrower_id, theirs in loans.items() if theirs}
