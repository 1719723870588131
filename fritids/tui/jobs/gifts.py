"""Taking in gifts, made for speed: what the last thing was stands ready, so the next one is its size and Enter, or Enter alone.

A line is a size, a maker, a type, or all of them (`fritids.services.gift_words`); a ready label that is scanned is for the next
thing. Everything that is said to be taken in is on the disk, and so is the open gift: it is gone on with after a fault.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from textual.content import Content

from fritids.domain.barcode import Series, looks_like_scan, series, surely_code
from fritids.domain.scanstream import Line
from fritids.domain.sizes import SizeKind
from fritids.domain.words import GiftOutcome, ShownState
from fritids.errors import InvalidValueError, UsageError
from fritids.i18n import _, n_, p_
from fritids.present import Tone, article_line, article_name, plain, service_said
from fritids.present import gifts as texts
from fritids.services.forms import NewArticle
from fritids.services.gift_words import GiftWords
from fritids.services.results import ArticleView, BorrowerView, TypeView
from fritids.services.results.gifts import GiftContents
from fritids.services.type_names import doubtful_size
from fritids.tui.counter import service_forms
from fritids.tui.counter.form import words_scan
from fritids.tui.counter.inbox import Entry
from fritids.tui.counter.situation import JobKey, Shown, View
from fritids.tui.jobs import gift_forms, gift_panel
from fritids.tui.jobs.base import Job, Tools
from fritids.tui.jobs.gift_forms import Detail
from fritids.tui.jobs.gift_panel import Ready

_COUNT: Final = re.compile(r"\d{1,3}\s*[x×*]\s*[\d.,/–-]{0,7}", re.IGNORECASE)
"""So many alike, or a size such as 60x40: no label, however fast it comes from a remote terminal."""


class GiftsJob(Job):
    """The screen of whoever takes in gifts."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._contents: GiftContents | None = None
        self._ready = Ready()
        self._recent: tuple[TypeView, ...] = ()
        self._brands: dict[str, str | None] = {}
        """The maker last said of each type: that of skates is no helmet's."""
        self._last: frozenset[int] = frozenset()
        """What the last line took in."""

    # ------------------------------------------------------------------------------------------ what the screen paints

    def name(self) -> str:
        """What stands at the top."""
        return p_("job", "Take in gifts")

    def label(self) -> str:
        """What the box is for."""
        return gift_panel.label(self._ready)

    def example(self) -> str:
        """What could be written."""
        return gift_panel.example(self._ready)

    def how(self) -> tuple[str, ...]:
        """What to do, for whoever does it the first time."""
        return (
            _("Write what it is, then only the size of each thing and Enter."),
            _("Enter alone takes in one more of the same size; 3x takes in three."),
            _("A ready label is scanned before the size. Without one the thing gets a number."),
        )

    def lines(self, width: int) -> Sequence[Content]:
        """What comes next, how the gift stands, and what was taken in, the newest first."""
        return gift_panel.lines(self._contents, self._ready, width)

    def offers(self) -> tuple[JobKey, ...]:
        """The keys of the job."""
        keys = [
            JobKey("f2", p_("key", "Type"), "type", strong=self._ready.kind is None),
            JobKey("right", p_("key", "Maker"), "brand"),
            JobKey("f4", p_("key", "Not taken"), "refused"),
            JobKey("f5", p_("key", "Recycling"), "recycled"),
            JobKey("left", p_("key", "Model, donor …"), "detail"),
        ]
        if self._last:
            keys.append(JobKey("f6", p_("key", "To service"), "service"))
        if self._contents is not None:
            keys.append(JobKey("ctrl+d", p_("key", "Gift is done"), "end"))
        return tuple(keys)

    def enter_does(self) -> str:
        """What Enter alone takes in."""
        ready = self._ready
        if not ready.repeats or ready.kind is None:
            return ""
        size = plain(ready.size or "")
        return _("One more {size}").format(size=size) if size else _("One more")

    # ------------------------------------------------------------------------------------------ what the flow hands over

    async def begin(self, entry: Entry) -> None:  # noqa: ARG002  # nothing is written
        """Go on with the open gift; what was taken in last stands ready."""
        contents, choices = await self.call(lambda desk: (desk.gifts.open(), desk.gifts.choices()))
        self._contents, self._recent = contents, choices.types
        last = choices.last
        if last is not None:
            self._ready = Ready(last.type, last.brand, last.model)
            self._brands[last.type.code] = last.brand
        if contents is None or contents.gift.ended_at is not None:
            return
        gift = contents.gift
        if contents.articles and last is not None:
            self._ready = replace(self._ready, size=last.size or "")
            self._last = frozenset({contents.articles[0].id})
        self.say(
            lambda: _("{gift} goes on").format(gift=texts.gift_name(gift)),
            lambda: ", ".join(texts.gift_counts(gift)),
            lambda: _("The next gift begins when this one is done: Ctrl+D."),
            tone=Tone.INFO,
        )

    async def line(self, entry: Entry, line: Line) -> bool:
        """A label is for the next thing; words say what that is."""
        text, kind = line.text, self._ready.kind
        odd = kind is not None and doubtful_size(kind, text)
        counted = _COUNT.fullmatch(text) is not None and not surely_code(text)
        scan = words_scan(line) or (line.scanned and looks_like_scan(text) and (kind is None or odd))
        if scan and not counted:
            await self._label(entry, text)
            return True
        words = await self.call(lambda desk: desk.gifts.read(text, kind))
        await self._understood(entry, words)
        return True

    async def enter(self, entry: Entry) -> None:
        """One more of the same."""
        if self._ready.repeats:
            await self._take_in(entry, self._ready.size or "", 1)

    async def key(self, entry: Entry, name: str) -> None:
        """Do what a key is for."""
        match name:
            case "type":
                # What is being taken in stands last: nobody asks for that.
                others = (*self._recent[1:], *self._recent[:1])
                await self._which(entry, GiftWords(types=others))
            case "brand":
                await self._brand()
            case "refused":
                await self._not_taken(entry, GiftOutcome.REFUSED)
            case "recycled":
                await self._not_taken(entry, GiftOutcome.RECYCLED)
            case "service":
                await self._service(entry)
            case "detail":
                await self._detail(entry)
            case _:
                await self._end(entry)

    async def undone(self) -> None:
        """Read the gift again. What was slipped is not taken in again by Enter; what was taken in before it can go to service."""
        self._contents = await self.call(lambda desk: desk.gifts.open())
        there = () if self._contents is None else self._contents.articles
        if self._last and not self._last & {article.id for article in there}:
            self._ready = replace(self._ready, size=None)
            self._last = frozenset(article.id for article in there[:1])

    # ------------------------------------------------------------------------------------------ what comes next

    async def _understood(self, entry: Entry, words: GiftWords) -> None:
        if words.unknown:
            self._say_unknown(words.unknown)
        elif len(words.types) > 1:
            order = {kind.code: n for n, kind in enumerate(self._recent)}
            types = sorted(words.types, key=lambda kind: order.get(kind.code, len(order)))
            await self._which(entry, replace(words, types=tuple(types)))
        else:
            await self._said(entry, words)

    async def _which(self, entry: Entry, words: GiftWords) -> None:
        await self._said(entry, await gift_forms.which_type(self.questions, self.call, words))

    async def _said(self, entry: Entry, words: GiftWords) -> None:
        size, brand = words.size, words.brand
        if words.types:
            kind = words.types[0]
            self._choose(kind)
            if words.tail:
                size, brand = await self.call(lambda desk: desk.gifts.size_and_brand(kind, words.tail))
        if brand is not None:
            self._set_brand(brand)
        if size is None and (words.repeats or words.count > 1) and self._ready.repeats:
            size = self._ready.size or ""
        if size is None:
            self._say_next()
        else:
            await self._take_in(entry, size, words.count)

    def _say_unknown(self, words: str) -> None:
        no_type = self._ready.kind is None
        self.say(
            lambda: _("“{words}” is no type that is known").format(words=plain(words)),
            lambda: (
                _("First say what it is, in a word: skates, helmet, sled.")
                if no_type
                else _("Try another word for it. A new maker is written after → or after the size: 38 Bauer.")
            ),
            tone=Tone.NO,
        )

    def _choose(self, kind: TypeView) -> None:
        if self._ready.kind is None or self._ready.kind.code != kind.code:
            self._ready = Ready(
                kind, self._brands.get(kind.code), note=self._ready.note, code=self._ready.code
            )
        self._recent = (kind, *(one for one in self._recent if one.code != kind.code))

    def _set_brand(self, brand: str | None) -> None:
        if brand != self._ready.brand:
            self._ready = replace(self._ready, brand=brand, model=None)

    def _say_next(self) -> None:
        ready, kind = self._ready, self._ready.kind
        if kind is None:
            self.say(lambda: _("What is it? A word is enough: skates, helmet, sled."), tone=Tone.INFO)
            return
        name = texts.ready_name(kind, ready.brand, ready.model)
        self.say(
            lambda: _("Next: {article}").format(article=name),
            lambda: gift_panel.how_sized(kind),
            tone=Tone.INFO,
        )

    async def _brand(self) -> None:
        kind = self._ready.kind
        brands = await self.call(lambda desk: desk.gifts.brands(None if kind is None else kind.code))
        self._set_brand(await gift_forms.which_brand(self.questions, brands))
        self._say_next()

    async def _detail(self, entry: Entry) -> None:
        detail = await gift_forms.which_detail(self.questions, label=self._ready.code is not None)
        if detail is Detail.EARLIER:
            self.stage.go(View.LIST, gift_panel.earlier_gifts())
            return
        if detail is Detail.NO_LABEL:
            self._ready = replace(self._ready, code=None)
            self._say_next()
            return
        text = await gift_forms.write_detail(self.questions, detail)
        match detail:
            case Detail.MODEL:
                self._ready = replace(self._ready, model=text or None)
            case Detail.NOTE:
                self._ready = replace(self._ready, note=text or None)
            case _:
                field = "donor" if detail is Detail.DONOR else "note"
                self._contents = await self.call(
                    lambda desk: (desk.gifts.describe({field: text}, act=entry.act), desk.gifts.open())[1]
                )
                self.say(lambda: _("Saved with the gift"), tone=Tone.YES)
                return
        self._say_next()

    # ------------------------------------------------------------------------------------------ what is done

    async def _label(self, entry: Entry, code: str) -> None:
        found, whose = await self.call(lambda desk: (desk.articles.get(code), desk.borrowers.match(code)))
        there = () if self._contents is None else self._contents.articles
        if found is not None and any(article.id == found.id for article in there):
            self.say(
                lambda: _("Taken in already: {article}").format(article=article_name(found)), tone=Tone.INFO
            )
        elif found is not None:
            self.say(
                lambda: _("This label is on another article: {article}").format(article=article_line(found)),
                lambda: _("Nothing was taken in. Take another label for this one."),
                tone=Tone.NO,
            )
        elif isinstance(whose, BorrowerView) or series(code) is Series.BORROWER:
            self.say(
                lambda: _("This is a borrower's card"),
                lambda: _("Nothing was taken in. Esc goes back to lending."),
                tone=Tone.NO,
            )
        else:
            self._ready = replace(self._ready, code=code)
            kind = self._ready.kind
            if kind is not None and kind.size_kind is SizeKind.NONE:
                await self._take_in(entry, "", 1)
                return
            self.say(
                lambda: _("Label {code} is for the next thing").format(code=plain(code)),
                lambda: (
                    _("Write its size, or Enter for the same as the last one.")
                    if self._ready.repeats
                    else _("Write its size.")
                ),
                tone=Tone.INFO,
            )

    async def _take_in(self, entry: Entry, size: str, count: int) -> None:
        ready, kind = self._ready, self._ready.kind
        if kind is None:
            return
        if ready.code is not None and count > 1:
            raise UsageError(
                _("The scanned label is for one thing. Take in that one first, then the others.")
            )
        if size and doubtful_size(kind, size):
            meant = await gift_forms.sure_of_size(self.questions, kind, size)
            if isinstance(meant, Entry):
                if meant.line is not None:
                    await self.line(meant, meant.line)
                return
            size = meant
        name = " ".join(filter(None, (texts.ready_name(kind, ready.brand, ready.model), plain(size))))
        if not await gift_forms.sure_of_many(self.questions, count, name):
            self.say(lambda: _("Cancelled. Nothing was done"), tone=Tone.INFO)
            return
        new = NewArticle(kind.code, size or None, ready.brand, ready.model, ready.code, ready.note, count)
        self._ready = replace(ready, size=size)
        try:
            made, contents = await self.call(
                lambda desk: (desk.gifts.take_in(new, act=entry.act), desk.gifts.open())
            )
        except InvalidValueError as error:
            if error.field == "barcode":
                self._ready = replace(self._ready, code=None)
            raise
        self._taken(made, contents, ready)

    def _taken(self, made: tuple[ArticleView, ...], contents: GiftContents | None, ready: Ready) -> None:
        self._contents = contents
        self._last = frozenset(article.id for article in made)
        # As it was stored: `38,5` is shown and repeated as 38.5.
        self._ready = replace(self._ready, size=made[0].size or "", note=None, code=None)
        self._brands[made[0].type.code] = ready.brand
        code = ready.code
        self.say(
            lambda: texts.taken_in(made),
            lambda: (
                texts.numbers_given(made)
                if code is None
                else _("With the label {code}.").format(code=plain(made[0].barcode))
            ),
        )

    async def _not_taken(self, entry: Entry, outcome: GiftOutcome) -> None:
        gift, self._contents = await self.call(
            lambda desk: (desk.gifts.not_taken(outcome, act=entry.act), desk.gifts.open())
        )
        if outcome is GiftOutcome.REFUSED:
            n = gift.refused
            self.say(
                lambda: n_("Not taken in: {n} thing", "Not taken in: {n} things", n).format(n=n),
                lambda: _("Counted, nothing is registered. Press it again for one more."),
                tone=Tone.INFO,
            )
        else:
            n = gift.recycled
            self.say(
                lambda: n_("To recycling: {n} thing", "To recycling: {n} things", n).format(n=n),
                lambda: _("Counted, nothing is registered. Press it again for one more."),
                tone=Tone.INFO,
            )

    async def _service(self, entry: Entry) -> None:
        there = () if self._contents is None else self._contents.articles
        article = next(
            (one for one in there if one.id in self._last and one.state is ShownState.AVAILABLE), None
        )
        if article is None:
            raise UsageError(_("What was taken in last is in service already."))
        kind, note = await service_forms.what_to_do(self.questions, self.call, article)
        sent, self._contents = await self.call(
            lambda desk: (
                desk.service.send(article.barcode, kind, act=entry.act, note=note),
                desk.gifts.open(),
            )
        )
        self.stage.show(Shown(lambda: service_said(sent)))

    async def _end(self, entry: Entry) -> None:
        ended = await self.call(lambda desk: desk.gifts.end(act=entry.act))
        self._contents, self._last = None, frozenset()
        self._ready = replace(self._ready, size=None, note=None)
        n = ended.gift.taken_in
        self.say(
            lambda: n_("The gift is done: {n} taken in", "The gift is done: {n} taken in", n).format(n=n),
            *((lambda text=text: text) for text in texts.gift_lines(ended)),
        )
