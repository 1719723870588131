"""fit: what size of ski, boot, skate, bicycle or life jacket fits somebody, and which of them are in."""

from typing import TYPE_CHECKING

from fritids.cli import documents
from fritids.cli.call import Call
from fritids.cli.exits import Exit
from fritids.cli.lookup import one_type
from fritids.cli.output import Document
from fritids.cli.parser import Commands
from fritids.domain.fit import Measure, Person, Skill, Span
from fritids.errors import UsageError
from fritids.i18n import _, language
from fritids.present import type_name

if TYPE_CHECKING:
    from fritids.services.desk import Desk
    from fritids.services.fit_views import FittingArticle, FittingType, FitView, UnsaidType

_MOST = 100
"""Articles of a type in a document; people get the best few."""


def add(commands: Commands) -> None:
    """The command and its options."""
    parser = commands.add("fit", _("what fits a person, by published rules, and what of it is in"), fit)
    parser.add_argument("--height", metavar="CM", help=_("height in cm"))
    parser.add_argument("--weight", metavar="KG", help=_("weight in kg, or a band such as 30-40"))
    parser.add_argument("--shoe", metavar="EU", help=_("shoe size"))
    parser.add_argument("--age", metavar=_("YEARS"), help=_("age in years"))
    parser.add_argument("--head", metavar="CM", help=_("girth of the head in cm, for helmets"))
    parser.add_argument(
        "--skill", choices=[skill.value for skill in Skill], help=_("how much they have done it before")
    )
    parser.add_argument(
        "--for",
        dest="wanted",
        metavar=_("WHAT"),
        action="append",
        default=[],
        help=_(
            "skiing, alpine, snowboard, skating, wheels, bicycle, water, or an article type; may be given several times"
        ),
    )


def fit(call: Call) -> Exit:
    """`fritids fit`."""
    from fritids.services.fit import SHOWN
    from fritids.services.fit_measures import read_person

    args = call.args
    with call.desk() as desk:
        person = read_person({measure: getattr(args, measure.value) for measure in Measure}, args.skill)
        if not person.measures:
            raise UsageError(_("Say at least one measure, for example --height 142."), code="no_measure")
        view = _found(desk, person, args.wanted, limit=_MOST if call.out.as_json else SHOWN)
        if call.out.as_json:
            call.out.document(_document(view))
        else:
            _print(call, desk, view)
    return Exit.DONE


def _found(desk: "Desk", person: Person, wanted: list[str], *, limit: int) -> "FitView":
    from fritids.services.fit_rules import fit_rules

    if not wanted:
        return desk.fitting.find(person, limit=limit)
    types: list[str] = []
    for each in wanted:
        of_purpose = [code for rule in fit_rules() if each.casefold() in rule.purposes for code in rule.types]
        types += of_purpose or [_ruled(desk, each)]
    return desk.fitting.find(person, types=types, limit=limit)


def _ruled(desk: "Desk", text: str) -> str:
    """The code of a type that has a rule. Raises UsageError for one that has none."""
    from fritids.services.fit_rules import fit_rules

    found = one_type(desk, text)
    if not any(found.code in rule.types for rule in fit_rules()):
        raise UsageError(
            _("There is no sizing rule for {type}. Those that have one: fritids fit --height 142").format(
                type=type_name(found)
            ),
            code="no_rule",
        )
    return found.code


def _print(call: Call, desk: "Desk", view: "FitView") -> None:
    from fritids.present import fit as texts

    out, today = call.out, desk.today()
    out.line(texts.person_line(view.person))
    for one in view.fits:
        out.line()
        out.line(texts.fit_headline(one))
        for article in one.articles:
            out.line(f"  {texts.fit_article(article, today)}")
        for note in texts.fit_notes(one, today):
            out.line(f"  {note}")
    out.line()
    out.lines(texts.unsaid_lines(view.unsaid))
    if view.sets_bindings:
        out.line(texts.bindings_warning())
    if sources := texts.source_names(view):
        out.line(_("Sources: {sources}").format(sources=sources))


def _document(view: "FitView") -> dict[str, Document]:
    from fritids.present.fit import bindings_warning

    person = view.person
    told: dict[str, Document] = {measure.value: _span(person.measures.get(measure)) for measure in Measure}
    return {
        "person": {**told, "skill": None if person.skill is None else person.skill.value},
        "fits": [_fit(one) for one in view.fits],
        "unsaid": [_unsaid(one) for one in view.unsaid],
        "bindings": bindings_warning() if view.sets_bindings else None,
    }


def _span(span: Span | None) -> Document:
    return None if span is None else {"low": span.low, "high": span.high}


def _fit(one: "FittingType") -> dict[str, Document]:
    proposal = one.proposal
    return {
        "type": one.type.code,
        "article": type_name(one.type),
        "use": proposal.use or None,
        "size_kind": proposal.kind.value,
        "low": proposal.size.low,
        "high": proposal.size.high,
        "first": proposal.aim,
        "by": proposal.measure.value,
        "hint": proposal.is_hint,
        "skill_would_help": proposal.skill_would_help,
        "notes": [swedish if language() == "sv" else english for swedish, english in proposal.notes],
        "sources": list(proposal.sources),
        "available": one.available,
        "out": one.out,
        "late": one.late,
        "next_due": documents.day(one.next_due),
        "articles": [_article(each) for each in one.articles],
    }


def _article(one: "FittingArticle") -> dict[str, Document]:
    binding = one.binding
    return {
        **documents.article(one.article),
        "binding": None
        if binding is None
        else {"by": binding.by, "on": binding.on.isoformat(), "sole_mm": binding.sole_mm},
    }


def _unsaid(one: "UnsaidType") -> dict[str, Document]:
    unsaid = one.unsaid
    return {
        "type": one.type.code,
        "article": type_name(one.type),
        "use": unsaid.use or None,
        "lacking": [measure.value for measure in unsaid.lacking],
    }
