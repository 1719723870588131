"""A report as it may be, written by hand: each form of a value, both gaps, charts with and without a table of their own."""

from datetime import date

from fritids.outside.documents.model import (
    Chart,
    ChartKind,
    Column,
    Definition,
    Document,
    Form,
    Gap,
    Paragraph,
    Section,
    Series,
    Table,
    Value,
)

MONTHS = {
    "sv": ("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
}  # fmt: skip
LOANS = (1_204, 2_310, 890, 310, 402, 512, 377, 298, 266, 241, 402, 990)
LOANS_BEFORE = (1_010, 1_899, 905, 288, 399, 480, 391, 305, 240, 222, 377, 812)
TYPES = (
    "Hjälm för skidor och skridskor", "Längdskidor", "Pjäxor", "Stavar", "Hockeyskridskor", "Konståkningsskridskor", "Snowboard",
    "Flytväst för barn", "Kajak", "Tält för fyra", "Ryggsäck", "Sovsäck", "Innebandyklubba", "Fotboll", "Inlines", "Longboard",
)  # fmt: skip


def a_report(language: str = "sv") -> Document:
    """The report in `language`; texts from people, such as types, are the same in both."""
    words = _SWEDISH if language == "sv" else _ENGLISH
    loans, before, on_time = words["loans"], words["before"], words["on time"]
    months = Table(
        "month", words["by month"],
        (Column("month", words["month"], Form.TEXT), Column("loans", loans), Column("before", before),
         Column("on_time", on_time, Form.PERCENT), Column("per_visit", words["per visit"], Form.DECIMAL)),
        tuple((name, now, then, 0.87, 2.5) for name, now, then in zip(MONTHS[language], LOANS, LOANS_BEFORE, strict=True)),
        (words["all"], sum(LOANS), sum(LOANS_BEFORE), 0.87, 2.5),
    )  # fmt: skip
    types = Table(
        "type", words["by type"], (Column("type", words["type"], Form.TEXT), Column("loans", loans), Column("borrowers", words["borrowers"])),
        tuple((name, 900 - 50 * n, Gap.WITHHELD if n > 12 else 300 - 20 * n) for n, name in enumerate(TYPES)),
        (words["all"], 8_202, Gap.NONE), note=words["type note"],
    )  # fmt: skip
    ages: tuple[tuple[Value, ...], ...] = (
        ("0–6", 41, 38, Gap.WITHHELD, 0), ("7–12", 512, 498, 7, 11), ("13–19", 209, Gap.WITHHELD, Gap.WITHHELD, 25),
    )  # fmt: skip
    crossed = Table(
        "age_gender", words["by age and gender"],
        (Column("age", words["age"], Form.TEXT), *(Column(key, words[key]) for key in ("girls", "boys", "other", "unknown"))), ages,
    )  # fmt: skip
    closed = Table(
        "closed", words["closed days"], (Column("day", words["day"], Form.DATE), Column("why", words["why"], Form.TEXT)),
        ((date(2026, 1, 6), "Trettondedag jul"), (date(2026, 6, 19), "Midsommarafton")),
    )  # fmt: skip
    by_month = Chart(
        "chart_month", words["loans by month"], ChartKind.COLUMNS, words["month"], loans, MONTHS[language],
        (Series("2026", tuple(map(float, LOANS))), Series("2025", tuple(map(float, LOANS_BEFORE)))),
    )  # fmt: skip
    by_type = Chart(
        "chart_type", words["most lent"], ChartKind.BARS, words["type"], loans, TYPES[:10],
        (Series(loans, tuple(float(900 - 50 * n) for n in range(10))),), note=words["chart note"],
    )  # fmt: skip
    per_hour = Chart(
        "chart_hour", words["by hour"], ChartKind.COLUMNS, words["hour"], words["per day"], tuple(f"{n}" for n in range(10, 19)),
        (Series(loans, (0.4, 1.5, 2.5, None, 3.0, 6.5, 8.0, 7.2, 2.1)),), note=words["hour note"],
    )  # fmt: skip
    return Document(
        "fritids-2026", words["title"], words["subtitle"], language, "Fritidsbanken Ån",
        ((words["branch"], "Fritidsbanken Ån"), (words["counted to"], "2026-12-31")),
        (
            Section("overview", words["overview"], (Paragraph(words["told"]), _key_figures(words), by_month)),
            Section("when", words["when"], (months, per_hour, closed)),
            Section("what", words["what"], (by_type, types)),
            Section("who", words["who"], (Paragraph(words["who told"]), crossed)),
        ),
        (Definition(loans, words["loans are"], "DESIGN §6"), Definition(on_time, words["on time is"])),
        words["definitions"], words["withheld"],
    )  # fmt: skip


def _key_figures(words: dict[str, str]) -> Table:
    return Table(
        "key_figures", words["key figures"],
        (Column("measure", words["measure"], Form.TEXT), Column("now", "2026", Form.DECIMAL), Column("before", "2025", Form.DECIMAL)),
        ((words["loans"], sum(LOANS), sum(LOANS_BEFORE)), (words["per visit"], 2.5, 2.4), (words["new"], 431, Gap.NONE)),
    )  # fmt: skip


_SWEDISH = {
    "title": "Verksamhetsåret 2026", "subtitle": "Utlåning och bestånd, hela året", "branch": "Bank", "counted to": "Räknat till och med",
    "overview": "Året på en sida", "told": "Under året lånades 8 202 artiklar ut, fler än någonsin. Det var mest längdskidor, pjäxor och skridskor.",
    "loans": "Utlån", "before": "Utlån 2025", "on time": "I tid", "per visit": "Artiklar per besök", "by month": "Utlån per månad",
    "month": "Månad", "all": "Alla", "by type": "Utlån per artikeltyp", "type": "Artikeltyp", "borrowers": "Låntagare",
    "type note": "Typer utan lån visas inte.", "age": "Ålder", "girls": "Flickor och kvinnor", "boys": "Pojkar och män",
    "other": "Annat", "unknown": "Inte angivet", "by age and gender": "Utlån per ålder och kön", "closed days": "Stängda dagar",
    "day": "Dag", "why": "Anledning", "loans by month": "Utlån per månad, mot året före", "most lent": "Det mest utlånade", "by hour": "När på dagen",
    "hour": "Timme", "per day": "Utlån per öppen dag", "hour note": "Klockan 13 var det stängt för lunch.", "when": "När", "what": "Vad", "who": "Vem",
    "who told": "Kön frågas inte alltid.", "loans are": "Artiklar som lånats ut, räknade på utlåningsdagen.",
    "on time is": "Av lån med återlämningsdag under året, de som kom tillbaka senast då.", "definitions": "Så har vi räknat",
    "withheld": "·· betyder att siffran inte lämnas ut, för att ingen ska kännas igen. Det gäller 4 % av rutorna.",
    "chart note": "De tio vanligaste.", "key figures": "Nyckeltal", "measure": "Mått", "new": "Nya låntagare",
}  # fmt: skip
_ENGLISH = {
    "title": "The year 2026", "subtitle": "Loans and stock, the whole year", "branch": "Branch", "counted to": "Counted to",
    "overview": "The year on one page", "told": "In the year 8,202 articles were lent, more than ever. Most were cross-country skis, boots and skates.",
    "loans": "Loans", "before": "Loans 2025", "on time": "On time", "per visit": "Articles per visit", "by month": "Loans by month",
    "month": "Month", "all": "All", "by type": "Loans by article type", "type": "Article type", "borrowers": "Borrowers",
    "type note": "Types without a loan are not shown.", "age": "Age", "girls": "Girls and women", "boys": "Boys and men",
    "other": "Other", "unknown": "Not said", "by age and gender": "Loans by age and gender", "closed days": "Closed days",
    "day": "Day", "why": "Reason", "loans by month": "Loans by month, beside the year before", "most lent": "What was lent most", "by hour": "When in the day",
    "hour": "Hour", "per day": "Loans per open day", "hour note": "At one it was closed for lunch.", "when": "When", "what": "What", "who": "Who",
    "who told": "Gender is not always asked.", "loans are": "Articles lent, counted on the day of lending.",
    "on time is": "Of loans due in the year, those that came back on that day or before.", "definitions": "How it was counted",
    "withheld": "·· means that the figure is not handed out, so that nobody is recognised. That is 4% of the cells.",
    "chart note": "The ten most common.", "key figures": "Key figures", "measure": "Measure", "new": "New borrowers",
}  # fmt: skip
