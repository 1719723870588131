"""For whom the things of a visit are: the borrower, or a child or pupil who stands under them, or will from now on."""

from functools import partial
from typing import Final

from fritids.errors import InvalidValueError
from fritids.i18n import _
from fritids.present import borrower_name, plain
from fritids.services.results import CoBorrowerView, VisitState
from fritids.tui.counter.asking import MOST_OPTIONS, Questions
from fritids.tui.counter.borrower_forms import ask_field, field_name
from fritids.tui.counter.form import Form
from fritids.tui.counter.inbox import Entry
from fritids.tui.counter.situation import Prompt
from fritids.tui.counter.stage import Caller

ASKED: Final = ("birth_year", "gender")
"""What may be asked of a child besides the name, where the branch asks it of anybody."""


async def for_whom(
    questions: Questions, call: Caller, entry: Entry, visit: VisitState
) -> CoBorrowerView | None:
    """The child or pupil that was chosen or has just been added; None for the borrower. Raises LeftError."""
    children = visit.co_borrowers[: MOST_OPTIONS - 2]

    def options() -> tuple[str, ...]:
        names = (child_line(child) for child in children)
        return (borrower_name(visit.borrower), *names, _("A new child or pupil"))

    prompt = Prompt(
        title=lambda: _("Who are the things for?"),
        label=lambda: _("Choose with a digit, or write the name"),
        details=lambda: (_("It holds for what is lent from now on in this visit."),),
        options=options,
        enter=lambda: _("Choose"),
        marks_first=False,
    )
    chosen = await questions.pick(
        prompt, more=[child_line(child) for child in visit.co_borrowers[len(children) :]]
    )
    if chosen == 0:
        return None
    if chosen == len(children) + 1:
        return await _new_child(questions, call, entry, visit)
    return visit.co_borrowers[chosen - 1 if chosen <= len(children) else chosen - 2]


def child_line(child: CoBorrowerView) -> str:
    """The name, with the year of birth where it is known."""
    return plain(child.name) if child.birth_year is None else f"{plain(child.name)}, {child.birth_year}"


async def _new_child(questions: Questions, call: Caller, entry: Entry, visit: VisitState) -> CoBorrowerView:
    asked = await call(lambda desk: desk.policy.asked_fields)
    keys = ["name", *(key for key in ASKED if key in asked)]
    form = Form(lambda: _("A new child or pupil"), {key: partial(field_name, key) for key in keys})
    for key in keys:
        await ask_field(questions, call, form, key)
    while True:
        try:
            return await _add(call, entry, visit.borrower.id, dict(form.values))
        except InvalidValueError as error:
            if error.field not in keys:
                raise
            await ask_field(questions, call, form, error.field, error.message)


async def _add(call: Caller, entry: Entry, borrower_id: int, values: dict[str, str]) -> CoBorrowerView:
    return await call(
        lambda desk: desk.borrowers.add_co_borrower(
            borrower_id,
            values["name"],
            act=f"{entry.act}/child",
            birth_year=values.get("birth_year") or None,
            gender=values.get("gender") or None,
        )
    )
