"""The small forms: a new borrower, an article with an unknown code, who set a binding, what is wrong with a thing.

Each asks one thing at a time in the one box; Enter goes on, Esc leaves it all, and nothing is written before the last answer.
"""

from dataclasses import replace
from functools import partial

from fritids.domain import barcode
from fritids.domain.policy import OPTIONAL_FIELDS
from fritids.domain.scanstream import Line
from fritids.domain.words import Gender
from fritids.errors import InvalidValueError
from fritids.i18n import LANGUAGES, _
from fritids.present import Tone, article_name, borrower_line, gender_name, plain, type_name
from fritids.present import phone as phone_shown
from fritids.services.forms import NewArticle, NewBorrowerData
from fritids.services.results import (
    ArticleView,
    BorrowerMatch,
    BorrowerView,
    NoBorrower,
    SeveralBorrowers,
    TypeView,
    Waiting,
)
from fritids.tui.counter.asking import MOST_OPTIONS, Field, Questions, is_scan
from fritids.tui.counter.inbox import Entry
from fritids.tui.counter.situation import Prompt, Words
from fritids.tui.counter.stage import Caller

LONGEST_NAME = 100
SOLE_MM = range(150, 400)


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
    }[key]


def language_name(code: str) -> str:
    """The language's own name."""
    return {"sv": "svenska", "en": "English", "ar": "العربية", "so": "Soomaali", "uk": "українська", "fi": "suomi"}.get(code, code)


def name_scan(line: Line) -> bool:
    """Whether a line given where a name is asked for is a scan."""
    return barcode.scan_in_name_field(line.text)


def phone_scan(line: Line) -> bool:
    """Whether a line given where a phone number is asked for is a scan."""
    return barcode.scan_in_phone_field(line.text)


def year_scan(line: Line) -> bool:
    """Whether a line given where a year is asked for is a scan."""
    return barcode.scan_in_year_field(line.text)


def words_scan(line: Line) -> bool:
    """Whether a line given where an address, a size or a sentence is asked for is a scan."""
    return barcode.surely_code(line.text)


SCANS = {"name": name_scan, "phone": phone_scan, "birth_year": year_scan, "postcode": words_scan, "email": words_scan, "note": words_scan}


class Form:
    """The fields of a form as they are filled in."""

    def __init__(self, title: Words, names: dict[str, Words]) -> None:
        self._title = title
        self._names = names
        self.values: dict[str, str] = {}
        self.shown: dict[str, str] = {}

    def fill(self, key: str, value: str, shown: str | None = None) -> None:
        """Let the field hold `value`, which is shown as it is unless said otherwise."""
        self.values[key] = value
        self.shown[key] = value if shown is None else shown

    def prompt(self, key: str, *, optional: bool = False) -> Prompt:
        """The question for one field."""
        keys = list(self._names)

        def filled() -> tuple[tuple[str, str], ...]:
            return tuple((self._names[one](), plain(self.shown.get(one, ""))) for one in keys)

        return Prompt(
            title=self._title,
            label=self._names[key],
            filled=filled,
            at=keys.index(key),
            enter=(lambda: _("Skip it")) if optional else (lambda: _("Go on")),
        )


async def new_borrower(questions: Questions, call: Caller, entry: Entry, phone: str, shown: str) -> BorrowerView:
    """A borrower with this number, registered after asking for the name and what the branch asks besides. Raises LeftError."""
    asked = await call(lambda desk: desk.policy.asked_fields)
    extra = [key for key in OPTIONAL_FIELDS if key in asked]
    form = Form(lambda: _("New borrower"), {key: _named(key) for key in ("phone", "name", *extra)})
    form.fill("phone", phone, shown)
    data = NewBorrowerData("", phone or None)
    nobody = replace(form.prompt("name"), details=lambda: (_("Nobody has this number yet. Write the name and press Enter."),))
    form.fill("name", await questions.write(Field(nobody, name_scan), partial(_short, "name")))
    for key in extra:
        await _ask_field(questions, form, key)
    while True:
        values = {key: form.values[key] or None for key in extra}
        complete = replace(data, name=form.values["name"], **values)  # type: ignore[arg-type]  # texts, as typed
        try:
            return await _add_borrower(call, complete, f"{entry.act}/new")
        except InvalidValueError as error:
            if error.field not in {"name", *extra}:
                raise
            await _ask_again(questions, form, error)


async def _add_borrower(call: Caller, data: NewBorrowerData, act: str) -> BorrowerView:
    return await call(lambda desk: desk.borrowers.add(data, act=act))


