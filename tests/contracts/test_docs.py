"""The README cannot go stale: its commands are run, and every command of the program stands in it."""

import argparse
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
INSTALL = (
    "python3 -m venv --without-pip .venv && "
    "python3 -m pip --python .venv/bin/python install -q --require-hashes -r requirements.lock && "
)


def shell_blocks(heading: str) -> list[list[str]]:
    """The lines of each shell block under a heading of the README."""
    section = re.split(r"^#+ ", README.split(f"# {heading}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]
    return [
        block.strip().splitlines()
        for block in re.findall(r"^```sh\n(.*?)^```", section, re.DOTALL | re.MULTILINE)
    ]


def subcommands(
    parser: argparse.ArgumentParser, name: str = "fritids"
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Every command that ends in something to do, as it is typed, with its parser."""
    deeper = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not deeper or parser.prog == "fritids" or parser.get_default("run") is not None:
        yield name, parser
    for action in deeper:
        for word, child in action.choices.items():
            yield from subcommands(child, f"{name} {word}")


def all_commands() -> dict[str, argparse.ArgumentParser]:
    from fritids.cli.parser import build_parser

    return dict(subcommands(build_parser()))


def test_the_readme_has_exactly_the_two_commands() -> None:
    demo, tests = shell_blocks("Two commands")
    assert demo == [f"{INSTALL}.venv/bin/python -m fritids demo"]
    assert tests == [f"{INSTALL}.venv/bin/python -m pytest -n 2"]


def test_ci_runs_the_tests_by_the_command_in_the_readme() -> None:
    (command,) = shell_blocks("Two commands")[1]
    lines = [line.strip() for line in (REPOSITORY / ".ci" / "run").read_text(encoding="utf-8").splitlines()]
    assert command in lines


def test_the_first_loan_takes_five_commands_that_work(tmp_path: Path) -> None:
    (commands,) = shell_blocks("The first loan, in five commands")
    assert len(commands) == 5
    for line in commands:
        program, *arguments = shlex.split(line)
        assert program == "fritids"
        done = subprocess.run(
            [sys.executable, "-m", "fritids", *arguments],
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
            stdin=subprocess.DEVNULL,
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"


def test_every_command_stands_in_the_readme() -> None:
    missing = [name for name in all_commands() if f"`{name}`" not in README]
    assert not missing


def test_the_readme_names_no_command_that_is_not_there() -> None:
    known = {" ".join(name.split()[:2]) for name in all_commands()}
    named = {f"fritids {word}" for word in re.findall(r"`fritids ([a-z]+)[ `]", README)}
    assert not named - known


def test_every_option_has_a_help_text() -> None:
    silent = [
        f"{name} {'/'.join(action.option_strings) or action.dest}"
        for name, parser in all_commands().items()
        for action in parser._actions
        if not action.help
    ]
    assert not silent


@pytest.mark.parametrize("path", sorted(REPOSITORY.glob("*.md")), ids=lambda path: path.name)
def test_every_file_that_a_text_links_to_is_there(path: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)", path.read_text(encoding="utf-8"))
    gone = [link for link in links if "://" not in link and not (path.parent / link).exists()]
    assert not gone
