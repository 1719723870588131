"""What the line mode's desk says of what lies on it, and how it reads what a new article is."""

from typing import TYPE_CHECKING

from fritids.i18n import _, n_
from fritids.present import borrower_name
from fritids.services import results as r
from fritids.services.acts import new_act_key

if TYPE_CHECKING:
    from fritids.services.articles import Articles


def standing(state: r.CounterState) -> list[str]:
    """Whose visit is open, or what is in the basket; nothing where neither is."""
    if state.visit is not None:
        name = borrower_name(state.visit.borrower)
        return [_("{borrower} has a visit open.").format(borrower=name)]
    if n := len(state.basket):
        return [n_("{n} article is in the basket.", "{n} articles are in the basket.", n).format(n=n)]
    return []


def registered(articles: "Articles", code: str, words: str) -> r.ArticleView | None:
    """The article of the type and size that `words` name, registered with this code; None, and nothing done, if no type is called so."""
    from fritids.services.forms import NewArticle

    found, size = articles.type_named(words), None
    if found is None:
        name, _blank, size = words.rpartition(" ")
        found = articles.type_named(name)
    if found is None:
        return None
    made = articles.add(NewArticle(found.code, size or None, barcode=code), act=new_act_key())
    return made[0]
