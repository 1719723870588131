"""Reading the record of events in words, and what it says of people."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from fritids.db import record
from fritids.db.engine import Database
from fritids.domain.past_times import PastTime, read_past
from fritids.domain.roles import Role
from fritids.domain.words import UNDOABLE, ActKind
from fritids.present.act_words import _act_words
from fritids.present.record_words import record_line
from fritids.services.results.acts import ActView
from tests.builders import a_borrower, a_desk, an_article

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2026-11-25 15", PastTime(date(2026, 11, 25), 15)),
        ("yesterday at 15", PastTime(date(2026, 11, 25), 15)),
        ("igår kl 15", PastTime(date(2026, 11, 25), 15)),
        ("Igår", PastTime(date(2026, 11, 25))),
        ("idag 9:30", PastTime(TODAY, 9, 30)),
        ("15", PastTime(TODAY, 15)),
        ("fredag", PastTime(date(2026, 11, 20))),
        ("torsdag kl 8", PastTime(TODAY, 8)),
        ("24/12", PastTime(date(2025, 12, 24))),
        ("24 nov", PastTime(date(2026, 11, 24))),
        ("29 feb", PastTime(date(2024, 2, 29))),
        ("hej", None),
        ("20000013", None),
        ("2026-11-25 25", None),
        ("", None),
    ],
)
def test_a_time_gone_by_is_understood(said: str, meant: PastTime | None) -> None:
    assert read_past(said, TODAY) == meant


def test_every_kind_of_act_has_a_sentence() -> None:
    for kind in ActKind:
        act = ActView(
            1,
            kind,
            datetime(2026, 1, 1, tzinfo=UTC),
            None,
            None,
            None,
            None,
            None,
            undone=False,
            outcome="called",
        )
        assert _act_words(act).replace("{article}", "").replace("{borrower}", "").strip() != "{time}", kind
    assert set(ActKind) > UNDOABLE


def test_what_happened_is_told_and_a_forgotten_person_is_not(database: Database) -> None:
    """Undone or not, by article, borrower and time; and forgetting somebody leaves the chain whole."""
    desk = a_desk(database)
    person, hidden = (
        a_borrower(desk, name="Åsa Öberg"),
        a_borrower(desk, name="Secret Person", protected=True),
    )
    article, other = an_article(desk), an_article(desk)
    desk.lending.lend(article.barcode, person.id, act="a")
    desk.undoing.undo_last(act="b")
    desk.lending.lend(article.barcode, person.id, act="c")
    desk.returns.take_back(article.barcode, act="d")
    desk.lending.lend(other.barcode, hidden.id, act="e")

    def told() -> list[str]:
        return [record_line(line, desk.today()) for line in desk.record.of_article(article.id).lines]

    said = told()
    assert [("Åsa Öberg" in line, "(undone)" in line) for line in said[:4]] == [
        (True, False), (True, False), (False, False), (True, True),
    ]  # fmt: skip
    assert "took an act back" in said[2]
    assert len(desk.record.of_borrower(person.id).lines) >= 4
    now = desk.record.at(PastTime(desk.today()))
    assert len(now.lines) >= 5
    assert not desk.record.at(PastTime(desk.today() - timedelta(days=1))).lines
    assert "Secret" not in "".join(record_line(line, desk.today()) for line in now.lines)
    assert desk.record.newest(limit=2).more
    with database.read() as connection:
        anchor = record.head(connection)
        raw = connection.execute(text("SELECT * FROM event")).all()
    assert anchor is not None
    assert not any(name in str(raw) for name in ("Öberg", "Secret"))

    desk.operators.add("Kim Lund", Role.ADMINISTRATOR, key="5", pin="482915", act="kim")
    desk.operators.sign_on("5", "482915", act="on")
    desk.borrowers.erase(person.id, act="f")
    assert "Åsa" not in "".join(told())
    assert "(one, Kim Lund)" in record_line(desk.record.newest(limit=1).lines[0], desk.today())
    assert "forgotten borrower" in told()[0]
    with database.read() as connection:
        assert not list(record.verify(connection, [anchor]))
