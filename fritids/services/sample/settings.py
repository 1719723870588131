"""The sample branch itself as rows: its name, hours, closed days and settings."""

from typing import Final

from fritids.domain.policy import OPTIONAL_FIELDS
from fritids.domain.rows import Rows
from fritids.services.sample.season import Season

BRANCH_ID: Final = 1


def rows(season: Season, *, name: str, code: str, zone: str) -> tuple[Rows, ...]:
    """Branch, settings, opening hours and closed periods. Every optional field about borrowers is asked for here (DESIGN §5)."""
    return (
        Rows(
            "branch",
            ("id", "code", "name", "timezone", "parent_id", "revision"),
            [(BRANCH_ID, code, name, zone, None, 1)],
        ),
        Rows(
            "branch_setting",
            ("branch_id", "key", "value"),
            [(BRANCH_ID, f"ask_{field}", "on") for field in OPTIONAL_FIELDS],
        ),
        Rows(
            "opening_hours",
            ("id", "branch_id", "weekday", "opens", "closes"),
            [(number, BRANCH_ID, *hours) for number, hours in enumerate(season.hours, start=1)],
        ),
        Rows(
            "closed_period",
            ("id", "branch_id", "first_day", "last_day", "note"),
            [(number, BRANCH_ID, *period) for number, period in enumerate(season.closed, start=1)],
        ),
    )
