"""No regular expression of the program holds it up, whatever text it is given."""

from tests.doors.fuzz import LONG
from tests.doors.patterns import attacks, first_slow, patterns, ways

MOST = 20_000 if LONG else 2500
"""Signs. A field takes 500, a paste 300; a page of a server and a cell of a list are longer, and cut."""
EVERY = 1 if LONG else 9
SHORTER = {
    "fritids.config.backup_table._HEADING": 300,
    "fritids.domain.sizes._MEASURE": 300,
    "fritids.outside.mail.answers._ADDRESS": 2000,
    "fritids.services.problem_report._PERSONAL": 1000,
    "fritids.services.problem_report._PROGRAM": 1000,
    "fritids.services.wanted._COUNT": 100,
}
"""What whoever calls hands them at most: one line of the owner's own file, a size in a field, a server's words, a line of the log."""


def test_no_pattern_takes_long() -> None:
    """With every sign that it knows many times over, every two of them, and all of them."""
    used, tried, wrong = ways(), 0, []
    for name, pattern in patterns().items():
        methods = used.get(name.rsplit(".", 1)[1], {"fullmatch", "search"})
        for attack in attacks(pattern)[::EVERY]:
            tried += 1
            most = min(MOST, SHORTER.get(name, MOST))
            if (at := first_slow(pattern, methods, attack, most)) is not None:
                wrong.append(f"{name}: {attack} at {at} signs")
                break
    assert not wrong, "\n".join(wrong)
    assert tried > 500
    assert used.keys() >= {name.rsplit(".", 1)[1] for name in SHORTER}
