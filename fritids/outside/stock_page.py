"""The public stock list as one HTML file that needs nothing else: no server, no other file, no font from anywhere.

The whole list stands in the page, so that it can be read with scripts off; a small script adds search and filters. The policy in
its head lets in that one script and that one style by their hashes and no address at all: were a text from people ever to slip
through unescaped, it could neither run nor send anything (R13).
"""

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from fritids.domain.search import clean
from fritids.i18n import _, language, n_, number, p_


@dataclass(frozen=True, slots=True)
class StockPhoto:
    """A small picture as it is embedded, and what it shows in words."""

    jpeg: bytes
    alt: str


@dataclass(frozen=True, slots=True)
class StockRow:
    """Articles of one type and size."""

    name: str
    size: str
    makes: tuple[str, ...]
    """Brands and models, each once."""
    words: str
    """Everything it is found by, folded."""
    folded_size: str
    low: float | None
    high: float | None
    inside: int
    """How many can be had now, of `count`."""
    count: int
    photos: tuple[StockPhoto, ...] = ()


@dataclass(frozen=True, slots=True)
class StockShelf:
    """A category and what stands there."""

    code: str
    name: str
    rows: tuple[StockRow, ...]


@dataclass(frozen=True, slots=True)
class StockPage:
    """What the page says. `stood` is the moment in words, `stood_iso` for machines."""

    branch: str
    stood: str
    stood_iso: str
    loan_days: int
    shelves: tuple[StockShelf, ...]


