"""Operators: who may sign on here, as what, and with which PIN and card. Everyone changes their own PIN here; the rest is the administrator's."""

from collections.abc import Awaitable, Callable, Sequence

from textual.content import Content

from fritids.domain.roles import Right
from fritids.domain.scanstream import Line
from fritids.i18n import _
from fritids.present import Tone, plain
from fritids.present.operators import role_name
from fritids.services.results import OperatorView
from fritids.tui.counter import operator_forms
from fritids.tui.counter.inbox import Entry
from fritids.tui.counter.situation import JobKey, Prompt, Words
from fritids.tui.jobs.base import Job, Tools
from fritids.tui.widgets.lines import spread, styled, wrapped

_NEW, _OWN, _FIRST = "new", "own", "first"


class OperatorsJob(Job):
    """The list; a key or a card in the box leads to one operator, and what can be changed of them."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._all: tuple[OperatorView, ...] = ()

    # ------------------------------------------------------------------------------------------ what the screen paints

    @property
    def _open_door(self) -> bool:
        return self.stage.now.signed.open_door

    @property
    def _looks_after(self) -> bool:
        return not self._open_door and self.stage.now.signed.may(Right.OPERATORS)

    def name(self) -> str:
        """The job."""
        return _("Operators")

    def label(self) -> str:
        """What the box is for."""
        return _("Write an operator's key to change something") if self._looks_after else _("Scan to lend")

    def how(self) -> tuple[str, ...]:
        """What to do."""
        if self._open_door:
            return (
                _("Nobody has to sign on here: everyone may do everything."),
                _(
                    "F6 makes the administrator. From then on whoever works here signs on with a key and a PIN."
                ),
            )
        if self._looks_after:
            return (
                _("F6 lets somebody more sign on. F2 changes your own PIN."),
                _(
                    "Write somebody's key to change their name, role, PIN or card, or to let them sign on no more."
                ),
            )
        return (_("F2 changes your PIN. The administrator does the rest."),)

    def lines(self, width: int) -> Sequence[Content]:
        """Each operator with key, name and role."""
        if self._open_door:
            return wrapped(_("No operators yet."), width, "$quiet")
        if not self._looks_after:
            who = self.stage.now.signed.who
            if who is None:
                return ()
            return [
                styled(plain(who.name), "bold"),
                styled(f"{plain(who.key)}, {role_name(who.role)}", "$quiet"),
            ]
        lines = [styled(_("May sign on here"), "bold $primary")]
        for one in self._all:
            style = "" if one.active else "$quiet strike"
            lines.append(
                spread(
                    styled(f"{plain(one.key):>3} {plain(one.name)}", style),
                    styled(role_name(one.role), "$quiet"),
                    width,
                )
            )
            if notes := _notes(one):
                lines.append(styled(f"    {notes}", "$ask-soft").truncate(width, ellipsis=True))
        return lines

    def offers(self) -> tuple[JobKey, ...]:
        """The administrator, a new operator, one's own PIN."""
        if self._open_door:
            return (JobKey("f6", _("Make the administrator"), _FIRST, strong=True),)
        own = () if self.stage.now.signed.who is None else (JobKey("f2", _("My PIN"), _OWN, strong=True),)
        return (*((JobKey("f6", _("New operator"), _NEW, strong=True),) if self._looks_after else ()), *own)

    # ------------------------------------------------------------------------------------------ what the flow hands over

    async def begin(self, entry: Entry) -> None:  # noqa: ARG002  # nothing is done
        """Read who there is."""
        await self._read()

    async def key(self, entry: Entry, name: str) -> None:
        """Do what the key is for."""
        if name == _FIRST:
            await self.first(entry)
        elif name == _NEW:
            made = await operator_forms.new_operator(self.questions, self.call, entry)
            key = plain(made.key)
            self.say(
                lambda: _("{name} may sign on now").format(name=plain(made.name)),
                lambda: _("With the key {key} and the PIN.").format(key=key),
            )
        else:
            await self._own_pin(entry)
        await self._read()

    async def line(self, entry: Entry, line: Line) -> bool:
        """Change something of the operator with this key. Anything else is the counter's."""
        if not self._looks_after:
            return False
        wanted = line.text.casefold().strip()
        one = next((one for one in self._all if one.key == wanted), None)
        if one is None and line.scanned:
            return False
        if one is None:
            self.say(lambda: _("No operator has this key"), tone=Tone.NO)
            return True
        await self._change(entry, one)
        await self._read()
        return True

    async def first(self, entry: Entry) -> bool:
        """The administrator is made and signed on; False where that was put off. Raises LeftError."""
        chosen = await operator_forms.first_administrator(self.questions, self.call, entry)
        if chosen is None:
            return False
        key, name = chosen.operator.key, chosen.operator.name
        await self.tools.signs_on(key, chosen.pin.text, f"{entry.act}/on")
        self.say(
            lambda: _("{name} is the administrator").format(name=plain(name)),
            lambda: _("Your key is {key}: with it and the PIN you sign on. Write it down.").format(
                key=plain(key)
            ),
            lambda: _("F12, This desk, Operators lets others sign on."),
        )
        return True

    # ------------------------------------------------------------------------------------------ one operator

    async def _change(self, entry: Entry, one: OperatorView) -> None:
        ways = self._ways(one)
        prompt = Prompt(
            title=lambda: f"{plain(one.key)} {plain(one.name)}",
            label=lambda: _("Choose with a digit"),
            options=lambda: tuple(words() for words, _does in ways),
            enter=lambda: _("Choose"),
        )
        _words, does = ways[await self.questions.pick(prompt)]
        await does(entry, one)
        name = plain(one.name)
        self.say(lambda: _("Saved: {name}").format(name=name))

    def _ways(
        self, one: OperatorView
    ) -> tuple[tuple[Words, Callable[[Entry, OperatorView], Awaitable[None]]], ...]:
        leave: Words = (
            (lambda: _("May not sign on any more")) if one.active else (lambda: _("May sign on again"))
        )
        return (
            (lambda: _("New PIN"), self._new_pin),
            (lambda: _("Card: scan it"), self._card),
            (lambda: _("Role"), self._role),
            (lambda: _("Name"), self._name),
            (leave, self._active),
        )

    async def _new_pin(self, entry: Entry, one: OperatorView) -> None:
        pin = await operator_forms.new_pin(self.questions, self.call, lambda: plain(one.name))
        await self.call(lambda desk: desk.operators.set_pin(one.key, pin.text, act=entry.act))

    async def _card(self, entry: Entry, one: OperatorView) -> None:
        prompt = Prompt(
            title=lambda: plain(one.name),
            label=lambda: _("Scan the card"),
            details=lambda: (_("Any card with a barcode that is nobody else's."),),
            enter=lambda: _("No card"),
        )
        card = await operator_forms.ask_card(self.questions, prompt)
        await self.call(lambda desk: desk.operators.edit(one.key, card=card, act=entry.act))

    async def _role(self, entry: Entry, one: OperatorView) -> None:
        prompt = Prompt(title=lambda: plain(one.name), label=lambda: _("Choose with a digit"))
        role = await operator_forms.ask_role(self.questions, prompt)
        await self.call(lambda desk: desk.operators.edit(one.key, role=role, act=entry.act))

    async def _name(self, entry: Entry, one: OperatorView) -> None:
        prompt = Prompt(title=lambda: plain(one.name), label=lambda: _("Name"))
        name = await operator_forms.ask_name(self.questions, prompt)
        await self.call(lambda desk: desk.operators.edit(one.key, name=name, act=entry.act))

    async def _active(self, entry: Entry, one: OperatorView) -> None:
        await self.call(lambda desk: desk.operators.edit(one.key, active=not one.active, act=entry.act))

    async def _own_pin(self, entry: Entry) -> None:
        who = self.stage.now.signed.who
        if who is None:
            return
        refused = await operator_forms.change_own_pin(
            self.questions, self.call, entry, lambda: plain(who.name)
        )
        if refused is None:
            self.say(lambda: _("You have a new PIN"))
        else:
            self.say(
                lambda: _("The PIN is as it was"),
                lambda: _("The old one was not right. Try again."),
                tone=Tone.NO,
            )

    async def _read(self) -> None:
        self._all = await self.call(lambda desk: desk.operators.list()) if self._looks_after else ()
        self.repaint()


def _notes(one: OperatorView) -> str:
    notes = []
    if not one.active:
        notes.append(_("may not sign on"))
    elif not one.has_pin:
        notes.append(_("no PIN yet"))
    if one.card:
        notes.append(_("has a card"))
    if one.branch:
        notes.append(plain(one.branch))
    return ", ".join(notes)
