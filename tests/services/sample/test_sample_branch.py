"""The sample branch has the size, the people and the year of a real one, and breaks none of the rules that a real one keeps."""

import re
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from fritids.domain import barcode
from fritids.domain.policy import Policy
from fritids.domain.search import clean, fold
from fritids.domain.sizes import implausible
from fritids.domain.words import BorrowerKind
from fritids.errors import UsageError
from fritids.services.reference import article_types, read_rows
from fritids.services.sample.generator import SampleBranch, generate
from fritids.services.sample.lending import SampleLoan
from fritids.services.sample.people import LANDLINE, MOBILE
from fritids.services.sample.season import easter, plan

AS_OF = date(2026, 2, 24)
STOCKHOLM = ZoneInfo("Europe/Stockholm")


@pytest.fixture(scope="module")
def sample() -> SampleBranch:
    return generate(AS_OF)


@pytest.fixture(scope="module")
def loans(sample: SampleBranch) -> list[SampleLoan]:
    return sample.history.loans


def column(sample: SampleBranch, table: str, name: str) -> list[object]:
    rows = sample.table(table)
    place = rows.columns.index(name)
    return [row[place] for row in rows.values]


def test_it_has_the_size_of_a_branch(sample: SampleBranch, loans: list[SampleLoan]) -> None:
    assert len(sample.table("article").values) == 2400
    assert len(sample.table("borrower").values) == 900
    assert 18_000 <= len(loans) <= 25_000
    assert 4 <= len(loans) / len(sample.history.visits) <= 5
    assert len({article.line.type.code for article in sample.stock}) > 140


def test_every_row_fits_its_columns(sample: SampleBranch) -> None:
    for rows in sample.tables:
        assert all(len(row) == len(rows.columns) for row in rows.values), rows.table
        if "id" in rows.columns:
            place = rows.columns.index("id")
            ids = [row[place] for row in rows.values]
            assert ids == list(range(1, len(ids) + 1)), rows.table


def test_its_last_loans_are_of_the_day_before(sample: SampleBranch, loans: list[SampleLoan]) -> None:
    assert max(loan.lent_on for loan in loans) == AS_OF - timedelta(days=1)
    assert min(loan.lent_on for loan in loans) >= date(2024, 2, 24)
    newest = max(str(at) for at in column(sample, "event", "at"))
    assert newest < "2026-02-23 23:00"


@pytest.mark.parametrize(
    "as_of",
    [
        *(date(2026, 3, 1) + timedelta(days=n) for n in range(7)),
        date(2026, 1, 1),
        date(2028, 2, 29),
        date(2026, 7, 20),
        date(2026, 4, 6),
    ],
)
def test_the_day_before_is_an_open_one_whenever_that_is(as_of: date) -> None:
    """A demonstration on a Monday or at Christmas has something to show too."""
    season = plan(as_of, STOCKHOLM)
    worked = [day for day in season.days if day.loans]
    assert worked[-1].day == as_of - timedelta(days=1)
    assert all(season.calendar.is_open(day.day) for day in season.days)
    assert len(season.hours) == 4
    assert as_of.weekday() in {weekday for weekday, _, _ in season.hours}


def test_sportlov_is_four_and_a_half_times_an_average_week(loans: list[SampleLoan]) -> None:
    weeks = Counter(loan.lent_on.isocalendar()[:2] for loan in loans)
    average = len(loans) / (730 / 7)
    assert 4.3 < weeks[2025, 8] / average < 4.7
    assert max(weeks, key=lambda week: weeks[week]) in {(2025, 8), (2026, 8)}


def test_winter_is_the_peak_and_summer_lends_other_things(loans: list[SampleLoan]) -> None:
    shelves: dict[int, Counter[str]] = defaultdict(Counter)
    for loan in loans:
        shelves[loan.lent_on.month][loan.article.line.type.category_code] += 1
    winter = {"alpine-and-snowboard", "cross-country-and-snow", "ice"}
    assert sum(shelves[2][c] for c in winter) > 0.8 * shelves[2].total()
    assert sum(shelves[6][c] for c in winter) < 0.05 * shelves[6].total()
    assert shelves[2].total() > 2 * shelves[6].total()
    assert Counter(loan.article.line.type.code for loan in loans).most_common(1)[0][0] == "hockey-skates"


def test_few_are_late_and_one_in_a_hundred_never_comes_back(loans: list[SampleLoan]) -> None:
    old = [loan for loan in loans if loan.due < AS_OF]
    late = [loan for loan in old if loan.returned_on is None or loan.returned_on > loan.due]
    gone = [loan for loan in old if loan.returned_on is None and (AS_OF - loan.due).days > 60]
    assert 0.02 < len(late) / len(old) < 0.03
    assert 0.006 < len(gone) / len(loans) < 0.012
    assert sum(loan.renewal is not None for loan in loans) > 300
    assert sum(loan.returned_on is None and loan.due >= AS_OF for loan in loans) > 100


