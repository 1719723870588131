"""The one table of who may do what is the one in the manual."""

from fritids.domain.roles import MAY, Right, Role
from fritids.i18n import set_language
from fritids.present.rights import rights_table
from tests.conftest import REPOSITORY

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")


def test_the_manual_shows_the_table_that_the_use_cases_ask() -> None:
    set_language("en")
    table = rights_table()
    rows = [("may", *table.heads[1:]), ("---",) * len(table.heads), *table.rows]
    shown = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    assert f"\n\n{shown}\n\n" in README


def test_each_role_may_what_the_one_below_it_may_and_staff_see_nobody() -> None:
    assert MAY[Role.VOLUNTEER] < MAY[Role.COORDINATOR] < MAY[Role.ADMINISTRATOR] == frozenset(Right)
    assert MAY[Role.STAFF] == {Right.MACHINE, Right.FIGURES}
