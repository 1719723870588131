"""After a backup was put back: what it holds as unsent went out later that day, and must not go out again."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from fritids.domain.words import Channel, MessageState, SendReason
from fritids.outside.gateways import NotNow
from fritids.services.acts import new_act_key
from fritids.services.backups import back_up
from fritids.services.desk import Desk
from fritids.services.restoring import restore
from fritids.services.results.reminder_log import Settled
from tests.builders import FixedClock
from tests.postgres import _wheel
from tests.services.reminders.paper import Post, a_family, a_loan
from tests.services.reminders.test_run import LATE


def test_what_a_backup_holds_as_unsent_is_not_sent_again(
    desk: Desk,
    clock: FixedClock,
    post: Post,
    *,
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A message that waited at ten went out at eleven, and so did a receipt; at noon the backup of half past ten is put back."""
    monkeypatch.setenv("PATH", f"{_wheel() / 'bin'}{os.pathsep}{os.environ['PATH']}")
    lent = a_loan(desk, a_family(desk))
    write = desk.receipts.writer(post.texts)
    clock.moment = LATE
    post.sms.answers = [NotNow(SendReason.LATER)]
    assert post.run().waiting == 1
    desk.receipts.ask(lent.loan.visit_id, Channel.SMS, act=new_act_key())
    back_up(database_url, tmp_path / "copy.bak", clock=clock)
    clock.moment += timedelta(hours=1)
    assert post.run().sent == desk.reminders.send_receipts([post.sms], write=write).sent == 1
    assert len(post.sent()) == 2
    desk.close()
    clock.moment += timedelta(hours=1)
    restore(database_url, tmp_path / "copy.bak", clock=clock)
    post.run()
    desk.reminders.send_receipts([post.sms], write=write)
    assert post.sent() == []
    assert post.states() == [MessageState.UNKNOWN] * 2
    said = desk.reminder_log.settle(post.rows()[0].id, sent=False, act=new_act_key())
    assert isinstance(said, Settled)
    assert (post.run().sent, len(post.sent())) == (1, 1)
