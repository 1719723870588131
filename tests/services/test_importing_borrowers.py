"""A branch takes in the people it knows, without learning more of them than it asks for, and without saying their names anywhere."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from fritids.db.engine import Database
from fritids.db.tables import Borrower, BorrowerCard, Event
from fritids.domain.barcode import borrower_code
from fritids.services.importing.importer import Importer
from fritids.services.importing.values import (
    Column,
    Ignored,
    ImportFault,
    ImportKind,
    ImportNote,
    ImportReport,
)
from tests.services.importing_desk import context_on

pytestmark = pytest.mark.no_branch

BORROWER = Borrower.__table__
ALL_ON = {f"ask_{name}": "on" for name in ("email", "birth_year", "gender", "postcode", "language")}
PEOPLE = """Namn;Mobil;Typ av låntagare;Kort;Skyddad
Anna Berg;070-174 06 05;;;
Åskolan;08-465 004 01;skola;;
Ali Hassan;+46 70 174 06 06;privat;BIB 77;ja
Nils utan telefon;;;;
"""


@pytest.fixture
def take_in(database: Database, tmp_path: Path) -> Callable[..., ImportReport]:
    """Imports a text as a file, at a branch with these settings."""

    def run(text: str, settings: dict[str, str] | None = None, **options: Any) -> ImportReport:
        path = tmp_path / "people.csv"
        path.write_text(text, encoding="utf-8")
        importer = Importer(context_on(database, **(settings or {})))
        return importer.run(importer.plan(path), **options)

    return run


def people(database: Database) -> list[Any]:
    with database.read() as connection:
        return list(connection.execute(select(BORROWER).order_by(BORROWER.c.id)))


def faults(report: ImportReport) -> list[tuple[int, str, ImportFault]]:
    return [(problem.line, problem.column, problem.code) for problem in report.problems]


def test_a_list_becomes_borrowers_with_numbers_of_our_own(
    take_in: Callable[..., ImportReport], database: Database
) -> None:
    report = take_in(PEOPLE)
    assert (report.kind, report.added, report.written) == (ImportKind.BORROWERS, 4, True)
    anna, school, ali, nils = people(database)
    assert [each.number for each in (anna, school, ali, nils)] == [borrower_code(n) for n in (1, 2, 3, 4)]
    assert (anna.name, anna.phone, anna.kind) == ("Anna Berg", "+46701740605", "person")
    assert (school.kind, school.phone) == ("school", "+46846500401")
    assert (ali.protected, nils.phone) == (True, None)
    assert " anna berg " in anna.search
    assert len({each.event_key for each in (anna, school, ali, nils)}) == 4
    with database.read() as connection:
        card = connection.execute(select(BorrowerCard.__table__)).one()
        event = connection.execute(select(Event.__table__)).one()
    assert (card.key, card.code, card.borrower_id) == ("BIB77", "BIB 77", ali.id)
    assert "Anna" not in repr(event)


def test_the_same_people_again_are_no_doubles(
    take_in: Callable[..., ImportReport], database: Database
) -> None:
    take_in(PEOPLE)
    again = take_in(PEOPLE.upper().replace("070-174 06 05", "0046 70 1740605"))
    assert (again.added, again.already_there, again.problem_count) == (0, 4, 0)
    assert len(people(database)) == 4


def test_what_the_branch_does_not_ask_for_is_not_read(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(
        "Förnamn;Efternamn;E-post;Födelseår;Personnummer\nAnna;Berg;a@example.org;1990;19811218-9876\n",
        encoding="utf-8",
    )
    importer = Importer(context_on(database))
    plan = importer.plan(path)
    assert [(use.column, use.ignored) for use in plan.columns] == [
        (Column.FIRST_NAME, None),
        (Column.LAST_NAME, None),
        (None, Ignored.TURNED_OFF),
        (None, Ignored.TURNED_OFF),
        (None, Ignored.NEVER_KEPT),
    ]
    assert "9876" not in repr(plan)
    assert importer.run(plan).written
    anna = people(database)[0]
    assert (anna.name, anna.email, anna.birth_year) == ("Anna Berg", None, None)


def test_what_the_branch_asks_for_is_read_in_any_spelling(
    take_in: Callable[..., ImportReport], database: Database
) -> None:
    take_in(
        "name,mail,date of birth,gender,zip,language\n"
        "Anna,anna@example.org,1990-05-17,Kvinna,60210,svenska\n"
        "Ali,,2008,m,SE-602 13,Arabic\n"
        "Kim,-,,,,\n",
        ALL_ON,
    )
    found = [
        (each.email, each.birth_year, each.gender, each.postcode, each.language) for each in people(database)
    ]
    assert found == [
        ("anna@example.org", 1990, "woman", "60210", "sv"),
        (None, 2008, "man", "60213", "ar"),
        (None, None, None, None, None),
    ]


def test_numbers_that_lost_their_beginning_to_a_spreadsheet_are_whole_again(
    take_in: Callable[..., ImportReport], database: Database
) -> None:
    take_in("Namn;Mobil\nAnna;701740605\nAli;46701740606\nEva;'+46701740607\n")
    assert [each.phone for each in people(database)] == ["+46701740605", "+46701740606", "+46701740607"]


def test_every_bad_cell_is_named_and_no_name_is_told_or_logged(
    take_in: Callable[..., ImportReport], database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        report = take_in(
            "Namn;Mobil;E-post;Född;Kön;Postnr;Språk;Typ;Kort;Skyddad;Anteckning\n"
            "Hemlig 811218-9876;12;a@b;1850;?;12;latin;kung;811218-9876;kanske;19811218-9876\n"
            "Hemlig 070-174 06 05;;;;;;;;;;\n"
            ";0701740605;;;;;;;;;\n",
            ALL_ON,
        )
    assert faults(report) == [
        (2, "Kort", ImportFault.IDENTITY_NUMBER),
        (2, "Skyddad", ImportFault.BAD_YES_NO),
        (2, "Namn", ImportFault.IDENTITY_NUMBER),
        (2, "Typ", ImportFault.UNKNOWN_KIND),
        (2, "Mobil", ImportFault.BAD_PHONE),
        (2, "E-post", ImportFault.BAD_EMAIL),
        (2, "Född", ImportFault.BAD_YEAR),
        (2, "Kön", ImportFault.UNKNOWN_GENDER),
        (2, "Postnr", ImportFault.BAD_POSTCODE),
        (2, "Språk", ImportFault.UNKNOWN_LANGUAGE),
        (2, "Anteckning", ImportFault.IDENTITY_NUMBER),
        (4, "Namn", ImportFault.MISSING),
    ]
    for secret in ("Hemlig", "9876"):
        assert secret not in repr(report)
        assert secret not in caplog.text
    assert people(database) == []


def test_the_same_person_number_or_card_twice_in_the_file_is_named(
    take_in: Callable[..., ImportReport],
) -> None:
    report = take_in(
        f"Namn;Mobil;Nummer;Kort\nAnna;0701740605;;\nANNA;070-1740605;;\nEva;;{borrower_code(7)};\n"
        f"Ali;;{borrower_code(7)};\nBo;;;A1\nCia;;;a 1\n"
    )
    assert [(line, code) for line, _, code in faults(report)] == [
        (3, ImportFault.BORROWER_TWICE),
        (5, ImportFault.NUMBER_TWICE),
        (7, ImportFault.CARD_TWICE),
    ]
    assert [problem.facts["first_line"] for problem in report.problems] == [2, 4, 6]


def test_a_number_or_card_of_somebody_else_is_a_problem(
    take_in: Callable[..., ImportReport], database: Database
) -> None:
    take_in(f"Namn;Nummer;Kort\nAnna;{borrower_code(7)};A1\nEva;{borrower_code(5)};B2\n")
    report = take_in(f"Namn;Nummer;Kort\nanna;{borrower_code(7)};\nAli;{borrower_code(5)};\nAli;;a1\n")
    assert faults(report) == [(3, "Nummer", ImportFault.NUMBER_TAKEN), (4, "Kort", ImportFault.CARD_TAKEN)]
    assert take_in("Namn\nAli\n").written
    assert people(database)[-1].number == borrower_code(8)


def test_a_number_of_another_program_goes_on_finding_the_borrower(
    take_in: Callable[..., ImportReport], database: Database
) -> None:
    report = take_in("Medlemsnummer;Namn\nM-1042;Anna\n")
    assert [note.code for note in report.notes] == [ImportNote.KEPT_AS_CARD]
    with database.read() as connection:
        assert connection.execute(select(BorrowerCard.__table__.c.key)).scalar_one() == "M-1042"


def test_a_protected_person_whose_name_the_list_leaves_out_is_left_out_unless_known(
    take_in: Callable[..., ImportReport], database: Database
) -> None:
    take_in(f"Namn;Nummer;Skyddad\nAnna;{borrower_code(1)};ja\n")
    report = take_in(f"Namn;Nummer;Skyddad\n;{borrower_code(1)};ja\n;{borrower_code(2)};ja\n")
    assert (report.added, report.already_there, report.left_out) == (0, 1, 1)
    assert [(note.line, note.code) for note in report.notes] == [(3, ImportNote.NO_NAME)]
    assert [each.name for each in people(database)] == ["Anna"]
