"""The colours of charts for those who see fewer of them, on paper and in black and white."""

from io import BytesIO
from itertools import pairwise

import pytest
from PIL import Image

from fritids.outside.documents import colours
from fritids.outside.documents.chart_layout import lay_out
from fritids.outside.documents.charts import WIDTH, png
from fritids.outside.documents.model import Chart, ChartKind, Series
from fritids.outside.documents.picture import Box

Rgb = tuple[float, float, float]

BLINDNESS: dict[str, tuple[Rgb, Rgb, Rgb]] = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}
"""What is left of linear red, green and blue: Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color
Vision Deficiency", IEEE TVCG 15(6), 2009, https://doi.org/10.1109/TVCG.2009.113, severity 1.0."""


def linear(colour: str) -> Rgb:
    """Linear light of an sRGB colour (IEC 61966-2-1)."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _lit(red), _lit(green), _lit(blue)


def _lit(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def luminance(light: Rgb) -> float:
    return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, "contrast ratio": https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio."""
    high, low = sorted((luminance(linear(one)), luminance(linear(other))), reverse=True)
    return (high + 0.05) / (low + 0.05)


def seen(colour: str, blindness: str) -> Rgb:
    light = linear(colour)
    red, green, blue = (
        min(1.0, max(0.0, sum(weight * part for weight, part in zip(row, light, strict=True))))
        for row in BLINDNESS[blindness]
    )
    return red, green, blue


def lab(light: Rgb) -> Rgb:
    """CIE 1976 L*a*b* for the white D65 (CIE 15:2018), out of linear sRGB."""
    red, green, blue = light
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = luminance(light)
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    fx, fy, fz = (
        part ** (1 / 3) if part > (6 / 29) ** 3 else part / (3 * (6 / 29) ** 2) + 4 / 29 for part in (x, y, z)
    )
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def distance(one: Rgb, other: Rgb) -> float:
    return float(sum((a - b) ** 2 for a, b in zip(lab(one), lab(other), strict=True)) ** 0.5)


@pytest.mark.parametrize("colour", [*colours.SERIES, colours.INK])
def test_bars_and_words_stand_out_on_white(colour: str) -> None:
    assert contrast(colour, "#FFFFFF") >= 3


def test_small_words_stand_out_more() -> None:
    assert contrast(colours.FAINT_INK, "#FFFFFF") >= 4.5


@pytest.mark.parametrize("blindness", BLINDNESS)
def test_the_colour_blind_tell_the_series_apart(blindness: str) -> None:
    """A difference of 2 is the least that is seen side by side; 40 is seen at a glance."""
    for one, other in pairwise(colours.SERIES):
        assert distance(seen(one, blindness), seen(other, blindness)) > 40


def test_the_simulation_knows_colours_that_the_colour_blind_mix_up() -> None:
    red, green = "#B33A00", "#5F6B00"
    assert distance(linear(red), linear(green)) > 50
    assert distance(seen(red, "deuteranopia"), seen(green, "deuteranopia")) < 20


def test_a_black_and_white_print_tells_the_series_apart() -> None:
    chart = Chart(
        "k", "T", ChartKind.COLUMNS, "M", "N", ("a",), (Series("2026", (5.0,)), Series("2025", (5.0,)))
    )
    picture = lay_out(chart, "sv", WIDTH, titled=True)
    bars = [mark for mark in picture.marks if isinstance(mark, Box) and mark.tells]
    with Image.open(BytesIO(png(chart, "sv"))) as image:
        grey = image.convert("L")
    shades = []
    for bar in bars:
        corners = (bar.x + 10, bar.y + 10, bar.x + bar.width + 6, bar.y + bar.height + 6)
        left, top, right, bottom = (round(corner * 2.5) for corner in corners)
        part = grey.crop((left, top, right, bottom)).tobytes()
        shades.append(sum(part) / len(part))
    assert shades[1] - shades[0] > 60
