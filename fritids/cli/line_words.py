"""The words of the line mode. Both languages always hold: two people at one desk need not agree on one."""

from enum import Enum, auto
from typing import Final

from fritids.i18n import _


class Word(Enum):
    """What a bare word asks for."""

    UNDO = auto()
    UNDO_VISIT = auto()
    DONE = auto()
    YES = auto()
    NO = auto()
    RENEW = auto()
    RENEW_ALL = auto()
    ANYWAY = auto()
    ONLY_RETURN = auto()
    INTO_BASKET = auto()
    TAKE_OUT = auto()
    WELL = auto()
    BAD = auto()
    MISSING = auto()
    BINDING = auto()
    REGISTER = auto()
    NEW_BORROWER = auto()
    WHAT_IS_OUT = auto()
    RETURNS = auto()
    LANGUAGE = auto()
    DATE = auto()
    CANCEL = auto()
    HELP = auto()
    QUIT = auto()


_WORDS: Final = {
    Word.UNDO: ("ångra", "undo"),
    Word.UNDO_VISIT: ("ångra besök", "undo visit"),
    Word.DONE: ("klar", "klart", "done"),
    Word.YES: ("ja", "yes"),
    Word.NO: ("nej", "no"),
    Word.RENEW: ("förläng", "renew"),
    Word.RENEW_ALL: ("förläng allt", "renew all"),
    Word.ANYWAY: ("ändå", "anyway"),
    Word.ONLY_RETURN: ("bara retur", "only return"),
    Word.INTO_BASKET: ("lägg i korgen", "into basket"),
    Word.TAKE_OUT: ("ta ur korgen", "take out"),
    Word.WELL: ("bra", "well"),
    Word.MISSING: ("saknas", "missing"),
    Word.NEW_BORROWER: ("ny", "new"),
    Word.WHAT_IS_OUT: ("lån", "ute", "out"),
    Word.RETURNS: ("retur", "returer", "returns"),
    Word.LANGUAGE: ("språk", "language"),
    Word.CANCEL: ("avbryt", "cancel"),
    Word.HELP: ("hjälp", "help", "?"),
    Word.QUIT: ("sluta", "quit"),
}
_WITH_MORE: Final = {
    Word.BAD: ("fel ", "bad "),
    Word.MISSING: ("saknas ", "missing "),
    Word.BINDING: ("bindning ", "binding "),
    Word.REGISTER: ("lägg in ", "register "),
    Word.DATE: ("datum ", "date "),
}
"""Words that more has to follow."""


def word_in(line: str) -> tuple[Word, str] | None:
    """The word that the line is, and what follows it; None if it is to be understood as the box understands it."""
    text = " ".join(line.split())
    folded = text.casefold()
    for word, spellings in _WORDS.items():
        if folded in spellings:
            return word, ""
    for word, beginnings in _WITH_MORE.items():
        for beginning in beginnings:
            if folded.startswith(beginning):
                return word, text[len(beginning) :].strip()
    return None


def ended(sentence: str) -> str:
    """The sentence with a stop."""
    return sentence if sentence[-1:] in ".?!" else f"{sentence}."


def help_lines() -> list[str]:
    """The words, in the language in use."""
    return [
        _("Scan or write a code, a phone number or words. An empty line or “done” ends the visit."),
        _(
            "Words: undo, undo visit, yes, no, renew, renew all, anyway, only return, into basket, take out, well, bad, missing, binding, "
            "register, date, new, out, returns, language, cancel, quit."
        ),
    ]
