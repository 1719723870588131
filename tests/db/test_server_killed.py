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

from fritids.db import schema
from fritids.db.engine import Database
from fritids.domain.soundness import Fault
from fritids.present.checking import found_sentence
from fritids.services.desk import Desk
from fritids.services.setup import init_branch
from tests import large_branch
from tests.postgres import CARELESS, PostgresServer
from tests.power.table import trying
from tests.services.desk_process import DeskProcess
from tests.services.test_kill import half, missing, unchained

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
    with MortalServer(careless=True) as server:
        yield server


def test_what_was_told_survives_the_death_of_the_server(mortal: MortalServer) -> None:
    """Two desks at work, the server killed -9 with all of its processes, started again."""
    url = mortal.url(mortal.create())
    database = Database.open(url)
    schema.create(database)
    large_branch.make(database, past_loans=0, articles=40, borrowers=4, bookings=0)
    branch, chance = large_branch.Benchmarked(), random.Random(9)
    told: set[str] = set()
    with trying("kill -9 of the whole PostgreSQL") as tries:
        for turn in range(KILLS):
            codes = [
                [branch.code(20 * place + (turn % 5) * 4 + n) for n in range(1, 5)] for place in range(2)
            ]
            with ExitStack() as stack:
                desks = [
                    stack.enter_context(
                        DeskProcess(url, "work", desk=f"desk {place}", codes=codes[place], borrowers=[2 * place + 1, 2 * place + 2])
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
            tries.times += 1
            gone, broken = missing(database, told), {**half(database), **unchained(database)}
            tries.lost = len(gone) + sum(broken.values())
            assert not gone
            assert not broken
    database.close()


def test_a_server_that_answers_before_it_has_saved_is_told_of(mortal: MortalServer) -> None:
    """What the program can turn on for itself it does; the rest a check says, and does not advise to restore a backup for it."""
    database = Database.open(mortal.url(mortal.create()))
    schema.create(database)
    with database.read() as connection:
        assert connection.execute(text("SHOW synchronous_commit")).scalar() == "on"
    init_branch(database, "Ån")
    found = Desk.on(database, name="one").checking.check().found
    told = [one for one in found if one.fault is Fault.SERVER_CARELESS]
    assert {one.where for one in told} == set(CARELESS)
    assert all(one.elsewhere and not one.repairable for one in told)
    assert all("Ask whoever looks after it" in found_sentence(one) for one in told)
    database.close()
