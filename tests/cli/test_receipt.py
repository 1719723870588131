"""receipt on the command line: files, messages, and what cannot be."""

from pathlib import Path

import pytest

from fritids.config.places import config_path
from tests.cli.conftest import Branch, Run
from tests.sms_server import PASSWORD, USER, SmsServer


@pytest.mark.one_engine
def test_a_file_a_message_and_what_cannot_be(
    branch: Branch, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Status 0 sent, 1 no number or refused, 2 not set up, 3 sent before, 4 kept for later; every key is always there."""
    anna, skates = branch.borrower("Anna Berg", "070-174 06 05"), branch.article("hockey-skates", "38")
    assert run("receipt", anna, "-o", "a.pdf").status == 2, "nothing is out yet"
    assert run("lend", "--to", anna, skates).status == 0
    path = tmp_path / "kvitto.ics"
    made = run("receipt", anna, "-o", str(path), "--json")
    assert made.status == 0
    loan = {"barcode": skates, "article": "Hockey skates 38", "due": made.document["loans"][0]["due"]}
    empty = dict.fromkeys(("address", "message", "state", "reason", "segments", "left_out"))
    assert made.document == {
        "borrower": anna, "visit": made.document["visit"], "by": "file", "file": str(path), "loans": [loan], **empty,
    }  # fmt: skip
    assert path.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    for words in (
        ("--by", "sms"),
        ("--printer",),
        ("-o", str(tmp_path / "a.doc")),
        ("-o", str(path), "--size", "a6"),
    ):
        said = run("receipt", anna, *words, "--lang", "sv")
        assert (said.status, said.out, len(said.err.splitlines())) == (2, "", 1), said
    monkeypatch.setenv("FRITIDS_SMS_PASSWORD", PASSWORD)
    with SmsServer() as server:
        config_path().parent.mkdir(parents=True)
        sms = f'[sms]\ngateway = "46elks"\nsender = "Fritidsbank"\nuser = "{USER}"\nurl = "{server.elks}"\n'
        config_path().write_text(sms, encoding="utf-8")
        server.tell("503")
        later = run("receipt", anna, "--by", "sms", "--json")
        assert (later.status, later.document["state"]) == (4, "waiting")
        other = branch.borrower("Bo Ek", "070-174 06 06")
        run("lend", "--to", other, branch.article("hockey-skates", "39"))
        sent = run("receipt", other, "--by", "sms", "--json")
        assert (sent.status, sent.document["state"], sent.document["address"]) == (0, "sent", "+46701740606")
        assert sent.document["segments"] == 1
        again = run("receipt", other, "--by", "sms", "--json")
        assert (again.status, again.document["reason"]) == (3, "sent_before")
        nobody = branch.borrower("Ceh Dal", "011-15 00 01")
        run("lend", "--to", nobody, branch.article("hockey-skates", "40"))
        refused = run("receipt", nobody, "--by", "sms", "--json")
        assert (refused.status, refused.document["reason"]) == (1, "no_address")
        assert len(server.messages) == 1
