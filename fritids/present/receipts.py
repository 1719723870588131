"""Words about receipts: by what one can go, what was asked for, and what became of it."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from fritids.domain.words import ON_ITS_WAY, Channel, MessageState, SendReason
from fritids.i18n import _, moment, p_
from fritids.present.details import lent_lines
from fritids.present.names import plain
from fritids.present.reminders import (
    address_words,
    detail_words,
    gateway_words,
    reason_words,
    state_words,
    what_to_do,
)
from fritids.present.spoken import Said, Tone
from fritids.services.results import LoanView
from fritids.services.results.receipts import (
    NoReceipt,
    ReceiptAsked,
    ReceiptOutcome,
    ReceiptResult,
    ReceiptSentBefore,
    ReceiptWay,
)


def way_line(way: ReceiptWay, today: date, *, asks_email: bool = False) -> str:
    """`Text message to 070-174 06 05`, and whether the receipt has gone there; or why it cannot.

    With `asks_email` a missing e-mail address is asked for when this way is chosen.
    """
    name = p_("receipt", "Text message") if way.channel is Channel.SMS else _("E-mail")
    if way.reason is SendReason.NO_ADDRESS:
        if way.channel is Channel.SMS:
            missing = _("no mobile number")
        else:
            missing = _("write the address") if asks_email else _("no address")
        return f"{name}: {missing}"
    if way.reason is not None:
        return _("{way}: not set up on this computer").format(way=name)
    said = _("{way} to {address}").format(way=name, address=address_words(way.channel, way.address))
    if way.state is None or way.asked_at is None:
        return said
    return f"{said} ({state_words(way.state)} {moment(way.asked_at, today)})"


def no_way_words(way: ReceiptWay) -> str:
    """Why the receipt cannot go this way, and what to do instead."""
    match way.reason, way.channel:
        case SendReason.NO_ADDRESS, Channel.SMS:
            return _(
                "There is no mobile number on the card. Choose another way, or put one on the card first."
            )
        case SendReason.NO_ADDRESS, _other:
            return _(
                "There is no e-mail address on the card. Choose another way, or put one on the card first."
            )
        case _:
            return _("This computer is not set up to reach {gateway}. Choose another way.").format(
                gateway=gateway_words(way.channel)
            )


def asked_said(result: ReceiptResult, loans: Sequence[LoanView], today: date) -> Said:
    """What came of asking for a receipt, before anything is sent."""
    match result:
        case ReceiptAsked(channel=channel, address=address, already=already):
            to = address_words(channel, address)
            if already:
                headline = _("The receipt is on its way to {address} already").format(address=to)
            elif channel is Channel.SMS:
                headline = _("The receipt goes as a text message to {address}").format(address=to)
            else:
                headline = _("The receipt goes by e-mail to {address}").format(address=to)
            return Said(headline, tuple(lent_lines(loans)), Tone.INFO if already else Tone.YES)
        case ReceiptSentBefore(channel=channel, address=address, state=state, asked_at=asked_at):
            headline = _("The receipt has gone to {address} before").format(
                address=address_words(channel, address)
            )
            when = f"{moment(asked_at, today)}: {state_words(state)}"
            return Said(headline, (when,), Tone.ASK)
        case NoReceipt(channel=channel, reason=reason):
            return Said(_("No receipt was sent"), (no_way_words(ReceiptWay(channel, None, reason)),), Tone.NO)


def outcome_said(outcome: ReceiptOutcome) -> Said:
    """What became of a receipt once it was its turn."""
    to = address_words(outcome.channel, outcome.address)
    why = reason_words(outcome.reason, outcome.channel) if outcome.reason is not None else ""
    detail = detail_words(outcome.detail) if outcome.detail else ""
    match outcome.state:
        case MessageState.SENT:
            return Said(_("The receipt is sent to {address}").format(address=to), (), Tone.YES)
        case MessageState.UNKNOWN:
            headline = _("It is not known whether the receipt went to {address}").format(address=to)
            return Said(headline, _lines(why, _("Ask them whether it came."), detail), Tone.ASK)
        case MessageState.WAITING | MessageState.PLANNED | MessageState.SENDING:
            headline = _("The receipt to {address} waits").format(address=to)
            return Said(headline, _lines(why, _("It is tried again by itself."), detail), Tone.ASK)
        case _:
            headline = _("The receipt to {address} was not sent").format(address=to)
            cure = what_to_do(outcome.state, outcome.reason)
            return Said(headline, _lines(why, cure, detail), Tone.NO)


def is_settled(outcome: ReceiptOutcome) -> bool:
    """Whether nothing more becomes of it by itself."""
    return outcome.state not in ON_ITS_WAY


def is_trouble(outcome: ReceiptOutcome) -> bool:
    """Whether somebody has to be told that the receipt did not go."""
    return is_settled(outcome) and outcome.state is not MessageState.SENT


def is_put_off(outcome: ReceiptOutcome) -> bool:
    """Whether it could not go at once, and is tried again."""
    return not is_settled(outcome) and outcome.reason is not None


def file_said(path: Path, left_out: str = "") -> Said:
    """Where the receipt on paper is."""
    details = [_("The file is {path}").format(path=plain(str(path)))]
    if path.suffix.lower() == ".pdf":
        details.append(_("Print the file at 100 %, without “fit to page”."))
    if left_out:
        details.append(
            _("These signs cannot be printed and are left out: {signs}").format(signs=plain(left_out))
        )
    return Said(_("The receipt is ready"), tuple(details), Tone.YES)


def _lines(*lines: str) -> tuple[str, ...]:
    return tuple(line for line in lines if line)
