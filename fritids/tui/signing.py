"""Signing on at the counter: a key or a scanned card, then the PIN, in the one box; changing who it is; signing off; the locked screen.

The visit and the basket lie on the desk, not with who is signed on, so that a change of operator leaves them as they are. The PIN is
in the line that was typed and in the call that verifies it, and nowhere else.
"""

from functools import partial
from typing import TYPE_CHECKING

from fritids.domain.roles import Right, Role
from fritids.errors import FritidsError
from fritids.i18n import _
from fritids.present import Said, Tone, plain, said
from fritids.present.operators import role_name
from fritids.present.rights import refused_sign_on
from fritids.services.acts import new_act_key
from fritids.services.results import (
    CounterState,
    OperatorView,
    SignedOn,
    SignOnRefused,
    VisitEnded,
    WhyNotSignedOn,
)
from fritids.tui.counter import flow_words
from fritids.tui.counter.asking import LeftError, Questions
from fritids.tui.counter.inbox import Entry, Kind
from fritids.tui.counter.pin_entry import PinEntry
from fritids.tui.counter.signed import Signed
from fritids.tui.counter.situation import Prompt, Shown, Words
from fritids.tui.counter.stage import Caller, Stage

if TYPE_CHECKING:
    from fritids.domain.policy import Policy
    from fritids.services.desk import Desk
    from fritids.tui.jobs.running import Jobs


def who_stands(desk: "Desk") -> Signed:
    """Who is signed on at the desk, as the database says now."""
    exist = desk.operators.exist()
    policy = desk.policy
    return Signed(
        desk.operators.current(),
        open_door=not exist,
        volunteers=policy.volunteers_without_pin,
        override_refusals=policy.override_refusals,
    )


def what_lies(desk: "Desk", signed: Signed) -> CounterState:
    """What lies on the desk; nothing to whoever may not see it."""
    if signed.may(Right.LEND):
        return desk.counter.state()
    return CounterState(None, today=desk.today())


