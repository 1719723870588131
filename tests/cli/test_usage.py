"""Wrong use, missing and damaged databases: one sentence that says what to do, the right status, and never a traceback."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from fritids.config.faultlog import log_path
from tests.cli.conftest import Branch, Run
from tests.conftest import REPOSITORY

WRONG = [
    (),
    ("--json",),
    ("lend",),
    ("lend", "--to"),
    ("lend", "--to", "x", "1", "--due", "soon"),
    ("lend", "--to", "x", "1", "--accept", "everything"),
    ("renew",),
    ("renew", "1", "--borrower", "x"),
    ("nothing",),
    ("article",),
    ("article", "add"),
    ("init", "--as-of", "2026-01-01"),
    ("--lang", "de", "loans"),
    ("lo",),
]


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_wrong_use_is_one_sentence_in_the_users_language_and_status_2(
    run: Run, words: tuple[str, ...], lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", f"{lang}_SE.UTF-8")
    plain = run(*words)
    assert plain.status == 2
    if "--json" not in words:
        assert plain.out == ""
        assert plain.err.startswith("fritids: ")
        assert plain.err.count("\n") == 1
    as_json = run(*words, "--json")
    assert as_json.status == 2
    assert set(as_json.document) == {"error"}
    assert set(as_json.document["error"]) == {"code", "message"}
    assert as_json.err == ""


def test_options_for_every_command_stand_before_or_after_it(branch: Branch, run: Run) -> None:
    before, after = run("--json", "--lang", "sv", "loans"), run("loans", "--lang", "sv", "--json")
    assert before.document == after.document == []
    assert run("--desk", "a", "article", "list", "--json").status == 0
    assert run("article", "list", "--desk", "a", "--json").status == 0


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_help_is_in_the_users_language(run: Run, lang: str) -> None:
    wanted = {"sv": ("användning:", "visa den här hjälpen"), "en": ("usage:", "show this help")}[lang]
    for words in ((), ("lend",), ("article", "add"), ("borrower", "erase")):
        result = run("--lang", lang, *words, "--help")
        assert result.status == 0
        assert all(text in result.out for text in wanted)


def test_the_machines_language_holds_until_another_is_asked_for(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "sv_SE.UTF-8")
    assert "användning" in run("--help").out
    assert "usage" in run("--lang=en", "--help").out
    monkeypatch.setenv("LC_ALL", "fi_FI.UTF-8")
    assert "usage" in run("--help").out


def test_a_missing_database_is_not_made_by_asking_it(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "nothing.db"
    result = run("--database", str(path), "loans", "--json")
    assert result.status == 4
    assert "fritids init" in result.document["error"]["message"]
    assert not path.exists()


@pytest.mark.parametrize(
    "content", [b"", b"hej", b"SQLite format 3\x00" + b"\x00" * 2000], ids=["empty", "text", "torn"]
)
def test_a_file_that_is_no_database_is_said_to_be_so(run: Run, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.db"
    path.write_bytes(content)
    result = run("--database", str(path), "loans")
    assert result.status == 4
    assert result.err.startswith("fritids: ")
    assert result.err.count("\n") == 1
    if content:
        assert path.read_bytes() == content


def test_a_folder_and_an_unreachable_server_are_said_to_be_so(run: Run, tmp_path: Path) -> None:
    for where in (str(tmp_path), "postgresql://127.0.0.1:1/none"):
        result = run("--database", where, "loans", "--json")
        assert result.status == 4
        assert result.document["error"]["code"] in {"database", "schema"}


@pytest.mark.parametrize("name", ["x" * 300, "~nobody-of-this-name/x.db", "."])
@pytest.mark.parametrize("command", ["loans", "init", "upgrade", "backup", "branch list"])
def test_a_place_where_no_database_can_be_is_said_to_be_so(
    run: Run, tmp_path: Path, name: str, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    error = run("--database", name, *command.split(), "--json", "--lang", "en").document["error"]
    assert error["code"] == "database"
    assert ("is a folder" if name == "." else "cannot be opened") in error["message"]


@pytest.mark.parametrize("command", ["loans", "upgrade", "backup"])
@pytest.mark.parametrize("kind", ["damaged", "foreign"])
def test_a_database_that_cannot_be_used_is_named_itself_whatever_was_asked(
    run: Run, tmp_path: Path, sqlite_template: Path, kind: str, command: str
) -> None:
    path = tmp_path / "branch.db"
    if kind == "damaged":
        whole = sqlite_template.read_bytes()
        path.write_bytes(whole[:8192] + b"\xa5" * 60_000 + whole[68_192:])
    else:
        with closing(sqlite3.connect(path)) as other:
            other.execute("CREATE TABLE x (y)")
    result = run("--database", str(path), command, "--json", "--lang", "en")
    assert result.status == 4
    assert result.document["error"]["code"] == {"damaged": "database", "foreign": "schema"}[kind]
    assert str(path) in result.document["error"]["message"]


def test_a_name_that_no_file_can_have_is_said_to_be_so(branch: Branch, run: Run, tmp_path: Path) -> None:
    path = str(tmp_path / f"{'x' * 300}.csv")
    for words in (("export", "loans", path), ("import", path), ("backup", path), ("restore", path)):
        assert run(*words, "--json").document["error"]["code"] == "unwritable", words


def test_an_address_that_means_nothing_is_wrong_use(run: Run) -> None:
    assert run("--database", "mysql://x/y", "loans").status == 2


def test_a_fault_nobody_thought_of_is_one_line_and_the_log_names_nobody(
    branch: Branch, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_words: object, **_more: object) -> None:
        message = "Anna Berg 0701740605"
        raise RuntimeError(message)

    monkeypatch.setattr("fritids.services.loans.Loans.list", broken)
    result = run("loans", "--json")
    assert result.status == 4
    assert result.document["error"]["code"] == "fault"
    logged = log_path().read_text(encoding="utf-8")
    assert "RuntimeError" in logged
    assert "in broken" in logged
    assert "Anna" not in logged
    assert "0701740605" not in logged


def test_the_version_says_what_runs_and_loads_no_database(tmp_path: Path) -> None:
    script = (
        "import sys; from fritids.main import main; code = main(sys.argv[1:]); "
        "loaded = {'sqlmodel', 'sqlalchemy', 'textual', 'alembic', 'pydantic'} & set(sys.modules); "
        "assert not loaded, loaded; sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "--version", "--json"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert set(document) == {"fritids", "python", "sqlite", "sqlite_module", "journal_mode"}
    assert document["journal_mode"] in {"wal", "delete"}


@pytest.mark.one_engine
def test_a_reader_that_goes_away_is_no_fault(branch: Branch, run: Run) -> None:
    for _n in range(3):
        branch.article("sledge")
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m fritids article types | head -1"],
        capture_output=True,
        text=True,
        check=False,
        cwd=REPOSITORY,
        env=os.environ | {"FRITIDS_DATABASE": branch.url},
    )
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 1


def test_ctrl_c_ends_quietly(branch: Branch, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_words: object, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("fritids.services.loans.Loans.list", interrupted)
    result = run("loans")
    assert (result.status, result.out, result.err) == (130, "", "")


@pytest.mark.one_engine
def test_an_old_terminal_without_our_letters_gets_an_answer_all_the_same(branch: Branch) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "fritids", "--lang", "sv", "undo"],
        capture_output=True,
        check=False,
        cwd=REPOSITORY,
        env=os.environ | {"FRITIDS_DATABASE": branch.url, "PYTHONIOENCODING": "ascii"},
    )
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_a_shell_can_finish_what_is_half_typed(run: Run, shell: str) -> None:
    script = run("completion", shell)
    assert script.status == 0
    assert "borrower" in script.out
    assert "discard" in script.out


def test_the_completion_of_bash_works_in_bash(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "complete.sh"
    path.write_text(run("completion", "bash").out, encoding="utf-8")
    asked = (
        f"source {path}; COMP_WORDS=(fritids bo); COMP_CWORD=1; "
        "$(complete -p fritids | sed 's/.*-F \\([^ ]*\\) .*/\\1/') fritids bo fritids; echo ${COMPREPLY[@]}"
    )
    done = subprocess.run(["bash", "-c", asked], capture_output=True, text=True, check=False)
    assert "borrower" in done.stdout.split(), done.stderr
    assert "booking" in done.stdout.split()


def test_bash_finishes_the_names_of_files(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "complete.sh"
    path.write_text(run("completion", "bash").out, encoding="utf-8")
    (tmp_path / "lista.csv").touch()
    half = tmp_path / "li"
    for words in ("import", "export loans", "backup", "restore", "--database", "loans --database"):
        count = len(words.split()) + 1
        asked = (
            f"source {path}; COMP_WORDS=(fritids {words} {half}); COMP_CWORD={count}; "
            f"$(complete -p fritids | sed 's/.*-F \\([^ ]*\\) .*/\\1/') fritids {half} x; echo ${{COMPREPLY[@]}}"
        )
        done = subprocess.run(["bash", "-c", asked], capture_output=True, text=True, check=False)
        assert done.stdout.split() == [f"{half}sta.csv"], (words, done.stderr)


def test_the_counter_does_not_wait_for_the_options_of_other_commands(tmp_path: Path) -> None:
    script = (
        "import sys; from fritids.main import main; code = main(sys.argv[1:]); "
        "loaded = {'fritids.cli.articles', 'sqlmodel', 'sqlalchemy'} & set(sys.modules); "
        "assert not loaded, loaded; sys.exit(code)"
    )
    for words in ([], ["--desk", "disk2", "--lang=sv"]):
        done = subprocess.run(
            [sys.executable, "-c", script, *words],
            capture_output=True, text=True, check=False, cwd=tmp_path, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        assert done.returncode == 2, done.stderr
        assert "fritids desk" in done.stderr


def test_a_data_folder_that_cannot_be_made_is_said_to_be_so(run: Run, isolation: Path) -> None:
    (isolation / ".local").write_text("", encoding="utf-8")
    result = run("init", "--json")
    assert result.status == 4
    assert "--database" in result.document["error"]["message"]


COMMANDS = ("loans", "loans --json", "desk", "nonsense", "nonsense --json", "")


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("command", "closed"),
    [
        *((command, "<&- >&- 2>&-") for command in COMMANDS),
        *((command, "<&-") for command in COMMANDS if command in {"loans", "desk", ""}),
        *((command, ">&-") for command in COMMANDS if command != "nonsense"),
        *((command, "2>&-") for command in COMMANDS if command != "loans --json"),
    ],
)
def test_a_stream_that_was_closed_beforehand_is_no_fault(branch: Branch, command: str, closed: str) -> None:
    del branch
    done = subprocess.run(
        ["bash", "-c", f"exec {sys.executable} -m fritids {command} {closed}"],
        capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    wrong = command in {"nonsense", "nonsense --json", ""}  # the counter wants a terminal
    assert done.returncode == (2 if wrong else 0), done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.one_engine
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
@pytest.mark.parametrize("command", ["loans", "loans --json", "nonsense --json"])
def test_a_full_disk_behind_standard_output_is_one_sentence(branch: Branch, command: str) -> None:
    del branch
    done = subprocess.run(
        ["bash", "-c", f"exec {sys.executable} -m fritids --lang en {command} > /dev/full"],
        capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode in {2, 4}
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert "Traceback" not in done.stderr
