"""Two years at the desk of the sample branch, day by day: who comes, what they take, when it comes back.

A day is worked off like a real one: what was due back by then lies on the shelves again, those who come take what there is.
So no article is ever out twice, and nobody gets on a visit what the branch does not own. Everything hangs on the one
generator of chance that is handed in; times of day are drawn so that no two visits at a desk overlap.
"""

from bisect import bisect_right
from collections import defaultdict, deque
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Final

from fritids.domain.policy import Policy
from fritids.domain.words import ArticleState, BorrowerKind
from fritids.services.sample.activities import Activity, Wish, months
from fritids.services.sample.people import Child, Person, joining
from fritids.services.sample.season import OpenDay, Season
from fritids.services.sample.stock import SampleArticle

LATE: Final = 0.0205
"""Share of loans that come back after the due date."""
NEVER: Final = 0.0085
"""Share that never comes back. Whoever keeps something is not seen again."""
RENEWED: Final = 0.05
SPLIT: Final = 0.06
"""Share of visits of which one article comes back on a day of its own."""
LONGEST_LATE: Final = 35
MISSED_AFTER: Final = 75
"""Days after the due date until somebody calls a thing missing."""
DESKS: Final = ("disk-1", "disk-2")
ONE_DESK_DOES: Final = 14
"""Visits a day up to which the second desk stays empty."""
_HALF_A_VISIT: Final = 2
_SECONDS_PER_ARTICLE: Final = 9
_SECONDS_PER_RETURN: Final = 3
_TRIES: Final = 5
_REGULARS: Final = 1.35
"""How much more often those come who have been borrowers for long; 1 is not at all."""
_GROUP: Final = range(3, 10)
"""How many of a class or a club a group borrows for at one time."""
_TOGETHER: Final = (1, 2, 2, 2, 3, 4)
"""The same for people without children of their own."""
_CHILD_GOES_ALONG: Final = 0.9
_PARENT_GOES_ALONG: Final = 0.8
_LAST_YOUNG: Final = 16
_LAST_CHILDRENS_SIZE: Final = 12
"""Up to this age the children's sizes fit."""
_TRIED_ON: Final = 3
_EVEN_CHANCE: Final = 0.5
_LATE_CHANCE: Final = 0.3


@dataclass(slots=True)
class SampleLoan:
    """One loan, final when it is made: the sample knows its own future."""

    article: SampleArticle
    person: Person
    child: Child | None
    visit: int
    desk: str
    lent_at: datetime
    lent_on: date
    due: date
    id: int = 0
    returned_at: datetime | None = None
    returned_on: date | None = None
    first_ever: bool = False
    renewal: tuple[datetime, date, date, date] | None = None
    """(when, on which day, old due date, new due date)."""


@dataclass(frozen=True, slots=True)
class SampleVisit:
    """One visit, all of whose loans are made."""

    id: int
    desk: str
    person: Person
    started_at: datetime
    ended_at: datetime


@dataclass(slots=True)
class History:
    """What happened."""

    visits: list[SampleVisit] = field(default_factory=list)
    loans: list[SampleLoan] = field(default_factory=list)
    joined: dict[int, datetime] = field(default_factory=dict)
    """When each borrower was registered, by id."""


@dataclass(slots=True)
class _Plan:
    """A visit before it has a time of day."""

    person: Person
    taken: list[tuple[SampleArticle, Child | None]]


@dataclass(frozen=True, slots=True)
class _Participant:
    """One for whom things are taken: a co-borrower, or (child None) the borrower or somebody who came along."""

    child: Child | None
    young: bool
    """Takes the children's sizes."""
    rank: float | None = None
    """Which of the children's sizes fits: 0 the smallest, 1 the largest."""

    @classmethod
    def child_of(cls, child: Child, year: int) -> "_Participant":
        """A co-borrower as they are in that year."""
        age = year - (child.birth_year or year - _LAST_CHILDRENS_SIZE)
        young = age <= _LAST_CHILDRENS_SIZE
        return cls(child, young, max(0, age - 2) / _LAST_CHILDRENS_SIZE if young else None)


_ADULT = _Participant(None, young=False)


