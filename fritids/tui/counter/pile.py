"""What came back since a pile of returns was begun, by family, until it is summed up."""

from collections.abc import Sequence

from fritids.domain.words import ActKind
from fritids.i18n import _, n_
from fritids.present import Said, Tone, family_line, plain
from fritids.services import results as r


class Pile:
    """The returns of one pile. What is undone or renewed instead is taken off it again."""

    def __init__(self) -> None:
        self.by_borrower: dict[int, list[r.LoanView]] = {}
        self._forgotten: list[r.LoanView] = []
        """Loans of borrowers who are forgotten."""
        self._not_taken: set[str] = set()
        """Codes that lie in the pile and were not taken back."""

    @property
    def count(self) -> int:
        """How many have come back."""
        return len(self._forgotten) + sum(map(len, self.by_borrower.values()))

    def follow(self, answer: r.Answer | None) -> None:
        """Put on the pile what the answer says came back, take off what it says did not."""
        match answer:
            case r.TakenBack(loan=loan, repeated=False) if loan.borrower_id is None:
                self._forgotten.append(loan)
            case r.TakenBack(loan=loan, repeated=False):
                self.by_borrower.setdefault(loan.borrower_id or 0, []).append(loan)
            case r.Renewed(loan=loan):
                self._take_off(loan.article.id)
            case r.NotTakenBack(barcode=code) | r.UnknownCode(code=code):
                self._not_taken.add(code)
            case r.Undone(lines=lines):
                for line in lines:
                    if line.act is ActKind.RETURN and line.article is not None:
                        self._take_off(line.article.id)
            case _:
                pass

    def _take_off(self, article_id: int) -> None:
        for loans in (self._forgotten, *self.by_borrower.values()):
            loans[:] = [loan for loan in loans if loan.article.id != article_id]
        self.by_borrower = {who: loans for who, loans in self.by_borrower.items() if loans}

    def said(self, summaries: Sequence[r.FamilySummary]) -> Said:
        """The end of the pile: how many came back, and what each family handed in and still has."""
        n, others, left = self.count, len(self._forgotten), len(self._not_taken)
        lines = []
        if left:
            lines.append(
                n_(
                    "{n} code was not taken back: {codes}. Look at it.",
                    "{n} codes were not taken back: {codes}. Look at them.",
                    left,
                ).format(n=left, codes=", ".join(map(plain, sorted(self._not_taken))))
            )
        if n == 0:
            return Said(_("The pile is done: nothing was returned"), tuple(lines), Tone.INFO)
        lines += [family_line(summary) for summary in summaries]
        if others:
            lines.append(
                n_(
                    "{n} article of a forgotten borrower.", "{n} articles of forgotten borrowers.", others
                ).format(n=others)
            )
        headline = n_("The pile is done: {n} article returned", "The pile is done: {n} articles returned", n)
        return Said(headline.format(n=n), tuple(lines), Tone.YES)
