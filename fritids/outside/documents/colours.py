"""The colours of charts: of the Okabe-Ito palette, which the colour-blind tell apart, those that stand out on white.

Okabe and Ito, "Color Universal Design" (2008), https://jfly.uni-koeln.de/color/. Its yellow, orange and light blue are too pale for lines on
white paper (under 3:1), so they are not used. No difference hangs on the colour alone: the second series is hatched, the first filled.
"""

from typing import Final

BLUE: Final = "#0072B2"
"""The first series: this year."""
VERMILION: Final = "#D55E00"
"""The second series: the year before, hatched."""
INK: Final = "#1A1A1A"
FAINT_INK: Final = "#595959"
"""For what is read second: names of axes, notes."""
GRID: Final = "#D9D9D9"
"""Lines that only lead the eye; the values stand in figures too."""
SERIES: Final = (BLUE, VERMILION)
