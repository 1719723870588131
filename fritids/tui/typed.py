"""What a key does at once: hits for words while somebody types, names of keys that a terminal keeps for itself, marks that move."""

import asyncio
import re
from functools import partial
from typing import TYPE_CHECKING, Final

from textual.worker import WorkType

from fritids.domain.barcode import looks_like_scan
from fritids.errors import FritidsError
from fritids.present import article_line, borrower_line
from fritids.services.results import Hits
from fritids.tui.counter import deeds, keys
from fritids.tui.counter.inbox import Entry, Kind
from fritids.tui.counter.keys import Hint
from fritids.tui.counter.situation import Hit, View

if TYPE_CHECKING:
    from fritids.tui.screen import DeskScreen

PAUSE: Final = 0.08
"""Seconds without a key after which it is looked up what the words fit."""
SHORTEST: Final = 2
PAGE: Final = 8
PAGES: Final = {"pageup": -1, "pagedown": 1}
_KEY: Final = re.compile(r"f([1-9]|10|12)", re.IGNORECASE)


def key_named(text: str) -> str | None:
    """The function key whose name was typed, since some terminals keep F1 or F10 for themselves; `?` is help."""
    if text == "?":
        return "f1"
    return text.casefold() if _KEY.fullmatch(text) else None


def moved(at: int, key: str, count: int, *, lowest: int) -> int:
    """Where the mark is after an arrow or page key; `lowest` -1 means that nothing may be marked."""
    if count == 0:
        return lowest
    above = at - 1 if at >= 0 else count - 1
    target = {
        "up": above, "down": at + 1, "pageup": at - PAGE, "pagedown": at + PAGE, "home": 0, "end": count - 1,
    }[key]  # fmt: skip
    return max(lowest, min(count - 1, target))


def move(screen: "DeskScreen", key: str) -> None:
    """Move the mark of what is chosen from now: options, hits, lines of the panel, or the view's own; turn a long result's pages."""
    now = screen.now
    of_job = next((one for one in screen.hints()[0] if one.key == key), None)
    if now.whole_job is not None and of_job is None:
        job_act(screen, deeds.JobAct(f"move {key}"))
    elif now.view is View.COUNTER and of_job is not None and isinstance(of_job.does, deeds.JobAct):
        job_act(screen, of_job.does)
    elif now.prompt is not None or now.hits:
        count = len(now.hits) if now.prompt is None else len(now.prompt.options())
        lowest = 0 if now.prompt is not None and now.prompt.marks_first else -1
        screen.set(marked=moved(now.marked, key, count, lowest=lowest))
    elif now.view is View.COUNTER and key in PAGES and now.row < 0 and screen.verdict.longer:
        screen.set(top=max(0, min(screen.verdict.longer, now.top + PAGES[key] * PAGE)))
    elif now.view is View.COUNTER:
        screen.set(row=moved(now.row, key, len(now.rows), lowest=-1), mark_spent=False)
    else:
        screen.view.move(key)
        screen.set()


def press(screen: "DeskScreen", hint: Hint) -> None:
    """Do what a key is for, of those at the foot."""
    match hint.does:
        case keys.Move():
            screen.places.follow(hint.does)
        case keys.Open(view=view, what=what):
            screen.counter_app.clear_box()  # the words that led there have done their work
            screen.set(hits=())
            screen.go(view, what)
        case does if callable(does):
            does()
            screen.set()
        case deeds.NotHad() as deed:
            not_had(screen, deed)
        case deeds.JobAct() as deed:
            job_act(screen, deed)
        case deed:
            screen.arrivals.other(Entry(Kind.KEY, deed=deed))


def take_hit(screen: "DeskScreen", hit: Hit) -> None:
    """Go to what was marked among the hits: a borrower's visit, or an article's card."""
    screen.set(hits=(), marked=0)
    if hit.borrower_id is not None:
        screen.arrivals.other(Entry(Kind.KEY, deed=deeds.OpenVisit(hit.borrower_id)))
    elif hit.code is not None:
        screen.open_article(hit.code)


def job_act(screen: "DeskScreen", deed: deeds.JobAct) -> None:
    """Let the job that is on do what its key is for; with what stands in the box where the job takes it so."""
    job, words = screen.now.job, screen.counter_app.box_text.strip()
    if screen.now.whole_job is not None and screen.now.shown is not None:
        screen.set(shown=None)  # the line that it stands in is the job's again
    if job is not None and job.key_takes_line and words and screen.now.view is View.COUNTER:
        screen.counter_app.clear_box()
        deed = deed._replace(words=words)
    screen.arrivals.other(Entry(Kind.KEY, deed=deed))


def not_had(screen: "DeskScreen", deed: deeds.NotHad) -> None:
    """Note as not here what stands in the box, what was just searched, or what is then asked for. A question about hits is left by it."""
    words = screen.counter_app.box_text.strip()
    if screen.now.prompt is not None:
        screen.arrivals.other(Entry(Kind.ESCAPE))
    elif words and not looks_like_scan(words):
        screen.counter_app.clear_box()
        screen.set(hits=())
        deed = deeds.NotHad(words)
    screen.arrivals.other(Entry(Kind.KEY, deed=deed))


def look_up(screen: "DeskScreen", text: str) -> None:
    """Show what `text` fits, a moment after the last key. Newer text takes the place of older; no scan waits for it."""
    words = text.strip()
    if (
        not screen.now.ready
        or len(words) < SHORTEST
        or looks_like_scan(words)
        or not any(c.isalpha() for c in words)
    ):
        screen.workers.cancel_group(screen, "hits")
        if screen.now.hits:
            screen.set(hits=())
        return
    work: WorkType[None] = partial(_find, screen, words)
    screen.run_worker(work, group="hits", exclusive=True, name="hits")


async def _find(screen: "DeskScreen", words: str) -> None:
    await asyncio.sleep(PAUSE)
    try:
        found = await screen.read(lambda desk: desk.counter.hits(words))
    except FritidsError:
        return  # what is entered later says so; while typing it would only flicker
    if screen.now.prompt is None and screen.counter_app.box_text.strip() == words:
        hits = as_hits(found)
        # A single one is what is meant: Enter takes it. Of several somebody chooses.
        screen.set(hits=hits, marked=0 if len(hits) == 1 else -1, row=-1)


def as_hits(found: Hits) -> tuple[Hit, ...]:
    """The hits as lines that can be marked."""
    return (
        *(Hit(borrower_line(one), borrower_id=one.id) for one in found.borrowers),
        *(Hit(article_line(one), code=one.barcode) for one in found.articles),
    )
