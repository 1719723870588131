"""Parts of articles that are missing: noted at a return, told at the next loan, settled when they turn up.

An article that lacks a part stays in stock: a tent with ten pegs of twelve can be lent, if the borrower is told.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TypeAlias

from fritids.db import catalogue, checks, events, visits
from fritids.db import parts as rows
from fritids.db.articles import ArticleAtHand
from fritids.db.engine import Connection
from fritids.db.events import EventRow
from fritids.domain.findings import FindingCode, UndoBlock
from fritids.domain.parts import MOST, Part, joined
from fritids.domain.roles import Right
from fritids.domain.words import ActKind, CheckAnswer, CheckKind, PartOutcome
from fritids.errors import InvalidValueError
from fritids.i18n import _, language
from fritids.services import scanned
from fritids.services.acts import key_of_another_act
from fritids.services.context import Context
from fritids.services.once import once
from fritids.services.overviews import NotChanged
from fritids.services.results import ArticleParts, LostPart, PartView
from fritids.services.rights import needs

PartsResult: TypeAlias = ArticleParts | NotChanged
Settlement: TypeAlias = tuple[int, int | None, PartOutcome]
"""(part from 0, how many or all of them, what became of them)."""
_Done: TypeAlias = tuple[dict[str, object], int | None]
"""What the record keeps of it, and the loan that it is about."""
_Work: TypeAlias = Callable[[Connection, ArticleAtHand], _Done]
_How: TypeAlias = tuple[PartOutcome, datetime, str | None]
"""What became of it, when, and who said so."""


class Parts:
    """The use cases of parts."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @needs(Right.LEND)
    def of(self, code: str) -> ArticleParts | None:
        """The parts of the article that a code means, and what is missing of them; None for an unknown code."""
        with self._context.database.read() as connection:
            found = scanned.article(connection, self._context, code)
            return None if found is None else self._parts(connection, found)

    @needs(Right.STOCK)
    def missing(self, limit: int = 1000) -> tuple[LostPart, ...]:
        """What is missing of all articles of the branch, by their labels, with the loan from which it did not come back."""
        context = self._context
        with context.database.read() as connection:
            lost = rows.lost(connection, context.branch_id, limit=limit)
            found = scanned.by_ids(connection, context, [row.article_id for row in lost])
            return tuple(_lost(context, found[row.article_id], row) for row in lost)

    @needs(Right.LEND)
    def note(self, code: str, missing: Mapping[int, int], *, act: str) -> PartsResult:
        """So many more of these parts (from 0) are missing, and the question that the return left about them is answered.

        They stand on the loan whose return asked, else on the loan that is out; the article can still be lent. Raises InvalidValueError
        for a part that there is not, or for more of it than there are; nothing is written then.
        """
        context = self._context

        def work(connection: Connection, found: ArticleAtHand) -> _Done:
            article_id, now = found.facts.article_id, context.clock.now()
            asked = [one for one in checks.open_of(connection, article_id) if one.kind is CheckKind.PARTS]
            loan = found.facts.open_loan
            loan_id = asked[-1].loan_id if asked else None if loan is None else loan.loan_id
            before = rows.open_of(connection, article_id)
            known = {part.number: part for part in context.article_view(found).parts}
            added = []
            for number, quantity in missing.items():
                gone = sum(row.quantity for row in before if row.part == number)
                _refuse_too_many(known, number, quantity, gone)
                same = [row for row in before if (row.part, row.loan_id) == (number, loan_id)]
                if same:
                    row_id = same[0].id
                    rows.set_quantity(connection, row_id, same[0].quantity + quantity)
                else:
                    row_id = rows.add(
                        connection,
                        {
                            "article_id": article_id,
                            "part": number,
                            "quantity": quantity,
                            "loan_id": loan_id,
                            "noted_at": now,
                            "operator": context.operator,
                        },
                    )
                added.append([row_id, quantity])
            answered: list[int] = []
            for check in asked:
                answered += checks.answer(
                    connection, check, CheckAnswer.BAD, at=now, note=None, operator=context.operator
                )
            return {"parts": added, "checks": answered}, loan_id

        return self._change(code, ActKind.PARTS_MISSING, act, work)

    @needs(Right.LEND)
    def settle(self, code: str, settled: Sequence[Settlement], *, act: str) -> PartsResult:
        """So many of these parts, or all that are missing of them, are missing no longer; what was lost first is settled first.

        Raises InvalidValueError where fewer are missing; nothing is written then.
        """
        context = self._context

        def work(connection: Connection, found: ArticleAtHand) -> _Done:
            article_id, now = found.facts.article_id, context.clock.now()
            known = {part.number: part for part in context.article_view(found).parts}
            done: list[list[int]] = []
            for number, quantity, outcome in settled:
                lacking = [row for row in rows.open_of(connection, article_id) if row.part == number]
                left = _refuse_too_few(known, number, quantity, sum(row.quantity for row in lacking))
                for row in lacking:
                    taken = min(left, row.quantity)
                    if taken:
                        done.append(_settle(connection, row, taken, (outcome, now, context.operator)))
                    left -= taken
            return {"parts": done}, None

        return self._change(code, ActKind.PARTS_SETTLED, act, work)

    @needs(Right.STOCK)
    def set_counts(self, code: str, counts: Mapping[int, int | None], *, act: str) -> PartsResult:
        """The article has so many of these parts (from 0), or again as many as its type says; tents differ.

        Raises InvalidValueError for a part that there is not; nothing is written then.
        """
        context = self._context

        def work(connection: Connection, found: ArticleAtHand) -> _Done:
            view = context.article_view(found)
            own = dict(view.part_counts)
            for number, count in counts.items():
                _part({part.number: part for part in view.parts}, number)
                if count is None:
                    own.pop(number, None)
                elif not 1 <= count <= MOST:
                    raise _bad_number()
                else:
                    own[number] = count
            catalogue.change(connection, view.id, view.revision, {"part_counts": joined(own)})
            return {"fields": ["parts"]}, None

        return self._change(code, ActKind.ARTICLE_EDIT, act, work)

    def _change(self, code: str, kind: ActKind, act: str, work: _Work) -> PartsResult:
        context = self._context

        def run(connection: Connection) -> PartsResult:
            found = scanned.article(connection, context, code, lock=True)
            if found is None:
                finding = context.policy.finding(FindingCode.UNKNOWN_ARTICLE, code=code)
                return NotChanged(code, None, (finding,))
            details, loan_id = work(connection, found)
            visit = visits.open_at(connection, context.branch_id, context.desk)
            event = context.event(
                kind,
                act,
                article_id=found.facts.article_id,
                loan_id=loan_id,
                visit_id=None if visit is None else visit.id,
            )
            events.add(connection, event, details)
            return self._parts(connection, scanned.by_id(connection, context, found.facts.article_id))

        def again(connection: Connection, earlier: EventRow) -> PartsResult:
            found = scanned.article(connection, context, code)
            if found is None or earlier.article_id != found.facts.article_id:
                raise key_of_another_act()
            return self._parts(connection, found)

        return once(context, act, kind, run, again)

    def _parts(self, connection: Connection, found: ArticleAtHand) -> ArticleParts:
        context = self._context
        article = context.article_view(found)
        lost = rows.lost(connection, context.branch_id, article_id=article.id)
        gone: dict[int, int] = {}
        for row in lost:
            gone[row.part] = gone.get(row.part, 0) + row.quantity
        return ArticleParts(
            article,
            tuple(PartView(part, gone.get(part.number, 0)) for part in article.parts),
            tuple(_lost(context, found, row) for row in lost),
        )