def test_no_article_is_out_twice_at_a_time(loans: list[SampleLoan]) -> None:
    by_article: dict[int, list[SampleLoan]] = defaultdict(list)
    for loan in loans:
        by_article[loan.article.id].append(loan)
    for several in by_article.values():
        for earlier, later in pairwise(several):
            assert earlier.returned_at is not None
            assert earlier.returned_at < later.lent_at


def test_nothing_is_lent_before_it_came_or_after_it_went(
    sample: SampleBranch, loans: list[SampleLoan]
) -> None:
    for loan in loans:
        assert loan.lent_at > loan.article.added_at
        assert sample.history.joined[loan.person.id] < loan.lent_at
        assert loan.article.state != "discarded" or loan.returned_at is not None
    for article in sample.stock:
        assert all(at > article.added_at for at, _, _ in article.changes)


def test_everything_happens_while_the_branch_is_open(sample: SampleBranch, loans: list[SampleLoan]) -> None:
    """Loans, returns and renewals lie within the opening hours of open days, in local time, also around the changes of the clocks."""
    hours = {weekday: (opens, closes) for weekday, opens, closes in sample.season.hours}
    for loan in loans:
        moments = [loan.lent_at, loan.returned_at, loan.renewal[0] if loan.renewal else None]
        for moment in filter(None, moments):
            local = moment.astimezone(STOCKHOLM)
            assert sample.season.calendar.is_open(local.date())
            opens, closes = hours[local.weekday()]
            assert opens <= f"{local:%H:%M}" <= closes
        assert loan.lent_at.astimezone(STOCKHOLM).date() == loan.lent_on


def test_the_stock_changes_while_somebody_is_there(sample: SampleBranch) -> None:
    """What is missed, mended or discarded is so on an open day; what came before the first one came by day."""
    hours = {weekday: (opens, closes) for weekday, opens, closes in sample.season.hours}
    for article in sample.stock:
        for at in (at for at, _, _ in article.changes):
            local = at.astimezone(STOCKHOLM)
            assert sample.season.calendar.is_open(local.date())
            opens, closes = hours[local.weekday()]
            assert opens <= f"{local:%H:%M}" <= closes
        assert 9 <= article.added_at.astimezone(STOCKHOLM).hour < 20


def test_due_dates_are_the_calendars(sample: SampleBranch, loans: list[SampleLoan]) -> None:
    policy = Policy(calendar=sample.season.calendar)
    for loan in loans:
        if loan.renewal is None:
            assert loan.due == policy.due(loan.lent_on).day
        else:
            _, day, old, new = loan.renewal
            assert (old, new) == (policy.due(loan.lent_on).day, policy.due(day).day)
            assert loan.lent_on < day <= old < new == loan.due
            assert loan.returned_on is None or loan.returned_on >= day


def test_visits_at_one_desk_do_not_overlap(sample: SampleBranch) -> None:
    desks = defaultdict(list)
    for visit in sample.history.visits:
        desks[visit.desk].append(visit)
    assert len(desks) == 2
    for visits in desks.values():
        assert all(earlier.ended_at <= later.started_at for earlier, later in pairwise(visits))


def test_the_frozen_facts_are_those_of_the_borrower(sample: SampleBranch) -> None:
    """First loans, yearly keys, areas and bands agree with whom they are of (DESIGN §5)."""
    rows = sample.table("loan")
    people = {person.id: person for person in sample.people}
    seen: set[int] = set()
    keys: dict[str, tuple[int, int]] = {}
    for values in rows.values:
        loan = dict(zip(rows.columns, values, strict=True))
        person = people[loan["borrower_id"]]  # type: ignore[index]
        assert loan["first_ever"] is (person.id not in seen)
        seen.add(person.id)
        owner = (person.id, loan["lent_on"].year)  # type: ignore[union-attr]
        assert keys.setdefault(str(loan["borrower_key"]), owner) == owner
        assert loan["postal_area"] == (person.postcode[:3] if person.postcode else None)
        assert loan["for_co_borrower"] is (loan["co_borrower_id"] is not None)
        assert person.kind is BorrowerKind.PERSON or (loan["age_band"], loan["gender"]) == ("unknown", None)
    assert len(keys) == len(sample.table("borrower_year").values) == len(set(keys.values()))
    children = {child.id: person for person in sample.people for child in person.children}
    for loan_ in sample.history.loans:
        assert loan_.child is None or children[loan_.child.id] is loan_.person


