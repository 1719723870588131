"""Forms about an article: one with an unknown code, who set its binding, what is wrong with it."""

from collections.abc import Sequence
from dataclasses import replace

from fritids.domain.sizes import SizeKind
from fritids.errors import InvalidValueError
from fritids.i18n import _
from fritids.present import article_name, article_with_code, plain, type_name
from fritids.services.forms import SOLES_MM, NewArticle
from fritids.services.results import ArticleView, CheckView, TypeView, Waiting
from fritids.services.type_names import doubtful_size
from fritids.tui.counter.asking import MOST_OPTIONS, Field, Questions
from fritids.tui.counter.form import Form, name_scan, words_scan
from fritids.tui.counter.inbox import Entry
from fritids.tui.counter.situation import Prompt
from fritids.tui.counter.stage import Caller
from fritids.tui.counter.type_forms import ask_type


async def new_article(questions: Questions, call: Caller, entry: Entry, code: str | None) -> ArticleView:
    """An article with this code, or one of our own, registered after asking for type, size and brand. Raises LeftError."""
    form = Form(
        lambda: _("New article"),
        {
            "barcode": lambda: _("Code"),
            "type": lambda: _("Type"),
            "size": lambda: _("Size"),
            "brand": lambda: _("Brand"),
        },
    )
    form.fill("barcode", code or "", code or _("gets a number of our own"))
    kind = await ask_type(questions, call, form)
    form.fill("type", kind.code, type_name(kind))
    fields = ("size", "brand") if kind.size_kind is not SizeKind.NONE else ("brand",)
    for key in fields:
        await _ask_words(questions, form, key)
        if key == "size":
            await _ask_doubtful_size(questions, form, kind)
    while True:
        new = NewArticle(
            type=kind.code,
            size=form.values.get("size") or None,
            brand=form.values.get("brand") or None,
            barcode=code,
        )
        try:
            return await _add_article(call, new, f"{entry.act}/new")
        except InvalidValueError as error:
            if error.field not in fields:
                raise
            await _ask_words(questions, form, error.field, error.message)


async def _add_article(call: Caller, new: NewArticle, act: str) -> ArticleView:
    made = await call(lambda desk: desk.articles.add(new, act=act))
    return made[0]


async def _ask_doubtful_size(questions: Questions, form: Form, kind: TypeView) -> None:
    """What does not look like a size of the type is asked for once more; the same again is kept, since labels bear all sorts of things."""
    while (text := form.values["size"]) and doubtful_size(kind, text):
        complaint = _(
            "“{size}” does not look like a size of this type. Write it once more to keep it, or another."
        )
        await _ask_words(questions, form, "size", complaint.format(size=plain(text)))
        if form.values["size"] == text:
            return


async def _ask_words(questions: Questions, form: Form, key: str, complaint: str | None = None) -> None:
    prompt = form.prompt(key, optional=True)
    if complaint is not None:
        prompt = replace(prompt, complaint=lambda: complaint)
    form.fill(key, await questions.write(Field(prompt, words_scan, optional=True), str))


async def binding(questions: Questions, waiting: Waiting) -> tuple[str, int]:
    """Who set the binding, and for a sole of how many millimetres. Raises LeftError."""
    article = waiting.article
    form = Form(
        lambda: _("Binding of {article}").format(article=article_name(article)),
        {"by": lambda: _("Set by"), "sole": lambda: _("Boot sole, mm")},
    )
    by = await questions.write(Field(form.prompt("by"), name_scan), str)
    form.fill("by", by)
    return by, await questions.write(Field(form.prompt("sole"), words_scan), _sole)


def _sole(text: str) -> int:
    digits = text.casefold().removesuffix("mm").strip()
    if not digits.isdecimal() or int(digits) not in SOLES_MM:
        raise InvalidValueError(
            _("Write the length that stands on the boot's sole, such as 305."), field="sole"
        )
    return int(digits)


async def which_is_wrong(questions: Questions, asked: Sequence[CheckView]) -> ArticleView:
    """The article with which something is wrong, of those that are asked about. Raises LeftError."""
    articles = list({check.article.id: check.article for check in asked}.values())[:MOST_OPTIONS]
    if len(articles) == 1:
        return articles[0]
    prompt = Prompt(
        title=lambda: _("Which one is something wrong with?"),
        label=lambda: _("Choose with a digit"),
        options=lambda: tuple(article_with_code(article) for article in articles),
        enter=lambda: _("Choose"),
        marks_first=False,
    )
    return articles[await questions.pick(prompt)]


async def what_is_wrong(questions: Questions, article: ArticleView) -> str:
    """What is wrong with an article, in a few words. Raises LeftError."""
    form = Form(
        lambda: _("What is wrong with {article}?").format(article=article_name(article)),
        {"note": lambda: _("Note")},
    )
    prompt = replace(
        form.prompt("note", optional=True),
        details=lambda: (_("It is set aside, and the note goes with it."),),
    )
    return await questions.write(Field(prompt, words_scan, optional=True), str)
