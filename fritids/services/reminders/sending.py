"""Handing messages to gateways, one after the other, so that each goes out at most once whatever happens in between.

A message is read again, written and marked as being sent in one transaction; then the gateway has it; then its answer is stored, in the same transaction
that takes up the next one. A program that dies in between leaves it marked, and nobody sends it again (`aftermath`).
"""

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, TypeVar

from fritids.db import messages
from fritids.db.engine import Connection
from fritids.db.faults import AlreadyThereError, RaceLostError
from fritids.db.messages import Handed, MessageRow, Outcome
from fritids.domain.reminders import Silence
from fritids.domain.search import clean
from fritids.domain.text_message import segments
from fritids.domain.words import UNSENT, Channel, MessageState, SendReason
from fritids.outside.gateways import (
    Answer,
    Asked,
    Gateway,
    NotEver,
    NotNow,
    Outgoing,
    Stopped,
    Taken,
    Unclear,
)
from fritids.services.context import ATTEMPTS, Context
from fritids.services.reminders.writing import Text, Withheld, Writer, check_text
from fritids.services.results.reminders import StoppedChannel

T = TypeVar("T")
MOST_ATTEMPTS: Final = 8
"""After which a message that is always put off has failed. With the waiting in between that is about three days of hourly runs."""
FIRST_WAIT: Final = timedelta(minutes=14)
"""Before the second attempt, and twice as long before each that follows; a little less than the hours of a timer."""
LONGEST_WAIT: Final = timedelta(hours=24)
LONGEST_PAUSE: Final = 30.0
"""Seconds that a run waits for a gateway that wants messages more slowly; if it wants more, the next run goes on."""
LONGEST_DETAIL: Final = 500
_MOST_IN_A_ROW: Final = {
    SendReason.NO_CONNECTION: 3,
    SendReason.TOO_MANY: 3,
    SendReason.LATER: 25,
    SendReason.NO_ANSWER: 3,
    SendReason.GATEWAY_FAULT: 3,
}
"""So many of one kind, one after the other, are the gateway's fault and not the messages': the channel rests until the next run."""
_MOST_UNCLEAR: Final = 10
"""In one run, whatever comes between: each of them is one that somebody has to look after."""


@dataclass(frozen=True, slots=True)
class _InHand:
    """A message that was taken up, and when."""

    message: MessageRow
    outgoing: Outgoing
    at: datetime


def rests(next_try_at: datetime | None, now: datetime) -> bool:
    """Whether a message is not to be tried yet. A time further away than any wait was written by a clock that was wrong."""
    return next_try_at is not None and now < next_try_at <= now + LONGEST_WAIT


