"""What the year did for people, in codes and values. What is withheld was withheld where it was made (`services.follow_up`)."""

from fritids.domain.follow_up import Figure
from fritids.outside.documents.model import Gap
from fritids.present.report.shown import Number
from fritids.present.report.tables import FactTable, Line
from fritids.services.results.follow_up import GroupLoans
from fritids.services.results.report import YearReport


def number(figure: Figure) -> Number:
    """The figure, or why there is none."""
    if figure.value is None:
        return Gap.WITHHELD if figure.withheld else Gap.NONE
    return int(figure.value) if figure.value == int(figure.value) else figure.value


def follow_up_tables(report: YearReport) -> tuple[FactTable, ...]:
    """Target groups, places, and the survey."""
    year = report.follow_up
    return (
        _groups("children", "age", (*year.bands, year.children)),
        _groups("schools", "kind", (*year.kinds, year.schools)),
        FactTable(
            "inhabitants",
            ("area",),
            ("loans", "people", "per_1000"),
            tuple(
                Line(
                    (one.area,),
                    {"loans": number(one.loans), "people": one.people, "per_1000": number(one.per_1000)},
                )
                for one in year.areas
            ),
        ),
        FactTable(
            "survey",
            ("question",),
            ("answers", "yes", "no", "share_no"),
            tuple(
                Line(
                    (one.code,),
                    {
                        "answers": number(one.answers),
                        "yes": number(one.yes),
                        "no": number(one.no),
                        "share_no": number(one.share_no),
                    },
                )
                for one in year.survey
            ),
        ),
    )


def _groups(name: str, by: str, groups: tuple[GroupLoans, ...]) -> FactTable:
    return FactTable(
        name,
        (by,),
        ("loans", "share"),
        tuple(Line((one.code,), {"loans": number(one.loans), "share": number(one.share)}) for one in groups),
    )
