"""How text is compared, and how text from people is made harmless (R13).

Neither engine folds letters as people expect: SQLite knows only A–Z, PostgreSQL asks the server's locale. So both sides
of every comparison are folded here, and what is stored for searching is stored folded.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from fritids.domain.sizes import WantedSize, wanted_size

_PLAIN_LETTERS = str.maketrans(
    {
        "æ": "ae",
        "ø": "o",
        "œ": "oe",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ł": "l",
        "ħ": "h",
        "ı": "i",
        "ŋ": "n",
        "ŧ": "t",
        "ß": "ss",
        "ẞ": "ss",
    }
)
"""Letters that bear no mark that decomposition could take off."""
_DASHES = re.compile(r"[‐-―−]")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "´": "'", "`": "'", "“": '"', "”": '"', "″": '"'})

_FIRST_JOINING = 0x0590
"""Below it lie the Latin, Greek and Cyrillic blocks, in which joiners have nothing to do."""
_BREAKS = frozenset("\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029\u115f\u1160\u2800\u3164\uffa0")
"""Become a blank, so that words on both sides stay apart: line breaks, and letters without ink. All other control characters vanish."""
_REMOVED = frozenset({"Cc", "Cf", "Cs"})
"""Controls, formats (bidirectional marks, zero-width, tags) and lone surrogates. Letters that this Python does not know yet stay."""
_KEPT = frozenset("\u200c\u200d")
"""Non-joiner and joiner: Persian and several Indian languages cannot be spelled without them. Kept between two letters only."""
_UNCLEAN = re.compile(r"[^\x20-\x7e\xa1-\xac\xae-\u02ff]")
"""What a text must hold before the slow way is taken; nearly all texts are printable Latin, and imports have 100,000 rows."""
_BLANKS = re.compile(r"\s+")
_NOT_SHORT = re.compile(r"[^a-z0-9]+")
MOST_MARKS = 4
"""Marks upon one letter that are kept: a pointed Hebrew letter has three, a Vietnamese one two. A pile would cover the lines beside it."""


def clean(text: str) -> str:
    """`text` without control characters, bidirectional and invisible marks; line breaks are blanks; composed (NFC) and trimmed.

    What is left can be shown in a terminal without moving the cursor, turning the reading direction, hiding anything or
    covering other lines.
    """
    usual = _UNCLEAN.search(text) is None
    if not usual:
        # Joined first: a pair of surrogates from a careless decoder is one letter, a lone one is nothing.
        whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
        text = _without_stray_joiners("".join(map(_cleaned, whole)))
    composed = unicodedata.normalize("NFC", _BLANKS.sub(" ", text).strip())
    return composed if usual else _without_piles(composed)


def fold(text: str) -> str:
    """`text` for comparing: no case, no accents (å, ä → a; ö, ø → o; æ → ae; ß → ss), no marks, single blanks. Folding twice changes nothing."""
    lowered = clean(text).casefold().translate(_PLAIN_LETTERS).translate(_QUOTES)
    if not lowered.isascii():
        bare = "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))
        # Compatibility forms can bring back capitals, dashes and joiners of their own.
        lowered = _DASHES.sub("-", clean(bare).casefold().translate(_PLAIN_LETTERS).translate(_QUOTES))
        lowered = lowered.replace("\u200c", "").replace("\u200d", "")
    return _BLANKS.sub(" ", lowered).strip()


def short_name(text: str, longest: int) -> str:
    """The text in the letters a to z, digits and hyphens, for codes and names of files: `Järfälla Norra` → `jarfalla-norra`; often shorter, perhaps empty."""
    return _NOT_SHORT.sub("-", fold(text)).strip("-")[:longest]


@dataclass(frozen=True, slots=True)
class SizeTerm:
    """A part of a query that looks like a size; it is found as a size, or as the word it is (`Trangia 25`)."""

    word: str
    """Folded."""
    wanted: WantedSize


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody searches for: all of it has to be found."""

    words: tuple[str, ...] = ()
    """Folded; each is part of a name, a brand, a code."""
    sizes: tuple[SizeTerm, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.sizes)


