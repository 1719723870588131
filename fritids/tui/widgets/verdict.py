"""The last result, to be seen from a step away: a band in its colour with a large sign and the words; below it the rest.

While something is asked, the question stands here instead. Older results follow in small print.
"""

from textual.content import Content

from fritids.i18n import _, day_short, day_spoken, n_, p_
from fritids.present import Said, Tone, article_name, borrower_name, plain, visit_ended_lines
from fritids.services.results import VisitEnded
from fritids.tui.counter.keys import KEY_NAMES, offered, sign_style
from fritids.tui.counter.situation import Prompt, Situation
from fritids.tui.widgets.lines import SOFT, row, spread, styled, wrapped
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


class Verdict(Painted):
    """The last result or the question."""

    DEFAULT_CSS = """
    Verdict { height: 1fr; text-wrap: nowrap; }
    """

    def paint(self, width: int, height: int) -> Content:
        """The band, the details, and what came before."""
        now = self.now
        if width <= 2 * LEFT or height <= 0:
            return Content("")
        if now.prompt is not None:
            lines = _prompt_lines(now, now.prompt, width, height)
        elif now.hits:
            lines = _hit_lines(now, width)
        elif now.asked_to_empty:
            lines = _said_lines(_ask_to_empty(), width)
        elif now.shown is not None and now.reads_aloud and isinstance(now.shown.answer, VisitEnded):
            lines = _receipt(now.shown.answer, now, width)
        elif now.shown is not None:
            keys = _offered_lines(now, width)
            lines = _said_lines(now.shown.speak(), width, most=max(5, height - len(keys)))
            lines += keys
            lines += _recent_lines(now, width, height - len(lines))
        else:
            lines = _said_lines(_ready(now), width)
        return Content("\n").join(lines[:height])


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


def _said_lines(said: Said, width: int, most: int = 99) -> list[Content]:
    lines = band(said.tone, said.headline, width)
    if said.details:
        lines.append(Content(""))
    for n, detail in enumerate(said.details):
        room = most - len(lines)
        if room <= 0:
            break
        style = "bold" if n == 0 else ""
        lines += [
            Content.assemble(" " * LEFT, one) for one in wrapped(detail, width - 2 * LEFT, style, most=room)
        ]
    return lines


def _offered_lines(now: Situation, width: int) -> list[Content]:
    """The keys that go with this result, where the eyes are."""
    strong = [hint for hint in offered(now) if hint.strong]
    lines = [
        row(" " * LEFT, (f" {KEY_NAMES[hint.key]} ", "bold $ask-fore on $ask-back"), f" {hint.label}")
        for hint in strong
    ]
    return [Content(""), *(line.truncate(width - 1, ellipsis=True) for line in lines)] if lines else []


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
    for n, (name, value) in enumerate(filled):
        above.append(_field_line(name, value, width, here=n == prompt.at, before=n < prompt.at))
    below: list[Content] = []
    if prompt.complaint is not None:
        said = wrapped(f"✗ {prompt.complaint()}", inner, "bold $no-soft")
        below += [Content(""), *(Content.assemble(" " * LEFT, one) for one in said)]
    options = prompt.options()
    if options:
        below += [
            Content(""),
            *(_option_line(n, text, width, marked=n == now.marked) for n, text in enumerate(options)),
        ]
    head = band(prompt.tone, prompt.title(), width)
    room = height - len(head) - len(below)
    if now.waiting and room > len(above) + 1:
        below += [
            Content(""),
            styled(" " * LEFT + _("What is scanned now waits for your answer."), "$ask-soft"),
        ]
    return [*head, *above[: max(0, room)], *below]


def _field_line(name: str, value: str, width: int, *, here: bool, before: bool) -> Content:
    sign = "▸" if here else "✓" if before or value else " "
    style = "bold $ask-soft" if here else "$yes-soft"
    line = row(
        " " * LEFT, (sign, style), " ", (f"{name}:".ljust(14), "bold" if here else "$quiet"), (value, "bold")
    )
    return line.truncate(width - 1, ellipsis=True)


def _option_line(n: int, text: str, width: int, *, marked: bool) -> Content:
    line = row(
        " " * LEFT,
        (f" {n + 1} ", "bold $key-fore on $key-back"),
        " ",
        (plain(text), "bold" if marked else ""),
    )
    line = line.truncate(width - 1, ellipsis=True)
    if not marked:
        return line
    return line.pad_right(max(0, width - line.cell_length)).stylize_before("$mark-fore on $mark-back")


def _hit_lines(now: Situation, width: int) -> list[Content]:
    lines: list[Content] = []
    headed = ""
    for n, hit in enumerate(now.hits):
        heading = _("Borrowers") if hit.borrower_id is not None else _("Articles")
        if heading != headed:
            lines += [*([Content("")] if headed else []), styled(" " * LEFT + heading, "bold $primary")]
            headed = heading
        line = row(
            " " * LEFT,
            ("›" if n == now.marked else " "),
            " ",
            (plain(hit.text), "bold" if n == now.marked else ""),
        )
        line = line.truncate(width - 1, ellipsis=True)
        if n == now.marked:
            line = line.pad_right(max(0, width - line.cell_length)).stylize_before("$mark-fore on $mark-back")
        lines.append(line)
    how = (
        _("Arrow keys choose, Enter shows all.")
        if now.marked < 0
        else _("Enter takes what is marked, → shows its card.")
    )
    return [styled(" " * LEFT + how, "$quiet"), Content(""), *lines]


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
    if now.returns_only:
        return Said(_("Returns only"), (), Tone.INFO)
    return Said(p_("desk", "Ready"), (), Tone.INFO)


def _receipt(ended: VisitEnded, now: Situation, width: int) -> list[Content]:
    """The end of a visit, large, to be read aloud; below it what it was."""
    n, m = len(ended.lent), len(ended.renewed)
    days = sorted({loan.due for loan in (*ended.lent, *ended.renewed)})
    words = [borrower_name(ended.borrower)]
    words += [n_("{n} article", "{n} articles", n).format(n=n)] if n else []
    words += [n_("{n} loan renewed", "{n} loans renewed", m).format(n=m)] if m else []
    words += (
        [_("back by {due}").format(due=day_spoken(day)) for day in days[:1]]
        if len(days) == 1
        else [_("several due dates, see below")]
    )
    lines = _large(words, width)
    rest = visit_ended_lines(ended)[1:]
    if len(days) == 1:
        lines += [
            Content(""),
            *(
                Content.assemble(" " * LEFT, one)
                for said in rest
                for one in wrapped(said, width - 2 * LEFT, "bold $ask-soft")
            ),
        ]
    lines.append(Content(""))
    for sign, loan in (*(("✓ ", one) for one in ended.lent), *(("↻ ", one) for one in ended.renewed)):
        due = styled(day_short(loan.due, now.state.today), "$yes-soft")
        left = row(" " * LEFT, (sign, "bold $yes-soft"), article_name(loan.article))
        lines.append(spread(left, due, min(width - LEFT, 76)))
    return lines


def _large(words: list[str], width: int) -> list[Content]:
    colours = "$yes-fore on $yes-back"
    sign = SIGNS[Tone.YES]
    lines = []
    rows = ("", _("Read out:"), *words[:-1], words[-1].upper(), "")
    for y, text in enumerate(rows):
        before = f"   {sign[y - 1]}   " if 0 < y <= len(sign) else " " * 11
        line = Content.assemble((before, f"bold {colours}"), styled(text, f"bold {colours}")).truncate(
            width, ellipsis=True
        )
        lines.append(line.pad_right(max(0, width - line.cell_length)).stylize_before(colours))
    return lines
