"""One label as a picture: SVG for who lays out a sign, PNG for a label program or a printer that takes pictures."""

from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from PIL import Image, ImageDraw, ImageFont

from fritids.outside.labels.layout import Label
from fritids.outside.labels.symbols import Bars
from fritids.outside.paper.fonts import Face, font_path

_GREY: Final = 140
"""From here on white: thin strokes stay whole."""
_FAMILIES: Final = {
    Face.PLAIN: "'Bitstream Vera Sans', 'DejaVu Sans', Verdana, sans-serif",
    Face.BOLD: "'Bitstream Vera Sans', 'DejaVu Sans', Verdana, sans-serif",
    Face.WIDE: "'DejaVu Sans Mono', monospace",
}


def svg(label: Label) -> str:
    """The label as SVG, in millimetres. Words are text; each is given its width, so that another font moves no edge."""
    width, height = _short(label.width), _short(label.height)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}">',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        f'<path d="{"".join(_box(*box) for box in label.code.boxes())}" fill="#000"/>',
    ]
    for line in label.lines:
        weight = ' font-weight="bold"' if line.words.face is Face.BOLD else ""
        lines.append(
            f'<text x="{_short(line.x)}" y="{_short(line.y)}" font-size="{_short(line.words.size)}"{weight} '
            f'font-family="{_FAMILIES[line.words.face]}" textLength="{_short(line.words.width)}" '
            f'lengthAdjust="spacingAndGlyphs">{escape(line.words.text)}</text>'
        )
    return "\n".join([*lines, "</svg>"]) + "\n"


def png(label: Label, path: Path, dpi: int) -> None:
    """The label as a black and white PNG at `path`; modules are whole dots. Raises OSError if the disk refuses."""
    scale = dpi / 25.4
    size = round(label.width * scale), round(label.height * scale)
    # Drawn in grey and then cut to black and white: a label printer has no grey, and would make it ragged dots.
    image = Image.new("L", size, 255)
    draw = ImageDraw.Draw(image)
    for line in label.lines:
        face = ImageFont.truetype(str(font_path(line.words.face)), max(6, round(line.words.size * scale)))
        draw.text((line.x * scale, line.y * scale), line.words.text, fill=0, font=face, anchor="ls")
    image = image.point(lambda value: 255 if value > _GREY else 0)
    draw = ImageDraw.Draw(image)
    for box in _dots(label, scale):
        draw.rectangle(box, fill=0)
    image.convert("1").save(path, format="PNG", dpi=(dpi, dpi), optimize=True)


def _dots(label: Label, scale: float) -> list[tuple[int, int, int, int]]:
    """The dark rectangles in dots, both ends included: every module as many dots wide as every other."""
    code = label.code
    module = max(1, int(code.module * scale + 0.05))
    across = len(code.drawn.modules) if isinstance(code.drawn, Bars) else code.drawn.side
    left = round((code.x + across * code.module / 2) * scale - across * module / 2)
    if isinstance(code.drawn, Bars):
        top, bottom = round(code.y * scale), round((code.y + code.height) * scale) - 1
        return [
            (left + at * module, top, left + (at + wide) * module - 1, bottom)
            for at, wide in code.drawn.stripes()
        ]
    top = round((code.y + across * code.module / 2) * scale - across * module / 2)
    return [
        (left + x * module, top + y * module, left + (x + wide) * module - 1, top + (y + 1) * module - 1)
        for x, y, wide in code.drawn.stripes()
    ]


def _box(x: float, y: float, width: float, height: float) -> str:
    return f"M{_short(x)} {_short(y)}h{_short(width)}v{_short(height)}h-{_short(width)}z"


def _short(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")
