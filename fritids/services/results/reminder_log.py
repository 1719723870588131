"""What the log of reminders hands out besides messages and runs: what came of trying again, of settling, and what a reminder does."""

from dataclasses import dataclass
from datetime import date

from fritids.domain.words import MessageState
from fritids.services.results.reminders import MessageView


@dataclass(frozen=True, slots=True)
class NotRetried:
    """A message that is not tried again, and why: the state it is in; None if there is no such message here."""

    id: int
    state: MessageState | None
    forgotten: bool = False
    """The borrower is, so there is nobody to send it to."""


@dataclass(frozen=True, slots=True)
class Retried:
    """What came of trying again. Nothing has been sent by it: that is the next run's."""

    again: tuple[MessageView, ...]
    """They go out with the next run, if there still is something to say then."""
    joined: tuple[MessageView, ...]
    """What they were about goes out with another message that waits for the same borrower."""
    refused: tuple[NotRetried, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """A person said what became of a message, and that is what it says from now on."""

    message: MessageView
    sent: bool
    joined: bool = False
    """It did not arrive, and what it was about goes out with another message that waits for the same borrower."""
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class NotSettled:
    """Nothing was written: the message is not one of which that is unknown. `state` is the one it is in; None if there is none here."""

    id: int
    state: MessageState | None


SettleResult = Settled | NotSettled


@dataclass(frozen=True, slots=True)
class Share:
    """Some loans, and what became of them within the window of a step."""

    loans: int = 0
    returned: int = 0
    renewed: int = 0
    """Given another due date: neither late nor back, but an answer."""

    @property
    def came_back(self) -> float | None:
        """The share that was returned, from 0 to 1; None of no loans."""
        return self.returned / self.loans if self.loans else None


@dataclass(frozen=True, slots=True)
class StepEffect:
    """What a step does: loans whose borrower got its message, beside those whose borrower got none."""

    step: int
    window: int
    """Days after the step's day in which a return counts."""
    reminded: Share
    others: Share
    left_out: int
    """Loans that belong to neither: the window is not over, it is not known whether the message went, it went days late, all came back
    before it did, or the borrower was called."""


@dataclass(frozen=True, slots=True)
class OnTime:
    """Loans whose last due date lies in a time, and how many of them were back by then (DESIGN §6)."""

    loans: int = 0
    on_time: int = 0

    @property
    def share(self) -> float | None:
        """From 0 to 1; None of no loans."""
        return self.on_time / self.loans if self.loans else None


@dataclass(frozen=True, slots=True)
class Effect:
    """What reminders do, in a period."""

    since: date
    until: date
    steps: tuple[StepEffect, ...]
    first_run: date | None
    """The day of the branch's first run; None if there was none."""
    before: OnTime
    """Of loans due in the period before that day; all of them if there was no run."""
    after: OnTime
    """Of loans due from that day on."""
