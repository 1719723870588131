"""A stock of different articles, nine in ten of them out, and half as many borrowers with names: for lists and searches."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

from sqlalchemy import Connection, text

from fritids.db.bulk import count_on, insert_many
from fritids.db.engine import Database
from fritids.db.tables import Article, Barcode, Borrower, Loan, Visit
from fritids.domain.barcode import article_code, borrower_code
from fritids.domain.sizes import SizeKind, parse_size
from fritids.services import reference
from fritids.services.reference import ArticleTypeRow
from fritids.services.searchtext import article_text, borrower_text
from fritids.services.setup import init_branch
from tests.benchmarks.measure import LONG

ARTICLES = 100_000 if LONG else 30_000
BORROWERS = ARTICLES // 2
NOW = datetime(2026, 2, 16, 9, 30, tzinfo=UTC)
_AT_HOME = 10
"""One article in so many."""
_PER_VISIT = 4
_BRANDS = (
    "Bauer",
    "CCM",
    "Fischer",
    "Salomon",
    "Rossignol",
    "Atomic",
    "Madshus",
    "Trangia",
    "Hestra",
    "POC",
    "Stiga",
    "Karhu",
)
_MODELS = ("Pro 20", "RC4", "Supreme", "S/Max", "Tempo", "25-8", "Junior", "Racing", "Classic")
_FIRST = (
    "Anna",
    "Erik",
    "Maria",
    "Mohammed",
    "Fatima",
    "Åsa",
    "Örjan",
    "Sofia",
    "Ali",
    "Amina",
    "Olena",
    "Björn",
    "Göran",
    "Nils",
)
_LAST = (
    "Andersson",
    "Johansson",
    "Karlsson",
    "Ahmed",
    "Hussein",
    "Öberg",
    "Åkesson",
    "Kovalenko",
    "Berg",
    "Lind",
    "Ström",
    "Dahl",
)
_SIZES = {
    SizeKind.LEN: (80, 200, 5),
    SizeKind.EU: (24, 47, 1),
    SizeKind.EU_RANGE: (24, 40, 1),
    SizeKind.MP: (18, 31, 1),
    SizeKind.HEAD: (48, 60, 1),
    SizeKind.KG: (10, 90, 10),
    SizeKind.CL: (98, 176, 6),
}


def make(database: Database) -> None:
    """Fill an empty database."""
    init_branch(database, "Fritidsbanken")
    rng = Random(1)
    types = reference.article_types()
    chosen = [rng.choice(types) for _number in range(ARTICLES)]
    with database.write() as connection:
        insert_many(connection, Article.__table__, _articles(rng, chosen))
        insert_many(connection, Barcode.__table__, _barcodes())
        insert_many(connection, Borrower.__table__, _borrowers(rng))
        insert_many(connection, Visit.__table__, _visits())
        insert_many(connection, Loan.__table__, _loans(rng, chosen))
        _count_on(connection)
    if not database.is_sqlite:
        with database.write() as connection:
            connection.execute(text("ANALYZE"))


def _articles(rng: Random, types: list[ArticleTypeRow]) -> Iterator[dict[str, object]]:
    for number, kind in enumerate(types, start=1):
        span = _SIZES.get(kind.size_kind)
        typed = rng.choice(["S", "M", "L", "S/M", "XL"]) if span is None else str(rng.randrange(*span))
        size = parse_size(typed, kind.size_kind, kind.second_size_kind)
        brand, model, code = rng.choice(_BRANDS), rng.choice(_MODELS), article_code(number)
        yield {
            "id": number, "branch_id": 1, "type_code": kind.code, "label": code, "size": size.text, "size_low": size.low,
            "size_high": size.high, "brand": brand, "model": model, "state": "in_stock",
            "search": article_text(brand=brand, model=model, size=size.text, codes=[code]), "added_at": NOW, "revision": 1,
        }  # fmt: skip


def _barcodes() -> Iterator[dict[str, object]]:
    for number in range(1, ARTICLES + 1):
        code = article_code(number)
        yield {"key": code, "code": code, "article_id": number, "added_at": NOW}


def _borrowers(rng: Random) -> Iterator[dict[str, object]]:
    for number in range(1, BORROWERS + 1):
        name, code = f"{rng.choice(_FIRST)} {rng.choice(_LAST)} {rng.choice(_LAST)}", borrower_code(number)
        phone = f"+4670174{rng.randrange(605, 700):04d}"
        yield {
            "id": number, "number": code, "name": name, "kind": "person", "phone": phone, "blocked": False, "protected": number % 500 == 0, "no_reminders": False,
            "event_key": f"key {number}", "search": borrower_text(name=name, number=code, phone=phone, cards=[]), "added_at": NOW,
            "revision": 1,
        }  # fmt: skip


def _visits() -> Iterator[dict[str, object]]:
    for number in range(ARTICLES // _PER_VISIT + 1):
        yield {
            "id": number + 1,
            "branch_id": 1,
            "desk": "one",
            "borrower_id": number % BORROWERS + 1,
            "started_at": NOW,
            "ended_at": NOW,
        }


def _loans(rng: Random, types: list[ArticleTypeRow]) -> Iterator[dict[str, object]]:
    for number, kind in enumerate(types, start=1):
        if number % _AT_HOME:
            lent_at = NOW - timedelta(days=rng.randrange(18), minutes=rng.randrange(300))
            visit = number // _PER_VISIT
            yield {
                "id": number, "article_id": number, "borrower_id": visit % BORROWERS + 1, "visit_id": visit + 1, "branch_id": 1,
                "desk": "one", "lent_at": lent_at, "lent_on": lent_at.date(), "due": lent_at.date() + timedelta(days=14),
                "entered_later": False, "accepted": "", "told": "", "category_code": kind.category_code, "type_code": kind.code,
                "borrower_kind": "person", "age_band": "unknown", "for_co_borrower": False, "first_ever": False, "borrower_key": "key",
            }  # fmt: skip


def _count_on(connection: Connection) -> None:
    for table in (Article, Borrower, Visit, Loan):
        count_on(connection, table.__table__)
