"""The shape of the code that no linter knows of: what stands where, and how long it may become."""

import ast
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

PACKAGE = REPOSITORY / "fritids"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "__pycache__" not in path.parts)
LONGEST = 400
WALL_CLOCK = {
    ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"),
    ("time", "time"), ("time", "time_ns"), ("time", "localtime"), ("time", "gmtime"), ("time", "ctime"),
}  # fmt: skip


@cache
def tree(path: Path) -> ast.Module:
    """The parsed module."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def inside(path: Path, *folders: str) -> bool:
    """Whether the module is one of `folders`, or lies in one."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return any(parts[: folder.count("/") + 1] == tuple(folder.split("/")) for folder in folders)


def places(finder: Callable[[ast.Module], Iterator[ast.AST]], *, but_not: tuple[str, ...] = ()) -> list[str]:
    """Where in the package `finder` finds something, as `path:line`."""
    return [
        f"{path.relative_to(REPOSITORY)}:{getattr(node, 'lineno', 1)}"
        for path in MODULES
        if not inside(path, *but_not)
        for node in finder(tree(path))
    ]


def imports(module: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    """Every imported top-level package, also inside functions and for types only."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name.split(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node, "fritids" if node.level else (node.module or "").split(".")[0]


def run_at_import(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes that run when the module is imported: bodies of functions do not, their defaults and decorators do."""
    for child in ast.iter_child_nodes(node):
        yield child
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            for early in (*child.decorator_list, *child.args.defaults, *filter(None, child.args.kw_defaults)):
                yield from (early, *run_at_import(early))
        elif not isinstance(child, ast.Lambda):
            yield from run_at_import(child)


def test_no_module_is_too_long_to_be_read_in_one_sitting() -> None:
    long = {
        str(path.relative_to(REPOSITORY)): count
        for path in MODULES
        if not inside(path, "db/migrations")  # frozen, and the first one is the whole schema
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert not long, f"more than {LONGEST} lines; split by purpose"


def test_every_module_says_why_it_exists() -> None:
    silent = [
        str(path.relative_to(REPOSITORY))
        for path in MODULES
        if tree(path).body and not ast.get_docstring(tree(path)) and not inside(path, "db/migrations")
    ]
    assert not silent


def test_only_the_two_front_ends_catch_everything_and_each_in_one_place() -> None:
    """Anywhere else a fault that nobody thought of must come up, with its traceback in the log."""

    def catch_all(module: ast.Module) -> Iterator[ast.AST]:
        for node in ast.walk(module):
            if isinstance(node, ast.ExceptHandler) and not hands_on(node):
                caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
                names = {ast.unparse(one) if one else "everything" for one in caught}
                if names & {"everything", "Exception", "BaseException"}:
                    yield node

    def hands_on(handler: ast.ExceptHandler) -> bool:
        """Whether it only tidies up, and lets the fault come up all the same."""
        last = handler.body[-1]
        return isinstance(last, ast.Raise) and last.exc is None

    assert not places(catch_all, but_not=("cli", "tui"))
    for front_end in ("cli", "tui"):
        there = [place for place in places(catch_all) if place.startswith(f"fritids/{front_end}/")]
        assert len(there) <= 1, there


def test_only_the_clock_knows_what_time_it_is() -> None:
    """Every date of a loan can then be tested on every day of the year."""

    def reads_clock(module: ast.Module) -> Iterator[ast.AST]:
        for node in ast.walk(module):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
                owner = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
                if (owner, node.attr) in WALL_CLOCK:
                    yield node
            elif isinstance(node, ast.ImportFrom) and node.module == "time":
                yield from (node for alias in node.names if ("time", alias.name) in WALL_CLOCK)

    assert not places(reads_clock, but_not=("services/clock",))


def test_only_the_database_package_imports_the_database_libraries() -> None:
    """Not even for a type: whoever can name a row will sooner or later hold one."""

    def speaks_sql(module: ast.Module) -> Iterator[ast.AST]:
        yield from (
            node for node, name in imports(module) if name in {"sqlalchemy", "sqlmodel", "alembic", "psycopg"}
        )

    assert not places(speaks_sql, but_not=("db",))


def test_the_rules_import_the_standard_library_alone() -> None:
    allowed = {*sys.stdlib_module_names, "fritids"}
    foreign = [
        f"{path.relative_to(REPOSITORY)}: {name}"
        for path in MODULES
        if inside(path, "domain")
        for _, name in imports(tree(path))
        if name not in allowed
    ]
    assert not foreign


def test_only_the_output_writes_to_the_terminal() -> None:
    """At the counter a stray line would be written across the screen; there only its opening and closing know the streams."""

    def prints(module: ast.Module) -> Iterator[ast.AST]:
        for node in ast.walk(module):
            if isinstance(node, ast.Name) and node.id == "print":
                yield node
            if isinstance(node, ast.Attribute) and ast.unparse(node) in {"sys.stdout", "sys.stderr"}:
                yield node

    assert not places(prints, but_not=("cli/output", "tui/app", "tui/aftermath"))


def test_no_text_is_translated_while_a_module_is_imported() -> None:
    """The language is chosen after that, and can be changed while the counter runs."""

    def early_text(module: ast.Module) -> Iterator[ast.AST]:
        for node in run_at_import(module):
            if isinstance(node, ast.Call) and getattr(node.func, "id", None) in {"_", "n_", "p_"}:
                yield node

    assert not places(early_text)


@pytest.mark.parametrize("source", ["x = _('a')", "class A:\n    x = [_('a')]", "def f(x=_('a')): ..."])
def test_the_search_for_early_texts_finds_them(source: str) -> None:
    calls = [node for node in run_at_import(ast.parse(source)) if isinstance(node, ast.Call)]
    assert len(calls) == 1


def test_the_search_for_early_texts_leaves_functions_alone() -> None:
    module = ast.parse("def f():\n    return _('a')\nx = lambda: _('b')\nclass A:\n    def g(self): _('c')")
    assert not [node for node in run_at_import(module) if isinstance(node, ast.Call)]
