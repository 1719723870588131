"""What the year did for people, and the climate estimate with all that it assumes."""

from fritids.domain.climate import Estimate, Factor, Range
from fritids.domain.figures import Split
from fritids.i18n import _, exact, language, p_
from fritids.outside.documents.model import Column, Form, Gap, Paragraph, Section, Table, Value
from fritids.outside.documents.values import shown as set_value
from fritids.present.climate import source_words
from fritids.present.follow_up import indicator_name, outcome_words, question_words
from fritids.present.names import capital, plain
from fritids.present.report import measures
from fritids.present.report.blocks import present_blocks
from fritids.present.report.follow_up_facts import follow_up_tables, number
from fritids.present.report.rows import row_name, split_name
from fritids.present.report.tables import FactTable, Line
from fritids.services.results.follow_up import GoalOutcome
from fritids.services.results.report import YearReport


def people_chapter(report: YearReport) -> Section:
    """Target groups, places, survey, goals."""
    children, schools, inhabitants, survey = follow_up_tables(report)
    return Section(
        "people",
        _("What it does for people"),
        present_blocks(
            _group_table(report, children, _("Loans to children and youth"), split_name(Split.AGE)),
            _group_table(report, schools, _("Loans to schools and associations"), split_name(Split.KIND)),
            _inhabitants(report, inhabitants),
            _survey(survey),
            _goals(report),
        ),
    )


def _group_table(report: YearReport, table: FactTable, title: str, head: str) -> Table:
    *rows, together = table.lines
    split = Split(table.by[0])

    def row(name: str, line: Line) -> tuple[Value, ...]:
        return (name, line.values["loans"], line.values["share"])

    return Table(
        table.name,
        title,
        (
            Column(split.value, head, Form.TEXT),
            Column("loans", measures.name("loans")),
            Column("share", _("Share of all loans"), Form.PERCENT),
        ),
        tuple(row(row_name(split, line.codes[0], report), line) for line in rows),
        row(p_("all rows of a table", "Together"), together),
    )


def _inhabitants(report: YearReport, table: FactTable) -> Table | Paragraph:
    if not table.lines:
        return Paragraph(
            _(
                "Loans per 1,000 inhabitants stand here once somebody has entered how many live in a postal area."
            )
        )
    years = {one.area: one.people_year for one in report.follow_up.areas}
    return Table(
        table.name,
        _("Loans per 1,000 inhabitants"),
        (
            Column("area", split_name(Split.AREA), Form.TEXT),
            Column("loans", measures.name("loans")),
            Column("people", measures.name("people")),
            Column("per_1000", measures.name("per_1000"), Form.DECIMAL),
            Column("people_year", _("Inhabitants in"), Form.TEXT),
        ),
        tuple(
            (
                row_name(Split.AREA, line.codes[0], report),
                line.values["loans"],
                line.values["people"],
                line.values["per_1000"],
                str(years[line.codes[0]]),
            )
            for line in table.lines
        ),
    )


def _survey(table: FactTable) -> Table | Paragraph:
    if all(line.values["answers"] == 0 for line in table.lines):
        return Paragraph(_("Nobody answered the survey, or it is not asked."))
    return Table(
        table.name,
        _("What borrowers answered when they brought things back"),
        (
            Column("question", _("Question"), Form.TEXT),
            *(Column(one, measures.name(one)) for one in ("answers", "yes", "no")),
            Column("share_no", measures.name("share_no"), Form.PERCENT),
        ),
        tuple((question_words(line.codes[0]), *line.values.values()) for line in table.lines),
    )


def _goals(report: YearReport) -> Table | Paragraph:
    goals = report.follow_up.goals
    if not goals:
        return Paragraph(_("No goals were entered for the year."))
    several = report.branch is None and len(report.branches) > 1
    heads = [Column("branch", split_name(Split.BRANCH), Form.TEXT)] if several else []
    rows: list[tuple[Value, ...]] = []
    for one in goals:
        place: tuple[Value, ...] = (row_name(Split.BRANCH, one.goal.branch, report),) if several else ()
        rows.append((*place, *_goal_row(one)))
    return Table(
        "goals",
        _("Goals and outcomes"),
        (
            *heads,
            Column("target_group", _("For whom"), Form.TEXT),
            Column("goal", _("Goal"), Form.TEXT),
            Column("indicator", _("Measured by"), Form.TEXT),
            Column("target", measures.name("target"), Form.NUMBER),
            Column("outcome", measures.name("outcome"), Form.NUMBER),
            Column("state", _("How it went"), Form.TEXT),
        ),
        tuple(rows),
    )


