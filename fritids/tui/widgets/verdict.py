"""The last result, to be seen from a step away: a band in its colour with a large sign and the words; below it the rest.

While something is asked, the question stands here instead. Older results follow in small print.
"""

from collections import Counter

from textual.content import Content

from fritids.i18n import _, day_short, day_spoken, n_, p_
from fritids.present import Said, Tone, borrower_name, loan_name, plain, visit_ended_notes
from fritids.services.results import VisitEnded
from fritids.tui.counter.allowed import is_allowed
from fritids.tui.counter.keys import KEY_NAMES, offered
from fritids.tui.counter.situation import Prompt, Situation
from fritids.tui.widgets.lines import (
    LEAST_WINDOW,
    MARK,
    SOFT,
    around,
    row,
    sign_style,
    spread,
    styled,
    window,
    wrapped,
)
from fritids.tui.widgets.painted import Painted

SIGNS = {
    Tone.YES: ("   ▗▛", "▝▙▗▛ ", " ▝▛  "),
    Tone.NO: ("▜▖ ▗▛", " ▐█▌ ", "▟▘ ▝▙"),
    Tone.ASK: ("▗▛▀▜▖", "  ▄▛▘", "  ▄  "),
    Tone.INFO: ("  ▄  ", "  ▄  ", "  █  "),
}
"""The sign of a tone in three rows of five cells."""
LARGE_FROM = 34
"""Cells from which there is room for the large sign."""
LEFT = 2
TALL_FROM = 56
"""Cells from which the band is higher."""
BAND = 3
"""Rows of the band, if its words need no more."""
LEAST = 5
"""Rows of a result that are shown before the keys that go with it: the band, and a line below it."""


class Verdict(Painted):
    """The last result or the question."""

    DEFAULT_CSS = """
    Verdict { height: 1fr; text-wrap: nowrap; }
    """
    longer = 0
    """How many lines of the result do not fit; PgDn shows them."""

    def paint(self, width: int, height: int) -> Content:
        """The band, the details, and what came before."""
        now = self.now
        if width <= 2 * LEFT or height <= 0:
            return Content("")
        self.longer = 0
        if now.prompt is not None:
            lines = _prompt_lines(now, now.prompt, width, height)
        elif now.shut:
            lines = _whole(_ready(now), width)
        elif now.hits:
            lines = _hit_lines(now, width, height)
        elif now.asked_to_empty:
            lines = _whole(_ask_to_empty(), width)
        elif now.shown is not None and now.reads_aloud and isinstance(now.shown.answer, VisitEnded):
            remark = _remark_lines(now, width)
            head, body = _receipt(now.shown.answer, now, width)
            lines = [*head, *self._page(body, height - len(head) - len(remark)), *remark]
        elif now.shown is not None:
            keys = [*_remark_lines(now, width), *_offered_lines(now, width)]
            head, body = _said_lines(now.shown.speak(), width)
            lines = [*head, *self._page(body, max(LEAST, height - len(keys)) - len(head)), *keys]
            lines += _recent_lines(now, width, height - len(lines))
        elif now.job is not None:
            lines = _whole(Said(now.job.name(), now.job.how(), Tone.INFO), width)
        else:
            lines = _whole(_ready(now), width)
        return Content("\n").join(lines[:height])

    def _page(self, body: list[Content], room: int) -> list[Content]:
        shown = window(body, room, self.now.top)
        if len(shown) < len(body) and room >= LEAST_WINDOW:
            self.longer = len(body) - room
        return shown


