"""What an import says: how each column is understood, why a row cannot be taken in, and what became of it all."""

from collections.abc import Mapping
from typing import Final

from fritids.domain.findings import Fact
from fritids.i18n import _, language, n_, number
from fritids.present.lists import Table
from fritids.present.names import plain
from fritids.services.importing.values import (
    Column,
    ColumnUse,
    Ignored,
    ImportFault,
    ImportKind,
    ImportNote,
    ImportPhase,
    ImportPlan,
    ImportProgress,
    ImportReport,
    RowNote,
    RowProblem,
)

_BAR: Final = 30
"""Cells of the progress bar."""


def mapping_table(plan: ImportPlan) -> Table:
    """How each column of the file will be read, before anything is done."""
    heads = (_("Column in the file"), _("Is read as"), _("Example"))
    return Table(heads, tuple((plain(use.header), _use(use), plain(use.example)) for use in plan.columns))


def missing_line(plan: ImportPlan) -> str:
    """What the file lacks to be taken in."""
    names = ", ".join(column_name(column) for column in plan.missing)
    return _("The list lacks this column: {names}. Add it, and import the list again.").format(names=names)


def _use(use: ColumnUse) -> str:
    if use.column is not None:
        return column_name(use.column)
    match use.ignored:
        case Ignored.TWICE:
            return _("not read: another column means the same")
        case Ignored.DERIVED:
            return _("not read: the program knows it by itself")
        case Ignored.TURNED_OFF:
            return _("not read: the branch does not ask for it")
        case Ignored.NEVER_KEPT:
            return _("not read: personal identity numbers are never kept")
        case _:
            return _("not read: the heading is not known")


def column_name(column: Column) -> str:
    """What a column holds."""
    return {
        Column.BARCODE: _("barcode"),
        Column.OTHER_CODES: _("other barcodes"),
        Column.TYPE_CODE: _("code of the article type"),
        Column.TYPE: _("article type"),
        Column.SIZE: _("size"),
        Column.BRAND: _("brand"),
        Column.MODEL: _("model"),
        Column.STATE: _("state"),
        Column.DISCARD_REASON: _("why it was discarded"),
        Column.ADDED: _("day of arrival"),
        Column.NUMBER: _("borrower's number"),
        Column.NAME: _("name"),
        Column.FIRST_NAME: _("first name"),
        Column.LAST_NAME: _("last name"),
        Column.KIND: _("kind of borrower"),
        Column.PHONE: _("phone number"),
        Column.EMAIL: _("e-mail"),
        Column.BIRTH_YEAR: _("year of birth"),
        Column.GENDER: _("gender"),
        Column.POSTCODE: _("postcode"),
        Column.LANGUAGE: _("language"),
        Column.CARD: _("card"),
        Column.PROTECTED: _("protected personal data"),
        Column.BLOCKED: _("loans paused"),
        Column.NOTE: _("note"),
    }[column]


def problem_line(problem: RowProblem) -> str:
    """Line, column and reason of a row that cannot be taken in."""
    return _placed(problem.line, problem.column, fault_text(problem.code, problem.facts))


def note_line(note: RowNote) -> str:
    """Line, column and what is worth knowing of a row."""
    return _placed(note.line, note.column, note_text(note.code, note.facts))


def _placed(line: int, column: str, text: str) -> str:
    if column:
        return _("Line {line}, column {column}: {text}").format(line=line, column=plain(column), text=text)
    return _("Line {line}: {text}").format(line=line, text=text)


def fault_text(code: ImportFault, facts: Mapping[str, Fact]) -> str:
    """Why a row cannot be taken in, and what to do about it."""
    named = {
        "text": _fact(facts, "text"),
        "first_line": _fact(facts, "first_line"),
        "number": _fact(facts, "number"),
    }
    if code is ImportFault.UNKNOWN_TYPE and (
        nearest := _fact(facts, "nearest_sv" if language() == "sv" else "nearest_en")
    ):
        return _("There is no article type called “{text}”. Is {nearest} meant?").format(
            text=named["text"], nearest=nearest
        )
    return _faults()[code].format(**named)


