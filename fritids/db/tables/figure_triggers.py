# ruff: noqa: S608  # put together from the names that stand here
"""Triggers that say which kept figures no longer hold: the database itself puts a `stale_mark` when something changes that was counted.

They reach as far as `figure_summary` does (`max(last)`): an act of today touches no day that is summed, costs the look at one index entry, and
leaves no mark. Cutting a loan from its borrower touches no column that is counted. Chosen over marks put by the use cases: there
are a dozen that change loans, and one that forgot would make a wrong figure that nobody sees; and what is mended by hand is seen too.

A migration that makes `loan`, `renewal`, `article_state_change` or `branch` anew on SQLite (batch mode) drops them with the old
table, and has to make them again. What is here must stand in a migration as it is: a test compares.
"""

from typing import Final

from fritids.db.tables.base import with_the_tables

_COUNTED: Final = (
    "lent_on", "lent_at", "undone_at", "borrower_key", "first_ever", "borrower_kind", "age_band", "gender", "postal_area",
    "category_code", "type_code", "branch_id", "visit_id",
)  # fmt: skip
"""A change of one of these moves the loan in all figures from its lending day on."""
_LATER: Final = ("due", "returned_on")
"""A change of one of these moves figures from the earlier of its two days on."""

_REACH: Final = "(SELECT max(last) FROM figure_summary)"


def _sqlite() -> list[str]:
    changed = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in _COUNTED)
    begun = "min(OLD.lent_on, coalesce(OLD.returned_on, OLD.lent_on), NEW.lent_on, coalesce(NEW.returned_on, NEW.lent_on))"
    moved = (
        "min(CASE WHEN OLD.due IS NOT NEW.due THEN min(OLD.due, NEW.due) ELSE '9999-12-31' END,"
        " CASE WHEN OLD.returned_on IS NOT NEW.returned_on THEN min(coalesce(OLD.returned_on, NEW.returned_on),"
        " coalesce(NEW.returned_on, OLD.returned_on)) ELSE '9999-12-31' END)"
    )
    since = f"CASE WHEN {changed} THEN {begun} ELSE {moved} END"
    made = []
    for name, act, row in (("insert", "INSERT", "NEW"), ("delete", "DELETE", "OLD")):
        day = f"min({row}.lent_on, coalesce({row}.returned_on, {row}.lent_on))"
        made.append(
            f"CREATE TRIGGER figures_loan_{name} AFTER {act} ON loan WHEN {row}.undone_at IS NULL AND {day} <= {_REACH} BEGIN"
            f" INSERT INTO stale_mark (branch_id, since) VALUES ({row}.branch_id, {day}); END"
        )
        made.append(
            f"CREATE TRIGGER figures_renewal_{name} AFTER {act} ON renewal"
            f" WHEN {row}.undone_at IS NULL AND {row}.renewed_on <= {_REACH} BEGIN"
            f" INSERT INTO stale_mark (branch_id, since) VALUES ({row}.branch_id, {row}.renewed_on); END"
        )
    made.append(
        f"CREATE TRIGGER figures_loan_update AFTER UPDATE OF {', '.join((*_COUNTED, *_LATER))} ON loan"
        f" WHEN (OLD.undone_at IS NULL OR NEW.undone_at IS NULL) AND {since} <= {_REACH} BEGIN"
        f" INSERT INTO stale_mark (branch_id, since) VALUES (OLD.branch_id, {since});"
        f" INSERT INTO stale_mark (branch_id, since) SELECT NEW.branch_id, {since} WHERE NEW.branch_id <> OLD.branch_id;"
        " INSERT INTO stale_mark (branch_id, since) SELECT branch_id, min(renewed_on) FROM renewal"
        " WHERE loan_id = NEW.id AND undone_at IS NULL AND branch_id NOT IN (OLD.branch_id, NEW.branch_id) GROUP BY branch_id; END"
    )
    made.append(
        "CREATE TRIGGER figures_renewal_update AFTER UPDATE OF renewed_on, undone_at, branch_id, loan_id ON renewal"
        f" WHEN (OLD.undone_at IS NULL OR NEW.undone_at IS NULL) AND min(OLD.renewed_on, NEW.renewed_on) <= {_REACH} BEGIN"
        " INSERT INTO stale_mark (branch_id, since) VALUES (OLD.branch_id, min(OLD.renewed_on, NEW.renewed_on));"
        " INSERT INTO stale_mark (branch_id, since) SELECT NEW.branch_id, NEW.renewed_on WHERE NEW.branch_id <> OLD.branch_id; END"
    )
    for name, act, rows in (("insert", "INSERT", ("NEW",)), ("delete", "DELETE", ("OLD",)), ("update", "UPDATE", ("OLD", "NEW"))):  # fmt: skip
        for row in rows:
            day = f"date({row}.changed_at, '-12 hours')"
            also = f"_{row.lower()}" if len(rows) > 1 else ""
            made.append(
                f"CREATE TRIGGER figures_state_{name}{also} AFTER {act} ON article_state_change WHEN {day} <= {_REACH} BEGIN"
                f" INSERT INTO stale_mark (branch_id, since) SELECT DISTINCT branch_id, {day} FROM loan"
                f" WHERE article_id = {row}.article_id AND undone_at IS NULL AND lent_on <= {_REACH}"
                f" AND (returned_on IS NULL OR returned_on > {day}); END"
            )
    made.append(
        f"CREATE TRIGGER figures_branch_update AFTER UPDATE OF code, timezone ON branch"
        f" WHEN (OLD.code <> NEW.code OR OLD.timezone <> NEW.timezone) AND {_REACH} IS NOT NULL BEGIN"
        " INSERT INTO stale_mark (branch_id, since) VALUES (NEW.id, '0001-01-01'); END"
    )
    return made


