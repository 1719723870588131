"""What was probably meant by a size that cannot be: `380` is 38 without its sign, `5458` a span without its hyphen.

Only guesses, to be offered to whoever typed it. Nothing is ever changed by itself: labels bear all sorts of things.
"""

import re
from typing import Final

from fritids.domain.sizes import PLAUSIBLE, Size, SizeKind, implausible, parse_size

MOST: Final = 3
"""Readings that are offered."""
_SHORTEST: Final = 2
"""Digits of each size of a span."""
_NUMBER: Final = re.compile(r"\d{1,5}([.,]\d{1,2})?")
_FACTORS: Final = (0.1, 100.0, 10.0, 0.01)
"""Which sign or unit was left out: a decimal sign or millimetres, metres, a nought, two decimals."""


def readings(text: str, kind: SizeKind, second: SizeKind | None = None) -> tuple[Size, ...]:
    """Sizes that make sense for such labels and that a slip of the keys turns into `text`, the likeliest first; often none."""
    written = text.strip()
    if not _NUMBER.fullmatch(written):
        return ()
    found: dict[str, Size] = {}
    for guess in (*_spans(written), *_scaled(written)):
        size = parse_size(guess, kind, second)
        if _makes_sense(size, kind, second):
            found.setdefault(size.text, size)
    return tuple(found.values())[:MOST]


def _makes_sense(size: Size, kind: SizeKind, second: SizeKind | None) -> bool:
    # Only what has bounds can make sense of a number: without them every guess would. Labels bear whole and half sizes.
    bounded = kind in PLAUSIBLE or second in PLAUSIBLE
    halves = size.low is not None and (size.low * 2).is_integer()
    return bounded and halves and not implausible(size, kind, second)


def _spans(written: str) -> tuple[str, ...]:
    """`5458` → `54-58`: two sizes of as many digits, the second the larger one."""
    half, odd = divmod(len(written), 2)
    if odd or half < _SHORTEST or not written.isdecimal() or written[:half] >= written[half:]:
        return ()
    return (f"{written[:half]}-{written[half:]}",)


def _scaled(written: str) -> tuple[str, ...]:
    number = float(written.replace(",", "."))
    return tuple(f"{number * factor:.3f}".rstrip("0").rstrip(".") for factor in _FACTORS)
