"""The stock: finding articles, registering them, changing them, taking them out of stock."""

from collections.abc import Callable, Mapping, Sequence

from fritids.db import articles, catalogue, events
from fritids.db.engine import Connection
from fritids.db.events import EventRow
from fritids.domain import barcode
from fritids.domain.findings import FindingCode
from fritids.domain.roles import Right
from fritids.domain.words import ActKind, ArticleState, DiscardReason, ShownState
from fritids.errors import ConflictError, InvalidValueError
from fritids.i18n import _
from fritids.services import scanned
from fritids.services.acts import key_of_another_act
from fritids.services.article_adding import (
    checked_order,
    free_codes,
    put_articles,
    refuse_taken,
    registered_once,
)
from fritids.services.article_form import changed_texts, checked_code, checked_columns
from fritids.services.article_search import article_filter
from fritids.services.article_states import put_state
from fritids.services.context import Context
from fritids.services.forms import ArticleListFilter, Changes, NewArticle
from fritids.services.loan_pages import loan_views
from fritids.services.once import once
from fritids.services.overviews import ArticleResult, NotChanged
from fritids.services.parts import change_of_parts
from fritids.services.photos import photo_column
from fritids.services.results import ArticleView, LoanView, TypeView
from fritids.services.rights import needs
from fritids.services.searchtext import article_text
from fritids.services.type_names import TypeNames

_READY = (ShownState.AVAILABLE,)
_LATER = (ShownState.ON_LOAN, ShownState.IN_SERVICE, ShownState.MISSING)
_GONE = (ShownState.DISCARDED, ShownState.TRANSFERRED)


