"""What people read: a sentence for every reason and every answer, in both languages, with nothing in it that a terminal obeys."""

import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from fritids import i18n
from fritids.domain.findings import Fact, Finding, FindingCode, Severity, UndoBlock
from fritids.domain.sizes import SizeKind
from fritids.domain.words import ActKind, BorrowerKind, CheckKind, DiscardReason, Gender, ShownState
from fritids.present import (
    Table,
    act_line,
    article_name,
    borrower_line,
    cell_width,
    check_question,
    discard_reason_name,
    family_line,
    fitted,
    gender_name,
    kind_name,
    loan_line,
    person_name,
    phone,
    plain,
    render,
    said,
    sentence,
    state_name,
)
from fritids.services import results as r
from fritids.services.reference import article_types

EVIL = "[/]\x1b[31m[@click=app.quit]Anna[/]\x00\x9b2J\u202e\r\n\u2066x"
DAY = date(2026, 4, 7)
NOW = datetime(2026, 3, 24, 13, 5, tzinfo=UTC)
FACTS: dict[str, Fact] = {
    "due": DAY, "first_day": DAY, "last_day": DAY, "borrower": "50000017", "desk": EVIL, "lent_at": NOW, "limit": 2,
    "open_loans": 3, "reason": DiscardReason.WORN_OUT, "candidates": EVIL, "barcode": EVIL, "birth_year": 2010,
}  # fmt: skip

SKATES = r.TypeView(
    "hockey-skates",
    "ice",
    "Hockeyskridskor",
    "ice hockey skates",
    SizeKind.EU,
    category_sv="Is",
    category_en="Ice",
)
ARTICLE = r.ArticleView(1, "20000013", SKATES, "38", "Bauer", ShownState.AVAILABLE)
EVIL_ARTICLE = r.ArticleView(2, EVIL, SKATES, EVIL, EVIL, ShownState.AVAILABLE)
ANNA = r.BorrowerView(1, "50000017", "Anna Berg", "+46701740606", BorrowerKind.PERSON)
EVIL_ONE = r.BorrowerView(
    2, "50000024", EVIL, "+46701740607", BorrowerKind.PERSON, note=EVIL, late_loans=2, blocked=True
)
ASK = (Finding(FindingCode.CHECK_OPEN, Severity.ASK),)
NO = (Finding(FindingCode.DISCARDED, Severity.REFUSE, FACTS),)


def a_loan(
    article: r.ArticleView = EVIL_ARTICLE, borrower: r.BorrowerView = EVIL_ONE, due: date = DAY
) -> r.LoanView:
    return r.LoanView(
        1, article, borrower.id, borrower.number, borrower.name, borrower.phone, NOW, due, None, 3
    )


