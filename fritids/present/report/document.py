"""The yearly report as one document in the language in use; each form of it only sets what stands here."""

from fritids.i18n import _, day_spoken, language, number
from fritids.outside.documents.model import Document, Form, Section
from fritids.outside.documents.values import WITHHELD_SIGN
from fritids.outside.documents.values import shown as set_value
from fritids.present.names import plain
from fritids.present.report import chapters, people_chapters, stock_chapters
from fritids.present.report.definitions import definitions
from fritids.present.report.tables import loan_tables
from fritids.present.report.year_page import year_page
from fritids.services.results.report import DEFINITIONS, YearReport


def document(report: YearReport) -> Document:
    """The document. The same report and language make the same one, whenever that is."""
    return Document(
        key=document_key(report),
        title=_("The year {year} in figures").format(year=report.year),
        subtitle=whose(report),
        language=language(),
        author=whose(report),
        facts=facts(report),
        sections=_sections(report),
        definitions=definitions(report),
        definitions_title=_("Definitions and sources"),
        withheld_note=_withheld_note(report),
    )


def document_key(report: YearReport) -> str:
    """Names its files."""
    return f"fritids-{report.year}" if report.branch is None else f"fritids-{report.branch}-{report.year}"


def whose(report: YearReport) -> str:
    """Whose year it is."""
    if report.branch is None and len(report.branches) > 1:
        return _("All {n} branches").format(n=number(len(report.branches)))
    return plain(next(iter(report.branches.values()), ""))


def facts(report: YearReport) -> tuple[tuple[str, str], ...]:
    """What stands on the title page."""
    first, last = report.period.first, report.period.last
    found = [
        (_("Branch"), whose(report)),
        (_("Period"), f"{first.isoformat()} – {last.isoformat()}"),
        (_("Counted to"), day_spoken(report.counted_to, report.counted_to) + f" {report.counted_to.year}"),
        (_("Withheld"), _withheld_fact(report)),
        (_("Definitions"), _("version {version}").format(version=DEFINITIONS)),
        (_("Counted by"), f"fritids {report.version}"),
    ]
    if report.record is not None:
        found.append((_("Record of events"), _("stood at {anchor}").format(anchor=report.record)))
    if not report.is_over:
        found.insert(
            3, (_("Not over"), _("The year is not over; compared are the same days of the year before."))
        )
    return tuple(found)


def _withheld_fact(report: YearReport) -> str:
    if report.full:
        return _("Nothing: this report holds small numbers and is for the house alone.")
    share = report.withheld.share(report.branch)
    if report.branch in report.withheld.hidden:
        return _("Everything: there are fewer than five borrowers.")
    return _("{share} of the figures in the tables").format(share=set_value(share, Form.PERCENT, language()))


def _withheld_note(report: YearReport) -> str | None:
    if report.full:
        return _("Nothing is withheld: this report holds small numbers and must not be passed on.")
    share = report.withheld.share(report.branch)
    if not share and report.branch not in report.withheld.hidden and not report.withheld.totals:
        return None
    return _(
        "{sign} stands for a figure that is withheld: fewer than five borrowers, or a figure that would give such a one away. That is {share} of the figures in the tables."
    ).format(sign=WITHHELD_SIGN, share=set_value(share, Form.PERCENT, language()))


def _sections(report: YearReport) -> tuple[Section, ...]:
    tables = loan_tables(report)
    several = report.branch is None and len(report.branches) > 1
    return (
        year_page(report, next(iter(tables.values()))),
        chapters.month_chapter(report, tables),
        *((chapters.branch_chapter(report, tables),) if several else ()),
        chapters.lent_chapter(report, tables),
        chapters.who_chapter(report, tables),
        chapters.when_chapter(report, tables),
        chapters.back_chapter(report),
        stock_chapters.stock_chapter(report),
        stock_chapters.gift_chapter(report),
        stock_chapters.asked_chapter(report),
        stock_chapters.opening_chapter(report),
        people_chapters.people_chapter(report),
        people_chapters.climate_chapter(report),
        chapters.appendix(report, tables),
    )
