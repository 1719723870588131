"""What was asked for and is not here: one line, type and size in one go, and back to where one was."""

from functools import partial
from typing import TYPE_CHECKING

from fritids.domain.sizes import SizeKind
from fritids.i18n import _
from fritids.present import plain, type_name
from fritids.present.requests import doubted_size
from fritids.services.results import TypeView
from fritids.tui.counter.asking import MOST_OPTIONS, Field, Questions
from fritids.tui.counter.form import words_scan
from fritids.tui.counter.inbox import Entry
from fritids.tui.counter.situation import Prompt, Words
from fritids.tui.counter.stage import Caller
from fritids.tui.counter.type_forms import no_type, type_names

if TYPE_CHECKING:
    from fritids.services.requests import Noted
    from fritids.services.wanted import Wanted


async def not_had(questions: Questions, call: Caller, entry: Entry, words: str) -> "Noted":
    """What `words` mean, or what is written where there are none, is noted. Raises LeftError."""
    from fritids.services.requests import Noted

    kind, wanted = await _what(questions, call, words)
    size, act, sure = wanted.size or "", entry.act, False
    if not size and kind.size_kind is not SizeKind.NONE:
        size = await _size(questions, kind)
    while True:
        order = (kind.code, size, wanted.quantity)
        result = await call(
            partial(lambda order, sure, desk: desk.requests.note(*order, act=act, sure=sure), order, sure)
        )
        if isinstance(result, Noted):
            return result
        size = await _size(questions, kind, doubted=result.size)
        sure = size == result.size


async def _what(questions: Questions, call: Caller, words: str) -> "tuple[TypeView, Wanted]":
    complaint: Words | None = None
    while True:
        written = words or await questions.write(Field(_prompt(complaint), words_scan), str)
        wanted = await _read(call, written)
        types = wanted.types[:MOST_OPTIONS]
        if len(types) == 1:
            return types[0], wanted
        if not types:
            complaint, words = partial(no_type, written), ""
            continue
        chosen = await questions.choose(_which(written, types), len(types))
        if isinstance(chosen, int):
            return types[chosen], wanted
        words = chosen.text  # words written instead of a digit are looked up anew


async def _read(call: Caller, words: str) -> "Wanted":
    return await call(lambda desk: desk.requests.read(words))


def _prompt(complaint: Words | None) -> Prompt:
    return Prompt(
        title=lambda: _("What was asked for and is not here?"),
        label=lambda: _("Type and size"),
        details=lambda: (
            _("In one go: skates 33, helmet 52. With x2 at the end it counts as two."),
            _("Only the type and the size are kept, nothing of who asked."),
        ),
        complaint=complaint,
    )


def _which(words: str, types: tuple[TypeView, ...]) -> Prompt:
    return Prompt(
        title=lambda: _("Not here: which kind?"),
        label=lambda: _("Choose with a digit, or write other words"),
        details=lambda: (_("These fit “{words}”.").format(words=plain(words)),),
        options=partial(type_names, types),
        enter=lambda: _("Choose"),
    )


async def _size(questions: Questions, kind: TypeView, *, doubted: str = "") -> str:
    prompt = Prompt(
        title=lambda: _("Not here: {type}").format(type=type_name(kind)),
        label=lambda: _("Size"),
        details=lambda: (_("Which size was asked for? Enter if any would do."),),
        complaint=(lambda: doubted_size(doubted)) if doubted else None,
        enter=lambda: _("Any size"),
    )
    return await questions.write(Field(prompt, words_scan, optional=True), str)
