"""Who is signed on at this desk, as far as the screen has to know it: to show their name, and to offer only what they may do.

The use cases ask for themselves (`services.rights`); a key that is wrongly offered does no harm.
"""

from typing import NamedTuple

from fritids.domain.roles import MAY, UNSIGNED, Right, Role
from fritids.services.rights import Who


class Signed(NamedTuple):
    """Who stands at the desk."""

    who: Who | None = None
    open_door: bool = True
    """No operator exists yet: everyone may do everything."""
    volunteers: bool = False
    """Who is not signed on may work as a volunteer."""

    override_refusals: bool = False
    """The branch lets a coordinator lend, with a reason, what a rule refuses."""

    @property
    def rights(self) -> frozenset[Right]:
        """What they may do."""
        if self.open_door:
            return frozenset(Right)
        if self.who is not None:
            return MAY[self.who.role]
        return MAY[Role.VOLUNTEER] if self.volunteers else UNSIGNED

    def may(self, right: Right) -> bool:
        """Whether they may do this."""
        return right in self.rights

    @property
    def overrides(self) -> bool:
        """They may lend, with a reason, what a rule refuses."""
        return self.override_refusals and self.may(Right.OVERRIDE)

    @property
    def shut(self) -> bool:
        """Nothing works here but signing on."""
        return self.who is None and not self.open_door and not self.volunteers

    @property
    def figures_only(self) -> bool:
        """They see figures, and nothing with names."""
        return not self.shut and not self.may(Right.LEND)
