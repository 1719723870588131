"""Who works at the desks: looking after operators, and signing on."""

from collections.abc import Callable, Sequence
from datetime import datetime

from fritids.db import borrowers, catalogue, events, operators
from fritids.db.engine import Connection
from fritids.db.operators import OperatorRow
from fritids.domain import barcode
from fritids.domain.pins import counting, wait_after
from fritids.domain.roles import Right, Role
from fritids.domain.words import ActKind
from fritids.errors import InvalidValueError, NotAllowedError
from fritids.i18n import _
from fritids.services import pins
from fritids.services.acts import key_of_another_act
from fritids.services.context import Context, who_is
from fritids.services.once import once
from fritids.services.operator_values import (
    checked_branch,
    checked_card,
    checked_key,
    checked_name,
    checked_role,
    plain_key,
    view_of,
)
from fritids.services.results import OperatorView, SignedOn, SignOnRefused, SignOnResult, WhyNotSignedOn
from fritids.services.rights import Who, needs, refused

_MOST_STRANGERS = 100
"""Keys that nobody has, whose guesses are remembered at a time."""


class Operators:
    """The use cases of operators. Signing on asks for no right: it is where rights come from."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._strangers: dict[str, list[datetime]] = {}
        """Guesses at keys that nobody has: slowed down like those at real ones, or the wait would tell which are real."""

    def exist(self) -> bool:
        """Whether there are operators; until the first is made nothing is kept from anyone."""
        self._context.look_anew()
        return not self._context.open_door

    def current(self) -> Who | None:
        """Who is signed on at this desk, as last read."""
        return self._context.who

    def by_card(self, code: str) -> OperatorView | None:
        """Whose card was scanned; None for a code that is no operator's who may sign on here."""
        with self._context.database.read() as connection:
            row = operators.by_card(connection, barcode.candidates(code))
        return None if row is None or who_is(row, self._context.branch_id) is None else view_of(row)

    def sign_on(self, key_or_card: str, pin: str, *, act: str) -> SignOnResult:
        """Whoever has this key or card works at the desk from now on, in place of whoever did; the visit stays as it is.

        A wrong PIN is counted before it is looked at, in a transaction that holds the operator, so that guessing from several desks
        at once gains nothing; one that is not looked at, for there is a wait on, is not. Costs 20 ms of CPU and two transactions.
        """
        context = self._context
        row, outcome = self._looked_at(key_or_card, pin)
        if isinstance(outcome, SignOnRefused):
            if outcome.reason is WhyNotSignedOn.WRONG:
                self._note_refused(row, act)
            return outcome
        assert row is not None
        who = who_is(row, context.branch_id)
        if who is None:
            return SignOnRefused(WhyNotSignedOn.OTHER_BRANCH if row.active else WhyNotSignedOn.WRONG)

        def work(connection: Connection) -> None:
            values = {**context.event(ActKind.SIGN_ON, act), "operator": who.key}
            events.add(connection, values, {"operator": who.key})

        once(context, act, ActKind.SIGN_ON, work, lambda _connection, _earlier: None)
        self._work_as(who)
        return SignedOn(who)

    def sign_off(self) -> None:
        """Nobody is signed on at this desk."""
        self._work_as(None)

    def work_as(self, who: Who | None) -> None:
        """Who signed on at another desk of this process works at this one too, or, with None, nobody does. Whoever was made inactive meanwhile does not."""
        self._work_as(who)

    def change_own_pin(self, old: str, new: str, *, act: str) -> SignOnRefused | None:
        """Whoever is signed on has a new PIN; why not, if the old one was not right. Guesses at it count like those of signing on.

        Raises InvalidValueError for a new one that is too easy, NotAllowedError if nobody is signed on.
        """
        context = self._context
        context.look_anew()
        who = context.who
        if who is None:
            raise refused(context)
        stored = pins.hashed(new)
        _row, outcome = self._looked_at(who.key, old)
        if isinstance(outcome, SignOnRefused):
            return outcome
        self._change(
            act,
            ActKind.OPERATOR_EDIT,
            lambda connection: self._store_pin(connection, who.id, who.key, stored, act),
        )
        return None

    @needs(Right.OPERATORS)
    def list(self) -> tuple[OperatorView, ...]:
        """Every operator, those too who may not sign on any more, in the order they were added."""
        with self._context.database.read() as connection:
            return tuple(view_of(row) for row in operators.all_of_them(connection))

    @needs(Right.OPERATORS)
    def add(
        self,
        name: str,
        role: Role | str,
        *,
        key: str | None = None,
        pin: str | None = None,
        card: str | None = None,
        branch: str | None = None,
        act: str,
    ) -> OperatorView:
        """Somebody may work here, at all branches or at one (its code). Without `key` they get the next number.

        The first is an administrator at all branches, with a PIN: from then on nothing is allowed to whoever has not signed on.
        Raises InvalidValueError for what cannot be.
        """
        context = self._context
        # Before the transaction: 20 ms during which nobody else should wait.
        pin_hash = None if pin is None else pins.hashed(pin)

        def work(connection: Connection) -> OperatorView:
            wanted = checked_role(role)
            branch_id = self._reach(connection, branch)
            if context.open_door and (
                wanted is not Role.ADMINISTRATOR or pin is None or branch_id is not None
            ):
                raise InvalidValueError(
                    _(
                        "The first operator has to be an administrator at all branches, with a PIN; otherwise nobody could let anybody in."
                    ),
                    field="role",
                )
            everyone = operators.all_of_them(connection)
            chosen = _next_number(everyone) if key is None else checked_key(connection, key)
            if any(row.key == chosen for row in everyone):
                raise InvalidValueError(
                    _("Another operator has this key, or had it. Choose another one."), field="key"
                )
            operator_id = operators.add(
                connection,
                {
                    "key": chosen,
                    "name": checked_name(connection, name),
                    "role": wanted.value,
                    "branch_id": branch_id,
                    "pin_hash": pin_hash,
                    "card": None if not card else self._free_card(connection, card, None),
                    "added_at": context.clock.now(),
                },
            )
            events.add(
                connection,
                context.event(ActKind.OPERATOR_ADD, act),
                {"operator": chosen, "role": wanted.value},
            )
            return view_of(_known(connection, operator_id))

        return self._change(act, ActKind.OPERATOR_ADD, work)

    @needs(Right.OPERATORS)
    def edit(
        self,
        key: str,
        *,
        name: str | None = None,
        role: Role | str | None = None,
        card: str | None = None,
        branch: str | None = None,
        active: bool | None = None,
        act: str,
    ) -> OperatorView:
        """What is given is so from now on, at every desk from its next act; an empty `card` or `branch` is none, or all of them.

        Raises InvalidValueError for what cannot be, and for what would leave nobody who may everything.
        """

        def work(connection: Connection) -> OperatorView:
            row = self._at_hand(connection, key)
            values: dict[str, object] = {}
            if name is not None:
                values["name"] = checked_name(connection, name)
            if role is not None:
                values["role"] = checked_role(role).value
            if card is not None:
                values["card"] = self._free_card(connection, card, row.id) if card else None
            if branch is not None:
                values["branch_id"] = self._reach(connection, branch)
            if active is not None:
                values["active"] = active
            if not values:
                raise InvalidValueError(_("Say what is to be another."), field="name")
            operators.change(connection, row.id, **values)
            if not operators.has_administrator(connection):
                raise InvalidValueError(
                    _(
                        "Somebody has to remain who may everything: an administrator at all branches, with a PIN. Make another one first."
                    ),
                    field="role",
                )
            details: dict[str, object] = {"operator": row.key, "fields": sorted(values)}
            if "role" in values:
                details["role"] = values["role"]
            events.add(connection, self._context.event(ActKind.OPERATOR_EDIT, act), details)
            return view_of(_known(connection, row.id))

        return self._change(act, ActKind.OPERATOR_EDIT, work)

    @needs(Right.OPERATORS)
    def set_pin(self, key: str, pin: str, *, act: str) -> OperatorView:
        """The operator has this PIN; wrong guesses at the old one count no more. Raises InvalidValueError."""
        stored = pins.hashed(pin)

        def work(connection: Connection) -> OperatorView:
            row = self._at_hand(connection, key)
            return self._store_pin(connection, row.id, row.key, stored, act)

        return self._change(act, ActKind.OPERATOR_EDIT, work)

    def _looked_at(self, key_or_card: str, pin: str) -> tuple[OperatorRow | None, SignOnRefused | None]:
        """Whose key or card it is, and why the PIN does not let them in; None for the second if it does."""
        context = self._context
        now = context.clock.now()
        key = plain_key(key_or_card)
        guess = None
        with context.database.write() as connection:
            if not operators.exist(connection):
                return None, SignOnRefused(WhyNotSignedOn.NO_OPERATORS)
            row = operators.by_key(connection, key) or operators.by_card(
                connection, barcode.candidates(key_or_card)
            )
            if row is not None:
                operators.lock(connection, row.id)
                earlier = operators.guesses(connection, row.id)
            else:
                earlier = _of_stranger(self._strangers, key, now)
            wait = wait_after(earlier, now)
            if wait:
                return row, SignOnRefused(WhyNotSignedOn.WAIT, wait)
            if row is not None:
                guess = operators.add_guess(connection, row.id, now, context.desk)
            else:
                operators.write_and_take_back(connection, now, context.desk)
                earlier.append(now)
        # Outside the transaction: nobody who lends waits for it.
        right = pins.is_right(None if row is None else row.pin_hash, pin)
        if row is None or guess is None or not right or not row.active:
            return row, SignOnRefused(WhyNotSignedOn.WRONG, wait_after({*earlier, now}, now))
        self._let_in(row, guess, pin)
        return row, None

    def _let_in(self, row: OperatorRow, guess: int, pin: str) -> None:
        with self._context.database.write() as connection:
            operators.take_back_guess(connection, guess)
            if row.pin_hash is not None and pins.is_outdated(row.pin_hash):
                operators.change(connection, row.id, pin_hash=pins.rehashed(pin))

    def _note_refused(self, row: OperatorRow | None, act: str) -> None:
        context = self._context

        def work(connection: Connection) -> None:
            # What was typed for a key that nobody has is not written down: it may be a PIN in the wrong field.
            details = {} if row is None else {"operator": row.key}
            events.add(connection, context.event(ActKind.SIGN_ON_REFUSED, act), details)

        once(context, act, ActKind.SIGN_ON_REFUSED, work, lambda _connection, _earlier: None)

    def _work_as(self, who: Who | None) -> None:
        context = self._context
        context.who = who
        if who is not None or not context.open_door:  # before there are operators a name for the record stays
            context.operator = None if who is None else who.key
        with context.database.read() as connection:
            context.refresh(connection)

    def _change(self, act: str, kind: ActKind, work: Callable[[Connection], OperatorView]) -> OperatorView:
        """One act on the register of operators, which every desk of every branch hears of."""
        context = self._context

        def first_let_know(connection: Connection) -> OperatorView:
            # First, since it holds the branches: of two desks that make the first operator at once the second finds the door closed.
            operators.branches_hear(connection)
            context.refresh(connection)
            operators.lock_all(connection)
            return work(connection)

        def again(connection: Connection, earlier: events.EventRow) -> OperatorView:
            row = operators.by_key(connection, str(earlier.details.get("operator", "")))
            if row is None:
                raise key_of_another_act()
            return view_of(row)

        try:
            return once(context, act, kind, first_let_know, again)
        finally:
            # Also when it failed: what was read inside the transaction never came to be.
            inside, context.inside = context.inside, None
            with context.database.read() as connection:
                context.refresh(connection)
            context.inside = inside

    def _at_hand(self, connection: Connection, key: str) -> OperatorRow:
        row = operators.by_key(connection, plain_key(key))
        if row is None:
            raise InvalidValueError(
                _("No operator has this key. See them all with: fritids user list"), field="key"
            )
        own = None if self._context.who is None else self._context.who.branch_id
        if own not in {None, row.branch_id}:
            raise NotAllowedError(
                _("This operator works at other branches than you. Ask their administrator.")
            )
        return row

    def _reach(self, connection: Connection, branch: str | None) -> int | None:
        """The branch an operator is to work at; None for all, as an empty text says. Who looks after one branch lets nobody in at another."""
        own = None if self._context.who is None else self._context.who.branch_id
        wanted = own if branch is None else checked_branch(connection, branch) if branch else None
        if own not in {None, wanted}:
            raise NotAllowedError(_("You look after one branch, and cannot let anybody in at another."))
        return wanted

    def _free_card(self, connection: Connection, code: str, operator_id: int | None) -> str:
        card = checked_card(connection, code)
        there = operators.by_card(connection, (card,))
        if there is not None and there.id != operator_id:
            raise InvalidValueError(_("Another operator has this card already."), field="card")
        if borrowers.known_by(connection, [card]) or catalogue.taken_keys(connection, [card]):
            raise InvalidValueError(
                _("This code means a borrower or an article already. Take another card."), field="card"
            )
        return card

    def _store_pin(
        self, connection: Connection, operator_id: int, key: str, stored: str, act: str
    ) -> OperatorView:
        operators.change(connection, operator_id, pin_hash=stored)
        operators.forget_guesses(connection, operator_id)
        details = {"operator": key, "fields": ["pin"]}
        events.add(connection, self._context.event(ActKind.OPERATOR_EDIT, act), details)
        return view_of(_known(connection, operator_id))


def _known(connection: Connection, operator_id: int) -> OperatorRow:
    row = operators.by_id(connection, operator_id)
    assert row is not None
    return row


def _next_number(everyone: Sequence[OperatorRow]) -> str:
    return str(max((int(row.key) for row in everyone if row.key.isdecimal()), default=0) + 1)


def _of_stranger(strangers: dict[str, list[datetime]], key: str, now: datetime) -> list[datetime]:
    """The guesses at a key that nobody has, to be added to."""
    if len(strangers) >= _MOST_STRANGERS:
        strangers.clear()
    kept = strangers.setdefault(key, [])
    kept[:] = counting(kept, now)
    return kept