class Simulation:
    """One run through the two years; used once."""

    def __init__(
        self, rng: Random, season: Season, policy: Policy, people: list[Person], stock: list[SampleArticle]
    ) -> None:
        self._rng = rng
        self._policy = policy
        self._people = people
        self._days = season.days
        self._ordinals = [day.day.toordinal() for day in season.days]
        self._today = season.as_of.toordinal()
        self._shelves: dict[str, tuple[list[SampleArticle], list[SampleArticle]]] = defaultdict(
            lambda: ([], [])
        )
        """By type: what adults take, what children take."""
        self._coming_in = deque(stock)
        self._back: dict[int, list[SampleArticle]] = defaultdict(list)
        self._active: list[Person] = []
        self._seen: dict[int, int] = {}
        """The last day of each borrower."""
        self._owed = self._late = self._gone = 0
        self.history = History()

    def run(self) -> History:
        """Work off every day up to the sample's own today."""
        days = [day for day in self._days if day.loans]
        joined = joining([day.loans for day in days])
        newcomers: deque[Person] = deque()
        known = 0
        for day, count in zip(days, joined, strict=True):
            newcomers.extend(self._people[known:count])
            known = count
            self._open_up(day)
            self._work_off(day, self._plans(day, newcomers))
            for article in self._back.pop(day.day.toordinal(), ()):
                self._put_back(article)
        self._register_the_rest(days[-1])
        return self.history

    def shelf(self) -> list[SampleArticle]:
        """What lies on the shelves in the end, by number."""
        return sorted(
            (article for shelf in self._shelves.values() for side in shelf for article in side),
            key=lambda a: a.id,
        )

    def _open_up(self, day: OpenDay) -> None:
        while self._coming_in and self._coming_in[0].added_at < day.opens:
            self._put_back(self._coming_in.popleft())

    def _put_back(self, article: SampleArticle) -> None:
        self._shelves[article.line.type.code][article.child].append(article)

    def _plans(self, day: OpenDay, newcomers: deque[Person]) -> list[_Plan]:
        """Visits until the day's loans are made."""
        plans: list[_Plan] = []
        ordinal = day.day.toordinal()
        self._owed += day.loans
        # To the nearest visit; what is too much or too little is made up for on the next day.
        while self._owed > _HALF_A_VISIT:
            person = newcomers.popleft() if newcomers else self._regular(ordinal)
            if person is None:
                break
            taken = self._choose(person, day)
            if not taken:
                if person.id not in self._seen:
                    newcomers.append(person)
                continue
            if person.id not in self._seen:
                self._active.append(person)
            self._seen[person.id] = ordinal
            plans.append(_Plan(person, taken))
            self._owed -= len(taken)
        self._rng.shuffle(plans)
        return plans

    def _regular(self, ordinal: int) -> Person | None:
        active, seen = self._active, self._seen
        for _ in range(_TRIES):
            if not active:
                return None
            person = active[int(len(active) * self._rng.random() ** _REGULARS)]
            if seen[person.id] != ordinal:
                return person
        return self._rng.choice(active)

    def _choose(self, person: Person, day: OpenDay) -> list[tuple[SampleArticle, Child | None]]:
        month = months()[day.day.month - 1]
        for _ in range(_TRIES):
            activity = month.choose(self._rng)
            if taken := self._take(activity, self._participants(person, day.day.year)):
                return taken
        return []

    def _participants(self, person: Person, year: int) -> list[_Participant]:
        rng = self._rng
        if person.kind is not BorrowerKind.PERSON:
            young = person.kind in {BorrowerKind.SCHOOL, BorrowerKind.PRESCHOOL}
            return [_Participant(None, young=young)] * rng.choice(_GROUP)
        if not person.children:
            young = person.birth_year is not None and year - person.birth_year <= _LAST_YOUNG
            return [_Participant(None, young=young)] * rng.choice(_TOGETHER)
        going = [
            _Participant.child_of(child, year)
            for child in person.children
            if rng.random() < _CHILD_GOES_ALONG
        ]
        if not going or rng.random() < _PARENT_GOES_ALONG:
            going.append(_Participant(None, young=False))
        return going

    def _take(
        self, activity: Activity, participants: list[_Participant]
    ) -> list[tuple[SampleArticle, Child | None]]:
        taken = []
        for who in participants:
            for wish in activity.each:
                if (article := self._from_shelf(wish, who)) is not None:
                    taken.append((article, who.child))  # noqa: PERF401  # the loop is read more easily than its comprehension
        for wish in activity.once:
            if (article := self._from_shelf(wish, _ADULT)) is not None:
                taken.append((article, None))  # noqa: PERF401  # the same
        return taken

    def _from_shelf(self, wish: Wish, who: _Participant) -> SampleArticle | None:
        rng = self._rng
        if wish.chance < 1 and rng.random() >= wish.chance:
            return None
        kinds = wish.types
        shelf = self._shelves[kinds[0] if len(kinds) == 1 else kinds[int(rng.random() * len(kinds))]]
        side = shelf[who.young] or (shelf[0] if who.young else None)
        if not side:
            return None
        count = len(side)
        chosen = int(rng.random() * count)
        rank = who.rank
        if rank is not None:
            # A child grows: of a few that come to hand, the one that fits best.
            others = [int(rng.random() * count) for _ in range(_TRIED_ON)]
            chosen = min(chosen, *others, key=lambda index: (abs(side[index].rank - rank), index))
        # The last takes its place, so that nothing is moved up.
        article, side[chosen] = side[chosen], side[-1]
        side.pop()
        return article

    def _work_off(self, day: OpenDay, plans: list[_Plan]) -> None:
        """Give the day's visits a desk and a time, and write down what was lent."""
        rng, history = self._rng, self.history
        desks = 1 if len(plans) <= ONE_DESK_DOES else len(DESKS)
        slot = day.seconds / max(1, -(-len(plans) // desks))
        timed = []
        for number, plan in enumerate(plans):
            room = max(0.0, slot - _SECONDS_PER_ARTICLE * (len(plan.taken) + 3))
            second = int(
                (number // desks) * slot + (number % desks) * slot / desks * 0.4 + rng.random() * room * 0.6
            )
            timed.append((second, number % desks, plan))
        timed.sort(key=lambda entry: entry[:2])
        due = self._policy.due(day.day).day
        for second, desk, plan in timed:
            start = day.opens + timedelta(seconds=second)
            # Never more than half of the slot, so that the visit is over before the desk's next one.
            step = max(1, min(_SECONDS_PER_ARTICLE, int(slot / 2) // (len(plan.taken) + 2)))
            visit_id = len(history.visits) + 1
            first = plan.person.id not in history.joined
            if first:
                history.joined[plan.person.id] = start - timedelta(seconds=1)
            loans = [
                SampleLoan(
                    article,
                    plan.person,
                    child,
                    visit_id,
                    DESKS[desk],
                    start + timedelta(seconds=step * n),
                    day.day,
                    due,
                )
                for n, (article, child) in enumerate(plan.taken, start=1)
            ]
            loans[0].first_ever = first
            for loan in loans:
                history.loans.append(loan)
                loan.id = len(history.loans)
            ended = loans[-1].lent_at + timedelta(seconds=2)
            history.visits.append(SampleVisit(visit_id, DESKS[desk], plan.person, start, ended))
            self._decide_returns(loans, day)

    def _decide_returns(self, loans: list[SampleLoan], day: OpenDay) -> None:
        rng, person = self._rng, loans[0].person
        made = loans[-1].id
        if (
            self._gone + len(loans) / 2 < made * NEVER
            and person.kind is BorrowerKind.PERSON
            and rng.random() < _EVEN_CHANCE
        ):
            self._gone += len(loans)
            if person in self._active:
                self._active.remove(person)
            found_out = self._days[bisect_right(self._ordinals, loans[0].due.toordinal() + MISSED_AFTER)]
            if found_out.day.toordinal() < self._today:
                for number, loan in enumerate(loans, start=1):
                    loan.article.change(
                        found_out.opens + timedelta(minutes=number), ArticleState.MISSING.value
                    )
            return
        late = self._late + len(loans) / 2 < made * LATE and rng.random() < _LATE_CHANCE
        since = day.day.toordinal()
        if not late and rng.random() < RENEWED:
            since = self._renew(loans, since)
        due = loans[0].due.toordinal()
        if late:
            self._late += len(loans)
            when = bisect_right(self._ordinals, due + int(LONGEST_LATE * rng.random() ** 2))
        else:
            when = self._return_day(since, due)
        self._return(loans, when)
        if len(loans) > 1 and not late and rng.random() < SPLIT:
            self._return(loans[-1:], self._return_day(since, due))

    def _return_day(self, lent: int, due: int) -> int:
        """The index of an open day after the lending day, at the latest the due date; late in the period oftener than early."""
        wanted = lent + 1 + int((due - lent) * (1 - self._rng.random() ** 2.2))
        first = bisect_right(self._ordinals, lent)
        return max(first, bisect_right(self._ordinals, min(wanted, due)) - 1)

    def _renew(self, loans: list[SampleLoan], lent: int) -> int:
        """Renew them shortly before they are due, if that lies before the sample's today; the day after which they come back."""
        latest = bisect_right(self._ordinals, loans[0].due.toordinal()) - 1
        when = self._days[max(bisect_right(self._ordinals, lent), latest - int(self._rng.random() * 3))]
        new_due = self._policy.due(when.day).day
        if when.day.toordinal() >= self._today or new_due <= loans[0].due:
            return lent
        at = when.opens + timedelta(seconds=int(self._rng.random() * when.seconds))
        for loan in loans:
            loan.renewal = (at, when.day, loan.due, new_due)
            loan.due = new_due
        return when.day.toordinal()

    def _return(self, loans: list[SampleLoan], index: int) -> None:
        """They come back on this open day, if that lies before the sample's today; told anew, the later word counts."""
        day = self._days[index]
        ordinal = day.day.toordinal()
        known = ordinal < self._today
        at = day.opens + timedelta(
            seconds=int(self._rng.random() * (day.seconds - _SECONDS_PER_ARTICLE * len(loans)))
        )
        for n, loan in enumerate(loans):
            if loan.returned_on is not None:
                self._back[loan.returned_on.toordinal()].remove(loan.article)
            loan.returned_at = at + timedelta(seconds=_SECONDS_PER_RETURN * n) if known else None
            loan.returned_on = day.day if known else None
            if known:
                self._back[ordinal].append(loan.article)

    def _register_the_rest(self, last: OpenDay) -> None:
        for number, person in enumerate(self._people):
            self.history.joined.setdefault(person.id, last.opens + timedelta(seconds=number))
