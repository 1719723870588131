"""The catalogue that comes with the program: categories and article types, read from the files in `data/`.

In a clone they lie in `data/` beside the package, where people look for them and can correct them; in a wheel they are
in `fritids/_data`. What a branch does with its catalogue afterwards is in its database, never here.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import fritids
from fritids.domain.service import Rule
from fritids.domain.sizes import SizeKind
from fritids.domain.words import ServiceKind
from fritids.errors import FritidsError
from fritids.i18n import _


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """A group of article types, as on the shelves."""

    code: str
    sort: int
    name_sv: str
    name_en: str


@dataclass(frozen=True, slots=True)
class ArticleTypeRow:
    """What a branch can own; the columns are explained in `data/README.md`."""

    code: str
    category_code: str
    sort: int
    name_sv: str
    name_en: str
    also_sv: tuple[str, ...]
    also_en: tuple[str, ...]
    size_kind: SizeKind
    second_size_kind: SizeKind | None
    extra_attributes: tuple[str, ...]
    parts_sv: tuple[str, ...]
    parts_en: tuple[str, ...]
    ask_guardian: bool
    safety_check: bool
    staff_sets_binding: bool
    private: bool

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that names it: code, both names, and what else it is called."""
        return (self.code, self.name_sv, self.name_en, *self.also_sv, *self.also_en)


def data_path(name: str) -> Path:
    """Where a file of `data/` is on this machine, whether the program runs from a clone or is installed."""
    package = Path(fritids.__file__).parent
    for folder in (package / "_data", package.parent / "data"):
        if (path := folder / name).exists():
            return path
    raise FritidsError(
        _("A file that belongs to the program is missing: {name}. Install the program again.").format(
            name=name
        ),
        code="data_missing",
    )


def read_rows(name: str) -> Iterator[Mapping[str, str]]:
    """The rows of a CSV file of `data/`, by their headers."""
    with data_path(name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@cache
def categories() -> tuple[CategoryRow, ...]:
    """All categories, in the order of the shelves."""
    return tuple(
        CategoryRow(row["code"], int(row["sort"]), row["name_sv"], row["name_en"])
        for row in read_rows("categories.csv")
    )


@cache
def article_types() -> tuple[ArticleTypeRow, ...]:
    """All article types, in the order of the shelves."""
    return tuple(_article_type(row) for row in read_rows("article-types.csv"))


def _article_type(row: Mapping[str, str]) -> ArticleTypeRow:
    return ArticleTypeRow(
        code=row["code"],
        category_code=row["category_code"],
        sort=int(row["sort"]),
        name_sv=row["name_sv"],
        name_en=row["name_en"],
        also_sv=_listed(row["also_sv"]),
        also_en=_listed(row["also_en"]),
        size_kind=SizeKind(row["size_kind"]),
        second_size_kind=SizeKind(row["second_size_kind"]) if row["second_size_kind"] else None,
        extra_attributes=_listed(row["extra_attributes"]),
        parts_sv=_listed(row["parts_sv"]),
        parts_en=_listed(row["parts_en"]),
        ask_guardian=row["ask_guardian"] == "yes",
        safety_check=row["safety_check"] == "yes",
        staff_sets_binding=row["staff_sets_binding"] == "yes",
        private=row["private"] == "yes",
    )


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


@cache
def service_rules() -> Mapping[str, tuple[Rule, ...]]:
    """When each type's turn for service comes, unless a branch says otherwise; by type, in the order of the file."""
    rules: dict[str, tuple[Rule, ...]] = {}
    for row in read_rows("service-rules.csv"):
        after = int(row["after_loans"]) if row["after_loans"] else None
        rule = Rule(ServiceKind(row["kind"]), after, row["season_start"] or None)
        rules[row["type_code"]] = (*rules.get(row["type_code"], ()), rule)
    return rules
