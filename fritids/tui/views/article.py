"""An article's card: what it is, where it is, and to whom it went before."""

from typing import TYPE_CHECKING

from textual.content import Content

from fritids.domain.words import ShownState
from fritids.errors import FritidsError
from fritids.i18n import _, day_short, local
from fritids.present import (
    article_name,
    category_name,
    discard_reason_name,
    loan_borrower,
    plain,
    service_line,
    state_name,
)
from fritids.services.results import ArticleView, LoanView
from fritids.services.results.service import NoteView
from fritids.tui.counter import deeds
from fritids.tui.counter.keys import Hint, Open
from fritids.tui.counter.situation import View
from fritids.tui.views.listing import ListingView
from fritids.tui.widgets.lines import due_words, row, spread, styled, wrapped

if TYPE_CHECKING:
    from fritids.services.desk import Desk

MOST_LOANS = 100
DAY_WIDTH = 18
"""Cells of the longest day, `tors 31 juli 2025`, and one between it and the name."""
STATE_STYLE = {ShownState.AVAILABLE: "bold $yes-soft", ShownState.ON_LOAN: "bold $info-soft"}


class ArticleCard(ListingView):
    """One article."""

    def on_mount(self) -> None:
        """Begin with none."""
        super().on_mount()
        self._code = ""
        self._article: ArticleView | None = None
        self._labels: tuple[str, ...] = ()
        self._loans: tuple[LoanView, ...] = ()
        self._why: str | None = None
        self._notes: tuple[NoteView, ...] = ()

    def opened(self, what: object) -> None:
        """Show the article with this code; the same as before where none is given."""
        if isinstance(what, str):
            self._code, self._article, self._loans, self.marked = what, None, (), 0
        self.reload()

    def reload(self) -> None:
        """Read the card again."""
        self.reading(self._read, "article")

    async def _read(self) -> None:
        code = self._code

        def look(
            desk: "Desk",
        ) -> "tuple[ArticleView | None, tuple[str, ...], tuple[LoanView, ...], str | None, tuple[NoteView, ...]]":
            article = desk.articles.get(code)
            if article is None:
                return None, (), (), None, ()
            return (
                article,
                desk.articles.labels(article.id),
                desk.articles.loans_of(article.id, limit=MOST_LOANS),
                desk.articles.state_note(article.id),
                desk.service.of_article(article.id),
            )

        try:
            self._article, self._labels, self._loans, self._why, self._notes = await self.read(look)
        except FritidsError:
            return
        self.refresh()
        self.changed()

    @property
    def count(self) -> int:
        """How many loans stand below the facts."""
        return len(self._loans)

    def head(self, width: int) -> list[Content]:
        """What it is and where it is."""
        article = self._article
        if article is None:
            return []
        facts = [(_("State"), self._state(article), STATE_STYLE.get(article.state, "bold $ask-soft"))]
        facts.append((_("Shelf"), category_name(article.type), ""))
        if article.model:
            facts.append((_("Model"), plain(article.model), ""))
        if len(self._labels) > 1:
            facts.append((_("Codes"), ", ".join(map(plain, self._labels)), ""))
        lines = [
            Content(""),
            spread(
                styled(article_name(article), "bold $primary"),
                styled(plain(article.barcode), "$quiet"),
                width,
            ),
        ]
        lines += (
            row((f"{name}:".ljust(16), "$quiet"), (value, style)).truncate(width, ellipsis=True)
            for name, value, style in facts
        )
        for one in self._notes:
            lines += wrapped(f"✎ {service_line(one)}", width, "$ask-soft", most=3)
        told = {one.note for one in self._notes}
        for note in filter(None, (None if self._why in told else self._why, article.note)):
            lines += wrapped(f"✎ {plain(note)}", width, "$ask-soft", most=3)
        return [*lines, Content(""), styled(_("Loans, the latest first"), "bold")]

    def _state(self, article: ArticleView) -> str:
        if article.due is not None:
            due = day_short(article.due, self.now.state.today)
            return _("{state}, due {due}").format(state=state_name(article.state), due=due)
        if article.discard_reason:
            return f"{state_name(article.state)} ({discard_reason_name(article.discard_reason)})"
        return state_name(article.state)

    def line(self, n: int, width: int) -> Content:
        """One loan."""
        loan = self._loans[n]
        today = self.now.state.today
        lent = day_short(local(loan.lent_at).date(), today)
        if loan.returned_at is None:
            words, style = due_words(loan, today)
        else:
            words, style = (
                _("returned {day}").format(day=day_short(local(loan.returned_at).date(), today)),
                "$quiet",
            )
        return spread(
            row((lent.ljust(DAY_WIDTH), "$quiet"), loan_borrower(loan)), styled(words, style), width
        )

    def empty(self, width: int) -> list[Content]:  # noqa: ARG002  # one line
        """It was never lent, or the code is nobody's."""
        words = _("It has never been lent.") if self._article is not None else ""
        return [styled(words, "$quiet")]

    def hints(self) -> tuple[Hint, ...]:
        """Use it as if it had been scanned; see who had it."""
        if self._article is None:
            return ()
        hints = [Hint("enter", _("As if scanned"), deeds.AsScanned(self._article.barcode), strong=True)]
        if (
            self._loans
            and (borrower := self._loans[min(self.marked, self.count - 1)].borrower_id) is not None
        ):
            hints.append(Hint("right", _("Card"), Open(View.BORROWER, borrower)))
        if self._article.due is not None:
            hints += [
                Hint("f2", _("Renew"), deeds.Renew(self._article.barcode)),
                Hint("f6", _("Take back"), deeds.TakeBack(self._article.barcode)),
            ]
        if self._article.state in {ShownState.IN_SERVICE, ShownState.MISSING}:
            hints.append(Hint("f5", _("Can be lent again"), deeds.BackInStock(self._article)))
        if self._article.state not in {ShownState.DISCARDED, ShownState.TRANSFERRED}:
            hints.append(Hint("f4", _("To service"), deeds.SetAside(self._article)))
        return tuple(hints)

    def enter(self) -> Hint | None:
        """Use it as if it had been scanned."""
        return next((hint for hint in self.hints() if hint.key == "enter"), None)
