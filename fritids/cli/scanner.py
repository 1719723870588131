"""scanner-test: what the scanner doctor says of lines on standard input, where there is no counter to ask."""

from fritids.cli.call import Call
from fritids.cli.exits import Exit
from fritids.cli.line_input import pieces
from fritids.cli.output import Document
from fritids.cli.parser import Commands
from fritids.domain.scanner_diagnosis import Diagnosis, diagnose
from fritids.domain.scanner_keys import End, Reading, read_untimed
from fritids.domain.scanner_test import TEST_CODES
from fritids.i18n import _
from fritids.present.scanner import finding_sentence, how_received, is_right, remedy, trial_name, verdict


def add(commands: Commands) -> None:
    """The command; it has no options of its own."""
    commands.add("scanner-test", _("tell what a scanner sends for the five codes of its page"), scanner_test)


def scanner_test(call: Call) -> Exit:
    """`fritids scanner-test`. Reads to the end of the input; needs no database."""
    if call.stdin.isatty():
        call.out.talk(_("Scan the five codes of the page, then press Ctrl+D (on Windows Ctrl+Z and Enter)."))
    readings = read_untimed(pieces(call.stdin))
    if call.stdin.isatty():
        # A terminal hands on whole lines, and makes one sort of end of them all.
        readings = tuple(Reading(one.text, (End.ENTER,)) for one in readings)
    diagnosis = diagnose(readings)
    if call.out.as_json:
        call.out.document(_document(diagnosis))
        return Exit.DONE
    for code in TEST_CODES:
        one = diagnosis.received.get(code.trial)
        if one is not None:
            sign = "✓" if is_right(one) else "!"
            call.out.line(
                f"{sign} {trial_name(code.trial)}: {one.reading.text} ({how_received(one.reading)})"
            )
        else:
            call.out.line(f"- {trial_name(code.trial)}")
    call.out.line(f"{verdict(diagnosis)}.")
    call.out.lines(f"{finding_sentence(one)} {remedy(one)}" for one in diagnosis.findings)
    return Exit.DONE


def _document(diagnosis: Diagnosis) -> Document:
    received: list[Document] = []
    for code in TEST_CODES:
        one = diagnosis.received.get(code.trial)
        received.append(
            {
                "code": code.trial.value,
                "expected": code.holds,
                "text": None if one is None else one.reading.text,
                "ends": [] if one is None else [end.value for end in one.reading.ends],
                "right": one is not None and is_right(one),
            }
        )
    return {
        "received": received,
        "findings": [
            {
                "code": one.code.value,
                "facts": dict(one.facts),
                "message": finding_sentence(one),
                "remedy": remedy(one),
            }
            for one in diagnosis.findings
        ],
    }
