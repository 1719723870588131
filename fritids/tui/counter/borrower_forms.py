"""Forms about people: a new borrower, corrections, whom a visit is moved to; and the branch's name on the very first start.

Nothing is written before the last answer.
"""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from fritids.domain import barcode
from fritids.domain.policy import OPTIONAL_FIELDS
from fritids.domain.scanstream import Line
from fritids.domain.words import Gender
from fritids.errors import InvalidValueError
from fritids.i18n import LANGUAGES, _
from fritids.present import Tone, borrower_choice, gender_name, plain
from fritids.present import phone as phone_shown
from fritids.services.forms import NewBorrowerData
from fritids.services.results import BorrowerMatch, BorrowerView, NoBorrower, SeveralBorrowers
from fritids.tui.counter.asking import MOST_OPTIONS, Field, Questions, is_scan
from fritids.tui.counter.form import SCANS, Form, name_scan, short
from fritids.tui.counter.inbox import Entry
from fritids.tui.counter.situation import Prompt, Words
from fritids.tui.counter.stage import Caller

if TYPE_CHECKING:
    from fritids.services.desk import Desk
    from fritids.tui.bridge import Bridge
    from fritids.tui.opening import Opening

CHOICES = ("gender", "language", "no_reminders")
"""Fields that are chosen and not written."""


def field_name(key: str) -> str:
    """What a field of a borrower is called."""
    return {
        "name": _("Name"),
        "phone": _("Phone"),
        "email": _("E-mail"),
        "birth_year": _("Year of birth"),
        "gender": _("Gender"),
        "postcode": _("Postcode"),
        "language": _("Language"),
        "note": _("Note"),
        "no_reminders": _("Reminders"),
    }[key]


def language_name(code: str) -> str:
    """The language's own name."""
    return {
        "sv": "svenska",
        "en": "English",
        "ar": "العربية",
        "so": "Soomaali",
        "uk": "українська",
        "fi": "suomi",
    }.get(code, code)


def language_choice(code: str) -> str:
    """The language's own name, and after it what it is called here."""
    here = {
        "sv": _("Swedish"),
        "en": _("English"),
        "ar": _("Arabic"),
        "so": _("Somali"),
        "uk": _("Ukrainian"),
        "fi": _("Finnish"),
    }.get(code, code)
    own = language_name(code)
    return own if own.casefold() == here.casefold() else f"{own}, {here}"


async def new_borrower(
    questions: Questions, call: Caller, entry: Entry, phone: str, shown: str, *, shared: bool = False
) -> BorrowerView:
    """A borrower with this number, registered after asking for the name and what the branch asks besides. Raises LeftError."""
    asked = await call(lambda desk: desk.policy.asked_fields)
    extra = [key for key in OPTIONAL_FIELDS if key in asked]
    form = Form(lambda: _("New borrower"), {key: _named(key) for key in ("phone", "name", *extra)})
    form.fill("phone", phone, shown)
    data = NewBorrowerData("", phone or None)
    nobody = replace(
        form.prompt("name"),
        details=lambda: (
            _("Write the name of the new person and press Enter.")
            if shared
            else _("Nobody has this number yet. Write the name and press Enter."),
        ),
    )
    form.fill("name", await questions.write(Field(nobody, name_scan), partial(short, "name")))
    for key in extra:
        await ask_field(questions, call, form, key)
    while True:
        values = {key: form.values[key] or None for key in extra}
        complete = replace(data, name=form.values["name"], **values)  # type: ignore[arg-type]  # texts, as typed
        try:
            return await _add_borrower(call, complete, f"{entry.act}/new")
        except InvalidValueError as error:
            if error.field not in {"name", *extra}:
                raise
            await ask_field(questions, call, form, error.field, error.message)


async def _add_borrower(call: Caller, data: NewBorrowerData, act: str) -> BorrowerView:
    return await call(lambda desk: desk.borrowers.add(data, act=act))


async def ask_field(
    questions: Questions, call: Caller, form: Form, key: str, complaint: str | None = None
) -> None:
    """The field is filled in with what can be stored in it; only the name cannot be skipped. Raises LeftError."""
    if key in CHOICES:
        await _ask_choice(questions, form, key)
    else:
        await _ask_text(questions, call, form, key, complaint)


async def _ask_text(questions: Questions, call: Caller, form: Form, key: str, complaint: str | None) -> None:
    optional = key != "name"
    while True:
        prompt = _complaining(form.prompt(key, optional=optional), complaint)
        text = await questions.write(Field(prompt, SCANS[key], optional=optional), partial(short, key))
        try:
            if text:
                await call(partial(_check, key, text))
        except InvalidValueError as error:
            complaint = error.message
        else:
            form.fill(key, text)
            return


def _check(key: str, text: str, desk: "Desk") -> None:
    desk.borrowers.check(key, text)


def _complaining(prompt: Prompt, complaint: str | None) -> Prompt:
    return prompt if complaint is None else replace(prompt, complaint=lambda: complaint)


async def _ask_choice(questions: Questions, form: Form, key: str) -> None:
    options = [("", lambda: _("No answer, go on")), *_choices(key)]
    value = await _choose(questions, form.prompt(key), options)
    form.fill(key, value, _as_shown(key, value))


def _choices(key: str) -> list[tuple[str, Words]]:
    """What can be chosen for a field, each with its name."""
    if key == "gender":
        genders = [gender for gender in Gender if gender is not Gender.NO_ANSWER]
        return [(gender.value, partial(gender_name, gender)) for gender in genders]
    if key == "no_reminders":
        return [("no", _reminders_on), ("yes", _reminders_off)]
    return [(code, partial(language_choice, code)) for code in (*LANGUAGES, "ar", "so", "uk", "fi")]


