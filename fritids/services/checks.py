"""Answering the questions that returns left beside them (R5)."""

from collections.abc import Sequence

from fritids.db import articles, checks, events, loans, parts, visits
from fritids.db.engine import Connection
from fritids.domain.roles import Right
from fritids.domain.search import clean
from fritids.domain.words import ActKind, ArticleState, CheckAnswer, CheckKind, ServiceKind
from fritids.errors import InvalidValueError, UsageError
from fritids.i18n import _
from fritids.services import scanned, service_notes
from fritids.services.acts import key_of_another_act
from fritids.services.context import Context
from fritids.services.identity import refuse_identity_number
from fritids.services.results import CheckView, LoanView
from fritids.services.rights import needs

LONGEST_NOTE = 500
_TO_SERVICE = frozenset({ArticleState.IN_STOCK, ArticleState.IN_SERVICE})
"""What a bad answer leaves something to be mended of; what is gone is nobody's to mend."""


def leave_questions(connection: Connection, context: Context, loan: LoanView) -> tuple[CheckView, ...]:
    """Leave beside a return what is asked about its type: whether it took a knock, whether all its parts are there."""
    article, now = loan.article, context.clock.now()
    asked = [CheckKind.SAFETY] if article.type.safety_check else []
    missing: tuple[tuple[int, int], ...] = ()
    if article.type.parts_sv:
        asked.append(CheckKind.PARTS)
        missing = tuple(parts.quantities(connection, [article.id]).get(article.id, {}).items())
    # Asked at every return, also while the question of the last one waits: who has the helmet in hand can look now.
    return tuple(
        CheckView(
            loans.add_check(connection, article_id=article.id, loan_id=loan.id, kind=kind, at=now),
            kind,
            article,
            now,
            loan.id,
            missing if kind is CheckKind.PARTS else (),
        )
        for kind in asked
    )


class Checks:
    """The use cases of the check list."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @needs(Right.LEND)
    def open_checks(
        self, limit: int = 200, *, loan_ids: Sequence[int] | None = None, article_id: int | None = None
    ) -> tuple[CheckView, ...]:
        """The questions nobody has answered, newest first; of these loans, or this article, only."""
        with self._context.database.read() as connection:
            return self.read_open(connection, limit, loan_ids=loan_ids, article_id=article_id)

    def read_open(
        self,
        connection: Connection,
        limit: int,
        *,
        loan_ids: Sequence[int] | None = None,
        article_id: int | None = None,
    ) -> tuple[CheckView, ...]:
        """The same inside a transaction."""
        context = self._context
        rows = checks.open_ones(
            connection, context.branch_id, limit, loan_ids=loan_ids, article_id=article_id
        )
        found = scanned.by_ids(connection, context, [row.article_id for row in rows])
        counted = {row.article_id for row in rows if row.kind is CheckKind.PARTS}
        missing = parts.quantities(connection, counted) if counted else {}
        return tuple(
            CheckView(
                row.id,
                row.kind,
                context.article_view(found[row.article_id]),
                row.asked_at,
                row.loan_id,
                tuple(missing.get(row.article_id, {}).items()) if row.kind is CheckKind.PARTS else (),
            )
            for row in rows
        )

    @needs(Right.LEND)
    def answer(self, check_id: int, *, well: bool, act: str, note: str | None = None) -> None:
        """Answer one question. A bad answer puts the article in service, with the note; one answered before stays as it was answered."""
        self.answer_all((check_id,), well=well, act=act, note=note)

    @needs(Right.LEND)
    def answer_all(
        self, check_ids: Sequence[int], *, act: str, well: bool = True, note: str | None = None
    ) -> None:
        """Answer several questions alike, in one transaction."""
        context = self._context

        def work(connection: Connection) -> None:
            kept = checked_note(connection, note)
            visit = visits.open_at(connection, context.branch_id, context.desk)
            for line, check_id in enumerate(check_ids):
                row = checks.by_id(connection, check_id)
                if row is None:
                    raise UsageError(_("That question is no longer on the check list."))
                articles.lock_by_id(connection, row.article_id)
                answer = CheckAnswer.WELL if well else CheckAnswer.BAD
                answered = checks.answer(
                    connection, row, answer, at=context.clock.now(), note=kept, operator=context.operator
                )
                if not answered:
                    continue
                article = articles.by_id(connection, row.article_id, context.branch_id)
                details: dict[str, object] = {"checks": answered}
                if not well and article.facts.state in _TO_SERVICE:
                    details |= service_notes.open_note(
                        connection, context, article.facts, ServiceKind.MEND, kept
                    )
                if not well and article.facts.state is ArticleState.IN_STOCK:
                    details |= {"was": article.facts.state.value, "state": ArticleState.IN_SERVICE.value}
                    articles.set_state(
                        connection, row.article_id, ArticleState.IN_SERVICE, context.clock.now(), note=kept
                    )
                events.add(
                    connection,
                    context.event(
                        ActKind.ANSWER_CHECK,
                        act,
                        line,
                        article_id=row.article_id,
                        loan_id=row.loan_id,
                        visit_id=None if visit is None else visit.id,
                    ),
                    {**details, "answer": answer.value},
                )

        def again(_connection: Connection, earlier: events.EventRow) -> None:
            if earlier.kind is not ActKind.ANSWER_CHECK:
                raise key_of_another_act()

        return context.do(act, 0, work, again)


def checked_note(connection: Connection, note: str | None) -> str | None:
    """What was wrong, as it is kept. Raises InvalidValueError."""
    kept = clean(note or "")
    if len(kept) > LONGEST_NOTE:
        raise InvalidValueError(
            _("This may have at most {n} characters.").format(n=LONGEST_NOTE), field="note"
        )
    refuse_identity_number(connection, kept, "note")
    return kept or None
