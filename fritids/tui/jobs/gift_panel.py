"""What the screen for taking in gifts shows: what stands ready, how the gift stands, and what was taken in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textual.content import Content

from fritids.domain.sizes import SizeKind
from fritids.domain.words import ShownState
from fritids.i18n import _
from fritids.present import gifts as texts
from fritids.present import plain
from fritids.services.results import ArticleView, TypeView
from fritids.services.results.gifts import GiftContents, GiftView
from fritids.tui.views.page import ListLine, ListPage
from fritids.tui.widgets.lines import article_in, row, spread, styled, wrapped

if TYPE_CHECKING:
    from fritids.services.desk import Desk

UNMEASURED: Final = frozenset({SizeKind.NONE, SizeKind.DIM})
"""Kinds of which the first thing, too, is taken in by Enter alone, without a size."""


@dataclass(frozen=True, slots=True)
class Ready:
    """What is known of the next thing before its size is written."""

    kind: TypeView | None = None
    brand: str | None = None
    model: str | None = None
    size: str | None = None
    """Of the last one, which Enter takes again; empty for none, None where nothing of the type was taken in yet."""
    note: str | None = None
    """For the next one only."""
    code: str | None = None
    """Of the ready label that the next one gets."""

    @property
    def repeats(self) -> bool:
        """Whether Enter alone says enough: nobody measures a sledge, though it may have a size."""
        return self.kind is not None and (self.size is not None or self.kind.size_kind in UNMEASURED)


def label(ready: Ready) -> str:
    """What the box is for."""
    if ready.kind is None:
        return _("What is it? A word is enough: skates, helmet, sled.")
    if ready.kind.size_kind is SizeKind.NONE:
        return _("Enter takes in one; or write what else it is")
    if ready.code is not None:
        return _("Size of the one with the label {code}").format(code=plain(ready.code))
    return _("Size, or what else it is; a label may be scanned first")


def how_sized(kind: TypeView) -> str:
    """What to write about the size of the next thing."""
    if kind.size_kind is SizeKind.NONE:
        return _("It has no size: Enter takes in one.")
    if kind.size_kind in UNMEASURED:
        return _("Enter takes in one without a size; or write the size.")
    return _("Write the size, or - if it has none.")


def example(ready: Ready) -> str:
    """What could be written."""
    if ready.kind is None:
        return _("e.g. skates, or skates 38 Bauer")
    if size := texts.size_example(ready.kind):
        return _("e.g. {size}, or 3*{size} for three alike").format(size=size)
    return _("e.g. 3x for three alike")


def lines(contents: GiftContents | None, ready: Ready, width: int) -> Sequence[Content]:
    """What comes next, how the gift stands, and what was taken in, the newest first."""
    heading = _("A new gift") if contents is None else texts.gift_name(contents.gift)
    donor = "" if contents is None else plain(contents.gift.donor or "")
    shown = [spread(styled(heading, "bold $primary"), styled(donor, "$quiet"), width)]
    if ready.kind is not None:
        name = texts.ready_name(ready.kind, ready.brand, ready.model)
        shown += wrapped(_("Next: {article}").format(article=name), width, "bold", indent="  ", most=2)
    if ready.code is not None:
        shown.append(styled(_("+ label {code}").format(code=plain(ready.code)), "bold $ask-soft"))
    if ready.note is not None:
        shown += wrapped(f"✎ {plain(ready.note)}", width, "$ask-soft", indent="  ", most=2)
    if contents is None:
        return shown
    shown += [Content(""), *wrapped("  ".join(texts.gift_counts(contents.gift)), width)]
    if hint := texts.without_label(contents):
        shown.append(styled(hint, "$quiet"))
    return [*shown, Content(""), *(_article(one, width) for one in contents.articles)]


def earlier_gifts() -> ListPage:
    """All gifts, the newest first, with what came of them and who gave them if they wanted to be named."""

    def read(desk: "Desk") -> Sequence[ListLine]:
        return [_gift(gift) for gift in desk.gifts.list()]

    return ListPage(
        lambda: _("Gifts"), read, lambda: _("No gift has been taken in yet."), lambda: (_gift_help(),)
    )


def _gift(gift: GiftView) -> ListLine:
    name = " ".join(filter(None, (texts.gift_name(gift), plain(gift.donor or ""), plain(gift.note or ""))))
    return ListLine(name, "  ".join(texts.gift_counts(gift)))


def _gift_help() -> str:
    return _('A donor\'s name is taken away with: fritids gift edit NUMBER --donor ""')


def _article(article: ArticleView, width: int) -> Content:
    number = plain(article.barcode)
    sign = ("✓ ", "bold $yes-soft") if article.state is ShownState.AVAILABLE else ("⚒ ", "bold $ask-soft")
    return spread(row(sign, article_in(article, width - 3 - len(number))), styled(number, "$quiet"), width)