def _reminders_on() -> str:
    return _("turned on")


def _reminders_off() -> str:
    return _("turned off")


async def _choose(questions: Questions, prompt: Prompt, options: list[tuple[str, Words]]) -> str:
    asked = replace(
        prompt, options=lambda: tuple(name() for _value, name in options), enter=lambda: _("Choose")
    )
    return options[await questions.pick(asked)][0]


def _named(key: str) -> Words:
    return lambda: field_name(key)


async def corrected_borrower(
    questions: Questions, call: Caller, entry: Entry, borrower: BorrowerView
) -> BorrowerView:
    """The borrower after each field was gone through: Enter keeps what stands there, a hyphen empties it. Raises LeftError."""
    asked = await call(lambda desk: desk.policy.asked_fields)
    keys = ("name", "phone", *(key for key in OPTIONAL_FIELDS if key in asked), "note", "no_reminders")
    before = {key: "" if (value := getattr(borrower, key)) is None else str(value) for key in keys}
    before["no_reminders"] = "yes" if borrower.no_reminders else "no"
    form = Form(lambda: _("Correct the borrower"), {key: _named(key) for key in keys})
    for key in keys:
        form.fill(key, before[key], _as_shown(key, before[key]))
    changes: dict[str, str | int | bool | None] = {}
    for key in keys:
        await _correct(questions, form, key, changes)
    while changes:
        try:
            return await call(
                lambda desk: desk.borrowers.edit(borrower.id, borrower.revision, changes, act=entry.act)
            )
        except InvalidValueError as error:
            if error.field not in keys:
                raise
            await _correct(questions, form, error.field, changes, error.message)
    return borrower


def _as_shown(key: str, value: str) -> str:
    """What stands in the form for a stored value."""
    if key == "phone":
        return phone_shown(value)
    return next((name() for one, name in _choices(key) if one == value), value) if key in CHOICES else value


async def _correct(
    questions: Questions,
    form: Form,
    key: str,
    changes: dict[str, str | int | bool | None],
    complaint: str | None = None,
) -> None:
    if key in CHOICES:
        now = form.values[key]
        options = [(now, lambda: _("Keep it"))]
        if key == "no_reminders":
            options += (choice for choice in _choices(key) if choice[0] != now)
        else:
            options += (*_choices(key), ("", lambda: _("No answer")))
        if (value := await _choose(questions, form.prompt(key), options)) != now:
            changes[key] = value or None
            form.fill(key, value, _as_shown(key, value))
        return
    prompt = replace(
        form.prompt(key, optional=True),
        details=lambda: (_("Enter keeps what stands there; a hyphen empties it."),),
        enter=lambda: _("Keep it"),
        complaint=None if complaint is None else lambda: complaint,
    )
    text = await questions.write(Field(prompt, SCANS[key], optional=True), str)
    if text:
        value = "" if text.strip() in {"-", "–"} else text
        changes[key] = value or None
        form.fill(key, value)


async def branch_name(questions: Questions, bridge: "Bridge", opening: "Opening") -> str:
    """What the branch is called, asked on the very first start; but where a backup lies here, this may be the new computer of one. Raises LeftError."""
    backup = await bridge.outside(opening.backup_at_hand)

    def details() -> tuple[str, ...]:
        lines = [
            _("This is the first start on this computer."),
            _("Write the name of your branch and press Enter. The database is made then."),
        ]
        if backup is not None:
            again = _(
                "A backup lies in {folder}. To have that branch back: Ctrl+Q, then type fritids restore."
            )
            lines.append(again.format(folder=plain(str(backup.parent))))
        return tuple(lines)

    prompt = Prompt(
        title=lambda: _("Welcome"),
        label=lambda: _("What is your branch called?"),
        details=details,
        tone=Tone.INFO,
    )
    return await questions.write(Field(prompt, name_scan), partial(short, "name"))


async def another_borrower(questions: Questions, call: Caller, whose: str) -> BorrowerView:
    """The one borrower, to take over the visit of `whose`, that a number, a card, a phone number or a name means. Raises LeftError."""
    prompt = Prompt(
        title=lambda: _("Move the visit to whom?"),
        label=lambda: _("Phone number, number or name"),
        details=lambda: (
            _("Visit: {borrower}.").format(borrower=whose),
            _("All that was lent in the visit will stand on the one you write."),
        ),
    )
    while True:
        text = await questions.write(Field(prompt, _article_scan), str)
        found = await _match(call, text)
        match found:
            case BorrowerView():
                return found
            case SeveralBorrowers(candidates=candidates):
                some = partial(_people, candidates)
                chosen = await questions.choose(
                    replace(prompt, options=some, enter=lambda: _("Choose"), marks_first=False),
                    len(candidates),
                )
                if isinstance(chosen, int):
                    return candidates[chosen]
            case NoBorrower():
                prompt = replace(prompt, complaint=partial(_nobody, text))


async def _match(call: Caller, text: str) -> BorrowerMatch:
    return await call(lambda desk: desk.borrowers.match(text))


def _people(candidates: tuple[BorrowerView, ...]) -> tuple[str, ...]:
    return tuple(borrower_choice(one) for one in candidates[:MOST_OPTIONS])


def _nobody(words: str) -> str:
    return _("Nobody is found by “{words}”.").format(words=plain(words))


def _article_scan(line: Line) -> bool:
    """A borrower's card may be scanned here; an article waits."""
    return is_scan(line) and any(
        barcode.series(code) is barcode.Series.ARTICLE for code in barcode.candidates(line.text)
    )
