"""From what somebody typed to the conditions of a search among articles."""

from fritids.db.catalogue import ArticleFilter, SizeTerm, SpanTerm, WordTerm
from fritids.domain.search import Query, fold, parse_query
from fritids.domain.sizes import parse_size, wanted_size
from fritids.domain.words import ShownState
from fritids.services.type_names import TypeNames, second_kind

LONGEST_SEARCH = 200
"""Characters that are looked at; what is longer is no search, and each word costs a reading of all articles."""


def article_filter(
    names: TypeNames,
    branch_id: int,
    words: str,
    *,
    size: str | None = None,
    types: tuple[str, ...] | None = None,
    shown: tuple[ShownState, ...] | None = None,
) -> ArticleFilter:
    """The conditions that `words` and `size`, as typed, mean among types of these names."""
    query: Query = parse_query(words[:LONGEST_SEARCH])
    sizes = [
        SizeTerm(_spans(names, term.word), WordTerm(term.word, names.holding(term.word, whole=True)))
        for term in query.sizes
    ]
    if size is not None and (typed := fold(size[:LONGEST_SEARCH])):
        sizes.append(SizeTerm(_spans(names, typed), WordTerm(typed, ())))
    return ArticleFilter(
        branch_id,
        words=tuple(_word(names, word) for word in query.words),
        sizes=tuple(sizes),
        types=types,
        shown=shown,
    )


def _word(names: TypeNames, word: str) -> WordTerm:
    types = names.holding(word)
    return WordTerm(word, None if len(types) == len(names.types) else types)


def _spans(names: TypeNames, text: str) -> tuple[SpanTerm, ...]:
    """How types of the various kinds read the size: `270` is 270 cm of ski and 27 of boot."""
    wanted = wanted_size(text)
    if wanted is None:
        return ()
    readings: dict[tuple[float | None, float | None, tuple[str, ...]], list[str]] = {}
    for code, view in names.types.items():
        kind, second = view.size_kind, second_kind(code)
        if not wanted.suits(kind, second):
            continue
        size = parse_size(text, kind, second)
        if size.low is None and not size.letters:
            size = wanted.size
        readings.setdefault((size.low, size.high, tuple(sorted(size.letters))), []).append(code)
    return tuple(
        SpanTerm(low, high, letters, None if len(codes) == len(names.types) else tuple(codes))
        for (low, high, letters), codes in readings.items()
    )
