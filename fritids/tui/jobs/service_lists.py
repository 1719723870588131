"""The lists of service over the whole width: what waits, what has its turn, what is recalled and who has it."""

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from fritids.domain.words import ServiceKind
from fritids.i18n import _
from fritids.present import article_name, due_words_of, note_words, service_title, state_name, who_has
from fritids.services.results.service import DueView, NoteView
from fritids.tui.views.page import ListLine, ListPage

if TYPE_CHECKING:
    from fritids.services.desk import Desk


def waiting_page() -> ListPage:
    """All that waits, by kind."""
    return ListPage(
        lambda: _("Waits for service"), _waiting, lambda: _("Nothing waits for service."), _as_it_is
    )


def due_page() -> ListPage:
    """All that has its turn, by kind; what stands on the shelf first."""
    return ListPage(
        lambda: _("Has its turn"),
        _due,
        lambda: _("Nothing has its turn."),
        lambda: (_("What stands on the shelf comes first. What is out is told when it comes back."),),
    )


def recalled_page() -> ListPage:
    """All that is recalled and not yet seen to; what is out first, with whom to call."""
    return ListPage(
        lambda: _("Recalled"),
        _recalled,
        lambda: _("Nothing is recalled."),
        lambda: (_("Call those who have one: it goes to service when it is back."),),
    )


def _as_it_is() -> tuple[str, ...]:
    return (_("The longest waiting first. None of it is lent until it is done."),)


def _waiting(desk: "Desk") -> Sequence[ListLine]:
    lines: list[ListLine] = []
    for kind, notes in groupby(desk.service.list(), key=lambda note: note.kind):
        of_kind = list(notes)
        lines.append(_heading(kind, len(of_kind)))
        lines += map(_note, of_kind)
    return lines


def _due(desk: "Desk") -> Sequence[ListLine]:
    lines: list[ListLine] = []
    for kind, found in groupby(desk.service.due(), key=lambda line: line.kind):
        of_kind = list(found)
        lines.append(_heading(kind, len(of_kind)))
        lines += map(_turn, of_kind)
    return lines


def _recalled(desk: "Desk") -> Sequence[ListLine]:
    notes = [note for note in desk.service.list(ServiceKind.CHECK) if note.recalled]
    out = [note for note in notes if note.loan is not None]
    home = [note for note in notes if note.loan is None]
    lines = [
        ListLine(_("Why: {note}").format(note=note), heading=True)
        for note in dict.fromkeys(one.note for one in notes if one.note)
    ]
    for title, some in ((_("On loan: {n}"), out), (_("In the house: {n}"), home)):
        if some:
            lines.append(ListLine(title.format(n=len(some)), heading=True))
            lines += (_recalled_line(note) for note in some)
    return lines


def _recalled_line(note: NoteView) -> ListLine:
    code = note.article.barcode
    return ListLine(article_name(note.article), who_has(note) or code, code)


def _heading(kind: ServiceKind, n: int) -> ListLine:
    return ListLine(_("{work}: {n}").format(work=service_title(kind), n=n), heading=True)


def _note(note: NoteView) -> ListLine:
    left = article_name(note.article)
    if words := note_words(note):
        left = f"{left} – {words}"
    return ListLine(left, who_has(note) or note.article.barcode, note.article.barcode)


def _turn(line: DueView) -> ListLine:
    right = f"{due_words_of(line)}, {state_name(line.article.state)}, {line.article.barcode}"
    return ListLine(article_name(line.article), right, line.article.barcode)
