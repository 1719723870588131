"""Moving between branches: what comes in a box is scanned in, what goes is scanned into a box; and what is away."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from fritids.domain.barcode import looks_like_scan
from fritids.domain.days import read_day
from fritids.domain.findings import FindingCode, Severity, is_refused
from fritids.domain.scanstream import Line
from fritids.domain.words import TransferKind
from fritids.errors import InvalidValueError
from fritids.i18n import _, n_
from fritids.present import Tone, article_name, plain
from fritids.present.moves import file_said, received_said, sent_said
from fritids.services.transfer_values import NotMoved, SendOrder, Sent, TransferView
from fritids.tui.counter.asking import MOST_OPTIONS, Field
from fritids.tui.counter.form import words_scan
from fritids.tui.counter.inbox import Entry
from fritids.tui.counter.situation import JobKey, Prompt, Shown, View
from fritids.tui.jobs import move_lists
from fritids.tui.jobs.base import Job, steps
from fritids.tui.jobs.files import written_path
from fritids.tui.widgets.lines import spread, styled

if TYPE_CHECKING:
    from datetime import date

    from fritids.services.desk import Desk


class Moves(Job):
    """Receives as long as no box is being packed."""

    order: SendOrder | None = None
    """The box that is being packed."""
    to_name = ""
    to_place = False

    async def begin(self, entry: Entry) -> None:  # noqa: ARG002  # nothing is asked first
        """Read what waits to be received."""
        self._box: list[TransferView] = []
        self._waited: tuple[TransferView, ...] = ()
        await self._look()

    async def _look(self) -> None:
        under_way = await self.call(lambda desk: desk.transfers.list(under_way=True))
        self._waited = tuple(one for one in under_way if not one.outgoing)

    # ------------------------------------------------------------------------------------------ what the screen paints

    def name(self) -> str:
        """Which way things go."""
        if self.order is None:
            return _("Move: receive")
        return _("Move: to {place}").format(place=plain(self.to_name))

    def label(self) -> str:
        """What is scanned now."""
        return _("Scan what came in the box") if self.order is None else _("Scan what goes in the box")

    def how(self) -> tuple[str, ...]:
        """Both ways."""
        if self.order is None:
            return (
                _("Scan what another branch has sent: then it stands here, with its number and its history."),
                _("To send something: F2, choose where, and scan it into the box."),
            )
        return (
            _("Scan one thing after the other. Each is on its way as soon as it is scanned."),
            _("Enter when the box is packed: then you see the list of what is in it."),
        )

    def lines(self, width: int) -> Sequence[Content]:
        """The box; with none begun what came now, and what is awaited."""
        n, k = len(self._box), len(self._waited)
        heading = (
            n_("In the box: {n}", "In the box: {n}", n)
            if self.order is not None
            else n_("Received now: {n}", "Received now: {n}", n)
        )
        lines = [styled(heading.format(n=n), "bold $primary"), *self._box_lines(width)]
        if self.order is None and k:
            lines += [
                Content(""),
                styled(n_("Awaited: {n}", "Awaited: {n}", k).format(n=k), "bold $ask-soft"),
            ]
            lines += (_thing_line("›", one, plain(one.from_name), width) for one in self._waited)
        if not n and not k:
            lines += [Content(""), *steps((_("Nothing is on its way here that we know of."),), width)]
        return lines

    def _box_lines(self, width: int) -> list[Content]:
        return [_thing_line("✓", one, plain(one.article.barcode), width) for one in reversed(self._box)]

    def offers(self) -> tuple[JobKey, ...]:
        """Another box, the file, and the two lists."""
        keys = [JobKey("f2", _("Send …"), "send")] if self.order is None else []
        if self.order is None:
            keys.append(JobKey("f4", _("From a file"), "read"))
        elif self.to_place and self._box:
            keys.append(JobKey("f4", _("Write the file"), "write", strong=True))
        return (
            *keys,
            JobKey("f5", _("What is away"), "away"),
            JobKey("f6", _("More than needed"), "surplus"),
        )

    def enter_does(self) -> str:
        """The box is packed."""
        return _("The box is packed") if self.order is not None else ""

    # ------------------------------------------------------------------------------------------ what the flow hands over

    async def line(self, entry: Entry, line: Line) -> bool:
        """Into the box, or out of it. Words are nothing here, and go to the counter."""
        if not looks_like_scan(line.text) and not any(sign.isdigit() for sign in line.text):
            return False
        if self.order is None:
            done = await self.call(lambda desk: desk.transfers.receive([line.text], act=entry.act))
            self._box += done.received
            await self._look()
            self.stage.show(Shown(lambda: received_said(done)))
        else:
            await self._pack(entry, line.text, self.order)
        return True

    async def _pack(self, entry: Entry, code: str, order: SendOrder) -> None:
        done = await self.call(lambda desk: desk.transfers.send([code], order, act=entry.act))
        asked = done.refused[0] if done.refused else None
        if asked is not None and not is_refused(asked.findings):
            done = await self._accept(entry, code, order, asked)
        self._box += done.sent
        self.stage.show(Shown(lambda: sent_said(done)))

    async def _accept(self, entry: Entry, code: str, order: SendOrder, asked: NotMoved) -> Sent:
        from fritids.present.moves import not_moved_lines

        prompt = Prompt(
            title=lambda: _("Send it all the same?"),
            label=lambda: _("Enter sends it, Esc keeps it"),
            details=lambda: not_moved_lines([asked]),
            enter=lambda: _("Send it"),
        )
        accepted: frozenset[FindingCode] = frozenset()
        if await self.questions.confirm(prompt):
            accepted = frozenset(one.code for one in asked.findings if one.severity is Severity.ASK)
        return await self.call(
            lambda desk: desk.transfers.send([code], order, act=f"{entry.act}/yes", accepted=accepted)
        )

    async def enter(self, entry: Entry) -> None:  # noqa: ARG002  # nothing is written
        """The box is packed: its list is shown, and what is scanned next is received."""
        if self.order is None:
            return
        box, place = tuple(self._box), self.to_name
        self.order, self._box = None, []
        await self._look()
        n = len(box)
        self.say(
            lambda: n_("The box to {place}: {n} article", "The box to {place}: {n} articles", n).format(
                place=plain(place), n=n
            ),
            tone=Tone.YES if n else Tone.INFO,
        )
        if box:
            self.stage.go(View.LIST, move_lists.box(place, box))

    async def key(self, entry: Entry, name: str) -> None:
        """Begin a box, read or write a file, show a list."""
        match name:
            case "send":
                await self._begin_box()
            case "read":
                await self._read_file(entry)
            case "write":
                await self._write_file()
            case "away":
                self.stage.go(View.LIST, move_lists.away())
            case _:
                self.stage.go(View.LIST, move_lists.surplus())

    async def undone(self) -> None:
        """What was taken back is in no box."""
        await self._look()
        ids = [one.article.id for one in self._box]
        ways = await self.call(partial(_newest_ways, ids))
        self._box = [one for one in self._box if one.id in ways]

    # ------------------------------------------------------------------------------------------ questions

    async def _begin_box(self) -> None:
        to, name, place = await self._where()
        kind = await self._kind()
        order = SendOrder(to, kind)
        if kind is TransferKind.LENT:
            order = replace(order, back_by=await self._back_by())
        self.order, self.to_name, self.to_place, self._box = order, name, place, []
        self.say(lambda: _("Scan what goes to {place}").format(place=plain(name)), tone=Tone.INFO)

    async def _where(self) -> tuple[str, str, bool]:
        """(code or words, name, whether it is a place outside the database)."""
        known = (await self.call(lambda desk: desk.transfers.other_branches()))[: MOST_OPTIONS - 1]
        if known:
            prompt = Prompt(
                title=lambda: _("Where does the box go?"),
                label=lambda: _("Choose with a digit"),
                options=lambda: (
                    *(plain(name) for _code, name in known),
                    _("Another branch, with a program of its own"),
                ),
                enter=lambda: _("Choose"),
            )
            chosen = await self.questions.pick(prompt)
            if chosen < len(known):
                return (*known[chosen], False)
        prompt = Prompt(
            title=lambda: _("Where does the box go?"),
            label=lambda: _("Name of the branch"),
            details=lambda: (
                _("It has a program of its own: a file can go along, with what is known of each thing."),
            ),
        )
        name = await self.questions.write(Field(prompt, words_scan), str)
        return name, name, True

    async def _kind(self) -> TransferKind:
        prompt = Prompt(
            title=lambda: _("For good, or for a time?"),
            label=lambda: _("Choose with a digit"),
            options=lambda: (_("Given: it belongs there from now on"), _("Lent: it comes back")),
            enter=lambda: _("Choose"),
        )
        return TransferKind.LENT if await self.questions.pick(prompt) else TransferKind.GIVEN

    async def _back_by(self) -> "date | None":
        today = self.stage.now.state.today
        prompt = Prompt(
            title=lambda: _("When is it to be back?"),
            label=lambda: _("Day, such as 20/3 or +14"),
            enter=lambda: _("No day is set"),
        )
        return await self.questions.write(
            Field(prompt, words_scan, optional=True), partial(_day_after, today)
        )

    async def _read_file(self, entry: Entry) -> None:
        prompt = Prompt(
            title=lambda: _("Which file came along?"),
            label=lambda: _("File"),
            details=lambda: (_("Write where it is, such as /media/usb/box.json."),),
        )
        path = await self.questions.write(Field(prompt, words_scan), written_path)
        done = await self.call(lambda desk: desk.transfer_files.receive(path, act=entry.act))
        self._box += done.received
        if any(one.code == "barcode_taken" for one in done.refused) and await self.questions.confirm(
            _new_numbers()
        ):
            done = await self.call(
                lambda desk: desk.transfer_files.receive(path, act=f"{entry.act}/new", new_numbers=True)
            )
            self._box += done.received
        await self._look()
        self.stage.show(Shown(lambda: file_said(done)))

    async def _write_file(self) -> None:
        place, day = self.to_name, min(one.sent_on for one in self._box)
        path = move_lists.file_path(place, self.stage.now.state.today)
        n = await self.call(lambda desk: desk.transfer_files.write(place, path, since=day))
        self.say(
            lambda: n_("{n} article in the file", "{n} articles in the file", n).format(n=n),
            lambda: _("It is {path}. Send it to them, and they read it with F4.").format(path=path),
        )


def _thing_line(sign: str, one: TransferView, right: str, width: int) -> Content:
    return spread(styled(f"{sign} {article_name(one.article)}"), styled(right, "$quiet"), width)


def _newest_ways(article_ids: Sequence[int], desk: "Desk") -> set[int]:
    return {way.id for article_id in article_ids for way in desk.transfers.of_article(article_id)[:1]}


def _day_after(today: "date", text: str) -> "date | None":
    if not text.strip():
        return None
    day = read_day(text, today)
    if day is None or day <= today:
        raise InvalidValueError(_("Write a day to come, such as 20/3 or +14."), field="back_by")
    return day


def _new_numbers() -> Prompt:
    return Prompt(
        title=lambda: _("Some numbers are taken here"),
        label=lambda: _("Enter gives them new ones, Esc leaves them out"),
        details=lambda: (
            _("What bears a number that another thing has here gets a new one, and needs a new label."),
        ),
        enter=lambda: _("New numbers"),
    )
