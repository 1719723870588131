"""Puts the sample branch into a database. The only part of the sample that knows there is one."""

from datetime import date
from zoneinfo import ZoneInfo

from fritids.db import branches, bulk, bulk_load, record, schema
from fritids.db.engine import Connection, Database
from fritids.db.tables import metadata
from fritids.domain.barcode import Series
from fritids.domain.calendar import USUAL_ZONE, local_date
from fritids.errors import UsageError
from fritids.i18n import _
from fritids.services.clock import Clock, SystemClock
from fritids.services.sample.generator import CODE, NAME, SEED, SampleBranch, generate
from fritids.services.sample.network import Network
from fritids.services.setup import add_catalogue


def init_sample(
    database: Database,
    as_of: date | None = None,
    *,
    name: str = NAME,
    seed: int = SEED,
    clock: Clock | None = None,
) -> str:
    """The database holds the sample branch, with its last loans of the day before `as_of`, which is today if left out; the branch's code.

    Raises UsageError, and changes nothing, if a branch is there already: the sample would be mixed up with real people's loans.
    """
    today = local_date((clock or SystemClock()).now(), ZoneInfo(USUAL_ZONE))
    sample = generate(as_of or today, seed=seed, name=name)
    schema.create(database)
    with database.write() as connection:
        schema.lock(connection)
        if branches.find(connection, None):
            raise _is_there_already()
        add_catalogue(connection)
        store(connection, sample)
    return CODE


def init_network(
    database: Database,
    branch_count: int,
    loan_count: int,
    as_of: date | None = None,
    *,
    clock: Clock | None = None,
) -> str:
    """The database holds a network of so many sample branches with so many loans; the code of the first. In one transaction.

    A million loans take about a minute on SQLite. Raises as `init_sample`, and InvalidValueError for numbers out of bounds.
    """
    today = local_date((clock or SystemClock()).now(), ZoneInfo(USUAL_ZONE))
    network = Network(as_of or today, branch_count, loan_count)
    schema.create(database)
    with database.alter() as connection:
        schema.lock(connection)
        if branches.find(connection, None):
            raise _is_there_already()
        add_catalogue(connection)
        tables = network.tables()
        with bulk_load.unindexed(connection, [table.name for table in tables]):
            for table in tables:
                bulk_load.load(connection, table.name, table.columns, table.rows())
        for table in tables:
            if "id" in table.columns:
                bulk.count_on(connection, metadata.tables[table.name])
        record.link_all(connection)
        branches.take_numbers(connection, Series.ARTICLE.value, network.count("article"))
        branches.take_numbers(connection, Series.BORROWER.value, network.count("borrower"))
    return "b001"


def _is_there_already() -> UsageError:
    return UsageError(
        _(
            "There is a branch in this database already. Make the sample in another one with: fritids --database FILE init --sample"
        )
    )


def store(connection: Connection, sample: SampleBranch) -> None:
    """Add all rows of the sample to a database that has the catalogue and nothing else."""
    for rows in sample.tables:
        table = metadata.tables[rows.table]
        bulk.insert_many(
            connection, table, (dict(zip(rows.columns, values, strict=True)) for values in rows.values)
        )
        if "id" in rows.columns:
            bulk.count_on(connection, table)
    record.link_all(connection)
    branches.take_numbers(connection, Series.ARTICLE.value, len(sample.stock))
    branches.take_numbers(connection, Series.BORROWER.value, len(sample.people))
