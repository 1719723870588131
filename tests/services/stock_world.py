"""Two branches in two time zones at which anything happens, and a slow count of it in plain Python that knows no dated state.

After each step the stock is photographed as it stands in the tables of today. What the program counts of a past day from dated changes has
to be what the photographs show.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text

from fritids.db.engine import Database
from fritids.domain.words import ArticleState, DiscardReason, TransferKind
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from fritids.services.forms import NewArticle
from fritids.services.results import Lent, Undone
from fritids.services.setup import init_branch
from fritids.services.transfer_values import SendOrder
from tests.builders import FixedClock, a_borrower, a_desk

BEGINS = datetime(2024, 11, 20, 9, tzinfo=UTC)
ZONES = {1: "Europe/Stockholm", 2: "America/New_York"}
THERE = ("in_stock", "in_service")
TYPES = ("hockey-skates", "sledge", "compass")


@dataclass(frozen=True)
class Photo:
    """An article at a moment: branch, stored state, whether it was out, type, size."""

    branch: int
    state: str
    out: bool
    type: str
    size: str


@dataclass
class World:
    """What was done, and the photographs."""

    database: Database
    clock: FixedClock = field(default_factory=lambda: FixedClock(BEGINS))
    photos: list[tuple[datetime, dict[int, Photo]]] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    loans: list[tuple[int, date, str]] = field(default_factory=list)
    ways: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.desks = {1: a_desk(self.database, clock=self.clock)}
        init_branch(self.database, "Norra", timezone=ZONES[2])
        self.desks[2] = Desk.on(self.database, branch="norra", name="n", clock=self.clock)
        self.borrower = a_borrower(self.desks[1]).id

    def code(self, branch: int | None) -> str | None:
        return {None: None, 1: "main", 2: "norra"}[branch]

    def do(self, step: str, place: int, branch: int, hours: int) -> None:  # noqa: C901  # one case a step
        """One step by the desk of a branch with some article, then time passes."""
        desk, code = self.desks[branch], self.codes[place % len(self.codes)] if self.codes else ""
        day = self.clock.moment.astimezone(ZoneInfo(ZONES[branch])).date()
        match step:
            case "add" | "slip":
                kind = TYPES[place % len(TYPES)]
                new = NewArticle(type=kind, size=("33", "38")[place % 2] if kind == TYPES[0] else None)
                (made,) = desk.articles.add(new, act=new_act_key())
                if step == "add":
                    self.codes.append(made.barcode)
                else:
                    self.photograph()
                    self.clock.moment += timedelta(hours=hours)
                    assert isinstance(desk.undoing.undo_last(act=new_act_key()), Undone)
            case "lend" | "mislend":
                lent = desk.lending.lend(code, self.borrower, act=new_act_key()) if code else None
                if isinstance(lent, Lent) and step == "lend":
                    self.loans.append((branch, day, lent.loan.article.type.code))
                elif isinstance(lent, Lent):
                    assert isinstance(desk.undoing.undo_last(act=new_act_key()), Undone)
            case "return":
                if code:
                    desk.returns.take_back(code, act=new_act_key())
            case "service" | "missing" | "back" if code and self.stands(code) != "transferred":
                state = {"service": ArticleState.IN_SERVICE, "missing": ArticleState.MISSING}.get(step)
                desk.articles.set_state(code, state or ArticleState.IN_STOCK, act=new_act_key())
            case "discard" if code and self.stands(code) != "transferred":
                desk.articles.discard(code, list(DiscardReason)[place % 2], act=new_act_key())
            case "send" if code:
                order = SendOrder(self.code(3 - branch) or "", list(TransferKind)[place % 2])
                for one in desk.transfers.send([code], order, act=new_act_key()).sent:
                    self.ways.append(
                        {
                            "id": one.id,
                            "kind": order.kind.value,
                            "from": branch,
                            "sent": day,
                            "to": 3 - branch,
                        }
                    )
            case "receive" if code:
                for one in desk.transfers.receive([code], act=new_act_key()).received:
                    (way,) = [way for way in self.ways if way["id"] == one.id]
                    way["received" if way["to"] == branch else "never_sent"] = day
            case _:
                pass
        self.photograph()
        self.clock.moment += timedelta(hours=hours)

    def stands(self, code: str) -> str:
        article = self.desks[1].articles.get(code)
        assert article is not None
        return article.state.value

    def photograph(self) -> None:
        query = (
            "SELECT id, branch_id, state, type_code, coalesce(size, '') AS size, EXISTS (SELECT 1 FROM loan l WHERE l.article_id = a.id"
            " AND l.returned_at IS NULL AND l.undone_at IS NULL) AS out FROM article a"
        )
        with self.database.read() as connection:
            rows = connection.execute(text(query)).all()
        shot = {
            row.id: Photo(row.branch_id, row.state, bool(row.out), row.type_code, row.size) for row in rows
        }
        self.photos.append((self.clock.moment, shot))

    # ------------------------------------------------------------------------------------------ the slow count

    def shot(self, before: datetime) -> dict[int, Photo]:
        """What stood there then of what was ever really registered."""
        shots = [shot for at, shot in self.photos if at < before]
        return {
            number: one
            for number, one in (shots[-1] if shots else {}).items()
            if number in self.photos[-1][1]
        }

    def expected(  # noqa: C901  # slow and plain on purpose
        self, first: date, until: date, branch: int | None
    ) -> dict[str, Any]:
        """The figures of the period, added over its branches, each to its own day of today."""
        found = Counter[str]()
        by_type, by_size = Counter[tuple[str, str]](), Counter[tuple[str, str, str]]()
        for one in (1, 2) if branch is None else (branch,):
            last = min(until, self.clock.moment.astimezone(ZoneInfo(ZONES[one])).date())
            if first > last:
                continue  # it lies ahead there
            begins, ends = midnight(first, one), midnight(last + timedelta(days=1), one)
            still_since = midnight(last.replace(year=last.year - 1) + timedelta(days=1), one)
            before, then, seen = self.shot(begins), self.shot(ends), set[int]()
            window = [self.shot(still_since)] + [
                self.shot(at + timedelta(microseconds=1)) for at, _ in self.photos if still_since <= at < ends
            ]
            for at, shot in self.photos:
                for number in shot.keys() - seen:
                    seen.add(number)
                    if number in self.photos[-1][1]:
                        found["received"] += begins <= at < ends and shot[number].branch == one
            for number, photo in then.items():
                if photo.branch != one:
                    continue
                state = photo.state
                if photo.out and state not in ("discarded", "transferred"):
                    state = "on_loan"
                found[state] += 1
                by_type[photo.type, state] += 1
                by_size[photo.type, photo.size, state] += 1
                had = (shot.get(number) for shot in window)
                if state in THERE:
                    found["never_lent"] += all(
                        each is not None and each.branch == one and each.state in THERE and not each.out
                        for each in had
                    )
                was = before.get(number)
                found["newly_discarded"] += state == "discarded" and (was is None or was.state != "discarded")
            for way in self.ways:
                if "never_sent" in way:
                    continue
                found[f"out_{way['kind']}"] += way["from"] == one and first <= way["sent"] <= last
                found[f"in_{way['kind']}"] += (
                    way["to"] == one and first <= way.get("received", date.max) <= last
                )
            found["loans"] += sum(place == one and first <= day <= last for place, day, _kind in self.loans)
        return {"found": found, "by_type": by_type, "by_size": by_size}


def midnight(day: date, branch: int) -> datetime:
    """When the day begins there."""
    return datetime.combine(day, time.min, ZoneInfo(ZONES[branch])).astimezone(UTC)
