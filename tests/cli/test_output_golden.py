"""What people read on a whole day at the desk, word for word, in both languages and the same on both engines.

After a change that is meant: `GOLDEN=write python -m pytest tests/cli/test_output_golden.py`, then read the difference.
"""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine

from fritids.i18n import LANGUAGES
from tests.cli.conftest import Branch, Run

GOLDEN = Path(__file__).parent / "golden"

DAY = (
    "article add --type hockey-skates --size 38 --brand Bauer --barcode 7350012345678",
    "article add --type ski-helmet --size 54-58 --barcode HJ-0001",
    "article add --type alpine-skis --size 140 --barcode SK-0001",
    "article add --type sledge --barcode PU-0001",
    "borrower add --name Åsa_Öberg --phone 0701740605",
    "borrower add --name Näsby_förskola --kind preschool --phone 08-46500404",
    "borrower add --name Ali --phone 070-1740605",
    "lend --to 0701740605 7350012345678",
    "lend --to åsa_öberg 7350012345678 HJ-0001 SK-0001 99999999",
    "lend --to näsby_förskola HJ-0001 PU-0001",
    "lend --to näsby_förskola 7350012345678",
    "lend --to ali SK-0001 --binding-by Kalle --sole 305",
    "loans",
    "find skridskor 38",
    "find ö",
    "renew PU-0001",
    "return HJ-0001 PU-0001 99999999",
    "article check",
    "article check HJ-0001 --bad sprucken",
    "lend --to ali HJ-0001",
    "undo",
    "undo",
    "undo",
    "article discard PU-0001 --reason broken",
    "article show PU-0001",
    "borrower show ali",
    "borrower erase ali",
    "booking add --to ali --type sledge --from 2026-03-01 --until 2026-03-08",
    "branch show",
    "lend --to nobody_at_all PU-0001",
    "lend --to ali",
)
LATER = ("loans --late", "return 7350012345678", "loans --all", "renew SK-0001", "renew SK-0001")
LINES = (
    "hjälp", "PU-0001", "7350012345678", "0701740605", "1", "HJ-0001", "", "", "070-174 06 06", "PU-0001", "Bo Ek", "ute", "ångra",
    "retur", "SK-0001", "retur", "skridskor", "12345678", "språk", "sluta",
)  # fmt: skip


@pytest.mark.parametrize(
    ("engine_name", "lang"),
    [*(("sqlite", lang) for lang in LANGUAGES), ("postgresql", LANGUAGES[0])],
    indirect=["engine_name"],
)
def test_a_day_at_the_desk_reads_as_it_did(branch: Branch, run: Run, lang: str) -> None:
    told: list[str] = []

    def do(line: str) -> None:
        words = [word.replace("_", " ") for word in line.split()]
        result = run(*words, "--lang", lang)
        told.extend(
            (f"$ fritids {line.replace('_', ' ')}", result.out + result.err, f"({result.status})", "")
        )

    with time_machine.travel(datetime(2026, 2, 16, 9, 31, tzinfo=UTC), tick=False) as clock:
        for line in DAY:
            clock.shift(60)
            do(line)
        clock.move_to(datetime(2026, 3, 5, 12, 0, tzinfo=UTC))
        for line in LATER:
            clock.shift(60)
            do(line)
        clock.shift(600)
        result = run("desk", "--lang", lang, stdin="\n".join(LINES) + "\n")
        told += ["$ fritids desk", *(f"< {line}" for line in LINES), result.out]
    text = "\n".join(told)
    path = GOLDEN / f"day.{lang}.txt"
    if os.environ.get("GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8"), (
        "if this is meant: GOLDEN=write python -m pytest tests/cli/test_output_golden.py"
    )
