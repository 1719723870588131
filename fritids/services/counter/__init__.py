"""The counter: what a line in the one box means (DESIGN §3), for the screen and for the line mode alike."""

from fritids.services.counter.counter import Counter

__all__ = ["Counter"]
