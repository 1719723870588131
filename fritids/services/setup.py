"""Making a database ready for its first day: schema, catalogue, number series and a branch. Doing it again changes nothing."""

from pathlib import Path

from fritids.db import branches, catalogue, schema
from fritids.db.engine import Connection, Database
from fritids.domain.barcode import Series
from fritids.domain.calendar import USUAL_ZONE
from fritids.domain.search import clean, fold, short_name
from fritids.errors import DatabaseUnavailableError, InvalidValueError
from fritids.i18n import _
from fritids.outside.files import sync_folder
from fritids.services import reference
from fritids.services.branch_values import checked_name, checked_setting, checked_zone

DEFAULT_CODE = "main"
_LONGEST_CODE = 30


def init_branch(
    database: Database,
    name: str,
    *,
    code: str | None = None,
    timezone: str = USUAL_ZONE,
    settings: dict[str, str] | None = None,
) -> str:
    """The database has its schema, the catalogue and a branch; the branch's code.

    Without `code` the first branch is `main`, further ones are named after themselves. A branch that is there already, by code or
    by name, is left as it is. Raises InvalidValueError for a name, code, zone or setting that cannot be used, SchemaError for a database of
    another program or version.
    """
    wanted = checked_name(name)
    zone = checked_zone(timezone)
    own = {key: checked_setting(key, value) for key, value in (settings or {}).items()}
    if code is not None and not (0 < len(code) <= _LONGEST_CODE and clean(code).split() == [code]):
        raise InvalidValueError(
            _("A branch's code has 1 to {n} signs and no blanks, such as norra.").format(n=_LONGEST_CODE),
            field="code",
        )
    schema.create(database)
    with database.write() as connection:
        schema.lock(connection)
        add_catalogue(connection)
        there = branches.find(connection, None)
        for branch in there:
            if branch.code == code or (code is None and fold(branch.name) == fold(wanted)):
                return branch.code
        chosen = code or (DEFAULT_CODE if not there else code_from(wanted, {branch.code for branch in there}))
        branch_id = branches.add(connection, code=chosen, name=wanted, timezone=zone)
        if own:
            branches.set_settings(connection, branch_id, own)
        return chosen


def make_folder(folder: Path) -> None:
    """The folder for a database is there; what had to be made of it nobody but the user may look into. Raises DatabaseUnavailableError."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        sync_folder(folder.parent)
    except OSError as error:
        raise DatabaseUnavailableError(
            _("The folder for the database cannot be made. Choose another place with --database.")
        ) from error


def add_catalogue(connection: Connection) -> None:
    """Categories and types that come with the program are in the catalogue, and both number series exist. What a branch changed stays."""
    catalogue.add_missing_categories(
        connection,
        [
            {"code": row.code, "sort": row.sort, "name_sv": row.name_sv, "name_en": row.name_en}
            for row in reference.categories()
        ],
    )
    catalogue.add_missing_types(
        connection,
        [
            {
                "code": row.code,
                "category_code": row.category_code,
                "sort": row.sort,
                "name_sv": row.name_sv,
                "name_en": row.name_en,
                "size_kind": row.size_kind.value,
                "ask_guardian": row.ask_guardian,
                "safety_check": row.safety_check,
                "staff_sets_binding": row.staff_sets_binding,
                "private": row.private,
                "extra_attributes": "; ".join(row.extra_attributes) or None,
                "parts_sv": "; ".join(row.parts_sv) or None,
                "parts_en": "; ".join(row.parts_en) or None,
            }
            for row in reference.article_types()
        ],
    )
    for series in Series:
        branches.ensure_series(connection, series.value)


def code_from(name: str, taken: set[str]) -> str:
    """A short code for a branch that can be typed on a command line: `Järfälla Norra` → `jarfalla-norra`."""
    plain = short_name(clean(name), _LONGEST_CODE) or "branch"
    if plain not in taken:
        return plain
    return next(f"{plain}-{n}" for n in range(2, len(taken) + 3) if f"{plain}-{n}" not in taken)
