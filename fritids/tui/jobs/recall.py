"""A maker's recall at the counter: what is recalled, how many that are, then the list of who has them."""

from typing import TYPE_CHECKING

from fritids.errors import UsageError
from fritids.i18n import _, n_
from fritids.present import article_with_code, plain, recall_figures, type_name
from fritids.tui.counter.asking import Field, LeftError, Questions
from fritids.tui.counter.form import Form, words_scan
from fritids.tui.counter.situation import Prompt
from fritids.tui.counter.stage import Caller
from fritids.tui.counter.type_forms import ask_type_or_none

if TYPE_CHECKING:
    from fritids.services.results.service import Recall

_SHOWN = 3


async def recall(questions: Questions, call: Caller, act: str) -> "Recall":
    """The recall, done once it was seen how many it takes. Raises LeftError, UsageError where nothing fits."""
    form = Form(
        lambda: _("Recall"),
        {
            "type": lambda: _("Type"),
            "brand": lambda: _("Brand"),
            "model": lambda: _("Model"),
            "note": lambda: _("Why"),
        },
    )
    kind = await ask_type_or_none(questions, call, form, _what_counts)
    form.fill("type", "" if kind is None else kind.code, None if kind is None else type_name(kind))
    for key in ("brand", "model", "note"):
        field = Field(form.prompt(key, optional=True), words_scan, optional=True)
        form.fill(key, await questions.write(field, str))
    brand, model, note = (form.values[key] or None for key in ("brand", "model", "note"))
    type_code = None if kind is None else kind.code
    seen = await call(lambda desk: desk.recalls.look(brand=brand, model=model, type_code=type_code))
    if not seen.articles:
        said = (None if kind is None else type_name(kind), brand, model)
        what = ", ".join(plain(word) for word in said if word)
        nothing = _("Nothing in the stock fits: {what}. Check the spelling, or leave something out.")
        raise UsageError(" ".join((nothing.format(what=what), *_unsure(seen))))
    if not await questions.confirm(_confirm(seen)):
        raise LeftError
    return await call(
        lambda desk: desk.recalls.recall(act=act, brand=brand, model=model, type_code=type_code, note=note)
    )


def _confirm(seen: "Recall") -> Prompt:
    n = len(seen.articles)

    def details() -> tuple[str, ...]:
        some = ", ".join(article_with_code(one.article) for one in seen.articles[:_SHOWN])
        more = f"{some} …" if n > _SHOWN else some
        return (*(f"• {line}" for line in recall_figures(seen)), more, *_unsure(seen))

    return Prompt(
        title=lambda: n_("Take {n} article out of lending?", "Take {n} articles out of lending?", n).format(
            n=n
        ),
        label=lambda: _("Enter recalls them; Esc leaves everything as it is"),
        details=details,
        enter=lambda: _("Recall them"),
    )


def _unsure(seen: "Recall") -> tuple[str, ...]:
    if not seen.unsure:
        return ()
    some = ", ".join(article_with_code(one) for one in seen.unsure[:_SHOWN])
    more = f"{some} …" if len(seen.unsure) > _SHOWN else some
    return (_("No model is written on: {articles}").format(articles=more),)


def _what_counts() -> tuple[str, ...]:
    return (_("Type, brand, model: what the recall names. Enter skips what it does not."),)