def write(path: Path, page: StockPage) -> None:
    """The page stands at `path`, in the language in use."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(_pieces(page))


def _pieces(page: StockPage) -> Iterator[str]:
    style, script = _part("css"), _part("js")
    title = _("To borrow at {branch}").format(branch=_text(page.branch))
    skip = _html(_("To the list"))
    policy = (
        f"default-src 'none'; img-src data:; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    yield (
        f'<!doctype html>\n<html lang="{language()}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">\n'
        f"<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f'<a class="skip" href="#list">{skip}</a>\n<header>\n<h1>{title}</h1>\n'
    )
    days = n_("Free to borrow for {n} day.", "Free to borrow for {n} days.", page.loan_days)
    stood = _("The list shows how things stood {when}.").format(
        when=f'<time datetime="{_text(page.stood_iso)}">{_text(page.stood)}</time>'
    )
    yield f'<p>{_html(days.format(n=page.loan_days))}</p>\n<p class="quiet">{stood}</p>\n</header>\n'
    yield from _search(page.shelves)
    yield _count(page.shelves)
    yield from _nav(page.shelves)
    yield '<main id="list" tabindex="-1">\n'
    nothing = _("Nothing fits. Try fewer words, another size, or everything that is lent too.")
    yield f'<p id="none" hidden>{_html(nothing)}</p>\n'
    for n, shelf in enumerate(page.shelves):
        yield from _shelf(n, shelf)
    yield "</main>\n<footer>\n"
    about = _(
        "What is being mended, is missing or is no longer lent is not shown. Nobody who borrows is named."
    )
    yield f'<p class="quiet">{_html(about)}</p>\n</footer>\n<script>{script}</script>\n</body>\n</html>\n'


def _search(shelves: Sequence[StockShelf]) -> Iterator[str]:
    """The form; hidden until the script is there that it needs."""
    name, words, category = (
        _html(_("Search the list")),
        _html(_("What are you looking for?")),
        _html(_("Category")),
    )
    size, only, clear, everything = (
        _html(_("Size")),
        _html(_("Only what is in")),
        _html(_("Clear the search")),
        _html(_("All")),
    )
    yield (
        f'<search>\n<form id="search" hidden aria-label="{name}" autocomplete="off">\n<div class="wide"><label for="q">{words}</label>'
        '<input id="q" type="search" enterkeyhint="search" autocapitalize="off" spellcheck="false"></div>\n'
        f'<div><label for="shelf">{category}</label><select id="shelf"><option value="">{everything}</option>'
    )
    for shelf in shelves:
        yield f'<option value="{_text(shelf.code)}">{_text(shelf.name)}</option>'
    yield (
        f'</select></div>\n<div><label for="size">{size}</label>'
        '<input id="size" type="text" autocapitalize="off" spellcheck="false"></div>\n'
        f'<div class="tick"><input id="in" type="checkbox"><label for="in">{only}</label></div>\n'
        f'<div class="button"><button type="reset">{clear}</button></div>\n</form>\n</search>\n'
    )


def _count(shelves: Sequence[StockShelf]) -> str:
    total = sum(row.count for shelf in shelves for row in shelf.rows)
    inside = sum(row.inside for shelf in shelves for row in shelf.rows)
    # The script takes the form for one or for several; the placeholders are its own too.
    one, many = (n_("{n} article, {m} of them in", "{n} articles, {m} of them in", n) for n in (1, 2))
    none = _html(_("Nothing fits"))
    said = (one if total == 1 else many).format(n=number(total), m=number(inside))
    return (
        f'<p id="count" role="status" data-one="{_html(one)}" data-many="{_html(many)}" '
        f'data-none="{none}">{_html(said)}</p>\n'
    )


def _nav(shelves: Sequence[StockShelf]) -> Iterator[str]:
    """Ways into a long list for those without the script."""
    name = _html(_("Category"))
    yield f'<nav id="shelves" aria-label="{name}">\n<ul>\n'
    for n, shelf in enumerate(shelves):
        yield f'<li><a href="#shelf-{n}">{_text(shelf.name)}</a></li>\n'
    yield "</ul>\n</nav>\n"


def _shelf(n: int, shelf: StockShelf) -> Iterator[str]:
    article, size, state = _html(_("Article")), _html(_("Size")), _html(_("State"))
    yield (
        f'<section id="shelf-{n}" data-c="{_text(shelf.code)}">\n<table>\n<caption><h2>{_text(shelf.name)}</h2></caption>\n'
        f'<thead><tr><th scope="col">{article}</th><th scope="col" class="size">{size}</th>'
        f'<th scope="col" class="state">{state}</th></tr></thead>\n<tbody>\n'
    )
    yield from map(_row, shelf.rows)
    yield "</tbody>\n</table>\n</section>\n"


def _row(row: StockRow) -> str:
    facts = [f'data-w="{_text(row.words)}"', f'data-i="{row.inside}"', f'data-n="{row.count}"']
    if row.folded_size:
        facts.append(f'data-s="{_text(row.folded_size)}"')
    if row.low is not None:
        facts.append(f'data-lo="{row.low:g}"')
        if row.high is not None and row.high != row.low:
            facts.append(f'data-hi="{row.high:g}"')
    makes = f'<span class="brand">{_text(", ".join(row.makes))}</span>' if row.makes else ""
    photos = "".join(map(_photo, row.photos))
    return (
        f'<tr {" ".join(facts)}><th scope="row">{_text(row.name)}{makes}{photos}</th><td>{_text(row.size)}</td>'
        f'<td class="{"in" if row.inside else "out"}">{_html(_state(row))}</td></tr>\n'
    )


def _state(row: StockRow) -> str:
    if row.count == 1:
        return p_("stock", "in") if row.inside else _("on loan")
    if not row.inside:
        return _("all {n} on loan").format(n=number(row.count))
    return _("{m} of {n} in").format(m=number(row.inside), n=number(row.count))


def _photo(photo: StockPhoto) -> str:
    data = base64.b64encode(photo.jpeg).decode("ascii")
    return f'<img class="photo" alt="{_text(photo.alt)}" width="64" height="64" src="data:image/jpeg;base64,{data}">'


def _text(text: str) -> str:
    """A text from people, with nothing in it that is seen otherwise than it is read or that a browser obeys."""
    return escape(clean(text))


def _html(text: str) -> str:
    return escape(text)


def _part(suffix: str) -> str:
    return Path(__file__).with_suffix(f".{suffix}").read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
