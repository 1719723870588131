"""What "well" and "bad" are about at the line mode's desk, where nobody sees a list of what is still to be looked at."""

from typing import TYPE_CHECKING

from fritids.domain.parts import named
from fritids.domain.words import CheckKind
from fritids.i18n import _
from fritids.present import article_name, article_names, check_question, missing_words, part_name
from fritids.services import results as r
from fritids.services.acts import new_act_key

if TYPE_CHECKING:
    from fritids.services.desk import Desk

_MOST_NAMED = 4
"""So many questions can be heard and kept in mind; those that are left are named after them."""


class LineChecks:
    """The questions that were named last, and the answers to them."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self._named: set[int] = set()
        self._lacking: r.ArticleView | None = None
        """Of what something was just noted as missing; more of it may be."""

    def were_named_in(self, answer: r.Answer) -> None:
        """From now on "well" and "bad" are about what this answer asked, and nothing else."""
        self._lacking = None
        self._named = (
            {check.id for check in answer.checks} if isinstance(answer, r.TakenBack | r.Lent) else set()
        )

    def answer(self, *, well: bool, note: str | None) -> list[str]:
        """What was named is answered; with nothing named, that is done first: it may be another family's."""
        checks = self._desk.counter.state().open_checks
        if not checks:
            return [_("There is nothing to check.")]
        asked = [check for check in checks if check.id in self._named]
        if not asked:
            return self._name(checks[:_MOST_NAMED])
        if well:
            self._desk.checks.answer_all([check.id for check in asked], act=new_act_key())
            articles = {check.article.id: check.article for check in asked}.values()
            return [_("Good. Can be lent again: {articles}.").format(articles=article_names(articles))]
        self._desk.checks.answer(asked[0].id, well=False, note=note, act=new_act_key())
        return [
            _("In service now, with your note: {article}. Put it on the service shelf.").format(
                article=article_name(asked[0].article)
            )
        ]

    def missing(self, more: str) -> list[str]:
        """So many of a part of what was named are missing: `pinnar 2`, `2 pegs`, or its place among the parts; then another part of it."""
        checks = self._desk.counter.state().open_checks
        counted = [check for check in checks if check.id in self._named and check.kind is CheckKind.PARTS]
        article = counted[0].article if counted else self._lacking
        if article is None:
            return [_("There is nothing to count.")] if self._named else self.answer(well=True, note=None)
        name, n = _part_and_number(more)
        meant = named(name, article.parts)
        if len(meant) != 1:
            listed = ", ".join(f"{part.number + 1} {part_name(part)}" for part in article.parts)
            return [
                _("Which part, and how many? Write “missing”, the part and a number."),
                _("The parts are: {parts}.").format(parts=listed),
            ]
        noted = self._desk.parts.note(article.barcode, {meant[0].number: n}, act=new_act_key())
        self._lacking = article if isinstance(noted, r.ArticleParts) else None
        said = _("Missing from {article}: {parts}").format(
            parts=missing_words(meant[0], n), article=article_name(article)
        )
        return [f"{said}.", _("It can be lent all the same; whoever borrows it next is told.")]

    def _name(self, checks: tuple[r.CheckView, ...]) -> list[str]:
        self._named = {check.id for check in checks}
        return [
            " ".join(dict.fromkeys(map(check_question, checks))),
            _("Write “well” if all of it is, or “bad” and what is wrong with the first."),
        ]


def _part_and_number(text: str) -> tuple[str, int]:
    """The part and how many of it, in either order; one if it is not said."""
    words = text.split()
    if len(words) > 1 and words[-1].isdecimal():
        return " ".join(words[:-1]), int(words[-1][:9])
    if len(words) > 1 and words[0].isdecimal():
        return " ".join(words[1:]), int(words[0][:9])
    return text, 1
