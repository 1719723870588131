"""Lists leave as files that a spreadsheet opens, tell no more of people than they may, and come back as they were."""

import base64
import csv
import io
import json
import random
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import insert, select, update

from fritids.db.articles import ARTICLE, BARCODE
from fritids.db.engine import Database
from fritids.db.tables import Borrower, BorrowerCard, Loan, Visit
from fritids.domain.search import clean
from fritids.errors import UsageError
from fritids.i18n import set_language
from fritids.services.exporting import Exporter, ExportKind
from fritids.services.importing.importer import Importer
from tests.services.importing_desk import NOW, context_on

pytestmark = pytest.mark.no_branch

BORROWER = Borrower.__table__
ALL_ON = {f"ask_{name}": "on" for name in ("email", "birth_year", "gender", "postcode", "language")}
HARD = [
    "=1+1", "+46701740605", "-5", "@SUM(A1)", "'=1", "''=1", "'70s", '"', '";"', ";", ",", "#N/A x", "None", "TRUE", "007", "1e5", "2026-02-16",
    "Åsnes & Söner", "<b>fet</b>", "[/]", "{x}", "\\N", "NULL x", "_x0041_", "مرحبا", "⛷️", "a" * 100,
]  # fmt: skip
SIZES: list[dict[str, Any]] = [
    {"size": "140", "size_low": 140.0, "size_high": 140.0},
    {"size": "120-140", "size_low": 120.0, "size_high": 140.0},
    {"size": "S/M", "size_low": None, "size_high": None},
    {"size": None, "size_low": None, "size_high": None},
]
STOCK = """Streckkod;Andra koder;Typ;Storlek;Märke;Anteckning;Status;Orsak;Tillagd
A1;"A 2
+3";Slalomskidor;140;Åsnes;=cmd;;;2025-01-02
B1;;Hockeyskridskor;38;;;kasserad;trasig;
C1;;Rullstol;;;;;;
D1;;Snowboard;150;Burton;;saknas;;
"""
PEOPLE = """Namn;Mobil;Typ av låntagare;Kort;Skyddad;Anteckning;Födelseår
Anna Berg;070-174 06 05;;K1;;viktig;1990
Hemlig Person;070-174 06 06;;K2;ja;hemligt;1991
"""


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    yield
    set_language("en")


@pytest.fixture
def stocked(database: Database, tmp_path: Path) -> Database:
    """A branch with some of everything, and two loans of a protected person."""
    context = context_on(database, **ALL_ON)
    importer = Importer(context)
    for name, text in (("stock", STOCK.replace("Rullstol", private_type(context))), ("people", PEOPLE)):
        path = tmp_path / f"{name}-in.csv"
        path.write_text(text, encoding="utf-8")
        assert importer.run(importer.plan(path)).written
    lend(database, "C1", "Hemlig Person", returned=False)
    lend(database, "A1", "Anna Berg", returned=True)
    return database


def private_type(context: Any) -> str:
    return next(str(view.name_sv) for view in context.types.values() if view.private)


def lend(database: Database, code: str, name: str, *, returned: bool) -> None:
    with database.write() as connection:
        borrower = connection.execute(select(BORROWER.c.id).where(BORROWER.c.name == name)).scalar_one()
        article = connection.execute(select(ARTICLE).where(ARTICLE.c.label == code)).one()
        visit = connection.execute(
            insert(Visit.__table__).values(
                branch_id=1, desk="d", borrower_id=borrower, started_at=NOW, ended_at=NOW
            )
        ).inserted_primary_key
        assert visit is not None
        lent_at = NOW - timedelta(days=20)
        connection.execute(
            insert(Loan.__table__).values(
                article_id=article.id, borrower_id=borrower, visit_id=visit[0], branch_id=1, desk="d", lent_at=lent_at,
                lent_on=lent_at.date(), due=lent_at.date() + timedelta(days=14), returned_at=NOW if returned else None,
                returned_on=NOW.date() if returned else None, entered_later=False, accepted="", told="", category_code="c",
                type_code=article.type_code, borrower_kind="person", age_band="unknown", for_co_borrower=False, first_ever=True,
                borrower_key=f"key {code}",
            )
        )  # fmt: skip


