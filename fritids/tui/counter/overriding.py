"""Lending what a rule refuses: offered to whoever may, where the branch allows it; the reason is written in the box."""

from functools import partial

from fritids.domain.findings import Severity, is_refused
from fritids.i18n import _
from fritids.present import article_name, sentence
from fritids.services import results as r
from fritids.tui.counter import deeds
from fritids.tui.counter.asking import Field, Questions
from fritids.tui.counter.form import short, words_scan
from fritids.tui.counter.situation import Prompt, Situation


def override_of(now: Situation, answer: r.NotLent) -> deeds.Override | None:
    """What the key does that lends it all the same; None where nobody here may, or where no reason could change it."""
    if now.state.visit is None or now.returns_only or answer.article is None or not now.signed.overrides:
        return None
    from fritids.services.overriding import (
        OVERRIDABLE,
    )  # it loads the database, for which no first paint waits

    if not is_refused(answer.findings) or not all(
        finding.code in OVERRIDABLE for finding in answer.findings if finding.severity is Severity.REFUSE
    ):
        return None
    return deeds.Override(answer.barcode, answer)


async def ask_reason(questions: Questions, answer: r.NotLent) -> str:
    """Why it is lent all the same. Raises LeftError."""
    prompt = Prompt(
        title=lambda: _("Lend it all the same?"),
        label=lambda: _("Why? It stays in the record"),
        details=lambda: (
            *(() if answer.article is None else (article_name(answer.article),)),
            *(sentence(finding) for finding in answer.findings),
        ),
    )
    return await questions.write(Field(prompt, words_scan), partial(short, "override"))