LOAN = a_loan()
CHECK = r.CheckView(1, CheckKind.SAFETY, EVIL_ARTICLE, NOW, 1)
ENDED = r.VisitEnded(
    EVIL_ONE, 1, (LOAN, a_loan(due=date(2026, 4, 8))), 2, (LOAN,), (EVIL_ARTICLE,), (LOAN,), by_itself=True
)
LENT = r.Lent(
    LOAN, 1, (), (Finding(FindingCode.LENT_TO_OTHER, Severity.TELL, FACTS),), LOAN, (CHECK,), repeated=True
)
ANSWERS: tuple[r.Answer, ...] = (
    LENT,
    r.NotLent(EVIL, None, NO),
    r.NotLent(EVIL, EVIL_ARTICLE, ASK),
    r.TakenBack(LOAN, 1, (), (CHECK,), 3),
    r.TakenBack(LOAN, 1),
    r.Found(EVIL_ARTICLE, 1),
    r.NotTakenBack(EVIL, None, NO),
    r.NotTakenBack(EVIL, EVIL_ARTICLE, (Finding(FindingCode.NOT_ON_LOAN, Severity.REFUSE),)),
    r.Renewed(LOAN, DAY, 1),
    r.NotRenewed(EVIL, EVIL_ARTICLE, ASK),
    r.NotRenewed(EVIL, EVIL_ARTICLE, (Finding(FindingCode.NOT_MOVED, Severity.REFUSE, FACTS),)),
    r.NotRenewed(EVIL, EVIL_ARTICLE, NO),
    r.DueSet((LOAN,), DAY, DAY, (), NO, repeated=True),
    r.DueSet((LOAN, LOAN), DAY, date(2025, 12, 30)),
    r.DueNotSet((r.LoanStays(EVIL, None, NO),)),
    r.DueNotSet((r.LoanStays(EVIL, EVIL_ARTICLE, ASK), r.LoanStays(EVIL, EVIL_ARTICLE, ()))),
    r.DueNotSet((r.LoanStays(EVIL, EVIL_ARTICLE, (Finding(FindingCode.NOT_MOVED, Severity.REFUSE, {**FACTS, "by_hand": True}),)),)),
    r.DueNotSet((r.LoanStays(None, None, (Finding(FindingCode.NOT_ON_LOAN, Severity.REFUSE),)),)),
    r.Undone((r.UndoneLine(ActKind.LEND, EVIL, "50000017", EVIL_ARTICLE),)),
    r.Undone(tuple(r.UndoneLine(kind, EVIL, "50000017", None) for kind in ActKind)),
    r.NotUndone(NO),
    r.VisitMoved(EVIL_ONE, 3, 1),
    r.Basketed(EVIL_ARTICLE, ASK),
    r.AlreadyInBasket(EVIL_ARTICLE),
    r.JustDone(FindingCode.JUST_LENT, EVIL_ARTICLE),
    r.JustDone(FindingCode.JUST_RETURNED, EVIL_ARTICLE),
    r.JustDone(FindingCode.JUST_RENEWED, EVIL_ARTICLE),
    r.VisitOpened(EVIL_ONE, 1, (LENT, r.NotLent(EVIL, EVIL_ARTICLE, ASK)), ENDED),
    r.SameVisit(EVIL_ONE),
    r.SeveralBorrowers(EVIL, (EVIL_ONE, ANNA)),
    r.NewBorrower("+46701740606", EVIL),
    r.UnknownCode(EVIL),
    r.UnknownCode(EVIL, mistyped=True),
    r.WhichOne(EVIL, EVIL_ARTICLE, EVIL_ONE),
    r.Hits(EVIL, (), ()),
    r.Hits(EVIL, (EVIL_ARTICLE,), (EVIL_ONE,)),
    r.Hits(EVIL, (EVIL_ARTICLE,), (EVIL_ONE,), more=True),
    r.BadLine(r.LineFault.TOO_LONG),
    r.BadLine(r.LineFault.IDENTITY_NUMBER),
    r.BadLine(r.LineFault.EMPTY),
    r.WaitingFirst((r.Waiting(EVIL_ARTICLE, ASK),)),
    ENDED,
    r.VisitEnded(EVIL_ONE, 1, (), 0, ()),
    r.VisitEnded(EVIL_ONE, 1, (), 0, (LOAN,)),
    r.VisitEnded(EVIL_ONE, 1, (), 0, (LOAN, a_loan(due=date(2026, 4, 8)))),
    r.VisitEnded(EVIL_ONE, 1, (LOAN,), 0, ()),
    r.VisitEnded(EVIL_ONE, 1, (), 0, (), dated=(LOAN,)),
    r.NothingOpen(),
)  # fmt: skip


@pytest.fixture(params=i18n.LANGUAGES, autouse=True)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """Every test here runs in both languages."""
    code: str = request.param
    i18n.set_language(code)
    i18n.set_zone(ZoneInfo("Europe/Stockholm"))
    yield code
    i18n.set_language("en")


def harmless(text: str) -> bool:
    return all(unicodedata.category(char) not in {"Cc", "Cs", "Cf", "Zl", "Zp"} for char in text)


@pytest.mark.parametrize("severity", Severity)
@pytest.mark.parametrize("code", FindingCode)
def test_every_reason_has_a_whole_sentence_whether_it_refuses_asks_or_tells(
    code: FindingCode, severity: Severity
) -> None:
    nothing: dict[str, Fact] = {}
    for facts in (FACTS, nothing):
        text = sentence(Finding(code, severity, facts))
        assert text.endswith(".")
        assert "{" not in text
        assert "None" not in text
        assert harmless(text)


