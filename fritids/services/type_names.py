"""Finding article types by what people call them: code, Swedish or English name, or another name, in any case and accents."""

from collections.abc import Iterable, Mapping
from functools import cache

from fritids.domain.search import fold, singulars
from fritids.domain.sizes import PLAUSIBLE, Size, SizeKind, implausible, parse_size
from fritids.services import reference
from fritids.services.results import TypeView

MOST_CANDIDATES = 20


class TypeNames:
    """The names of a branch's types, folded once. Made anew when the types are read anew."""

    def __init__(self, types: Mapping[str, TypeView]) -> None:
        self.types = types
        self._exact: dict[str, TypeView] = {}
        self._all: dict[str, str] = {}
        for names in zip(*(_names(view) for view in types.values()), strict=True):
            # Codes stand before names and names before other names, whichever type they are of ("inlines" is the adults').
            for view, several in zip(types.values(), names, strict=True):
                for name in several:
                    self._exact.setdefault(name, view)
        for view in types.values():
            # Between signs that no search holds, so that no word is found across two names.
            names_as_written = (view.code, *(name for group in _names(view)[1:] for name in group))
            self._all[view.code] = "\n".join(dict.fromkeys(names_as_written))

    def named(self, text: str) -> TypeView | None:
        """The type that `text` is the code or a name of."""
        return self._exact.get(fold(text))

    def like(self, text: str, limit: int = MOST_CANDIDATES) -> tuple[TypeView, ...]:
        """Types that `text` may mean, best first: those it names, those a name of which begins with it, those that hold all its words."""
        folded = fold(text)
        if not folded:
            return ()
        found: dict[str, TypeView] = {}
        if (exact := self.named(text)) is not None:
            found[exact.code] = exact
        begun = [code for code, names in self._all.items() if f"\n{folded}" in f"\n{names}"]
        held = [code for code, names in self._all.items() if all(word in names for word in folded.split())]
        found.update({code: self.types[code] for code in (*begun, *held) if code not in found})
        return tuple(found.values())[:limit]

    def words(self, code: str) -> str:
        """All that a type is called, folded: code, names in both languages, other names."""
        return self._all[code]

    def holding(self, word: str, *, whole: bool = False) -> tuple[str, ...]:
        """Codes of the types that have the folded `word` in one of their names, or, unless `whole`, a word that it is the plural of."""
        if whole:
            return tuple(code for code, names in self._all.items() if word in names.split())
        plurals, other_forms = singulars(word)
        return self._held(word, plurals) or self._held(word, other_forms)

    def _held(self, word: str, stems: tuple[str, ...]) -> tuple[str, ...]:
        # A stem has to end a word: "hjälm" is in "skidhjälm"; a maker called Elan is in nothing.
        return tuple(
            code
            for code, names in self._all.items()
            if word in names or any(each.endswith(stems) for each in names.split())
        )


@cache
def second_kind(type_code: str) -> SizeKind | None:
    """The other kind of size that labels of this type may bear."""
    return next((row.second_size_kind for row in reference.article_types() if row.code == type_code), None)


def size_as(view: TypeView, text: str) -> Size:
    """The size that `text` means on a label of this type."""
    return parse_size(text, view.size_kind, second_kind(view.code))


def doubtful_size(view: TypeView, text: str) -> bool:
    """Whether `text` is hardly a size of this type: out of all bounds, or a word where all others have a number or letters."""
    size, kind, second = size_as(view, text), view.size_kind, second_kind(view.code)
    word = size.low is None and not size.letters and kind in PLAUSIBLE
    return word or implausible(size, kind, second)


def _names(view: TypeView) -> tuple[tuple[str, ...], ...]:
    return (
        _folded([view.code, view.code.replace("-", " ")]),
        _folded([view.name_sv, view.name_en]),
        _folded(_other_names().get(view.code, ())),
    )


def _folded(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(fold(name) for name in names)


@cache
def _other_names() -> dict[str, tuple[str, ...]]:
    return {row.code: (*row.also_sv, *row.also_en) for row in reference.article_types()}
