"""A maker's recall: all the articles of a brand, model or type at once, with who has those that are out."""

from collections.abc import Sequence

from fritids.db import articles, events, service
from fritids.db.engine import Connection
from fritids.db.events import EventRow
from fritids.db.service import MadeBy
from fritids.domain.roles import Right
from fritids.domain.search import clean, fold
from fritids.domain.service import is_recalled
from fritids.domain.words import ActKind, ArticleState, ServiceKind
from fritids.errors import UsageError
from fritids.i18n import _
from fritids.services import scanned, service_notes
from fritids.services.acts import key_of_another_act
from fritids.services.checks import checked_note
from fritids.services.context import Context
from fritids.services.loan_pages import views_of
from fritids.services.once import once
from fritids.services.results.service import Recall, Recalled
from fritids.services.rights import needs


class Recalls:
    """The use case of a recall."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @needs(Right.STOCK)
    def look(
        self, *, brand: str | None = None, model: str | None = None, type_code: str | None = None
    ) -> Recall:
        """What a recall would take out of lending; nothing is written. Raises UsageError without brand, model or type."""
        _refuse_all(brand, model, type_code)
        with self._context.database.read() as connection:
            sure, unsure = self._meant(connection, brand, model, type_code)
            return self._recall(
                connection, [one.article_id for one in sure], [one.article_id for one in unsure], done=False
            )

    @needs(Right.STOCK)
    def recall(
        self,
        *,
        act: str,
        brand: str | None = None,
        model: str | None = None,
        type_code: str | None = None,
        note: str | None = None,
    ) -> Recall:
        """All the branch's articles that are meant have a note to be looked over and are not lent any more, as one act.

        Those on loan go to service when they come back. Raises UsageError without brand, model or type, InvalidValueError for a note
        that cannot be kept.
        """
        _refuse_all(brand, model, type_code)

        def work(connection: Connection) -> Recall:
            kept = checked_note(connection, note)
            sure, unsure = self._meant(connection, brand, model, type_code)
            ids = [one.article_id for one in sure]
            articles.lock_many(connection, ids)
            for line, article_id in enumerate(ids):
                self._take_out(connection, article_id, (act, line), kept)
            return self._recall(connection, ids, [one.article_id for one in unsure], done=True)

        def again(connection: Connection, earlier: EventRow) -> Recall:
            if earlier.kind is not ActKind.RECALL:
                raise key_of_another_act()
            lines = events.all_of_act(connection, act)
            ids = [line.article_id for line in lines if line.article_id is not None]
            return self._recall(connection, ids, [], done=True, repeated=True)

        return once(self._context, act, ActKind.RECALL, work, again)

    def _meant(
        self, connection: Connection, brand: str | None, model: str | None, type_code: str | None
    ) -> tuple[Sequence[MadeBy], Sequence[MadeBy]]:
        """Those that are meant, and those of which it cannot be told."""
        sure: list[MadeBy] = []
        unsure: list[MadeBy] = []
        for one in service.made_by(connection, self._context.branch_id, type_code):
            meant = is_recalled(brand or "", model or "", brand=one.brand, model=one.model)
            if meant is None and (brand or type_code is not None):
                unsure.append(one)
            elif meant:
                sure.append(one)
        return sure, unsure

    def _take_out(
        self, connection: Connection, article_id: int, act: tuple[str, int], note: str | None
    ) -> None:
        context = self._context
        facts = scanned.by_id(connection, context, article_id).facts
        notes = service_notes.open_note(connection, context, facts, ServiceKind.CHECK, note, recall=act[0])
        if facts.state is ArticleState.IN_STOCK:
            now = context.clock.now()
            articles.set_state(connection, article_id, ArticleState.IN_SERVICE, now, note=note)
        event = context.event(ActKind.RECALL, *act, article_id=article_id)
        events.add(connection, event, {"was": facts.state.value, **notes})

    def _recall(
        self,
        connection: Connection,
        ids: Sequence[int],
        unsure: Sequence[int],
        *,
        done: bool,
        repeated: bool = False,
    ) -> Recall:
        context = self._context
        views = {
            article_id: context.article_view(found)
            for article_id, found in scanned.by_ids(connection, context, [*ids, *unsure]).items()
        }
        out = views_of(connection, context, service.loans_out(connection, ids))
        loans = {loan.article.id: loan for loan in out}
        return Recall(
            done,
            tuple(Recalled(views[one], loans.get(one)) for one in ids),
            tuple(views[one] for one in unsure),
            repeated,
        )


def _refuse_all(brand: str | None, model: str | None, type_code: str | None) -> None:
    """A recall of everything is a slip."""
    if type_code is None and not fold(clean(brand or "")) and not fold(clean(model or "")):
        raise UsageError(_("Say what is recalled: a brand, a model or a type of article."))
