"""Moving between branches in sentences: a box sent, a box received, what is away."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fritids.domain.words import TransferKind
from fritids.i18n import _, day_short, local, n_, p_
from fritids.present.findings import sentences
from fritids.present.names import article_name, article_with_code, plain
from fritids.present.spoken import Said, Tone

if TYPE_CHECKING:
    from datetime import date

    from fritids.services.transfer_values import (
        EarlierStay,
        NotMoved,
        Received,
        ReceivedFile,
        Sent,
        TransferView,
    )


def sent_said(sent: "Sent") -> Said:
    """What is on its way now, and what is not."""
    n, place = len(sent.sent), plain(sent.to_name)
    if n + len(sent.refused) == 1:
        return _one_said(sent.refused, _one_sent(sent), _("Not sent: {article}"))
    if not n:
        return Said(
            _("Nothing was sent to {place}").format(place=place), not_moved_lines(sent.refused), Tone.NO
        )
    headline = n_("{n} article on its way to {place}", "{n} articles on their way to {place}", n)
    lines = [article_with_code(one.article) for one in sent.sent]
    lines += (told for one in sent.sent for told in sentences(one.told, done=True))
    lines += _of_the_place(sent)
    return Said(
        headline.format(n=n, place=place),
        (*lines, *not_moved_lines(sent.refused)),
        Tone.NO if sent.refused else Tone.YES,
    )


def received_said(received: "Received") -> Said:
    """What stands here now, and what does not."""
    n = len(received.received)
    if n + len(received.refused) == 1:
        done = [
            Said(
                _("Received: {article}").format(article=article_name(one.article)),
                (f"{received_line(one)}.",),
            )
            for one in received.received
        ]
        return _one_said(received.refused, done, _("Not received: {article}"))
    lines = [received_line(one) for one in received.received]
    headline = n_("{n} article received", "{n} articles received", n) if n else _("Nothing was received")
    return Said(
        headline.format(n=n),
        (*lines, *not_moved_lines(received.refused)),
        Tone.NO if received.refused else Tone.YES,
    )


def _one_sent(sent: "Sent") -> list[Said]:
    """What is said of a single article that was sent."""
    return [
        Said(
            _("Sent: {article}").format(article=article_name(one.article)),
            (
                _("On its way to {place}.").format(place=plain(sent.to_name)),
                *sentences(one.told),
                *_of_the_place(sent),
            ),
        )
        for one in sent.sent
    ]


def _of_the_place(sent: "Sent") -> list[str]:
    lines = []
    if sent.to_place:
        lines.append(_("They have a database of their own: it stands as sent until it is back."))
    if sent.file is not None:
        lines.append(_("The file for them is {path}.").format(path=sent.file))
    return lines


def _one_said(refused: "Sequence[NotMoved]", done: list[Said], not_done: str) -> Said:
    """Of a single scan the headline names the thing."""
    if done:
        return done[0]
    (one,) = refused
    what = plain(one.barcode) if one.article is None else article_name(one.article)
    return Said(not_done.format(article=what), sentences(one.findings, done=False), Tone.NO)


def file_said(read: "ReceivedFile") -> Said:
    """What came of reading a file."""
    n, k = len(read.received), len(read.already)
    lines = [received_line(one) for one in read.received]
    if k:
        lines.append(
            n_("{n} article was taken in before.", "{n} articles were taken in before.", k).format(n=k)
        )
    lines += (
        _("{code}: {reason}").format(code=plain(one.barcode), reason=plain(one.message))
        for one in read.refused
    )
    place = plain(read.from_name)
    headline = (
        n_("{n} article received from {place}", "{n} articles received from {place}", n)
        if n
        else _("Nothing new from {place}")
    )
    return Said(headline.format(n=n, place=place), tuple(lines), Tone.NO if read.refused else Tone.YES)


def received_line(one: "TransferView") -> str:
    """An article that has arrived, from where, and when it is wanted back."""
    what, place = article_with_code(one.article), plain(one.from_name)
    if one.kind is TransferKind.LENT and one.back_by is not None and not one.outgoing:
        return _("{article} from {place}, lent to us until {day}").format(
            article=what, place=place, day=day_short(one.back_by)
        )
    return _("{article} from {place}").format(article=what, place=place)


def not_moved_lines(refused: "Sequence[NotMoved]") -> tuple[str, ...]:
    """What stays where it is, each with all its reasons."""
    return tuple(
        _("{code}: {reason}").format(
            code=plain(one.barcode) if one.article is None else article_with_code(one.article),
            reason=" ".join(sentences(one.findings, done=False)),
        )
        for one in refused
    )


def way_words(one: "TransferView", today: "date") -> str:
    """Where it goes and how that stands: `to Norra, under way since Mon 2 Mar`."""
    place = plain(one.to_name if one.outgoing else one.from_name)
    way = _("to {place}") if one.outgoing else _("from {place}")
    return _("{way}, {state}").format(way=way.format(place=place), state=way_state(one, today))


def way_state(one: "TransferView", today: "date") -> str:
    """How it stands, where its place is said elsewhere: `under way since Mon 2 Mar`."""
    if n := one.days_late:
        return n_("back {n} day late", "back {n} days late", n).format(n=n)
    sent = day_short(one.sent_on, today)
    if one.under_way:
        return _("under way since {day}").format(day=sent)
    if one.kind is TransferKind.LENT and one.home:
        return _("home again")
    if one.kind is TransferKind.LENT and one.back_by is not None:
        return _("lent until {day}").format(day=day_short(one.back_by, today))
    if one.kind is TransferKind.LENT:
        return _("lent {day}").format(day=sent)
    if one.received_at is not None:
        return _("received {day}").format(day=day_short(local(one.received_at).date(), today))
    return _("sent {day}").format(day=sent)


def kind_of_way(kind: TransferKind) -> str:
    """For good or for a time."""
    return p_("to a branch", "given") if kind is TransferKind.GIVEN else p_("to a branch", "lent")


def stay_line(stay: "EarlierStay") -> str:
    """`12 loans at Järfälla before it came here (2024: 5, 2025: 7)`."""
    years = ", ".join(f"{year}: {count}" for year, count in stay.per_year)
    line = n_(
        "{n} loan at {place} before it came here", "{n} loans at {place} before it came here", stay.loans
    )
    said = line.format(n=stay.loans, place=plain(stay.place))
    return f"{said} ({years})" if years else said


def surplus_rule(keep: int) -> str:
    """The rule by which something is more than is needed."""
    return n_(
        "Here and not lent for 12 months, not booked, and at least {n} other of the type and size stands ready.",
        "Here and not lent for 12 months, not booked, and at least {n} others of the type and size stand ready.",
        keep,
    ).format(n=keep)
