"""remind texts: which texts messages are made of, whether they are in order, and what they look like."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from fritids.cli.call import Call
from fritids.cli.exits import Exit
from fritids.cli.lookup import one_borrower
from fritids.cli.numbers import read_whole
from fritids.cli.output import Document
from fritids.cli.parser import Commands
from fritids.cli.paths import read_path
from fritids.errors import UsageError
from fritids.i18n import _, n_, p_
from fritids.present import Table

if TYPE_CHECKING:
    from fritids.services.message_texts import LanguageTexts, MessageTexts, TextFault, Written

_FIRST = 1
"""The step that is shown unless another is asked for: the day after the due date."""


def add(group: Commands) -> None:
    """The command and its options."""
    parser = group.add("texts", _("the texts of messages: where they are, and what they look like"), texts)
    parser.add_argument(
        "--copy", action="store_true", help=_("put the files where you can change them; none is overwritten")
    )
    parser.add_argument(
        "--check", action="store_true", help=_("only say what is wrong in the files you have changed")
    )
    parser.add_argument(
        "--preview", metavar=_("LANGUAGE"), help=_("show a message in this language, such as sv or ar")
    )
    parser.add_argument(
        "--borrower", metavar=_("BORROWER"), help=_("as this borrower would get it now, with --preview")
    )
    parser.add_argument(
        "--step",
        metavar="N",
        type=read_whole,
        help=_("so many days after the due date, -2 for two days before it (1 if left out)"),
    )
    parser.add_argument("--receipt", action="store_true", help=_("the receipt instead of a reminder"))
    parser.add_argument(
        "--html", metavar=_("FILE"), type=read_path, help=_("write the mail to this file, for a browser")
    )


def texts(call: Call) -> Exit:
    """`fritids remind texts`."""
    args = call.args
    if sum((args.copy, args.check, args.preview is not None)) > 1:
        raise UsageError(_("Give one of --copy, --check and --preview."))
    if args.preview is None and (args.borrower or args.step is not None or args.receipt or args.html):
        raise UsageError(_("--borrower, --step, --receipt and --html belong to --preview LANGUAGE. Add it."))
    if args.receipt and args.step is not None:
        raise UsageError(_("A receipt has no step. Leave --step or --receipt out."))
    if args.preview is not None:
        return _preview(call)
    return _copy(call) if args.copy else _list(call)


def texts_said(call: Call) -> "MessageTexts":
    """The texts as they are used now. What is wrong with a changed file is said on standard error; a run does not stop for it."""
    from fritids.services.message_texts import load_texts

    loaded = load_texts()
    for line in _brief(loaded.faults):
        call.out.talk(line)
    return loaded


def _list(call: Call) -> Exit:
    from fritids.services.message_texts import load_texts, own_folder

    out, loaded = call.out, load_texts()
    if out.as_json:
        out.document(
            {
                "folder": str(own_folder()),
                "languages": [_language(each) for each in loaded.languages],
                "faults": [_fault(fault) for fault in loaded.faults],
            }
        )
        return Exit.REFUSED if loaded.faults else Exit.DONE
    if not call.args.check:
        heads = (_("Language"), _("Name"), _("Read by a native speaker"), _("File"))
        rows = tuple(
            (
                each.code,
                each.name,
                p_("texts", "yes") if each.is_read else p_("texts", "no"),
                _("your own") if _is_own(each) else _("came with the program"),
            )
            for each in loaded.languages
        )
        out.table(Table(heads, rows))
        out.lines(_brief(loaded.faults))
        if not loaded.faults:
            own = any(map(_is_own, loaded.languages))
            where = (
                _("Your own files are in {folder}.")
                if own
                else _("Your own files belong in {folder}; --copy puts them there.")
            )
            out.line(where.format(folder=own_folder()))
        return Exit.REFUSED if loaded.faults else Exit.DONE
    out.lines(map(_fault_line, loaded.faults))
    if loaded.faults:
        out.line(_("Until that is mended, the texts that came with the program are used."))
    elif n := sum(map(_is_own, loaded.languages)):
        out.line(
            n_("{n} file of your own, all in order.", "{n} files of your own, all in order.", n).format(n=n)
        )
    else:
        out.line(
            _("You have no files of your own. --copy puts some in {folder}.").format(folder=own_folder())
        )
    return Exit.REFUSED if loaded.faults else Exit.DONE


def _copy(call: Call) -> Exit:
    from fritids.services.message_texts import copy_texts, own_folder

    copied, kept = copy_texts()
    if call.out.as_json:
        call.out.document(
            {
                "folder": str(own_folder()),
                "copied": [str(path) for path in copied],
                "kept": [str(path) for path in kept],
            }
        )
        return Exit.DONE
    n = len(copied)
    call.out.line(
        n_(
            "{n} file is in {folder}. Change it there.", "{n} files are in {folder}. Change them there.", n
        ).format(n=n, folder=own_folder())
        if n
        else _("All the files are in {folder} already; none was touched.").format(folder=own_folder())
    )
    if copied and kept:
        names = ", ".join(path.name for path in kept)
        call.out.line(_("Already there and not touched: {names}.").format(names=names))
    call.out.line(_("Then see whether all is well: fritids remind texts --check"))
    return Exit.DONE


@dataclass(frozen=True, slots=True)
class _Shown:
    """A message that is shown, and of what it was made."""

    written: "Written"
    texts: "LanguageTexts"
    kind: str
    is_made_up: bool
    """About articles nobody has out."""


def _preview(call: Call) -> Exit:
    from fritids.services.message_texts import LANGUAGES

    args, out = call.args, call.out
    if args.preview not in LANGUAGES:
        message = _("There are no texts in {language}. Choose one of these: {languages}.")
        raise UsageError(message.format(language=args.preview, languages=", ".join(LANGUAGES)))
    shown = _shown(call)
    if args.html is not None:
        from fritids.outside import files

        with files.replacing(args.html) as partial:
            partial.write_text(shown.written.html, encoding="utf-8")
    if out.as_json:
        out.document(_message(shown))
        return Exit.DONE
    if args.html is not None:
        out.line(_("The mail is in {path}. Open it in a browser.").format(path=args.html))
        return Exit.DONE
    _show(call, shown)
    return Exit.DONE


def _shown(call: Call) -> _Shown:
    from fritids.domain.reminders import tone_of
    from fritids.services.message_texts import RECEIPT
    from fritids.services.messages.preview import as_receipt, preview_facts

    args = call.args
    step = _FIRST if args.step is None else args.step
    with call.desk() as desk:
        loaded = texts_said(call)
        borrower = None if args.borrower is None else one_borrower(desk, args.borrower)
        loans = () if borrower is None else desk.borrowers.loans_of(borrower.id)
        today = desk.today()
        due = _date_of(today, desk.policy.loan_days if args.receipt else -step)
        facts = preview_facts(desk.branch.show(), desk.policy, due, borrower, loans, today=desk.today())
        if args.receipt:
            return _Shown(
                loaded.receipt(args.preview, as_receipt(facts)), loaded.of(args.preview), RECEIPT, not loans
            )
        tone = tone_of(desk.policy.reminders, step)
        return _Shown(
            loaded.reminder(args.preview, tone, facts), loaded.of(args.preview), tone.value, not loans
        )


def _date_of(today: date, days: int) -> date:
    try:
        return today + timedelta(days=days)
    except OverflowError:
        raise UsageError(_("There is no such day. Write a smaller number of days.")) from None


def _show(call: Call, shown: _Shown) -> None:
    from fritids.domain.text_message import segments

    out, written, own = call.out, shown.written, shown.texts
    out.line(f"{own.name} ({own.code}), {_kind(shown.kind)}")
    if not own.is_read:
        out.line(_("No native speaker has read these texts yet."))
    if shown.is_made_up:
        out.line(_("The articles are made up."))
    counted = segments(written.sms)
    out.line()
    title = n_("Text message, sent as {n} part:", "Text message, sent as {n} parts:", counted.count)
    out.line(title.format(n=counted.count))
    out.lines(written.sms.split("\n"))
    out.line()
    out.line(_("Mail: {subject}").format(subject=written.subject))
    out.lines(written.plain.rstrip("\n").split("\n"))


def _kind(kind: str) -> str:
    match kind:
        case "before":
            return _("before the due date")
        case "first":
            return _("the first after it")
        case "again":
            return _("a later one")
        case "last":
            return _("the last one")
        case _:
            return p_("texts", "receipt")


def _is_own(each: "LanguageTexts") -> bool:
    from fritids.services.message_texts import shipped_file

    return each.path != shipped_file(each.code)


def _fault_line(fault: "TextFault") -> str:
    where = f"{fault.path.name}, {fault.key}" if fault.key else fault.path.name
    return f"{where}: {fault.message}"


def _brief(faults: Sequence["TextFault"]) -> list[str]:
    """The first fault of each file, and what holds until they are mended; nothing where there is none."""
    lines: list[str] = []
    for _path, of_file in groupby(faults, key=lambda fault: fault.path):
        first, *rest = of_file
        n = len(rest)
        more = _("And {n} more: fritids remind texts --check").format(n=n)
        lines.append(f"{_fault_line(first)} {more}" if rest else _fault_line(first))
    if lines:
        lines.append(_("Until that is mended, the texts that came with the program are used."))
    return lines


def _fault(fault: "TextFault") -> Document:
    return {"file": str(fault.path), "key": fault.key or None, "message": fault.message}


def _language(each: "LanguageTexts") -> dict[str, Document]:
    return {
        "language": each.code,
        "name": each.name,
        "direction": "rtl" if each.is_rtl else "ltr",
        "file": str(each.path),
        "own": _is_own(each),
        "read_by_native": each.is_read,
    }


def _message(shown: _Shown) -> Document:
    from fritids.domain.text_message import segments

    written = shown.written
    counted = segments(written.sms)
    return {
        **_language(shown.texts),
        "kind": shown.kind,
        "made_up": shown.is_made_up,
        "sms": written.sms,
        "segments": counted.count,
        "unicode": counted.is_unicode,
        "subject": written.subject,
        "plain": written.plain,
        "html": written.html,
    }
