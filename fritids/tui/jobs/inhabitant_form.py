"""How many live in a postal area: asked in the box."""

import re

from fritids.domain.search import clean
from fritids.errors import InvalidValueError
from fritids.i18n import _, number
from fritids.services.goals import MOST_PEOPLE, checked_area, checked_year
from fritids.tui.counter.asking import Field, Questions
from fritids.tui.counter.form import Form, words_scan
from fritids.tui.counter.inbox import Entry
from fritids.tui.counter.stage import Caller


async def ask_inhabitants(questions: Questions, call: Caller, entry: Entry, year: int) -> str:
    """What was entered, in a sentence; Enter takes the year before for the number's own. Raises LeftError."""
    form = Form(
        lambda: _("How many live in a postal area?"),
        {
            "area": lambda: _("Three digits of the postcode"),
            "people": lambda: _("Inhabitants"),
            "year": lambda: _("Of which year (Enter: {year})").format(year=year - 1),
            "source": lambda: _("Where the number comes from"),
        },
    )
    area = await questions.write(Field(form.prompt("area"), words_scan), checked_area)
    form.fill("area", area)
    people = await questions.write(Field(form.prompt("people"), words_scan), _people)
    form.fill("people", str(people), number(people))
    of = await questions.write(
        Field(form.prompt("year", optional=True), words_scan, optional=True),
        lambda text: _year(text) if text.strip() else year - 1,
    )
    form.fill("year", str(of))
    source = await questions.write(Field(form.prompt("source"), words_scan), str)
    stored = await call(lambda desk: desk.goals.set_inhabitants(area, of, people, source, act=entry.act))
    return _("{people} live in {area}, {year}").format(
        people=number(stored.people), area=stored.area, year=stored.year
    )


def _people(text: str) -> int:
    written = "".join(clean(text).split())
    if not re.fullmatch("[0-9]{1,9}", written) or not 1 <= int(written) <= MOST_PEOPLE:
        raise InvalidValueError(
            _("Inhabitants are a number from 1 to {n}.").format(n=MOST_PEOPLE), field="people"
        )
    return int(written)


def _year(text: str) -> int:
    written = clean(text)
    return checked_year(int(written) if re.fullmatch("[0-9]{4}", written) else 0)
