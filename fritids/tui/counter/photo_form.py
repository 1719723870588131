"""The photo of an article: where its file lies."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from fritids.domain.barcode import surely_code
from fritids.errors import InvalidValueError
from fritids.i18n import _, p_
from fritids.present import article_name, plain
from fritids.services.results import ArticleView
from fritids.tui.counter.asking import Field, Questions
from fritids.tui.counter.form import Form
from fritids.tui.counter.inbox import Entry
from fritids.tui.counter.stage import Caller

if TYPE_CHECKING:
    from fritids.services.desk import Desk


async def photo(questions: Questions, call: Caller, entry: Entry, article: ArticleView) -> bool:
    """Whether the article has a photo now, after its file was asked for. Raises LeftError."""
    before = await call(lambda desk: desk.history.photo(article.id))
    form = Form(
        lambda: _("Photo of {article}").format(article=article_name(article)),
        {"photo": lambda: p_("photo", "File")},
    )
    form.fill("photo", before or "")
    prompt = replace(
        form.prompt("photo", optional=before is not None),
        details=lambda: (
            _("Write where the picture lies, or drop it on this window."),
            *((_("Enter keeps what stands there; a hyphen empties it."), plain(before)) if before else ()),
        ),
        enter=(lambda: _("Keep it")) if before else (lambda: _("Go on")),
    )
    while True:
        # What a window pastes comes as fast as a scan; only what proves itself a code waits.
        text = await questions.write(
            Field(prompt, lambda line: surely_code(line.text), optional=before is not None), str
        )
        if not text.strip():
            return before is not None
        path = None if text.strip() in {"-", "–"} else text
        try:
            await call(partial(_keep, article, path, entry.act))
        except InvalidValueError as error:
            if error.field != "photo":
                raise
            prompt = replace(prompt, complaint=partial(str, error.message))
            continue
        return path is not None


def _keep(article: ArticleView, path: str | None, act: str, desk: "Desk") -> None:
    desk.articles.edit(article.id, article.revision, {"photo": path}, act=act)
