"""What is missing of an article, and what became of it: the part by its digit, how many where there may be several."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from fritids.domain.parts import MOST, Part
from fritids.domain.words import PartOutcome
from fritids.errors import InvalidValueError
from fritids.i18n import _
from fritids.present import (
    article_name,
    missing_of,
    missing_words,
    part_name,
    part_outcome_done,
    part_outcome_name,
    part_words,
)
from fritids.services.results import ArticleParts, ArticleView, PartView
from fritids.tui.counter.asking import MOST_OPTIONS, Field, Questions
from fritids.tui.counter.form import words_scan
from fritids.tui.counter.situation import Prompt, Words
from fritids.tui.counter.stage import Caller

OUTCOMES = (PartOutcome.FOUND, PartOutcome.REPLACED, PartOutcome.GIVEN_UP)


async def what_is_missing(
    questions: Questions, article: ArticleView, known: Mapping[int, int], *, or_broken: bool
) -> dict[int, int]:
    """How many more of which parts are missing, one part after the other until Enter; empty if it is rather broken. Raises LeftError.

    `known` were missing before. Without `or_broken` nothing else can be said of it than that something is missing.
    """
    missing: dict[int, int] = {}
    while True:
        lacking = [one for one in article.parts if _left(one, known, missing) > 0]
        lacking = lacking[: MOST_OPTIONS - 1]
        broken = or_broken and not missing
        if not lacking:
            return missing
        chosen = await questions.pick(_which(article, lacking, known, missing, broken=broken))
        if chosen < 0 or chosen >= len(lacking):
            return missing
        part = lacking[chosen]
        most = _left(part, known, missing)
        n = 1 if most == 1 else await _how_many(questions, part, most, otherwise=1)
        missing[part.number] = missing.get(part.number, 0) + n


def _left(part: Part, known: Mapping[int, int], missing: Mapping[int, int]) -> int:
    gone = known.get(part.number, 0) + missing.get(part.number, 0)
    return (part.count if part.stated else MOST) - gone


def _which(
    article: ArticleView,
    lacking: Sequence[Part],
    known: Mapping[int, int],
    missing: Mapping[int, int],
    *,
    broken: bool,
) -> Prompt:
    def details() -> tuple[str, ...]:
        before, now = missing_of(article, known.items()), missing_of(article, missing.items())
        return (
            *((_("Missing since before: {parts}.").format(parts=before),) if before else ()),
            *((_("Missing now: {parts}.").format(parts=now),) if now else ()),
        )

    def options() -> tuple[str, ...]:
        names = tuple(
            part_words(one, known.get(one.number, 0) + missing.get(one.number, 0)) for one in lacking
        )
        return (*names, _("Nothing, but something is broken or worn")) if broken else names

    return Prompt(
        title=lambda: _("What is missing of {article}?").format(article=article_name(article)),
        label=(lambda: _("More? Choose with a digit")) if missing else (lambda: _("Choose with a digit")),
        details=details,
        options=options,
        enter=(lambda: _("That is all")) if missing else (lambda: _("Choose")),
        marks_first=False,
        done=bool(missing),
    )


async def _how_many(questions: Questions, part: Part, most: int, *, otherwise: int) -> int:
    """How many of a part; Enter alone is `otherwise`."""

    def read(text: str) -> int:
        if not text:
            return otherwise
        if not text.isdecimal() or not 1 <= int(text[:9]) <= most:
            raise InvalidValueError(
                _("Write how many as a number from 1 to {n}.").format(n=most), field="quantity"
            )
        return int(text)

    prompt = Prompt(
        title=lambda: _("How many?"),
        label=lambda: part_name(part).capitalize(),
        details=lambda: (_("Enter alone is {n}.").format(n=otherwise),),
        enter=lambda: str(otherwise),
    )
    return await questions.write(Field(prompt, words_scan, optional=True), read)


async def settled(questions: Questions, call: Caller, article: ArticleView, act: str) -> Words:
    """What was missing has been found, replaced or given up, on the disk; how to say so. Raises LeftError."""
    of = await call(lambda desk: desk.parts.of(article.barcode))
    lacking = [] if of is None else [view for view in of.parts if view.missing]
    if not lacking:
        return lambda: _("Nothing is missing of it: {article}").format(article=article_name(article))
    chosen = await _which_settled(questions, article, lacking)
    outcome = OUTCOMES[
        await questions.pick(
            Prompt(
                title=lambda: ", ".join(missing_words(view.part, view.missing) for view in chosen),
                label=lambda: _("What became of it? Choose with a digit"),
                options=lambda: tuple(part_outcome_name(one) for one in OUTCOMES),
                enter=lambda: _("Choose"),
            )
        )
    ]
    done = {view.part.number: view.missing for view in chosen}
    if len(chosen) == 1 and chosen[0].missing > 1:
        part, most = chosen[0].part, chosen[0].missing
        done[part.number] = await _how_many(questions, part, most, otherwise=most)
    await call(
        lambda desk: desk.parts.settle(
            article.barcode, [(number, n, outcome) for number, n in done.items()], act=act
        )
    )
    return partial(_said, article, chosen, done, outcome)


def _said(
    article: ArticleView, chosen: Sequence[PartView], done: Mapping[int, int], outcome: PartOutcome
) -> str:
    words = ", ".join(missing_words(view.part, done[view.part.number]) for view in chosen)
    return part_outcome_done(outcome).format(parts=words, article=article_name(article))


async def _which_settled(
    questions: Questions, article: ArticleView, lacking: Sequence[PartView]
) -> Sequence[PartView]:
    if len(lacking) == 1:
        return lacking
    shown = lacking[: MOST_OPTIONS - 1]

    def options() -> tuple[str, ...]:
        return (*(missing_words(view.part, view.missing) for view in shown), _("All of it"))

    prompt = Prompt(
        title=lambda: _("What of {article} has turned up?").format(article=article_name(article)),
        label=lambda: _("Choose with a digit"),
        options=options,
        enter=lambda: _("Choose"),
        marks_first=False,
    )
    place = await questions.pick(prompt)
    return lacking if place == len(shown) else [shown[place]]


def noted(article: ArticleView, missing: Mapping[int, int]) -> Callable[[], str]:
    """How to say what was noted."""
    return lambda: _("Missing from {article}: {parts}").format(
        parts=missing_of(article, missing.items()), article=article_name(article)
    )


def known_missing(of: ArticleParts) -> dict[int, int]:
    """How many of which part are missing."""
    return {view.part.number: view.missing for view in of.parts if view.missing}