@pytest.mark.parametrize("by", [*UndoBlock, "x"])
def test_what_stands_in_the_way_of_undoing_is_named(by: str) -> None:
    assert sentence(Finding(FindingCode.UNDO_BLOCKED, Severity.REFUSE, {"by": by})).endswith(".")


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: type(answer).__name__)
def test_every_answer_is_said_in_a_headline_and_sentences_that_a_terminal_does_not_obey(
    answer: r.Answer,
) -> None:
    spoken = said(answer)
    assert spoken.headline
    assert not spoken.headline.endswith(".")
    assert len(spoken.tone.sign) == 1
    for text in (spoken.headline, *spoken.details):
        assert text == text.strip()
        assert harmless(text), text
        assert "None" not in text


def test_every_kind_of_answer_is_tried_here() -> None:
    tried = {type(answer) for answer in ANSWERS}
    assert tried == set(r.Answer.__args__)


def test_names_stand_as_they_were_written_and_never_as_a_pattern() -> None:
    braces = r.BorrowerView(3, "50000031", "{borrower} {n} %s [bold]", None, BorrowerKind.PERSON)
    assert "{borrower} {n} %s [bold]" in said(r.SameVisit(braces)).headline
    article = r.ArticleView(4, "x", SKATES, "{due}", "{article}", ShownState.AVAILABLE)
    assert article_name(article).endswith("{due} {article}")
    assert "{due} {article}" in said(r.Basketed(article)).headline


def test_every_word_of_the_closed_lists_has_a_name() -> None:
    names = [*map(state_name, ShownState), *map(kind_name, BorrowerKind), *map(gender_name, Gender)]
    names += map(discard_reason_name, DiscardReason)
    assert all(names)


def test_an_article_is_called_by_its_type_size_and_brand(language: str) -> None:
    wanted = {"sv": "Hockeyskridskor 38 Bauer", "en": "Ice hockey skates 38 Bauer"}
    assert article_name(ARTICLE) == wanted[language]


def test_a_borrower_whose_name_is_withheld_is_called_by_the_number(language: str) -> None:
    wanted = {"sv": "låntagare 50000017", "en": "borrower 50000017"}
    assert person_name("", "50000017") == wanted[language]
    assert person_name(None, None)


def test_two_borrowers_of_one_name_can_be_told_apart() -> None:
    assert borrower_line(ANNA) == "Anna Berg, 070-174 06 06, 50000017"


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("+46701740606", "070-174 06 06"),
        ("+468465004", "08-46 50 04"),
        ("+4721234567", "+47 21 23 45 67"),
        (None, ""),
    ],
)
def test_phone_numbers_are_written_as_people_here_write_them(stored: str | None, shown: str) -> None:
    assert phone(stored) == shown


def test_dates_are_in_the_form_of_the_language(language: str) -> None:
    wanted = {
        "sv": ("tis 7 apr", "tisdag 7 april", "tis 7 apr 2026", "12\u00a0345", "1,5", "tis 24 mars 14:05"),
        "en": ("Tue 7 Apr", "Tuesday 7 April", "Tue 7 Apr 2026", "12,345", "1.5", "Tue 24 Mar 14:05"),
    }
    assert (
        i18n.day_short(DAY, date(2026, 1, 1)),
        i18n.day_spoken(DAY),
        i18n.day_short(DAY, date(2025, 12, 31)),
        i18n.number(12345),
        i18n.number(1.5, 1),
        i18n.moment(NOW, DAY),
    ) == wanted[language]
    assert i18n.moment(NOW, NOW.date()) == "14:05"


def test_every_day_and_month_of_the_year_has_a_name_of_its_own() -> None:
    assert len({i18n.month_name(n) for n in range(1, 13)}) == 12
    assert (
        len({i18n.weekday_name(n) for n in range(7)}) == len({i18n.weekday_short(n) for n in range(7)}) == 7
    )


def test_lines_of_lists_can_be_read_in_one_go(language: str) -> None:
    act = r.ActView(1, ActKind.LEND, NOW, None, ARTICLE, "50000017", "Anna Berg", 1, undone=False)
    line = {"sv": "lånade ut Hockeyskridskor 38 Bauer till", "en": "lent Ice hockey skates 38 Bauer to"}
    assert act_line(act, NOW.date()) == f"14:05 {line[language]} Anna Berg"
    assert "3" in loan_line(LOAN, DAY)
    assert family_line(r.FamilySummary(ANNA, 2, 0, (LOAN,))).startswith("Anna Berg: 2 ")


