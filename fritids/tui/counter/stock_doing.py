"""What each key does that is about the stock and no loan: questions at returns, parts, service, a photo, what is not here."""

from typing import TYPE_CHECKING

from fritids.domain.scanstream import Line
from fritids.domain.words import ArticleState, CheckKind, ShownState
from fritids.i18n import _
from fritids.present import Tone, article_name, article_names, service_said
from fritids.present.moves import received_said
from fritids.present.requests import noted_said
from fritids.services import results as r
from fritids.tui.counter import article_forms, deeds, part_forms, photo_form, request_form, service_forms
from fritids.tui.counter.acting import Acting
from fritids.tui.counter.deeds import Deed
from fritids.tui.counter.inbox import Entry
from fritids.tui.counter.situation import Shown
from fritids.tui.counter.survey_doing import SurveyDoing

if TYPE_CHECKING:
    from fritids.services.desk import Desk


class StockDoing(Acting):
    """Does what keys ask for in the stock."""

    async def do(self, entry: Entry, deed: Deed) -> None:
        """Do it and show what came of it. Raises LeftError where a question was left, UsageError where it cannot be done at all."""
        act = entry.act
        match deed:
            case deeds.ChecksWell(check_ids=ids):
                await self._checks_well(act, ids)
            case deeds.CheckBad(check_ids=ids):
                await self._check_bad(entry, ids)
            case deeds.NoteParts() | deeds.SettleParts():
                await self._about_parts(act, deed)
            case deeds.NotHad(words=words):
                noted = await request_form.not_had(self._questions, self._call, entry, words)
                await self._show(Shown(lambda: noted_said(noted)))
            case deeds.Receive(code=code):
                await self._receive(act, code)
            case deeds.AskSurvey(loan=loan):
                await SurveyDoing(self._call, self._questions, self._stage).ask(entry, loan)
            case deeds.SetAside(article=article):
                await self._set_aside(entry, article)
            case deeds.Photo(article=article):
                await self._photo(entry, article)
            case deeds.BackInStock(article=article):
                await self._back_in_stock(act, article)
            case _:
                raise AssertionError(deed)

    async def _checks_well(self, act: str, ids: tuple[int, ...]) -> None:
        asked = {
            check.article.id: check.article for check in self._stage.now.state.open_checks if check.id in ids
        }
        names = article_names(asked.values())
        await self._silent(
            lambda desk: desk.checks.answer_all(ids, act=act),
            lambda: _("All is well: {articles}").format(articles=names) if names else _("All is well"),
            tone=Tone.YES,
        )

    async def _check_bad(self, entry: Entry, ids: tuple[int, ...]) -> None:
        asked = [one for one in self._stage.now.state.open_checks if one.id in ids]
        if not asked:
            return
        article = await article_forms.which_is_wrong(self._questions, asked)
        counted = [one for one in asked if one.article.id == article.id and one.kind is CheckKind.PARTS]
        if counted and (
            missing := await self._what_is_missing(article, dict(counted[0].missing), or_broken=True)
        ):
            await self._parts_missing(entry.act, article, missing)
            return
        note = await article_forms.what_is_wrong(self._questions, article)
        its = tuple(one.id for one in asked if one.article.id == article.id)
        # It came back from somebody else and was lent on in the same scan (R4): the article is in service, the loan stands.
        still_lent = article.state is ShownState.ON_LOAN
        await self._silent(
            lambda desk: desk.checks.answer_all(its, well=False, note=note or None, act=entry.act),
            lambda: (
                _("For service, but still lent: {article}. Undo the loan or take it back")
                if still_lent
                else _("Set aside for service: {article}")
            ).format(article=article_name(article)),
            tone=Tone.ASK if still_lent else Tone.YES,
        )

    async def _receive(self, act: str, code: str) -> None:
        """Receive it; where somebody is waiting for it, go on as if it had been scanned."""
        done = await self._call(lambda desk: desk.transfers.receive([code], act=act))
        state = self._stage.now.state
        if done.received and (state.visit is not None or state.basket):
            self.next_line = Line(code, 0.0)
        await self._show(Shown(lambda: received_said(done)))

    async def _what_is_missing(
        self, article: r.ArticleView, known: dict[int, int], *, or_broken: bool
    ) -> dict[int, int]:
        return await part_forms.what_is_missing(self._questions, article, known, or_broken=or_broken)

    async def _about_parts(self, act: str, deed: deeds.NoteParts | deeds.SettleParts) -> None:
        article = deed.article
        if isinstance(deed, deeds.SettleParts):
            headline = await part_forms.settled(self._questions, self._call, article, act)
            await self._silent(lambda _desk: None, headline, tone=Tone.YES)
            return
        of = await self._call(lambda desk: desk.parts.of(article.barcode))
        known = {} if of is None else part_forms.known_missing(of)
        if missing := await self._what_is_missing(article, known, or_broken=False):
            await self._parts_missing(act, article, missing)

    async def _parts_missing(self, act: str, article: r.ArticleView, missing: dict[int, int]) -> None:
        _done, state = await self._call(
            lambda desk: (desk.parts.note(article.barcode, missing, act=act), desk.counter.state())
        )
        told = _("It can be lent all the same; whoever borrows it next is told.")
        self._stage.show(Shown.note(part_forms.noted(article, missing), lambda: told, tone=Tone.YES), state)
        self._stage.changed()

    async def _set_aside(self, entry: Entry, article: r.ArticleView) -> None:
        kind, note = await service_forms.what_to_do(self._questions, self._call, article)
        result = await self._call(
            lambda desk: desk.service.send(article.barcode, kind, act=entry.act, note=note)
        )
        await self._show(Shown(lambda: service_said(result)))

    async def _back_in_stock(self, act: str, article: r.ArticleView) -> None:
        """Whoever says so has done what was to be done to it; a missing one is found, and what is to be done to it is not."""
        if article.state is ShownState.IN_SERVICE:
            result = await self._call(lambda desk: desk.service.done(article.barcode, act=act))
            await self._show(Shown(lambda: service_said(result)))
            return

        def use_case(desk: "Desk") -> r.ArticleView:
            desk.articles.set_state(article.barcode, ArticleState.IN_STOCK, act=act)
            return desk.articles.get(article.barcode) or article

        name, now = article_name(article), await self._call(use_case)
        if now.state is ShownState.IN_SERVICE:
            await self._show(Shown.of(r.Found(now, 0)))
        else:
            await self._show(
                Shown.note(lambda: _("Can be lent again: {article}").format(article=name), tone=Tone.YES)
            )

    async def _photo(self, entry: Entry, article: r.ArticleView) -> None:
        there = await photo_form.photo(self._questions, self._call, entry, article)
        name = article_name(article)
        await self._silent(
            lambda _desk: None,
            lambda: (_("Photo kept: {article}") if there else _("Without a photo now: {article}")).format(
                article=name
            ),
            tone=Tone.YES,
        )
