"""What the line mode leaves behind when its input ends."""

from pathlib import Path

from fritids.db.engine import Database
from tests.cli.conftest import Branch, Run


def test_a_backup_is_made_when_the_line_mode_closes(branch: Branch, run: Run, database: Database) -> None:
    """A desk without a screen keeps a checked copy too, once for what was done; a server looks after its own."""
    sled = branch.article("sledge")
    run("desk", stdin=f"{sled}\n")
    run("desk", stdin="")
    if database.path is not None:
        copies = list(Path(database.path.parent, "backups").glob("*.db"))
        assert len(copies) == 1
