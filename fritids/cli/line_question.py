"""What the line mode's desk may be waiting for between two lines."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from fritids.services.acts import new_act_key
from fritids.services.results import Answer

Choice: TypeAlias = Callable[[], Answer]


@dataclass(slots=True)
class Question:
    """What the desk waits for: a number of the list, or a new borrower's name. While it stands, scans wait."""

    repeat: str
    choices: Sequence[Choice] = ()
    phone: str | None = None
    wants_name: bool = False
    yes: Choice | None = None
    """What the word "yes" does."""
    act: str = field(default_factory=new_act_key)
    """Of the new borrower, who is registered once however often the answer has to be tried."""
    waiting: deque[str] = field(default_factory=deque)
