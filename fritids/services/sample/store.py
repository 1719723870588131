"""Puts the sample branch into a database. The only part of the sample that knows there is one."""

from datetime import date
from zoneinfo import ZoneInfo

from fritids.db import branches, bulk, schema
from fritids.db.engine import Connection, Database
from fritids.db.tables import metadata
from fritids.domain.barcode import Series
from fritids.domain.calendar import USUAL_ZONE, local_date
from fritids.errors import UsageError
from fritids.i18n import _
from fritids.services.clock import Clock, SystemClock
from fritids.services.sample.generator import CODE, NAME, SEED, SampleBranch, generate
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
            raise UsageError(
                _(
                    "There is a branch in this database already. Make the sample in another one with: fritids --database FILE init --sample"
                )
            )
        add_catalogue(connection)
        store(connection, sample)
    return CODE


def store(connection: Connection, sample: SampleBranch) -> None:
    """Add all rows of the sample to a database that has the catalogue and nothing else."""
    for rows in sample.tables:
        table = metadata.tables[rows.table]
        bulk.insert_many(
            connection, table, (dict(zip(rows.columns, values, strict=True)) for values in rows.values)
        )
        if "id" in rows.columns:
            bulk.count_on(connection, table)
    branches.take_numbers(connection, Series.ARTICLE.value, len(sample.stock))
    branches.take_numbers(connection, Series.BORROWER.value, len(sample.people))
