"""What is asked while a gift is taken in: which type, whose make, whether an odd size is meant, and what is rarely said."""

from collections.abc import Sequence
from dataclasses import replace
from enum import Enum
from functools import partial
from typing import Final

from fritids.domain.size_slips import readings
from fritids.i18n import _, n_
from fritids.present import plain, type_name
from fritids.services.gift_words import GiftWords, spelled
from fritids.services.results import TypeView
from fritids.services.type_names import second_kind
from fritids.tui.counter.asking import MOST_OPTIONS, Field, Questions
from fritids.tui.counter.form import words_scan
from fritids.tui.counter.inbox import Entry
from fritids.tui.counter.situation import Prompt, Words
from fritids.tui.counter.stage import Caller
from fritids.tui.counter.type_forms import no_type, type_names

MANY: Final = 20
"""Things alike from which it is asked whether so many are meant: `38x` is easily written for `38`."""


class Detail(Enum):
    """What is said about few things, or once in a gift."""

    MODEL = "model"
    NOTE = "note"
    DONOR = "donor"
    GIFT_NOTE = "gift_note"
    NO_LABEL = "no_label"
    """The ready label that was scanned is put aside."""
    EARLIER = "earlier"
    """The gifts before this one are shown."""


async def which_type(questions: Questions, call: Caller, words: GiftWords) -> GiftWords:
    """The line with the one type that is meant, of those it may mean or of those that another line finds. Raises LeftError."""
    complaint = None
    while True:
        listed = words.types[:MOST_OPTIONS]
        prompt = Prompt(
            title=lambda: _("What is it? A word is enough: skates, helmet, sled."),
            label=lambda: _("Choose with a digit, or write another word"),
            options=partial(type_names, listed),
            complaint=complaint,
            enter=(lambda: _("Choose")) if listed else None,
        )
        chosen = await questions.choose(prompt, len(listed))
        if isinstance(chosen, int):
            if listed:
                return replace(words, types=(listed[chosen],))
            continue
        other = await _read(call, chosen.text)
        if len(other.types) == 1:
            return other
        if other.types:
            words, complaint = other, None
        else:
            complaint = partial(no_type, chosen.text)


async def _read(call: Caller, text: str) -> GiftWords:
    return await call(lambda desk: desk.gifts.read(text))


async def which_brand(questions: Questions, brands: Sequence[str]) -> str | None:
    """The maker of the next things, one of those that are known or a new one; None for none. Raises LeftError."""
    listed = tuple(brands[: MOST_OPTIONS - 1])
    prompt = Prompt(
        title=lambda: _("Who made it?"),
        label=lambda: _("Choose with a digit, or write the maker"),
        options=lambda: (*map(plain, listed), _("No maker")),
        enter=lambda: _("Choose"),
        marks_first=False,
    )
    chosen = await questions.choose(prompt, len(listed) + 1)
    if isinstance(chosen, Entry):
        return spelled(chosen.text, brands)
    return listed[chosen] if chosen < len(listed) else None


async def sure_of_size(questions: Questions, kind: TypeView, text: str) -> str | Entry:
    """The size that is meant: what it probably is, or as it was written; or another line that was written instead. Raises LeftError."""
    likely = [size.text for size in readings(text, kind.size_kind, second_kind(kind.code))]
    title = _("“{size}” does not look like a size of {type}")

    def options() -> tuple[str, ...]:
        return (*likely, _("Keep {size}").format(size=plain(text)))

    prompt = Prompt(
        title=lambda: title.format(size=plain(text), type=type_name(kind)),
        label=lambda: _("Choose with a digit, or write the size once more"),
        options=options,
        enter=lambda: _("Choose"),
        marks_first=bool(likely),
    )
    chosen = await questions.choose(prompt, len(likely) + 1)
    if isinstance(chosen, Entry):
        return text if chosen.text.casefold() == text.casefold() else chosen
    return (*likely, text)[chosen]


async def sure_of_many(questions: Questions, count: int, name: str) -> bool:
    """Whether really so many are alike."""
    if count < MANY:
        return True
    prompt = Prompt(
        title=lambda: n_("Take in {n} of these?", "Take in {n} of these?", count).format(n=count),
        label=lambda: _("Enter takes them in, Esc leaves it"),
        details=lambda: (name,),
        enter=lambda: _("Take them in"),
    )
    return await questions.confirm(prompt)


async def which_detail(questions: Questions, *, label: bool) -> Detail:
    """What is to be said; putting a label aside only where one is held. Raises LeftError."""
    listed = [detail for detail in Detail if label or detail is not Detail.NO_LABEL]
    prompt = Prompt(
        title=lambda: _("What do you want to add?"),
        label=lambda: _("Choose with a digit"),
        options=lambda: tuple(_detail(one) for one in listed),
        enter=lambda: _("Choose"),
    )
    return listed[await questions.pick(prompt)]


def _detail(detail: Detail) -> str:
    match detail:
        case Detail.MODEL:
            return _("The model, for this and the next ones")
        case Detail.NOTE:
            return _("A note about the next thing")
        case Detail.DONOR:
            return _("Who gives it, if they want to be named")
        case Detail.GIFT_NOTE:
            return _("A note about the whole gift")
        case Detail.NO_LABEL:
            return _("Put the scanned label aside")
        case Detail.EARLIER:
            return _("See the earlier gifts")


async def write_detail(questions: Questions, detail: Detail) -> str:
    """The text, empty to take away what is there. Raises LeftError."""
    titles: dict[Detail, Words] = {
        Detail.MODEL: lambda: _("Model"),
        Detail.NOTE: lambda: _("Note about the next thing"),
        Detail.DONOR: lambda: _("Donor"),
        Detail.GIFT_NOTE: lambda: _("Note about the gift"),
    }
    prompt = Prompt(
        title=titles[detail], label=titles[detail], enter=lambda: _("Leave it empty"), details=lambda: ()
    )
    if detail is Detail.DONOR:
        prompt = replace(
            prompt,
            details=lambda: (
                _("The name is kept for the coordinator alone: in no report, no file and no public list."),
            ),
        )
    return await questions.write(Field(prompt, words_scan, optional=True), str)
