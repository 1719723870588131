"""goal: what the branch wants to reach in a year, and how it went. inhabitants: how many live in a postal area."""

from typing import TYPE_CHECKING

from fritids.cli.acts import act_key, add_act
from fritids.cli.call import Call
from fritids.cli.exits import Exit
from fritids.cli.numbers import read_whole
from fritids.cli.output import Document
from fritids.cli.parser import Commands
from fritids.domain.words import GoalIndicator
from fritids.i18n import _, number
from fritids.present import Table, plain

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from fritids.services.results.follow_up import GoalOutcome, GoalView, InhabitantsView


def add(commands: Commands) -> None:
    """The commands and their options."""
    group = commands.group("goal", _("what is to be reached in a year: for whom, what, how it is measured"))
    parser = group.add("add", _("enter a goal; how it goes is counted, never entered"), add_goal)
    parser.add_argument("--year", metavar=_("YEAR"), type=read_whole, required=True, help=_("of which year"))
    parser.add_argument("--for", dest="group", metavar=_("TEXT"), required=True, help=_("for whom"))
    parser.add_argument("--goal", metavar=_("TEXT"), required=True, help=_("what is to be reached"))
    parser.add_argument(
        "--indicator",
        choices=[one.value for one in GoalIndicator],
        required=True,
        help=_("by which figure it is measured"),
    )
    parser.add_argument("--target", metavar="N", required=True, help=_("how much: 5000, or 62 for per cent"))
    parser.add_argument(
        "--area", metavar=_("AREA"), help=_("three digits of a postcode, for loans per 1,000 inhabitants")
    )
    add_act(parser)
    parser = group.add("list", _("list the goals and how they stand"), list_goals)
    parser.add_argument("--year", metavar=_("YEAR"), type=read_whole, help=_("only those of this year"))
    parser.add_argument(
        "--full", action="store_true", help=_("in JSON too, say figures of fewer than five borrowers")
    )
    parser = group.add("remove", _("take a goal away"), remove_goal)
    parser.add_argument("number", metavar="N", type=read_whole, help=_("its number, as in goal list"))
    add_act(parser)

    group = commands.group("inhabitants", _("how many live in a postal area, for loans per 1,000 of them"))
    parser = group.add("set", _("enter how many live in a postal area"), set_inhabitants)
    _of_area(parser)
    parser.add_argument("people", metavar=_("PEOPLE"), type=read_whole, help=_("how many live there"))
    parser.add_argument(
        "--source", metavar=_("TEXT"), required=True, help=_("where the number comes from, such as SCB")
    )
    add_act(parser)
    group.add("list", _("list what was entered"), list_inhabitants)
    parser = group.add("remove", _("take a number away that was entered"), remove_inhabitants)
    _of_area(parser)
    add_act(parser)


def _of_area(parser: "ArgumentParser") -> None:
    parser.add_argument("area", metavar=_("AREA"), help=_("three digits of the postcode"))
    parser.add_argument("year", metavar=_("YEAR"), type=read_whole, help=_("the year the number is of"))


# ------------------------------------------------------------------------------------------------ goals


def add_goal(call: Call) -> Exit:
    """`fritids goal add`."""
    from fritids.present.follow_up import goal_title
    from fritids.services.goals import read_target
    from fritids.services.results.follow_up import GoalView

    args = call.args
    with call.desk() as desk:
        indicator = GoalIndicator(args.indicator)
        target = read_target(args.target, indicator)
        wanted = GoalView(0, "", args.year, args.group, args.goal, indicator, args.area, target)
        stored = desk.goals.add(wanted, act=act_key(call))
        if call.out.as_json:
            call.out.document(_goal(stored))
        else:
            call.out.line(_("Goal {n} is entered: {goal}").format(n=stored.id, goal=goal_title(stored)))
    return Exit.DONE


def list_goals(call: Call) -> Exit:
    """`fritids goal list`."""
    from fritids.present.follow_up import goal_title, goal_words, why_no_figure

    with call.desk() as desk:
        hide = call.out.as_json and not call.args.full
        found = desk.follow_up.goals(call.args.year, hide=hide)
        if call.out.as_json:
            call.out.document([_outcome(one) for one in found])
            return Exit.DONE
        if not found:
            call.out.line(_("No goal is entered. Enter one with: fritids goal add"))
            return Exit.DONE
        for one in found:
            call.out.line(f"{one.goal.id:>3}  {goal_title(one.goal)}")
            call.out.lines(f"     {words}" for words in (goal_words(one), why_no_figure(one)) if words)
    return Exit.DONE


def remove_goal(call: Call) -> Exit:
    """`fritids goal remove`."""
    with call.desk() as desk:
        desk.goals.remove(call.args.number, act=act_key(call))
        if call.out.as_json:
            call.out.document({"id": call.args.number, "removed": True})
        else:
            call.out.line(_("Goal {n} is taken away.").format(n=call.args.number))
    return Exit.DONE


def _goal(goal: "GoalView") -> dict[str, Document]:
    return {
        "id": goal.id,
        "branch": goal.branch,
        "year": goal.year,
        "target_group": goal.target_group,
        "goal": goal.goal,
        "indicator": goal.indicator.value,
        "area": goal.area,
        "target": goal.target,
    }


def _outcome(one: "GoalOutcome") -> Document:
    return {
        **_goal(one.goal),
        "value": one.figure.value,
        "withheld": one.figure.withheld,
        "outcome": one.outcome.value,
    }


# ------------------------------------------------------------------------------------------------ inhabitants


def set_inhabitants(call: Call) -> Exit:
    """`fritids inhabitants set`."""
    args = call.args
    with call.desk() as desk:
        stored = desk.goals.set_inhabitants(args.area, args.year, args.people, args.source, act=act_key(call))
        if call.out.as_json:
            call.out.document(_people(stored))
        else:
            said = _("Entered: {people} live in {area}, {year} ({source}).")
            call.out.line(
                said.format(
                    people=number(stored.people),
                    area=stored.area,
                    year=stored.year,
                    source=plain(stored.source),
                )
            )
    return Exit.DONE


def list_inhabitants(call: Call) -> Exit:
    """`fritids inhabitants list`."""
    with call.desk() as desk:
        found = desk.goals.inhabitants()
        if call.out.as_json:
            call.out.document([_people(one) for one in found])
            return Exit.DONE
        if not found:
            call.out.line(_("Nothing is entered. Enter a number with: fritids inhabitants set"))
            return Exit.DONE
        head = (_("Postal area"), _("Year"), _("Inhabitants"), _("Source"))
        rows = tuple((one.area, str(one.year), number(one.people), plain(one.source)) for one in found)
        call.out.table(Table(head, rows, frozenset({2})))
    return Exit.DONE


def remove_inhabitants(call: Call) -> Exit:
    """`fritids inhabitants remove`."""
    args = call.args
    with call.desk() as desk:
        desk.goals.remove_inhabitants(args.area, args.year, act=act_key(call))
        if call.out.as_json:
            call.out.document({"area": args.area, "year": args.year, "removed": True})
        else:
            call.out.line(
                _("The number for {area} and {year} is taken away.").format(area=args.area, year=args.year)
            )
    return Exit.DONE


def _people(one: "InhabitantsView") -> Document:
    return {"area": one.area, "year": one.year, "people": one.people, "source": one.source}
