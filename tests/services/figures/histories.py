"""Random histories of two branches in two time zones, as rows: crowded where counting goes wrong, at year ends and clock changes."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from sqlalchemy import insert, text

from fritids.db.engine import Database
from fritids.db.tables import metadata

ZONES = {1: "Europe/Stockholm", 2: "Atlantic/Azores"}
NOW = datetime(2026, 2, 10, 12, tzinfo=UTC)
EDGES = (
    datetime(2024, 12, 31, 23, tzinfo=UTC),
    datetime(2025, 3, 30, 1, tzinfo=UTC),
    datetime(2025, 6, 30, 22, tzinfo=UTC),
    datetime(2025, 10, 26, 1, tzinfo=UTC),
    datetime(2025, 12, 31, 23, tzinfo=UTC),
    datetime(2026, 1, 31, 23, tzinfo=UTC),
    datetime(2026, 2, 10, 11, tzinfo=UTC),
)
ARTICLES, PEOPLE = 6, 5
TYPES = (("hockey-skates", "ice"), ("alpine-skis", "alpine-and-snowboard"), ("tent", "outdoor-and-camping"))


@st.composite
def moments(draw: st.DrawFn) -> datetime:
    """A moment near an edge, mostly, and never after `NOW`."""
    near = draw(st.sampled_from(EDGES)) + timedelta(minutes=draw(st.integers(-200, 200)))
    anywhere = NOW - timedelta(minutes=draw(st.integers(0, 600_000)))
    return min(NOW, draw(st.sampled_from((near, near, anywhere))))


@st.composite
def loans(draw: st.DrawFn) -> dict[str, Any]:
    """A loan as the desk would have written it, with what became of it."""
    lent_at = draw(moments())
    branch = draw(st.sampled_from((1, 2)))
    zone = ZoneInfo(ZONES[branch])
    lent_on = lent_at.astimezone(zone).date()
    back = draw(st.one_of(st.none(), st.integers(0, 120_000)))
    returned_at = (
        None if back is None or lent_at + timedelta(minutes=back) > NOW else lent_at + timedelta(minutes=back)
    )
    type_code, category = draw(st.sampled_from(TYPES))
    person = draw(st.integers(1, PEOPLE))
    return {
        "article_id": draw(st.integers(1, ARTICLES)),
        "borrower_id": draw(st.sampled_from((person, person, None))),
        "person": person,
        "visit": draw(st.integers(0, 2)),
        "branch_id": branch,
        "lent_at": lent_at,
        "lent_on": lent_on,
        "due": lent_on + timedelta(days=draw(st.sampled_from((0, 14, 14, 14, 3)))),
        "returned_at": returned_at,
        "returned_on": None if returned_at is None else returned_at.astimezone(zone).date(),
        "undone_at": draw(st.sampled_from((None, None, None, NOW))),
        "category_code": category,
        "type_code": type_code,
        "borrower_kind": "school" if person == PEOPLE else "person",
        "age_band": draw(st.sampled_from(("0-6", "26-64", "unknown"))),
        "gender": draw(st.sampled_from((None, "woman", "man"))),
        "postal_area": draw(st.sampled_from((None, "602", "603"))),
        "first_ever": draw(st.booleans()),
        "renewals": draw(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 20), st.booleans(), st.sampled_from((1, 2))), max_size=2)),
    }  # fmt: skip


@st.composite
def changes(draw: st.DrawFn) -> dict[str, Any]:
    """A change of an article's state."""
    return {
        "article_id": draw(st.integers(1, ARTICLES)),
        "changed_at": draw(moments()),
        "state": draw(st.sampled_from(("missing", "in_stock", "in_service"))),
    }


histories = st.tuples(st.lists(loans(), max_size=25), st.lists(changes(), max_size=6))


def prepare(database: Database) -> None:
    """Two branches, articles and borrowers; the catalogue is there."""
    with database.write() as connection:
        branch = metadata.tables["branch"]
        connection.execute(branch.update().where(branch.c.id == 1).values(timezone=ZONES[1], code="north"))
        connection.execute(
            insert(branch), [{"id": 2, "code": "west", "name": "Väst", "timezone": ZONES[2], "revision": 1}]
        )
        connection.execute(
            insert(metadata.tables["article"]),
            [
                {"id": n, "branch_id": 1, "type_code": TYPES[0][0], "label": f"A{n}", "state": "in_stock", "search": "", "added_at": EDGES[0], "revision": 1}
                for n in range(1, ARTICLES + 1)
            ],
        )  # fmt: skip
        connection.execute(
            insert(metadata.tables["borrower"]),
            [
                {"id": n, "number": f"B{n}", "name": f"Kim {n}", "kind": "person", "blocked": False, "protected": False, "no_reminders": False, "event_key": f"e{n}", "search": "", "added_at": EDGES[0], "revision": 1}
                for n in range(1, PEOPLE + 1)
            ],
        )  # fmt: skip


def store(database: Database, history: tuple[list[dict[str, Any]], list[dict[str, Any]]]) -> None:
    """The database holds this history and no other."""
    with database.write() as connection:
        for name in ("figure_summary", "renewal", "loan", "visit", "article_state_change"):
            connection.execute(text(f"DELETE FROM {name}"))
        visits: dict[tuple[int, date, int, int], int] = {}
        still_out: set[int] = set()
        for number, made in enumerate(history[0], start=1):
            row = {
                **made,
                "id": number,
                "desk": "one",
                "entered_later": False,
                "accepted": "",
                "told": "",
                "for_co_borrower": False,
            }
            person, renewals = row.pop("person"), row.pop("renewals")
            if row["returned_at"] is None and row["undone_at"] is None:
                if row["article_id"] in still_out:
                    row["undone_at"] = NOW
                else:
                    still_out.add(row["article_id"])
            place = (row["branch_id"], row["lent_on"], person, row.pop("visit"))
            if place not in visits:
                visits[place] = len(visits) + 1
                connection.execute(
                    insert(metadata.tables["visit"]),
                    [{"id": visits[place], "branch_id": row["branch_id"], "desk": "one", "borrower_id": None, "started_at": row["lent_at"], "ended_at": row["lent_at"]}],
                )  # fmt: skip
            row["visit_id"] = visits[place]
            row["borrower_key"] = f"{person}/{row['lent_on'].year}"
            renewed = []
            for seq, (days, by, undone, branch) in enumerate(renewals, start=1):
                at = min(NOW, row["lent_at"] + timedelta(days=days))
                renewed.append(
                    {"loan_id": number, "seq": seq, "old_due": row["due"], "new_due": row["due"] + timedelta(days=by), "renewed_at": at,
                     "renewed_on": at.astimezone(ZoneInfo(ZONES[branch])).date(), "branch_id": branch, "desk": "one", "undone_at": NOW if undone else None}
                )  # fmt: skip
                if not undone:
                    row["due"] += timedelta(days=by)
            connection.execute(insert(metadata.tables["loan"]), [row])
            if renewed:
                connection.execute(insert(metadata.tables["renewal"]), renewed)
        if history[1]:
            connection.execute(insert(metadata.tables["article_state_change"]), history[1])
