"""An article's card: what it is, where it is, what it looks like, and all that happened to it."""

from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from fritids.domain.roles import Right
from fritids.domain.words import ShownState
from fritids.errors import FritidsError
from fritids.i18n import _, day_short, p_
from fritids.present import (
    article_name,
    category_name,
    discard_reason_name,
    missing_parts,
    parts_of,
    plain,
    service_line,
    state_name,
)
from fritids.present.history import history_more, history_summary, history_what, history_when, year_bars
from fritids.present.moves import stay_line
from fritids.services.results import ArticleParts, ArticleView
from fritids.services.results.history import ArticleHistory, HistoryLine
from fritids.services.results.service import NoteView
from fritids.services.transfer_values import TransferView
from fritids.tui.counter import deeds
from fritids.tui.counter.keys import Hint, Open
from fritids.tui.counter.situation import View
from fritids.tui.views.listing import ListingView
from fritids.tui.widgets import photo
from fritids.tui.widgets.lines import due_words, row, spread, styled, wrapped

if TYPE_CHECKING:
    from fritids.services.desk import Desk

PHOTO_FROM = 60
"""Cells of a screen that has room for a photo beside the facts."""
DAY_WIDTH = 18
"""Cells of the longest day, `tors 31 juli 2025`, and one between it and the name."""
STATE_STYLE = {ShownState.AVAILABLE: "bold $yes-soft", ShownState.ON_LOAN: "bold $info-soft"}


class _Card(NamedTuple):
    """What is read for a card, all at once."""

    history: ArticleHistory
    labels: tuple[str, ...]
    why: str | None
    """What was written when it got the state that it has."""
    notes: tuple[NoteView, ...]
    ways: tuple[TransferView, ...]
    parts: ArticleParts | None


def _without_history(desk: "Desk", code: str) -> ArticleHistory | None:
    article = desk.articles.get(code)
    if article is None:
        return None
    return ArticleHistory(article, desk.history.photo(article.id), years=(), last_lent=None, lines=())


