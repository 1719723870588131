"""The table of published fitting rules, `data/fit.csv`, as the domain's rules."""

from collections.abc import Mapping
from functools import cache

from fritids.domain.fit import Aim, Measure, Rule, Skill, Span
from fritids.domain.sizes import SizeKind
from fritids.services.reference import read_rows


@cache
def fit_rules() -> tuple[Rule, ...]:
    """All rules, in the order of the table. Raises ValueError for a row that is no rule: the file comes with the program."""
    return tuple(_rule(row) for row in read_rows("fit.csv"))


@cache
def purposes() -> tuple[str, ...]:
    """What somebody can want to do, in the order of the table: `skiing`, `alpine`, `snowboard` and so on."""
    return tuple(dict.fromkeys(purpose for rule in fit_rules() for purpose in rule.purposes))


def _rule(row: Mapping[str, str]) -> Rule:
    return Rule(
        purposes=_listed(row["for"]),
        types=_listed(row["types"]),
        use=row["use"],
        measure=Measure(row["measure"]),
        band=Span(float(row["from"]), float(row["to"])),
        ages=Span(float(row["age_from"]), float(row["age_to"])) if row["age_from"] else None,
        skill=Skill(row["skill"]) if row["skill"] else None,
        low=(float(row["low_times"]), float(row["low_plus"])),
        high=(float(row["high_times"]), float(row["high_plus"])),
        step=float(row["step"]) if row["step"] else None,
        kind=SizeKind(row["kind"]),
        aim=Aim(row["aim"]),
        is_hint=row["hint"] == "yes",
        sources=_listed(row["source"]),
        note_sv=row["note_sv"],
        note_en=row["note_en"],
    )


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())