def exported(database: Database, kind: ExportKind, path: Path) -> list[dict[str, str]]:
    """The file's rows by their headers, as a spreadsheet splits them."""
    context = context_on(database)
    with database.read() as connection:
        context.refresh(connection)
    report = Exporter(context).export(kind, path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert report.rows == len(rows)
    return rows


def test_the_stock_leaves_with_words_a_person_reads(stocked: Database, tmp_path: Path) -> None:
    set_language("sv")
    rows = {row["Streckkod"]: row for row in exported(stocked, ExportKind.ARTICLES, tmp_path / "a.csv")}
    assert (rows["A1"]["Artikeltyp"], rows["A1"]["Storlek"], rows["A1"]["Status"]) == (
        "Slalomskidor",
        "140",
        "tillgänglig",
    )
    assert rows["A1"]["Andra koder"] == "'+3\nA 2"
    assert rows["A1"]["Anteckning"] == "'=cmd"
    assert rows["A1"]["Tillagd"] == "2025-01-02"
    assert (rows["B1"]["Status"], rows["B1"]["Orsak"]) == ("kasserad", "trasig")
    assert (rows["C1"]["Status"], rows["C1"]["Åter"]) == ("utlånad", "2026-02-10")


def test_a_protected_person_stands_in_the_lists_with_number_and_kind_alone(
    stocked: Database, tmp_path: Path
) -> None:
    people = exported(stocked, ExportKind.BORROWERS, tmp_path / "b.csv")
    secret = next(row for row in people if row["Protected"] == "yes")
    assert {name for name, cell in secret.items() if cell} == {
        "Borrower number", "Type of borrower", "Protected", "Loans", "Added",
    }  # fmt: skip
    anna = next(row for row in people if row["Name"] == "Anna Berg")
    assert (anna["Phone"], anna["Card"], anna["Birth year"], anna["Note"]) == (
        "'+46701740605",
        "K1",
        "1990",
        "viktig",
    )
    loans = {row["Barcode"]: row for row in exported(stocked, ExportKind.LOANS, tmp_path / "l.csv")}
    assert (loans["C1"]["Name"], loans["C1"]["Phone"]) == ("", "")
    assert loans["C1"]["Borrower number"] == secret["Borrower number"]
    for path in tmp_path.glob("?.csv"):
        text = path.read_text("utf-8-sig")
        assert not any(word in text for word in ("Hemlig", "hemligt", "1740606", "K2"))


def test_what_may_say_something_of_health_is_named_beside_no_loan_and_in_no_catalogue(
    stocked: Database, tmp_path: Path
) -> None:
    loans = {row["Barcode"]: row for row in exported(stocked, ExportKind.LOANS, tmp_path / "l.csv")}
    assert (loans["C1"]["Article type"], loans["C1"]["Type code"], loans["C1"]["Category"]) == ("", "", "")
    assert loans["A1"]["Article type"] == "alpine skis"
    catalogue = exported(stocked, ExportKind.CATALOGUE, tmp_path / "c.csv")
    assert [row["Barcode"] for row in catalogue] == ["A1"]


def test_the_catalogue_says_nothing_of_people(stocked: Database, tmp_path: Path) -> None:
    lend(stocked, "A1", "Anna Berg", returned=False)
    rows = exported(stocked, ExportKind.CATALOGUE, tmp_path / "c.csv")
    assert rows[0]["State"] == "on loan"
    assert list(rows[0]) == [
        "Barcode",
        "Article type",
        "Category",
        "Size",
        "Brand",
        "Model",
        "State",
        "Type code",
    ]


def test_the_public_page_says_what_is_in_and_nothing_of_people_or_of_the_photographer(
    stocked: Database, tmp_path: Path
) -> None:
    """Alike things on one line; what cannot be lent and what is private on none; a photo without where it was taken."""
    context = context_on(stocked)
    importer = Importer(context)
    more = tmp_path / "more.csv"
    more.write_text(
        "Streckkod;Typ;Storlek;Märke\nE1;Slalomskidor;140;</script><b>\nE2;Slalomskidor;90;Åsnes\n",
        encoding="utf-8",
    )
    assert importer.run(importer.plan(more)).written
    lend(stocked, "E1", "Anna Berg", returned=False)
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (65.0, 35.0, 4.0)}
    exif[0x0112] = 6
    Image.new("RGB", (400, 300), "blue").save(tmp_path / "blue.jpg", exif=exif)
    with stocked.write() as connection:
        connection.execute(
            update(ARTICLE).where(ARTICLE.c.label == "A1").values(photo=str(tmp_path / "blue.jpg"))
        )
        connection.execute(update(ARTICLE).where(ARTICLE.c.label == "E2").values(photo="/gone/away.jpg"))
    report = Exporter(context).export(ExportKind.CATALOGUE, tmp_path / "stock.html")
    assert (report.rows, report.unreadable_photos) == (3, ("/gone/away.jpg",))
    page = (tmp_path / "stock.html").read_text("utf-8")
    assert "Monday 16 February 2026 at 10:31" in page
    lines = re.findall(r"<tr data-w=.*</tr>", page)
    assert [re.sub(r"(<[^>]*>)+", "|", line) for line in lines] == [
        "|Alpine skis|Åsnes|90 cm|in|",
        "|Alpine skis|Åsnes, &lt;/script&gt;&lt;b&gt;|140 cm|1 of 2 in|",
    ]
    assert not any(word in page for word in ("Anna", "Hemlig", "50000", "cmd", "Burton", "E1", "2026-02-10"))
    (jpeg,) = re.findall(r"data:image/jpeg;base64,([^\"]+)", page)
    with Image.open(io.BytesIO(base64.b64decode(jpeg))) as small:
        assert (small.size, dict(small.getexif())) == ((128, 128), {})


