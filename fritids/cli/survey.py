"""survey: the two questions at a return, noted by hand and summed up."""

from datetime import date
from typing import TYPE_CHECKING

from fritids.cli.acts import act_key, add_act
from fritids.cli.call import Call
from fritids.cli.exits import Exit
from fritids.cli.numbers import read_whole
from fritids.cli.output import Document
from fritids.cli.parser import Commands
from fritids.i18n import _, number
from fritids.present import Table, age_name, category_name, plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fritids.domain.follow_up import Figure
    from fritids.services.results import TypeView
    from fritids.services.results.follow_up import SurveyAnswers, SurveyQuestion

_ANSWERS = ("yes", "no")


def add(commands: Commands) -> None:
    """The commands and their options."""
    group = commands.group("survey", _("the two questions at a return: what was answered"))
    parser = group.add("add", _("note what was answered; who answered is not kept"), add_answer)
    parser.add_argument("article", metavar=_("CODE"), help=_("the article that came back"))
    parser.add_argument("--otherwise", choices=_ANSWERS, help=_("would you have done this otherwise?"))
    parser.add_argument("--bought", choices=_ANSWERS, help=_("would you have bought it?"))
    add_act(parser)
    parser = group.add("list", _("sum up what was answered in a year"), list_answers)
    parser.add_argument("--year", metavar=_("YEAR"), type=read_whole, help=_("this year if left out"))
    parser.add_argument(
        "--full", action="store_true", help=_("in JSON too, say what fewer than five have answered")
    )


def add_answer(call: Call) -> Exit:
    """`fritids survey add`."""
    args = call.args
    with call.desk() as desk:
        noted = desk.survey.note_of(
            args.article, _read(args.otherwise), _read(args.bought), act=act_key(call)
        )
        if call.out.as_json:
            call.out.document(
                {
                    "category": noted.category,
                    "age_band": noted.age_band,
                    "otherwise": noted.otherwise,
                    "bought": noted.bought,
                }
            )
        else:
            call.out.line(_("Noted. Who answered is not kept."))
    return Exit.DONE


def _read(answer: str | None) -> bool | None:
    return None if answer is None else answer == "yes"


def list_answers(call: Call) -> Exit:
    """`fritids survey list`."""
    from fritids.present.follow_up import question_words
    from fritids.services.goals import checked_year

    with call.desk() as desk:
        year = desk.today().year if call.args.year is None else checked_year(call.args.year)
        questions = desk.survey.year(year, hide=call.out.as_json and not call.args.full)
        rows = desk.survey.list(date(year, 1, 1), date(year, 12, 31))
        if call.out.as_json:
            split = [_answers(row) for row in rows] if call.args.full else None
            call.out.document(
                {"year": year, "questions": [_question(one) for one in questions], "answers": split}
            )
            return Exit.DONE
        if not rows:
            call.out.line(_("Nobody has answered in {year}.").format(year=year))
            return Exit.DONE
        head = (_("Question"), _("Answers"), _("Yes"), _("No"))
        table = tuple(
            (question_words(one.code), *map(_shown, (one.answers, one.yes, one.no))) for one in questions
        )
        call.out.table(Table(head, table, frozenset({1, 2, 3})))
        call.out.line("")
        _show_split(call, rows, {kind.category: kind for kind in desk.context.types.values()})
    return Exit.DONE


def _show_split(call: Call, rows: "Sequence[SurveyAnswers]", shelves: "Mapping[str, TypeView]") -> None:
    head = (_("What came back"), _("Age"), _("Otherwise: no"), _("of"), _("Bought: no"), _("of"))
    table = tuple(
        (
            category_name(shelves[row.category]) if row.category in shelves else plain(row.category),
            age_name(row.age_band),
            number(row.otherwise_no),
            number(row.otherwise_yes + row.otherwise_no),
            number(row.bought_no),
            number(row.bought_yes + row.bought_no),
        )
        for row in rows
    )
    call.out.table(Table(head, table, frozenset({2, 3, 4, 5})))


def _shown(figure: "Figure") -> str:
    return "" if figure.value is None else number(figure.value)


def _question(one: "SurveyQuestion") -> Document:
    return {
        "question": one.code,
        "answers": _whole(one.answers),
        "yes": _whole(one.yes),
        "no": _whole(one.no),
        "share_no": one.share_no.value,
        "withheld": one.answers.withheld,
    }


def _whole(figure: "Figure") -> int | None:
    return None if figure.value is None else int(figure.value)


def _answers(row: "SurveyAnswers") -> Document:
    return {
        "category": row.category,
        "age_band": row.age_band,
        "otherwise_yes": row.otherwise_yes,
        "otherwise_no": row.otherwise_no,
        "bought_yes": row.bought_yes,
        "bought_no": row.bought_no,
    }