def _goal_row(one: GoalOutcome) -> tuple[Value, ...]:
    goal = one.goal
    return (
        plain(goal.target_group),
        plain(goal.goal),
        capital(indicator_name(goal.indicator, goal.area)),
        goal.target,
        number(one.figure),
        outcome_words(one.outcome),
    )


def climate_chapter(report: YearReport) -> Section:
    """The estimate; without a source no figure."""
    made = report.follow_up.climate
    if made is None or made.kg is None:
        text = _("There is no estimate: of nothing that was lent a factor with a source is known.")
        return Section("climate", _("Climate estimate"), (Paragraph(text),))
    return Section(
        "climate",
        _("Climate estimate"),
        (Paragraph(_told(made)), _amounts(made), _assumptions(made), _reckoned(report, made)),
    )


def _told(made: Estimate) -> str:
    said = _(
        "An estimate, not a measurement: it stands and falls with the assumptions below. Of all loans {share} are of a type with a sourced factor; only these are reckoned with."
    )
    return said.format(share=set_value(made.share_covered, Form.PERCENT, language()))


def _amounts(made: Estimate) -> Table:
    return Table(
        "climate",
        _("kg CO2e that were not let out"),
        (
            Column("case", p_("of an estimate", "Case"), Form.TEXT),
            Column("low", p_("of an estimate", "Low")),
            Column("middle", p_("of an estimate", "Likely")),
            Column("high", p_("of an estimate", "High")),
        ),
        (
            (_("If nobody came by car"), *_range(made.kg)),
            (_("If everybody came by car"), *_range(made.kg_by_car)),
        ),
    )


def _range(amount: Range | None) -> tuple[Value, ...]:
    return (Gap.NONE,) * 3 if amount is None else (amount.low, amount.middle, amount.high)


def _assumptions(made: Estimate) -> Table:
    of = made.assumptions
    rows = [
        (_("Purchases avoided per loan"), of.avoided),
        (_("Kilometres by car for a visit"), of.trip),
        (_("Share of the trip that is charged to the loans"), of.charged),
        *(() if of.car is None else ((_("kg CO2e per kilometre by car"), of.car),)),
    ]
    return Table(
        "climate_assumptions",
        _("Assumptions of the climate estimate"),
        (
            Column("assumption", _("Assumption"), Form.TEXT),
            Column("low", p_("of an estimate", "Low"), Form.TEXT),
            Column("middle", p_("of an estimate", "Likely"), Form.TEXT),
            Column("high", p_("of an estimate", "High"), Form.TEXT),
            Column("source", _("Source"), Form.TEXT),
        ),
        tuple((name, *_exact(factor), _source(factor)) for name, factor in rows),
    )


def _exact(factor: Factor) -> tuple[str, ...]:
    """The numbers as they stand in the table of factors: rounded to one decimal 0.218 would be another."""
    amount = factor.amount
    return (exact(amount.low), exact(amount.middle), exact(amount.high))


def _reckoned(report: YearReport, made: Estimate) -> Table:
    return Table(
        "climate_types",
        _("The types that are reckoned with"),
        (
            Column("type", split_name(Split.TYPE), Form.TEXT),
            Column("loans", measures.name("loans")),
            Column("low", _("kg CO2e to make one: low"), Form.DECIMAL),
            Column("middle", _("likely"), Form.DECIMAL),
            Column("high", _("high"), Form.DECIMAL),
            Column("source", _("Source"), Form.TEXT),
        ),
        tuple(
            (
                row_name(Split.TYPE, line.type_code, report),
                line.loans,
                line.making.amount.low,
                line.making.amount.middle,
                line.making.amount.high,
                _source(line.making),
            )
            for line in made.lines
        ),
    )


def _source(factor: Factor) -> str:
    return plain(source_words(factor.source))
