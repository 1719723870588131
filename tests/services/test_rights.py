"""Who may do what, asked of every use case there is: on the desk, and of those that only a command makes."""

import inspect
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cached_property
from itertools import count
from typing import Any

import pytest
from sqlalchemy import func, select

from fritids.db import operators
from fritids.db.engine import Database
from fritids.db.tables import Event
from fritids.domain.findings import FindingCode, UndoBlock
from fritids.domain.roles import MAY, UNSIGNED, Right, Role
from fritids.domain.words import DiscardReason, ServiceKind
from fritids.errors import InvalidValueError, NotAllowedError
from fritids.present.record_words import record_line
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from fritids.services.exporting import Exporter
from fritids.services.importing.importer import Importer
from fritids.services.results import Lent, NotLent, NotUndone, Undone
from fritids.services.rights import Who, right_of
from tests.builders import FixedClock, a_borrower, a_desk, an_article

UNMARKED = {
    "operators.exist": "asked at the door",
    "operators.current": "who is signed on is on the screen",
    "operators.by_card": "asked at the door, of a card that somebody holds",
    "operators.sign_on": "where rights come from",
    "operators.sign_off": "gives rights back",
    "operators.work_as": "of somebody who signed on, looked at anew",
    "operators.change_own_pin": "asks for the PIN itself",
    "labels.scanner_page": "a page of test codes; no database",
    "undoing.or_blocked": "runs what it is given",
}
"""Public methods that ask for no right, and why. The others that do not are parts of larger acts: they are given a connection."""

PROMISED: dict[str, set[Role | None]] = {
    "lending.lend": {Role.VOLUNTEER, Role.COORDINATOR, Role.ADMINISTRATOR},
    "returns.take_back": {Role.VOLUNTEER, Role.COORDINATOR, Role.ADMINISTRATOR},
    "articles.add": {Role.VOLUNTEER, Role.COORDINATOR, Role.ADMINISTRATOR},
    "borrowers.add": {Role.VOLUNTEER, Role.COORDINATOR, Role.ADMINISTRATOR},
    "borrowers.get": {Role.VOLUNTEER, Role.COORDINATOR, Role.ADMINISTRATOR},
    "checks.answer": {Role.VOLUNTEER, Role.COORDINATOR, Role.ADMINISTRATOR},
    "borrowers.list": {Role.COORDINATOR, Role.ADMINISTRATOR},
    "borrowers.export": {Role.COORDINATOR, Role.ADMINISTRATOR},
    "loans.list": {Role.COORDINATOR, Role.ADMINISTRATOR},
    "articles.loans_of": {Role.COORDINATOR, Role.ADMINISTRATOR},
    "history.of": {Role.COORDINATOR, Role.ADMINISTRATOR},
    "figures.behind": {Role.COORDINATOR, Role.ADMINISTRATOR},
    "exporter.export": {Role.COORDINATOR, Role.ADMINISTRATOR},
    "reminders.plan": {Role.COORDINATOR, Role.ADMINISTRATOR},
    "calls.list": {Role.COORDINATOR, Role.ADMINISTRATOR},
    "figures.totals": {Role.COORDINATOR, Role.STAFF, Role.ADMINISTRATOR},
    "report.year": {Role.COORDINATOR, Role.STAFF, Role.ADMINISTRATOR},
    "branch.set": {Role.ADMINISTRATOR},
    "borrowers.erase": {Role.ADMINISTRATOR},
    "operators.add": {Role.ADMINISTRATOR},
    "operators.list": {Role.ADMINISTRATOR},
    "reminders.run": {*Role, None},
}
"""What the roles are for, said once more and by hand, so that a mark that was moved by mistake is seen."""


def groups(desk: Desk) -> dict[str, object]:
    """Everything that hangs on a desk, and what a command puts beside it."""
    named = {name: value for name, value in vars(desk).items() if name != "context"}
    late = {
        name: getattr(desk, name) for name, value in vars(Desk).items() if isinstance(value, cached_property)
    }
    return {**named, **late, "exporter": Exporter(desk.context), "importer": Importer(desk.context)}


def use_cases(desk: Desk) -> Iterator[tuple[str, Callable[..., Any]]]:
    for name, group in groups(desk).items():
        for method in dir(type(group)):
            found = inspect.getattr_static(type(group), method)
            if method.startswith("_") or not (callable(found) or isinstance(found, staticmethod)):
                continue
            parameters = (
                [] if isinstance(found, staticmethod) else list(inspect.signature(found).parameters)[1:]
            )
            if parameters[:1] != ["connection"]:
                yield f"{name}.{method}", getattr(group, method)


def put_operator(database: Database, role: Role, branch_id: int | None = None) -> Who:
    """An operator of this role who has no PIN: no test here waits for one to be hashed."""
    desk = a_desk(database)
    with database.write() as connection:
        key = role.value[:3]
        values = {"key": key, "name": role.value, "role": role.value, "branch_id": branch_id}
        made = operators.add(connection, {**values, "added_at": desk.context.clock.now()})
        operators.branches_hear(connection)
    return Who(made, key, role.value, role, branch_id)


