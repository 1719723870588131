"""Which key does what at this moment. The foot of the screen and the keyboard both ask here, so they cannot disagree.

One key, one thing, in every view: F2 renews, F6 is "all the same", F8 undoes. What is not possible now is not offered.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from fritids.domain.findings import Finding, FindingCode, Severity, is_refused
from fritids.domain.words import CheckKind, ShownState
from fritids.i18n import _, n_, p_
from fritids.services import results as r
from fritids.tui.counter import deeds
from fritids.tui.counter.deeds import Deed
from fritids.tui.counter.overriding import override_of
from fritids.tui.counter.situation import JobPage, Situation, View, lent_now


class Move(Enum):
    """Keys that change only what is shown."""

    HELP = auto()
    OUT = auto()
    TODAY = auto()
    ACTS = auto()
    SETTINGS = auto()
    CARD = auto()
    BACK = auto()
    MARK = auto()
    ENTER = auto()
    QUIT = auto()


@dataclass(frozen=True, slots=True)
class Open:
    """Show a view of one thing: whose card, which article."""

    view: View
    what: object


@dataclass(frozen=True, slots=True)
class Hint:
    """A key that does something now."""

    key: str
    """As Textual names it."""
    label: str
    does: Deed | Move | Open | Callable[[], None]
    strong: bool = False
    """It goes with the last result, and stands in front."""
    extra: bool = False
    """It is left out where there is no room for it beside the others."""


KEY_NAMES = {
    "enter": "Enter", "escape": "Esc", "right": "→", "left": "←", "up": "↑", "down": "↓", "ctrl+d": "Ctrl+D", "ctrl+e": "Ctrl+E", "ctrl+f": "Ctrl+F", "ctrl+k": "Ctrl+K", "ctrl+l": "Ctrl+L", "ctrl+n": "Ctrl+N", "ctrl+q": "Ctrl+Q",
    **{f"f{n}": f"F{n}" for n in range(1, 13)},
}  # fmt: skip


def at_counter(now: Situation) -> tuple[Hint, ...]:
    """The keys of the counter, those of the last result first."""
    if now.prompt is not None:
        return of_prompt(now)
    return (*_of_moment(now), *everywhere(now))


def of_prompt(now: Situation) -> tuple[Hint, ...]:
    """While something is asked only the answer counts."""
    prompt = now.prompt
    hints = [Hint("escape", _("Leave it"), Move.BACK)]
    chooses = prompt is not None and bool(prompt.options()) and not prompt.done
    if prompt is not None and prompt.enter is not None and not (chooses and now.marked < 0):
        hints.insert(0, Hint("enter", prompt.enter(), Move.ENTER, strong=True))
    if prompt is not None and prompt.not_had:
        hints.append(Hint("ctrl+n", _("Not here"), deeds.NotHad(prompt.not_had)))
    return (*hints, Hint("f1", _("Help"), Move.HELP))


def in_view(now: Situation, own: tuple[Hint, ...], *, narrowed: bool) -> tuple[tuple[Hint, ...], int]:
    """The keys of a view below the box: its own, the way back, and those of every view, which are so many at the end."""
    if now.prompt is not None:
        return (Hint("escape", _("Back to the question"), Move.BACK, strong=True),), 0
    taken = {hint.key for hint in own}
    steady = tuple(hint for hint in everywhere(now) if hint.key not in taken)
    back = Hint("escape", _("Show all") if narrowed else _("Back"), Move.BACK)
    return (*own, back, *steady), len(steady)


def everywhere(now: Situation) -> tuple[Hint, ...]:
    """The keys that every view has."""
    places = (
        Hint("f1", _("Help"), Move.HELP),
        Hint("f3", _("Returns"), deeds.ReturnsOnly(on=True)),
        Hint("f7", p_("key", "Out"), Move.OUT),
        Hint("f8", _("Undo"), deeds.Undo()),
        Hint("f9", _("Today"), Move.TODAY),
        Hint("f10", _("Latest"), Move.ACTS),
        Hint("f12", p_("key", "More"), deeds.More()),
    )
    if now.returns_only or now.job is not None:
        return tuple(hint for hint in places if hint.key != "f3")
    return places


def _of_job(job: JobPage) -> list[Hint]:
    hints = [Hint(key.key, key.label, deeds.JobAct(key.does), strong=key.strong) for key in job.offers()]
    if words := job.enter_does():
        hints.insert(0, Hint("enter", words, Move.ENTER, strong=True))
    return _one_each([*hints, Hint("escape", _("Back to lending"), Move.BACK)])


def _of_moment(now: Situation) -> list[Hint]:
    if now.job is not None:
        return _of_job(now.job)
    if now.hits:
        return _of_hits(now)
    hints: list[Hint] = []
    if now.returns_only:
        hints.append(Hint("enter", _("The pile is done"), Move.ENTER, strong=True))
    elif now.state.visit is not None:
        hints.append(Hint("enter", _("End the visit"), Move.ENTER, strong=True))
    hints += _of_row(now)
    hints += of_answer(now)
    if now.row < 0 and not now.mark_spent:
        hints += _of_state(now)
    hints += _of_escape(now)
    if now.state.visit is not None and not now.returns_only:
        hints += [Hint("right", _("Card"), Move.CARD), Hint("left", _("For whom"), deeds.ForWhom())]
    if now.reads_aloud and (n := len(now.state.open_checks)):
        hints.append(Hint("down", n_("To look at: {n}", "To look at: {n}", n).format(n=n), Move.MARK))
    elif now.rows and now.row < 0:
        hints.append(Hint("down", _("Mark"), Move.MARK, extra=True))
    hints += _of_survey(now)
    hints += _of_card(now)
    hints += _of_receipt(now)
    hints += _of_dates(now)
    if now.ready and now.at_rest and now.row < 0:
        hints.append(Hint("f6", _("New article"), deeds.Register()))
    return _one_each([*hints, *_of_what_is_not_here(now)])


def _of_survey(now: Situation) -> list[Hint]:
    loan = now.to_ask
    return [] if loan is None else [Hint("ctrl+e", _("Two questions"), deeds.AskSurvey(loan))]


def _of_card(now: Situation) -> list[Hint]:
    """The card of the article that the last scan was about."""
    match None if now.shown is None or now.mark_spent else now.shown.answer:
        case (
            r.TakenBack(loan=r.LoanView(article=article))
            | r.AlreadyInBasket(article)
            | r.Basketed(article)
            | r.JustDone(article=article)
        ):
            return [Hint("right", _("Card"), Open(View.ARTICLE, article.barcode), extra=True)]
        case _:
            return []


def _of_what_is_not_here(now: Situation) -> list[Hint]:
    if not now.ready or now.returns_only or now.row >= 0:
        return []
    return [Hint("ctrl+n", _("Not here"), deeds.NotHad(), extra=True)]


def _of_dates(now: Situation) -> list[Hint]:
    """Another date for the marked loan; with none marked, for all that was lent in the visit."""
    visit, row = now.state.visit, now.marked_row
    loan = row.of if row is not None and isinstance(row.of, r.LoanView) else None
    if visit is None or now.returns_only or now.mark_spent:
        return []
    if loan is None and (row is not None or not lent_now(visit)):
        return []
    return [Hint("ctrl+d", p_("key", "Date"), deeds.SetDue(loan), extra=True)]


def _of_receipt(now: Situation) -> list[Hint]:
    """What was lent in writing, for the visit that is open or was the last here. Only if something was lent in it."""
    visit_id = None if now.returns_only else now.receipt_visit
    if visit_id is None:
        return []
    crowded = now.state.visit is not None or now.row >= 0
    return [Hint("ctrl+k", p_("key", "Receipt"), deeds.GiveReceipt(visit_id), extra=crowded)]


def _of_hits(now: Situation) -> list[Hint]:
    """While words are typed: what Enter does with the hits."""
    not_had = Hint("ctrl+n", _("Not here"), deeds.NotHad())
    if now.marked < 0:
        return [Hint("enter", _("Show all"), Move.ENTER), not_had]
    hit = now.hits[now.marked]
    card = Open(View.ARTICLE, hit.code) if hit.borrower_id is None else Open(View.BORROWER, hit.borrower_id)
    return [Hint("enter", _("Choose"), Move.ENTER, strong=True), Hint("right", _("Card"), card), not_had]


def _of_escape(now: Situation) -> list[Hint]:
    if now.returns_only and not now.pile:
        return [Hint("escape", _("Back to lending"), Move.BACK)]
    if now.asked_to_empty:
        return [
            Hint("enter", _("Keep it"), Move.ENTER, strong=True),
            Hint("escape", _("Empty the basket"), Move.BACK, strong=True),
        ]
    if now.row < 0 and now.state.visit is None and now.state.basket and not now.returns_only:
        return [Hint("escape", _("Empty the basket …"), Move.BACK)]
    return []


def _one_each(hints: list[Hint]) -> list[Hint]:
    taken: dict[str, Hint] = {}
    for hint in hints:
        taken.setdefault(hint.key, hint)
    return list(taken.values())


def offered(now: Situation) -> list[Hint]:
    """The keys that change the last result, but for those that are for the marked line now."""
    taken = {hint.key for hint in _of_row(now)}
    return [hint for hint in of_answer(now) if hint.key not in taken]


def of_answer(now: Situation) -> list[Hint]:
    """The keys that change the last result."""
    shown = now.shown
    answer = None if shown is None else shown.answer
    match answer:
        case r.Lent(returned=returned, event_id=event_id) if returned is not None:
            return [Hint("f6", _("Only the return"), deeds.KeepReturnOnly(event_id), strong=True)]
        case r.TakenBack():
            return _of_return(now, answer)
        case r.AlreadyInBasket(article=article):
            return [Hint("f6", _("Take it out"), deeds.TakeOut(article.id), strong=True)]
        case r.JustDone(article=article) if questions := _questions_on(now, article.id):
            return [
                Hint("f5", _("All is well"), deeds.ChecksWell(questions), strong=True),
                Hint("f6", _wrong_label(now, questions), deeds.CheckBad(questions), strong=True),
            ]
        case r.JustDone(article=article, code=code) if (
            not now.returns_only or code is not FindingCode.JUST_RETURNED
        ):
            return [
                Hint(
                    "f6",
                    _insist_label(code, in_visit=now.state.visit is not None),
                    deeds.Insist(article.barcode),
                    strong=True,
                )
            ]
        case r.UnknownCode(code=code):
            return [Hint("f6", _("Register the article"), deeds.Register(code), strong=True)]
        case r.Hits(text=words) if not answer.borrowers and not now.returns_only:
            return [Hint("ctrl+n", _("Note that it is not here"), deeds.NotHad(words), strong=True)]
        case r.NotLent():
            return _of_not_lent(now, answer)
        case r.NotRenewed(barcode=code, findings=findings) if not is_refused(findings):
            asked = frozenset(finding.code for finding in findings if finding.severity is Severity.ASK)
            return [Hint("f4", _("Yes, renew"), deeds.Renew(code, asked), strong=True)]
        case _:
            return []


def _of_not_lent(now: Situation, answer: r.NotLent) -> list[Hint]:
    if any(map(_may_be_received, answer.findings)):
        return [Hint("f6", _("Receive it"), deeds.Receive(answer.barcode), strong=True)]
    if (override := override_of(now, answer)) is not None:
        return [Hint("f6", _("Lend it all the same …"), override, strong=True)]
    if answer.article is None or not _waits(now, answer.article.id) or _waiting(now) != 1:
        return []
    return [Hint("f4", _("Yes, lend it"), deeds.AcceptWaiting(answer.article.id), strong=True)]


def _may_be_received(finding: Finding) -> bool:
    """Whether a transferred article is on its way here, or was sent from here and may be back."""
    return finding.code is FindingCode.TRANSFERRED and bool(
        finding.facts.get("coming") or finding.facts.get("ours")
    )


def _waiting(now: Situation) -> int:
    return 0 if now.state.visit is None else len(now.state.visit.waiting)


def _waits(now: Situation, article_id: int) -> bool:
    return now.state.visit is not None and any(
        item.article.id == article_id for item in now.state.visit.waiting
    )


def _of_return(now: Situation, answer: r.TakenBack) -> list[Hint]:
    hints = []
    if answer.loan.borrower_id is not None and (
        now.state.visit is None or now.state.visit.borrower.id == answer.loan.borrower_id
    ):
        hints.append(Hint("f2", _("Renew instead"), deeds.RenewInstead(answer.event_id), strong=True))
    if own := _questions_on(now, answer.loan.article.id):
        hints.append(Hint("f6", _wrong_label(now, own), deeds.CheckBad(own), strong=True))
    elif now.state.visit is None and not now.returns_only:
        hints.append(Hint("f6", _("Into the basket"), deeds.Insist(answer.loan.article.barcode), strong=True))
    article = answer.loan.article
    if article.state in {ShownState.AVAILABLE, ShownState.IN_SERVICE} and not _waiting(now):
        hints.append(Hint("f4", _("To service"), deeds.SetAside(article), strong=True))
    return hints


def _questions_on(now: Situation, article_id: int) -> tuple[int, ...]:
    """The questions on an article that nobody has answered yet."""
    return tuple(check.id for check in now.state.open_checks if check.article.id == article_id)


def _wrong_label(now: Situation, check_ids: tuple[int, ...]) -> str:
    """What F6 says: where only the parts are asked about, it is about them."""
    kinds = {check.kind for check in now.state.open_checks if check.id in check_ids}
    return _("Something is missing") if kinds == {CheckKind.PARTS} else _("Something is wrong")


def _insist_label(code: FindingCode, *, in_visit: bool) -> str:
    match code:
        case FindingCode.JUST_LENT if in_visit:
            return _("Undo the loan")
        case FindingCode.JUST_RETURNED if in_visit:
            return _("Lend it all the same")
        case FindingCode.JUST_RETURNED:
            return _("Into the basket")
        case _:
            return _("Take it back all the same")


def _of_state(now: Situation) -> list[Hint]:
    hints: list[Hint] = []
    state = now.state
    if state.visit is not None and (n := len(state.visit.waiting)):
        hints.append(
            Hint(
                "f4",
                n_("Yes, lend it", "Yes, lend all {n}", n).format(n=n),
                deeds.AcceptWaiting(),
                strong=True,
            )
        )
    if (n := len(state.open_checks)) and not now.reads_aloud:  # there they are not seen
        ids = tuple(check.id for check in state.open_checks)
        well = n_("All is well", "All {n} are well", n).format(n=n)
        several = len({check.article.id for check in state.open_checks}) > 1
        bad = _("Something is wrong …") if several else _wrong_label(now, ids)
        hints += [
            Hint("f5", well, deeds.ChecksWell(ids), strong=True),
            Hint("f6", bad, deeds.CheckBad(ids), strong=True),
        ]
    if state.visit is not None and state.visit.out:
        hints.append(Hint("f2", _("Renew all"), deeds.RenewAll()))
    return hints


def _of_row(now: Situation) -> list[Hint]:
    row = now.marked_row
    if row is None:
        return []
    article = row.of if isinstance(row.of, r.ArticleView) else row.of.article
    card = Hint("right", _("Card"), Open(View.ARTICLE, article.barcode))
    return [*_of_what_is_marked(now, row.of), card]


def _of_what_is_marked(
    now: Situation, of: r.Waiting | r.CheckView | r.LoanView | r.ArticleView
) -> list[Hint]:
    match of:
        case r.Waiting(article=article):
            return [
                Hint("f4", _("Yes, lend it"), deeds.AcceptWaiting(article.id), strong=True),
                Hint("f6", _("Do not lend it"), deeds.DropWaiting(article.id), strong=True),
            ]
        case r.CheckView(id=check_id):
            return [
                Hint("f5", _("All is well"), deeds.ChecksWell((check_id,)), strong=True),
                Hint("f6", _wrong_label(now, (check_id,)), deeds.CheckBad((check_id,)), strong=True),
            ]
        case r.LoanView(article=article):
            return [
                Hint("f2", _("Renew this"), deeds.Renew(article.barcode), strong=True),
                Hint("f6", _("Take this back"), deeds.TakeBack(article.barcode), strong=True),
            ]
        case r.ArticleView(id=article_id):
            return [Hint("f6", _("Take it out"), deeds.TakeOut(article_id), strong=True)]
        case _:
            return []
