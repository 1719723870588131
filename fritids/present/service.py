"""What is said of service: what is to be done to an article, what was done, and whose turn it is."""

from collections.abc import Iterable

from fritids.domain.findings import Finding, FindingCode, is_refused
from fritids.domain.words import ServiceKind, ServiceOutcome, ShownState
from fritids.i18n import _, day_short, n_, p_
from fritids.present.names import article_name, loan_borrower, phone, plain
from fritids.present.spoken import Said, Tone
from fritids.services.results.service import DueView, NoteView, NotServiced, Recall, SentToService, Serviced


def service_name(kind: ServiceKind) -> str:
    """What is done, as it stands within a sentence: `sharpen`, `slipa`."""
    match kind:
        case ServiceKind.CHECK:
            return p_("service", "look over")
        case ServiceKind.WASH:
            return p_("service", "wash")
        case ServiceKind.DRY:
            return p_("service", "dry")
        case ServiceKind.SHARPEN:
            return p_("service", "sharpen")
        case ServiceKind.WAX:
            return p_("service", "wax")
        case ServiceKind.MEND:
            return p_("service", "mend")


def service_title(kind: ServiceKind) -> str:
    """The same at the beginning of a line."""
    name = service_name(kind)
    return name[:1].upper() + name[1:]


def works(kinds: Iterable[ServiceKind]) -> str:
    """`wash and dry`; `wash, dry and mend`."""
    names = [service_name(kind) for kind in kinds]
    if len(names) <= 1:
        return "".join(names)
    return _("{first} and {last}").format(first=", ".join(names[:-1]), last=names[-1])


def _named(text: object) -> str:
    return works(ServiceKind(word) for word in str(text or "").split())


def about_service(finding: Finding) -> str:
    """That the turn of an article has come, or that nothing was to be done to it."""
    if finding.code is FindingCode.NOT_IN_SERVICE:
        if work := _named(finding.facts.get("work")):
            return _("Nobody had set it aside to {work}. Check that it is the right one.").format(work=work)
        return _("It was not in service. Say what was done to it.")
    work, seasonal = _named(finding.facts.get("work")), _named(finding.facts.get("season_work"))
    n = finding.facts.get("loans")
    parts = []
    if work and isinstance(n, int):
        parts.append(
            n_(
                "Time to {work}: {n} loan since last time.", "Time to {work}: {n} loans since last time.", n
            ).format(work=work, n=n)
        )
    if seasonal:
        parts.append(_("Time to {work} for the season.").format(work=seasonal))
    return " ".join(parts) or _("Its turn for service has come.")


def told_in_service(finding: Finding) -> str:
    """What goes to service and not on the shelf, and why."""
    note = plain(str(finding.facts.get("note") or "")).rstrip(".")
    work = _named(finding.facts.get("work"))
    if finding.facts.get("recalled"):
        if note:
            return _("It is recalled: {note}. Put it on the service shelf.").format(note=note)
        return _("It is recalled. Put it on the service shelf.")
    if note:
        return _("Put it on the service shelf, to {work}: {note}.").format(work=work, note=note)
    return _("Put it on the service shelf, to {work}.").format(work=work)


def service_said(result: SentToService | Serviced | NotServiced) -> Said:
    """What became of one article."""
    match result:
        case SentToService():
            return _sent(result)
        case Serviced():
            return _serviced(result)
        case NotServiced():
            from fritids.present.findings import sentences  # noqa: PLC0415  # which asks this module

            what = plain(result.barcode) if result.article is None else article_name(result.article)
            tone = Tone.NO if is_refused(result.findings) else Tone.ASK
            headline = _("Nothing was changed: {article}").format(article=what)
            return Said(headline, sentences(result.findings, done=False), tone)


def _sent(result: SentToService) -> Said:
    facts = {"work": service_name(result.kind), "article": article_name(result.article)}
    again = (_("It had been done before; nothing was done twice."),) if result.repeated else ()
    if result.event_id is None:
        return Said(_("Already set aside to {work}: {article}").format(**facts), again, Tone.INFO)
    if result.article.state is ShownState.ON_LOAN:
        where = _("It is still on loan; it goes to service when it is back.")
        return Said(_("Set aside to {work}: {article}").format(**facts), (where, *again), Tone.ASK)
    where = _("Put it on the service shelf. It is not lent until that is done.")
    return Said(_("Set aside to {work}: {article}").format(**facts), (where, *again))


def _serviced(result: Serviced) -> Said:
    article = article_name(result.article)
    dropped = result.outcome is ServiceOutcome.DROPPED
    again = (_("It had been done before; nothing was done twice."),) if result.repeated else ()
    if result.left:
        headline = _("Still to {work}: {article}").format(work=works(result.left), article=article)
        done = _("No longer to {work}.") if dropped else _("Done: {work}.")
        return Said(headline, (done.format(work=works(result.kinds)), *again), Tone.ASK)
    if result.article.state is ShownState.ON_LOAN:
        headline = _("No longer to service: {article}") if dropped else _("Done: {article}")
        return Said(headline.format(article=article), (_("It is on loan."), *again))
    return Said(_("Can be lent again: {article}").format(article=article), again)


def note_words(note: NoteView) -> str:
    """What stands with a thing to do: why, and that it is recalled."""
    words = [_("recalled")] if note.recalled else []
    if note.note:
        words.append(plain(note.note))
    return ": ".join(words)


def service_line(note: NoteView) -> str:
    """`To sharpen: blunt`: one thing to be done to an article."""
    words = _("To {work}").format(work=service_name(note.kind))
    return f"{words}: {why}" if (why := note_words(note)) else words


def due_words_of(line: DueView) -> str:
    """Why it has its turn."""
    if line.season is not None:
        return _("for the season")
    n = line.loans or 0
    return n_("{n} loan", "{n} loans", n).format(n=n)


def recall_figures(recall: Recall) -> tuple[str, ...]:
    """How many a recall takes out of lending, where they are, and what has to be looked at by hand."""
    out = len(recall.out)
    missing = sum(one.article.state is ShownState.MISSING for one in recall.articles)
    home = len(recall.articles) - out - missing
    lines = [
        n_("{n} article in the house", "{n} articles in the house", home).format(n=home),
        n_("{n} article on loan", "{n} articles on loan", out).format(n=out),
    ]
    if missing:
        lines.append(n_("{n} missing article", "{n} missing articles", missing).format(n=missing))
    if n := len(recall.unsure):
        lines.append(
            n_(
                "{n} more has no model written on it: look at it by hand",
                "{n} more have no model written on them: look at them by hand",
                n,
            ).format(n=n)
        )
    return tuple(lines)


def who_has(note: NoteView) -> str:
    """Who has an article that is to go to service, their number, and when it is due; empty for one that is in the house."""
    if note.loan is None:
        return ""
    called = phone(note.loan.phone)
    parts = (loan_borrower(note.loan), called, day_short(note.loan.due))
    return ", ".join(part for part in parts if part)
