"""What is out: the coordinator's first screen. Late ones first; words typed in the box narrow it; 100,000 loans are no more work than ten.

Only the pages that are seen are read, through the bridge; a newer wish takes the place of an older one.
"""

import asyncio
from dataclasses import replace
from functools import partial

from textual.content import Content

from fritids.errors import FritidsError
from fritids.i18n import _, day_short, local, n_, number
from fritids.present import article_name, loan_borrower, phone, plain
from fritids.services.forms import LoanFilter, LoanOrder
from fritids.services.results import LoanView
from fritids.tui.counter import deeds
from fritids.tui.counter.keys import Hint, Open
from fritids.tui.counter.situation import View
from fritids.tui.views import columns as grid
from fritids.tui.views.columns import Column
from fritids.tui.views.listing import ListingView
from fritids.tui.widgets.lines import due_words, row, spread, styled

PAGE = 100
KEPT = 40
"""Pages that are kept; more are forgotten, the ones seen longest ago first."""
PAUSE = 0.08
ORDERS = (LoanOrder.DUE, LoanOrder.BORROWER, LoanOrder.TYPE, LoanOrder.LENT, LoanOrder.BARCODE)


def order_name(order: LoanOrder) -> str:
    """What a list is sorted by."""
    return {
        LoanOrder.DUE: _("due date"),
        LoanOrder.BORROWER: _("borrower"),
        LoanOrder.TYPE: _("type"),
        LoanOrder.LENT: _("lending day"),
        LoanOrder.BARCODE: _("code"),
    }[order]


