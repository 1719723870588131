"""The menu of F12: every line has a digit and room on the smallest screen."""

from collections.abc import Sequence

import pytest

from fritids.i18n import set_language
from fritids.present.lists import cell_width
from fritids.tui.counter.asking import MOST_OPTIONS
from fritids.tui.jobs.menu import Choice, choices

ROOM = 80 - len(" ▸  1  ") - 1


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_line_has_a_digit_and_room(language: str) -> None:
    """A tenth line has no digit, and its mark and Enter opened the first."""
    set_language(language)
    looked_at = look(choices())
    assert looked_at > MOST_OPTIONS, "also what lies behind a line was looked at"


def look(listed: Sequence[Choice]) -> int:
    assert len(listed) <= MOST_OPTIONS, [choice.name() for choice in listed]
    for choice in listed:
        assert cell_width(choice.name()) <= ROOM, choice.name()
    return len(listed) + sum(look(choice.opens) for choice in listed if isinstance(choice.opens, tuple))