def _faults() -> Mapping[ImportFault, str]:
    return {
        ImportFault.MISSING: _("Nothing is written here. Fill it in."),
        ImportFault.UNKNOWN_TYPE: _("There is no article type called “{text}”. See them with: fritids article types"),
        ImportFault.UNKNOWN_STATE: _("“{text}” is no state. Write in stock, in service, missing, discarded or transferred."),
        ImportFault.UNKNOWN_REASON: _("Write why it was discarded: worn out, broken, recalled, given away or lost."),
        ImportFault.UNKNOWN_KIND: _("“{text}” is no kind of borrower. Write person, school, preschool, association, care or other."),
        ImportFault.UNKNOWN_GENDER: _("Write woman, man, other or no answer."),
        ImportFault.UNKNOWN_LANGUAGE: _("“{text}” is no language that is known here. Leave it empty."),
        ImportFault.CODE_TOO_LONG: _("The code is too long. A code has at most 40 characters."),
        ImportFault.CODE_CONTROL: _("The code holds characters that cannot be seen. Write it anew."),
        ImportFault.CODE_RUINED: _("The spreadsheet has rounded the code “{text}”. Make the column text, and write the code anew."),
        ImportFault.SIZE_RUINED: _("The spreadsheet has made a date of the size “{text}”. Make the column text, and write the size anew."),
        ImportFault.CODE_TWICE: _("The code {text} stands on line {first_line} too. Each article has its own."),
        ImportFault.CODE_TAKEN: _("Another article has the code {text} already. Check which one is right."),
        ImportFault.NUMBER_TWICE: _("The number stands on line {first_line} too. Each borrower has their own."),
        ImportFault.NUMBER_TAKEN: _("A borrower with another name has the number already. Check which one is right."),
        ImportFault.CARD_TWICE: _("The card stands on line {first_line} too. Each borrower has their own."),
        ImportFault.CARD_TAKEN: _("Borrower {number} has the card already. Check which one is right."),
        ImportFault.BORROWER_TWICE: _("The borrower stands on line {first_line} too. Take one of the lines out."),
        ImportFault.BAD_PHONE: _("This is no phone number. Write it as 070-174 06 05, or with + from abroad."),
        ImportFault.BAD_EMAIL: _("This is no e-mail address. Correct it or leave it empty."),
        ImportFault.BAD_YEAR: _("This is no year of birth. Write it as 2012."),
        ImportFault.BAD_POSTCODE: _("This is no postcode. Write it as 123 45."),
        ImportFault.BAD_DATE: _("This is no date that has been. Write it as 2026-02-16."),
        ImportFault.BAD_YES_NO: _("Write yes or no."),
        ImportFault.TEXT_TOO_LONG: _("The text is too long. Shorten it."),
        ImportFault.IDENTITY_NUMBER: _("A personal identity number stands here. They are never kept; take it out."),
        ImportFault.QUOTES: _("The quotation marks do not match. Open the file in a spreadsheet, and save it again."),
        ImportFault.LINE_TOO_LONG: _("The line is too long to be one row. Open the file in a spreadsheet, and save it again."),
    }  # fmt: skip


def note_text(code: ImportNote, facts: Mapping[str, Fact]) -> str:
    """What is worth knowing of a row that is taken in all the same."""
    match code:
        case ImportNote.ON_LOAN:
            return _("It is lent according to the list; it comes in as in stock, since nobody knows to whom.")
        case ImportNote.ODD_SIZE:
            return _("The size “{text}” is unusual for this type. Look whether it is right.").format(
                text=_fact(facts, "text")
            )
        case ImportNote.NO_NAME:
            return _("A protected borrower without a name; left out.")
        case ImportNote.KEPT_AS_CARD:
            return _("The old number is kept as a card and still finds the borrower.")


def _fact(facts: Mapping[str, Fact], name: str) -> str:
    value = facts.get(name)
    return "" if value is None else plain(str(value))


def report_lines(report: ImportReport) -> list[str]:
    """What became of the import."""
    n, there = report.added, report.already_there
    lines = [_outcome(report).format(n=number(n))]
    if there:
        lines.append(
            n_(
                "{n} row was there already and is as it was.",
                "{n} rows were there already and are as they were.",
                there,
            ).format(n=number(there))
        )
    if report.left_out:
        left = report.left_out
        lines.append(n_("{n} row was left out.", "{n} rows were left out.", left).format(n=number(left)))
    if report.repeated:
        lines.append(_("It had been done before; nothing was done twice."))
    return lines


def _outcome(report: ImportReport) -> str:
    n, articles = report.added, report.kind is ImportKind.ARTICLES
    if report.problem_count:
        return _("Nothing was taken in. Correct the lines above, and import the list again.")
    if report.dry_run and articles:
        return n_(
            "{n} article would be taken in. Nothing is written yet.",
            "{n} articles would be taken in. Nothing is written yet.",
            n,
        )
    if report.dry_run:
        return n_(
            "{n} borrower would be taken in. Nothing is written yet.",
            "{n} borrowers would be taken in. Nothing is written yet.",
            n,
        )
    if articles:
        return n_("{n} article was taken in.", "{n} articles were taken in.", n)
    return n_("{n} borrower was taken in.", "{n} borrowers were taken in.", n)


def progress_line(progress: ImportProgress) -> str:
    """How far an import has come, with a bar."""
    part = min(1.0, progress.done / progress.total) if progress.total else 0.0
    bar = "█" * round(part * _BAR) + "░" * (_BAR - round(part * _BAR))
    if progress.phase is ImportPhase.CHECKING:
        return _("Checking {bar} {percent} %").format(bar=bar, percent=round(part * 100))
    return _("Writing {bar} {percent} %").format(bar=bar, percent=round(part * 100))
