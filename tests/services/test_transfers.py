"""Articles that go from one branch to another, with number and history kept."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import text

from fritids.db.engine import Database
from fritids.domain.findings import FindingCode as Code
from fritids.domain.words import ArticleState, DiscardReason, ShownState, TransferKind
from fritids.errors import InvalidValueError, UsageError
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from fritids.services.forms import NewBooking
from fritids.services.results import Basketed, Lent, NotLent, NotUndone, Undone
from fritids.services.setup import init_branch
from fritids.services.transfer_values import NotMoved, Received, SendOrder
from tests.builders import FixedClock, a_borrower, a_desk, an_article

NORRA = SendOrder("norra")


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 2, 16, 9, tzinfo=UTC))


@pytest.fixture
def here(database: Database, clock: FixedClock) -> Desk:
    return a_desk(database, clock=clock)


@pytest.fixture
def norra(database: Database, here: Desk, clock: FixedClock) -> Desk:
    init_branch(database, "Norra")
    return Desk.on(database, branch="norra", name="one", clock=clock)


def codes_of(refused: tuple[NotMoved, ...]) -> list[list[Code]]:
    return [[finding.code for finding in one.findings] for one in refused]


def test_an_article_given_to_a_branch_stands_there_and_its_loans_stay_where_they_were(
    here: Desk, norra: Desk, database: Database
) -> None:
    helmet, bo = an_article(here, type="sledge", barcode="PU-1"), a_borrower(here)
    here.articles.add_label(helmet.id, "PU-2", act=new_act_key())
    here.lending.lend("PU-1", bo.id, act=new_act_key())
    assert codes_of(here.transfers.send(["PU-1"], NORRA, act=new_act_key()).refused) == [[Code.ON_LOAN]]
    here.returns.take_back("PU-1", act=new_act_key())
    act = new_act_key()
    for _ in range(2):
        sent = here.transfers.send(["PU-1", "PU-2", "nobody"], NORRA, act=act)
        assert [one.article.id for one in sent.sent] == [helmet.id]
        assert codes_of(sent.refused) == [[Code.UNKNOWN_ARTICLE]]
    assert [one.under_way for one in norra.transfers.list(under_way=True)] == [True]
    scanned = norra.counter.enter("PU-1", act=new_act_key())
    assert isinstance(scanned, NotLent)
    assert scanned.findings[0].facts == {"place": "Fritidsbanken", "coming": True, "ours": False}
    got = norra.transfers.receive(["PU-2"], act=new_act_key())
    assert [one.from_name for one in got.received] == ["Fritidsbanken"]
    assert codes_of(norra.transfers.receive(["PU-1"], act=new_act_key()).refused) == [[Code.NOT_UNDER_WAY]]
    assert isinstance(norra.counter.enter("PU-1", act=new_act_key()), Basketed)
    with database.read() as connection:
        kept = connection.execute(
            text(
                "SELECT l.branch_id, a.branch_id, (SELECT count(*) FROM barcode WHERE article_id = a.id)"
                " FROM loan l JOIN article a ON a.id = l.article_id"
            )
        ).all()
    assert [tuple(row) for row in kept] == [(1, 2, 2)]


def test_what_cannot_be_sent_is_said_and_what_is_promised_is_asked_about(here: Desk, norra: Desk) -> None:
    gone, promised, aside = (an_article(here) for _ in range(3))
    theirs = an_article(norra)
    here.articles.discard(gone.barcode, DiscardReason.BROKEN, act=new_act_key())
    here.articles.set_state(aside.barcode, ArticleState.IN_SERVICE, act=new_act_key())
    booking = NewBooking(a_borrower(here).id, date(2026, 3, 1), date(2026, 3, 8), code=promised.barcode)
    here.bookings.add(booking, act=new_act_key())
    codes = [one.barcode for one in (gone, promised, aside, theirs)]
    sent = here.transfers.send(codes, NORRA, act=new_act_key())
    assert codes_of(sent.refused) == [[Code.DISCARDED], [Code.BOOKED_BY_OTHER], [Code.OTHER_BRANCH]]
    accepted = frozenset({Code.BOOKED_BY_OTHER})
    assert here.transfers.send([promised.barcode], NORRA, act=new_act_key(), accepted=accepted).sent
    norra.transfers.receive([aside.barcode], act=new_act_key())
    found = norra.articles.get(aside.barcode)
    assert found is not None
    assert found.state is ShownState.IN_SERVICE  # it goes along as it is
    for order in (
        SendOrder("main"),
        SendOrder(" "),
        SendOrder("norra", back_by=date(2026, 3, 1)),
        SendOrder("norra", TransferKind.LENT, date(2026, 2, 16)),
        SendOrder("19811228-9874"),
    ):
        with pytest.raises(InvalidValueError):
            here.transfers.send([promised.barcode], order, act=new_act_key())


def test_what_is_lent_is_waited_for_until_it_is_home(here: Desk, norra: Desk, clock: FixedClock) -> None:
    """And undoing takes each step back as long as nothing was done with the article since."""
    one, two = an_article(here), an_article(here)
    codes = [one.barcode, two.barcode]
    lent = SendOrder("Norra", TransferKind.LENT, date(2026, 3, 1))
    here.transfers.send(codes, lent, act=new_act_key())
    assert isinstance(here.undoing.undo_last(act=new_act_key()), Undone)
    assert here.articles.get(one.barcode) == replaced_state(one, here)
    here.transfers.send(codes, lent, act=new_act_key())
    norra.transfers.receive(codes, act=new_act_key())
    blocked = here.undoing.undo_last(act=new_act_key())
    assert isinstance(blocked, NotUndone)
    assert blocked.findings[0].facts["by"] == "received_since"
    undone = norra.undoing.undo_last(act=new_act_key())
    assert isinstance(undone, Undone)
    assert len(undone.lines) == 2
    assert len(norra.transfers.list(under_way=True)) == 2
    norra.transfers.receive(codes, act=new_act_key())
    clock.moment += timedelta(days=20)
    assert [view.days_late for view in here.transfers.list(late=True)] == [7, 7]
    norra.lending.lend(two.barcode, a_borrower(norra).id, act=new_act_key())
    assert isinstance(norra.undoing.undo(2**30, act=new_act_key()), NotUndone)
    norra.transfers.send([one.barcode], SendOrder("main"), act=new_act_key())
    assert len(here.transfers.list(late=True)) == 2  # on its way is not yet home
    here.transfers.receive([one.barcode], act=new_act_key())
    assert [view.article.barcode for view in here.transfers.list(late=True)] == [two.barcode]


def replaced_state(article: object, desk: Desk) -> object:
    """The article as it is read now, which is to be available; its revision has moved on."""
    found = desk.articles.get(article.barcode)  # type: ignore[attr-defined]  # an ArticleView
    assert found is not None
    assert found.state is ShownState.AVAILABLE
    return found


def test_a_box_that_never_left_is_received_where_it_was_packed(here: Desk, norra: Desk) -> None:
    article = an_article(here)
    here.transfers.send([article.barcode], NORRA, act=new_act_key())
    assert len(here.transfers.receive([article.barcode], act=new_act_key()).received) == 1
    assert here.transfers.list() == norra.transfers.list() == ()
    assert isinstance(here.undoing.undo_last(act=new_act_key()), Undone)
    assert len(norra.transfers.list(under_way=True)) == 1


def test_of_two_desks_that_receive_one_box_one_has_it(
    here: Desk, norra: Desk, database: Database, database_url: str
) -> None:
    codes = [an_article(here).barcode for _ in range(8)]
    here.transfers.send(codes, NORRA, act=new_act_key())
    desks = [Desk.open(database_url, branch="norra", name=name) for name in ("a", "b")]
    together = Barrier(2)

    def receive(desk: Desk) -> list[int]:
        counts = []
        for code in codes:
            together.wait()
            counts.append(len(desk.transfers.receive([code], act=new_act_key()).received))
        return counts

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(receive, desks)
    assert [one + two for one, two in zip(first, second, strict=True)] == [1] * len(codes)
    for desk in desks:
        desk.close()
    with database.read() as connection:
        lines = connection.execute(text("SELECT count(*) FROM event WHERE kind = 'transfer_receive'"))
        assert lines.scalar_one() == 8


def test_a_file_takes_everything_along_but_people_and_back_again(
    here: Desk, new_database_url: Callable[[], str], clock: FixedClock, tmp_path: Path
) -> None:
    bo = a_borrower(here, name="Bo Bengtsson", phone="070-174 06 05")
    skates = an_article(here, size="33", brand="Bauer", barcode="SK-1")
    here.articles.add_label(skates.id, "SK-2", act=new_act_key())
    for at in (
        datetime(2024, 12, 1, 9, tzinfo=UTC),
        *(datetime(2025, month, 1, 9, tzinfo=UTC) for month in (2, 3)),
    ):
        here.lending.lend("SK-1", bo.id, act=new_act_key(), at=at)
        here.returns.take_back("SK-1", act=new_act_key(), at=at + timedelta(hours=2))
    out, back = tmp_path / "out.json", tmp_path / "back.json"
    order = SendOrder("Järfälla", TransferKind.LENT, date(2026, 5, 1), file=out)
    assert here.transfers.send(["SK-1"], order, act=new_act_key()).file == out
    written = out.read_text(encoding="utf-8")
    assert not any(secret in written for secret in ("Bengtsson", bo.number, "1740605", "borrower"))

    other = Database.open(new_database_url())
    there = a_desk(other, clock=clock)
    for found in ([1, 0], [0, 1]):  # the second reading does nothing
        read = there.transfer_files.receive(out, act=new_act_key())
        assert [len(read.received), len(read.already)] == found
        assert read.refused == ()
    arrived = there.articles.get("SK-1")
    assert arrived is not None
    assert (arrived.barcode, arrived.size, arrived.brand) == ("SK-2", "33", "Bauer")
    (stay,) = there.transfers.of_article(arrived.id)[0].earlier
    assert (stay.loans, stay.per_year) == (3, ((2024, 1), (2025, 2)))
    assert there.articles.loans_of(arrived.id) == ()  # counted where they were made
    assert isinstance(there.undoing.undo_last(act=new_act_key()), Undone)
    assert len(there.transfer_files.receive(out, act=new_act_key()).received) == 1
    there.transfers.send(["SK-1"], SendOrder("Fritidsbanken Ån", file=back), act=new_act_key())
    other.close()

    home = here.transfer_files.receive(back, act=new_act_key())
    assert [one.article.id for one in home.received] == [skates.id]
    assert here.transfers.list(lent=True) == ()
    (stay,) = home.received[0].earlier  # our own loans are not told us as theirs
    assert stay.loans == 0


def test_a_file_is_not_trusted(here: Desk, tmp_path: Path) -> None:
    """Each line by itself; what was written to harm is text, or a sentence about the line."""
    taken = an_article(here, barcode="SK-1")
    path = tmp_path / "box.json"
    good = {
        "key": "k1", "type": "sledge", "size": None, "brand": "\x1b[31mBob\u202e", "model": None, "note": None,
        "barcodes": ["PU-9"], "kind": "given", "back_by": None, "sent_on": "2026-02-01", "sending_note": None,
        "history": [{"place": 7, "loans": "many", "per_year": {"x": 1, "2024": 10**9}, "days": "all", "states": [[]]}],
    }  # fmt: skip
    bad = [
        {**good, "key": "k2", "barcodes": ["SK-1"]},
        {**good, "key": "k3", "type": "unicorn", "barcodes": ["PU-3"]},
        {**good, "key": "k4", "barcodes": ["PU-4"], "note": "ring 19811228-9874"},
        {**good, "key": "k5", "barcodes": []},
        {**good, "key": 6},
        {**good, "key": "k\x00"},
        "PU-7",
    ]
    content = {"format": "fritids-transfer", "version": 1, "from": "Norr\u202ea", "articles": [good, *bad]}
    path.write_text(json.dumps(content), encoding="utf-8")
    read = here.transfer_files.receive(path, act=new_act_key())
    assert read.from_name == "Norra"
    assert [one.article.brand for one in read.received] == ["[31mBob"]
    assert [one.code for one in read.refused] == [
        "barcode_taken", "unknown_type", "invalid", "broken", "broken", "broken", "broken",
    ]  # fmt: skip
    again = here.transfer_files.receive(path, act=new_act_key(), new_numbers=True)
    (renumbered,) = (one.article for one in again.received)
    assert renumbered.id != taken.id
    assert renumbered.barcode.startswith("2")
    for broken in (b"", b"{", b'{"format": "fritids-transfer"}', b"[" * 100_000, b"\xff\xfe\x00"):
        path.write_bytes(broken)
        with pytest.raises(UsageError):
            here.transfer_files.receive(path, act=new_act_key())
    with pytest.raises(UsageError):
        here.transfer_files.receive(tmp_path / "none.json", act=new_act_key())


def test_nothing_is_sent_where_the_file_cannot_be_written(here: Desk, tmp_path: Path) -> None:
    article = an_article(here)
    order = SendOrder("Järfälla", file=tmp_path / "no" / "box.json")
    with pytest.raises(UsageError):
        here.transfers.send([article.barcode], order, act=new_act_key())
    assert here.transfers.list() == ()
    assert replaced_state(article, here)


def test_more_than_needed_is_what_stands_idle_beside_enough_others(here: Desk, clock: FixedClock) -> None:
    idle = [an_article(here, size="33") for _ in range(4)]
    an_article(here, size="34")
    clock.moment += timedelta(days=200)
    used = an_article(here, size="33")
    lent = here.lending.lend(used.barcode, a_borrower(here).id, act=new_act_key())
    assert isinstance(lent, Lent)
    here.returns.take_back(used.barcode, act=new_act_key())
    clock.moment += timedelta(days=170)
    assert {one.article.barcode for one in here.surplus.list(1)} == {one.barcode for one in idle}
    found = here.surplus.list()  # of five alike two stay
    assert [one.others for one in found] == [4, 4, 4]
    assert Received((), ()) == here.transfers.receive([], act=new_act_key())
