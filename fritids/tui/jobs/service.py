"""Service at the counter: what is done is scanned and can be lent again, what is to be done is scanned and set aside."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from fritids.domain.scanstream import Line
from fritids.domain.words import ServiceKind
from fritids.i18n import _, n_
from fritids.present import Tone, article_name, service_name, service_said, service_title
from fritids.services.results.service import NotServiced, Recall, SentToService, Serviced, Standing
from fritids.tui.counter.inbox import Entry
from fritids.tui.counter.service_forms import KINDS, kind_names, which_kind
from fritids.tui.counter.situation import JobKey, Shown, View
from fritids.tui.jobs import service_lists
from fritids.tui.jobs.base import Job, Tools
from fritids.tui.jobs.recall import recall
from fritids.tui.widgets.lines import spread, styled, wrapped

if TYPE_CHECKING:
    from fritids.services.desk import Desk
    from fritids.tui.views.page import ListPage

_LATEST = 30
"""Lines that are kept of what was done in the job."""


class ServiceJob(Job):
    """Each scan is done with, or set aside, for the kind of work that was chosen with a key."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._sends = False
        """Whether what is scanned is to be done, and not done already."""
        self._kind: ServiceKind | None = None
        """None where all that was to be done is done."""
        self._standing = Standing({}, frozenset())
        self._scanned: dict[int, str] = {}
        """What was scanned since the kind was chosen: article and what became of it."""

    def name(self) -> str:
        """What stands at the top."""
        return _("Service")

    def label(self) -> str:
        """What a scan does."""
        if self._kind is None:
            return _("Scan what is done")
        work = service_name(self._kind)
        if self._sends:
            return _("Scan what is to be done: {work}").format(work=work)
        return _("Scan what is done: {work}").format(work=work)

    def how(self) -> tuple[str, ...]:
        """For the first time."""
        return (
            _("Scan each thing when it is done: it can be lent again."),
            _("F2 chooses one kind of work, such as all that was sharpened."),
            _("F4 turns it round: each scan is set aside to be washed, sharpened, mended."),
        )

    def lines(self, width: int) -> Sequence[Content]:
        """How much waits, by kind, and what was scanned just now."""
        lines = [styled(self.label(), "bold $primary"), Content("")]
        for kind in KINDS:
            n = self._standing.waiting.get(kind, 0)
            due = sum(one is kind for one, _article in self._standing.due)
            if n or due:
                lines.append(_figures(kind, n, due, width))
        if len(lines) == 2:
            lines += wrapped(_("Nothing waits, and nothing has its turn."), width, "$quiet")
        if self._scanned:
            lines += [Content(""), styled(_("Now"), "bold")]
            lines += (
                styled(line).truncate(width, ellipsis=True) for line in reversed(self._scanned.values())
            )
        return lines

    def offers(self) -> tuple[JobKey, ...]:
        """What can be chosen."""
        return (
            JobKey("f2", _("Done …"), "done"),
            JobKey("f4", _("Set aside …"), "send"),
            JobKey("f5", _("Lists"), "lists"),
            JobKey("f6", _("Recall"), "recall"),
        )

    async def begin(self, entry: Entry) -> None:  # noqa: ARG002  # nothing is done yet
        """Count what waits."""
        self._standing = await self.call(lambda desk: desk.service.standing())

    async def undone(self) -> None:
        """Count again; what was scanned may be scanned once more."""
        self._scanned = {}
        self._standing = await self.call(lambda desk: desk.service.standing())

    # ------------------------------------------------------------------------------------------ scans

    async def line(self, entry: Entry, line: Line) -> bool:
        """Done with, or set aside. A person, or words, are the counter's."""
        code, kind, act = line.text, self._kind, entry.act

        def use_case(desk: "Desk") -> SentToService | Serviced | NotServiced | None:
            article = desk.articles.get(code)
            if article is None and (
                not any(map(str.isdigit, code)) or desk.borrowers.by_number_or_phone(code)
            ):
                return None
            if article is not None and article.id in self._scanned and not self._sends:
                return Serviced(article, (), (), 0, repeated=True)
            if self._sends and kind is not None:
                return desk.service.send(code, kind, act=act)
            return desk.service.done(code, kind, act=act)

        result = await self.call(use_case)
        if result is None:
            return False
        if isinstance(result, Serviced) and not result.event_id:
            name = article_name(result.article)
            self.say(lambda: _("Just scanned: {article}").format(article=name), tone=Tone.INFO)
            return True
        await self._did(result)
        return True

    async def _did(self, result: SentToService | Serviced | NotServiced) -> None:
        waiting, state = await self.call(lambda desk: (desk.service.waiting(), desk.counter.state()))
        seen_to: set[tuple[ServiceKind, int]] = set()
        match result:
            case Serviced(article=article, kinds=kinds, left=left):
                self._note(article.id, f"{'…' if left else '✓'} {article_name(article)}")
                seen_to = {(kind, article.id) for kind in kinds}
            case SentToService(article=article, kind=kind) if result.event_id is not None:
                self._note(article.id, f"→ {article_name(article)}")
                seen_to = {(kind, article.id)}
            case _:
                pass
        self._standing = Standing(waiting, self._standing.due - seen_to)
        self.stage.show(Shown(lambda: service_said(result)), state)
        self.stage.changed()
        self.repaint()

    def _note(self, article_id: int, line: str) -> None:
        self._scanned.pop(article_id, None)
        self._scanned[article_id] = line
        while len(self._scanned) > _LATEST:
            del self._scanned[next(iter(self._scanned))]

    # ------------------------------------------------------------------------------------------ keys

    async def key(self, entry: Entry, name: str) -> None:
        """Choose a kind, see a list, or recall."""
        if name == "done":
            await self._choose_done()
        elif name == "send":
            await self._choose_send()
        elif name == "lists":
            await self._lists()
        elif name == "recall":
            await self._recall(entry)

    async def _choose_done(self) -> None:
        waiting = self._standing.waiting
        names = [_counted(kind, waiting.get(kind, 0)) for kind in KINDS]
        options = (*names, _("All that was to be done"))
        first = max(range(len(KINDS)), key=lambda n: waiting.get(KINDS[n], 0))
        chosen = await which_kind(self.questions, lambda: _("What is done?"), options, first)
        self._mode(sends=False, kind=KINDS[chosen] if chosen < len(KINDS) else None)

    async def _choose_send(self) -> None:
        chosen = await which_kind(self.questions, lambda: _("What is to be done?"), kind_names(), 0)
        self._mode(sends=True, kind=KINDS[chosen])

    def _mode(self, *, sends: bool, kind: ServiceKind | None) -> None:
        self._sends, self._kind, self._scanned = sends, kind, {}
        self.say(self.label, tone=Tone.INFO)
        self.repaint()

    async def _lists(self) -> None:
        pages: tuple[Callable[[], ListPage], ...] = (
            service_lists.waiting_page,
            service_lists.due_page,
            service_lists.recalled_page,
        )
        names = [page().title() for page in pages]
        chosen = await which_kind(self.questions, lambda: _("Which list?"), names, 0)
        self.stage.go(View.LIST, pages[chosen]())

    async def _recall(self, entry: Entry) -> None:
        done = await recall(self.questions, self.call, entry.act)
        self._standing, state = await self.call(lambda desk: (desk.service.standing(), desk.counter.state()))
        self.stage.show(Shown.note(lambda: _recalled(done), tone=Tone.YES), state)
        self.stage.go(View.LIST, service_lists.recalled_page())


def _recalled(done: Recall) -> str:
    n = len(done.out)
    said = n_("Recalled: {all}, of which {n} is on loan", "Recalled: {all}, of which {n} are on loan", n)
    return said.format(all=len(done.articles), n=n)


def _figures(kind: ServiceKind, n: int, due: int, width: int) -> Content:
    right = str(n) if not due else _("{n}, and {due} due").format(n=n, due=due)
    return spread(styled(_("To {work}").format(work=service_name(kind))), styled(right, "bold"), width)


def _counted(kind: ServiceKind, n: int) -> str:
    return _("{work}: {n}").format(work=service_title(kind), n=n) if n else service_title(kind)
