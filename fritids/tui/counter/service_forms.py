"""Questions about service: what is to be done to an article, by one digit."""

from collections.abc import Sequence
from dataclasses import replace

from fritids.domain.search import fold
from fritids.domain.words import ServiceKind
from fritids.i18n import _
from fritids.present import article_name, service_title
from fritids.services.results import ArticleView
from fritids.tui.counter.asking import Questions, fitting
from fritids.tui.counter.situation import Prompt, Words
from fritids.tui.counter.stage import Caller

KINDS: Sequence[ServiceKind] = tuple(ServiceKind)


async def what_to_do(
    questions: Questions, call: Caller, article: ArticleView
) -> tuple[ServiceKind, str | None]:
    """What an article is set aside for: a digit, or Enter for the likeliest; or words, which are what is to be mended. Raises LeftError."""
    likeliest = await call(lambda desk: desk.service.suggest(article.barcode))
    prompt = Prompt(
        title=lambda: _("What is to be done to {article}?").format(article=article_name(article)),
        label=lambda: _("Choose with a digit, or write what is wrong"),
        options=kind_names,
        enter=lambda: _("Choose"),
        first=KINDS.index(likeliest),
    )
    chosen = await questions.choose(prompt, len(KINDS))
    if isinstance(chosen, int):
        return KINDS[chosen], None
    named = fitting(chosen.text, kind_names()) or _inflected(chosen.text)
    if len(named) == 1:
        return KINDS[named[0]], None
    return ServiceKind.MEND, chosen.text


def _inflected(text: str) -> list[int]:
    """One word that goes on where a kind's name ends: `slipas`, `washed`."""
    wanted = fold(text)
    return [n for n, name in enumerate(kind_names()) if " " not in wanted and wanted.startswith(fold(name))]


async def which_kind(
    questions: Questions, title: Words, names: Sequence[str], first: int, more: Sequence[str] = ()
) -> int:
    """Which of `names` is chosen, then of `more`. Raises LeftError."""
    prompt = Prompt(
        title=title,
        label=lambda: _("Choose with a digit"),
        options=lambda: tuple(names),
        enter=lambda: _("Choose"),
    )
    return await questions.pick(replace(prompt, first=first), more)


def kind_names() -> tuple[str, ...]:
    """All kinds of work, in the order of their digits."""
    return tuple(service_title(kind) for kind in KINDS)