class Signing:
    """Signs people on and off at one desk."""

    jobs: "Jobs"
    """Set by the flow: jobs sign people on, and are ended when somebody signs off."""

    def __init__(self, call: Caller, questions: Questions, stage: Stage) -> None:
        self._call = call
        self._questions = questions
        self._stage = stage
        self._since: int | None = 0
        """From where on answers count at the door; None for from when it is asked."""

    async def stand_at_door(self) -> None:
        """As long as nobody may do anything here, ask who comes. What is scanned meanwhile waits, and is then worked off.

        What was typed while the desk opened counts, although the question was not there yet: else a PIN would wait like a scan, to be shown.
        """
        while self._stage.now.shut:
            since, self._since = self._since, None
            try:
                await self._ask(new_act_key(), since=since)
            except LeftError:  # with Esc, or because it is time to look: there is nowhere else to go
                await self.look()
        self._since = None

    async def look(self) -> None:
        """Who is signed on is so because the database says so: another desk may have made the first operator, or taken somebody's leave.

        At a locked desk the visit ends too, if it was left for long enough (R9).
        """

        def look(desk: "Desk") -> "tuple[Signed, Policy, CounterState]":
            signed = who_stands(desk)
            if signed.shut:
                desk.counter.expire(act=new_act_key())
            return signed, desk.policy, what_lies(desk, signed)

        signed, policy, state = await self._call(look)
        if signed != self._stage.now.signed:
            self._stage.signed(signed, policy)
        self._stage.lies(state)

    async def change(self, entry: Entry) -> None:
        """Somebody else signs on, or whoever is signed on signs off with Enter. Raises LeftError: then everything is as it was."""
        if self._stage.now.signed.open_door:
            await self.jobs.operators(entry)
            return
        await self._ask(entry.act)

    async def with_card(self, entry: Entry) -> bool:
        """Whether the line was the card of an operator, who is then asked for the PIN. Raises LeftError."""
        if self._stage.now.signed.open_door or entry.line is None:
            return False
        card = await PinEntry(self._call, self._questions).card(entry.line)
        if card is None:
            return False
        await self._ask(entry.act, card, since=entry.serial)
        return True

    async def lock(self, entry: Entry) -> None:
        """Nobody is signed on any more; the visit lies where it is, and no name is on the screen."""
        await self._off(entry)
        self._stage.show(Shown.note(_signed_off), quiet=True)

    async def on(self, key: str, pin: str, act: str) -> bool:
        """Whoever has just chosen this PIN is signed on with it; whether it worked."""
        answer = await self._call(lambda desk: desk.operators.sign_on(key, pin, act=act))
        if isinstance(answer, SignedOn):
            await self._came(was_shut=False)
        return isinstance(answer, SignedOn)

    # ------------------------------------------------------------------------------------------ the questions

    async def _ask(self, act: str, card: OperatorView | None = None, *, since: int | None = None) -> None:
        # What is typed after the key counts for the PIN although its question is not there yet: fingers are quicker than a far database.
        entries = PinEntry(self._call, self._questions)
        since = self._questions.mark() if since is None else since
        was_shut = self._stage.now.shut
        key, tried = "" if card is None else card.key, 0
        complaint: Words | None = None
        while True:
            if not key:
                found = await entries.key(
                    self._key_prompt(complaint), since=since, empty=self._stage.now.signed.who is not None
                )
                if isinstance(found, Entry) and found.kind is Kind.ENTER:
                    await self.lock(found)
                    return
                card = found if isinstance(found, OperatorView) else None
                key, complaint = (found.text, None) if isinstance(found, Entry) else (found.key, None)
                since = found.serial if isinstance(found, Entry) else since
            got = await self._pin(entries, card, complaint, since, back=was_shut)
            if isinstance(got, Entry):
                tried, since = tried + 1, got.serial
                refused = await self._tried(key, got, f"{act}/{tried}")
                if refused is None:
                    await self._came(was_shut=was_shut)
                    return
                complaint = partial(refused_sign_on, refused)
                key = "" if refused.reason is WhyNotSignedOn.OTHER_BRANCH else key
            elif got is None:
                key, card, complaint, since = "", None, None, self._questions.mark()
            else:
                key, card, complaint = got.key, got, None

    async def _pin(
        self, entries: PinEntry, card: OperatorView | None, complaint: Words | None, since: int, *, back: bool
    ) -> Entry | OperatorView | None:
        """What `PinEntry.pin` gives; None where it was left with Esc and `back` says that there is only the key to go back to."""
        try:
            return await entries.pin(_pin_prompt(card, complaint), since=since)
        except LeftError:
            if back:
                return None
            raise

    async def _tried(self, key: str, pin: Entry, act: str) -> SignOnRefused | None:
        answer = await self._call(lambda desk: desk.operators.sign_on(key, pin.text, act=act))
        return answer if isinstance(answer, SignOnRefused) else None

    def _key_prompt(self, complaint: Words | None) -> Prompt:
        now = self._stage.now
        who, shut, visit = now.signed.who, now.shut, now.state.visit is not None or bool(now.state.basket)

        def details() -> tuple[str, ...]:
            how = _("Write your key and press Enter, or scan your card. Then your PIN.")
            if who is not None:
                return (_("Signed on now: {name}.").format(name=plain(who.name)), how)
            if shut and visit:
                return (how, _("A visit is open here. It is there again when somebody signs on."))
            return (how,)

        return Prompt(
            title=(lambda: _("Nobody is signed on")) if shut else (lambda: _("Who signs on?")),
            label=lambda: _("Sign on: your key, or scan your card"),
            details=details,
            complaint=complaint,
            enter=None if who is None else (lambda: _("Sign off")),
            tone=Tone.INFO,
        )

    # ------------------------------------------------------------------------------------------ who comes and goes

    async def _off(self, entry: Entry) -> None:
        await self.jobs.end(entry)  # first: what it still has to do is done by who began it

        def off(desk: "Desk") -> "tuple[Signed, Policy, CounterState]":
            desk.operators.sign_off()
            signed = who_stands(desk)
            return signed, desk.policy, what_lies(desk, signed)

        signed, policy, state = await self._call(off)
        self._stage.signed(signed, policy)
        if (
            not signed.shut
        ):  # what lay here stays known, so that it can be said that it is there; it is not painted
            self._stage.lies(state)

    async def _came(self, *, was_shut: bool) -> None:
        """Somebody is signed on: show them what is theirs to see, and let go of what is not."""
        before = self._stage.now.signed

        def look(desk: "Desk") -> "tuple[Signed, Policy, CounterState, VisitEnded | None]":
            signed = who_stands(desk)
            sees = was_shut and signed.may(Right.LEND)
            ended = desk.counter.expire(act=new_act_key()) if sees else None
            return signed, desk.policy, what_lies(desk, signed), ended

        signed, policy, state, ended = await self._call(look)
        if not before.rights <= signed.rights:
            await self.jobs.end(Entry(Kind.ESCAPE))
        self._stage.signed(signed, policy)
        self._stage.show(_welcome(signed, state, ended, came_back=was_shut), state, quiet=True)
        if signed.figures_only:
            await self.jobs.figures(Entry(Kind.ESCAPE))


def _pin_prompt(card: OperatorView | None, complaint: Words | None) -> Prompt:
    return Prompt(
        title=(lambda: _("PIN")) if card is None else (lambda: plain(card.name)),
        label=lambda: _("Your PIN"),
        details=lambda: (_("It stands in the box as dots."),),
        complaint=complaint,
        secret=True,
        tone=Tone.INFO,
    )


def _signed_off() -> str:
    return _("Signed off")


def _welcome(signed: Signed, state: CounterState, ended: VisitEnded | None, *, came_back: bool) -> Shown:
    who = signed.who

    def speak() -> Said:
        if who is None:
            return Said(_signed_off(), (), Tone.INFO)
        details: tuple[str, ...] = ()
        if ended is not None:
            spoken = said(ended)
            details = (spoken.headline, *spoken.details)
        elif came_back and (state.visit is not None or state.basket):
            spoken = flow_words.came_back(state).speak()
            details = (spoken.headline, *spoken.details)
        elif who.role is not Role.VOLUNTEER:
            details = (role_name(who.role),)
        return Said(_("Signed on: {name}").format(name=plain(who.name)), details, Tone.YES)

    return Shown(speak)


async def look_quietly(signing: Signing) -> None:
    """As `Signing.look`, where it may just have been the database that does not answer."""
    try:
        await signing.look()
    except (FritidsError, LeftError):
        return
