"""The words of one receipt: as a message, as a calendar file, and on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from fritids.db import branches
from fritids.db.borrowers import BorrowerRow
from fritids.db.engine import Connection
from fritids.domain.search import clean
from fritids.outside.gateways import Attachment
from fritids.outside.receipts.slip import PaperSize, Slip
from fritids.services.context import Context
from fritids.services.message_texts import USUAL, Item, MessageTexts, ReceiptFacts, Written, divided, item_of
from fritids.services.overviews import OpeningSpan
from fritids.services.results import LoanView

BOTH: Final = (USUAL, "en")
"""On paper, where the borrower's own language cannot be set: Arabic letters are joined by nothing here."""

_NAMED: Final = 3
"""Articles in the title of a day in a calendar."""


@dataclass(frozen=True, slots=True)
class ReceiptTexts:
    """Writes receipts of one branch."""

    texts: MessageTexts
    branch: str
    code: str
    """The branch's, for what has to be told apart from other branches' in a calendar."""
    hours: tuple[OpeningSpan, ...]
    phone: str
    email: str
    now: datetime

    @classmethod
    def read(cls, connection: Connection, context: Context, texts: MessageTexts) -> "ReceiptTexts":
        """With what the branch has set by now."""
        policy, branch = context.policy, branches.by_id(connection, context.branch_id)
        spans = branches.opening_hours(connection, context.branch_id)
        return cls(
            texts,
            clean(branch.name),
            branch.code,
            tuple(OpeningSpan(*span) for span in spans),
            policy.contact_phone,
            policy.contact_email,
            context.clock.now(),
        )

    def message(self, borrower: BorrowerRow, loans: Sequence[LoanView]) -> Written:
        """As it is sent: private types are counted, and a protected borrower is not greeted by name."""
        items, hidden = divided(loans)
        return self.texts.receipt(
            borrower.language or USUAL, self._facts(_name(borrower), items=items, hidden=hidden)
        )

    def slip(self, borrower: BorrowerRow, loans: Sequence[LoanView], *, printed: bool = True) -> Slip:
        """As it is handed over, with every article's name: in the borrower's language, or printed, where that cannot be set, in Swedish and English."""
        from fritids.outside.paper.fonts import readable  # noqa: PLC0415  # reportlab: 0.1 s

        items = tuple(item_of(loan.article, loan.due) for loan in loans)
        language = borrower.language or USUAL
        # Without the words of people: a name in other letters than the language's is no reason for another language.
        words = self.texts.receipt(language, ReceiptFacts(None, (Item("-", loans[0].due),), hours=self.hours))
        unset = printed and any(sign.isalpha() for sign in readable(words.plain)[1])
        facts = self._facts(_name(borrower), items=items)
        return Slip(
            self.branch,
            tuple(self.texts.receipt(each, facts).plain for each in (BOTH if unset else (language,))),
        )

    def calendar(self, borrower: BorrowerRow, loans: Sequence[LoanView]) -> bytes:
        """An event for each day on which something is due, found again by the first loan that is due then."""
        from fritids.outside.receipts.calendar import DueDay, calendar_file  # noqa: PLC0415  # icalendar: 0.1 s

        days: dict[object, list[LoanView]] = {}
        for loan in loans:
            days.setdefault(loan.due, []).append(loan)
        made = []
        for due_then in days.values():
            items, hidden = divided(due_then)
            names = [clean(item.name_en if borrower.language == "en" else item.name) for item in items]
            more = len(due_then) - len(names[:_NAMED])
            listed = ", ".join(names[:_NAMED]) + (f" +{more}" if more else "")
            first = due_then[0]
            made.append(
                DueDay(
                    f"{first.lent_at:%Y%m%dT%H%M%S}-{first.id}-{self.code}@fritids",
                    first.due,
                    f"{self.branch}: {listed}" if names else f"{self.branch} ({len(hidden)})",
                    self.message(borrower, due_then).plain,
                    self.branch,
                )
            )
        began = min(loan.lent_at for loan in loans)
        # Grows by itself: a receipt that is made later is the newer one, whatever moved its dates.
        sequence = max(0, int((self.now - began).total_seconds()))
        return calendar_file(made, made_at=self.now, sequence=sequence)

    def attachment(self, borrower: BorrowerRow, loans: Sequence[LoanView]) -> Attachment:
        """The calendar file as it comes with a mail."""
        from fritids.outside.receipts.calendar import attached  # noqa: PLC0415

        return attached(self.calendar(borrower, loans))

    @staticmethod
    def write_pdf(path: Path, slip: Slip, size: PaperSize) -> str:
        """The slip is the PDF at `path`. Returns the signs that were left out."""
        from fritids.outside.receipts.paper import write_paper  # noqa: PLC0415  # reportlab: 0.1 s

        return write_paper(path, slip, size)

    def _facts(
        self, name: str | None, *, items: tuple[Item, ...], hidden: tuple[date, ...] = ()
    ) -> ReceiptFacts:
        return ReceiptFacts(
            name, items, hidden, self.branch, self.hours, self.phone or None, self.email or None
        )


def _name(borrower: BorrowerRow) -> str | None:
    return None if borrower.protected else borrower.name
