"""A borrower's card: what is kept, and what is out."""

from textual.content import Content

from fritids.domain.roles import Right
from fritids.domain.words import BorrowerKind, Gender
from fritids.errors import FritidsError
from fritids.i18n import _, n_, p_
from fritids.present import borrower_name, gender_name, kind_name, loan_name, phone, plain
from fritids.present.calls import contact_words
from fritids.present.reminder_log import last_message_words
from fritids.services.results import BorrowerView, CoBorrowerView, LoanView
from fritids.services.results.reminders import ContactView, MessageView
from fritids.tui.counter import deeds
from fritids.tui.counter.borrower_forms import language_name
from fritids.tui.counter.keys import Hint, Open
from fritids.tui.counter.situation import View
from fritids.tui.jobs.reminder_lists import log_page
from fritids.tui.views.listing import ListingView
from fritids.tui.widgets.lines import due_words, row, spread, styled, wrapped

MOST_LOANS = 500
MOST_CALLS = 3
"""Of the calls that were noted, the newest."""


class BorrowerCard(ListingView):
    """One borrower."""

    def on_mount(self) -> None:
        """Begin with nobody."""
        super().on_mount()
        self._shown_id = 0
        self._borrower: BorrowerView | None = None
        self._children: tuple[CoBorrowerView, ...] = ()
        self._loans: tuple[LoanView, ...] = ()
        self._contacts: tuple[ContactView, ...] = ()
        self._newest: MessageView | None = None

    def opened(self, what: object) -> None:
        """Show the borrower of this id; the same as before where none is given."""
        if isinstance(what, int):
            self._shown_id, self._borrower, self._loans, self.marked = what, None, (), 0
            self._contacts, self._newest = (), None
        self.reload()

    def reload(self) -> None:
        """Read the card again."""
        self.reading(self._read, "borrower")

    async def _read(self) -> None:
        wanted = self._shown_id
        # Whoever may not send messages does not read them either.
        messages_too = self.now.signed.may(Right.REMINDERS)
        try:
            borrower, children, loans, contacts, messages = await self.read(
                lambda desk: (
                    desk.borrowers.get(wanted),
                    desk.borrowers.co_borrowers(wanted),
                    desk.borrowers.loans_of(wanted, limit=MOST_LOANS),
                    desk.calls.contacts_of(wanted) if messages_too else (),
                    desk.reminder_log.log_of(wanted, limit=1) if messages_too else (),
                )
            )
        except FritidsError:
            return
        self._borrower, self._children, self._contacts = borrower, children, contacts
        self._newest = messages[0] if messages else None
        self._loans = tuple(sorted(loans, key=lambda loan: (loan.due, loan.article.barcode)))
        self.refresh()
        self.changed()

    @property
    def count(self) -> int:
        """How many loans stand below the facts."""
        return len(self._loans)

    def head(self, width: int) -> list[Content]:
        """Name, numbers, and what else is kept."""
        borrower = self._borrower
        if borrower is None:
            return []
        number = _("no. {number}").format(number=plain(borrower.number))
        lines = [
            Content(""),
            spread(styled(borrower_name(borrower), "bold $primary"), styled(number, "$quiet"), width),
        ]
        facts = [(_("Phone"), phone(borrower.phone) or "–")]
        if borrower.kind is not BorrowerKind.PERSON:
            facts.append((_("Kind"), kind_name(borrower.kind)))
        facts += _optional(borrower)
        if self._children:
            facts.append((_("Borrows for"), ", ".join(plain(child.name) for child in self._children)))
        if borrower.protected:
            facts.append((_("Protected"), _("name and number stand in no list")))
        if borrower.no_reminders:
            facts.append((_("Reminders"), _("turned off")))
        today = self.now.state.today
        if self._newest is not None:
            facts.append((_("Last message"), last_message_words(self._newest, today)))
        facts += (
            (_("Calls") if n == 0 else "", contact_words(contact, today))
            for n, contact in enumerate(self._contacts[:MOST_CALLS])
        )
        lines += (
            row((f"{name}:".ljust(16) if name else " " * 16, "$quiet"), (value, "")).truncate(
                width, ellipsis=True
            )
            for name, value in facts
        )
        if borrower.blocked:
            lines.append(styled(_("✗ Loans are paused: ask the coordinator"), "bold $no-soft"))
        if borrower.note:
            lines += wrapped(f"✎ {plain(borrower.note)}", width, "$ask-soft", most=3)
        n = max(self.count, borrower.open_loans)
        lines += [Content(""), styled(n_("Out: {n} article", "Out: {n} articles", n).format(n=n), "bold")]
        return lines

    def line(self, n: int, width: int) -> Content:
        """One loan."""
        loan = self._loans[n]
        words, style = due_words(loan, self.now.state.today)
        times = (
            n_("renewed {n} time", "renewed {n} times", loan.renewals).format(n=loan.renewals)
            if loan.renewals
            else ""
        )
        left = row(
            ("! " if loan.days_late else "  ", "bold $no-soft"), loan_name(loan), (f"   {times}", "$quiet")
        )
        return spread(left, styled(f"{plain(loan.article.barcode)}   {words:>14}", style), width)

    def hints(self) -> tuple[Hint, ...]:
        """What can be done with the marked loan and with the borrower."""
        borrower = self._borrower
        if borrower is None:
            return ()
        hints = []
        if self._loans:
            code = self._loans[min(self.marked, self.count - 1)].article.barcode
            hints += [
                Hint("f2", _("Renew this"), deeds.Renew(code)),
                Hint("f5", _("Renew all"), deeds.RenewAll(borrower.id)),
                Hint("f6", _("Take back"), deeds.TakeBack(code)),
                Hint("right", _("Article"), Open(View.ARTICLE, code)),
            ]
        if self._newest is not None:
            hints.append(Hint("ctrl+f", p_("key", "Messages"), Open(View.LIST, log_page(borrower.id))))
        return (
            Hint("enter", _("Borrow"), deeds.OpenVisit(borrower.id), strong=True),
            *hints,
            Hint("f4", _("Correct"), deeds.EditBorrower(borrower)),
        )

    def enter(self) -> Hint | None:
        """Begin the borrower's visit."""
        return next((hint for hint in self.hints() if hint.key == "enter"), None)


def _optional(borrower: BorrowerView) -> list[tuple[str, str]]:
    facts = []
    if borrower.email:
        facts.append((_("E-mail"), plain(borrower.email)))
    if borrower.birth_year:
        facts.append((_("Year of birth"), str(borrower.birth_year)))
    if borrower.gender in set(Gender):
        facts.append((_("Gender"), gender_name(Gender(borrower.gender))))
    if borrower.postcode:
        facts.append((_("Postcode"), plain(borrower.postcode)))
    if borrower.language:
        facts.append((_("Language"), language_name(borrower.language)))
    return facts
