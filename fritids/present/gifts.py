"""What is said about gifts: what is taken in next, what each size looks like, and how a gift stands."""

from collections.abc import Sequence
from types import MappingProxyType
from typing import Final

from fritids.domain.sizes import SizeKind
from fritids.i18n import _, day_short, n_
from fritids.present.names import article_name, plain, type_name
from fritids.services.results import ArticleView, TypeView
from fritids.services.results.gifts import GiftContents, GiftView

_EXAMPLES: Final = MappingProxyType(
    {
        SizeKind.LEN: "140", SizeKind.EU: "38", SizeKind.EU_RANGE: "37-39", SizeKind.MP: "26.5", SizeKind.HEAD: "54-58",
        SizeKind.SML: "M", SizeKind.CL: "98/104", SizeKind.KG: "30-40 kg", SizeKind.MASS: "2 kg", SizeKind.L: "60 l",
        SizeKind.P: "4 p", SizeKind.WHEEL: '20"', SizeKind.INCH: '12"', SizeKind.OZ: "10 oz", SizeKind.BALL: "5",
        SizeKind.DIM: "60x40",
    }
)  # fmt: skip
_MOST_CODES: Final = 3
"""Numbers that are all said; of more only the first and the last."""


def size_example(kind: TypeView) -> str:
    """A size as it is written for things of this type; empty for those that have none."""
    return _EXAMPLES.get(kind.size_kind, "")


def ready_name(kind: TypeView, brand: str | None, model: str | None) -> str:
    """`Hockeyskridskor Bauer Nexus`: what the next thing is, but for its size."""
    parts = (type_name(kind), plain(brand or ""), plain(model or ""))
    return " ".join(part for part in parts if part)


def taken_in(articles: Sequence[ArticleView]) -> str:
    """What has just been taken in; several are alike."""
    name = article_name(articles[0])
    if (n := len(articles)) == 1:
        return _("Taken in: {article}").format(article=name)
    return _("Taken in: {n} × {article}").format(n=n, article=name)


def numbers_given(articles: Sequence[ArticleView]) -> str:
    """Which numbers were given out, to be written on."""
    codes = [plain(article.barcode) for article in articles]
    if len(codes) == 1:
        return _("Number {code}: write it on, or print its label.").format(code=codes[0])
    if len(codes) <= _MOST_CODES:
        return _("Numbers {codes}: write them on, or print their labels.").format(codes=", ".join(codes))
    return _("Numbers {first} to {last}: write them on, or print their labels.").format(
        first=codes[0], last=codes[-1]
    )


def gift_name(gift: GiftView) -> str:
    """`Gåva 12, tis 16 feb`."""
    return _("Gift {n}, {day}").format(n=gift.id, day=day_short(gift.received_on))


def gift_counts(gift: GiftView) -> tuple[str, ...]:
    """What came in and what did not."""
    return (
        _("Taken in: {n}").format(n=gift.taken_in),
        _("Not taken: {n}").format(n=gift.refused),
        _("Recycling: {n}").format(n=gift.recycled),
    )


def without_label(contents: GiftContents) -> str:
    """How many wait for a label; empty for none."""
    n = contents.without_label
    return n_("{n} waits for a label.", "{n} wait for a label.", n).format(n=n) if n else ""


def gift_lines(contents: GiftContents) -> tuple[str, ...]:
    """How a gift came out: of each type so many, and what was not taken in."""
    gift = contents.gift
    lines = [f"{type_name(kind)}: {n}" for kind, n in contents.by_type]
    if gift.refused or gift.recycled:
        lines.append(
            _("Not taken: {refused}, to recycling: {recycled}.").format(
                refused=gift.refused, recycled=gift.recycled
            )
        )
    return (*lines, *filter(None, [without_label(contents)]))