def test_phone_numbers_are_only_those_kept_for_fiction(sample: SampleBranch) -> None:
    """Nobody's phone rings because of a demonstration; and at most two share a number."""
    allowed = {f"+{number}" for series in (MOBILE, *LANDLINE) for number in series}
    phones = Counter(person.phone for person in sample.people)
    assert phones.pop(None) > 20
    assert set(phones) <= allowed
    assert len(phones) > 450
    assert set(phones.values()) == {1, 2}
    assert all(person.email is None or person.email.endswith("@example.org") for person in sample.people)


def test_people_are_of_many_origins_and_none_is_known(sample: SampleBranch) -> None:
    names = [person.name for person in sample.people]
    famous = {fold(row["name"]) for row in read_rows("sample/famous.csv")}
    assert not famous & {fold(name) for name in names}
    assert not famous & {fold(child.name) for person in sample.people for child in person.children}
    assert len(set(names)) > 880
    assert all(clean(name) == name for name in names)
    assert {person.language for person in sample.people} >= {"sv", "ar", "so", "uk", "fi"}
    kinds = Counter(person.kind for person in sample.people)
    assert set(kinds) == set(BorrowerKind)
    assert all(
        person.postcode is None or re.fullmatch(r"60[23]\d\d", person.postcode) for person in sample.people
    )


def test_codes_are_of_our_own_series_and_unique(sample: SampleBranch) -> None:
    labels = [article.label for article in sample.stock]
    assert len(set(labels)) == len(labels)
    assert all(barcode.series(label) is barcode.Series.ARTICLE for label in labels)
    assert all(
        barcode.series(str(number)) is barcode.Series.BORROWER
        for number in column(sample, "borrower", "number")
    )
    for table, name in (
        ("barcode", "key"),
        ("event", "act_key"),
        ("borrower", "event_key"),
        ("borrower_year", "key"),
    ):
        values = column(sample, table, name)
        assert len(set(values)) == len(values), (table, name)


def test_sizes_are_ones_that_the_types_have(sample: SampleBranch) -> None:
    for article in sample.stock:
        kind = article.line.type
        if article.size is not None:
            assert not implausible(article.size, kind.size_kind, kind.second_size_kind)
        assert (article.size is None) or kind.size_kind.value != "NONE", kind.code


def test_the_record_tells_of_everything_once_and_in_order(
    sample: SampleBranch, loans: list[SampleLoan]
) -> None:
    rows = sample.table("event")
    at, kind, loan_id = (rows.columns.index(name) for name in ("at", "kind", "loan_id"))
    assert all(earlier[at] <= later[at] for earlier, later in pairwise(rows.values))  # type: ignore[operator]
    told = Counter((row[kind], row[loan_id]) for row in rows.values if row[loan_id] is not None)
    expected = Counter([("lend", loan.id) for loan in loans])
    expected += Counter([("return", loan.id) for loan in loans if loan.returned_at])
    expected += Counter([("renew", loan.id) for loan in loans if loan.renewal])
    assert told == expected


def test_the_stock_is_one_of_every_state(sample: SampleBranch) -> None:
    states = Counter(article.state for article in sample.stock)
    assert states["in_stock"] > 2000
    assert set(states) == {"in_stock", "in_service", "missing", "discarded"}
    assert {article.line.type for article in sample.stock} <= set(article_types())


def test_the_same_seed_and_day_make_the_same_branch(sample: SampleBranch) -> None:
    again = generate(AS_OF)
    assert again.tables == sample.tables
    assert generate(AS_OF, seed=1).tables != sample.tables
    assert generate(AS_OF - timedelta(days=1)).tables != sample.tables


def test_it_does_not_hang_on_how_python_orders_sets(sample: SampleBranch) -> None:
    """Hashes of texts differ from run to run; the branch does not."""
    program = (
        "import hashlib, datetime; from fritids.services.sample.generator import generate\n"
        f"print(hashlib.sha256(repr(generate({AS_OF!r}).tables).encode()).hexdigest())"
    )
    hashes = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(hashes) == 1


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (2024, date(2024, 3, 31)),
        (2025, date(2025, 4, 20)),
        (2026, date(2026, 4, 5)),
        (2038, date(2038, 4, 25)),
    ],
)
def test_easter_is_when_it_is(year: int, day: date) -> None:
    assert easter(year) == day


@pytest.mark.parametrize("day", [date.min, date.max, date(1949, 12, 31)])
def test_an_impossible_day_is_wrong_use(day: date) -> None:
    """A slip in `--as-of` is answered with the days that do."""
    with pytest.raises(UsageError, match="1950"):
        generate(day)