def test_control_and_direction_marks_are_taken_out_and_lines_made_one() -> None:
    assert plain("a\x1bb\x9b\u202ec\nd\te\u2028") == "abc d e"
    assert plain("Åsa Öberg ✓ 漢") == "Åsa Öberg ✓ 漢"
    assert plain("a\u200b\ufeff\xad\U000e0041b") == "ab"


def test_a_name_in_which_nothing_can_be_seen_gives_way_to_the_number() -> None:
    """As another program may have left it in the database."""
    assert person_name("  \n\u200b", "50000017") == person_name("", "50000017")


def test_columns_are_measured_in_cells_of_the_terminal() -> None:
    assert cell_width("漢字") == 4
    assert cell_width("e\u0301") == 1
    assert fitted("漢字漢字", 5) == "漢字…"
    assert fitted("skridskor", 5) == "skri…"
    assert fitted("漢字", 4) == "漢字"
    assert cell_width(fitted("漢字漢", 4)) == 4
    lines = render(Table(("A", "N"), (("漢字", "1"), ("a", "10")), right=frozenset({1})))
    assert lines == ["A      N", "漢字   1", "a     10"]
    assert [cell_width(line) <= 8 for line in render(Table(("A", "B"), (("x" * 40, "y" * 40),)), 8)] == [
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("of_type", "wanted"),
    [
        ("ski-helmet", ("knock", "smäll")),
        ("toddler-helmet", ("knock", "smäll")),
        ("adult-life-jacket", ("buckles", "spännen")),
        ("buoyancy-aid", ("buckles", "spännen")),
        ("sleeping-bag", ("worn", "slitet")),
        ("kayak", ("worn", "slitet")),
        ("bike-trailer", ("worn", "slitet")),
    ],
)
def test_a_look_at_a_return_asks_what_fits_the_thing(
    language: str, of_type: str, wanted: tuple[str, str]
) -> None:
    row = next(row for row in article_types() if row.code == of_type)
    kind = r.TypeView(
        row.code, row.category_code, row.name_sv, row.name_en, row.size_kind, safety_check=row.safety_check
    )
    check = r.CheckView(
        1, CheckKind.SAFETY, r.ArticleView(1, "1", kind, None, None, ShownState.AVAILABLE), NOW, 1
    )
    assert kind.safety_check
    asked = check_question(check)
    assert [word in asked for word in ("knock", "smäll", "buckles", "spännen", "worn", "slitet")].count(
        True
    ) == 1
    assert wanted[language == "sv"] in asked


def test_who_is_under_18_for_certain_is_not_said_to_be_so_perhaps(language: str) -> None:
    texts = [
        sentence(Finding(FindingCode.GUARDIAN_NEEDED, severity, {"birth_year": 2010, "certain": certain}))
        for severity in (Severity.ASK, Severity.REFUSE)
        for certain in (True, False)
    ]
    perhaps = {"sv": "kan vara under 18", "en": "may be under 18"}[language]
    assert [perhaps in text for text in texts] == [False, True, False, True]


def test_what_was_undone_names_every_thing_and_a_visit_whose_it_is_again(language: str) -> None:
    sled = r.ArticleView(
        2,
        "20000021",
        r.TypeView("sledge", "ice", "Pulka", "sledge", SizeKind.DIM),
        None,
        None,
        ShownState.ON_LOAN,
    )
    both = r.Undone(
        (
            r.UndoneLine(ActKind.ANSWER_CHECK, "20000013", None, ARTICLE),
            r.UndoneLine(ActKind.ANSWER_CHECK, "20000013", None, ARTICLE),
            r.UndoneLine(ActKind.RETURN, "20000021", None, sled),
        )
    )
    spoken = said(both)
    assert article_name(ARTICLE) in spoken.headline
    assert article_name(sled) in spoken.headline
    assert len(spoken.details) == 2
    moved = r.Undone((r.UndoneLine(ActKind.MOVE_VISIT, None, "50000017", None, "Anna Berg"),))
    assert "Anna Berg" in said(moved).headline
