"""Forms about operators: a new one, the first administrator, another PIN. Nothing is written before the last answer."""

from dataclasses import dataclass, replace
from functools import partial

from fritids.domain import barcode
from fritids.domain.pins import pin_fault
from fritids.domain.roles import Role
from fritids.domain.scanstream import Line
from fritids.errors import InvalidValueError
from fritids.i18n import _
from fritids.present import Tone, plain
from fritids.present.operators import role_name
from fritids.services.pins import hashed
from fritids.services.results import OperatorView, SignOnRefused
from fritids.tui.counter.asking import Field, Questions, is_scan
from fritids.tui.counter.form import Form, name_scan, short
from fritids.tui.counter.inbox import Entry
from fritids.tui.counter.pin_entry import PinEntry
from fritids.tui.counter.situation import Prompt, Words
from fritids.tui.counter.stage import Caller

ROLES = (Role.VOLUNTEER, Role.COORDINATOR, Role.STAFF, Role.ADMINISTRATOR)
"""As they are offered, each with its digit."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Somebody who may sign on now, and the PIN that was chosen for them. Its text is no part of its repr."""

    operator: OperatorView
    pin: "Secret"


class Secret:
    """A text that shows itself nowhere."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return "Secret()"


async def first_administrator(questions: Questions, call: Caller, entry: Entry) -> Chosen | None:
    """The administrator, after name and PIN were asked; None where Enter put it off. Raises LeftError."""
    welcome = Prompt(
        title=lambda: _("Who may do what?"),
        label=lambda: _("The administrator's name; Enter: later"),
        details=lambda: (
            _("The administrator has a PIN, lets others sign on, and alone may set, restore and erase."),
            _("Until there is one, everyone may do everything here."),
        ),
        enter=lambda: _("Later"),
        tone=Tone.INFO,
    )
    name = await questions.write(Field(welcome, name_scan, optional=True), partial(short, "name"))
    if not name:
        return None
    return await _added(questions, call, entry, name, Role.ADMINISTRATOR)


async def new_operator(questions: Questions, call: Caller, entry: Entry) -> OperatorView:
    """Somebody more who may sign on, after name, role and PIN were asked. Raises LeftError."""
    form = Form(lambda: _("New operator"), {"name": lambda: _("Name"), "role": lambda: _("Role")})
    form.fill("name", await questions.write(Field(form.prompt("name"), name_scan), partial(short, "name")))
    role = await ask_role(questions, form.prompt("role"))
    return (await _added(questions, call, entry, form.values["name"], role)).operator


async def _added(questions: Questions, call: Caller, entry: Entry, name: str, role: Role) -> Chosen:
    pin = await new_pin(questions, call, lambda: plain(name))
    operator = await call(
        lambda desk: desk.operators.add(name, role, pin=pin.text, act=f"{entry.act}/operator")
    )
    return Chosen(operator, pin)


async def ask_role(questions: Questions, prompt: Prompt) -> Role:
    """The role that was chosen. Raises LeftError."""
    asked = replace(prompt, options=_role_names, enter=lambda: _("Choose"))
    return ROLES[await questions.pick(asked)]


def _role_names() -> tuple[str, ...]:
    return tuple(role_name(role) for role in ROLES)


async def new_pin(questions: Questions, call: Caller, whose: Words) -> Secret:
    """A PIN that was written twice alike, in dots. Raises LeftError."""
    entries = PinEntry(call, questions)
    complaint: Words | None = None
    while True:
        first = await _digits(
            entries, _pin_prompt(whose, lambda: _("New PIN, six digits or more"), complaint)
        )
        if pin_fault(first.text) is not None:
            complaint = partial(_why_not, first.text)
            continue
        again = await _digits(entries, _pin_prompt(whose, lambda: _("The same PIN once more"), None))
        if again.text == first.text:
            return first
        complaint = _differ


async def change_own_pin(
    questions: Questions, call: Caller, entry: Entry, whose: Words
) -> SignOnRefused | None:
    """Whoever is signed on has another PIN; why not, where the old one was not right. Raises LeftError."""
    old = await _digits(
        PinEntry(call, questions), _pin_prompt(whose, lambda: _("Your PIN as it is now"), None)
    )
    new = await new_pin(questions, call, whose)
    return await call(lambda desk: desk.operators.change_own_pin(old.text, new.text, act=f"{entry.act}/pin"))


async def ask_name(questions: Questions, prompt: Prompt) -> str:
    """The name that was written. Raises LeftError."""
    return await questions.write(Field(prompt, name_scan), partial(short, "name"))


async def ask_card(questions: Questions, prompt: Prompt) -> str:
    """The code of a card that was scanned or written; empty where Enter takes the card away. Raises LeftError."""
    return await questions.write(Field(prompt, _article_scan, optional=True), str)


def _article_scan(line: Line) -> bool:
    return is_scan(line) and any(
        barcode.series(code) is barcode.Series.ARTICLE for code in barcode.candidates(line.text)
    )


async def _digits(entries: PinEntry, prompt: Prompt) -> Secret:
    while not isinstance(got := await entries.pin(prompt), Entry):
        prompt = replace(prompt, complaint=lambda: _("That is a card. Write the PIN."))
    return Secret(got.text)


def _pin_prompt(whose: Words, label: Words, complaint: Words | None) -> Prompt:
    return Prompt(
        title=whose,
        label=label,
        details=lambda: (_("It stands in the box as dots."),),
        complaint=complaint,
        secret=True,
        tone=Tone.INFO,
    )


def _differ() -> str:
    return _("The two are not alike. Write the new PIN again.")


def _why_not(pin: str) -> str:
    try:
        hashed(pin)
    except InvalidValueError as error:
        return error.message
    return ""
