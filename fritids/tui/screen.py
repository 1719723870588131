"""The counter's one screen: the box at the top, a view below it, the keys at the foot.

It paints what the situation says, puts what arrives into the inbox, and looks after the views. What a line or a key does is
the flow's business; the screen only knows which keys change what is shown.
"""

import gc
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import ContentSwitcher
from textual.worker import WorkType

from fritids.domain.barcode import looks_like_scan
from fritids.domain.policy import Policy
from fritids.domain.scanstream import Line
from fritids.errors import NotAllowedError
from fritids.i18n import set_zone
from fritids.present import Tone
from fritids.services.results import CounterState
from fritids.tui import escape, placing, sound, typed
from fritids.tui.arrivals import Arrivals
from fritids.tui.bridge import Bridge
from fritids.tui.counter import keys
from fritids.tui.counter.allowed import allowed
from fritids.tui.counter.inbox import Entry, Inbox, Kind
from fritids.tui.counter.keys import Hint
from fritids.tui.counter.signed import Signed
from fritids.tui.counter.situation import Ear, Hit, JobPage, Prompt, Shown, Situation, View, Words
from fritids.tui.counting import Counting
from fritids.tui.locking import Locking
from fritids.tui.opening import Opening
from fritids.tui.places import Places
from fritids.tui.receipts import Receipts
from fritids.tui.reminding import Reminding
from fritids.tui.router import BoxChanged, DigitChosen, EmptyEnter, LineEntered
from fritids.tui.telling import RECENT
from fritids.tui.upkeep import Upkeep
from fritids.tui.views.base import BaseView
from fritids.tui.widgets.box import FILTERED, Box
from fritids.tui.widgets.foot import Foot
from fritids.tui.widgets.panel import Panel
from fritids.tui.widgets.strip import ResultLine
from fritids.tui.widgets.top import Top
from fritids.tui.widgets.verdict import Verdict

if TYPE_CHECKING:
    from fritids.services.desk import Desk
    from fritids.tui.app import CounterApp

T = TypeVar("T")
CLOCK_TICK = 15.0
MOVES = ("up", "down", "pageup", "pagedown", "home", "end")
PRESSED = (*(f"f{n}" for n in (*range(1, 11), 12)), *(f"ctrl+{c}" for c in "defkln"), "right", "left", *MOVES)
"""F11 is left out: terminals keep it for themselves."""


