"""Acts in words: the line of the list of what may be taken back, and what is left once one was."""

from collections.abc import Sequence
from datetime import date

from fritids.domain.words import ActKind, ContactOutcome, GiftOutcome, ShownState
from fritids.i18n import _, moment, n_, number
from fritids.present.names import article_name, asked_name, person_name, plain
from fritids.present.record_words import other_words
from fritids.present.spoken import Said
from fritids.services.results import ActView, UndoneLine


def undone_line(line: UndoneLine) -> str:
    """What an undone act left behind, without a full stop; the name comes last, since a pair of skates is many in both languages."""
    article = plain(line.barcode or "") if line.article is None else article_name(line.article)
    match line.act:
        case ActKind.LEND if line.article is None or line.article.state is not ShownState.ON_LOAN:
            return _("Undone, no longer lent: {article}").format(article=article)
        case ActKind.LEND | ActKind.RETURN:  # a lending that took it from somebody gives it back to them (R4)
            return _("Undone, on loan again: {article}").format(article=article)
        case ActKind.DUE_SET if line.article is not None and line.article.state is not ShownState.ON_LOAN:
            return _("Undone, as it was: {article}").format(article=article)
        case ActKind.RENEW | ActKind.DUE_SET:
            return _("Undone, the old due date again: {article}").format(article=article)
        case ActKind.FIND:
            return _("Undone, missing again: {article}").format(article=article)
        case ActKind.MOVE_VISIT | ActKind.CONTACT:
            return _undone_of_person(line)
        case ActKind.ANSWER_CHECK:
            return _("Undone, waits to be looked at: {article}").format(article=article)
        case ActKind.SERVICE_OPEN | ActKind.RECALL if (
            line.article is not None and line.article.state is ShownState.AVAILABLE
        ):
            return _("Undone, can be lent again: {article}").format(article=article)
        case ActKind.SERVICE_DONE if line.article is not None and line.article.state is ShownState.IN_SERVICE:
            return _("Undone, in service again: {article}").format(article=article)
        case _:
            return _undone_in_stock(line, article)


def _undone_of_person(line: UndoneLine) -> str:
    """The same of an act that names a borrower and no article."""
    said = (
        _("Undone, the visit is in the name of {borrower} again")
        if line.act is ActKind.MOVE_VISIT
        else _("Undone, the call is not noted: {borrower}")
    )
    return said.format(borrower=person_name(line.borrower_name, line.borrower_number))


def _undone_in_stock(line: UndoneLine, article: str) -> str:
    """The same of an act of the stock room."""
    if line.act is ActKind.UNMET_REQUEST and line.asked_for is not None:
        return _("Undone, not counted: {article}").format(article=asked_name(line.asked_for))
    if line.act is ActKind.STOCKTAKE_CORRECT and not article:
        return _("Undone, the correction after the stocktake")
    words = {
        ActKind.ARTICLE_ADD: _("Undone, no longer registered: {article}"),
        ActKind.GIFT_REFUSE: _("Undone, no longer counted"),
        ActKind.GIFT_END: _("Undone, the gift goes on"),
        ActKind.SURVEY: _("Undone, the answer is not counted"),
        ActKind.SLIP_ENTER: _("Undone, the slip is not typed in"),
        ActKind.STOCKTAKE_END: _("Undone, the stocktake goes on"),
        ActKind.TRANSFER_SEND: _("Undone, not sent: {article}"),
        ActKind.TRANSFER_RECEIVE: _("Undone, not received: {article}"),
    }
    return words.get(line.act, _("Undone, as it was: {article}")).format(article=article)


def act_line(act: ActView, today: date) -> str:
    """One line of the list of acts that may be taken back, with its time."""
    facts = {
        "time": moment(act.at, today),
        "article": plain(act.code or "") if act.article is None else article_name(act.article),
        "borrower": person_name(act.borrower_name, act.borrower_number),
    }
    if act.asked_for is not None:
        facts["article"] = asked_name(act.asked_for)
    return _act_words(act).format(**facts)


