"""Words about calls: why somebody has to be called, how a call went, and the list as it is printed."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from fritids.domain.words import Channel, ContactOutcome, SendReason
from fritids.i18n import _, day_short, day_spoken, local, moment, moment_spoken, n_, number
from fritids.present.names import article_with_code, person_name, phone, plain
from fritids.present.reminders import channel_name, reason_short
from fritids.present.spoken import Said, Tone
from fritids.services.results import LoanView
from fritids.services.results.reminders import CallLine, CallNoted, ContactView

if TYPE_CHECKING:
    from fritids.outside.call_list import CallBlock, WrittenCalls

_MOST_SAID = 4
"""Earlier calls that are printed."""


def call_name(line: CallLine) -> str:
    """Whom to call; the number where the name is withheld."""
    return person_name(line.borrower_name, line.borrower_number)


def why_words(line: CallLine) -> str:
    """Why somebody has to call, in a few words."""
    if line.is_wrong_number:
        return _("wrong number: try an e-mail or a letter")
    why = reason_short(line.reason)
    if line.channel is Channel.CALL or line.reason is SendReason.NO_ADDRESS:
        return why
    return _("{channel}: {why}").format(channel=channel_name(line.channel), why=why)


def protected_words() -> str:
    """How whoever has to call a protected borrower sees the number."""
    return _("Protected personal data: open the card by the number to see how to reach them.")


def tries_words(line: CallLine, today: date) -> str:
    """How often it was tried to call since somebody was last spoken to, where that was more than once."""
    tries = line.tries
    n = len(tries)
    if n <= 1:
        return ""
    return n_("no reply {n} time, last {when}", "no reply {n} times, last {when}", n).format(
        n=n, when=moment(tries[0].at, today)
    )


def late_words(loan: LoanView, today: date) -> str:
    """How late a thing is and when it was due, in few words."""
    due = day_short(loan.due, today)
    if n := loan.days_late:
        return n_("{n} day late, due {due}", "{n} days late, due {due}", n).format(n=n, due=due)
    return _("due {due}").format(due=due)


def contact_words(contact: ContactView, today: date | None) -> str:
    """`Thu 26 Nov 10:31: promised by Fri 27 Nov (after football)`; without the day where it is today's."""
    words = _("{when}: {what}").format(when=moment(contact.at, today), what=_outcome(contact, today))
    return f"{words} ({plain(contact.note)})" if contact.note else words


def _outcome(contact: ContactView, today: date | None) -> str:
    match contact.outcome:
        case ContactOutcome.CALLED:
            return _("called")
        case ContactOutcome.PROMISED if contact.promised_on is not None:
            return _("promised by {day}").format(day=day_short(contact.promised_on, today))
        case ContactOutcome.PROMISED:
            return _("promised to come")
        case ContactOutcome.NO_REPLY:
            return _("no reply")
        case ContactOutcome.WRONG_NUMBER:
            return _("wrong number")


def noted_said(noted: CallNoted, today: date) -> Said:
    """What was noted of a call, and what follows from it."""
    contact, borrower = noted.contact, person_name(noted.borrower_name, noted.borrower_number)
    headline = _("{borrower}: {what}").format(borrower=borrower, what=_outcome(contact, today))
    details = [_follows(contact, today)]
    if contact.note:
        details.append(_("Note: {note}").format(note=plain(contact.note)))
    if noted.repeated:
        details.append(_("It had been done before; nothing was done twice."))
    return Said(headline, tuple(details))


def _follows(contact: ContactView, today: date) -> str:
    match contact.outcome:
        case ContactOutcome.PROMISED if contact.promised_on is not None:
            return _("Back on the list if things are still out after {day}.").format(
                day=day_spoken(contact.promised_on, today)
            )
        case ContactOutcome.CALLED | ContactOutcome.PROMISED:
            return _("Off the list until another reminder does not reach them.")
        case ContactOutcome.NO_REPLY:
            return _("Stays on the list, to be tried again.")
        case ContactOutcome.WRONG_NUMBER:
            return _(
                "No text message goes there any more. Stays on the list until the number is put right on the card, or the things are back."
            )


def list_headline(count: int) -> str:
    """How many are to be called."""
    if not count:
        return _("Nobody has to be called.")
    return n_("{n} to call", "{n} to call", count).format(n=number(count))


def call_lines(line: CallLine, today: date) -> Iterable[str]:
    """Somebody to call as lines of text: who, why, what is out, what was said."""
    yield ", ".join(filter(None, (call_name(line), phone(line.phone), plain(line.borrower_number))))
    if line.is_protected:
        yield f"  {protected_words()}"
    yield f"  {'; '.join(filter(None, (why_words(line), tries_words(line, today))))}"
    for loan in line.loans:
        whom = f", {plain(loan.for_whom)}" if loan.for_whom else ""
        yield f"  {article_with_code(loan.article)}{whom}: {late_words(loan, today)}"
    yield from (f"  ☎ {contact_words(contact, today)}" for contact in line.contacts)


def printed_said(path: str, written: "WrittenCalls", count: int) -> Said:
    """Where the printed list is, and whom it cannot name."""
    n = written.pages
    details = [
        _("The file is {path}").format(path=plain(path)),
        n_("{n} page. Print it on A4.", "{n} pages. Print them on A4.", n).format(n=number(n)),
    ]
    if written.unnamed:
        details.append(
            _("Names with letters that cannot be printed, to be seen on the screen: {numbers}").format(
                numbers=", ".join(map(plain, written.unnamed))
            )
        )
    return Said(list_headline(count), tuple(details), Tone.YES if count else Tone.INFO)


# ---------------------------------------------------------------------------------------------- on paper


def printed_moment(at: datetime) -> str:
    """When a list was printed, for its head."""
    return moment_spoken(local(at))


def printed_blocks(lines: Sequence[CallLine], today: date) -> "tuple[CallBlock, ...]":
    """The list in words, for paper: private things are only counted there."""
    from fritids.outside.call_list import CallBlock  # noqa: PLC0415  # 0.1 s of drawing library: only for who prints

    return tuple(
        CallBlock(
            name=call_name(line),
            number=plain(line.borrower_number),
            phone=phone(line.phone) or ("" if line.is_protected else _("no number")),
            why=why_words(line),
            things=tuple(_printed_things(line, today)),
            said=tuple(contact_words(one, None) for one in line.contacts[:_MOST_SAID]),
        )
        for line in lines
    )


def _printed_things(line: CallLine, today: date) -> Iterable[tuple[str, str]]:
    for loan in line.loans:
        if not loan.article.type.private:
            yield article_with_code(loan.article), late_words(loan, today)
    private = [loan for loan in line.loans if loan.article.type.private]
    if private:
        n = len(private)
        yield (
            n_("{n} thing that is not named on paper", "{n} things that are not named on paper", n).format(
                n=n
            ),
            late_words(private[0], today),
        )
