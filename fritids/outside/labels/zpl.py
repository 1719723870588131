r"""Labels for a label printer, in ZPL II: text that the printer's own bar code and letters are made from.

Words are sent as UTF-8 (`^CI28`), in the printer's own scalable font, which is narrower than the one they were measured
in, so what fits in ours fits in its. `^`, `~`, `\` and `_` never arrive as themselves: every field is in hexadecimal
form (`^FH`), since a word that holds ``^XZ`` would otherwise end the label and ``~JR`` restart the printer.

Source: Zebra, ZPL II Programming Guide (^BC, ^B8, ^BE, ^BQ, ^CI, ^FB, ^FH, ^FO).
"""

from typing import Final

from fritids.domain.scanner_test import Symbol
from fritids.outside.labels.layout import Code, Label
from fritids.outside.labels.symbols import Bars, code128_values
from fritids.outside.paper.fonts import ASCENT

_ESCAPED: Final = frozenset("^~\\_")
_CODE128_SIGNS: Final = {">": ">0", "^": "><", "~": ">="}
"""What stands for these signs inside a Code 128 field, where `>` begins an order to change the character set."""
_START_DIGITS: Final = 105
_TO_DIGITS: Final = 99
_TO_SIGNS: Final = 100
_QR_DROP: Final = 10
_LARGEST_QR: Final = 10


def zpl(label: Label, dpi: int) -> str:
    """The order for one label, for a printer of this many dots an inch."""
    scale = dpi / 25.4
    orders = [
        "^XA",
        "^CI28",
        "^LH0,0",
        f"^PW{round(label.width * scale)}",
        f"^LL{round(label.height * scale)}",
        _code(label.code, scale),
    ]
    for line in label.lines:
        size = round(line.words.size * scale)
        top = round((line.y - line.words.size * ASCENT) * scale)
        orders.append(f"^FO{round(line.x * scale)},{max(0, top)}^A0N,{size},{size}{_field(line.words.text)}")
    return "\n".join([*orders, "^XZ"]) + "\n"


def _code(code: Code, scale: float) -> str:
    module = max(1, int(code.module * scale + 0.05))
    if not isinstance(code.drawn, Bars):
        across = code.drawn.side
        x = round((code.x + across * code.module / 2) * scale - across * module / 2)
        y = round((code.y + across * code.module / 2) * scale - across * module / 2)
        # The printer begins a QR ten dots under its field's corner, whatever its size.
        return f"^FO{x},{max(0, y - _QR_DROP)}^BQN,2,{min(module, _LARGEST_QR)}{_field('MA,' + code.holds)}"
    across = len(code.drawn.modules)
    x = round((code.x + across * code.module / 2) * scale - across * module / 2)
    at, height = f"^FO{x},{round(code.y * scale)}^BY{module}", round(code.height * scale)
    if code.drawn.symbol is Symbol.CODE128:
        return f"{at}^BCN,{height},N,N,N{_field(_code128(code.holds))}"
    order = "^B8N" if code.drawn.symbol is Symbol.EAN8 else "^BEN"
    return f"{at}{order},{height},N,N{_field(code.holds[:-1])}"  # the printer adds the check digit itself


def _code128(holds: str) -> str:
    """The field that makes the printer draw what was measured: the same signs and changes of character set."""
    first, *values = code128_values(holds)
    digits, field = first == _START_DIGITS, ">;" if first == _START_DIGITS else ">:"
    for value in values:
        if value == _TO_SIGNS and digits:
            digits, field = False, field + ">6"
        elif value == _TO_DIGITS and not digits:
            digits, field = True, field + ">5"
        elif digits:
            field += f"{value:02}"
        else:
            sign = chr(value + ord(" "))
            field += _CODE128_SIGNS.get(sign, sign)
    return field


def _field(text: str) -> str:
    escaped = "".join(
        f"_{ord(sign):02X}" if sign in _ESCAPED or ord(sign) < ord(" ") else sign for sign in text
    )
    return f"^FH^FD{escaped}^FS"
