"""Which keys whoever is at the desk gets: what they may not do is not offered, and the key for signing on is always there.

By groups as in `domain.roles`. The use cases have the last word; a key that is offered all the same is answered with a sentence.
"""

from collections.abc import Sequence
from typing import Final

from fritids.domain.roles import Right
from fritids.i18n import p_
from fritids.tui.counter import deeds
from fritids.tui.counter.keys import Hint, Move, Open
from fritids.tui.counter.situation import Situation

SIGN_KEY: Final = "ctrl+l"
_FREE_MOVES: Final = frozenset({Move.HELP, Move.BACK, Move.ENTER, Move.SETTINGS, Move.QUIT})
_AT_THE_DOOR: Final = frozenset({Move.HELP, Move.ENTER})
_NEEDS: Final = {Move.OUT: Right.LISTS, Move.TODAY: Right.LEND}


def allowed(now: Situation, hints: Sequence[Hint], steady: int) -> tuple[tuple[Hint, ...], int]:
    """The hints for who is at the desk, and how many of them, at the end, are always there."""
    own, always = hints[: len(hints) - steady], hints[len(hints) - steady :]
    if now.shut:
        secret = now.prompt is not None and now.prompt.secret
        kept = [
            hint
            for hint in (*own, *always)
            if hint.does in _AT_THE_DOOR or (hint.key == "escape" and (secret or now.view.value != "counter"))
        ]
        return tuple(kept), 0
    kept, stays = ([hint for hint in some if is_allowed(now, hint)] for some in (own, always))
    if now.ready and now.prompt is None and not now.signed.open_door:
        words = p_("key", "Sign on") if now.signed.who is None else p_("key", "Sign off")
        stays.append(Hint(SIGN_KEY, words, deeds.SignOn()))
    return (*kept, *stays), len(stays) if steady else 0


def is_allowed(now: Situation, hint: Hint) -> bool:
    """Whether whoever is at the desk may do what the key is for."""
    match does := hint.does:
        case Move():
            return does in _FREE_MOVES or now.signed.may(_NEEDS.get(does, Right.LEND))
        case deeds.More() | deeds.JobAct() | deeds.EndJob() | deeds.SignOn():
            return True
        case deeds.EditBorrower():
            return now.signed.may(Right.BORROWERS)
        case deeds.SetAside() | deeds.BackInStock() | deeds.Photo() | deeds.Receive():
            return now.signed.may(Right.STOCK)
        case Open() | tuple():
            return now.signed.may(Right.LEND)
        case _:
            return True  # a view's own key, which changes only what it shows
