"""How much is tried: FRITIDS_FUZZ=long is the nightly size, hours, and FRITIDS_FUZZ_FEWER=20 a twentieth of it; the other is part of every run."""

import os

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests.hostile import ALL

LONG = os.environ.get("FRITIDS_FUZZ") == "long"
FEWER = int(os.environ.get("FRITIDS_FUZZ_FEWER", "1"))
TRIES = 20_000 // FEWER if LONG else 60
fuzzed = settings(
    max_examples=TRIES,
    deadline=None,
    derandomize=not LONG,
    suppress_health_check=list(HealthCheck),
    database=None,
)
FILES = settings(fuzzed, max_examples=TRIES // 10)
"""Where each try reads a file."""

signs = st.characters()
hostile = st.integers(0, len(ALL) - 1).map(
    lambda place: ALL[place][:4000]
)  # shown by its number: the texts are long
texts = st.one_of(
    st.text(signs, max_size=60),
    hostile,
    st.builds(lambda a, b, c: a + b + c, st.text(signs, max_size=9), hostile, hostile),
)
numbers = st.text(st.sampled_from("0123456789 -+()/.,x٠٧०７\u2212\u00a0\u202eABext;="), max_size=40)


def damaged(whole: bytes) -> st.SearchStrategy[bytes]:
    """`whole` with a few bytes changed, put in, taken out or doubled, or cut short."""
    place = st.integers(0, len(whole))
    piece = st.one_of(
        st.binary(max_size=6), hostile.map(lambda text: text[:50].encode(errors="surrogatepass"))
    )

    def change(steps: list[tuple[int, int, bytes]]) -> bytes:
        data = whole
        for at, length, new in steps:
            data = data[:at] + new + data[at + length :]
        return data

    return st.lists(st.tuples(place, st.integers(0, 40), piece), min_size=1, max_size=4).map(change)
