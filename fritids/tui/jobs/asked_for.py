"""What was asked for and not had in the last twelve months: the coordinator's list of what to collect."""

from typing import TYPE_CHECKING

from fritids.i18n import _
from fritids.present.requests import demand_name, demand_words
from fritids.tui.views.page import ListLine, ListPage

if TYPE_CHECKING:
    from fritids.services.desk import Desk


def page() -> ListPage:
    """The list, most asked for first."""
    return ListPage(
        title=lambda: _("Asked for and not here, the last 12 months"),
        read=_read,
        empty=lambda: _("Nothing was asked for in vain. Ctrl+N at the counter notes it when it happens."),
        head=lambda: (_("Most asked for first. Ctrl+N at the counter notes one more."),),
    )


def _read(desk: "Desk") -> list[ListLine]:
    today = desk.today()
    return [
        ListLine(
            demand_name(one), demand_words(one, today), style="$quiet" if one.available else "bold $ask-soft"
        )
        for one in desk.requests.list()
    ]
