"""What is sent to those who help: what they need is in it, and nothing that a person wrote or is called."""

import logging

import pytest

from fritids.config.faultlog import log_fault, log_path, start_log
from fritids.db.engine import Database
from fritids.errors import FritidsError
from fritids.services.acts import new_act_key
from fritids.services.forms import NewBorrowerData
from fritids.services.problem_report import report_of, report_problem
from tests.builders import a_borrower, a_desk, an_article

NAME, PHONE, NOTE, MAIL, PIN = (
    "Zebulon Markör",
    "+46701740605",
    "Quagga-anteckning",
    "zebu@example.se",
    "739204",
)


def test_neither_the_log_nor_the_report_names_anybody(
    database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After acts with marked texts, done, refused and broken; also in an account that is called as its owner is."""
    monkeypatch.setenv("HOME", f"/home/{NAME.split(maxsplit=1)[0]}")
    start_log()
    desk = a_desk(database, name=f"disk {NAME}", operator=NAME)
    borrower = a_borrower(desk, name=NAME, phone=PHONE, note=NOTE)
    article = an_article(desk)
    for text in (article.barcode, borrower.number, PHONE, NAME, NOTE, PIN, f"{NOTE}\x1b[31m"):
        desk.counter.enter(text, act=new_act_key())
    log = logging.getLogger("fritids.db")
    log.warning("database fault: %s", f"duplicate key (name)=({NAME}) '{NOTE}' {PHONE} {PIN}")
    try:
        raise ValueError(NAME, NOTE, PHONE)  # noqa: TRY301  # a fault with all of it in its words
    except ValueError as error:
        log_fault(error)
    with pytest.raises(FritidsError) as caught:
        desk.borrowers.add(NewBorrowerData(name=NAME, email=NOTE), act=new_act_key())
    log_fault(caught.value)

    written = log_path().read_text(encoding="utf-8")
    report = report_of(desk).text
    for marker in (*NAME.split(), PHONE[3:], NOTE, MAIL, PIN, borrower.number, article.barcode):
        assert marker not in written
        assert marker not in report
    assert {"ValueError", "rows of loan: 1", "schema: current"} <= {
        part for line in report.splitlines() for part in (line.strip().removeprefix("builtins."), line)
    }


def test_a_database_that_cannot_be_used_is_in_the_report_too() -> None:
    """That is when a report is needed most."""
    text = report_problem("postgresql://zebulon:sesam@127.0.0.1:1/markor").text
    assert "cannot be used: DatabaseUnavailableError" in text
    assert not any(marker in text for marker in ("zebulon", "sesam", "markor"))