_PLURALS = (
    ("larna", "el"),
    ("arna", ""),
    ("orna", "a"),
    ("erna", ""),
    ("rna", ""),
    ("lar", "el"),
    ("ar", ""),
    ("or", "a"),
    ("er", ""),
)
_OTHER_FORMS = (("en", ""), ("et", ""), ("n", ""), ("es", ""), ("s", ""))
"""Definite forms, and the English plural."""
_SHORTEST_STEM = 3


def singulars(word: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a folded word may be a form of: as a Swedish plural (`hjalmar` → `hjalm`, `cyklar` → `cykel`), and as another form."""
    return _stems(word, _PLURALS), _stems(word, _OTHER_FORMS)


def _stems(word: str, endings: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    return tuple(
        word.removesuffix(ending) + instead
        for ending, instead in endings
        if word.endswith(ending) and len(word) >= len(ending) + _SHORTEST_STEM
    )


_SIZE_WORDS = frozenset({"storlek", "stl", "strl", "size", "str"})
_LONGEST_SIZE = 3
"""Words in the longest size that people type: `54 - 58 cm` is joined before it is counted, `38 1/3 eu` is three."""
_JOINED = re.compile(r"(?<=[0-9])\s*-\s*(?=[0-9])")


def parse_query(text: str) -> Query:
    """The words and sizes of a typed search: `skridskor 38`, `väst 30 kg`, `tält "2 pers"`."""
    tokens = _JOINED.sub("-", fold(text)).split()
    words: list[str] = []
    sizes: list[SizeTerm] = []
    at = 0
    while at < len(tokens):
        taken, term = _size_at(tokens, at)
        if term is not None:
            sizes.append(term)
        elif tokens[at] not in _SIZE_WORDS or _size_at(tokens, at + 1)[1] is None:
            words.append(tokens[at])
        at += taken
    return Query(tuple(dict.fromkeys(words)), tuple(dict.fromkeys(sizes)))


def _size_at(tokens: list[str], at: int) -> tuple[int, SizeTerm | None]:
    """The longest size that begins at a token, and how many tokens it takes."""
    for length in range(max(0, min(_LONGEST_SIZE, len(tokens) - at)), 0, -1):
        part = tokens[at : at + length]
        if length > 1 and not _belong_together(part):
            continue
        wanted = wanted_size(" ".join(part))
        if wanted is not None:
            return length, SizeTerm(" ".join(part), wanted)
    return 1, None


def _belong_together(part: list[str]) -> bool:
    """Whether neighbouring tokens may be one size. Two plain numbers or two letters are two searches, not one."""
    return all(
        any(c.isdigit() for c in left) != any(c.isdigit() for c in right) or "/" in right
        for left, right in pairwise(part)
    )


def _cleaned(char: str) -> str:
    if char in _BREAKS:
        return " "
    if char in _KEPT:
        return char
    return "" if unicodedata.category(char) in _REMOVED else char


def _without_stray_joiners(text: str) -> str:
    if "\u200c" not in text and "\u200d" not in text:
        return text
    padded = f" {text} "
    return "".join(
        char
        for before, char, after in zip(padded, text, padded[2:], strict=False)
        if char not in _KEPT or (_joins(before) and _joins(after))
    )


def _without_piles(text: str) -> str:
    kept, marks = [], 0
    for char in text:
        marks = marks + 1 if unicodedata.category(char)[0] == "M" else 0
        if marks <= MOST_MARKS:
            kept.append(char)
    return "".join(kept)


def _joins(char: str) -> bool:
    """Whether a joiner beside this letter means something: a letter or mark of a script that joins."""
    return ord(char) >= _FIRST_JOINING and unicodedata.category(char)[0] in "LM"
