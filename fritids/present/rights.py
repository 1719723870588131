"""Who may do what, in words, and why somebody could not sign on."""

from fritids.domain.roles import MAY, UNSIGNED, Right, Role
from fritids.i18n import _, n_
from fritids.present.lists import Table
from fritids.present.operators import role_name
from fritids.services.results import SignOnRefused, WhyNotSignedOn

ROLES = (Role.VOLUNTEER, Role.COORDINATOR, Role.STAFF, Role.ADMINISTRATOR)
_LONG_WAIT = 90


def right_name(right: Right) -> str:
    """What whoever has the right may do."""
    return {
        Right.MACHINE: _("backups, checks, upgrades, and reminders that run by themselves"),
        Right.LEND: _("lend, take back, renew, register and undo; see the borrower or article at hand"),
        Right.OVERRIDE: _("lend what is refused, with a reason, where the branch allows it"),
        Right.STOCK: _("articles, service, gifts, counting, labels and boxes to other branches"),
        Right.LISTS: _("lists with names: what is out, the history of an article, exports"),
        Right.BOOKINGS: _("bookings"),
        Right.REMINDERS: _("reminders and the call list"),
        Right.BORROWERS: _("change, merge and list borrowers, and take them in from a file"),
        Right.RECORD: _("read the record of events"),
        Right.FIGURES: _("figures and reports, without names"),
        Right.OPERATORS: _("operators and their PINs"),
        Right.SETTINGS: _("settings, opening hours and closed days"),
        Right.RESTORE: _("put a backup back"),
        Right.ERASE: _("erase a borrower"),
    }[right]


def rights_table() -> Table:
    """The one table of who may do what; the last column is for nobody signed on."""
    heads = ("", *(role_name(role) for role in ROLES), _("nobody signed on"))
    rows = tuple(
        (right_name(right), *(_mark(right in MAY[role]) for role in ROLES), _mark(right in UNSIGNED))
        for right in Right
    )
    return Table(heads, rows)


def _mark(yes: bool) -> str:  # noqa: FBT001  # it is the value
    return _("yes") if yes else "–"


def refused_sign_on(refused: SignOnRefused) -> str:
    """Why nobody signed on, and what to do next."""
    match refused.reason:
        case WhyNotSignedOn.WAIT:
            return _("Too many wrong PINs. {wait}").format(wait=_wait(refused.wait_seconds))
        case WhyNotSignedOn.OTHER_BRANCH:
            return _("You work at another branch. Ask an administrator to let you in here.")
        case WhyNotSignedOn.NO_OPERATORS:
            return _("There are no operators yet. Make the first one with: fritids user add")
        case WhyNotSignedOn.WRONG:
            if refused.wait_seconds:
                return _("The key or the PIN is wrong. {wait}").format(wait=_wait(refused.wait_seconds))
            return _("The key or the PIN is wrong. Try again.")


def _wait(seconds: int) -> str:
    if seconds > _LONG_WAIT:
        minutes = -(-seconds // 60)
        return n_("Try again in {n} minute.", "Try again in {n} minutes.", minutes).format(n=minutes)
    return n_("Try again in {n} second.", "Try again in {n} seconds.", seconds).format(n=seconds)
