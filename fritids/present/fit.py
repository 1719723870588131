"""What fits a person, as lines to read at the shelf."""

from collections.abc import Iterable, Iterator
from datetime import date
from urllib.parse import urlsplit

from fritids.domain.fit import Measure, Person, Proposal, Skill, Span
from fritids.domain.sizes import SizeKind
from fritids.i18n import _, day_short, language, n_, p_
from fritids.present.names import plain, type_name
from fritids.services.fit_views import FittingArticle, FittingType, FitView, UnsaidType


def measure_name(measure: Measure) -> str:
    """A measure in a word or two, as asked for at the desk."""
    match measure:
        case Measure.HEIGHT:
            return _("height, cm")
        case Measure.WEIGHT:
            return _("weight, kg")
        case Measure.SHOE:
            return _("shoe size")
        case Measure.AGE:
            return _("age")
        case Measure.HEAD:
            return _("head girth, cm")


def measure_asked(measure: Measure) -> str:
    """A measure as the name of a field: with a capital."""
    name = measure_name(measure)
    return name[:1].upper() + name[1:]


def skill_name(skill: Skill) -> str:
    """How much somebody has done it before."""
    match skill:
        case Skill.BEGINNER:
            return p_("skill", "beginner")
        case Skill.SOME:
            return p_("skill", "has done it some")
        case Skill.GOOD:
            return p_("skill", "good at it")


def purpose_name(purpose: str) -> str:
    """What somebody wants to do; the code itself if it is none we know."""
    names = {
        "skiing": _("cross-country skiing"),
        "alpine": _("downhill skiing"),
        "snowboard": _("snowboarding"),
        "skating": _("skating on ice"),
        "wheels": _("inlines and roller skates"),
        "bicycle": _("cycling"),
        "water": p_("what for", "on the water"),
    }
    return names.get(purpose, plain(purpose))


def fit_type_name(name: str, use: str) -> str:
    """`Längdstavar, skate`: the type, and what for where it is sized in two ways."""
    uses = {"classic": p_("poles for", "classic"), "skate": p_("poles for", "skate")}
    return f"{name}, {uses.get(use, plain(use))}" if use else name


def fit_size(proposal: Proposal) -> str:
    """`152–167 cm`, `24–24,5 mondo`, `36`."""
    low, high = _number(proposal.size.low), _number(proposal.size.high)
    span = low if low == high else f"{low}–{high}"
    match proposal.kind:
        case SizeKind.LEN | SizeKind.HEAD:
            return f"{span} cm"
        case SizeKind.KG:
            return f"{span} kg"
        case SizeKind.WHEEL:
            return _("{n} inches").format(n=span)
        case SizeKind.MP:
            return _("{n} mondopoint").format(n=span)
        case _:
            return span


def person_line(person: Person) -> str:
    """`142 cm, skor 36, 9 år, har åkt lite`: what was told, to be seen right."""
    parts = [_told(measure, _span(person, measure)) for measure in Measure if measure in person.measures]
    if person.skill is not None:
        parts.append(skill_name(person.skill))
    return ", ".join(parts)


def fit_name(one: FittingType) -> str:
    """The type, and what for where it is sized in two ways."""
    return fit_type_name(type_name(one.type), one.proposal.use)


def fit_headline(one: FittingType) -> str:
    """`Längdskidor, klassisk 152–167 cm: 7 inne`; without a full stop."""
    name, size = fit_name(one), fit_size(one.proposal)
    if one.available:
        return n_("{type} {size}: {n} in", "{type} {size}: {n} in", one.available).format(
            type=name, size=size, n=one.available
        )
    return _("{type} {size}: none in").format(type=name, size=size)


def fit_article(one: FittingArticle, today: date) -> str:
    """`160 Fischer Twin Skin, 20000013`: what to look for on the shelf, as `fit_thing`, and the number on its label."""
    return ", ".join(part for part in (fit_thing(one, today), plain(one.article.barcode)) if part)