async def _ask_field(questions: Questions, form: Form, key: str) -> None:
    if key == "gender":
        await _ask_choice(questions, form, key, [(gender.value, partial(gender_name, gender)) for gender in Gender])
    elif key == "language":
        codes = (*LANGUAGES, "ar", "so", "uk", "fi")
        await _ask_choice(questions, form, key, [(code, partial(language_name, code)) for code in codes])
    else:
        await _ask_text(questions, form, key, optional=True)


async def _ask_text(questions: Questions, form: Form, key: str, *, optional: bool) -> None:
    field = Field(form.prompt(key, optional=optional), SCANS[key], optional=optional)
    form.fill(key, await questions.write(field, partial(_short, key)))


async def _ask_again(questions: Questions, form: Form, error: InvalidValueError) -> None:
    key, message = error.field, error.message
    optional = key != "name"
    prompt = replace(form.prompt(key, optional=optional), complaint=lambda: message)
    field = Field(prompt, SCANS.get(key, is_scan), optional=optional)
    form.fill(key, await questions.write(field, str))


async def _ask_choice(questions: Questions, form: Form, key: str, options: list[tuple[str, Words]]) -> None:
    names = [(lambda: _("No answer, go on")), *(name for _value, name in options if _value != Gender.NO_ANSWER)]
    values = ["", *(value for value, _name in options if value != Gender.NO_ANSWER)]
    prompt = replace(form.prompt(key), options=lambda: tuple(name() for name in names), enter=lambda: _("Choose"))
    while isinstance(chosen := await questions.choose(prompt, len(names)), Entry):
        continue
    form.fill(key, values[chosen], names[chosen]() if chosen else "")


def _named(key: str) -> Words:
    return lambda: field_name(key)


async def new_article(questions: Questions, call: Caller, entry: Entry, code: str) -> ArticleView:
    """An article with this code, registered after asking for type, size and brand. Raises LeftError."""
    form = Form(
        lambda: _("New article"),
        {"barcode": lambda: _("Code"), "type": lambda: _("Type"), "size": lambda: _("Size"), "brand": lambda: _("Brand")},
    )
    form.fill("barcode", code)
    kind = await _ask_type(questions, call, form)
    form.fill("type", kind.code, type_name(kind))
    fields = ("size", "brand") if kind.size_kind != "none" else ("brand",)
    for key in fields:
        await _ask_words(questions, form, key)
    while True:
        new = NewArticle(
            type=kind.code, size=form.values.get("size") or None, brand=form.values.get("brand") or None, barcode=code
        )
        try:
            return await _add_article(call, new, f"{entry.act}/new")
        except InvalidValueError as error:
            if error.field not in fields:
                raise
            await _ask_words(questions, form, error.field, error.message)


async def _add_article(call: Caller, new: NewArticle, act: str) -> ArticleView:
    made = await call(lambda desk: desk.articles.add(new, act=act))
    return made[0]


async def _ask_type(questions: Questions, call: Caller, form: Form) -> TypeView:
    complaint: Words | None = None
    while True:
        prompt = replace(
            form.prompt("type"),
            complaint=complaint,
            details=lambda: (_("What is it? A word is enough: skates, helmet, sled."),),
        )
        words = await questions.write(Field(prompt, words_scan), str)
        found = await _types_like(call, words)
        if len(found) == 1:
            return found[0]
        complaint = None
        if not found:
            complaint = partial(_no_type, words)
            continue
        names = partial(_type_names, found)
        chosen = await questions.choose(replace(form.prompt("type"), options=names, enter=lambda: _("Choose")), len(found))
        if isinstance(chosen, int):
            return found[chosen]


async def _types_like(call: Caller, words: str) -> tuple[TypeView, ...]:
    return await call(lambda desk: desk.articles.types_like(words, MOST_OPTIONS))


def _type_names(types: tuple[TypeView, ...]) -> tuple[str, ...]:
    return tuple(type_name(kind) for kind in types)


def _no_type(words: str) -> str:
    return _("Nothing is called “{words}”. Try another word.").format(words=plain(words))


async def _ask_words(questions: Questions, form: Form, key: str, complaint: str | None = None) -> None:
    prompt = form.prompt(key, optional=True)
    if complaint is not None:
        prompt = replace(prompt, complaint=lambda: complaint)
    form.fill(key, await questions.write(Field(prompt, words_scan, optional=True), str))


