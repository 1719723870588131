"""Parts of articles in words: what is handed out, what is missing."""

from collections.abc import Iterable, Mapping

from fritids.domain.findings import Finding, FindingCode
from fritids.domain.parts import Part, parts, split
from fritids.domain.words import PartOutcome
from fritids.i18n import _, language, p_
from fritids.present.names import plain
from fritids.services.results import ArticleView, LostPart, PartView, TypeView


def part_name(part: Part) -> str:
    """`pinnar`, `pegs`."""
    return plain(part.sv if language() == "sv" else part.en)


def part_name_in(kind: TypeView, number: int) -> str:
    """The part in this place of the type's list, from 0; `del 3` where the list has become shorter since."""
    listed = parts(kind.parts_sv, kind.parts_en)
    return (
        part_name(listed[number]) if number < len(listed) else p_("history", "part {n}").format(n=number + 1)
    )


def part_words(part: Part, missing: int = 0) -> str:
    """`8 klot`; `10 av 12 pinnar` where two are missing; `pinnar` where nobody has counted them; empty where none is left."""
    name = part_name(part)
    if not part.stated:
        return name
    if missing <= 0:
        return f"{part.count} {name}"
    if missing >= part.count:
        return ""
    return _("{n} of {count} {part}").format(n=part.count - missing, count=part.count, part=name)


def missing_words(part: Part, missing: int) -> str:
    """`2 av 12 pinnar`, `2 pinnar` or `pinnar (1)` where nobody has counted them, or the one thing that is missing: `lille`."""
    name = part_name(part)
    if part.stated and part.count == 1:
        return name
    if part.stated:
        return _("{n} of {count} {part}").format(n=missing, count=part.count, part=name)
    return f"{missing} {name}" if missing > 1 else f"{name} (1)"


def part_outcome_name(outcome: PartOutcome) -> str:
    """What became of a missing part, to choose from."""
    match outcome:
        case PartOutcome.FOUND:
            return _("It has turned up")
        case PartOutcome.REPLACED:
            return _("There is another in its place")
        case PartOutcome.GIVEN_UP:
            return _("It is gone for good: ask no more for it")
        case PartOutcome.UNDONE:
            return _("It was never missing")


def part_outcome_done(outcome: PartOutcome) -> str:
    """What was done about it, to be filled with `parts` and `article`."""
    match outcome:
        case PartOutcome.FOUND:
            return _("Turned up: {parts}, {article}")
        case PartOutcome.REPLACED:
            return _("Replaced: {parts}, {article}")
        case PartOutcome.GIVEN_UP | PartOutcome.UNDONE:
            return _("Given up: {parts}, {article}")


def parts_of(article: ArticleView, missing: Iterable[tuple[int, int]] = ()) -> str:
    """What belongs to the article and should be there: `1 påse, 10 av 12 pinnar`; empty for most."""
    return _there(article.parts, dict(missing))


def missing_of(article: ArticleView, missing: Iterable[tuple[int, int]]) -> str:
    """What is missing of it: `2 av 12 pinnar, påse`."""
    return _gone(article.parts, dict(missing))


def lost_words(lost: LostPart) -> str:
    """`2 av 12 pinnar`."""
    return missing_words(lost.part, lost.quantity)


def missing_parts(views: Iterable[PartView]) -> str:
    """All that is missing, of one article."""
    return ", ".join(missing_words(view.part, view.missing) for view in views if view.missing)


def hand_out(finding: Finding) -> str:
    """What is to be handed out with an article, by a finding that bears its parts; empty if it bears none."""
    return _there(_parts_in(finding), split(_text(finding, "missing")))


def missing_in(finding: Finding) -> str:
    """What was known to be missing, by a finding."""
    return _gone(_parts_in(finding), split(_text(finding, "missing")))


def _parts_in(finding: Finding) -> tuple[Part, ...]:
    sv, en = (tuple(name for name in _text(finding, tongue).split("; ") if name) for tongue in ("sv", "en"))
    return parts(sv, en, split(_text(finding, "counts")))


def _text(finding: Finding, fact: str) -> str:
    value = finding.facts.get(fact)
    return value if isinstance(value, str) else ""


def _there(listed: Iterable[Part], missing: Mapping[int, int]) -> str:
    words = (part_words(part, missing.get(part.number, 0)) for part in listed)
    return ", ".join(word for word in words if word)


def _gone(listed: Iterable[Part], missing: Mapping[int, int]) -> str:
    return ", ".join(
        missing_words(part, missing[part.number]) for part in listed if missing.get(part.number, 0)
    )


def about_parts(finding: Finding) -> str:
    """What is handed out with an article, or is missing from it since before."""
    if finding.code is FindingCode.PARTS:
        if parts := hand_out(finding):
            return _("Hand out: {parts}.").format(parts=parts)
        return _("Hand out all that belongs to it.")
    if parts := missing_in(finding):
        return _("Missing since before: {parts}. Tell the borrower.").format(parts=parts)
    return _("Parts of it are missing since before. Tell the borrower.")
