"""The climate estimate in sentences: a range, and beside it all that was assumed, with where each number comes from."""

from fritids.domain.climate import Estimate, Factor, Line, Range, Source
from fritids.i18n import _, exact, language, n_, number

_TONNE = 1000


def source_words(source: Source) -> str:
    """Where a number comes from, in the language in use."""
    return source.sv if language() == "sv" else source.en


def range_words(kg: Range) -> str:
    """`about 9.7 tonnes CO2e (3.3 to 15)`: the likely amount, and from where to where; in tonnes from one tonne on."""
    tonnes = abs(kg.middle) >= _TONNE
    low, middle, high = (
        exact(amount / _TONNE if tonnes else amount) for amount in (kg.low, kg.middle, kg.high)
    )
    said = (
        _("about {middle} tonnes CO2e ({low} to {high})")
        if tonnes
        else _("about {middle} kg CO2e ({low} to {high})")
    )
    return said.format(middle=middle, low=low, high=high)


def estimate_lines(estimate: Estimate) -> tuple[str, ...]:
    """What was spared, if nobody or everybody came by car; how much of the lending that is said of."""
    if estimate.kg is None:
        return (_("No loan is of a type for which anybody has published what making it lets out."),)
    lines = [_("Spared if nobody came by car: {kg}.").format(kg=range_words(estimate.kg))]
    if estimate.kg_by_car is not None:
        lines.append(_("Spared if everybody came by car: {kg}.").format(kg=range_words(estimate.kg_by_car)))
    lines.append(
        _(
            "Reckoned for {covered} of {loans} loans ({share}%), those of types with a published figure."
        ).format(
            covered=number(estimate.covered),
            loans=number(estimate.loans),
            share=number(estimate.share_covered * 100),
        )
    )
    return tuple(lines)


def assumption_lines(estimate: Estimate, names: dict[str, str]) -> tuple[str, ...]:
    """All that was assumed, each with its source; `names` of article types by their codes."""
    assumed = estimate.assumptions
    lines = [
        _("Purchases avoided per loan: {range}. Source: {source}.").format(
            range=_span(assumed.avoided), source=source_words(assumed.avoided.source)
        )
    ]
    lines += [_making(line, names.get(line.type_code, line.type_code)) for line in estimate.lines]
    if assumed.car is not None:
        lines += [
            _(
                "By car {km} km for a visit, of which {share}% is charged to the loans. Source: {source}."
            ).format(
                km=exact(assumed.trip.amount.middle),
                share=number(assumed.charged.amount.middle * 100),
                source=source_words(assumed.trip.source),
            ),
            _("A car lets out {kg} kg CO2e a kilometre. Source: {source}.").format(
                kg=exact(assumed.car.amount.middle), source=source_words(assumed.car.source)
            ),
        ]
    return (*lines, *caveats(estimate))


def caveats(estimate: Estimate) -> tuple[str, ...]:
    """What the estimate takes no account of, and what a study found."""
    return (
        _("What was lent had been made already, and is reckoned as free; loans of other types are left out."),
        _(
            "A study found that trips by car take the saving from over 70% down to 30%. Source: {source}."
        ).format(source=source_words(estimate.assumptions.trip.source)),
    )


def _making(line: Line, name: str) -> str:
    return n_(
        "To make one of {type}: {range} kg CO2e; {n} loan. Source: {source}.",
        "To make one of {type}: {range} kg CO2e; {n} loans. Source: {source}.",
        line.loans,
    ).format(
        type=name, range=_span(line.making), n=number(line.loans), source=source_words(line.making.source)
    )


def _span(factor: Factor) -> str:
    low, middle, high = factor.amount.low, factor.amount.middle, factor.amount.high
    if low == high:
        return exact(middle)
    return _("{middle} ({low} to {high})").format(middle=exact(middle), low=exact(low), high=exact(high))