_FUNCTIONS: Final = {
    "loan": """
DECLARE
    reach date := (SELECT max(last) FROM figure_summary);
    since date;
BEGIN
    IF reach IS NULL THEN RETURN NULL; END IF;
    IF TG_OP = 'INSERT' THEN
        since := least(NEW.lent_on, NEW.returned_on);
        IF NEW.undone_at IS NULL AND since <= reach THEN
            INSERT INTO stale_mark (branch_id, since) VALUES (NEW.branch_id, since);
        END IF;
    ELSIF TG_OP = 'DELETE' THEN
        since := least(OLD.lent_on, OLD.returned_on);
        IF OLD.undone_at IS NULL AND since <= reach THEN
            INSERT INTO stale_mark (branch_id, since) VALUES (OLD.branch_id, since);
        END IF;
    ELSIF OLD.undone_at IS NULL OR NEW.undone_at IS NULL THEN
        IF CHANGED THEN
            since := least(OLD.lent_on, OLD.returned_on, NEW.lent_on, NEW.returned_on);
        ELSE
            IF OLD.due IS DISTINCT FROM NEW.due THEN since := least(OLD.due, NEW.due); END IF;
            IF OLD.returned_on IS DISTINCT FROM NEW.returned_on THEN since := least(since, OLD.returned_on, NEW.returned_on); END IF;
        END IF;
        IF since <= reach THEN
            INSERT INTO stale_mark (branch_id, since) VALUES (OLD.branch_id, since);
            IF NEW.branch_id <> OLD.branch_id THEN
                INSERT INTO stale_mark (branch_id, since) VALUES (NEW.branch_id, since);
            END IF;
            INSERT INTO stale_mark (branch_id, since) SELECT r.branch_id, min(r.renewed_on) FROM renewal r
            WHERE r.loan_id = NEW.id AND r.undone_at IS NULL AND r.branch_id NOT IN (OLD.branch_id, NEW.branch_id) GROUP BY r.branch_id;
        END IF;
    END IF;
    RETURN NULL;
END
""".replace("CHANGED", " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in _COUNTED)),
    "renewal": """
DECLARE
    reach date := (SELECT max(last) FROM figure_summary);
BEGIN
    IF TG_OP <> 'DELETE' AND (TG_OP = 'INSERT' OR OLD.undone_at IS NULL OR NEW.undone_at IS NULL) THEN
        IF NEW.renewed_on <= reach AND (TG_OP = 'UPDATE' OR NEW.undone_at IS NULL) THEN
            INSERT INTO stale_mark (branch_id, since) VALUES (NEW.branch_id, NEW.renewed_on);
        END IF;
    END IF;
    IF TG_OP <> 'INSERT' AND OLD.undone_at IS NULL THEN
        IF OLD.renewed_on <= reach THEN
            INSERT INTO stale_mark (branch_id, since) VALUES (OLD.branch_id, OLD.renewed_on);
        END IF;
    END IF;
    RETURN NULL;
END
""",
    "state": """
DECLARE
    reach date := (SELECT max(last) FROM figure_summary);
    day date;
BEGIN
    IF TG_OP <> 'DELETE' THEN
        day := (timezone('UTC', NEW.changed_at) - interval '12 hours')::date;
        IF day <= reach THEN
            INSERT INTO stale_mark (branch_id, since) SELECT DISTINCT l.branch_id, day FROM loan l
            WHERE l.article_id = NEW.article_id AND l.undone_at IS NULL AND l.lent_on <= reach
            AND (l.returned_on IS NULL OR l.returned_on > day);
        END IF;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        day := (timezone('UTC', OLD.changed_at) - interval '12 hours')::date;
        IF day <= reach THEN
            INSERT INTO stale_mark (branch_id, since) SELECT DISTINCT l.branch_id, day FROM loan l
            WHERE l.article_id = OLD.article_id AND l.undone_at IS NULL AND l.lent_on <= reach
            AND (l.returned_on IS NULL OR l.returned_on > day);
        END IF;
    END IF;
    RETURN NULL;
END
""",
    "branch": """
BEGIN
    IF (OLD.code <> NEW.code OR OLD.timezone <> NEW.timezone) AND EXISTS (SELECT 1 FROM figure_summary) THEN
        INSERT INTO stale_mark (branch_id, since) VALUES (NEW.id, '0001-01-01');
    END IF;
    RETURN NULL;
END
""",
}


def _postgresql() -> list[str]:
    made = [
        f"CREATE FUNCTION figures_{name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$"
        for name, body in _FUNCTIONS.items()
    ]
    for name, act, table in (
        ("loan", "INSERT OR DELETE", "loan"),
        ("loan", f"UPDATE OF {', '.join((*_COUNTED, *_LATER))}", "loan"),
        ("renewal", "INSERT OR DELETE OR UPDATE OF renewed_on, undone_at, branch_id, loan_id", "renewal"),
        ("state", "INSERT OR DELETE OR UPDATE", "article_state_change"),
        ("branch", "UPDATE OF code, timezone", "branch"),
    ):
        called = f"figures_{name}_update" if act.startswith("UPDATE OF lent_on") else f"figures_{name}"
        made.append(
            f"CREATE TRIGGER {called} AFTER {act} ON {table} FOR EACH ROW EXECUTE FUNCTION figures_{name}()"
        )
    return made


def statements(dialect: str) -> list[str]:
    """What makes the triggers on an engine, once the tables are there."""
    return _sqlite() if dialect == "sqlite" else _postgresql()


for _dialect in ("sqlite", "postgresql"):
    with_the_tables(statements(_dialect), _dialect)
