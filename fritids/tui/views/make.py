"""Makes a view the first time it is asked for, so that the counter's first paint need not wait for any of them."""

from typing import TYPE_CHECKING

from fritids.tui.counter.situation import View
from fritids.tui.views.acts import ActsView
from fritids.tui.views.article import ArticleCard
from fritids.tui.views.base import BaseView
from fritids.tui.views.borrower import BorrowerCard
from fritids.tui.views.help import HelpView
from fritids.tui.views.out import OutView
from fritids.tui.views.page import ListPageView
from fritids.tui.views.settings import Choices, SettingsView
from fritids.tui.views.today import TodayView

if TYPE_CHECKING:
    from fritids.tui.screen import DeskScreen

_READING = {
    View.OUT: OutView,
    View.TODAY: TodayView,
    View.ACTS: ActsView,
    View.BORROWER: BorrowerCard,
    View.ARTICLE: ArticleCard,
    View.HELP: HelpView,
    View.LIST: ListPageView,
}


def make(view: View, screen: "DeskScreen") -> BaseView:
    """The widget of a view, not yet on the screen."""
    if view is View.SETTINGS:
        app = screen.counter_app
        choices = Choices(lambda: app.preferences, app.prefer, app.other_language)
        return SettingsView(screen.read, screen.offer_keys, choices, id=view.value)
    return _READING[view](screen.read, screen.offer_keys, id=view.value)
