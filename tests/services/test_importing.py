"""A branch takes in the stock it has, from whatever list it has kept."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import func, select

from fritids.db.engine import Database
from fritids.db.tables import Article, ArticleStateChange, Barcode, Event
from fritids.domain.barcode import article_code
from fritids.errors import UsageError
from fritids.services.context import Context
from fritids.services.importing import importer as importer_module
from fritids.services.importing.headers import match
from fritids.services.importing.importer import Importer
from fritids.services.importing.values import (
    Column,
    Ignored,
    ImportFault,
    ImportKind,
    ImportNote,
    ImportPhase,
    ImportProgress,
    ImportReport,
)
from tests.services.importing_desk import NOW, context_on

pytestmark = pytest.mark.no_branch

ARTICLE = Article.__table__
LIST = """Streckkod;Artikeltyp;Storlek;Märke;Anteckning
7310000000017;Slalomskidor;140 cm;Åsnes;
A 1;hockeyskridskor;38;Bauer;slipade
;alpine-skis;150;;
"""


@pytest.fixture
def context(database: Database) -> Context:
    return context_on(database)


@pytest.fixture
def take_in(context: Context, tmp_path: Path) -> Callable[..., ImportReport]:
    """Imports a text as a file."""

    def run(text: str, **options: Any) -> ImportReport:
        path = tmp_path / "list.csv"
        path.write_text(text, encoding="utf-8")
        importer = Importer(context)
        return importer.run(importer.plan(path), **options)

    return run


def articles(database: Database) -> list[Any]:
    with database.read() as connection:
        return list(connection.execute(select(ARTICLE).order_by(ARTICLE.c.id)))


def count(database: Database, table: Any) -> int:
    with database.read() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def faults(report: ImportReport) -> list[tuple[int, str, ImportFault]]:
    return [(problem.line, problem.column, problem.code) for problem in report.problems]


def test_a_list_becomes_articles_with_labels_states_and_one_line_in_the_record(
    take_in: Callable[..., ImportReport], database: Database
) -> None:
    report = take_in(LIST)
    assert report.written
    assert (report.rows, report.added, report.already_there, report.problems) == (3, 3, 0, ())
    ski, skate, own = articles(database)
    assert (ski.type_code, ski.size, ski.size_low, ski.brand, ski.label) == (
        "alpine-skis", "140", 140.0, "Åsnes", "7310000000017",
    )  # fmt: skip
    assert (skate.type_code, skate.label, skate.note, skate.state) == (
        "hockey-skates", "A 1", "slipade", "in_stock",
    )  # fmt: skip
    assert own.label == article_code(1)
    assert " asnes " in ski.search
    with database.read() as connection:
        keys = (
            connection.execute(select(Barcode.__table__.c.key).order_by(Barcode.__table__.c.article_id))
            .scalars()
            .all()
        )
        changes = connection.execute(select(ArticleStateChange.__table__)).all()
        events = connection.execute(select(Event.__table__)).all()
    assert list(keys) == ["7310000000017", "A1", article_code(1)]
    assert [(change.state, change.changed_at) for change in changes] == [("in_stock", NOW)] * 3
    assert [event.kind for event in events] == ["import"]
    assert report.event_id == events[0].id


def test_the_same_file_again_adds_nothing(take_in: Callable[..., ImportReport], database: Database) -> None:
    """Also the rows without a code, which nothing but the file itself tells from new ones."""
    take_in(LIST)
    again = take_in(LIST)
    assert (again.added, again.already_there, again.problem_count) == (0, 3, 0)
    assert count(database, ARTICLE) == 3
    trial = take_in(LIST, dry_run=True)
    assert (trial.added, trial.already_there) == (0, 3)


def test_the_same_act_sent_twice_is_done_once(
    take_in: Callable[..., ImportReport], database: Database
) -> None:
    first = take_in(LIST, act="one")
    again = take_in(LIST.replace("A 1", "A 2"), act="one")
    assert again.repeated
    assert (again.added, again.event_id) == (first.added, first.event_id)
    assert count(database, ARTICLE) == 3


def test_a_trial_says_what_would_be_done_and_does_nothing(
    take_in: Callable[..., ImportReport], database: Database
) -> None:
    report = take_in(LIST, dry_run=True)
    assert (report.added, report.written, report.event_id) == (3, False, None)
    assert count(database, ARTICLE) == 0
    assert count(database, Event.__table__) == 0


def test_one_bad_row_stops_all_and_every_bad_cell_is_named(
    take_in: Callable[..., ImportReport], database: Database
) -> None:
    report = take_in(
        "Streckkod;Typ;Storlek;Status;Orsak;Tillagd\n"
        "1;Slalomskidor;140;;;\n"
        "2;Slalomskidr;140;utlånad;;\n"
        "1;Slalomskidor;140;lurig;;2030-01-01\n"
        '4;;"1\n2";kasserad;;igår\n'
        f"{'x' * 41};Slalomskidor;140;kasserad;gammal;\n"
        "7,3E+12;Slalomskidor;;;;2026-02-31\n"
    )
    assert faults(report) == [
        (3, "Typ", ImportFault.UNKNOWN_TYPE),
        (4, "Streckkod", ImportFault.CODE_TWICE),
        (4, "Status", ImportFault.UNKNOWN_STATE),
        (4, "Tillagd", ImportFault.BAD_DATE),
        (5, "Typ", ImportFault.MISSING),
        (5, "Orsak", ImportFault.UNKNOWN_REASON),
        (5, "Tillagd", ImportFault.BAD_DATE),
        (7, "Streckkod", ImportFault.CODE_TOO_LONG),
        (7, "Orsak", ImportFault.UNKNOWN_REASON),
        (8, "Streckkod", ImportFault.CODE_RUINED),
        (8, "Tillagd", ImportFault.BAD_DATE),
    ]
    assert report.problems[0].facts["text"] == "Slalomskidr"
    assert report.problems[1].facts["first_line"] == 2
    assert not report.written
    assert count(database, ARTICLE) == 0
    assert count(database, Event.__table__) == 0


def test_another_article_under_a_code_that_is_there_is_a_problem(
    take_in: Callable[..., ImportReport], database: Database
) -> None:
    take_in("Streckkod;Typ;Storlek;Märke\n1;Slalomskidor;140;Åsnes\n2;Slalomskidor;150;\n")
    report = take_in(
        "Streckkod;Typ;Storlek;Märke\n1;slalomskidor;140 cm;ASNES\n2;Snowboard;150;\n3;Snowboard;150;\n"
    )
    assert faults(report) == [(3, "Streckkod", ImportFault.CODE_TAKEN)]
    assert report.problems[0].facts["type_en"] == "alpine skis"
    assert (report.already_there, report.added) == (1, 1)
    assert count(database, ARTICLE) == 2


def test_a_code_that_another_desk_registers_meanwhile_is_a_problem_and_no_fault(
    context: Context, tmp_path: Path, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, other = tmp_path / "list.csv", tmp_path / "other.csv"
    path.write_text("Kod;Typ\n1;Slalomskidor\n", encoding="utf-8")
    other.write_text("Kod;Typ\n1;Snowboard\n", encoding="utf-8")
    importer = Importer(context)
    plan, faster = importer.plan(path), importer.plan(other)
    check = importer_module.Importer._check

    def checked_then_overtaken(self: Importer, *args: Any) -> Any:
        monkeypatch.setattr(importer_module.Importer, "_check", check)
        checked = check(self, *args)
        assert Importer(context).run(faster).written
        return checked

    monkeypatch.setattr(importer_module.Importer, "_check", checked_then_overtaken)
    report = importer.run(plan)
    assert faults(report) == [(2, "Kod", ImportFault.CODE_TAKEN)]
    assert not report.written
    assert count(database, ARTICLE) == 1


@pytest.mark.parametrize(
    "headers",
    [
        "Streckkod;Artikeltyp;Storlek;Märke",
        "BARCODE;Article Type;Size;Brand",
        "etikett;TYP;Stl.;fabrikat",
        "ean;item;size;make",
    ],
)
def test_headers_may_be_swedish_or_english_in_any_order(
    context: Context, tmp_path: Path, headers: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(headers + "\n1;Snowboard;150;Burton\n", encoding="utf-8")
    plan = Importer(context).plan(path)
    assert plan.kind is ImportKind.ARTICLES
    assert [use.column for use in plan.columns] == [Column.BARCODE, Column.TYPE, Column.SIZE, Column.BRAND]
    assert [use.example for use in plan.columns] == ["1", "Snowboard", "150", "Burton"]
    assert plan.ready


def test_the_plan_says_what_is_ignored_and_what_is_missing(context: Context, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Storlek;Kategori;Färg;Stl;Märke\n1;2;3;4;5\n", encoding="utf-8")
    plan = Importer(context).plan(path)
    assert [(use.header, use.ignored) for use in plan.columns] == [
        ("Storlek", None),
        ("Kategori", Ignored.DERIVED),
        ("Färg", Ignored.UNKNOWN),
        ("Stl", Ignored.TWICE),
        ("Märke", None),
    ]
    assert plan.missing == (Column.TYPE,)
    with pytest.raises(UsageError):
        Importer(context).run(plan)


def test_somebody_may_decide_what_a_column_means(context: Context, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Streckkod;Färg;Slag\n1;Röd;Snowboard\n", encoding="utf-8")
    plan = Importer(context).plan(path, mapping={"färg": Column.NOTE, "Streckkod": None})
    assert [use.column for use in plan.columns] == [None, Column.NOTE, Column.TYPE]


@pytest.mark.parametrize(
    ("headers", "read"),
    [
        ("Artikelnr;Streckkod;Typ", {"Streckkod": Column.BARCODE, "Typ": Column.TYPE}),
        ("Id;Inventarienr;Artikel;Artikeltyp", {"Inventarienr": Column.BARCODE, "Artikeltyp": Column.TYPE}),
        ("Namn;Telefon;Mobil", {"Namn": Column.NAME, "Mobil": Column.PHONE}),
        ("Name;Phone;Mobile phone", {"Name": Column.NAME, "Mobile phone": Column.PHONE}),
        ("Typ;Storlek;Storlek", {"Typ": Column.TYPE, "Storlek": Column.SIZE}),
    ],
)
def test_of_two_columns_that_mean_the_same_the_plainer_one_is_read(
    context: Context, tmp_path: Path, headers: str, read: dict[str, Column]
) -> None:
    """The barcode is what the scanner reads and the mobile number what people give; another number may stand before them."""
    path = tmp_path / "list.csv"
    path.write_text(f"{headers}\n1;2;3;4\n", encoding="utf-8")
    plan = Importer(context).plan(path)
    assert {use.header: use.column for use in plan.columns if use.column} == read
    assert [use.ignored for use in plan.columns if use.column is None] == [Ignored.TWICE] * (
        len(plan.columns) - len(read)
    )


def test_what_somebody_decided_goes_before_what_the_headers_say(context: Context, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Streckkod;Artikelnr;Typ\n1;2;Snowboard\n", encoding="utf-8")
    plan = Importer(context).plan(path, mapping={"Artikelnr": Column.BARCODE})
    assert [use.column for use in plan.columns] == [None, Column.BARCODE, Column.TYPE]


def test_a_decision_about_a_column_that_is_not_there_is_refused(context: Context, tmp_path: Path) -> None:
    """A slip of the keys in a heading would otherwise read the file in another way than was meant."""
    path = tmp_path / "list.csv"
    path.write_text("Nr;Typ\n1;Snowboard\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"Lopnr.*Nr, Typ"):
        Importer(context).plan(path, mapping={"Lopnr": Column.BARCODE})


def test_the_headers_may_stand_below_a_title_and_on_another_sheet(
    context: Context, tmp_path: Path, database: Database
) -> None:
    path = tmp_path / "list.xlsx"
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Lager")
    for row in (
        ["Inventering 2026"],
        [],
        ["Artikeltyp", "Streckkod"],
        ["Snowboard", 7310000000017],
        [None, None],
    ):
        sheet.append(row)
    book.save(path)
    importer = Importer(context)
    plan = importer.plan(path)
    assert (plan.source.sheet, plan.header_line) == ("Lager", 3)
    assert importer.run(plan).added == 1
    assert articles(database)[0].label == "7310000000017"


def test_a_file_without_known_headers_is_refused(context: Context, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("1;2;3\n4;5;6\n", encoding="utf-8")
    with pytest.raises(UsageError, match="No header"):
        Importer(context).plan(path)


def test_a_type_is_matched_by_code_or_name_in_any_case_and_accents(
    take_in: Callable[..., ImportReport], database: Database
) -> None:
    names = [
        "alpine-skis",
        "SLALOMSKIDOR",
        "Alpine skis",
        "slalompjaxor",
        "alpinskidor",
        "Längdskidor, klassisk",
    ]
    take_in("Typ;Kod\n" + "".join(f'"{name}";{place}\n' for place, name in enumerate(names)))
    assert [article.type_code for article in articles(database)] == [
        "alpine-skis", "alpine-skis", "alpine-skis", "alpine-boots", "alpine-skis", "classic-skis",
    ]  # fmt: skip


def test_states_and_days_come_along(take_in: Callable[..., ImportReport], database: Database) -> None:
    report = take_in(
        "Kod;Typ;Status;Orsak;Inkom\n"
        "1;Snowboard;Kasserad;Utsliten;2024-11-05\n"
        "2;Snowboard;utlånad;;2026-02-16\n"
        "3;Snowboard;saknas;;\n"
    )
    worn, lent, missing = articles(database)
    assert (worn.state, worn.discard_reason, lent.state, missing.state) == (
        "discarded",
        "worn_out",
        "in_stock",
        "missing",
    )
    assert worn.added_at == datetime(2024, 11, 5, 11, tzinfo=UTC)
    assert lent.added_at <= NOW
    assert [(note.line, note.code) for note in report.notes] == [(3, ImportNote.ON_LOAN)]
    with database.read() as connection:
        table = ArticleStateChange.__table__
        changes = connection.execute(
            select(table).where(table.c.article_id == worn.id).order_by(table.c.id)
        ).all()
    assert [(row.state, row.changed_at.date()) for row in changes] == [
        ("in_stock", date(2024, 11, 5)), ("discarded", date(2026, 2, 16)),
    ]  # fmt: skip


def test_an_odd_size_is_told_and_taken_in(take_in: Callable[..., ImportReport]) -> None:
    report = take_in("Kod;Typ;Storlek\n1;Hockeyskridskor;140\n")
    assert report.written
    assert [(note.line, note.column, note.code) for note in report.notes] == [
        (2, "Storlek", ImportNote.ODD_SIZE)
    ]


@pytest.mark.parametrize(
    "size", ["2026-12-10", "2026-12-10 00:00:00", "12-okt", "10-Dec", "maj-15", "5 maj", "10-dec-26"]
)
def test_a_size_that_a_spreadsheet_made_a_day_of_is_a_bad_row(
    take_in: Callable[..., ImportReport], size: str
) -> None:
    """10-12 becomes the tenth of December the moment it is typed into a cell, and nobody could search for it."""
    assert faults(take_in(f"Kod;Typ;Storlek\n1;Simpuffar;{size}\n")) == [
        (2, "Storlek", ImportFault.SIZE_RUINED)
    ]


def test_sizes_that_only_look_a_little_like_days_are_sizes(
    take_in: Callable[..., ImportReport], database: Database
) -> None:
    sizes = ["10-12", "110/116", "5-15", "JR M", "2", "medium", "10 decimeter"]
    report = take_in("Kod;Typ;Storlek\n" + "".join(f"{n};Simpuffar;{size}\n" for n, size in enumerate(sizes)))
    assert report.written
    assert count(database, ARTICLE) == len(sizes)


def test_numbers_of_our_own_that_come_along_are_never_given_again(
    take_in: Callable[..., ImportReport], database: Database
) -> None:
    take_in(f"Kod;Typ\n{article_code(41)};Snowboard\n;Snowboard\n")
    assert [article.label for article in articles(database)] == [article_code(41), article_code(42)]


def test_text_is_cleaned_and_what_a_spreadsheet_was_kept_from_running_is_itself_again(
    take_in: Callable[..., ImportReport], database: Database
) -> None:
    take_in("Kod;Typ;Märke;Modell\n'-1;Snowboard;'=1+1;A\u202e\x00B\x1b[31m\n")
    article = articles(database)[0]
    assert (article.label, article.brand, article.model) == ("-1", "=1+1", "AB[31m")


def test_a_personal_identity_number_is_refused_and_not_shown(take_in: Callable[..., ImportReport]) -> None:
    report = take_in("Kod;Typ;Anteckning;Märke\n1;811218-9876;ägare 811218-9876;19811218-9876\n")
    assert faults(report) == [
        (2, "Typ", ImportFault.UNKNOWN_TYPE),
        (2, "Märke", ImportFault.IDENTITY_NUMBER),
        (2, "Anteckning", ImportFault.IDENTITY_NUMBER),
    ]
    assert "9876" not in repr(report)


def test_several_codes_of_one_article_all_find_it(
    take_in: Callable[..., ImportReport], database: Database
) -> None:
    text = 'Streckkod;Andra koder;Typ\n1;"2\n3";Snowboard\n'
    take_in(text)
    assert count(database, Barcode.__table__) == 3
    assert take_in(text).already_there == 1
    mixed = take_in("Streckkod;Andra koder;Typ\n9;2;Skateboard\n")
    assert faults(mixed) == [(2, "Streckkod", ImportFault.CODE_TAKEN)]


def test_a_stray_quote_is_a_bad_row_like_any_other(take_in: Callable[..., ImportReport]) -> None:
    report = take_in('Kod;Typ\n1;"Snow"board"\n2;Snowbord\n')
    assert faults(report) == [(2, "", ImportFault.QUOTES), (3, "Typ", ImportFault.UNKNOWN_TYPE)]


def test_progress_goes_on_to_the_end(take_in: Callable[..., ImportReport]) -> None:
    seen: list[ImportProgress] = []
    take_in("Kod;Typ\n" + "".join(f"{n};Snowboard\n" for n in range(4500)), progress=seen.append)
    checking = [step for step in seen if step.phase is ImportPhase.CHECKING]
    writing = [(step.done, step.total) for step in seen if step.phase is ImportPhase.WRITING]
    assert [step.done for step in checking] == sorted(step.done for step in checking)
    assert checking[-1].done == checking[-1].total
    assert writing == [(2000, 4500), (4000, 4500), (4500, 4500)]


@pytest.mark.parametrize("kind", list(ImportKind))
def test_no_header_means_two_things(kind: ImportKind) -> None:
    from fritids.services.importing import headers

    listed = headers._ARTICLES if kind is ImportKind.ARTICLES else headers._BORROWERS
    seen: dict[str, Column] = {}
    for column, names in listed.items():
        for name in headers._headers(names):
            assert seen.setdefault(name, column) is column, name
    assert not set(seen) & headers._headers(headers._DERIVED[kind])


def test_a_list_of_people_and_a_list_of_things_are_told_apart() -> None:
    def best(*cells: str) -> ImportKind:
        found = [match(cells, kind, asked_fields=frozenset(), chosen={}) for kind in ImportKind]
        return max(found, key=lambda each: each.score).kind

    assert best("Namn", "Telefon") is ImportKind.BORROWERS
    assert best("Nummer", "Namn", "Mobil", "Typ") is ImportKind.BORROWERS
    assert best("Förnamn", "Efternamn") is ImportKind.BORROWERS
    assert best("Nummer", "Typ", "Storlek") is ImportKind.ARTICLES
    assert best("Nummer", "Benämning", "Märke", "Status") is ImportKind.ARTICLES
    assert best("Typ", "Kategori", "Storlek", "Låntagare", "Förfallodag") is ImportKind.ARTICLES