def _act_words(act: ActView) -> str:  # noqa: C901  # one line a kind of act
    match act.kind:
        case ActKind.LEND:
            return _("{time} lent {article} to {borrower}")
        case ActKind.RETURN:
            return _("{time} took back {article} from {borrower}")
        case ActKind.RENEW:
            return _("{time} renewed {article} for {borrower}")
        case ActKind.DUE_SET:
            return _("{time} another date for {article}, {borrower}")
        case ActKind.FIND:
            return _("{time} found {article}")
        case ActKind.MOVE_VISIT:
            return _("{time} moved a visit to {borrower}")
        case ActKind.ANSWER_CHECK if act.found_bad:
            return _("{time} found something wrong with {article}")
        case ActKind.ANSWER_CHECK:
            return _("{time} looked at {article}: all well")
        case ActKind.ARTICLE_DISCARD:
            return _("{time} discarded {article}")
        case ActKind.ARTICLE_STATE:
            return _("{time} set {article} aside, or back in stock")
        case ActKind.CONTACT:
            return _contact_words(act)
        case _:
            return _stock_act_words(act)


def _contact_words(act: ActView) -> str:
    """How a call went."""
    words = {
        ContactOutcome.PROMISED: _("{time} {borrower} promised to come"),
        ContactOutcome.NO_REPLY: _("{time} no reply from {borrower}"),
        ContactOutcome.WRONG_NUMBER: _("{time} wrong number for {borrower}"),
    }
    return words.get(ContactOutcome(act.outcome or ""), _("{time} called {borrower}"))


def _stock_act_words(act: ActView) -> str:
    """The same of an act of the stock room."""
    if act.kind is ActKind.GIFT_REFUSE and act.outcome == GiftOutcome.RECYCLED:
        return _("{time} counted for recycling")
    if act.kind is ActKind.STOCKTAKE_CORRECT and act.article is None:
        return _("{time} put the stock right after the stocktake")
    words = {
        ActKind.ARTICLE_ADD: _("{time} registered {article}"),
        ActKind.GIFT_REFUSE: _("{time} counted as not taken in"),
        ActKind.GIFT_END: _("{time} ended a gift"),
        ActKind.SERVICE_OPEN: _("{time} sent {article} to service"),
        ActKind.SERVICE_DONE: _("{time} done with the service of {article}"),
        ActKind.RECALL: _("{time} recalled {article}"),
        ActKind.TRANSFER_SEND: _("{time} sent {article} to another branch"),
        ActKind.TRANSFER_RECEIVE: _("{time} received {article} from another branch"),
        ActKind.UNMET_REQUEST: _("{time} asked for, not here: {article}"),
        ActKind.SURVEY: _("{time} noted an answer to the two questions"),
        ActKind.SLIP_ENTER: _("{time} typed in a paper slip"),
        ActKind.PARTS_MISSING: _("{time} noted parts missing from {article}"),
        ActKind.PARTS_SETTLED: _("{time} noted missing parts of {article} as settled"),
        ActKind.STOCKTAKE_END: _("{time} ended the stocktake"),
        ActKind.STOCKTAKE_CORRECT: _("{time} put {article} right after the stocktake"),
    }
    return words.get(act.kind) or other_words().get(act.kind) or _("{time} {article} {borrower}")


def correction_undone(lines: Sequence[UndoneLine]) -> Said:
    """What taking a correction back did; who has things on loan again that were found is named, the rest is only counted."""
    things = {line.barcode for line in lines if line.barcode is not None}
    n = len(things)
    return Said(
        n_(
            "Undone, {n} article is as it was before the correction",
            "Undone, {n} articles are as they were before the correction",
            n,
        ).format(n=number(n)),
        tuple(undone_line(line) for line in lines if line.act is ActKind.RETURN),
    )
