"""Operators in words."""

from fritids.domain.roles import Role
from fritids.i18n import _


def role_name(role: Role) -> str:
    """What a role is called."""
    return {
        Role.VOLUNTEER: _("volunteer"),
        Role.COORDINATOR: _("coordinator"),
        Role.STAFF: _("staff (figures only)"),
        Role.ADMINISTRATOR: _("administrator"),
    }[role]
