"""Which article type is meant: by words of its name, and by a digit where they fit several."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from fritids.i18n import _
from fritids.present import plain, type_name
from fritids.services.results import TypeView
from fritids.tui.counter.asking import MOST_OPTIONS, Field, Questions
from fritids.tui.counter.form import Form, words_scan
from fritids.tui.counter.situation import Lines, Words
from fritids.tui.counter.stage import Caller


async def ask_type(questions: Questions, call: Caller, form: Form) -> TypeView:
    """The type that is meant; the form has a field `type`. Raises LeftError."""
    kind = await _asked(questions, call, form, _a_word, optional=False)
    assert kind is not None
    return kind


async def ask_type_or_none(questions: Questions, call: Caller, form: Form, details: Lines) -> TypeView | None:
    """The same; None where Enter alone skips it, as `details` may say. Raises LeftError."""
    return await _asked(questions, call, form, details, optional=True)


async def _asked(
    questions: Questions, call: Caller, form: Form, details: Lines, *, optional: bool
) -> TypeView | None:
    complaint: Words | None = None
    words = ""
    while True:
        prompt = replace(form.prompt("type", optional=optional), complaint=complaint, details=details)
        words = words or await questions.write(Field(prompt, words_scan, optional=optional), str)
        if not words:
            return None
        found = await types_like(call, words)
        if len(found) == 1:
            return found[0]
        complaint = None
        if not found:
            complaint, words = partial(no_type, words), ""
            continue
        names = partial(type_names, found)
        chosen = await questions.choose(
            replace(form.prompt("type"), options=names, enter=lambda: _("Choose")), len(found)
        )
        if isinstance(chosen, int):
            return found[chosen]
        words = chosen.text  # words written instead of a digit are looked up anew


async def types_like(call: Caller, words: str) -> tuple[TypeView, ...]:
    """The types that words may mean, as many as there are digits."""
    return await call(lambda desk: desk.articles.types_like(words, MOST_OPTIONS))


def type_names(types: Sequence[TypeView]) -> tuple[str, ...]:
    """Their names, to choose from."""
    return tuple(type_name(kind) for kind in types)


def no_type(words: str) -> str:
    """That no type is called so."""
    return _("Nothing is called “{words}”. Try another word.").format(words=plain(words))


def _a_word() -> tuple[str, ...]:
    return (_("What is it? A word is enough: skates, helmet, sled."),)