class DeskScreen(Screen[None]):
    """One desk."""

    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    DeskScreen { background: $background; color: $foreground; overflow: hidden; }
    DeskScreen #counter { height: 1fr; }
    DeskScreen Panel { width: 38; }
    DeskScreen #beside { width: 1fr; padding: 0 0 0 1; }
    DeskScreen ContentSwitcher { height: 1fr; }
    DeskScreen.-wide Panel { width: 52; padding: 1 2; }
    DeskScreen.-huge Panel { width: 64; padding: 1 3; }
    DeskScreen.-wide #beside, DeskScreen.-huge #beside { padding: 1 2 0 2; }
    DeskScreen Panel.-whole { width: 1fr; padding: 0 1; }
    """
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (70, "-narrow"), (100, "-wide"), (150, "-huge")]
    BINDINGS = [
        *(Binding(key, f"press('{key}')", show=False) for key in PRESSED),
        Binding("escape", "back", show=False),
        Binding("ctrl+z", "press('f8')", show=False),
    ]

    def __init__(self, bridge: Bridge, opening: Opening) -> None:
        super().__init__()
        self.bridge = bridge
        self.opening = opening
        self.inbox = Inbox()
        self.now = Situation(desk=opening.shown_desk)
        self.policy = Policy()
        self.arrivals = Arrivals(self)
        self.coming: Line | None = None
        """A line that is on its way to the inbox; where it stays here, a fault came between."""
        self._pressed = False
        """Another key came after the last line, so that an Enter is a person's however soon it follows."""
        self._marked_hit: tuple[str, Hit | None] = ("", None)
        """Words, and the hit that was marked for them."""
        self.top = Top(opening.clock, id="top")
        self.box = Box(id="box")
        self.strip = ResultLine(id="strip")
        self.switcher = ContentSwitcher(initial=View.COUNTER.value, id="views")
        self.panel = Panel(id="panel")
        self.verdict = Verdict(id="verdict")
        self.beside = Vertical(id="beside")
        self.foot = Foot(id="foot")
        self.places = Places(self)
        self.locking = Locking(self)
        self.receipts = Receipts(self)
        self.reminding = Reminding(self)
        self.counting = Counting(self)
        self.upkeep = Upkeep(self)

    @property
    def counter_app(self) -> "CounterApp":
        """The App, with its box and its preferences."""
        from fritids.tui.app import CounterApp

        app = self.app
        assert isinstance(app, CounterApp)
        return app

    def compose(self) -> ComposeResult:
        """Lay out the counter; the other views are made when they are first asked for."""
        yield self.top
        yield self.box
        yield self.strip
        with self.switcher, Horizontal(id=View.COUNTER.value):
            yield self.panel
            with self.beside:
                yield self.verdict
        yield self.foot

    def on_mount(self) -> None:
        """Begin to work off the inbox once the first frame is painted."""
        self.set()
        self.call_after_refresh(self._begin)

    def on_resize(self) -> None:
        """Lay out anew once the size is known."""
        self.call_after_refresh(self.set)

    def _begin(self) -> None:
        from fritids.tui.counter.flow import Flow

        gc.enable()  # main had it rest: it costs a tenth of the time to the first paint
        work: WorkType[None] = Flow(self.bridge, self.inbox, self, self.opening, self.reminding).run
        self.run_worker(work, group="flow", name="flow")
        self.set_interval(CLOCK_TICK, self.tick)

    def set(self, **changes: object) -> None:
        """Change the situation and paint it."""
        self.now = replace(self.now, **changes)  # type: ignore[arg-type]  # names of its own fields
        now = self.now
        self.top.show(now)
        self.box.show(now)
        if now.view is View.COUNTER:
            placing.at_counter(self)
        else:
            self.strip.show(now)
            self.view.show(now)
        placing.digits_of_job(self)
        self.offer_keys()

    def hints(self) -> tuple[tuple[Hint, ...], int]:
        """The keys in force, and how many of them, at the end, are always there."""
        now = self.now
        if now.view is not View.COUNTER:
            return allowed(now, *keys.in_view(now, self.view.hints(), narrowed=self.view.narrowed))
        steady = 0 if now.prompt is not None else len(keys.everywhere(now))
        return allowed(now, keys.at_counter(now), steady)

    def offer_keys(self) -> None:
        """Show the keys in force: the view has read something, and others are."""
        hints, steady = self.hints()
        self.foot.offer(self.now, hints, steady)

    @property
    def view(self) -> BaseView:
        """The view at the front, which is not the counter itself."""
        return self.query_one(f"#{self.now.view.value}", BaseView)

    def repaint(self) -> None:
        """Paint everything again, in another language or theme."""
        self.set()
        for widget in self.query(BaseView):
            widget.show(self.now)

    # ------------------------------------------------------------------------------------------ what the flow asks for (Stage)

    def opened(self, branch: str, policy: Policy, state: CounterState, signed: Signed) -> None:
        """The desk is open."""
        self.policy, self.now = policy, replace(self.now, signed=signed)
        set_zone(policy.zone)
        self.counter_app.choose_language(policy.language)
        # What the program is made of stays; without it a full collection does not make the twentieth scan wait for 0.1 s.
        gc.freeze()
        self.set(ready=True, branch=branch, state=state)

    def signed(self, signed: Signed, policy: Policy) -> None:
        """Somebody else is at the desk, or nobody; what was shown to whoever was before is gone."""
        self.policy, self.opening.who = policy, signed.who
        self.set(signed=signed, shown=None, recent=(), remark=None, row=-1)

    def lies(self, state: CounterState) -> None:
        """How things stand, without a result."""
        self.set(state=state, row=-1)

    def show(self, shown: Shown, state: CounterState | None = None, *, quiet: bool = False) -> None:
        """Show a result, and how things stand after it."""
        before, marked = () if self.now.shown is None else (self.now.shown,), self.now.marked_row
        state = self.now.state if state is None else state
        self.set(
            shown=shown,
            recent=(*before, *self.now.recent)[:RECENT],
            state=state,
            row=(row := replace(self.now, state=state).row_of(marked)),
            mark_spent=marked is not None and row < 0,
            surveyed=shown.surveyed or self.now.surveyed,
            top=0,
            hits=(),
            asked_to_empty=False,
            remark=None,
        )
        self.strip.set_class(self.now.view is not View.COUNTER or self.now.whole_job is not None, "-on")
        if not quiet:
            sound.ring(self, shown.speak().tone, self.counter_app.preferences.sound)

    def ask(self, prompt: Prompt | None, *, options: int = 0) -> None:
        """Show a question, or that there is none any more."""
        if prompt is not None and self.now.view is not View.COUNTER:
            self.go(View.COUNTER)
        self.counter_app.choose_from("".join(str(n + 1) for n in range(options)))
        marked = 0 if prompt is None else prompt.first if prompt.marks_first else -1
        self.set(
            prompt=prompt, marked=marked, hits=(), row=-1, asked_to_empty=False, waiting=self.inbox.waiting
        )
        if prompt is not None and self.now.ready:
            sound.ring(self, prompt.tone, self.counter_app.preferences.sound)

    def refuse_scan(self) -> None:
        """Let it be heard that a scan waits for an answer."""
        self.set(waiting=self.inbox.waiting)
        sound.ring(self, Tone.NO, self.counter_app.preferences.sound)

    def returns_only(self, *, on: bool) -> None:
        """Begin or end the mode for a pile of returns."""
        since = self.opening.clock.now() if on else None
        fresh = {"shown": None, "recent": ()} if on else {}
        self.set(returns_only=on, pile=0, pile_since=since, row=-1, **fresh)

    def job(self, page: JobPage | None) -> None:
        """A job is on, or none any more; what was shown before is gone."""
        since = self.opening.clock.now()
        fresh = {"shown": None, "recent": (), "row": -1, "mark_spent": False, "hits": (), "top": 0}
        self.set(job=page, job_since=since, **fresh)

    def pile(self, returned: int) -> None:
        """So many have come back since the pile was begun."""
        self.set(pile=returned)

    def asked_to_empty(self, *, asked: bool) -> None:
        """Whether the next Esc empties the basket."""
        if asked != self.now.asked_to_empty:
            self.set(asked_to_empty=asked)

    def listen(self, ear: Ear | None) -> None:
        """Let each key of the box be heard, or no longer."""
        self.counter_app.listen(ear)

    def remark(self, words: Words | None) -> None:
        """Say something in passing, until the next result."""
        self.set(remark=words)

    def changed(self) -> None:
        """Something was done: lists that show the database read it again."""
        if self.now.view is not View.COUNTER:
            self.view.reload()

    def progress(self) -> None:
        """An entry is done."""
        self.arrivals.progress()

    def go(self, view: View, what: object = None) -> None:
        """Show a view; `what` it is about, where that has to be said."""
        self.places.go(view, what)

    def open_article(self, code: str) -> None:
        """Show an article's card."""
        self.go(View.ARTICLE, code)

    async def read(self, use_case: "Callable[[Desk], T]") -> T:
        """What a use case gives that only reads. Raises FritidsError; what is not allowed is said."""
        try:
            return await self.bridge.call(use_case)
        except NotAllowedError as error:
            self.locking.forbidden(error)
            raise

    # ------------------------------------------------------------------------------------------ what arrives

    def on_box_changed(self, message: BoxChanged) -> None:
        """Show the text, and what it fits as far as it goes."""
        self.arrivals.key_pressed()
        now = self.now
        if now.hits and message.by_line:
            # The box is emptied just before its line comes; what was marked is what the line means.
            marked = now.hits[now.marked] if now.marked >= 0 else None
            self._marked_hit = (self.box.text.strip(), marked)
        self.box.write(message.text)
        if now.prompt is not None:
            return
        if now.view in FILTERED:
            # A line that is complete has emptied the box, and narrows the list itself.
            if not looks_like_scan(message.text) and not message.by_line:
                self.view.narrow(message.text)
        elif now.view is View.COUNTER and now.job is None:
            typed.look_up(self, message.text)

    def on_line_entered(self, message: LineEntered) -> None:
        """Put the line in its place in the order, unless it is for the view alone."""
        self.coming = line = message.line
        self.arrivals.key_pressed()
        self._pressed = False
        now = self.now
        if now.prompt is None:
            if self._is_for_view(line):
                self.coming = None
                return
            if now.view is not View.COUNTER:
                self.go(View.COUNTER)
        self._enter_line(line)
        self.coming = None

    def _is_for_view(self, line: Line) -> bool:
        """Whether the line names a key, narrows a list or takes the hit that is marked; that is done then."""
        if (key := typed.key_named(line.text)) is not None:
            self.action_press(key)
        elif self.now.view in FILTERED and not looks_like_scan(line.text):
            self.view.narrow(line.text)
        elif self._marked_hit[0] == line.text and (hit := self._marked_hit[1]) is not None:
            self._marked_hit = ("", None)
            typed.take_hit(self, hit)
        else:
            return False
        return True

    def _enter_line(self, line: Line) -> None:
        self.arrivals.line(line)
        now = self.now
        if now.hits or now.asked_to_empty or now.row >= 0 or now.mark_spent:
            self.set(hits=(), asked_to_empty=False, row=-1, mark_spent=False)

    def on_empty_enter(self, message: EmptyEnter) -> None:
        """A person's Enter ends something; the second half of a scanner's suffix does nothing."""
        self.arrivals.key_pressed()
        if not message.deliberate and not self._pressed:
            return
        now = self.now
        if now.view is not View.COUNTER:
            if now.prompt is not None:
                self.places.back()  # nobody answers a question that is out of sight
            elif (hint := self.view.enter()) is not None:
                typed.press(self, hint)
            return
        self.arrivals.other(Entry(Kind.ENTER, marked=now.marked))

    def on_digit_chosen(self, message: DigitChosen) -> None:
        """A digit chooses from what is asked, if that is in sight."""
        if self.now.view is not View.COUNTER:
            self.places.back()
            return
        self.arrivals.other(Entry(Kind.DIGIT, digit=message.digit))

    def action_press(self, key: str) -> None:
        """Do what the foot says the key does; nothing if it stands there no more."""
        self.arrivals.key_pressed()
        self._pressed = True
        if key in MOVES:
            typed.move(self, key)
            return
        hint = next((one for one in self.hints()[0] if one.key == key), None)
        if hint is not None and not (key == "left" and self.counter_app.box_text):
            typed.press(self, hint)
        elif key == "left" and self.now.view is not View.COUNTER:
            self.action_back()

    def action_back(self) -> None:
        """Esc on the empty box. Text that stands in the box now is the beginning of a scan that came after the key."""
        self.arrivals.key_pressed()
        self.arrivals.forget()
        escape.back(self)

    def tick(self) -> None:
        """Show the time; look whether the desk has been left."""
        self.top.repaint()
        self.arrivals.see_whether_left()
        self.reminding.tick()
        self.upkeep.tick()
