"""Whether anybody may sign on, asked of a database of any version."""

from sqlalchemy import Connection, inspect, select

from fritids.db.tables import Operator

_OPERATOR = Operator.__table__


def any_active(connection: Connection) -> bool:
    """Whether there is an operator who may sign on; none in a version that had none."""
    if not inspect(connection).has_table(_OPERATOR.name):
        return False
    return connection.execute(select(_OPERATOR.c.id).where(_OPERATOR.c.active).limit(1)).first() is not None
