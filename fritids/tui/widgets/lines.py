"""Lines of text that fit: cut by the cells they take, coloured by names of the themes, never read as markup."""

from collections.abc import Iterable
from datetime import date

from textual.content import Content

from fritids.i18n import day_short, n_
from fritids.present import Tone, article_name, cell_width, fitted, type_name
from fritids.services.results import ArticleView, LoanView

MARK = "▸"
"""Stands before what the arrow keys have marked: a colour alone is not seen on every terminal, nor heard."""
LEAST_WINDOW = 3
"""Rows from which it helps to turn pages; with fewer, the last one would only say that there are more."""
SHORTEST_TYPE = 5
"""Cells of a type's name below which it says nothing any more."""
SOFT = {Tone.YES: "$yes-soft", Tone.NO: "$no-soft", Tone.ASK: "$ask-soft", Tone.INFO: "$info-soft"}
"""The colour of a tone's sign on the ordinary ground."""


def styled(text: str, style: str = "") -> Content:
    """The text as it is, in one style."""
    return Content.styled(text, style)


def row(*parts: str | tuple[str, str]) -> Content:
    """Pieces of text, each with a style if it is a pair."""
    return Content.assemble(*parts)


def spread(left: Content, right: Content, width: int) -> Content:
    """`left` cut as need be, and `right` whole at the other end, in exactly `width` cells."""
    room = max(0, width - right.cell_length - 1)
    if room < 4:
        return left.truncate(width, ellipsis=True, pad=True)
    return Content.assemble(left.truncate(room, ellipsis=True, pad=True), " ", right)


def article_in(article: ArticleView, room: int) -> str:
    """The article's name in so many cells: of a long one the type is cut, since size and brand tell two of a kind apart."""
    name, kind = article_name(article), type_name(article.type)
    over = cell_width(name) - room
    kept = cell_width(kind) - over - 1
    if over <= 0 or kept < SHORTEST_TYPE:
        return name
    return f"{fitted(kind, kept + 1).rstrip(' ')}{name[len(kind) :]}"


def wrapped(text: str, width: int, style: str = "", *, indent: str = "", most: int = 99) -> list[Content]:
    """The text on as many lines as it takes, at most `most`; all but the first begin with `indent`."""
    lines = styled(text, style).wrap(max(8, width - len(indent)))
    if len(lines) > most:
        lines = [*lines[: most - 1], Content.assemble(lines[most - 1].truncate(width - len(indent) - 1), "…")]
    return [lines[0], *(Content.assemble(indent, one) for one in lines[1:])] if lines else []


def filled(lines: Iterable[Content], height: int) -> Content:
    """The lines as one text, cut to `height`."""
    return Content("\n").join(list(lines)[:height])


def window(lines: list[Content], room: int, top: int) -> list[Content]:
    """As many lines as there is room for, from `top` on; the last of them says how many follow, where some do."""
    if len(lines) <= room:
        return lines
    if room < LEAST_WINDOW:
        return [*lines[: max(0, room - 1)], *(Content.assemble(one, "…") for one in lines[room - 1 : room])]
    top = max(0, min(top, len(lines) - room))
    shown = lines[top : top + room]
    if hidden := len(lines) - top - room:
        shown[-1] = styled(
            n_("↓ PgDn: {n} more line", "↓ PgDn: {n} more lines", hidden + 1).format(n=hidden + 1),
            "bold $primary",
        )
    return shown


def around(lines: list[Content], room: int, marked: int) -> list[Content]:
    """As many lines as there is room for, with the marked one among them."""
    top = max(0, min(marked - room // 2, len(lines) - room))
    return lines[top : top + max(0, room)]


def due_words(loan: LoanView, today: date) -> tuple[str, str]:
    """When a loan is due, in few cells, and its style: late ones stand out."""
    if n := loan.days_late:
        return n_("{n} day late", "{n} days late", n).format(n=n), "bold $no-soft"
    return day_short(loan.due, today), "$quiet"


def sign_style(tone: Tone) -> str:
    """The name of a tone's colours in the themes."""
    return {Tone.YES: "yes", Tone.NO: "no", Tone.ASK: "ask", Tone.INFO: "info"}[tone]