def test_the_catalogue_as_json_has_names_in_both_languages(stocked: Database, tmp_path: Path) -> None:
    Exporter(context_on(stocked)).export(ExportKind.CATALOGUE, tmp_path / "c.json")
    (skis,) = json.loads((tmp_path / "c.json").read_text("utf-8"))
    assert skis == {
        "barcode": "A1", "article": "Alpine skis 140 Åsnes", "category": "alpine-and-snowboard", "size": "140", "brand": "Åsnes",
        "model": None, "state": "available", "type": "alpine-skis", "type_sv": "Slalomskidor", "type_en": "alpine skis",
        "category_sv": "Alpint & snowboard", "category_en": "Alpine and snowboard",
    }  # fmt: skip


def test_loans_leave_with_local_times_and_days_late(stocked: Database, tmp_path: Path) -> None:
    loans = {row["Barcode"]: row for row in exported(stocked, ExportKind.LOANS, tmp_path / "l.csv")}
    assert (loans["A1"]["Lent"], loans["A1"]["Due"]) == ("2026-01-27 10:31", "2026-02-10")
    assert (loans["A1"]["Returned"], loans["A1"]["Days late"]) == ("2026-02-16 10:31", "6")
    assert (loans["C1"]["Returned"], loans["C1"]["Days late"]) == ("", "6")


def test_json_has_codes_and_utc(stocked: Database, tmp_path: Path) -> None:
    set_language("sv")
    exporter = Exporter(context_on(stocked))
    exporter.export(ExportKind.ARTICLES, tmp_path / "a.json")
    exporter.export(ExportKind.LOANS, tmp_path / "l.json")
    articles = {row["barcode"]: row for row in json.loads((tmp_path / "a.json").read_text("utf-8"))}
    assert (articles["B1"]["state"], articles["B1"]["type"], articles["B1"]["brand"]) == (
        "discarded",
        "hockey-skates",
        None,
    )
    assert articles["A1"]["article"] == "Slalomskidor 140 Åsnes"
    assert articles["A1"]["note"] == "=cmd"
    loans = {row["barcode"]: row for row in json.loads((tmp_path / "l.json").read_text("utf-8"))}
    assert (loans["A1"]["lent_at"], loans["C1"]["returned_at"]) == ("2026-01-27T09:31:00Z", None)