def change_of_parts(connection: Connection, article_id: int) -> None:
    """An article that becomes one of another type has as many parts as that says. Raises InvalidValueError while some of the old ones are missing."""
    if rows.open_of(connection, article_id):
        raise InvalidValueError(
            _(
                "Parts of it are noted as missing, and another type has other parts. Settle them first: fritids article parts CODE --given-up PART"
            ),
            field="type",
        )
    rows.forget_counts(connection, article_id)


def undo_missing(connection: Connection, context: Context, event: EventRow) -> UndoBlock | None:
    """What was noted is missing no longer, and the question of the return waits again."""
    answered = [int(check_id) for check_id in event.details.get("checks", ())]
    if answered and events.lent_after(connection, event.article_id or 0, event.id):
        return UndoBlock.LENT_SINCE
    noted = [
        (row, int(quantity))
        for row_id, quantity in event.details.get("parts", ())
        if (row := rows.by_id(connection, int(row_id))) is not None
        and row.outcome != PartOutcome.UNDONE.value  # the return was undone before, and took it along
    ]
    if any(row.outcome is not None or row.quantity < quantity for row, quantity in noted):
        return UndoBlock.PARTS_SINCE
    for row, quantity in noted:
        if row.quantity == quantity:
            rows.settle(connection, row.id, PartOutcome.UNDONE, context.clock.now())
        else:
            rows.set_quantity(connection, row.id, row.quantity - quantity)
    checks.reopen(connection, answered)
    return None


