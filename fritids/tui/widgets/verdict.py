"""The last result, to be seen from a step away: a band in its colour with a large sign and the words; below it the rest.

While something is asked, the question stands here instead. Older results follow in small print.
"""

from textual.content import Content

from fritids.i18n import _
from fritids.present import Said, Tone, plain
from fritids.tui.counter.keys import KEY_NAMES, of_answer, sign_style
from fritids.tui.counter.situation import Prompt, Situation
from fritids.tui.widgets.lines import SOFT, row, styled, wrapped
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
        elif now.shown is not None:
            offered = _offered_lines(now, width)
            lines = _said_lines(now.shown.speak(), width, most=max(5, height - len(offered)))
            lines += offered
            lines += _recent_lines(now, width, height - len(lines))
        else:
            lines = _welcome(now, width)
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
    height = max(BAND, len(words))
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
        lines += [Content.assemble(" " * LEFT, one) for one in wrapped(detail, width - 2 * LEFT, style, most=room)]
    return lines


def _offered_lines(now: Situation, width: int) -> list[Content]:
    """The keys that go with this result, where the eyes are."""
    offered = [hint for hint in of_answer(now) if hint.strong] if now.row < 0 else []
    lines = [row(" " * LEFT, (f" {KEY_NAMES[hint.key]} ", "bold $ask-fore on $ask-back"), f" {hint.label}") for hint in offered]
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
    lines = band(prompt.tone, prompt.title(), width)
    lines.append(Content(""))
    inner = width - 2 * LEFT
    for detail in prompt.details():
        lines += [Content.assemble(" " * LEFT, one) for one in wrapped(detail, inner)]
    for n, (name, value) in enumerate(prompt.filled()):
        lines.append(_field_line(name, value, width, here=n == prompt.at, before=n < prompt.at))
    if prompt.complaint is not None:
        lines.append(Content(""))
        said = wrapped(f"✗ {prompt.complaint()}", inner, "bold $no-soft")
        lines += [Content.assemble(" " * LEFT, one) for one in said]
    options = prompt.options()
    if options:
        lines.append(Content(""))
        lines += [_option_line(n, text, width, marked=n == now.marked) for n, text in enumerate(options)]
    if now.waiting and len(lines) + 2 <= height:
        lines += [Content(""), styled(" " * LEFT + _("What is scanned now waits for your answer."), "$ask-soft")]
    return lines


def _field_line(name: str, value: str, width: int, *, here: bool, before: bool) -> Content:
    sign = "▸" if here else "✓" if before or value else " "
    style = "bold $ask-soft" if here else "$yes-soft"
    line = row(" " * LEFT, (sign, style), " ", (f"{name}:".ljust(14), "bold" if here else "$quiet"), (value, "bold"))
    return line.truncate(width - 1, ellipsis=True)


def _option_line(n: int, text: str, width: int, *, marked: bool) -> Content:
    line = row(" " * LEFT, (f" {n + 1} ", "bold $key-fore on $key-back"), " ", (plain(text), "bold" if marked else ""))
    line = line.truncate(width - 1, ellipsis=True)
    if not marked:
        return line
    return line.pad_right(max(0, width - line.cell_length)).stylize_before("$mark-fore on $mark-back")


def _hit_lines(now: Situation, width: int) -> list[Content]:
    lines = [styled(" " * LEFT + _("These fit what you write"), "bold"), Content("")]
    for n, hit in enumerate(now.hits):
        line = row(" " * LEFT, ("›" if n == now.marked else " "), " ", (plain(hit.text), "bold" if n == now.marked else ""))
        line = line.truncate(width - 1, ellipsis=True)
        if n == now.marked:
            line = line.pad_right(max(0, width - line.cell_length)).stylize_before("$mark-fore on $mark-back")
        lines.append(line)
    return [*lines, Content(""), styled(" " * LEFT + _("Arrow keys choose, Enter takes it."), "$quiet")]


def _ask_to_empty() -> Said:
    return Said(
        _("Empty the basket?"),
        (_("Esc once more empties it. Anything else leaves it as it is."),),
        Tone.ASK,
    )


def _welcome(now: Situation, width: int) -> list[Content]:
    """What is said before the first scan: all there is to learn, in three lines."""
    if not now.ready:
        return [Content(""), styled(" " * LEFT + _("One moment, the desk is being opened …"), "$quiet")]
    steps = (
        _("Scan what is to be lent, one thing after the other."),
        _("Write the borrower's phone number and press Enter. The things are lent."),
        _("Press Enter once more: the visit is done, and you read out the due date."),
    )
    lines = [Content(""), styled(" " * LEFT + _("How to lend"), "bold $primary"), Content("")]
    for n, step in enumerate(steps, start=1):
        said = wrapped(step, width - 2 * LEFT - 4)
        number = row(" " * LEFT, (f" {n} ", "bold $key-fore on $key-back"), " ")
        lines += [Content.assemble(number if y == 0 else " " * (LEFT + 4), one) for y, one in enumerate(said)]
        lines.append(Content(""))
    back = wrapped(_("What comes back is only scanned: it is taken back by itself."), width - 2 * LEFT, "$quiet")
    return [*lines, *(Content.assemble(" " * LEFT, one) for one in back)]
