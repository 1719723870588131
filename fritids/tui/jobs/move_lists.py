"""The lists of moving between branches: a box, what is away, what is more than needed; and where a file is put."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from fritids.domain.search import short_name
from fritids.i18n import _, day_short
from fritids.present import article_with_code, plain
from fritids.present.moves import surplus_rule, way_state, way_words
from fritids.services.surplus import KEPT
from fritids.services.transfer_values import TransferView
from fritids.tui.jobs.files import own_file
from fritids.tui.views.page import ListLine, ListPage

if TYPE_CHECKING:
    from fritids.services.desk import Desk


def box(place: str, ways: Sequence[TransferView]) -> ListPage:
    """What was packed, as it stands now."""
    ids = frozenset(one.id for one in ways)
    return ListPage(
        title=lambda: _("The box to {place}").format(place=plain(place)),
        read=partial(_read_box, ids),
        empty=lambda: _("The box is empty: all of it was taken back."),
    )


def _read_box(ids: frozenset[int], desk: "Desk") -> list[ListLine]:
    today = desk.today()
    return [
        ListLine(article_with_code(one.article), way_state(one, today), one.article.barcode)
        for one in desk.transfers.list()
        if one.id in ids
    ]


def away() -> ListPage:
    """What is lent and not home, the late ones first, and what is under way."""
    return ListPage(
        title=lambda: _("Away at other branches, and on the way"),
        read=_read_away,
        empty=lambda: _("Nothing is lent to another branch or on its way."),
    )


def _read_away(desk: "Desk") -> list[ListLine]:
    today = desk.today()
    lent = desk.transfers.list(lent=True)
    known = {one.id for one in lent}
    under_way = [one for one in desk.transfers.list(under_way=True) if one.id not in known]
    return [_line(one, today) for one in (*lent, *under_way)]


def _line(one: TransferView, today: date) -> ListLine:
    style = "bold $no-soft" if one.days_late else "$quiet"
    return ListLine(article_with_code(one.article), way_words(one, today), one.article.barcode, style)


def surplus() -> ListPage:
    """What other branches might use, with the rule."""
    return ListPage(
        title=lambda: _("More than needed"),
        read=_read_surplus,
        empty=lambda: _("Nothing stands idle by this rule."),
        head=lambda: (surplus_rule(KEPT),),
    )


def _read_surplus(desk: "Desk") -> list[ListLine]:
    today = desk.today()
    return [
        ListLine(
            article_with_code(one.article),
            _("never lent")
            if one.last_lent is None
            else _("last lent {day}").format(day=day_short(one.last_lent, today)),
            one.article.barcode,
        )
        for one in desk.surplus.list()
    ]


def file_path(place: str, day: date) -> Path:
    """Where the file for a place is put: beside the labels, under a name that says what it is."""
    return own_file(f"fritids-{short_name(place, 40) or 'branch'}-{day.isoformat()}.json")