def events_of(database: Database) -> int:
    with database.read() as connection:
        return int(connection.execute(select(func.count()).select_from(Event.__table__)).scalar_one())


def outcome(use_case: Callable[..., Any]) -> type[Exception] | None:
    """What becomes of the use case when it is asked for something without sense; whether it asks first is what matters."""
    needed = {
        name: None
        for name, each in inspect.signature(use_case).parameters.items()
        if each.default is inspect.Parameter.empty and each.kind is not inspect.Parameter.VAR_KEYWORD
    }
    try:
        use_case(**{**needed, **({"act": new_act_key()} if "act" in needed else {})})
    except NotAllowedError:
        return NotAllowedError
    except Exception as error:  # noqa: BLE001  # any other answer means that the door was open
        return type(error)
    return None


@pytest.mark.one_engine
def test_every_use_case_says_which_right_it_needs(desk: Desk) -> None:
    found = dict(use_cases(desk))
    assert len(found) > 200
    assert {name for name, each in found.items() if right_of(each) is None} == set(UNMARKED)


def everybody(database: Database) -> list[Who | None]:
    return [None, *(put_operator(database, role) for role in Role)]


def rights_of(who: Who | None) -> frozenset[Right]:
    return UNSIGNED if who is None else MAY[who.role]


def test_what_a_role_may_not_is_refused_before_anything_is_done(database: Database, desk: Desk) -> None:
    let_in = []
    for who in everybody(database):
        desk.operators.work_as(who)
        before = events_of(database)
        for name, use_case in use_cases(desk):
            right = right_of(use_case)
            if right is None or right in rights_of(who):
                continue
            if outcome(use_case) is not NotAllowedError or desk.context.inside is not None:
                let_in.append((who, name))
        assert events_of(database) == before
    assert not let_in


@pytest.mark.one_engine
def test_what_a_role_may_is_refused_to_none_of_them(database: Database, desk: Desk) -> None:
    kept_out = []
    for who in everybody(database):
        desk.operators.work_as(who)
        for name, use_case in use_cases(desk):
            if right_of(use_case) in rights_of(who) and outcome(use_case) is NotAllowedError:
                kept_out.append((who, name))
    assert not kept_out


@pytest.mark.one_engine
def test_the_marks_keep_what_the_roles_are_for(desk: Desk) -> None:
    rights = {name: right_of(use_case) for name, use_case in use_cases(desk)}
    may: dict[str, set[Role | None]] = {
        name: {role for role in (None, *Role) if rights[name] in (UNSIGNED if role is None else MAY[role])}
        for name in PROMISED
    }
    assert may == PROMISED


def test_nothing_is_kept_from_anyone_until_an_operator_exists(database: Database, desk: Desk) -> None:
    assert desk.operators.list() == ()
    put_operator(database, Role.ADMINISTRATOR)
    with pytest.raises(NotAllowedError):
        desk.operators.list()


@pytest.mark.parametrize("how", ["made a volunteer", "taken away"])
def test_rights_taken_at_another_desk_are_gone_at_the_next_act(
    database: Database, desk: Desk, how: str
) -> None:
    article, borrower = an_article(desk), a_borrower(desk)
    who = put_operator(database, Role.COORDINATOR)
    desk.operators.work_as(who)
    assert desk.loans.list() == ()
    with database.write() as connection:
        values = {"role": Role.VOLUNTEER.value} if how == "made a volunteer" else {"active": False}
        operators.change(connection, who.id, **values)
        operators.branches_hear(connection)
    if how == "taken away":  # also by a scan, which asks for nothing first: it is broken off
        with pytest.raises(NotAllowedError):
            desk.counter.enter(article.barcode, act=new_act_key())
        with pytest.raises(NotAllowedError):
            desk.lending.lend(article.barcode, borrower.id, act=new_act_key())
        assert (desk.operators.current(), desk.context.operator) == (None, None)
    else:
        with pytest.raises(NotAllowedError):
            desk.loans.list()
        assert isinstance(desk.lending.lend(article.barcode, borrower.id, act=new_act_key()), Lent)


def test_a_scan_is_broken_off_where_rights_went_since(database: Database, desk: Desk) -> None:
    article, borrower = an_article(desk), a_borrower(desk)
    who = put_operator(database, Role.VOLUNTEER)
    desk.operators.work_as(who)
    with database.write() as connection:
        operators.change(connection, who.id, role=Role.STAFF.value)
        operators.branches_hear(connection)
    before = events_of(database)
    with pytest.raises(NotAllowedError):
        desk.lending.lend(article.barcode, borrower.id, act=new_act_key())
    assert events_of(database) == before


def test_volunteers_may_work_without_a_pin_where_the_branch_says_so(database: Database, desk: Desk) -> None:
    article, borrower = an_article(desk), a_borrower(desk)
    desk.operators.work_as(put_operator(database, Role.ADMINISTRATOR))
    desk.branch.set({"volunteers_without_pin": "on"}, act=new_act_key())
    desk.operators.sign_off()
    assert isinstance(desk.lending.lend(article.barcode, borrower.id, act=new_act_key()), Lent)
    for kept in (desk.borrowers.list, desk.loans.list, desk.operators.list):
        with pytest.raises(NotAllowedError):
            kept()


