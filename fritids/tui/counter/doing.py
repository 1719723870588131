"""What each key does, once its turn has come."""

from typing import TYPE_CHECKING

from fritids.domain.findings import FindingCode, Severity
from fritids.domain.scanstream import Line
from fritids.i18n import _
from fritids.present import (
    Tone,
    article_name,
    borrower_name,
    lendings_said,
    person_name,
    plain,
    renewals_said,
)
from fritids.services import results as r
from fritids.tui.counter import article_forms, borrower_forms, child_forms, deeds, due_form, undo
from fritids.tui.counter.acting import Acting
from fritids.tui.counter.asking import LeftError, Questions
from fritids.tui.counter.deeds import Deed
from fritids.tui.counter.inbox import Entry
from fritids.tui.counter.overriding import ask_reason
from fritids.tui.counter.receipt_doing import ReceiptDoing
from fritids.tui.counter.situation import Shown, View
from fritids.tui.counter.stage import Caller, Stage
from fritids.tui.counter.stock_doing import StockDoing

if TYPE_CHECKING:
    from fritids.services.desk import Desk


class Doing(Acting):
    """Does what keys ask for, on the stage and by the use cases."""

    def __init__(self, call: Caller, questions: Questions, stage: Stage) -> None:
        super().__init__(call, questions, stage)
        self._stock = StockDoing(call, questions, stage)
        self._receipts = ReceiptDoing(call, questions, stage)
        self.reach = undo.Reach()

    async def do(self, entry: Entry, deed: Deed) -> None:  # noqa: C901  # one line a key
        """Do it and show what came of it. Raises LeftError where a question was left, UsageError where it cannot be done at all."""
        act = entry.act
        match deed:
            case deeds.Undo(event_id=None):
                await self._undo_last(act)
            case deeds.Undo(event_id=int(event_id)):
                await self._one(lambda desk: desk.undoing.undo(event_id, act=act))
            case deeds.UndoVisit(visit_id=visit_id, acts=acts):
                if not await self._questions.confirm(undo.visit_question(acts, self._stage.now)):
                    raise LeftError
                await self._one(lambda desk: desk.undoing.undo_visit(visit_id, act=act))
            case deeds.MoveVisit():
                await self._move_visit(entry, deed)
            case deeds.Renew(code=code, accepted=accepted):
                await self._one(lambda desk: desk.counter.renew(code, act=act, accepted=accepted))
            case deeds.RenewInstead(event_id=event_id):
                await self._one(lambda desk: desk.counter.renew_instead(event_id, act=act))
            case deeds.RenewAll(borrower_id=borrower_id):
                await self._renew_all(act, borrower_id)
            case deeds.SetDue(loan=loan):
                await self._set_due(act, loan)
            case deeds.KeepReturnOnly(event_id=event_id):
                await self._one(lambda desk: desk.counter.keep_return_only(event_id, act=act))
            case deeds.Insist(code=code):
                await self._one(lambda desk: desk.counter.insist(code, act=act))
            case deeds.TakeBack(code=code):
                await self._one(lambda desk: desk.counter.scan_article(code, act=act, returns_only=True))
            case deeds.AsScanned(code=code):
                self._stage.go(View.COUNTER)
                self.next_line = Line(code, 0.0)
            case deeds.OpenVisit(borrower_id=borrower):
                self._stage.go(View.COUNTER)
                await self._one(lambda desk: desk.counter.open_visit(borrower, act=act))
            case _:
                await self._about_the_desk(entry, deed)

    async def _about_the_desk(self, entry: Entry, deed: Deed) -> None:  # noqa: C901  # one line a key
        match deed:
            case deeds.AcceptWaiting(article_id=article_id):
                await self._accept(entry, article_id)
            case deeds.Override(code=refused_code, answer=refused):
                reason = await ask_reason(self._questions, refused)
                asked = frozenset(one.code for one in refused.findings if one.severity is Severity.ASK)
                await self._one(
                    lambda desk: desk.counter.override(refused_code, reason, accepted=asked, act=entry.act)
                )
            case deeds.DropWaiting(article_id=article_id):
                await self._silent(
                    lambda desk: desk.counter.drop_waiting(article_id), lambda: _("Not lent. Put it back")
                )
            case deeds.TakeOut(article_id=article_id):
                await self._silent(
                    lambda desk: desk.counter.take_out(article_id), lambda: _("Taken out of the basket")
                )
            case deeds.EmptyBasket():
                await self._silent(lambda desk: desk.counter.empty_basket(), lambda: _("The basket is empty"))
            case deeds.ReturnsOnly(on=on):
                self._returns_only(on=on)
            case deeds.ForWhom():
                await self._for_whom(entry)
            case deeds.Register(code=code):
                await self._register(entry, code)
            case deeds.GiveReceipt(visit_id=visit_id):
                await self._receipts.give(entry, visit_id)
            case deeds.EditBorrower(borrower=borrower):
                await self._edit_borrower(entry, borrower)
            case _:
                await self._stock.do(entry, deed)
                self.next_line, self._stock.next_line = self._stock.next_line, None

    async def _undo_last(self, act: str) -> None:
        """Take back the newest thing: what was laid in the basket last, else the desk's newest act.

        What does not belong to what is going on is asked about first: whoever stands at the desk now is somebody else.
        """
        state = self._stage.now.state
        if state.visit is None and state.basket:
            article = state.basket[-1]
            await self._silent(
                lambda desk: desk.counter.take_out(article.id),
                lambda: _("Taken out of the basket: {article}").format(article=article_name(article)),
            )
            return
        acts, now = await self._call(lambda desk: desk.undoing.next_up()), self._stage.now
        reaches = not acts or self.reach.holds(acts[0], now)
        if not reaches and not await self._questions.confirm(undo.question(acts, now)):
            raise LeftError
        await self._one(lambda desk: desk.undoing.undo_last(act=act))
        self.reach.undone(acts[0] if acts else None)

    def _returns_only(self, *, on: bool) -> None:
        """In its turn, so that what was scanned before is not taken for part of the pile, nor the pile for lending."""
        now = self._stage.now
        if on:
            self._stage.go(View.COUNTER)
        if on != now.returns_only and not now.pile:
            self._stage.returns_only(on=on)

    async def _renew_all(self, act: str, borrower_id: int | None) -> None:
        results, state = await self._call(
            lambda desk: (desk.counter.renew_all(borrower_id, act=act), desk.counter.state())
        )
        self._stage.show(_all_renewed(results), state)
        self._stage.changed()

    async def _set_due(self, act: str, loan: r.LoanView | None) -> None:
        visit = self._stage.now.state.visit
        if visit is None:
            return
        code, visit_id = None if loan is None else loan.article.barcode, visit.visit_id
        loans = (
            (loan,) if loan is not None else await self._call(lambda desk: desk.due_dates.lent_in(visit_id))
        )
        if not loans:
            return
        day, accepted = await due_form.another_date(
            self._questions, self._call, loans, code=code, visit_id=visit_id
        )

        def use_case(desk: "Desk") -> r.DueResult:
            if code is None:
                return desk.due_dates.set_visit_due(visit_id, day, act=act, accepted=accepted)
            return desk.due_dates.set_due(code, day, act=act, accepted=accepted, visit_id=visit_id)

        await self._one(use_case)

    async def _accept(self, entry: Entry, article_id: int | None) -> None:
        """Accept what a yes is enough for; ask for the rest, one binding after the other."""
        visit = self._stage.now.state.visit
        seen = () if visit is None else visit.waiting
        results, state = await self._call(
            lambda desk: (
                desk.counter.accept_waiting(act=entry.act, article_id=article_id, shown=seen),
                desk.counter.state(),
            )
        )
        lent = any(isinstance(one, r.Lent) for one in results)
        waiting = () if state.visit is None else state.visit.waiting
        if lent or not waiting:
            self._stage.show(_all_lent(results), state)
            self._stage.changed()
        for n, item in enumerate(one for one in waiting if article_id in {None, one.article.id}):
            if all(finding.code is not FindingCode.BINDING_NOT_SET for finding in item.findings):
                continue
            by, sole = await article_forms.binding(self._questions, item)
            await self._accept_with_binding(f"{entry.act}/{n}", item, by, sole)

    async def _accept_with_binding(self, act: str, item: r.Waiting, by: str, sole: int) -> None:
        def use_case(desk: "Desk") -> tuple[tuple[r.LendResult, ...], r.CounterState]:
            from fritids.services.bindings import Binding

            done = desk.counter.accept_waiting(act=act, article_id=item.article.id, binding=Binding(by, sole))
            return done, desk.counter.state()

        results, state = await self._call(use_case)
        self._stage.show(_all_lent(results), state)
        self._stage.changed()

    async def _for_whom(self, entry: Entry) -> None:
        visit = self._stage.now.state.visit
        if visit is None:
            return
        child = await child_forms.for_whom(self._questions, self._call, entry, visit)
        name = borrower_name(visit.borrower) if child is None else plain(child.name)
        await self._silent(
            lambda desk: desk.counter.borrow_for(None if child is None else child.id),
            lambda: _("From now on for {name}").format(name=name),
            tone=Tone.YES,
        )

    async def _register(self, entry: Entry, code: str | None) -> None:
        """Register it and go on with it as if it had been scanned; in the mode for returns it only goes on the shelf."""
        article = await article_forms.new_article(self._questions, self._call, entry, code)

        def registered() -> str:
            said = (
                _("It is registered.")
                if code
                else _("It is registered with the number {number}: write it on a label.")
            )
            return said.format(number=article.barcode)

        if self._stage.now.returns_only:
            name = article_name(article)
            await self._show(
                Shown.note(lambda: _("Registered: {article}").format(article=name), registered, tone=Tone.YES)
            )
            return
        answer, state = await self._call(
            lambda desk: (
                desk.counter.scan_article(article.barcode, act=f"{entry.act}/scan"),
                desk.counter.state(),
            )
        )
        self._stage.show(Shown.of(answer, registered), state)
        self._stage.changed()

    async def _edit_borrower(self, entry: Entry, borrower: r.BorrowerView) -> None:
        changed = await borrower_forms.corrected_borrower(self._questions, self._call, entry, borrower)
        name = borrower_name(changed)
        await self._silent(
            lambda _desk: None, lambda: _("Saved: {borrower}").format(borrower=name), tone=Tone.YES
        )

    async def _move_visit(self, entry: Entry, deed: deeds.MoveVisit) -> None:
        whose = person_name(deed.act.borrower_name, deed.act.borrower_number)
        target = await borrower_forms.another_borrower(self._questions, self._call, whose)
        await self._one(lambda desk: desk.moving.move_visit(deed.visit_id, target.id, act=entry.act))


def _all_lent(results: tuple[r.LendResult, ...]) -> Shown:
    return Shown(lambda: lendings_said(results), results[0] if len(results) == 1 else None)


def _all_renewed(results: tuple[r.RenewResult, ...]) -> Shown:
    return Shown(lambda: renewals_said(results), results[0] if len(results) == 1 else None)
