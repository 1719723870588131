"""Where an axis of values begins and ends, and which round numbers stand along it."""

import math
from dataclasses import dataclass
from typing import Final

from fritids.outside.documents.model import Chart, Form
from fritids.outside.documents.values import shown

_STEPS: Final = (1, 2, 5, 10)
_MOST: Final = 6
"""Spaces between round numbers, at most."""


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis of values from the first tick to the last."""

    ticks: tuple[float, ...]
    form: Form

    def part(self, value: float) -> float:
        """Where a value lies along the axis, 0 to 1."""
        return (value - self.ticks[0]) / (self.ticks[-1] - self.ticks[0])

    def label(self, value: float, language: str) -> str:
        """A value as it stands beside its bar."""
        return shown(value, self.form, language)

    def tick_label(self, tick: float, language: str) -> str:
        """A tick as it stands at the axis: with a decimal only where some tick has one."""
        whole = all(float(each).is_integer() for each in self.ticks)
        return shown(tick, Form.INTEGER if whole else Form.DECIMAL, language)


def axis(chart: Chart) -> Axis:
    """The axis over all values of the chart: from zero (or the round number under the least) to the round number above the greatest.

    Whole values have whole numbers along it, other values steps of a tenth at the finest, since one decimal is shown. All zero: 0 and 1.
    """
    values = [value for series in chart.series for value in series.values if value is not None]
    low, high = min([0.0, *values]), max([0.0, *values])
    whole = all(float(value).is_integer() for value in values)
    if low == high:
        high = 1.0
    step = _step((high - low) / _MOST, least=1.0 if whole else 0.1)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return Axis(
        tuple(round(tick * step, 6) for tick in range(first, last + 1)),
        Form.INTEGER if whole else Form.DECIMAL,
    )


def _step(least_step: float, *, least: float) -> float:
    power = 10.0 ** math.floor(math.log10(least_step))
    step = next(power * times for times in _STEPS if power * times >= least_step - 1e-12)
    return max(least, step)
