"""What Alembic runs around the scripts in `versions`. There is no ini file: `fritids.db.upgrade` hands over the connection.

The caller began the transaction and commits it, so that checking, upgrading and the check of references are one, on SQLite too
(Alembic takes SQLite for an engine that cannot roll DDL back, and begins nothing there).
The tables of today are known only where somebody compares with them (`.ci/migration`, the tests): a script of last year must
not change because a table class did.
"""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

_PLAIN_TYPES = {"AutoString": "sa.String()", "UTCDateTime": "sa.DateTime(timezone=True)"}
"""SQLModel's own types, as what they are in the database: a script must not depend on SQLModel's inner names."""


def _render(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    return _PLAIN_TYPES.get(type(item).__name__, False) if kind == "type" else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes.get("metadata"),
    render_as_batch=True,
    render_item=_render,
)
with context.begin_transaction():
    context.run_migrations()