class OutView(ListingView):
    """The list of open loans."""

    BREATH = 0

    def on_mount(self) -> None:
        """Begin with all that is out, the most overdue first."""
        super().on_mount()
        self._wanted = LoanFilter()
        self._total = 0
        self._late = 0
        self._known = False
        self._pages: dict[int, tuple[LoanView, ...]] = {}
        self._asked: set[int] = set()

    # ------------------------------------------------------------------------------------------ reading

    def opened(self, what: object) -> None:  # noqa: ARG002  # always the same list
        """Read it; what was narrowed before is wide again."""
        self._wanted = replace(self._wanted, words="", late=False)
        self.marked = 0
        self.reload()

    def reload(self) -> None:
        """Count anew and read what is seen."""
        self.reading(partial(self._read_all, 0.0), "out")

    def narrow(self, words: str) -> None:
        """Show the loans that all the words fit."""
        if words.strip() != self._wanted.words:
            self._wanted = replace(self._wanted, words=words.strip())
            self.marked = 0
            self.reading(partial(self._read_all, PAUSE), "out")
        self.changed()

    @property
    def narrowed(self) -> bool:
        """Whether words or "late only" leave something out."""
        return bool(self._wanted.words)

    async def _read_all(self, pause: float) -> None:
        await asyncio.sleep(pause)
        wanted, first = self._wanted, self.first_seen // PAGE * PAGE
        late = replace(wanted, late=True, order=LoanOrder.DUE)
        try:
            # The late ones first: the use case remembers one list, and that is to be the one whose pages are turned.
            late_ones, total, page = await self.read(
                lambda desk: (
                    desk.loans.count(late),
                    desk.loans.count(wanted),
                    desk.loans.list(wanted, limit=PAGE, offset=first),
                )
            )
        except FritidsError:
            return
        self._total, self._late, self._known = total, late_ones, True
        self._pages = {first // PAGE: page}
        self._asked = set()
        self.refresh()
        self.changed()

    async def _read_page(self, page: int) -> None:
        wanted = self._wanted
        try:
            loans = await self.read(lambda desk: desk.loans.list(wanted, limit=PAGE, offset=page * PAGE))
        except FritidsError:
            return
        finally:
            self._asked.discard(page)
        if wanted == self._wanted:
            self._pages[page] = loans
            while len(self._pages) > KEPT:
                self._pages.pop(next(iter(self._pages)))
            self.refresh()
            self.changed()

    def loan(self, n: int) -> LoanView | None:
        """Loan `n` of the list; None while it is being read."""
        page = self._pages.get(n // PAGE)
        if page is None:
            if n // PAGE not in self._asked:
                self._asked.add(n // PAGE)
                self.reading(partial(self._read_page, n // PAGE), "out-pages", exclusive=False)
            return None
        return page[n % PAGE] if n % PAGE < len(page) else None

    # ------------------------------------------------------------------------------------------ painting

    @property
    def count(self) -> int:
        """How many loans fit."""
        return self._total

    def head(self, width: int) -> list[Content]:
        """How many, how many of them late, in which order; then the names of the columns."""
        wanted = self._wanted
        said = (
            n_("{n} loan", "{n} loans", self._total).format(n=number(self._total))
            if self._known
            else _("Reading …")
        )
        late = n_("{n} late", "{n} late", self._late).format(n=number(self._late)) if self._late else ""
        left = row((said, "bold"), ("   ", ""), (late, "bold $no-soft"))
        if wanted.words:
            left = Content.assemble(
                left, ("   " + _("with “{words}”").format(words=plain(wanted.words)), "bold $ask-soft")
            )
        sizes = grid.widths(_columns(), width)
        place = f"{number(self.marked + 1)}/{number(self._total)}" if self._total else ""
        order = _("by {order}").format(order=order_name(wanted.order))
        return [spread(left, styled(f"{order}   {place}", "$quiet"), width), grid.heads(_columns(), sizes)]

    def line(self, n: int, width: int) -> Content:
        """One loan."""
        loan = self.loan(n)
        if loan is None:
            return styled("…", "$quiet")
        words, style = due_words(loan, self.now.state.today)
        cells = [
            (words, style),
            (article_name(loan.article), ""),
            (loan_borrower(loan), ""),
            (phone(loan.phone), "$quiet"),
            (plain(loan.article.barcode), "$quiet"),
            (day_short(local(loan.lent_at).date(), self.now.state.today), "$quiet"),
            (str(loan.renewals) if loan.renewals else "", "$quiet"),
        ]
        return grid.line(cells, grid.widths(_columns(), width), _columns())

    def empty(self, width: int) -> list[Content]:  # noqa: ARG002  # one line
        """Nothing is out, or nothing fits."""
        if not self._known:
            return []
        words = (
            _("Nothing that is out fits these words. Esc shows all again.")
            if self.narrowed
            else _("Nothing is out.")
        )
        return [Content(""), styled(words, "$quiet")]

    # ------------------------------------------------------------------------------------------ keys

    def enter(self) -> Hint | None:
        """The borrower's card; the article's where the borrower is forgotten."""
        loan = self.loan(self.marked) if self._total else None
        if loan is None:
            return None
        if loan.borrower_id is None:
            return Hint("enter", _("Article"), Open(View.ARTICLE, loan.article.barcode))
        return Hint("enter", _("Card"), Open(View.BORROWER, loan.borrower_id))

    def hints(self) -> tuple[Hint, ...]:
        """What can be done with the marked loan, and with the list."""
        hints: list[Hint] = []
        loan = self.loan(self.marked) if self._total else None
        if loan is not None and (card := self.enter()) is not None:
            hints += [
                card,
                Hint("right", _("Article"), Open(View.ARTICLE, loan.article.barcode)),
                Hint("f2", _("Renew"), deeds.Renew(loan.article.barcode)),
                Hint("f6", _("Take back"), deeds.TakeBack(loan.article.barcode)),
            ]
        late = _("All loans") if self._wanted.late else _("Late only")
        return (*hints, Hint("f4", late, self._toggle_late), Hint("f5", _("Sort"), self._sort))

    def _toggle_late(self) -> None:
        self._wanted = replace(self._wanted, late=not self._wanted.late)
        self.marked = 0
        self.reload()

    def _sort(self) -> None:
        at = ORDERS.index(self._wanted.order)
        self._wanted = replace(self._wanted, order=ORDERS[(at + 1) % len(ORDERS)])
        self.marked = 0
        self.reload()


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Due"), width=14),
        Column(_("Article"), share=5),
        Column(_("Borrower"), share=4),
        Column(_("Phone"), width=13, from_width=72),
        Column(_("Code"), width=10, from_width=96),
        Column(_("Lent"), width=16, from_width=111),
        Column(_("Renewed"), width=7, from_width=120, right=True),
    )
