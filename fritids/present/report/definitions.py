"""What every figure of the report means, and where it or its definition comes from."""

from fritids.domain.figures import WITHHELD_BELOW
from fritids.i18n import _
from fritids.outside.documents.model import Definition
from fritids.present.names import plain
from fritids.present.report import measures
from fritids.services.results.report import YearReport


def definitions(report: YearReport) -> tuple[Definition, ...]:
    """All of them, in the order of the report."""
    return (
        *_of_loans(),
        *_of_borrowers(),
        *_of_returns(),
        *_of_stock(),
        *_of_people(report),
        *(_of_change() if report.compares_whole_years else ()),
        _of_what_is_withheld(),
    )


def _counted() -> str:
    return _("Counted from the loans in fritids.")


def _of_loans() -> tuple[Definition, ...]:
    counted = _counted()
    return (
        Definition(
            measures.name("loans"),
            _(
                "Articles lent. Each is counted once, on the day it was lent in the branch's own time zone. A loan that was undone does not count, and a renewal is no loan."
            ),
            counted,
        ),
        Definition(
            measures.name("visits"),
            _("One borrower at one desk once, with at least one article lent."),
            counted,
        ),
        Definition(measures.name("articles_per_visit"), _("Loans divided by visits."), counted),
        Definition(
            measures.name("renewals"),
            _(
                "Times that a due date was moved on for a borrower, on the day that was done. They stand in no other figure."
            ),
            counted,
        ),
        Definition(
            measures.name("on_site"),
            _(
                "Loans due on the day they were made: used at the place and handed back. They stand among the loans too."
            ),
            counted,
        ),
        Definition(
            _("Category and type"),
            _("Those the article had when it was lent. A later change of the catalogue moves no past year."),
            counted,
        ),
        Definition(
            _("Days and hours with loans"),
            _(
                "Days, and hours of the clock, in which a branch lent at least one article, added over branches."
            ),
            counted,
        ),
    )


def _of_borrowers() -> tuple[Definition, ...]:
    counted = _counted()
    return (
        Definition(
            measures.name("borrowers"),
            _(
                "People and groups with at least one loan in the year, each counted once. They are counted by a random key that is new each calendar year, so nobody is followed from one year to the next."
            ),
            counted,
        ),
        Definition(
            measures.name("new_borrowers"),
            _(
                "Borrowers whose first loan ever lies in the year. Somebody who was forgotten and comes back is new."
            ),
            counted,
        ),
        Definition(
            measures.name("groups"),
            _("Borrowers that are a school, a preschool, an association, a care home or another group."),
            counted,
        ),
        Definition(
            _("Age, gender and postal area"),
            _(
                "What the borrower chose to say, where the branch asks at all, as it was on the day of the loan: the age a person turns that year in bands, and the first three digits of the postcode. Things borrowed for a child count with the child's age and gender."
            ),
            counted,
        ),
    )


def _of_returns() -> tuple[Definition, ...]:
    counted = _counted()
    return (
        Definition(
            measures.name("due"),
            _("Loans whose last due date lies in the period, whenever they were made."),
            counted,
        ),
        Definition(measures.name("on_time"), _("Of these, those returned on or before that date."), counted),
        Definition(measures.name("late"), _("Of these, the others: returned later, or still out."), counted),
        Definition(
            measures.name("not_returned"),
            _(
                "Loans still out at the end of the period that were then over 60 days late, or whose article was then missing."
            ),
            counted,
        ),
    )


def _of_stock() -> tuple[Definition, ...]:
    counted = _("Counted from the articles in fritids and the dated changes of their state.")
    return (
        Definition(
            _("Stock"),
            _(
                "Articles that a branch could lend at the end of the period, or will again: on the shelf, on loan or in service, by the category and type they have today. Missing ones stand apart."
            ),
            counted,
        ),
        Definition(
            _("Loans per article"), _("Loans of the period divided by the stock at its end."), counted
        ),
        Definition(
            _("Never lent in 12 months"),
            _(
                "Articles that the branch had for all of the 12 months before the end of the period and that were out on no day of them."
            ),
            counted,
        ),
        Definition(
            _("Received, discarded, moved"),
            _(
                "Articles that came into the stock, left it for good, or came from or went to another branch in the period."
            ),
            counted,
        ),
        Definition(
            _("Gifts"),
            _(
                "What one donor handed in at one time, if something of it was taken in or noted as not taken. Donors are in no report."
            ),
            counted,
        ),
        Definition(
            _("Asked for and not had"),
            _("Requests that were noted at the desk because there was no such article in, by type and size."),
            _("Counted from the requests noted in fritids."),
        ),
        Definition(
            _("Opening hours"),
            _(
                "Days and hours that the branch was open by its calendar as it stands today, without its closed days; added over branches."
            ),
            _("The branch's opening hours in fritids."),
        ),
    )


def _of_people(report: YearReport) -> tuple[Definition, ...]:
    sources = [f"{one.area}: {plain(one.source)} ({one.people_year})" for one in report.follow_up.areas]
    return (
        Definition(
            _("Children and youth"), _("Loans to those who were at most 19 years old that year."), _counted()
        ),
        Definition(
            _("Schools and associations"), _("Loans to schools, preschools and associations."), _counted()
        ),
        Definition(
            _("Loans per 1,000 inhabitants"),
            _(
                "Loans to borrowers in a postal area, divided by the number of people who live there, times 1,000."
            ),
            "; ".join(sources) or _("No number of inhabitants has been entered."),
        ),
        Definition(
            _("Survey"),
            _(
                "Two questions that may be asked at a return and need not be answered: would you have done this otherwise, and would you have bought it? Who answered is not kept."
            ),
            _("The answers given at the desk."),
        ),
        Definition(
            _("Goals"),
            _(
                "What the branch entered itself: for whom, what, how it is measured and how much. The outcome is counted, never entered."
            ),
            _("Entered by the branch; outcomes counted in fritids."),
        ),
        Definition(
            _("Climate estimate"),
            _(
                "Purchases avoided per loan times what making such an article lets out, less the trips by car. An estimate, from low to high; types without a sourced factor are left out."
            ),
            _("The sources stand beside each assumption."),
        ),
    )


def _of_change() -> tuple[Definition, ...]:
    return (
        Definition(
            measures.name("change"),
            _(
                "How much more or less than in the year before, as a part of that year's figure. In a year that is not over the same days are compared."
            ),
        ),
    )


def _of_what_is_withheld() -> Definition:
    return Definition(
        _("Withheld"),
        _(
            "Figures of fewer than {n} borrowers are not shown, though a 0 is; nor are others from which they could be worked out. Nothing that is made of a withheld figure is shown."
        ).format(n=WITHHELD_BELOW),
    )
