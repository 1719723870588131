"""Makes the README's picture of the counter: `python -m tests.tui.picture`. Everybody on it is invented."""

import re
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from fritids.db import schema
from fritids.db.engine import Database
from fritids.services.forms import NewArticle, NewBorrowerData
from fritids.services.setup import init_branch
from tests.builders import FixedClock
from tests.conftest import REPOSITORY
from tests.tui.counter import Desk, at_counter

PICTURE = REPOSITORY / "data" / "screenshots" / "counter-sv.svg"
FAMILY = (
    ("hockey-skates", "33", "Bauer"),
    ("hockey-skates", "38", "CCM"),
    ("skate-helmet", "52-56", "Oxelo"),
    ("snow-racer", None, "Stiga"),
)
BEFORE = (("classic-skis", "160", "Madshus"), ("cross-country-boots", "36", "Salomon"))


def make(folder: Path, picture: Path) -> None:
    """Write the picture: a family's visit with four loans made now and two from before, in Swedish."""
    where = str(folder / "branch.db")
    clock = FixedClock(datetime(2026, 2, 2, 14, 10, tzinfo=UTC))
    database = Database.open(where)
    schema.create(database)
    init_branch(database, "Fritidsbanken Ån")
    from fritids.services.desk import Desk as ServiceDesk

    desk = ServiceDesk.on(database, name="Disk 1", clock=clock)
    anna = desk.borrowers.add(
        NewBorrowerData("Amina Lindqvist", "070-174 06 05", note="hämtar även åt grannen"), act="anna"
    )
    codes = []
    for kind, size, brand in (*BEFORE, *FAMILY):
        new = NewArticle(type=kind, size=size, brand=brand)
        codes.append(desk.articles.add(new, act=f"{kind}{size}")[0].barcode)
    for code, days in zip(codes[:2], (7, 8), strict=True):
        desk.lending.lend(code, anna.id, act=code)
        clock.moment += timedelta(days=days)
    desk.close()
    made: list[str] = []

    async def steps(counter: Desk) -> None:
        await counter.scan(*codes[2:5])
        await counter.enter("070-174 06 05")
        await counter.scan(codes[5])
        made.append(counter.app.export_screenshot(title="fritids"))

    at_counter(where, steps, clock=clock, language="sv", size=(104, 27), name="Disk 1")
    # The fonts are looked for on the machine alone: a picture in a README fetches nothing.
    svg = re.sub(r"@font-face \{.*?\}\s*", "", made[0], flags=re.DOTALL)
    picture.parent.mkdir(exist_ok=True)
    picture.write_text("\n".join(line.rstrip() for line in svg.splitlines()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        make(Path(folder), Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURE)
