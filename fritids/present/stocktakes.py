"""What a count of the stock says: of one scan, of how far it is, and of its lists."""

from collections.abc import Iterable, Mapping
from datetime import date

from fritids.domain.stocktaking import Correction, Outcome, ScanSays
from fritids.i18n import _, moment, n_, number
from fritids.present.names import article_name, article_with_code, category_name, plain, state_name, type_name
from fritids.present.spoken import Said, Tone
from fritids.services.results import ArticleView, TypeView
from fritids.services.stocktake_views import Corrected, FoundView, Progress, ScanResult, StocktakeView


def scope_name(count: StocktakeView, types: Iterable[TypeView]) -> str:
    """What is counted: `Is`, `Hockeyskridskor`, or everything."""
    for view in types:
        if count.type == view.code:
            return type_name(view)
        if count.category == view.category:
            return category_name(view)
    return _("Everything")


def counted_words(progress: Progress) -> str:
    """`812 of 2,340 counted`."""
    return _("{n} of {m} counted").format(n=number(progress.counted), m=number(progress.expected))


def scan_said(result: ScanResult) -> Said:
    """The answer to a scan. To whom something is lent is not said: the count is about the shelf."""
    if result.article is None:
        detail = (
            _("It is on the list of unknown codes already.")
            if result.again
            else _("No label of yours has it. It is on the list of unknown codes.")
        )
        return Said(_("Unknown code: {code}").format(code=plain(result.code)), (detail,), Tone.NO)
    name = article_name(result.article)
    headline, detail, tone = _scan_words(result.says)
    return Said(headline.format(article=name), (detail,) if detail else (), tone)


def _scan_words(says: ScanSays) -> tuple[str, str, Tone]:
    match says:
        case ScanSays.COUNTED_ALREADY:
            return _("Counted already: {article}"), "", Tone.INFO
        case ScanSays.IN_SERVICE:
            return _("Counted: {article}"), _("It is set aside for service."), Tone.YES
        case ScanSays.ON_LOAN:
            return (
                _("On loan, but here: {article}"),
                _(
                    "It is on the list of what was found. If it has come back, take it back with the corrections."
                ),
                Tone.ASK,
            )
        case ScanSays.MISSING:
            return (
                _("Found: {article}"),
                _("It was missing. It is on the list of what was found."),
                Tone.ASK,
            )
        case ScanSays.DISCARDED:
            return (
                _("Discarded, but here: {article}"),
                _("Put it aside. It is on the list of what was found."),
                Tone.ASK,
            )
        case ScanSays.TRANSFERRED:
            return (
                _("Given to another branch, but here: {article}"),
                _("Put it aside. It is on the list of what was found."),
                Tone.ASK,
            )
        case ScanSays.OTHER_TYPE:
            return (
                _("Not counted this time: {article}"),
                _("It is not among what is being counted."),
                Tone.INFO,
            )
        case ScanSays.OTHER_BRANCH:
            return (
                _("Another branch's: {article}"),
                _("Put it aside. It is on the list of what was found."),
                Tone.ASK,
            )
        case _:
            return _("Counted: {article}"), "", Tone.YES


def found_words(found: FoundView) -> str:
    """As what an article was found that nobody expected."""
    match found.found:
        case Outcome.FOUND_ON_LOAN:
            return _("on loan")
        case Outcome.FOUND_DISCARDED:
            return _("discarded")
        case Outcome.FOUND_TRANSFERRED:
            return _("given to another branch")
        case Outcome.FOUND_OTHER_BRANCH:
            return _("belongs to {branch}").format(branch=plain(found.branch))
        case _:
            return _("was missing")


def correction_words(correction: Correction, n: int) -> str:
    """What a correction will do to so many articles."""
    match correction:
        case Correction.MISSING:
            return n_("{n} not seen: note it as missing", "{n} not seen: note them as missing", n).format(
                n=number(n)
            )
        case Correction.FOUND:
            return n_("{n} was missing: back in stock", "{n} were missing: back in stock", n).format(
                n=number(n)
            )
        case Correction.RETURNED:
            return n_("{n} on loan: take it back", "{n} on loan: take them back", n).format(n=number(n))
        case Correction.RESTORED:
            return n_("{n} discarded: back in stock", "{n} discarded: back in stock", n).format(n=number(n))


def corrected_said(corrected: Corrected) -> Said:
    """What a correction did."""
    if not corrected.count:
        return Said(_("Nothing had to be corrected"), (), Tone.INFO)
    n = corrected.count
    return Said(
        n_("Corrected: {n} article", "Corrected: {n} articles", n).format(n=number(n)),
        tuple(_done_words(how, len(articles)) for how, articles in corrected.done.items() if articles),
        Tone.YES,
    )


def _done_words(correction: Correction, n: int) -> str:
    match correction:
        case Correction.MISSING:
            return n_("{n} is noted as missing.", "{n} are noted as missing.", n).format(n=number(n))
        case Correction.FOUND:
            return n_("{n} that was missing is in stock.", "{n} that were missing are in stock.", n).format(
                n=number(n)
            )
        case Correction.RETURNED:
            return n_("{n} is taken back.", "{n} are taken back.", n).format(n=number(n))
        case Correction.RESTORED:
            return n_(
                "{n} that was discarded is in stock.", "{n} that were discarded are in stock.", n
            ).format(n=number(n))


def count_line(count: StocktakeView, types: Mapping[str, TypeView], today: date) -> str:
    """`Hockeyskridskor, 14 juni 10:02: 812 skannade, pågår`."""
    name, when = scope_name(count, types.values()), moment(count.started_at, today)
    if count.ended_at is None:
        words = n_(
            "{what}, begun {time}: {n} scanned, still on",
            "{what}, begun {time}: {n} scanned, still on",
            count.scanned,
        )
    else:
        words = n_("{what}, begun {time}: {n} scanned", "{what}, begun {time}: {n} scanned", count.scanned)
    return words.format(what=name, time=when, n=number(count.scanned))


def missing_line(article: ArticleView) -> str:
    """An article that nobody has seen; where it waits for service that is said."""
    if article.state.value == "in_service":
        return f"{article_with_code(article)}, {state_name(article.state)}"
    return article_with_code(article)