def test_what_another_program_left_in_the_database_leaves_it_clean(stocked: Database, tmp_path: Path) -> None:
    """No control or bidirectional mark stands in a file, and what hid a formula hides it no more (R13)."""
    with stocked.write() as connection:
        connection.execute(update(ARTICLE).values(brand="\x1b[31mRed\x9b2J\u202eeva", note="\x1b=1+1"))
    path = tmp_path / "stock.csv"
    Exporter(context_on(stocked, **ALL_ON)).export(ExportKind.ARTICLES, path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert {(row["Brand"], row["Note"]) for row in rows} == {("[31mRed2Jeva", "'=1+1")}


def test_an_unknown_suffix_is_refused_before_anything_is_written(stocked: Database, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        Exporter(context_on(stocked)).export(ExportKind.ARTICLES, tmp_path / "a.pdf")
    assert not (tmp_path / "a.pdf").exists()


def hard_rows(seed: int) -> tuple[list[str], list[str]]:
    """Articles and borrowers whose texts try everything, as lines for an import of JSON-like honesty."""
    chance = random.Random(seed)

    def text() -> str:
        pieces = chance.sample(HARD, chance.randint(1, 2))
        return clean(chance.choice(["", " "]).join(pieces))[:100]

    return [text() for _ in range(40)], [text() for _ in range(40)]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_what_leaves_comes_back_the_same(
    new_database_url: Callable[[], str], tmp_path: Path, suffix: str, lang: str
) -> None:
    """Into an empty database: every text, size, state, day, code, number and card; and again from there, the same file."""
    set_language(lang)
    first, second = Database.open(new_database_url()), Database.open(new_database_url())
    brands, notes = hard_rows(seed=len(suffix + lang))
    context = context_on(first, **ALL_ON)
    fill(first, brands, notes)
    there, back = tmp_path / "there", tmp_path / "back"
    there.mkdir()
    back.mkdir()
    other = context_on(second, **ALL_ON)
    for kind in (ExportKind.ARTICLES, ExportKind.BORROWERS):
        path = there / f"{kind}.{suffix}"
        Exporter(context).export(kind, path)
        importer = Importer(other)
        report = importer.run(importer.plan(path))
        assert report.problems == ()
        assert report.added == report.rows
        Exporter(other).export(kind, back / path.name)
        if suffix == "csv" and kind is ExportKind.ARTICLES:
            assert (back / path.name).read_text("utf-8").splitlines() == path.read_text("utf-8").splitlines()
    assert contents(first) == contents(second)
    first.close()
    second.close()


def fill(database: Database, brands: list[str], notes: list[str]) -> None:
    chance = random.Random(1)
    states = [
        ("in_stock", None),
        ("missing", None),
        ("in_service", None),
        ("discarded", "lost"),
        ("transferred", None),
    ]
    with database.write() as connection:
        for place, (brand, note) in enumerate(zip(brands, notes, strict=True)):
            state, reason = chance.choice(states)
            article = connection.execute(
                insert(ARTICLE).values(
                    branch_id=1, type_code="alpine-skis", label=f"{brand[:20]} {place}", **chance.choice(SIZES),
                    brand=brand, model=note, note=brand + note, state=state, discard_reason=reason, search="",
                    added_at=NOW - timedelta(days=place), revision=1,
                )
            ).inserted_primary_key  # fmt: skip
            assert article is not None
            for code in (f"{brand[:20]} {place}", f"+{place}", f"x {place}")[: chance.randint(1, 3)]:
                key = code.upper().replace(" ", "")
                connection.execute(
                    insert(BARCODE).values(key=key, code=code, article_id=article[0], added_at=NOW)
                )
            borrower = connection.execute(
                insert(BORROWER).values(
                    number=number_of(place + 1), name=note, kind=chance.choice(["person", "school", "other"]),
                    phone=chance.choice([None, "+46701740605"]), email=chance.choice([None, "a@example.org"]),
                    birth_year=chance.choice([None, 1990]), gender=chance.choice([None, "other", "no_answer"]),
                    postcode=chance.choice([None, "60210"]), language=chance.choice([None, "sv-easy", "uk"]), note=brand,
                    blocked=place % 7 == 0, protected=False, no_reminders=False, event_key=f"key {place}", search="", added_at=NOW, revision=1,
                )
            ).inserted_primary_key  # fmt: skip
            assert borrower is not None
            for card in range(place % 3):
                connection.execute(
                    insert(BorrowerCard.__table__).values(
                        key=f"={place}.{card}", code=f"={place}.{card}", borrower_id=borrower[0]
                    )
                )


def number_of(number: int) -> str:
    from fritids.domain.barcode import borrower_code

    return borrower_code(number)


def contents(database: Database) -> list[Any]:
    c, b = ARTICLE.c, BORROWER.c
    with database.read() as connection:
        articles = connection.execute(
            select(
                c.label,
                c.type_code,
                c.size,
                c.size_low,
                c.size_high,
                c.brand,
                c.model,
                c.note,
                c.state,
                c.discard_reason,
                c.added_at,
            ).order_by(c.label)
        ).all()
        codes = connection.execute(
            select(BARCODE.c.key, BARCODE.c.code, c.label).join(ARTICLE).order_by(BARCODE.c.key)
        ).all()
        people = connection.execute(
            select(
                b.number,
                b.name,
                b.kind,
                b.phone,
                b.email,
                b.birth_year,
                b.gender,
                b.postcode,
                b.language,
                b.note,
                b.blocked,
                b.protected,
            ).order_by(b.number)
        ).all()
        card = BorrowerCard.__table__
        cards = connection.execute(select(card.c.code, b.number).join(BORROWER).order_by(card.c.key)).all()
    days = [(*row[:-1], day_of(row.added_at)) for row in articles]
    return [days, *(list(map(tuple, rows)) for rows in (codes, people, cards))]


def day_of(moment: datetime) -> date:
    return (moment + timedelta(hours=1)).date()
