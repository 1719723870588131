"""The table of what making things lets out, `data/climate.csv`, as the domain's assumptions."""

from collections.abc import Mapping

from fritids.domain.climate import Assumptions, Factor, Range, Source
from fritids.services.reference import read_rows


def assumptions(category_of: Mapping[str, str]) -> Assumptions:
    """All that is assumed, for these types (their categories by their codes): a type's own row goes before that of its category."""
    rows = {
        (row["what"], row["code"]): Factor(
            Range(float(row["low"]), float(row["middle"]), float(row["high"])),
            Source(row["source_sv"], row["source_en"]),
        )
        for row in read_rows("climate.csv")
    }
    making = {
        code: factor
        for code, category in category_of.items()
        if (factor := rows.get(("type", code)) or rows.get(("category", category))) is not None
    }
    return Assumptions(
        avoided=rows["avoided", ""],
        trip=rows["trip", ""],
        charged=rows["charged", ""],
        car=rows.get(("car", "")),
        making=making,
    )
