"""Operators on the command line: signing on for one command, and what is refused to whom."""

import os

import pytest

from tests.cli.conftest import Branch, Run

KIM, VERA, NEW = "837462", "582047", "550193"


@pytest.fixture
def staffed(run: Run, branch: Branch, monkeypatch: pytest.MonkeyPatch) -> Branch:
    """A branch with an administrator (1) and a volunteer (2); FRITIDS_PIN is Vera's, the volunteer's."""
    monkeypatch.setenv("FRITIDS_PIN", KIM)
    assert run("user", "add", "Kim Lund", "--role", "administrator").status == 0
    monkeypatch.setenv("FRITIDS_NEW_PIN", VERA)
    added = run("--operator", "1", "user", "add", "Vera Ek", "--role", "volunteer", "--card", "V-7", "--json")
    assert {**added.document, "added_at": None} == {
        "key": "2", "name": "Vera Ek", "role": "volunteer", "branch": None, "has_pin": True, "card": "V-7", "active": True, "added_at": None
    }  # fmt: skip
    monkeypatch.setenv("FRITIDS_PIN", VERA)
    monkeypatch.delenv("FRITIDS_NEW_PIN")
    return branch


def test_forbidden_is_not_allowed_and_status_1(
    run: Run, staffed: Branch, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    if "postgresql" in request.node.name:
        from tests.postgres import _wheel

        monkeypatch.setenv("PATH", f"{_wheel() / 'bin'}{os.pathsep}{os.environ['PATH']}")
    for words in (("loans",), ("branch", "set", "loan_days=21"), ("borrower", "list"), ("user", "list"), ("restore", "x.db")):  # fmt: skip
        refused = run("--operator", "v-7", *words, "--json")
        assert (refused.status, refused.document["error"]["code"]) == (1, "not_allowed"), words
    assert run("--operator", "2", "find", "skates", "--json").status == 0
    monkeypatch.setenv("FRITIDS_PIN", KIM)
    wrong = run("--operator", "2", "find", "skates", "--lang", "sv")
    assert (wrong.status, wrong.err) == (1, "fritids: Nyckeln eller PIN-koden är fel. Försök igen.\n")
    assert run("find", "skates").status == 1
    assert run("remind", "--json").status == 0
    monkeypatch.delenv("FRITIDS_PIN")
    unasked = run("--operator", "1", "loans", "--json")
    assert (unasked.status, unasked.document["error"]["code"]) == (1, "not_allowed")


def test_the_pin_is_typed_at_the_terminal_with_its_prompt_on_standard_error(
    run: Run, staffed: Branch, monkeypatch: pytest.MonkeyPatch
) -> None:
    prompts = []

    def typed(prompt: str, stream: object) -> str:
        prompts.append((prompt, stream is __import__("sys").stderr))
        return KIM

    monkeypatch.delenv("FRITIDS_PIN")
    monkeypatch.setattr("fritids.cli.signing_on.at_terminal", lambda: True)
    monkeypatch.setattr("fritids.cli.output.getpass", typed)
    listed = run("--operator", "1", "user", "list", "--json")
    assert [each["key"] for each in listed.document] == ["1", "2"]
    assert prompts == [("PIN of 1: ", True)]


def test_a_lost_pin_and_a_new_one_of_ones_own(
    run: Run, staffed: Branch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FRITIDS_NEW_PIN", NEW)
    assert run("user", "reset", "2").status == 1
    assert run("user", "reset", "2", "--i-hold-this-machine").status == 0
    monkeypatch.setenv("FRITIDS_PIN", NEW)
    monkeypatch.setenv("FRITIDS_NEW_PIN", VERA)
    assert run("--operator", "2", "user", "pin").status == 0
    monkeypatch.setenv("FRITIDS_PIN", VERA)
    assert run("--operator", "2", "find", "skates").status == 0
    for pin in ("123456", "12345"):
        monkeypatch.setenv("FRITIDS_NEW_PIN", pin)
        assert run("--operator", "2", "user", "pin").status == 2


def test_the_line_mode_and_a_lending_name_who_signed_on(
    run: Run, staffed: Branch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FRITIDS_PIN", KIM)
    assert run("--operator", "1", "branch", "set", "override_refusals=on").status == 0
    monkeypatch.setenv("FRITIDS_OPERATOR", "1")
    code, number = staffed.article("hockey-skates", "38"), staffed.borrower("Alva Ek")
    assert run("service", "add", code, "--kind", "wash").status == 0
    assert run("lend", "--to", number, code).status == 1
    lent = run("lend", "--to", number, code, "--override", "Tvättade", "--json").document["lent"]
    assert [each["accepted"] for each in lent] == [["in_service"]]
    monkeypatch.setenv("FRITIDS_OPERATOR", "2")
    monkeypatch.setenv("FRITIDS_PIN", VERA)
    assert run("desk", stdin=f"{code}\n").status == 0
    refused = run("lend", "--to", number, code, "--override", "Torra", "--json").document["refused"]
    codes = [reason["code"] for reason in refused[0]["reasons"]]
    assert (codes[0], codes[-1]) == ("in_service", "not_allowed")
    monkeypatch.setenv("FRITIDS_OPERATOR", "")
    assert run("desk", stdin=f"{code}\n").status != 0


@pytest.mark.one_engine
def test_who_may_do_what_is_shown(run: Run) -> None:
    rights = {each["right"]: each for each in run("user", "roles", "--json").document["rights"]}
    assert rights["lists"]["roles"] == ["coordinator", "administrator"]
    assert [name for name, each in rights.items() if each["unsigned"]] == ["machine"]