def fit_thing(one: FittingArticle, today: date) -> str:
    """`140 Fischer RC One (binding set by Kim, Thu 19 Feb, sole 305 mm)`: size, maker, model; empty if nothing of it is known."""
    article, binding = one.article, one.binding
    name = " ".join(plain(part) for part in (article.size, article.brand, article.model) if part)
    if binding is None:
        return name
    facts = {"by": plain(binding.by), "day": day_short(binding.on, today), "mm": binding.sole_mm or "–"}
    return _("{article} (binding set by {by}, {day}, sole {mm} mm)").format(article=name, **facts).strip()


def out_line(one: FittingType, today: date) -> str:
    """How many are out and when the next is due; empty where none is."""
    if not one.out:
        return ""
    if one.next_due is not None:
        return n_("{n} out, due {due}.", "{n} out, the next due {due}.", one.out).format(
            n=one.out, due=day_short(one.next_due, today)
        )
    return n_("{n} out, and late.", "{n} out, and late.", one.out).format(n=one.out)


def fit_notes(one: FittingType, today: date) -> Iterator[str]:
    """What else there is to say of a type: what is out, how sure the size is, what to look at."""
    if line := out_line(one, today):
        yield line
    if not one.available:
        return
    if one.proposal.is_hint:
        yield _("Only what is usual at that age: measure or try on.")
    if one.proposal.skill_would_help:
        yield _("Say how good they are, and the range gets narrower.")
    for swedish, english in one.proposal.notes:
        yield swedish if language() == "sv" else english


def bindings_warning() -> str:
    """What holds for everything with a binding that is proposed."""
    return _(
        "Bindings are set for this person's boots by somebody who can. Kept here: who, when and the sole's length, never a release value."
    )


def unsaid_lines(unsaid: Iterable[UnsaidType]) -> Iterator[str]:
    """Which measure would help, with the types that lack the same together; and what is made in no size for this person."""
    lacking: dict[Measure, list[str]] = {}
    outside: list[str] = []
    for one in unsaid:
        name = fit_type_name(type_name(one.type), one.unsaid.use)
        names = lacking.setdefault(one.unsaid.lacking[0], []) if one.unsaid.lacking else outside
        if name not in names:
            names.append(name)
    for measure, names in lacking.items():
        yield _lacking(measure).format(types="; ".join(names))
    if outside:
        yield _("By the rules nothing in: {types}.").format(types="; ".join(outside))


def _lacking(measure: Measure) -> str:
    match measure:
        case Measure.HEIGHT:
            return _("With the height also: {types}.")
        case Measure.WEIGHT:
            return _("With the weight also: {types}.")
        case Measure.SHOE:
            return _("With the shoe size also: {types}.")
        case Measure.AGE:
            return _("With the age also: {types}.")
        case Measure.HEAD:
            return _("With the girth of the head also: {types}.")


def source_names(view: FitView) -> str:
    """The places the sizes come from, shortly: `kronas.se, naturkompaniet.se`."""
    hosts = (
        urlsplit(source).netloc.removeprefix("www.") for one in view.fits for source in one.proposal.sources
    )
    return ", ".join(dict.fromkeys(hosts))


def _told(measure: Measure, value: str) -> str:
    match measure:
        case Measure.HEIGHT:
            return f"{value} cm"
        case Measure.WEIGHT:
            return f"{value} kg"
        case Measure.SHOE:
            return _("shoes {size}").format(size=value)
        case Measure.AGE:
            return _("{n} years old").format(n=value)
        case Measure.HEAD:
            return _("head {n} cm").format(n=value)


def _span(person: Person, measure: Measure) -> str:
    return span_text(person.measures[measure])


def span_text(span: Span) -> str:
    """`142`, `35–40`."""
    low, high = _number(span.low), _number(span.high)
    return low if low == high else f"{low}–{high}"


def _number(value: float) -> str:
    text = f"{value:.1f}".removesuffix(".0")
    return text.replace(".", ",") if language() == "sv" else text