def band(tone: Tone, headline: str, width: int) -> list[Content]:
    """The headline on the tone's ground, with the sign before it, over the whole width."""
    name = sign_style(tone)
    colours = f"${name}-fore on ${name}-back"
    sign = [f" {one} " for one in SIGNS[tone]] if width >= LARGE_FROM else ["   ", f" {tone.sign} ", "   "]
    room = width - len(sign[0]) - 1
    words = styled(headline, f"bold {colours}").wrap(room)
    words = [one.rstrip() for one in words]
    blank = " " * len(sign[0])
    height = max(BAND if width < TALL_FROM else BAND + 2, len(words))
    sign = [*[blank] * ((height - BAND) // 2), *sign]
    top = (height - len(words)) // 2
    lines = []
    for y in range(height):
        before = sign[y] if y < len(sign) else blank
        said = words[y - top] if 0 <= y - top < len(words) else Content("")
        line = Content.assemble((before, f"bold {colours}"), said)
        lines.append(line.pad_right(width - line.cell_length).stylize_before(colours))
    return lines


def _said_lines(said: Said, width: int) -> tuple[list[Content], list[Content]]:
    """The band, and all the details below it."""
    head = band(said.tone, said.headline, width)
    if said.details:
        head.append(Content(""))
    body: list[Content] = []
    for n, detail in enumerate(said.details):
        style = "bold" if n == 0 else ""
        body += [Content.assemble(" " * LEFT, one) for one in wrapped(detail, width - 2 * LEFT, style)]
    return head, body


def _whole(said: Said, width: int) -> list[Content]:
    head, body = _said_lines(said, width)
    return [*head, *body]


def _offered_lines(now: Situation, width: int) -> list[Content]:
    """The keys that go with this result, where the eyes are."""
    strong = [hint for hint in offered(now) if hint.strong and is_allowed(now, hint)]
    lines = [
        row(" " * LEFT, (f" {KEY_NAMES[hint.key]} ", "bold $ask-fore on $ask-back"), f" {hint.label}")
        for hint in strong
    ]
    return [Content(""), *(line.truncate(width - 1, ellipsis=True) for line in lines)] if lines else []


def _remark_lines(now: Situation, width: int) -> list[Content]:
    """What is said in passing."""
    if now.remark is None:
        return []
    lines = wrapped(now.remark(), width - 2 * LEFT, "$quiet")
    return [Content(""), *(Content.assemble(" " * LEFT, one) for one in lines)]


def _recent_lines(now: Situation, width: int, room: int) -> list[Content]:
    if room < BAND or not now.recent:
        return []
    lines = [Content(""), styled(" " * LEFT + _("Before that"), "$quiet")]
    for shown in now.recent[: room - 2]:
        said = shown.speak()
        line = row(" " * LEFT, (said.tone.sign, SOFT[said.tone]), " ", (said.headline, "$quiet"))
        lines.append(line.truncate(width - LEFT, ellipsis=True))
    return lines


def _prompt_lines(now: Situation, prompt: Prompt, width: int, height: int) -> list[Content]:
    inner = width - 2 * LEFT
    above: list[Content] = [Content("")]
    for detail in prompt.details():
        above += [Content.assemble(" " * LEFT, one) for one in wrapped(detail, inner)]
    filled = prompt.filled()
    if prompt.details() and filled:
        above.append(Content(""))
    asked = len(above) + prompt.at if filled else 0
    for n, (name, value) in enumerate(filled):
        above.append(_field_line(name, value, width, here=n == prompt.at, before=n < prompt.at))
    below: list[Content] = []
    if prompt.complaint is not None:
        said = wrapped(f"✗ {prompt.complaint()}", inner, "bold $no-soft")
        below += [Content(""), *(Content.assemble(" " * LEFT, one) for one in said)]
    options = prompt.options()
    head = band(prompt.tone, prompt.title(), width)
    if options:
        lines = [_option_line(n, text, width, marked=n == now.marked) for n, text in enumerate(options)]
        room = height - len(head) - len(below) - 1
        below += [Content(""), *around(lines, room, now.marked)]
    room = height - len(head) - len(below)
    if now.waiting and room > len(above) + 1:
        said = wrapped(_("What is scanned now waits for your answer."), inner, "$ask-soft")
        below += [Content(""), *(Content.assemble(" " * LEFT, one) for one in said)]
    return [*head, *above[max(0, asked + 1 - room) :][: max(0, room)], *below]


def _field_line(name: str, value: str, width: int, *, here: bool, before: bool) -> Content:
    sign = "▸" if here else "✓" if before or value else " "
    style = "bold $ask-soft" if here else "$yes-soft"
    line = row(
        " " * LEFT, (sign, style), " ", (f"{name}: ".ljust(14), "bold" if here else "$quiet"), (value, "bold")
    )
    return line.truncate(width - 1, ellipsis=True)


def _option_line(n: int, text: str, width: int, *, marked: bool) -> Content:
    line = row(
        f"{MARK if marked else ' '} ",
        (f" {n + 1} ", "bold $key-fore on $key-back"),
        " ",
        (plain(text), "bold" if marked else ""),
    )
    line = line.truncate(width - 1, ellipsis=True)
    if not marked:
        return line
    return line.pad_right(max(0, width - line.cell_length)).stylize_before("$mark-fore on $mark-back")


def _hit_lines(now: Situation, width: int, height: int) -> list[Content]:
    lines: list[Content] = []
    marked = 0
    headed = ""
    for n, hit in enumerate(now.hits):
        heading = _("Borrowers") if hit.borrower_id is not None else _("Articles")
        if heading != headed:
            lines += [*([Content("")] if headed else []), styled(" " * LEFT + heading, "bold $primary")]
            headed = heading
        line = row(
            " " * LEFT,
            (MARK if n == now.marked else " "),
            " ",
            (plain(hit.text), "bold" if n == now.marked else ""),
        )
        line = line.truncate(width - 1, ellipsis=True)
        if n == now.marked:
            marked = len(lines)
            line = line.pad_right(max(0, width - line.cell_length)).stylize_before("$mark-fore on $mark-back")
        lines.append(line)
    how = (
        _("Arrow keys choose, Enter shows all.")
        if now.marked < 0
        else _("Enter takes what is marked, → shows its card.")
    )
    head = [styled(" " * LEFT + how, "$quiet").truncate(width, ellipsis=True), Content("")]
    return [*head, *around(lines, height - len(head), marked)]


def _ask_to_empty() -> Said:
    return Said(
        _("Empty the basket?"), (_("Esc once more empties it. Anything else leaves it as it is."),), Tone.ASK
    )


def _ready(now: Situation) -> Said:
    if not now.ready:
        return Said(
            _("Opening the desk"),
            (_("Scan if you like: it is worked off as soon as the desk is open."),),
            Tone.INFO,
        )
    if now.shut:
        return Said(_("Nobody is signed on"), (), Tone.INFO)
    if now.signed.figures_only:
        return Said(_("Figures only"), (_("Press F12 to see them. You do not lend here."),), Tone.INFO)
    if now.returns_only:
        return Said(_("Returns only"), (), Tone.INFO)
    return Said(p_("desk", "Ready"), (), Tone.INFO)


def _receipt(ended: VisitEnded, now: Situation, width: int) -> tuple[list[Content], list[Content]]:
    """The end of a visit, large, to be read aloud; and what it was, to stand below it."""
    n, m, k = len(ended.lent), len(ended.renewed), len(ended.dated)
    words = [borrower_name(ended.borrower)]
    words += [n_("{n} article", "{n} articles", n).format(n=n)] if n else []
    words += [n_("{n} loan renewed", "{n} loans renewed", m).format(n=m)] if m else []
    words += [n_("{n} loan with another date", "{n} loans with another date", k).format(n=k)] if k else []
    signs = (("✓ ", ended.lent), ("↻ ", ended.renewed), ("» ", ended.dated))
    days = Counter(loan.due for _sign, loans in signs for loan in loans)
    if len(days) == 1:
        dues = [_("back by {due}").format(due=day_spoken(day)) for day in days]
    else:
        dues = [
            n_("{n} back by {due}", "{n} back by {due}", many).format(n=many, due=day_spoken(day))
            for day, many in sorted(days.items())
        ]
    head = _large([*words, *(due.upper() for due in dues)], width)
    rest = visit_ended_notes(ended)
    if rest:
        head.append(Content(""))
    for said in rest:
        head += [
            Content.assemble(" " * LEFT, one) for one in wrapped(said, width - 2 * LEFT, "bold $ask-soft")
        ]
    body = [Content("")]
    for sign, loan in ((sign, loan) for sign, loans in signs for loan in loans):
        due = styled(day_short(loan.due, now.state.today), "$yes-soft")
        left = row(" " * LEFT, (sign, "bold $yes-soft"), loan_name(loan))
        body.append(spread(left, due, min(width - LEFT, 76)))
    return head, body


def _large(words: list[str], width: int) -> list[Content]:
    """The words on the ground of a yes, below each other; nothing of them is cut."""
    colours = "$yes-fore on $yes-back"
    signs = [f"   {sign}   " for sign in SIGNS[Tone.YES]] if width >= TALL_FROM else [f"  {Tone.YES.sign} "]
    blank = " " * len(signs[0])
    texts = [
        one.rstrip()
        for text in (_("Read out:"), *words)
        for one in styled(text, f"bold {colours}").wrap(max(8, width - len(blank) - 1))
    ]
    lines = []
    for y, text in enumerate((Content(""), *texts, Content(""))):
        before = signs[y - 1] if 0 < y <= len(signs) else blank
        line = Content.assemble((before, f"bold {colours}"), text)
        lines.append(line.pad_right(max(0, width - line.cell_length)).stylize_before(colours))
    return lines
