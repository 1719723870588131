"""The report as JSON (`fritids/schemas/report.schema.json`): every key always there, codes in no language, a withheld figure null and said so."""

from typing import Final, TypeAlias

from fritids.domain.climate import Estimate, Factor, Range
from fritids.domain.follow_up import Figure
from fritids.outside.documents.model import Gap
from fritids.present.report import facts
from fritids.present.report.follow_up_facts import number
from fritids.present.report.shown import Number, kept
from fritids.present.report.tables import FactTable, Line
from fritids.services.results.report import DEFINITIONS, YearReport

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"

SCHEMA: Final = "fritids/report/1"
"""Names the shape; another shape has another number."""


def json_of(report: YearReport) -> dict[str, Json]:
    """The document. Nothing in it depends on the language, but for texts that people entered."""
    tables: dict[str, Json] = dict.fromkeys(facts.LOAN_TABLES)
    tables.update({table.name: _table(table) for table in facts.tables(report)})
    before = report.before
    return {
        "schema": SCHEMA,
        "definitions": DEFINITIONS,
        "version": report.version,
        "year": report.year,
        "branch": report.branch,
        "branches": [{"code": code, "name": name} for code, name in report.branches.items()],
        "first": report.period.first.isoformat(),
        "last": report.period.last.isoformat(),
        "counted_to": report.counted_to.isoformat(),
        "is_over": report.is_over,
        "first_loan_on": report.first_loan_on.isoformat()
        if report.first_loan_on is not None and report.tells_first_loan
        else None,
        "before": None
        if before is None
        else {"first": before.period.first.isoformat(), "last": before.period.last.isoformat()},
        "full": report.full,
        "record": None if report.record is None else str(report.record),
        "withheld_share": kept(report.withheld.share(report.branch)),
        "totals": {code: _total(*pair) for code, pair in facts.totals(report).items()},
        "tables": tables,
        "goals": [
            {
                "branch": one.goal.branch,
                "target_group": one.goal.target_group,
                "goal": one.goal.goal,
                "indicator": one.goal.indicator.value,
                "area": one.goal.area,
                "target": kept(one.goal.target),
                **_figure("value", one.figure),
                "outcome": one.outcome.value,
            }
            for one in report.follow_up.goals
        ],
        "inhabitants": [
            {"area": one.area, "people": one.people, "year": one.people_year, "source": one.source}
            for one in report.follow_up.areas
        ],
        "climate": _climate(report.follow_up.climate),
    }


def _total(now: Number, before: Number | None) -> dict[str, Json]:
    return {
        "value": _value(now),
        "withheld": now is Gap.WITHHELD,
        "before": _value(before),
        "before_withheld": before is Gap.WITHHELD,
    }


def _table(table: FactTable) -> dict[str, Json]:
    return {
        "by": list(table.by),
        "measures": list(table.measures),
        "rows": [_row(table, line) for line in table.lines],
    }


def _row(table: FactTable, line: Line) -> dict[str, Json]:
    return {
        "codes": list(line.codes),
        **{measure: _value(line.values[measure]) for measure in table.measures},
        "withheld": line.withheld,
        **_earlier(table, line),
    }


def _earlier(table: FactTable, line: Line) -> dict[str, Json]:
    """The year before stands in the tables of one split, and there always."""
    if table.name not in facts.LOAN_TABLES or len(table.by) > 1:
        return {}
    return {"loans_before": _value(line.before), "before_withheld": line.before is Gap.WITHHELD}


def _figure(name: str, figure: Figure) -> dict[str, Json]:
    return {name: _value(number(figure)), "withheld": figure.withheld}


def _value(value: Number | None) -> int | float | None:
    return None if value is None or isinstance(value, Gap) else kept(value)


def _climate(made: Estimate | None) -> dict[str, Json] | None:
    if made is None:
        return None
    of = made.assumptions
    return {
        "kg": _range(made.kg),
        "kg_by_car": _range(made.kg_by_car),
        "loans": made.loans,
        "covered": made.covered,
        "types": [
            {"type": line.type_code, "loans": line.loans, "making": _factor(line.making)}
            for line in made.lines
        ],
        "assumptions": {
            "avoided": _factor(of.avoided),
            "trip_km": _factor(of.trip),
            "charged": _factor(of.charged),
            "car_kg_per_km": None if of.car is None else _factor(of.car),
        },
    }


def _range(amount: Range | None) -> dict[str, Json] | None:
    if amount is None:
        return None
    return {"low": kept(amount.low), "middle": kept(amount.middle), "high": kept(amount.high)}


def _factor(factor: Factor) -> dict[str, Json]:
    amount = factor.amount
    return {
        "low": kept(amount.low),
        "middle": kept(amount.middle),
        "high": kept(amount.high),
        "source_sv": factor.source.sv,
        "source_en": factor.source.en,
    }
