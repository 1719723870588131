"""The three lists of a count over the whole width: what nobody has seen, what was found, which codes nobody knows."""

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from fritids.domain.words import ShownState
from fritids.i18n import _, moment, number
from fritids.present import article_name, plain, state_name, type_name
from fritids.present.stocktakes import found_words
from fritids.services.results import ArticleView
from fritids.tui.views.page import ListLine, ListPage

if TYPE_CHECKING:
    from fritids.services.desk import Desk


def missing_page() -> ListPage:
    """What should be here and was not seen, by type; and what came over a desk meanwhile."""
    return ListPage(
        title=lambda: _("Not seen"),
        read=_missing,
        empty=lambda: _("Everything that should be here has been seen."),
        head=lambda: (_("What was lent or came back since the start is not among them."),),
    )


def _missing(desk: "Desk") -> Sequence[ListLine]:
    lists = desk.stocktaking.lists()
    lines: list[ListLine] = []
    for kind, alike in groupby(lists.missing, key=lambda article: article.type):
        articles = list(alike)
        lines.append(ListLine(f"{type_name(kind)} ({number(len(articles))})", heading=True))
        lines += map(_missing_line, articles)
    if lists.came_back:
        lines.append(ListLine(_("At a desk since the start: not counted, and not missing"), heading=True))
        lines += map(_missing_line, lists.came_back)
    return lines


def _missing_line(article: ArticleView) -> ListLine:
    words = (_state(article), plain(article.barcode))
    return ListLine(article_name(article), " · ".join(filter(None, words)), article.barcode)


def _state(article: ArticleView) -> str:
    return "" if article.state is ShownState.AVAILABLE else state_name(article.state)


def found_page() -> ListPage:
    """What was scanned and nobody expected."""
    return ListPage(
        title=lambda: _("Found and not expected"),
        read=_found,
        empty=lambda: _("Nothing was found that nobody expected."),
    )


def _found(desk: "Desk") -> Sequence[ListLine]:
    return [
        ListLine(
            article_name(one.article),
            f"{found_words(one)} · {plain(one.article.barcode)}",
            one.article.barcode,
            style="$ask-soft",
        )
        for one in desk.stocktaking.lists().found
    ]


def unknown_page() -> ListPage:
    """The codes that no label of ours has."""
    return ListPage(
        title=lambda: _("Unknown codes"),
        read=_unknown,
        empty=lambda: _("Every code that was scanned is known."),
        head=lambda: (_("What is registered with such a code leaves the list."),),
    )


def _unknown(desk: "Desk") -> Sequence[ListLine]:
    today = desk.today()
    return [
        ListLine(plain(one.code), f"{moment(one.scanned_at, today)} · {plain(one.desk)}")
        for one in desk.stocktaking.lists().unknown
    ]


PAGES: dict[str, Callable[[], ListPage]] = {
    "missing": missing_page,
    "found": found_page,
    "unknown": unknown_page,
}
"""By the name of the job's key."""