class Articles:
    """The use cases of the stock."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._names = TypeNames({})

    @needs(Right.LEND)
    def get(self, code: str) -> ArticleView | None:
        """The article that a scanned or typed code means, in the most literal reading that any label has."""
        with self._context.database.read() as connection:
            found = scanned.article(connection, self._context, code)
            return None if found is None else self._context.article_view(found)

    @needs(Right.LEND)
    def labels(self, article_id: int) -> tuple[str, ...]:
        """The codes of all its labels, as written on them, the oldest first."""
        with self._context.database.read() as connection:
            return tuple(catalogue.codes_of(connection, article_id))

    @needs(Right.LEND)
    def state_note(self, article_id: int) -> str | None:
        """What was written when the article got the state that it has: what is broken, where it was last seen."""
        with self._context.database.read() as connection:
            return articles.state_note(connection, article_id)

    @needs(Right.LISTS)
    def loans_of(self, article_id: int, limit: int = 100) -> tuple[LoanView, ...]:
        """Its loans, the newest first."""
        with self._context.database.read() as connection:
            return loan_views(connection, self._context, article_id=article_id, limit=limit)

    @needs(Right.MACHINE)
    def types(self) -> tuple[TypeView, ...]:
        """All types, in the order of the shelves."""
        return tuple(self._context.types.values())

    @needs(Right.MACHINE)
    def type_named(self, text: str) -> TypeView | None:
        """The type that `text` means: its code or one of its names, or what only one type's names begin with or hold."""
        names = self._type_names()
        named = names.named(text)
        if named is not None:
            return named
        candidates = names.like(text)
        return candidates[0] if len(candidates) == 1 else None

    @needs(Right.MACHINE)
    def types_like(self, text: str, limit: int = 20) -> tuple[TypeView, ...]:
        """The types that `text` may mean, best first."""
        return self._type_names().like(text, limit)

    @needs(Right.LEND)
    def find(
        self,
        words: str,
        size: str | None = None,
        *,
        available: bool = False,
        limit: int = 20,
        offset: int = 0,
    ) -> tuple[ArticleView, ...]:
        """Articles that all of `words` (type, brand, model, code, size) and `size` fit: those that can be lent first, exact sizes first."""
        ranks = (_READY,) if available else (_READY, _LATER, _GONE)
        found: list[int] = []
        skip = offset
        with self._context.database.read() as connection:
            for shown in ranks:
                wanted = article_filter(
                    self._type_names(), self._context.branch_id, words, size=size, shown=shown
                )
                page = catalogue.find_ids(connection, wanted, limit=limit - len(found), offset=skip)
                found += page
                if len(found) >= limit:
                    break
                if skip:
                    skip = 0 if page else skip - catalogue.count(connection, wanted)
            return self._views(connection, found)

    @needs(Right.LEND)
    def count(self, words: str, size: str | None = None, *, available: bool = False) -> int:
        """How many articles `find` would give without a limit."""
        wanted = article_filter(
            self._type_names(), self._context.branch_id, words, size=size, shown=_READY if available else None
        )
        with self._context.database.read() as connection:
            return catalogue.count(connection, wanted)

    @needs(Right.STOCK)
    def list(
        self, wanted: ArticleListFilter | None = None, *, limit: int = 100, offset: int = 0
    ) -> tuple[ArticleView, ...]:
        """A page of the stock, by label."""
        with self._context.database.read() as connection:
            ids = catalogue.list_ids(
                connection, self._list_filter(wanted or ArticleListFilter()), limit=limit, offset=offset
            )
            return self._views(connection, ids)

    @needs(Right.STOCK)
    def count_list(self, wanted: ArticleListFilter | None = None) -> int:
        """How many articles `list` would give without a limit."""
        with self._context.database.read() as connection:
            return catalogue.count(connection, self._list_filter(wanted or ArticleListFilter()))

    @needs(Right.LEND)
    def add(self, new: NewArticle, *, act: str) -> tuple[ArticleView, ...]:
        """The articles are in stock, with their labels' codes. The same act sent twice makes them once.

        Raises InvalidValueError, whose `field` is the one of `NewArticle` that has to be changed; nothing is written then.
        """
        order = checked_order(new, self.type_named)

        def work(connection: Connection) -> tuple[ArticleView, ...]:
            return put_articles(connection, self._context, order, act=act)

        return registered_once(self._context, act, work)

    @needs(Right.STOCK)
    def edit(
        self,
        article_id: int,
        revision: int,
        changes: Changes,
        *,
        act: str,
        label: str | None = None,
        state: ArticleState | None = None,
    ) -> ArticleView:
        """`type`, `size`, `brand`, `model`, `note` and `photo`, as far as they stand in `changes`, are as given; so are a new label and state.

        All of it or nothing: raises ConflictError if somebody else changed the article since `revision`, InvalidValueError for a value
        that cannot be kept. `discard` is for taking it out of stock.
        """
        code, photo = None if label is None else checked_code(label), photo_column(changes)

        def work(connection: Connection) -> ArticleView:
            stored = self._stored(connection, article_id)
            kind = self._context.types[stored.type_code]
            if "type" in changes:
                named = self.type_named(str(changes["type"] or ""))
                if named is None:
                    raise InvalidValueError(
                        _("There is no article type called {name}.").format(name=changes["type"]),
                        field="type",
                    )
                kind = named
            if kind.code != stored.type_code:
                change_of_parts(connection, article_id)
            before = {"size": stored.size, "brand": stored.brand, "model": stored.model, "note": stored.note}
            columns = checked_columns(connection, kind, {**before, **changed_texts(changes)})
            codes = catalogue.codes_of(connection, article_id)
            self._save(connection, article_id, revision, {**columns.with_codes(codes), **photo})
            fields = set(changes)
            if code is not None:
                self._put_label(connection, article_id, code)
                fields.add("label")
            self._record(connection, ActKind.ARTICLE_EDIT, act, article_id, {"fields": sorted(fields)})
            if state is not None:
                event = self._context.event(ActKind.ARTICLE_STATE, act, 1, article_id=article_id)
                found = articles.by_id(connection, article_id, self._context.branch_id)
                put_state(connection, self._context, found, (state, None), note=None, event=event)
            return self._view(connection, article_id)

        return once(self._context, act, ActKind.ARTICLE_EDIT, work, self._edited_before(article_id))

    @needs(Right.LEND)
    def add_label(self, article_id: int, code: str | None = None, *, act: str) -> ArticleView:
        """A new label means the article too, and is the one shown; older ones stay valid. Without `code` it gets a number of our own."""
        typed = None if code is None else checked_code(code)

        def work(connection: Connection) -> ArticleView:
            self._put_label(connection, article_id, typed)
            self._record(connection, ActKind.ARTICLE_EDIT, act, article_id, {"fields": ["label"]})
            return self._view(connection, article_id)

        return once(self._context, act, ActKind.ARTICLE_EDIT, work, self._edited_before(article_id))

    def _put_label(self, connection: Connection, article_id: int, typed: str | None) -> None:
        stored = self._stored(connection, article_id)
        label = free_codes(connection, 1)[0] if typed is None else typed
        refuse_taken(connection, label, own=article_id)
        if barcode.key(label) not in {barcode.key(old) for old in catalogue.codes_of(connection, article_id)}:
            catalogue.add_label(
                connection, article_id, key=barcode.key(label), code=label, at=self._context.clock.now()
            )
        codes = catalogue.codes_of(connection, article_id)
        text = article_text(brand=stored.brand, model=stored.model, size=stored.size, codes=codes)
        catalogue.change(connection, article_id, stored.revision, {"label": label, "search": text})

    @needs(Right.STOCK)
    def set_state(
        self, code: str, state: ArticleState, *, act: str, note: str | None = None
    ) -> ArticleResult:
        """The article has this stored state from now on, whether it is on loan or not; `note` says why.

        `discard` is for taking it out of stock.
        """
        if state is ArticleState.DISCARDED:
            raise InvalidValueError(_("Say why the article is taken out of stock."), field="reason")
        if state is ArticleState.TRANSFERRED:
            raise InvalidValueError(
                _("Say where the article goes: fritids transfer send --to BRANCH CODE"), field="state"
            )
        return self._to_state(code, state, None, act=act, note=note)

    @needs(Right.STOCK)
    def discard(
        self, code: str, reason: DiscardReason, *, act: str, note: str | None = None
    ) -> ArticleResult:
        """The article is out of stock for good, for this reason. One that is on loan can still be returned."""
        return self._to_state(code, ArticleState.DISCARDED, reason, act=act, note=note)

    def _to_state(
        self, code: str, state: ArticleState, reason: DiscardReason | None, *, act: str, note: str | None
    ) -> ArticleResult:
        context = self._context
        kind = ActKind.ARTICLE_DISCARD if state is ArticleState.DISCARDED else ActKind.ARTICLE_STATE

        def work(connection: Connection) -> ArticleResult:
            found = scanned.article(connection, context, code, lock=True)
            if found is None:
                finding = context.policy.finding(FindingCode.UNKNOWN_ARTICLE, code=code)
                return NotChanged(code, None, (finding,))
            event = context.event(kind, act, article_id=found.facts.article_id)
            put_state(connection, context, found, (state, reason), note=note, event=event)
            return self._view(connection, found.facts.article_id)

        def again(connection: Connection, earlier: EventRow) -> ArticleResult:
            found = scanned.article(connection, context, code)
            if found is None:
                raise key_of_another_act()
            return self._edited_before(found.facts.article_id)(connection, earlier)

        return once(context, act, kind, work, again)

    def _edited_before(self, article_id: int) -> Callable[[Connection, EventRow], ArticleView]:
        """The article as it is now; the error for a key that was used, if the act was about another one."""

        def again(connection: Connection, earlier: EventRow) -> ArticleView:
            if earlier.article_id != article_id:
                raise key_of_another_act()
            return self._view(connection, article_id)

        return again

    def _save(
        self, connection: Connection, article_id: int, revision: int, described: Mapping[str, object]
    ) -> None:
        if not catalogue.change(connection, article_id, revision, described):
            raise ConflictError(
                _("Somebody else changed this article just now. Look at it again, then make your change.")
            )

    def _record(
        self, connection: Connection, kind: ActKind, act: str, article_id: int, details: dict[str, object]
    ) -> None:
        events.add(connection, self._context.event(kind, act, article_id=article_id), details)

    def _stored(self, connection: Connection, article_id: int) -> catalogue.StoredArticle:
        articles.lock_by_id(connection, article_id)
        stored = catalogue.stored(connection, article_id)
        if stored is None:
            raise ConflictError(_("This article is no longer there."))
        return stored

    def _view(self, connection: Connection, article_id: int) -> ArticleView:
        return self._context.article_view(articles.by_id(connection, article_id, self._context.branch_id))

    def _views(self, connection: Connection, ids: Sequence[int]) -> tuple[ArticleView, ...]:
        found = scanned.by_ids(connection, self._context, ids)
        return tuple(self._context.article_view(article) for article in found.values())

    def _list_filter(self, wanted: ArticleListFilter) -> catalogue.ArticleFilter:
        types = None
        if wanted.type_code is not None or wanted.category is not None:
            types = tuple(
                view.code
                for view in self._context.types.values()
                if wanted.type_code in (None, view.code) and wanted.category in (None, view.category)
            )
        return article_filter(
            self._type_names(),
            self._context.branch_id,
            wanted.words,
            types=types,
            shown=wanted.states or None,
        )

    def _type_names(self) -> TypeNames:
        if self._names.types is not self._context.types:
            self._names = TypeNames(self._context.types)
        return self._names
