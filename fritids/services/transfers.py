"""Moving articles between branches: sent here, under way, received there, with number and history kept.

Within one database the article itself changes branch when it is received. To a branch with a database of its own it is
sent to a place in words, and a file carries what is known of it (`transfer_files`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from fritids.db import articles, branches, events, transfers
from fritids.db.articles import ArticleAtHand
from fritids.db.engine import Connection
from fritids.db.events import EventRow
from fritids.db.transfers import TransferRow
from fritids.domain.calendar import days_late
from fritids.domain.findings import Finding, FindingCode, Findings, Severity, unresolved
from fritids.domain.lending import where_sent
from fritids.domain.roles import Right
from fritids.domain.search import clean, fold
from fritids.domain.transfers import SendFacts, judge_sending
from fritids.domain.words import ActKind, ArticleState, TransferKind
from fritids.errors import InvalidValueError
from fritids.i18n import _
from fritids.services import promises, scanned, service_notes, transfer_files
from fritids.services.acts import key_of_another_act
from fritids.services.checks import checked_note
from fritids.services.context import Context
from fritids.services.identity import refuse_identity_number
from fritids.services.once import once
from fritids.services.rights import needs
from fritids.services.transfer_values import Accepted, NotMoved, Received, SendOrder, Sent, TransferView

MOST_AT_ONCE = 1000
LONGEST_PLACE = 100
_NO_END = timedelta(days=365)
_NONE: Accepted = frozenset()


@dataclass(frozen=True, slots=True)
class _Target:
    """Where a box goes, looked up."""

    branch_id: int | None
    name: str


class Transfers:
    """The use cases of moving articles."""

    def __init__(self, context: Context) -> None:
        self._context = context

    # ------------------------------------------------------------------------------------------ sending

    @needs(Right.MACHINE)  # names of branches: whoever reads figures compares them
    def other_branches(self) -> tuple[tuple[str, str], ...]:
        """(code, name) of the branches in this database to which a box can go."""
        context = self._context
        with context.database.read() as connection:
            return tuple(
                (one.code, one.name) for one in branches.find(connection, None) if one.id != context.branch_id
            )

    @needs(Right.STOCK)
    def send(self, codes: Sequence[str], order: SendOrder, *, act: str, accepted: Accepted = _NONE) -> Sent:
        """What can be is on its way, one line of the record for each, all of one act; the rest is refused with its reasons.

        Raises InvalidValueError for an order that cannot be; nothing is written then, nor where the file cannot be.
        """
        context = self._context

        def work(connection: Connection) -> Sent:
            target = self._target(connection, order)
            note = checked_note(connection, order.note)
            sent: list[tuple[int, Findings]] = []
            refused: list[NotMoved] = []
            for found, code in _in_hand(connection, context, codes):
                findings = self._judged(connection, found, order)
                if found is None or unresolved(findings, accepted):
                    refused.append(_not_moved(context, found, code, findings))
                    continue
                transfer_id = self._send(connection, found, (target, order, note), (act, len(sent)))
                sent.append((transfer_id, tuple(f for f in findings if f.severity is Severity.TELL)))
            rows = transfers.by_ids(connection, [transfer_id for transfer_id, _told in sent])
            views = views_of(connection, context, rows)
            told = tuple(
                replace(view, told=findings) for view, (_id, findings) in zip(views, sent, strict=True)
            )
            if order.file is not None and rows:
                transfer_files.write(connection, context, rows, order.file, to=target.name)
            file = order.file if rows else None
            return Sent(target.name, target.branch_id is None, told, tuple(refused), file)

        def again(connection: Connection, _earlier: EventRow) -> Sent:
            target = self._target(connection, order)
            views = self._of_act(connection, act)
            done = {view.article.id for view in views}
            refused = tuple(
                _not_moved(context, found, code, self._judged(connection, found, order))
                for found, code in _in_hand(connection, context, codes)
                if found is None or found.facts.article_id not in done
            )
            if not all(one.findings for one in refused):
                raise key_of_another_act()  # nothing is in its way, and yet it was not sent: it was not asked for then
            return Sent(target.name, target.branch_id is None, views, refused, order.file)

        return once(context, act, ActKind.TRANSFER_SEND, work, again)

    def _target(self, connection: Connection, order: SendOrder) -> _Target:
        context = self._context
        if order.back_by is not None and order.kind is not TransferKind.LENT:
            raise InvalidValueError(
                _("Only what is lent is wanted back. Say lent, or leave out the day."), field="back_by"
            )
        if order.back_by is not None and order.back_by <= context.today():
            raise InvalidValueError(_("Choose a day to come for having it back."), field="back_by")
        name = clean(order.to)
        if not name or len(name) > LONGEST_PLACE:
            raise InvalidValueError(
                _("Say where it goes, in at most {n} characters.").format(n=LONGEST_PLACE), field="to"
            )
        refuse_identity_number(connection, name, "to")
        for branch in branches.find(connection, None):
            if branch.code == name or fold(branch.name) == fold(name):
                if branch.id == context.branch_id:
                    raise InvalidValueError(_("That is this branch. Say another one."), field="to")
                if order.file is not None:
                    raise InvalidValueError(
                        _("{branch} is in the same database and needs no file.").format(branch=branch.name),
                        field="file",
                    )
                return _Target(branch.id, branch.name)
        return _Target(None, name)

    def _judged(self, connection: Connection, found: ArticleAtHand | None, order: SendOrder) -> Findings:
        context, policy = self._context, self._context.policy
        if found is None:
            return (policy.finding(FindingCode.UNKNOWN_ARTICLE),)
        branch_id, name = transfers.branches_of(connection, [found.facts.article_id])[found.facts.article_id]
        today = context.today()
        booking = None
        if found.booked and found.facts.open_loan is None:
            days = (today, order.back_by or today + _NO_END)
            booking = promises.within(connection, context, found.facts, None, days).by_other
        elsewhere = None if branch_id == context.branch_id else name
        return judge_sending(SendFacts(found.facts, elsewhere, booking), policy)

    def _send(
        self,
        connection: Connection,
        found: ArticleAtHand,
        box: tuple[_Target, SendOrder, str | None],
        act: tuple[str, int],
    ) -> int:
        context, article_id = self._context, found.facts.article_id
        (target, order, note), now = box, context.clock.now()
        articles.set_state(connection, article_id, ArticleState.TRANSFERRED, now, note=note)
        transfer_id = transfers.add(
            connection,
            {
                "article_id": article_id,
                "kind": order.kind.value,
                "from_branch_id": context.branch_id,
                "to_branch_id": target.branch_id,
                "to_place": target.name if target.branch_id is None else None,
                "sent_at": now,
                "sent_on": context.day_of(now),
                "sent_by": context.operator,
                "back_by": order.back_by,
                "note": note,
            },
        )
        event = context.event(ActKind.TRANSFER_SEND, *act, article_id=article_id)
        events.add(connection, event, {"transfer": transfer_id, "was": found.facts.state.value})
        return transfer_id

    # ------------------------------------------------------------------------------------------ receiving

    @needs(Right.STOCK)
    def receive(self, codes: Sequence[str], *, act: str) -> Received:
        """What was under way to this branch, or was sent from here and is back, stands here now; what was not, is refused."""
        context = self._context

        def work(connection: Connection) -> Received:
            received: list[int] = []
            refused: list[NotMoved] = []
            for found, code in _in_hand(connection, context, codes):
                one = self._receive(connection, found, (act, len(received)))
                if isinstance(one, int):
                    received.append(one)
                else:
                    refused.append(_not_moved(context, found, code, (one,)))
            rows = transfers.by_ids(connection, received)
            return Received(views_of(connection, context, rows), tuple(refused))

        def again(connection: Connection, _earlier: EventRow) -> Received:
            return Received(self._of_act(connection, act), ())

        return once(context, act, ActKind.TRANSFER_RECEIVE, work, again)

    def _receive(
        self, connection: Connection, found: ArticleAtHand | None, act: tuple[str, int]
    ) -> int | Finding:
        context, policy = self._context, self._context.policy
        if found is None:
            return policy.finding(FindingCode.UNKNOWN_ARTICLE)
        article_id, here = found.facts.article_id, context.branch_id
        row = transfers.newest_of(connection, article_id)
        if found.facts.state is not ArticleState.TRANSFERRED or row is None:
            branch_id, name = transfers.branches_of(connection, [article_id])[article_id]
            if branch_id != here:
                return policy.finding(FindingCode.OTHER_BRANCH, branch=name)
            return policy.finding(FindingCode.NOT_UNDER_WAY)
        if row.under_way and row.to_branch_id != here != row.from_branch_id:
            return policy.finding(FindingCode.OTHER_BRANCH, branch=row.to_name)
        if not row.under_way and (row.from_branch_id != here or row.to_branch_id is not None):
            return policy.finding(FindingCode.TRANSFERRED, **where_sent(found.facts.sent))
        return self._arrive(connection, article_id, row, act)

    def _arrive(self, connection: Connection, article_id: int, row: TransferRow, act: tuple[str, int]) -> int:
        """It stands here, as it was when it was sent. One that never left, or came back unreceived, was not sent after all."""
        context, now = self._context, self._context.clock.now()
        was = transfers.state_before(connection, article_id)
        # One that was missing is found, and goes to service if something is to be done to it.
        was = ArticleState.IN_SERVICE if was is ArticleState.IN_SERVICE else ArticleState.IN_STOCK
        state = service_notes.as_it_was(connection, article_id, was)
        how, transfer_id = "arrived", row.id
        if not row.under_way:
            how, transfer_id = "home", come_home(connection, context, article_id, row)
        elif row.from_branch_id == context.branch_id:
            how = "not_sent"
            transfers.set_undone(connection, row.id, now)
        else:
            transfers.receive(connection, row.id, at=now, on=context.day_of(now), by=context.operator)
        articles.set_state(connection, article_id, state, now)
        transfers.move_article(connection, article_id, context.branch_id)
        event = context.event(ActKind.TRANSFER_RECEIVE, *act, article_id=article_id)
        details = {"transfer": transfer_id, "how": how, "state": state.value, "from": row.from_branch_id}
        events.add(connection, event, details)
        return transfer_id

    # ------------------------------------------------------------------------------------------ looking

    @needs(Right.STOCK)
    def list(
        self, *, under_way: bool = False, late: bool = False, lent: bool = False, limit: int = 1000
    ) -> tuple[TransferView, ...]:
        """What the branch has sent and been sent, the newest first.

        With `under_way` only what nobody has received yet; with `lent` what is lent and not home again, the earliest day first; with
        `late` of that only what should have been.
        """
        context = self._context
        with context.database.read() as connection:
            if late or lent:
                rows = transfers.lent_away(connection, context.branch_id)
                today = context.today()
                rows = [row for row in rows if not late or (row.back_by is not None and row.back_by < today)]
            elif under_way:
                rows = transfers.under_way(connection, context.branch_id)
            else:
                rows = transfers.of_branch(connection, context.branch_id, limit=limit)
            return views_of(connection, context, rows)

    @needs(Right.STOCK)
    def of_article(self, article_id: int) -> tuple[TransferView, ...]:
        """Where an article has been, the newest first."""
        with self._context.database.read() as connection:
            return views_of(connection, self._context, transfers.of_article(connection, article_id))

    def _of_act(self, connection: Connection, act: str) -> tuple[TransferView, ...]:
        lines = events.all_of_act(connection, act)
        ids = [int(line.details["transfer"]) for line in lines if "transfer" in line.details]
        return views_of(connection, self._context, transfers.by_ids(connection, ids))


def _in_hand(
    connection: Connection, context: Context, codes: Sequence[str]
) -> Iterable[tuple[ArticleAtHand | None, str]]:
    """What the codes mean, each article once, all of them held until the transaction ends and read after that."""
    if len(codes) > MOST_AT_ONCE:
        raise InvalidValueError(
            _("At most {n} articles at a time. Send the rest as a box of its own.").format(n=MOST_AT_ONCE),
            field="codes",
        )
    typed = list(dict.fromkeys(clean(code) for code in codes))
    at_first = [scanned.article(connection, context, code) for code in typed]
    articles.lock_many(connection, sorted({one.facts.article_id for one in at_first if one is not None}))
    seen = set[int]()
    for code in typed:
        found = scanned.article(connection, context, code)
        if found is None or found.facts.article_id not in seen:
            yield found, code
        if found is not None:
            seen.add(found.facts.article_id)


def _not_moved(context: Context, found: ArticleAtHand | None, code: str, findings: Findings) -> NotMoved:
    if found is None:
        return NotMoved(code, None, findings)
    return NotMoved(found.label, context.article_view(found), findings)


def come_home(
    connection: Connection, context: Context, article_id: int, row: TransferRow | None, **more: object
) -> int:
    """An article that was sent to a place outside the database is back: that was a way of its own, received at once."""
    now = context.clock.now()
    values: dict[str, object] = {
        "article_id": article_id,
        "kind": TransferKind.GIVEN.value,
        "from_place": "" if row is None else row.to_name,
        "to_branch_id": context.branch_id,
        "sent_at": now,
        "sent_on": context.day_of(now),
        "received_at": now,
        "received_on": context.day_of(now),
        "received_by": context.operator,
        **more,
    }
    return transfers.add(connection, values)


def views_of(
    connection: Connection, context: Context, rows: Sequence[TransferRow]
) -> tuple[TransferView, ...]:
    """These sendings as people see them."""
    at_hand = scanned.by_ids(connection, context, [row.article_id for row in rows])
    today = context.today()
    return tuple(_view(context, row, at_hand[row.article_id], today) for row in rows)


def _view(context: Context, row: TransferRow, found: ArticleAtHand, today: date) -> TransferView:
    waited_for = row.kind == TransferKind.LENT and not row.settled and row.back_by is not None
    return TransferView(
        id=row.id,
        article=context.article_view(found),
        kind=TransferKind(row.kind),
        from_name=row.from_name,
        to_name=row.to_name,
        to_place=row.to_branch_id is None,
        outgoing=row.from_branch_id == context.branch_id,
        sent_at=row.sent_at,
        sent_on=row.sent_on,
        sent_by=row.sent_by,
        back_by=row.back_by,
        received_at=row.received_at,
        received_by=row.received_by,
        under_way=row.under_way,
        days_late=days_late(row.back_by, today) if waited_for and row.back_by is not None else 0,
        home=row.settled,
        note=row.note,
        earlier=transfer_files.stays(row.history),
    )