class ArticleCard(ListingView):
    """One article."""

    def on_mount(self) -> None:
        """Begin with none."""
        super().on_mount()
        self._code = ""
        self._article: ArticleView | None = None
        self._card: _Card | None = None
        self._photo: list[Content] = []
        self._photo_of: tuple[str, int] | None = None

    def opened(self, what: object) -> None:
        """Show the article with this code; the same as before where none is given."""
        if isinstance(what, str):
            self._code, self._article, self._card, self.marked = what, None, None, 0
            self._photo, self._photo_of = [], None
        self.reload()

    def reload(self) -> None:
        """Read the card again."""
        self.reading(self._read, "article")

    async def _read(self) -> None:
        code, signed = self._code, self.now.signed

        def look(desk: "Desk") -> _Card | None:
            # Who had it before is not for everyone at the counter.
            history = desk.history.of(code) if signed.may(Right.LISTS) else _without_history(desk, code)
            if history is None:
                return None
            article_id = history.article.id
            return _Card(
                history,
                desk.articles.labels(article_id),
                desk.articles.state_note(article_id),
                desk.service.of_article(article_id),
                desk.transfers.of_article(article_id) if signed.may(Right.STOCK) else (),
                desk.parts.of(code) if history.article.parts else None,
            )

        try:
            found = await self.read(look)
        except FritidsError:
            return
        self._card = found
        self._article = None if found is None else found.history.article
        self.refresh()
        self.changed()
        await self._read_photo()

    async def _read_photo(self) -> None:
        """Last, when everything else stands there already; nothing is loaded for an article that has none."""
        path = None if self._card is None else self._card.history.photo
        rows = 10 if self.content_size.height >= 24 else 6
        wanted = (path, rows) if path and self._shows_photo else None
        if wanted == self._photo_of:
            return
        lines = [] if wanted is None else await photo.painted(wanted[0], 3 * rows, rows)
        self._photo_of, self._photo = wanted, lines
        self.refresh()

    @property
    def _shows_photo(self) -> bool:
        return photo.can_show(self.app) and not self.now.reads_aloud

    @property
    def _lines(self) -> tuple[HistoryLine, ...]:
        return () if self._card is None else self._card.history.lines

    @property
    def count(self) -> int:
        """How many things happened to it."""
        return len(self._lines)

    def head(self, width: int) -> list[Content]:
        """What it is and where it is."""
        article, card = self._article, self._card
        if article is None or card is None:
            return []
        facts = [(_("State"), self._state(article), STATE_STYLE.get(article.state, "bold $ask-soft"))]
        facts.append((_("Shelf"), category_name(article.type), ""))
        if article.model:
            facts.append((_("Model"), plain(article.model), ""))
        if len(card.labels) > 1:
            facts.append((_("Codes"), ", ".join(map(plain, card.labels)), ""))
        if card.history.photo and not self._shows_photo:
            facts.append((p_("key", "Photo"), _("there is one"), ""))
        if card.parts is not None:
            facts.append((_("Parts"), parts_of(article), ""))
            if missing := missing_parts(card.parts.parts):
                facts.append((_("Missing"), missing, "bold $ask-soft"))
        room = self._room(width)
        lines = [
            Content(""),
            spread(
                styled(article_name(article), "bold $primary"), styled(plain(article.barcode), "$quiet"), room
            ),
        ]
        lines += (row((f"{name}:".ljust(16), "$quiet"), (value, style)) for name, value, style in facts)
        lines += _note_lines(card, room)
        summary = history_summary(card.history, self.now.state.today)
        years = year_bars(card.history, signs=not self.now.reads_aloud)
        lines += [Content(""), row((summary, "bold"), (f"   {years}", "$quiet"))]
        lines = [line.truncate(room, ellipsis=True, pad=room < width) for line in lines]
        return lines if room == width else self._beside_photo(lines, room)

    def _room(self, width: int) -> int:
        """How many cells the facts have, beside the photo where there is one and room for it."""
        if not self._photo or width < PHOTO_FROM:
            return width
        return width - max(line.cell_length for line in self._photo) - 2

    def _beside_photo(self, lines: list[Content], room: int) -> list[Content]:
        """From the second line on, which has the name."""
        lines += [Content(" " * room)] * (1 + len(self._photo) - len(lines))
        below = lines[1 + len(self._photo) :]
        beside = zip(lines[1:], self._photo, strict=False)
        return [lines[0], *(Content.assemble(line, "  ", part) for line, part in beside), *below]

    def _state(self, article: ArticleView) -> str:
        if article.due is not None:
            due = day_short(article.due, self.now.state.today)
            return _("{state}, due {due}").format(state=state_name(article.state), due=due)
        if article.discard_reason:
            return f"{state_name(article.state)} ({discard_reason_name(article.discard_reason)})"
        return state_name(article.state)

    def line(self, n: int, width: int) -> Content:
        """One thing that happened."""
        one, today = self._lines[n], self.now.state.today
        assert self._article is not None
        what, more, style = history_what(one, self._article.type), history_more(one, today), "$quiet"
        if one.loan is not None and one.loan.returned_at is None:
            more, style = due_words(one.loan, today)
        left = row((history_when(one, today).ljust(DAY_WIDTH), "$quiet"), what)
        room = max(width // 3, width - left.cell_length - 1)
        return spread(left, styled(more, style).truncate(room, ellipsis=True), width)

    def empty(self, width: int) -> list[Content]:  # noqa: ARG002  # one line
        """The code is nobody's."""
        return []

    def hints(self) -> tuple[Hint, ...]:
        """Use it as if it had been scanned; see who had it."""
        if self._article is None:
            return ()
        parts = None if self._card is None else self._card.parts
        hints = [Hint("enter", _("As if scanned"), deeds.AsScanned(self._article.barcode), strong=True)]
        loan = self._lines[min(self.marked, self.count - 1)].loan if self.count else None
        if loan is not None and loan.borrower_id is not None:
            hints.append(Hint("right", _("Card"), Open(View.BORROWER, loan.borrower_id)))
        if self._article.due is not None:
            hints += [
                Hint("f2", _("Renew"), deeds.Renew(self._article.barcode)),
                Hint("f6", _("Take back"), deeds.TakeBack(self._article.barcode)),
            ]
        if self._article.state in {ShownState.IN_SERVICE, ShownState.MISSING}:
            hints.append(Hint("f5", _("Can be lent again"), deeds.BackInStock(self._article)))
        elif parts is not None and parts.lost:
            hints.append(Hint("f5", _("Part turned up"), deeds.SettleParts(self._article)))
        if self._article.state not in {ShownState.DISCARDED, ShownState.TRANSFERRED}:
            hints.append(Hint("f4", _("To service"), deeds.SetAside(self._article)))
        if self._article.state is ShownState.AVAILABLE and parts is not None:
            hints.append(Hint("f6", _("Part is missing"), deeds.NoteParts(self._article)))
        hints.append(Hint("ctrl+f", p_("key", "Photo"), deeds.Photo(self._article)))
        return tuple(hints)

    def enter(self) -> Hint | None:
        """Use it as if it had been scanned."""
        return next((hint for hint in self.hints() if hint.key == "enter"), None)


def _note_lines(card: _Card, width: int) -> list[Content]:
    """What is to be done to it, why it stands where it stands, and what is written about it."""
    lines = []
    for one in card.notes:
        lines += wrapped(f"✎ {service_line(one)}", width, "$ask-soft", most=3)
    told = {one.note for one in card.notes}
    for note in filter(None, (None if card.why in told else card.why, card.history.article.note)):
        lines += wrapped(f"✎ {plain(note)}", width, "$ask-soft", most=3)
    for stay in (stay for way in card.ways for stay in way.earlier):
        lines += wrapped(stay_line(stay), width, "$quiet", most=2)
    return lines
