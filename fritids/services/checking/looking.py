"""Everything that `check` looks at, in one view of the database."""

import platform
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final

import fritids
from fritids.db import agreement, figures, problem_facts, record, soundness, sqlite
from fritids.db.engine import Connection, Database
from fritids.domain import barcode
from fritids.domain.anchor import Anchor
from fritids.domain.soundness import Fault, Found
from fritids.outside import file_rights
from fritids.services.figures import checking
from fritids.services.searchtext import article_text, borrower_text

_CLOCK: Final = timedelta(minutes=2)
"""Clocks of several desks are never quite the same."""


def look(
    database: Database, now: datetime, anchors: Iterable[Anchor]
) -> tuple[tuple[Found, ...], str | None, str | None]:
    """(what was found, the newest place in the chain, the server's version). Raises DatabaseUnavailableError for a database that cannot be read."""
    with database.read_with_room() as connection:
        figures.one_view(connection)
        found = [*_of_engine(connection), *_of_rows(connection, now, anchors)]
        newest = record.head(connection)
        server = agreement.server_version(connection)
    found += rights(database)
    return tuple(found), None if newest is None else str(newest), server


def _of_engine(connection: Connection) -> Iterator[Found]:
    yield from soundness.file_faults(connection)
    for name in soundness.missing_objects(connection):
        yield Found(Fault.INDEX_WRONG, 1, name)
    yield from soundness.reference_faults(connection)
    yield from soundness.constraint_faults(connection)
    for name in problem_facts.careless_settings(connection):
        yield Found(Fault.SERVER_CARELESS, 1, name)


def _of_rows(connection: Connection, now: datetime, anchors: Iterable[Anchor]) -> Iterator[Found]:
    kinds = Counter(fault.kind.value for fault in record.verify(connection, anchors))
    for kind, count in sorted(kinds.items()):
        yield Found(Fault.RECORD_BROKEN, count, kind)
    yield from agreement.loan_faults(connection)
    yield from agreement.state_faults(connection)
    if count := agreement.stray_items(connection):
        yield Found(Fault.STRAY_ITEM, count)
    articles, borrowers = wrong_search(connection)
    if count := len(articles) + len(borrowers):
        yield Found(Fault.SEARCH_WRONG, count)
    if wrong := {number for number, _difference in checking.differences(connection)}:
        yield Found(Fault.SUM_WRONG, len(wrong))
    there = agreement.series(connection)
    for name, highest in highest_given(connection).items():
        if there.get(name, 0) <= highest:
            yield Found(Fault.SERIES_BEHIND, 1, name)
    newest = agreement.newest_moment(connection)
    if newest is not None and newest > now + _CLOCK:
        yield Found(Fault.CLOCK_BEHIND, 1)


def rights(database: Database) -> Iterator[Found]:
    """Files and folders that others than their owner may look into."""
    for path in file_rights.wide(
        [*file_rights.private_folders(database.path), *file_rights.private_files(database.path)]
    ):
        yield Found(Fault.RIGHTS_WIDE, 1, str(path))


def wrong_search(connection: Connection) -> tuple[dict[int, str], dict[int, str]]:
    """Articles and borrowers that are not found by what they are, each with the text that is right."""
    articles = {
        number: right
        for number, text, brand, model, size, codes in agreement.articles_to_search(connection)
        if not _alike(text, right := article_text(brand=brand, model=model, size=size, codes=codes))
    }
    borrowers = {
        number: right
        for number, text, name, own, phone, cards in agreement.borrowers_to_search(connection)
        if not _alike(text, right := borrower_text(name=name, number=own, phone=phone, cards=cards))
    }
    return articles, borrowers


def _alike(text: str, right: str) -> bool:
    """Whether both hold the same words, with a blank at each end; in which order codes stand finds nothing else."""
    return text == right or (text[:1] == text[-1:] == " " and sorted(text.split()) == sorted(right.split()))


def highest_given(connection: Connection) -> dict[str, int]:
    """The highest number of each of our series that was ever given, as labels, cards and borrowers say."""
    highest: dict[str, int] = {}
    for code in agreement.codes_given(connection):
        of = barcode.series(code)
        if of is not None:
            highest[of.value] = max(highest.get(of.value, 0), int(code[1:-1]))
    return highest


def versions(server: str | None) -> dict[str, str | None]:
    """What runs here."""
    import ssl  # noqa: PLC0415  # 15 ms, for its version alone

    return {
        "fritids": fritids.__version__,
        "python": platform.python_version(),
        "sqlite": sqlite.driver().sqlite_version,
        "openssl": ssl.OPENSSL_VERSION,
        "postgresql": server,
    }
