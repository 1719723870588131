"""A whole PostgreSQL that is killed while desks work, and what its settings may lose: nothing that was told is gone."""

import os
import random
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack

import psutil
import pytest
from sqlalchemy import text

from fritids.db import problem_facts, schema
from fritids.db.engine import Database
from tests import large_branch
from tests.postgres import PostgresServer
from tests.power.table import tried
from tests.services.desk_process import DeskProcess
from tests.services.test_kill import half, missing

KILLS = int(os.environ.get("FRITIDS_SERVER_KILLS", "2"))


class MortalServer(PostgresServer):
    """A server that can be killed and started again on the same files."""

    def kill(self) -> None:
        """All of its processes are gone at once, as with a computer that stops; nothing is tidied up."""
        assert self._keeper is not None
        first = psutil.Process(int((self.folder / "data" / "postmaster.pid").read_text().split()[0]))
        for process in (first, *first.children(recursive=True)):
            process.send_signal(signal.SIGKILL)
        self._admin.close()
        assert self._keeper.stdin is not None
        self._keeper.wait(30)
        self._keeper.stdin.close()

    def start_again(self) -> None:
        """It has gone through its log and answers."""
        assert self._keeper is not None
        self._keeper = subprocess.Popen(
            self._keeper.args, stdin=subprocess.PIPE, cwd=self.folder, start_new_session=True
        )
        self._admin = self._connect()


@pytest.fixture(scope="module")
def mortal() -> Iterator[MortalServer]:
    """A server of this file's own."""
    with MortalServer() as server:
        yield server


def test_what_was_told_survives_the_death_of_the_server(mortal: MortalServer) -> None:
    """Two desks at work, the server killed -9 with all of its processes, started again."""
    url = mortal.url(mortal.create())
    database = Database.open(url)
    schema.create(database)
    large_branch.make(database, past_loans=0, articles=40, borrowers=4, bookings=0)
    branch, chance = large_branch.Benchmarked(), random.Random(9)
    told: set[str] = set()
    for turn in range(KILLS):
        with ExitStack() as stack:
            desks = [
                stack.enter_context(
                    DeskProcess(
                        url, "work", desk=f"desk {place}",
                        codes=[branch.code(20 * place + (turn % 5) * 4 + n) for n in range(1, 5)],
                        borrowers=[2 * place + 1, 2 * place + 2],
                    )
                )
                for place in range(2)
            ]  # fmt: skip
            for desk in desks:
                desk.wait_until_ready()
                desk.go()
            told.add(desks[0].next_line()[-1])
            desks[1].kill_within(chance.uniform(0.02, 0.2))
            mortal.kill()
            for desk in desks:
                lines, _faults, _status = desk.rest()
                told |= {line[-1] for line in lines if line[0] in {"lent", "returned"}}
        mortal.start_again()
        assert not half(database)
        assert not missing(database, told)
    tried("kill -9 of the whole PostgreSQL", KILLS, len(missing(database, told)))
    database.close()


def test_a_server_that_answers_before_it_has_saved_is_told_of(mortal: MortalServer) -> None:
    """What the program can turn on for itself it does; the rest is said."""
    database = Database.open(mortal.url("postgres"))
    with database.read() as connection:
        assert connection.execute(text("SHOW synchronous_commit")).scalar() == "on"
        assert problem_facts.careless_settings(connection) == (
            "fsync",
            "full_page_writes",
        )  # as tests/postgres.py has them
    database.close()