class Sender:
    """Sends the messages of one run, or receipts."""

    def __init__(
        self,
        context: Context,
        gateways: Sequence[Gateway],
        write: Writer,
        *,
        silence: Callable[[], Silence | None],
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        """`silence` says before each message whether it may go; what it says once ends the sending."""
        self._context = context
        self._gateways: Mapping[Channel, Gateway] = {each.channel: each for each in reversed(gateways)}
        self._write = write
        self._is_silent = silence
        self._pause = pause
        self._last: tuple[_InHand, Outcome] | None = None
        self._in_a_row: Counter[tuple[Channel, SendReason]] = Counter()
        self._unclear: Counter[Channel] = Counter()
        self._wait = 0.0
        self.stopped: dict[Channel, StoppedChannel] = {}
        """The channels that were given up, or that this machine has no gateway for."""
        self.silence: Silence | None = None
        """Why the rest was left for later."""

    def send(
        self,
        queue: Sequence[tuple[int, Channel, int | None]],
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        """Each of these messages, given as (id, channel, run), has gone out, or its row says why not."""
        try:
            for number, (message_id, channel, run_id) in enumerate(queue, start=1):
                while channel not in self.stopped and self._send_one(message_id, channel, run_id):
                    pass
                if self.silence is not None:
                    return
                if progress is not None:
                    progress(number, len(queue))
        finally:
            if self._last is not None:
                self._transact(lambda _connection: None)

    def _send_one(self, message_id: int, channel: Channel, run_id: int | None) -> bool:
        """Whether the same message is to be tried again at once, since the gateway only wanted a pause."""
        gateway = self._gateways.get(channel)
        if gateway is None:
            self.stopped[channel] = StoppedChannel(channel, SendReason.NO_GATEWAY, "")
            return False
        taken = self._transact(lambda connection: self._take(connection, message_id, run_id, gateway))
        if taken is None:
            return False
        self._wait = 0.0
        outcome = self._judged(gateway, taken, _handed_over(gateway, taken.outgoing))
        self._last = (taken, outcome)
        if not self._wait or channel in self.stopped:
            return False
        self._transact(lambda _connection: None)
        self._pause(self._wait)
        return True

    def _transact(self, work: Callable[[Connection], T]) -> T:
        """Store the last answer and do `work`, in one transaction; tried again if it lost a race to a desk."""
        for attempt in range(ATTEMPTS):
            try:
                with self._context.database.write() as connection:
                    if self._last is not None:
                        in_hand, outcome = self._last
                        messages.store(
                            connection, in_hand.message.id, in_hand.at, outcome, self._context.clock.now()
                        )
                    result = work(connection)
            except (RaceLostError, AlreadyThereError):
                if attempt == ATTEMPTS - 1:
                    raise
            else:
                self._last = None
                return result
        raise AssertionError

    def _take(
        self, connection: Connection, message_id: int, run_id: int | None, gateway: Gateway
    ) -> _InHand | None:
        context = self._context
        found = messages.with_addressee(connection, message_id, context.branch_id)
        if found is None:
            return None
        message, addressee, revision = found
        context.refresh(connection, revision)
        self.silence = self._is_silent()
        now = context.clock.now()
        is_ours = message.state in UNSENT and (message.channel, message.run_id) == (gateway.channel, run_id)
        if self.silence is not None or not is_ours or rests(message.next_try_at, now):
            return None
        text: Text | Withheld | None
        if addressee is None:
            text = Withheld(MessageState.DROPPED, SendReason.BORROWER_GONE)
        else:
            try:
                text = self._write(connection, message, addressee)
                if isinstance(text, Text):
                    check_text(text.address, text.subject, text.text, text.html)
            except (ValueError, LookupError, TypeError):
                text = Withheld(MessageState.FAILED, SendReason.NO_TEXT)
        if isinstance(text, Withheld):
            messages.withhold(connection, message.id, text.state, text.reason, now)
        if not isinstance(text, Text):
            return None
        handed = Handed(
            by=gateway.name,
            to=text.address,
            in_language=text.language,
            latest=text.step,
            head=text.subject or None,
            words=text.text,
            pieces=segments(text.text).count if gateway.channel is Channel.SMS else None,
        )
        if not messages.take(connection, message, handed, now):
            return None
        outgoing = Outgoing(
            message.key, text.address, text.text, text.language, text.subject, text.html, text.attachments
        )
        return _InHand(message, outgoing, now)

    def _judged(self, gateway: Gateway, taken: _InHand, answer: Answer) -> Outcome:
        """What is stored of an answer; and what it means for the rest of the run."""
        channel = gateway.channel
        if isinstance(answer, Unclear):
            asked = Asked(taken.outgoing.key, taken.outgoing.to, taken.outgoing.text, taken.at)
            # That the gateway does not know it yet proves nothing so soon; the next run asks again.
            found = gateway.look_up([asked]).get(asked.key)
            answer = found if isinstance(found, Taken) else answer
        match answer:
            case Taken():
                self._went_well(channel)
                return Outcome(MessageState.SENT, gateway_id=_short(answer.gateway_id))
            case NotEver():
                self._went_well(channel)
                return Outcome(MessageState.FAILED, answer.reason, _short(answer.detail))
            case Unclear():
                self._count(channel, answer.reason, answer.detail)
                self._unclear[channel] += 1
                if self._unclear[channel] >= _MOST_UNCLEAR:
                    self._give_up(channel, answer.reason, answer.detail)
                return Outcome(MessageState.UNKNOWN, answer.reason, _short(answer.detail))
            case Stopped():
                self._give_up(channel, answer.reason, answer.detail)
                return self._as_before(taken, answer.reason, answer.detail)
            case NotNow():
                return self._put_off(taken, answer)

    def _put_off(self, taken: _InHand, answer: NotNow) -> Outcome:
        channel, attempts = taken.message.channel, taken.message.attempts + 1
        self._count(channel, answer.reason, answer.detail)
        if answer.reason is SendReason.TOO_MANY:
            self._wait = max(answer.wait or 1.0, 0.1)
            if self._wait > LONGEST_PAUSE:
                self._give_up(channel, answer.reason, answer.detail)
        if answer.reason in {SendReason.TOO_MANY, SendReason.NO_CONNECTION}:
            return self._as_before(taken, answer.reason, answer.detail)
        if attempts >= MOST_ATTEMPTS:
            return Outcome(MessageState.FAILED, answer.reason, _short(answer.detail))
        wait = min(max(FIRST_WAIT * 2 ** (attempts - 1), timedelta(seconds=answer.wait or 0)), LONGEST_WAIT)
        next_try_at = self._context.clock.now() + wait
        return Outcome(MessageState.WAITING, answer.reason, _short(answer.detail), next_try_at=next_try_at)

    @staticmethod
    def _as_before(taken: _InHand, reason: SendReason, detail: str) -> Outcome:
        """The message waits as if it had not been tried: what was said is about the gateway."""
        state = MessageState.WAITING if taken.message.attempts else MessageState.PLANNED
        return Outcome(state, reason, _short(detail), not_counted=True)

    def _went_well(self, channel: Channel) -> None:
        for key in [key for key in self._in_a_row if key[0] is channel]:
            del self._in_a_row[key]

    def _count(self, channel: Channel, reason: SendReason, detail: str) -> None:
        self._in_a_row[channel, reason] += 1
        if self._in_a_row[channel, reason] >= _MOST_IN_A_ROW.get(reason, _MOST_IN_A_ROW[SendReason.LATER]):
            self._give_up(channel, reason, detail)

    def _give_up(self, channel: Channel, reason: SendReason, detail: str) -> None:
        self.stopped.setdefault(channel, StoppedChannel(channel, reason, _short(detail) or ""))


def _handed_over(gateway: Gateway, outgoing: Outgoing) -> Answer:
    try:
        return _without_address(gateway.send(outgoing), outgoing.to)
    except (ValueError, LookupError, TypeError, OSError) as error:
        # A gateway says what it met as an answer; if one does not, nobody knows how far it came, and the others still go.
        return Unclear(SendReason.GATEWAY_FAULT, type(error).__name__)


def _without_address(answer: Answer, to: str) -> Answer:
    """The answer without the number that it repeats: why a channel was given up is said to everybody, whoever the message was to."""
    if isinstance(answer, Taken) or not answer.detail:
        return answer
    detail = answer.detail
    for form in (to, to.removeprefix("+"), to.replace("+46", "0", 1)):
        detail = detail.replace(form, "…")
    return replace(answer, detail=detail)


def _short(text: str | None) -> str | None:
    """What a gateway said, as it is kept: it may be a whole page."""
    return clean(text)[:LONGEST_DETAIL] or None if text else None
