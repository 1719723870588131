"""What the scanner doctor says: of each test code how it came, and of each thing that is wrong how it is set right."""

from fritids.domain.keyboard_boards import Board
from fritids.domain.scanner_diagnosis import Case, Diagnosis, DoctorCode, DoctorFinding, Received
from fritids.domain.scanner_keys import End, Reading
from fritids.domain.scanner_test import Trial
from fritids.i18n import _, n_
from fritids.present.names import plain


def trial_name(trial: Trial) -> str:
    """What a test code tries, in a word."""
    match trial:
        case Trial.DIGITS:
            return _("Digits")
        case Trial.LETTERS:
            return _("Letters")
        case Trial.SIGNS:
            return _("Signs")
        case Trial.EAN:
            return _("A shop's code")
        case Trial.SQUARE:
            return _("A square code")


def how_received(reading: Reading) -> str:
    """`3 ms, Enter`: how fast for each character, and what ended it."""
    parts = []
    if reading.ms is not None:
        parts.append(_("{n} ms").format(n=reading.ms))
    parts.append(" + ".join(map(end_name, reading.ends)) or _("no end"))
    return ", ".join(parts)


def end_name(end: End) -> str:
    """What ended a code."""
    match end:
        case End.ENTER:
            return "Enter"
        case End.LINE_FEED:
            return _("line feed")
        case End.TAB:
            return "Tab"


def is_right(received: Received) -> bool:
    """Whether the code itself came as it stands on the page."""
    settings = (received.scanner, received.computer, received.case)
    added = received.prefix or received.suffix
    return (
        settings == (Board.SE, Board.SE, Case.RIGHT) and not added and received.whole and received.check_digit
    )


def finding_sentence(finding: DoctorFinding) -> str:  # noqa: C901  # one line a finding
    """What is wrong, in one sentence."""
    facts = finding.facts
    match finding.code:
        case DoctorCode.SCANNER_KEYBOARD:
            return _(
                "The scanner is set to another keyboard ({board}), the computer to a Swedish one."
            ).format(board=_board_name(str(facts["board"])))
        case DoctorCode.COMPUTER_KEYBOARD:
            return _("The scanner is right, but the computer is set to another keyboard ({board}).").format(
                board=_board_name(str(facts["board"]))
            )
        case DoctorCode.LETTER_CASE if facts["case"] == Case.INVERTED.value:
            return _("Capital letters come as small ones, and small ones as capitals.")
        case DoctorCode.LETTER_CASE if facts["case"] == Case.UPPER.value:
            return _("All letters come as capitals.")
        case DoctorCode.LETTER_CASE:
            return _("All letters come as small ones.")
        case DoctorCode.AIM_PREFIX:
            return _("The scanner says before each code which kind of code it is (AIM identifier).")
        case DoctorCode.PREFIX:
            return _("The scanner sends “{text}” before each code.").format(text=plain(str(facts["text"])))
        case DoctorCode.SUFFIX_TEXT:
            return _("The scanner sends “{text}” after each code.").format(text=plain(str(facts["text"])))
        case DoctorCode.NO_END:
            return _("The scanner sends no Enter after the code.")
        case DoctorCode.TWO_ENDS:
            return _("The scanner ends each code twice.")
        case DoctorCode.NO_CHECK_DIGIT:
            return _("The scanner leaves the last digit of a shop's code out.")
        case DoctorCode.LOST:
            return _("Signs are missing in the code, or came twice.")
        case DoctorCode.SLOW:
            return _("The scanner is slow, {n} ms for each sign: it could be taken for typing.").format(
                n=facts["ms"]
            )
        case DoctorCode.STRANGE:
            return _("“{text}” is none of the five codes.").format(text=plain(str(facts["text"])))
        case DoctorCode.NO_SQUARE:
            return _("The square code has not come.")


def remedy(finding: DoctorFinding) -> str:  # noqa: C901  # the same
    """How it is set right, in one sentence."""
    match finding.code:
        case DoctorCode.SCANNER_KEYBOARD:
            return _(
                "Scan the code for Swedish in its manual, under “keyboard country” or “keyboard layout”."
            )
        case DoctorCode.COMPUTER_KEYBOARD:
            return _("Choose Swedish in the computer's keyboard settings.")
        case DoctorCode.LETTER_CASE if finding.facts["case"] == Case.INVERTED.value:
            return _("Turn Caps Lock off.")
        case DoctorCode.LETTER_CASE:
            return _("Scan “no case conversion” in its manual.")
        case DoctorCode.AIM_PREFIX:
            return _("Scan “disable AIM ID” or “no code ID” in its manual.")
        case DoctorCode.PREFIX:
            return _("Scan “no prefix” or “clear prefix” in its manual.")
        case DoctorCode.SUFFIX_TEXT:
            return _("Scan “clear suffix” in its manual, then “suffix CR” or “add Enter”.")
        case DoctorCode.NO_END:
            return _("Scan “suffix CR” or “add Enter” in its manual; until then press Enter after each code.")
        case DoctorCode.TWO_ENDS:
            return _("It works. For one end, scan “clear suffix”, then “suffix CR” in its manual.")
        case DoctorCode.NO_CHECK_DIGIT:
            return _("Scan “transmit check digit” for EAN-13 in its manual.")
        case DoctorCode.LOST:
            return _(
                "Scan it once more. If it goes on: another cable or USB socket, or a longer “inter-character delay” in its manual."
            )
        case DoctorCode.SLOW:
            return _("Scan “no inter-character delay” in its manual, or charge a wireless one.")
        case DoctorCode.STRANGE:
            return _("Scan the five codes of the page alone, from the top down.")
        case DoctorCode.NO_SQUARE:
            return _(
                "If the scanner is silent there, turn QR on in its manual; many read bars only, and labels with bars are enough."
            )


def _board_name(board: str) -> str:
    match Board(board):
        case Board.US:
            return _("American")
        case Board.GB:
            return _("British")
        case Board.DE:
            return _("German")
        case Board.FR:
            return _("French")
        case Board.SE:
            return _("Swedish")


def verdict(diagnosis: Diagnosis) -> str:
    """The whole of it in one sentence."""
    if diagnosis.findings:
        n = len(diagnosis.findings)
        return n_("{n} thing to set right", "{n} things to set right", n).format(n=n)
    if diagnosis.complete:
        return _("The scanner is set right")
    n = len(diagnosis.received)
    return _("So far all is well: {n} of 5").format(n=n)