def undo_settled(connection: Connection, _context: Context, event: EventRow) -> UndoBlock | None:
    """What was settled is missing again."""
    done = [[int(n) for n in line] for line in event.details.get("parts", ())]
    lacking = {row.id: row for row in rows.open_of(connection, event.article_id or 0)}
    stands = {(row.part, row.loan_id) for row in lacking.values()}
    for row_id, part_id, _quantity in done:
        row = rows.by_id(connection, row_id)
        if row is None or (row_id in lacking) is (row_id == part_id):
            return UndoBlock.PARTS_SINCE
        if row_id == part_id and (row.part, row.loan_id) in stands:
            return UndoBlock.PARTS_SINCE
    for row_id, part_id, quantity in done:
        if row_id == part_id:
            rows.open_again(connection, row_id)
        else:
            rows.remove(connection, part_id)
            rows.set_quantity(connection, row_id, lacking[row_id].quantity + quantity)
    return None


def _part(known: Mapping[int, Part], number: int) -> Part:
    part = known.get(number)
    if part is None:
        raise InvalidValueError(
            _(
                "There is no part {n}. The parts are numbered from 1; see them with: fritids article parts CODE"
            ).format(n=number + 1),
            field="part",
        )
    return part


def _bad_number() -> InvalidValueError:
    return InvalidValueError(_("Write how many as a number from 1 to {n}.").format(n=MOST), field="quantity")


def _refuse_too_many(known: Mapping[int, Part], number: int, quantity: int, gone: int) -> None:
    part = _part(known, number)
    most = part.count - gone if part.stated else MOST - gone
    if quantity < 1 or (most > 0 and quantity > most and not part.stated):
        raise _bad_number()
    name = part.sv if language() == "sv" else part.en
    if most <= 0:
        raise InvalidValueError(
            _("That is noted as missing already, all there is of it: {part}.").format(part=name),
            field="quantity",
        )
    if quantity > most:
        raise InvalidValueError(
            _("Of {part} at most {n} more can be missing. Write how many did not come back.").format(
                n=most, part=name
            ),
            field="quantity",
        )


def _refuse_too_few(known: Mapping[int, Part], number: int, quantity: int | None, gone: int) -> int:
    """How many are to be settled: all, if it is not said."""
    part = known.get(number)
    if not gone or (quantity is not None and not 1 <= quantity <= gone):
        name = str(number + 1) if part is None else part.sv if language() == "sv" else part.en
        raise InvalidValueError(
            _("Of {part} no more than {n} are missing. Write a number from 1 to that.").format(
                n=gone, part=name
            )
            if gone
            else _("That is not noted as missing: {part}.").format(part=name),
            field="quantity",
        )
    return gone if quantity is None else quantity


def _lost(context: Context, found: ArticleAtHand, row: rows.LostRow) -> LostPart:
    article = context.article_view(found)
    part = next((part for part in article.parts if part.number == row.part), None)
    return LostPart(
        article=article,
        part=part or Part(row.part, row.quantity, stated=False, sv=str(row.part + 1), en=str(row.part + 1)),
        quantity=row.quantity,
        noted_at=row.noted_at,
        lent_at=row.lent_at,
        returned_at=row.returned_at,
        borrower_number=row.borrower_number,
        borrower_name="" if row.borrower_protected else row.borrower_name,
    )


def _settle(connection: Connection, row: rows.MissingRow, taken: int, how: _How) -> list[int]:
    """Settle so many of a row: all of it, or a part, which becomes a row of its own; (row, settled row, how many) for undoing it."""
    outcome, at, operator = how
    if taken == row.quantity:
        rows.settle(connection, row.id, outcome, at)
        return [row.id, row.id, taken]
    rows.set_quantity(connection, row.id, row.quantity - taken)
    part_id = rows.add(
        connection,
        {
            "article_id": row.article_id,
            "part": row.part,
            "quantity": taken,
            "loan_id": row.loan_id,
            "noted_at": row.noted_at,
            "operator": operator,
            "settled_at": at,
            "outcome": outcome.value,
        },
    )
    return [row.id, part_id, taken]
