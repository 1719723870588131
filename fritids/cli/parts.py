"""article parts: what belongs to an article and is counted, and what is missing of it."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from fritids.cli import documents
from fritids.cli.acts import act_key, add_act
from fritids.cli.call import Call
from fritids.cli.exits import Exit
from fritids.cli.lookup import RefusedError
from fritids.cli.output import Document
from fritids.cli.parser import Commands
from fritids.domain.calendar import iso_utc
from fritids.domain.parts import Part, named
from fritids.domain.words import PartOutcome
from fritids.errors import UsageError
from fritids.i18n import _, day_short, local
from fritids.present import (
    Table,
    article_name,
    lost_words,
    missing_parts,
    part_name,
    parts_of,
    person_name,
    plain,
    sentence,
)
from fritids.services.results import ArticleParts, LostPart

if TYPE_CHECKING:
    from fritids.services.desk import Desk
    from fritids.services.parts import PartsResult

_OUTCOMES = (
    (PartOutcome.FOUND, "found"),
    (PartOutcome.REPLACED, "replaced"),
    (PartOutcome.GIVEN_UP, "given_up"),
)


def add(group: Commands) -> None:
    """The command and its options."""
    parser = group.add("parts", _("parts that are missing; with a code, an article's parts"), parts)
    parser.add_argument("code", metavar=_("CODE"), nargs="?", help=_("a code on its label"))
    for option, text in (
        ("--missing", _("so many (1) did not come back; the next borrower is told")),
        ("--found", _("so many (all) have turned up")),
        ("--replaced", _("so many (all) have been replaced")),
        ("--given-up", _("so many (all) are gone for good, and not asked for any more")),
        ("--count", _("the article has so many, whatever its type says; - for as many as that")),
    ):
        parser.add_argument(option, metavar=_("PART[=N]"), action="append", default=[], help=text)
    add_act(parser)


def parts(call: Call) -> Exit:
    """`fritids article parts`."""
    args = call.args
    settles = any(getattr(args, name) for _outcome, name in _OUTCOMES)
    wanted = sum(map(bool, (args.missing, settles, args.count)))
    if wanted and args.code is None:
        raise UsageError(_("Say which article: fritids article parts CODE --missing PART=N"))
    if wanted > 1:
        raise UsageError(
            _("Note what is missing, what has turned up, and how many there are, in commands of their own.")
        )
    with call.desk() as desk:
        if args.code is None:
            _show_all(call, desk)
            return Exit.DONE
        of = desk.parts.of(args.code)
        if of is None:
            raise RefusedError(_unknown(desk, args.code), code="unknown_article")
        _show_one(call, desk, _changed(_do(call, desk, of)) if wanted else of)
    return Exit.DONE


def _unknown(desk: "Desk", code: str) -> str:
    from fritids.domain.findings import FindingCode

    return sentence(desk.policy.finding(FindingCode.UNKNOWN_ARTICLE, code=code))


def _do(call: Call, desk: "Desk", of: ArticleParts) -> "PartsResult":
    args, code, act = call.args, of.article.barcode, act_key(call)
    if args.missing:
        missing: dict[int, int] = {}
        for part, n in _read(of, args.missing):
            missing[part.number] = missing.get(part.number, 0) + (1 if n is None else n)
        return desk.parts.note(code, missing, act=act)
    if args.count:
        given = [text.rpartition("=") for text in args.count]
        as_type = {_part(of, name).number: None for name, _equals, n in given if n == "-"}
        counted = _read(of, [text for text in args.count if not text.endswith("=-")])
        if any(n is None for _of, n in counted):
            raise UsageError(_("Say how many there are, as in --count 1=12."))
        return desk.parts.set_counts(code, {**as_type, **{part.number: n for part, n in counted}}, act=act)
    settled = [
        (part.number, n, outcome) for outcome, name in _OUTCOMES for part, n in _read(of, getattr(args, name))
    ]
    return desk.parts.settle(code, settled, act=act)


def _changed(result: "PartsResult") -> ArticleParts:
    if isinstance(result, ArticleParts):
        return result
    raise RefusedError(" ".join(map(sentence, result.findings)), code=result.findings[0].code.value)


def _read(of: ArticleParts, texts: Iterable[str]) -> list[tuple[Part, int | None]]:
    """The parts that were written, and how many, where that was said."""
    found: list[tuple[Part, int | None]] = []
    for text in texts:
        name, equals, n = text.rpartition("=")
        if equals and not (n.isascii() and n.isdecimal()):
            raise UsageError(_("Write it as PART=N, such as {part}=2.").format(part=plain(name) or "1"))
        found.append((_part(of, name if equals else text), int(n[:9]) if equals else None))
    return found


def _part(of: ArticleParts, name: str) -> Part:
    listed = [view.part for view in of.parts]
    meant = named(name, listed)
    if len(meant) == 1:
        return meant[0]
    if not listed:
        raise UsageError(
            _("{article} has no parts that are counted.").format(article=article_name(of.article))
        )
    names = ", ".join(f"{part.number + 1} {part_name(part)}" for part in listed)
    raise UsageError(
        _("“{name}” is not one of its parts. They are: {parts}").format(name=plain(name), parts=names)
    )


def _show_one(call: Call, desk: "Desk", of: ArticleParts) -> None:
    if call.out.as_json:
        call.out.document(
            {
                "barcode": of.article.barcode,
                "article": article_name(of.article),
                "parts": [
                    {
                        "part": view.part.number + 1,
                        "name": part_name(view.part),
                        "count": view.part.count if view.part.stated else None,
                        "missing": view.missing,
                    }
                    for view in of.parts
                ],
                "missing": [_lost(lost) for lost in of.lost],
            }
        )
        return
    out = call.out
    out.line(article_name(of.article))
    if not of.parts and not of.lost:
        out.line(_("{article} has no parts that are counted.").format(article=article_name(of.article)))
        return
    out.line(_("Parts: {parts}").format(parts=parts_of(of.article)))
    if of.lost:
        out.line(_("Missing parts: {parts}").format(parts=missing_parts(of.parts)))
        out.table(_table(of.lost, desk))
    else:
        out.line(_("Nothing is missing."))


def _show_all(call: Call, desk: "Desk") -> None:
    lost = desk.parts.missing()
    if call.out.as_json:
        call.out.document({"missing": [_lost(one) for one in lost]})
    elif lost:
        call.out.table(_table(lost, desk))
    else:
        call.out.line(_("Nothing is missing."))


def _lost(lost: LostPart) -> Document:
    return {
        "barcode": lost.article.barcode,
        "article": article_name(lost.article),
        "part": lost.part.number + 1,
        "name": part_name(lost.part),
        "quantity": lost.quantity,
        "noted_at": iso_utc(lost.noted_at),
        "lent_at": documents.moment(lost.lent_at),
        "returned_at": documents.moment(lost.returned_at),
        "borrower": lost.borrower_number,
    }


def _table(lost: Sequence[LostPart], desk: "Desk") -> Table:
    today = desk.today()
    return Table(
        (_("Code"), _("Article"), _("Missing parts"), _("Noted"), _("Borrower")),
        tuple(
            (
                plain(one.article.barcode),
                article_name(one.article),
                lost_words(one),
                day_short(local(one.noted_at).date(), today),
                "" if one.borrower_number is None else person_name(one.borrower_name, one.borrower_number),
            )
            for one in lost
        ),
    )
