"""The one consumer of the inbox: what each line and key does, one after the other, and what is shown for it.

What a line means is the use cases' business (`fritids.services.counter`); here stands only in which order the screen asks,
and what it asks. Nothing here touches a widget: the screen is a `Stage`.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from fritids.domain.barcode import Repair, looks_like_scan
from fritids.domain.scanstream import Line
from fritids.domain.words import ShownState
from fritids.errors import FritidsError, NotAllowedError, UsageError, WhichBranchError
from fritids.i18n import _
from fritids.present import Tone, article_line, borrower_choice, borrower_line, plain
from fritids.present import phone as phone_shown
from fritids.services import results as r
from fritids.tui.bridge import Bridge
from fritids.tui.counter import borrower_forms, deeds, flow_words
from fritids.tui.counter.asking import MOST_OPTIONS, LeftError, Questions
from fritids.tui.counter.doing import Doing
from fritids.tui.counter.inbox import Entry, Inbox, Kind
from fritids.tui.counter.older import NotOpen
from fritids.tui.counter.pile import Pile
from fritids.tui.counter.situation import Prompt, Shown, View
from fritids.tui.counter.stage import Stage
from fritids.tui.jobs.base import Tools
from fritids.tui.jobs.running import Jobs
from fritids.tui.opening import Opened, Opening
from fritids.tui.signing import Signing, look_quietly, what_lies

if TYPE_CHECKING:
    from fritids.services.desk import Desk
    from fritids.tui.aftermath import Aftermath
    from fritids.tui.reminding import Reminding

T = TypeVar("T")
_NOT_LENDING = deeds.More | deeds.JobAct | deeds.EndJob | deeds.SignOn | deeds.Lock


class Flow:
    """Works off the inbox of one desk."""

    def __init__(
        self, bridge: Bridge, inbox: Inbox, stage: Stage, opening: Opening, reminding: "Reminding"
    ) -> None:
        self._bridge = bridge
        self._inbox = inbox
        self._stage = stage
        self._opening = opening
        self._questions = Questions(inbox, stage)
        self._doing = Doing(self.call, self._questions, stage)
        self._signing = Signing(self.call, self._questions, stage)
        self._jobs = Jobs(Tools(self.call, self._questions, stage, reminding, self._signing.on))
        self._signing.jobs = self._jobs
        self._pile = Pile()
        self._remarked = self._just_made = False
        self._not_open = NotOpen(bridge, self._questions, stage, opening)

    async def run(self) -> None:
        """Open the desk, then take one entry after the other, for ever."""
        await self._open()
        if self._just_made:
            self._stage.progress()
            await self._jobs.first_operator()
        while True:
            self._stage.progress()
            await self._signing.stand_at_door()
            await self.turn(await self._inbox.take())

    async def turn(self, entry: Entry) -> None:
        """Do what one entry asks for, and show what came of it."""
        if entry.kind is not Kind.IDLE and not isinstance(entry.deed, deeds.Undo):
            self._doing.reach.turn_began = self._opening.clock.now()
        try:
            await self._understand(entry)
        except LeftError:
            self._stage.show(Shown.note(lambda: _("Cancelled. Nothing was done"), tone=Tone.INFO), quiet=True)
            with suppress(FritidsError):  # it may just have been left because the database does not answer
                signed = self._stage.now.signed
                self._stage.lies(await self._bridge.call(lambda desk: what_lies(desk, signed)))
        except (UsageError, NotAllowedError) as error:
            message = error.message
            if isinstance(error, NotAllowedError):
                await look_quietly(self._signing)
            self._stage.show(Shown.note(lambda: message, tone=Tone.NO))

    async def call(self, use_case: "Callable[[Desk], T]") -> T:
        """What `use_case` gives. If the database does not answer, asks whether to try again: the same act, and so done once."""
        while True:
            try:
                return await self._bridge.call(use_case)
            except (UsageError, NotAllowedError):
                raise
            except FritidsError as error:
                await self._again_or_leave(error)

    async def _again_or_leave(self, error: FritidsError) -> None:
        message = error.message
        prompt = Prompt(
            title=lambda: _("That did not work"),
            label=lambda: _("Nothing is lost: what was scanned waits"),
            details=lambda: (message,),
            enter=lambda: _("Try again"),
            tone=Tone.NO,
        )
        if not await self._questions.confirm(prompt):
            raise LeftError

    # ------------------------------------------------------------------------------------------ the beginning

    async def _open(self) -> None:
        while True:
            try:
                if not await self._bridge.outside(self._opening.is_ready):
                    await self._make_branch()
                opened = await self._bridge.call(self._opening.first_look)
            except LeftError:
                continue
            except WhichBranchError as error:
                with suppress(LeftError):
                    await self._choose_branch(error.branches)
            except FritidsError as error:
                await self._not_open.met(error)
            else:
                self._opening.fault = None
                self._stage.opened(opened.branch, opened.policy, opened.state, opened.signed)
                await self._say_what_lies(opened)
                if opened.receipts_wait and self._stage.receipts.channels:
                    self._stage.receipts.send()
                return

    async def _say_what_lies(self, opened: Opened) -> None:
        """After a fault whether the last thing was done; else what ended, or still lies on the desk."""
        if self._opening.after is not None:
            await self._after_fault(self._opening.after, opened.state)
        elif (said := self._not_open.said) is not None:
            self._stage.show(said, opened.state)
        elif opened.ended is not None:
            self._stage.show(Shown.of(opened.ended), opened.state, quiet=True)
        elif opened.state.visit is not None or opened.state.basket:
            self._stage.show(flow_words.came_back(opened.state), opened.state, quiet=True)

    async def _after_fault(self, after: "Aftermath", state: r.CounterState) -> None:
        """Say whether the last thing was done; what waited behind it is in the inbox again."""
        self._opening.after, done, last = None, None, after.last
        if last is not None:
            with suppress(FritidsError):
                done = await self._bridge.call(lambda desk: self._opening.was_done(desk, last.act, last.text))
        self._stage.show(flow_words.after_fault(after, done=done), state)

    async def _make_branch(self) -> None:
        name = await borrower_forms.branch_name(self._questions, self._bridge, self._opening)
        await self._bridge.outside(lambda: self._opening.make(name))
        self._just_made = True

    async def _choose_branch(self, branches: tuple[tuple[str, str], ...]) -> None:
        more = [name for _code, name in branches[MOST_OPTIONS:]]
        chosen = await self._questions.pick(flow_words.which_branch(branches), more)
        self._opening.branch = branches[chosen][0]

    # ------------------------------------------------------------------------------------------ one entry

    async def _understand(self, entry: Entry) -> None:
        match entry.kind:
            case Kind.LINE if entry.line is not None:
                await self._line(entry, entry.line)
            case Kind.ENTER:
                await self._enter(entry)
            case Kind.DIGIT:
                await self._jobs.digit(entry)
            case Kind.KEY if isinstance(entry.deed, _NOT_LENDING):
                await self._about_jobs(entry, entry.deed)
            case Kind.KEY if entry.deed is not None:
                before = self._stage.now.shown
                await self._doing.do(entry, entry.deed)
                if self._stage.now.shown is not before:
                    self._follow_pile()
                if self._doing.next_line is not None:
                    follow, self._doing.next_line = self._doing.next_line, None
                    await self._line(entry, follow)
                if isinstance(entry.deed, deeds.Undo):
                    await self._jobs.undone()
            case Kind.IDLE:
                await self._expire(entry)
            case _:
                pass

    async def _about_jobs(
        self, entry: Entry, deed: deeds.More | deeds.JobAct | deeds.EndJob | deeds.SignOn | deeds.Lock
    ) -> None:
        match deed:
            case deeds.SignOn():
                await self._signing.change(entry)
            case deeds.Lock():
                await self._signing.lock(entry)
            case deeds.More():
                await self._jobs.choose(entry)
            case deeds.JobAct(name=name, words=words):
                if words:
                    await self._line(entry, Line(words, 0.0))
                await self._jobs.act(entry, name)
            case deeds.EndJob():
                await self._jobs.end(entry)

    async def _line(self, entry: Entry, line: Line) -> None:
        if looks_like_scan(line.text) and await self._signing.with_card(entry):
            return
        if await self._jobs.line(entry, line):
            if not self._remarked:
                self._remark(await self.call(lambda desk: desk.repaired))
            return
        returns_only = self._stage.now.returns_only
        answer, state, repaired = await self.call(
            lambda desk: (
                desk.counter.enter(line.text, act=entry.act, returns_only=returns_only),
                desk.counter.state(),
                desk.repaired,
            )
        )
        await self._answered(entry, answer, state, line.text)
        self._remark(repaired)

    def _remark(self, repaired: Repair | None) -> None:
        """Say once in the life of the program that codes arrive mangled, since that is no matter of the borrower's who stands there."""
        if repaired is not None and not self._remarked:
            self._remarked = True
            self._stage.remark(lambda: flow_words.repaired(repaired))

    async def _answered(self, entry: Entry, answer: r.Answer, state: r.CounterState, text: str) -> None:
        match answer:
            case r.SeveralBorrowers():
                await self._which_borrower(entry, answer, text)
            case r.NewBorrower(phone=phone, shown=shown):
                await self._new_borrower(entry, phone, shown)
            case r.WhichOne():
                await self._which_one(entry, answer, text)
            case r.Hits() if answer.articles or answer.borrowers:
                await self._hits(entry, answer)
            case r.TakenBack() if state.visit is None and state.basket:
                self._stage.show(flow_words.not_in_basket(answer), state)
            case r.VisitOpened():
                self._stage.show(flow_words.visit_opened(answer), state)
                self._stage.changed()
            case _:
                self._stage.show(Shown.of(answer), state)
                self._stage.changed()
                self._follow_pile()

    def _follow_pile(self) -> None:
        """In the mode for returns, count what has just come back, or was undone."""
        now = self._stage.now
        if now.returns_only and now.shown is not None:
            self._pile.follow(now.shown.answer)
            self._stage.pile(self._pile.count)

    async def _enter(self, entry: Entry) -> None:
        if self._jobs.on:
            await self._jobs.enter(entry)
            return
        if self._stage.now.returns_only:
            await self._end_pile()
            return
        answer, state = await self.call(
            lambda desk: (desk.counter.enter_empty(act=entry.act), desk.counter.state())
        )
        if isinstance(answer, r.NothingOpen):
            self._stage.asked_to_empty(asked=False)
            return
        self._stage.show(Shown.of(answer), state)
        self._stage.changed()

    async def _end_pile(self) -> None:
        pile, families = self._pile, self._pile.by_borrower
        summaries, state = await self.call(
            lambda desk: (desk.counter.pile_summary(families) if families else (), desk.counter.state())
        )
        self._pile = Pile()
        self._stage.returns_only(on=False)
        self._stage.show(Shown(lambda: pile.said(summaries)), state)

    async def _expire(self, entry: Entry) -> None:
        ended, state = await self.call(
            lambda desk: (desk.counter.expire(last_key=entry.last_key, act=entry.act), desk.counter.state())
        )
        if ended is not None:
            self._stage.show(Shown.of(ended), state, quiet=True)
            self._stage.changed()
        elif self._stage.now.state.basket and not state.basket:
            self._stage.show(
                Shown.note(lambda: _("The basket was emptied, because nobody had touched a key for a while")),
                state,
                quiet=True,
            )

    # ------------------------------------------------------------------------------------------ which one

    async def _open_visit(self, entry: Entry, borrower_id: int) -> None:
        answer, state = await self.call(
            lambda desk: (
                desk.counter.open_visit(borrower_id, act=f"{entry.act}/visit"),
                desk.counter.state(),
            )
        )
        self._stage.go(View.COUNTER)
        self._stage.show(
            flow_words.visit_opened(answer) if isinstance(answer, r.VisitOpened) else Shown.of(answer), state
        )
        self._stage.changed()

    async def _new_borrower(self, entry: Entry, phone: str, shown: str, *, shared: bool = False) -> None:
        borrower = await borrower_forms.new_borrower(
            self._questions, self.call, entry, phone, shown, shared=shared
        )
        await self._open_visit(entry, borrower.id)

    async def _which_borrower(self, entry: Entry, answer: r.SeveralBorrowers, text: str) -> None:
        people = answer.candidates[:8]
        number = next((one.phone for one in people if one.phone), None)
        shown = phone_shown(number) or plain(text)

        def options() -> tuple[str, ...]:
            return (*(borrower_choice(one) for one in people), _("New person on this number"))

        prompt = Prompt(
            title=lambda: _("Who of them?"),
            label=lambda: _("Choose with a digit"),
            marks_first=False,
            details=lambda: (_("Several have {number}.").format(number=shown),),
            options=options,
            enter=lambda: _("Choose"),
        )
        chosen = await self._questions.choose(prompt, len(people) + 1)
        if isinstance(chosen, Entry):
            self._inbox.put_back(chosen)
        elif chosen < len(people):
            await self._open_visit(entry, people[chosen].id)
        else:
            await self._new_borrower(entry, number or text, shown, shared=True)

    async def _which_one(self, entry: Entry, answer: r.WhichOne, text: str) -> None:
        prompt = Prompt(
            title=lambda: _("Article or borrower?"),
            label=lambda: _("Choose with a digit"),
            marks_first=False,
            details=lambda: (_("The code {code} is both.").format(code=plain(text)),),
            options=lambda: (article_line(answer.article), borrower_line(answer.borrower)),
            enter=lambda: _("Choose"),
        )
        chosen = await self._questions.choose(prompt, 2)
        if isinstance(chosen, Entry):
            self._inbox.put_back(chosen)
        elif chosen == 1:
            await self._open_visit(entry, answer.borrower.id)
        else:
            returns_only = self._stage.now.returns_only
            done, state = await self.call(
                lambda desk: (
                    desk.counter.scan_article(text, act=entry.act, returns_only=returns_only),
                    desk.counter.state(),
                )
            )
            await self._answered(entry, done, state, text)

    async def _hits(self, entry: Entry, answer: r.Hits) -> None:
        people, things = answer.borrowers, answer.articles
        if len(things) == 1 and not people:
            self._stage.open_article(things[0].barcode)
            return
        shown: list[r.BorrowerView | r.ArticleView] = [*people]
        shown = [*shown, *things][:MOST_OPTIONS]
        prompt = Prompt(
            title=lambda: _("Which one?"),
            label=lambda: _("Choose with a digit, or write other words"),
            marks_first=False,
            details=lambda: (
                (
                    _("More fit “{words}”: write more letters to see them.")
                    if answer.more or len(people) + len(things) > len(shown)
                    else _("These fit “{words}”.")
                ).format(words=plain(answer.text)),
            ),
            options=lambda: tuple(
                borrower_line(one) if isinstance(one, r.BorrowerView) else article_line(one) for one in shown
            ),
            enter=lambda: _("Choose"),
            not_had="" if people or any(one.state is ShownState.AVAILABLE for one in things) else answer.text,
        )
        chosen = await self._questions.choose(prompt, len(shown))
        if isinstance(chosen, Entry):
            self._inbox.put_back(chosen)
            return
        one = shown[chosen]
        if isinstance(one, r.BorrowerView) and self._stage.now.returns_only:
            self._stage.go(View.BORROWER, one.id)
        elif isinstance(one, r.BorrowerView):
            await self._open_visit(entry, one.id)
        else:
            self._stage.open_article(one.barcode)
