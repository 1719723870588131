"""All there is to know, on one page: the work that is on, how to lend, take back and mend a mistake, and what each key does everywhere."""

from collections.abc import Iterator

from textual.content import Content

from fritids.i18n import _
from fritids.tui.counter.situation import JobPage
from fritids.tui.views.listing import ListingView, beside
from fritids.tui.widgets.lines import row, styled, wrapped


def key_lines() -> tuple[tuple[str, str], ...]:
    """Every key and what it is for, in every view."""
    return (
        ("Enter", _("end the visit or the pile; take the marked line")),
        ("Esc", _("empty the box, leave a question, go back; then empty the basket, which is asked about")),
        ("↑ ↓", _("mark a line; PgUp, PgDn, Home and End go further")),
        (
            "→ ←",
            _(
                "the card of what is marked or was just scanned, and back; ← in a visit: for which child or pupil the things are"
            ),
        ),
        ("F1", _("help: how things are done, and all the keys")),
        ("F2", _("renew: instead of the return, the marked loan, or all")),
        ("F3", _("a pile of returns: everything is only taken back")),
        (
            "F4",
            _(
                "yes to what waits for an answer; sends what came back to service; in lists: late only, correct"
            ),
        ),
        ("F5", _("all is well with what came back; in lists: sort, all of it")),
        (
            "F6",
            _(
                "do it all the same, or the other way: its words say what; with nobody here, register an article"
            ),
        ),
        ("F7", _("what is out")),
        ("F8", _("undo; again undoes the one before. Ctrl+Z does the same")),
        ("F9", _("today by the hour")),
        ("F10", _("the latest acts: undo any of them, undo or move a visit")),
        ("F12", _("more: all that is done besides lending, and the settings; choose with a digit")),
        ("Ctrl+D", _("another date: for the marked loan, or for all that was lent in the visit")),
        ("Ctrl+E", _("after a return: the two questions, where the branch asks them")),
        ("Ctrl+K", _("receipt of the visit: as a text message, by e-mail or on paper")),
        ("Ctrl+L", _("sign on, let somebody else sign on, or sign off with Enter; the visit stays")),
        ("Ctrl+N", _("not here: note the type and size that was asked for and could not be lent")),
        ("Ctrl+F", _("on the card of an article: its photo; of a borrower: the messages they got")),
        ("Ctrl+Q", _("close; what lies on the desk is there again next time")),
    )


def _advice() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return (
        (
            _("Lending"),
            (
                _(
                    "Scan the things, write the phone number, press Enter. Or the number first. Everything is lent as soon as it is scanned."
                ),
                _("Enter on the empty box ends the visit: read out how many things and the due date."),
                _(
                    "If they want it in writing, Ctrl+K gives a receipt: as a text message, by e-mail or on paper."
                ),
                _("What is marked with ? waits for an answer and is not lent yet. F4 says yes."),
            ),
        ),
        (
            _("Taking back"),
            (
                _(
                    "Just scan. With a pile press F3 first, and Enter when it is done: then each family's things are summed up."
                ),
                _(
                    "If something should be looked at, F5 says that all is well and F6 that something is wrong."
                ),
            ),
        ),
        (
            _("Finding"),
            (
                _(
                    "Write words: a name, a phone number, skates 38. Arrow keys and Enter choose, or Enter and a digit."
                ),
                _(
                    "A terminal may keep a key for itself. Then write its name and press Enter: f10. A question mark is help."
                ),
            ),
        ),
    )


class HelpView(ListingView):
    """Scrolls by lines; nothing on it can be chosen."""

    BREATH = 0

    def on_mount(self) -> None:
        """Begin at the top."""
        super().on_mount()
        self._lines: list[Content] = []
        self._painted_for = (0, "")

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    def paint(self, width: int, height: int) -> Content:
        """The part of the page that is scrolled to."""
        if width < 20:
            return Content("")
        self._lines = [beside(one) for one in _page(width - 1, self.now.job)]
        self._top = max(0, min(self.marked, self.count - height))
        self.marked = self._top
        shown = self._lines[self._top : self._top + height]
        if self._top + height < self.count and shown:
            shown[-1] = beside(styled(_("↓ more with the arrow keys"), "bold $primary"))
        return Content("\n").join(shown)

    def opened(self, what: object) -> None:  # noqa: ARG002  # always the same page
        """Begin at the top."""
        self.marked = 0
        self.refresh()


def _page(width: int, job: JobPage | None) -> Iterator[Content]:
    work = () if job is None else ((job.name(), job.how()),)
    for heading, sentences in (*work, *_advice()):
        yield styled(heading, "bold $primary")
        for sentence in sentences:
            for n, line in enumerate(wrapped(sentence, width - 4)):
                yield Content.assemble("  • " if n == 0 else "    ", line)
    yield Content("")
    yield styled(_("Keys"), "bold $primary")
    for key, words in key_lines():
        for n, line in enumerate(wrapped(words, width - 12)):
            name = row("  ", (f" {key} ", "bold $key-fore on $key-back")) if n == 0 else Content("")
            yield Content.assemble(name.pad_right(max(0, 11 - name.cell_length)), " ", line)