def test_a_volunteer_sees_what_somebody_has_out_and_not_what_they_had(database: Database, desk: Desk) -> None:
    article, borrower = an_article(desk), a_borrower(desk, name="Åsa Öberg")
    desk.operators.work_as(put_operator(database, Role.VOLUNTEER))
    desk.lending.lend(article.barcode, borrower.id, act=new_act_key())
    assert len(desk.borrowers.loans_of(borrower.id)) == 1
    assert [hit.id for hit in desk.borrowers.search("öberg")] == [borrower.id]
    assert desk.borrowers.search("ö") == desk.borrowers.search("ö a") == ()
    with pytest.raises(NotAllowedError):
        desk.borrowers.loans_of(borrower.id, all=True)


def test_a_volunteer_undoes_nothing_that_they_could_not_have_done(database: Database, desk: Desk) -> None:
    article, borrower = an_article(desk, brand="Bauer"), a_borrower(desk)
    recalled = an_article(desk, brand="Salomon")
    desk.recalls.recall(brand="Salomon", act=new_act_key())
    recall = desk.undoing.recent()[0]
    desk.operators.work_as(put_operator(database, Role.VOLUNTEER))
    for refused in (
        desk.undoing.undo_last(act=new_act_key()),
        desk.undoing.undo(recall.event_id, act=new_act_key()),
    ):
        assert isinstance(refused, NotUndone)
        assert [finding.facts["by"] for finding in refused.findings] == [UndoBlock.NOT_ALLOWED]
    assert isinstance(desk.lending.lend(recalled.barcode, borrower.id, act=new_act_key()), NotLent)
    assert isinstance(desk.lending.lend(article.barcode, borrower.id, act=new_act_key()), Lent)
    assert isinstance(desk.undoing.undo_last(act=new_act_key()), Undone)


def test_only_an_operator_of_this_branch_works_here(database: Database, desk: Desk) -> None:
    elsewhere = Desk.on(database).context.branch_id
    who = put_operator(database, Role.COORDINATOR, elsewhere)
    desk.context.branch_id = elsewhere
    desk.operators.work_as(who)
    assert desk.operators.current() == who
    desk.context.branch_id = elsewhere + 1
    assert desk.context.who is not None
    with suppress(StopIteration):  # there is no such branch; the door is asked before
        desk.operators.work_as(who)


def refusing(database: Database, desk: Desk, role: Role) -> tuple[str, int]:
    """A desk of somebody, with an article in service, at a branch that lets refusals be set aside."""
    article, borrower = an_article(desk), a_borrower(desk)
    desk.service.send(article.barcode, ServiceKind.WASH, act=new_act_key())
    desk.branch.set({"override_refusals": "on"}, act=new_act_key())
    desk.operators.work_as(put_operator(database, role))
    return article.barcode, borrower.id


def test_a_coordinator_lends_what_is_refused_with_a_reason(
    database: Database, desk: Desk, clock: FixedClock
) -> None:
    code, borrower_id = refusing(database, desk, Role.COORDINATOR)
    assert isinstance(desk.lending.lend(code, borrower_id, act=new_act_key()), NotLent)
    lent = desk.lending.lend(code, borrower_id, act=new_act_key(), override="Washed\u202e and dry")
    assert isinstance(lent, Lent)
    assert lent.accepted == (FindingCode.IN_SERVICE,)
    with database.read() as connection:
        found = connection.execute(
            select(Event.__table__.c.details).where(Event.__table__.c.id == lent.event_id)
        )
        assert found.scalar_one() == '{"overridden": ["in_service"], "override": "Washed and dry"}'
    told = [record_line(line, desk.today()) for line in desk.record.newest(limit=20).lines]
    assert told[0].endswith("although it was refused: Washed and dry (one, coordinator)"), told[0]


@pytest.mark.one_engine
def test_a_refusal_stays_for_who_may_not_set_it_aside_and_where_nobody_may(
    database: Database, desk: Desk
) -> None:
    code, borrower_id = refusing(database, desk, Role.VOLUNTEER)
    for step in count():
        refused = desk.lending.lend(code, borrower_id, act=new_act_key(), override="It is dry")
        assert isinstance(refused, NotLent)
        codes = [finding.code for finding in refused.findings]
        if step == 0:
            assert codes == [FindingCode.IN_SERVICE, FindingCode.NOT_ALLOWED]
            desk.operators.work_as(put_operator(database, Role.ADMINISTRATOR))
            desk.branch.set({"override_refusals": "off"}, act=new_act_key())
        elif step == 1:
            assert codes == [FindingCode.IN_SERVICE, FindingCode.NOT_ALLOWED]
            desk.branch.set({"override_refusals": "on"}, act=new_act_key())
            desk.articles.discard(code, DiscardReason.BROKEN, act=new_act_key())
        else:
            assert codes == [FindingCode.DISCARDED]
            break
    for reason in ("", "19121212-1212", "x" * 201):
        with pytest.raises(InvalidValueError):
            desk.lending.lend(code, borrower_id, act=new_act_key(), override=reason)
