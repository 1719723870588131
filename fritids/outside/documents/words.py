"""The few words that paper, charts, spreadsheet and page add of their own, in the document's language, which need not be the program's."""

from collections.abc import Mapping
from typing import Final

_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "contents": ("Innehåll", "Contents"),
    "page": ("Sida {page} av {pages}", "Page {page} of {pages}"),
    "continued": ("{title} (forts.)", "{title} (continued)"),
    "part": ("{title} (del {part} av {parts})", "{title} (part {part} of {parts})"),
    "definitions": ("Definitioner och källor", "Definitions and sources"),
    "source": ("Källa: {source}", "Source: {source}"),
    "withheld": (
        "·· visas inte: färre än fem låntagare, eller en ruta som skulle röja en sådan.",
        "·· not shown: fewer than five borrowers, or a cell that would give such a one away.",
    ),
    "none": ("– ingen uppgift finns.", "– there is no figure."),
    "chart gap": ("– ingen uppgift, eller en som inte visas", "– no figure, or one that is not shown"),
    "missing": (
        "□ står för skrivtecken som inte kan sättas här; de finns i kalkylfilen och på webbsidan.",
        "□ stands for letters that cannot be set here; the spreadsheet and the web page have them.",
    ),
    "columns": ("Stapeldiagram", "Column chart"),
    "bars": ("Liggande stapeldiagram", "Bar chart"),
    "no rows": ("Inga uppgifter.", "Nothing to show."),
    "to the report": ("Till rapporten", "To the report"),
    "in table": ("Siffrorna står i tabellen {table}.", "The figures are in the table {table}."),
    "is withheld": ("visas inte", "not shown"),
    "is none": ("ingen uppgift", "no figure"),
    "overview": ("Översikt", "Overview"),
    "sheets": ("Blad", "Sheets"),
    "term": ("Begrepp", "Term"),
    "meaning": ("Betydelse", "Meaning"),
    "sources": ("Källa", "Source"),
}


def word(key: str, language: str, **facts: object) -> str:
    """The text of `key` in `language` (`sv`, else English)."""
    return _WORDS[key][0 if language == "sv" else 1].format(**facts)
