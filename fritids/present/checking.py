"""What a check of the database found, in words that say what to do next."""

from typing import TYPE_CHECKING

from fritids.domain.soundness import Fault, Found
from fritids.i18n import _, n_, number
from fritids.present import Said, Tone
from fritids.present.names import plain

if TYPE_CHECKING:
    from fritids.services.checking.values import CheckReport


def found_sentence(found: Found) -> str:
    """One kind of fault, how often, and where."""
    text = _texts(found.count)[found.fault].format(n=found.count)
    return text if found.where is None else f"{text} ({plain(found.where)})"


def cure(*, repairable: bool) -> str:
    """What to do about findings of which all, or not all, can be repaired."""
    if repairable:
        return _("All of it can be put right. A copy of the database is kept first: fritids check --repair")
    return _(
        "Some of it cannot be put right here. Keep a copy of the database as it is, and take back a sound backup with: fritids restore FILE"
    )


def check_said(report: "CheckReport | None") -> Said | None:
    """What the last check of the database found, for the counter; None where there is nothing to say."""
    if report is None or report.sound:
        return None
    n = len(report.found)
    said = n_(
        "The check of the database found {n} thing", "The check of the database found {n} things", n
    ).format(n=number(n))
    first = found_sentence(report.found[0])
    return Said(said, (first, _("All of it, and what to do, in a terminal: fritids check")), Tone.ASK)


def _texts(n: int) -> dict[Fault, str]:
    return {
        Fault.FILE_DAMAGED: n_(
            "The file is damaged in {n} place. Restore a backup.",
            "The file is damaged in {n} places. Restore a backup.",
            n,
        ),
        Fault.INDEX_WRONG: n_(
            "{n} index or trigger of the database is wrong or missing.",
            "{n} indexes or triggers of the database are wrong or missing.",
            n,
        ),
        Fault.REFERENCE_BROKEN: n_(
            "{n} row refers to something that is not there.",
            "{n} rows refer to something that is not there.",
            n,
        ),
        Fault.CONSTRAINT_BROKEN: n_("{n} row breaks a rule.", "{n} rows break a rule.", n),
        Fault.RECORD_BROKEN: n_(
            "The record of events was changed in {n} place.",
            "The record of events was changed in {n} places.",
            n,
        ),
        Fault.OUT_TWICE: n_(
            "{n} article is on loan twice. Take it back at the counter.",
            "{n} articles are on loan twice. Take them back at the counter.",
            n,
        ),
        Fault.LOAN_WITHOUT_LINE: n_(
            "{n} loan is not in the record of events.", "{n} loans are not in the record of events.", n
        ),
        Fault.LINE_WITHOUT_LOAN: n_(
            "{n} line of the record is of a loan that is not there.",
            "{n} lines of the record are of loans that are not there.",
            n,
        ),
        Fault.RETURNED_WITHOUT_LINE: n_(
            "{n} loan was returned and the record does not say so.",
            "{n} loans were returned and the record does not say so.",
            n,
        ),
        Fault.RETURN_NOT_DONE: n_(
            "{n} loan is open though the record says it was returned. Look whether the article is there, and take it back.",
            "{n} loans are open though the record says they were returned. Look whether the articles are there, and take them back.",
            n,
        ),
        Fault.STATE_WRONG: n_(
            "{n} article is not in the state that its history says.",
            "{n} articles are not in the state that their history says.",
            n,
        ),
        Fault.STATE_UNDATED: n_(
            "{n} article has no date of arrival.", "{n} articles have no date of arrival.", n
        ),
        Fault.SEARCH_WRONG: n_(
            "{n} article or borrower is not found by what it is called.",
            "{n} articles or borrowers are not found by what they are called.",
            n,
        ),
        Fault.SUM_WRONG: n_(
            "{n} kept sum is not what the loans say.", "{n} kept sums are not what the loans say.", n
        ),
        Fault.SERIES_BEHIND: n_(
            "{n} series of numbers would give a number again.",
            "{n} series of numbers would give a number again.",
            n,
        ),
        Fault.STRAY_ITEM: n_(
            "{n} article lies on a desk in a visit that is over.",
            "{n} articles lie on a desk in a visit that is over.",
            n,
        ),
        Fault.STRAY_ROW: n_(
            "{n} row was left over and belongs to nothing.",
            "{n} rows were left over and belong to nothing.",
            n,
        ),
        Fault.RIGHTS_WIDE: n_(
            "{n} file or folder may be read by others on this computer.",
            "{n} files or folders may be read by others on this computer.",
            n,
        ),
        Fault.CLOCK_BEHIND: _(
            "The computer's clock is behind the newest thing that was done. Set the clock."
        ),
        Fault.SERVER_CARELESS: _(
            "The database server says that things are saved before its disk has them: a power cut can lose them. Ask whoever looks after it to turn this setting on."
        ),
    }