async def binding(questions: Questions, waiting: Waiting) -> tuple[str, int]:
    """Who set the binding, and for a sole of how many millimetres. Raises LeftError."""
    article = waiting.article
    form = Form(
        lambda: _("Binding of {article}").format(article=article_name(article)),
        {"by": lambda: _("Set by"), "sole": lambda: _("Boot sole, mm")},
    )
    by = await questions.write(Field(form.prompt("by"), name_scan), str)
    form.fill("by", by)
    return by, await questions.write(Field(form.prompt("sole"), words_scan), _sole)


def _sole(text: str) -> int:
    digits = text.casefold().removesuffix("mm").strip()
    if not digits.isdecimal() or int(digits) not in SOLE_MM:
        raise InvalidValueError(_("Write the length that stands on the boot's sole, such as 305."), field="sole")
    return int(digits)


async def what_is_wrong(questions: Questions, article: ArticleView) -> str:
    """What is wrong with an article, in a few words. Raises LeftError."""
    form = Form(
        lambda: _("What is wrong with {article}?").format(article=article_name(article)), {"note": lambda: _("Note")}
    )
    prompt = replace(form.prompt("note", optional=True), details=lambda: (_("It is set aside, and the note goes with it."),))
    return await questions.write(Field(prompt, words_scan, optional=True), str)


async def corrected_borrower(questions: Questions, call: Caller, entry: Entry, borrower: BorrowerView) -> BorrowerView:
    """The borrower after each field was gone through: Enter keeps what stands there, a hyphen empties it. Raises LeftError."""
    asked = await call(lambda desk: desk.policy.asked_fields)
    keys = ("name", "phone", *(key for key in ("email", "birth_year", "postcode") if key in asked), "note")
    before = {key: "" if (value := getattr(borrower, key)) is None else str(value) for key in keys}
    form = Form(lambda: _("Correct the borrower"), {key: _named(key) for key in keys})
    for key in keys:
        form.fill(key, before[key], phone_shown(before[key]) if key == "phone" else None)
    changes: dict[str, str | int | bool | None] = {}
    for key in keys:
        await _correct(questions, form, key, changes)
    while changes:
        try:
            return await call(lambda desk: desk.borrowers.edit(borrower.id, borrower.revision, changes, act=entry.act))
        except InvalidValueError as error:
            if error.field not in keys:
                raise
            await _correct(questions, form, error.field, changes, error.message)
    return borrower


async def _correct(
    questions: Questions, form: Form, key: str, changes: dict[str, str | int | bool | None], complaint: str | None = None
) -> None:
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


async def branch_name(questions: Questions) -> str:
    """What the branch is called, asked on the very first start. Raises LeftError."""
    prompt = Prompt(
        title=lambda: _("Welcome"),
        label=lambda: _("What is your branch called?"),
        details=lambda: (
            _("This is the first start on this computer."),
            _("Write the name of your branch and press Enter. The database is made then."),
        ),
        tone=Tone.INFO,
    )
    return await questions.write(Field(prompt, name_scan), partial(_short, "name"))


def _short(key: str, text: str) -> str:
    if len(text) > LONGEST_NAME:
        raise InvalidValueError(_("That is too long. Write at most {n} characters.").format(n=LONGEST_NAME), field=key)
    return text


async def another_borrower(questions: Questions, call: Caller) -> BorrowerView:
    """The one borrower that a number, a card, a phone number or a name means. Raises LeftError."""
    prompt = Prompt(
        title=lambda: _("Move the visit to whom?"),
        label=lambda: _("Phone number, number or name"),
        details=lambda: (_("All that was lent in the visit will stand on the one you write."),),
    )
    while True:
        text = await questions.write(Field(prompt, _article_scan), str)
        found = await _match(call, text)
        match found:
            case BorrowerView():
                return found
            case SeveralBorrowers(candidates=candidates):
                some = partial(_people, candidates)
                chosen = await questions.choose(replace(prompt, options=some, enter=lambda: _("Choose")), len(candidates))
                if isinstance(chosen, int):
                    return candidates[chosen]
            case NoBorrower():
                prompt = replace(prompt, complaint=partial(_nobody, text))


async def _match(call: Caller, text: str) -> BorrowerMatch:
    return await call(lambda desk: desk.borrowers.match(text))


def _people(candidates: tuple[BorrowerView, ...]) -> tuple[str, ...]:
    return tuple(borrower_line(one) for one in candidates[:MOST_OPTIONS])


def _nobody(words: str) -> str:
    return _("Nobody is found by “{words}”.").format(words=plain(words))


def _article_scan(line: Line) -> bool:
    """A borrower's card may be scanned here; an article waits."""
    return is_scan(line) and any(barcode.series(code) is barcode.Series.ARTICLE for code in barcode.candidates(line.text))
