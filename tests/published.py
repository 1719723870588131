"""Reads reports as they leave the house (`fritids report YEAR --json`) for the attack (`tests/attack.py`), with all that they tell once more."""

from collections.abc import Iterator, Mapping
from typing import Any

from tests.attack import ALL, Attack, Name, Report

_NOT_LOANS = frozenset({"children", "schools", "inhabitants"})
_NOT_COUNTED = frozenset({"articles_per_visit", "on_time_share"})
_INDICATORS = {"loans_children": "children_and_youth", "loans_schools": "schools_and_associations"}
_LAST_OF_LOANS = "hours_with_loans"


class Published:
    """What an attacker can tell of these reports of one period; `full` are the same with nothing withheld, to know what has to be kept."""

    def __init__(
        self, made: Mapping[str, Any], full: Mapping[str, Any], categories: Mapping[str, str]
    ) -> None:
        self.made, self.true = made, {whose: report_of(each) for whose, each in full.items()}
        types: dict[str, tuple[str, ...]] = {}
        for code, category in categories.items():
            types[category] = (*types.get(category, ()), code)
        self.attack = Attack({whose: report_of(each) for whose, each in made.items()}, types)

    def value(self, name: Name) -> tuple[float, int]:
        """The true value, and how many borrowers stand behind it (as far as the reports count them)."""
        whose, table, *codes, measure = name
        if not table:
            value = self.true[whose]["totals"][measure]
            return value, value
        cell = self.true[whose]["tables"].get(table, {}).get(tuple(codes), {})
        return cell.get(measure, 0), cell.get("borrowers", 0 if not cell.get("loans") else 5)

    @property
    def too_narrow(self) -> dict[Name, tuple[float, float]]:
        """What can be told more narrowly than by four; and of those of few people, that they are some or not four."""
        wanted = {}
        for name in self.attack.number:
            value, people = self.value(name)
            hidden = self.attack.reports[name[0]]["hidden"]
            if hidden and not value:
                continue
            wanted[name] = (0.0, 4.0) if 0 < value < 5 or 0 < people < 5 else (1e9, 0.0)
        return {
            name: (low, high)
            for name, low, high in self.attack.ranges(wanted)
            if high - low < 4 - 1e-6 or low > wanted[name][0] + 1e-6 or high < wanted[name][1] - 1e-6
        }

    @property
    def told_elsewhere(self) -> dict[Name, float]:
        """Withheld figures that stand somewhere else in a report all the same."""
        return {
            name: value
            for whose, each in self.made.items()
            for name, value in told_again(whose, each)
            if name in self.attack.number and value is not None
        }


def report_of(made: Mapping[str, Any]) -> Report:
    """The loans of a report, as the attack takes them."""
    totals: dict[str, float | None] = {}
    for name, total in made["totals"].items():
        if name not in _NOT_COUNTED:
            totals[name] = total["value"]
        if name == _LAST_OF_LOANS:
            break
    for name, table in (("children_and_youth", "children"), ("schools_and_associations", "schools")):
        totals[name] = made["tables"][table]["rows"][-1]["loans"]
    tables = {
        "/".join(table["by"]): {
            tuple(row["codes"]): {measure: row[measure] for measure in table["measures"]}
            for row in table["rows"]
        }
        for name, table in made["tables"].items()
        if table is not None and name not in _NOT_LOANS and table["measures"][0] == "loans"
    }
    return {"hidden": made["totals"]["loans"]["withheld"], "totals": totals, "tables": tables}


def told_again(whose: str, made: Mapping[str, Any]) -> Iterator[tuple[Name, float | None]]:
    """What other parts of the report say of figures of its tables."""
    tables, totals = made["tables"], made["totals"]
    loans = totals["loans"]["value"]
    for name, by in (("children", "age"), ("schools", "kind"), ("inhabitants", "area")):
        for row in tables[name]["rows"][: None if name == "inhabitants" else -1]:
            of = (whose, by, row["codes"][0], "loans")
            yield of, row["loans"]
            if name == "inhabitants":
                yield of, _times(row["per_1000"], row["people"] / 1000)
            else:
                yield of, _times(row["share"], loans)
    for by in ("category", "type"):
        for row in tables[f"stock_{by}"]["rows"]:
            yield (whose, by, row["codes"][0], "loans"), _times(row["loans_per_article"], row["stock"])
    yield (whose, "", "", "loans"), _times(totals["loans_per_article"]["value"], totals["stock"]["value"])
    yield (whose, "", "", "visits"), _times(totals["articles_per_visit"]["value"], loans)
    yield (whose, "", "", "on_time"), _times(totals["on_time_share"]["value"], totals["due"]["value"])
    yield (whose, "", "", "late"), _times(totals["on_time_share"]["value"], totals["due"]["value"])
    for used, days, of_days in (
        ("open_days_used", "days_with_loans", "open_days"),
        ("open_hours_used", "hours_with_loans", "open_hours"),
    ):
        yield (whose, "", "", days), _times(totals[used]["value"], totals[of_days]["value"])
    climate = made["climate"] or {"types": (), "loans": None}
    for line in climate["types"]:
        yield (whose, "type", line["type"], "loans"), line["loans"]
    yield (whose, "", "", "loans"), climate["loans"]
    yield from _of_goals(whose, made["goals"])


def _of_goals(whose: str, goals: list[dict[str, Any]]) -> Iterator[tuple[Name, float | None]]:
    for goal in goals:
        its = goal["branch"] if whose == ALL or goal["branch"] == whose else whose
        if goal["indicator"] == "loans_per_1000":
            yield (its, "area", goal["area"], "loans"), goal["value"]
        elif goal["indicator"] == "on_time":
            yield (its, "", "", "on_time"), goal["value"]
            yield (its, "", "", "late"), goal["value"]
        else:
            yield (its, "", "", _INDICATORS.get(goal["indicator"], goal["indicator"])), goal["value"]


def _times(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one * other
