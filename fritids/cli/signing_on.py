"""Signing on for one run of a command: the PIN comes from the terminal or from FRITIDS_PIN, never from the command line, which others can read."""

import sys
from os import environ
from typing import TYPE_CHECKING, Final

from fritids.errors import NotAllowedError, UsageError
from fritids.i18n import _
from fritids.services.acts import new_act_key

if TYPE_CHECKING:
    from fritids.cli.output import Output
    from fritids.services.desk import Desk

PIN: Final = "FRITIDS_PIN"
NEW_PIN: Final = "FRITIDS_NEW_PIN"


def sign_on(out: "Output", desk: "Desk", key: str | None, *, asked: bool) -> None:
    """Whoever has the key works at the desk, once there are operators; before that the key is a name for the record.

    `asked` says that the key stands on the command line. One that the environment or the configuration names signs nobody on where
    there is no PIN: reminders run by a timer go out all the same. Raises NotAllowedError.
    """
    if key is None or desk.context.open_door:
        return
    pin = environ.get(PIN) or _from_terminal(out, _("PIN of {key}: ").format(key=key))
    if pin is None:
        if asked:
            raise NotAllowedError(
                _("Signing on needs the PIN. Type it at a terminal, or give it in FRITIDS_PIN.")
            )
        return
    from fritids.present.rights import refused_sign_on
    from fritids.services.results import SignOnRefused

    result = desk.operators.sign_on(key, pin, act=new_act_key())
    if isinstance(result, SignOnRefused):
        raise NotAllowedError(refused_sign_on(result))


def old_pin(out: "Output") -> str:
    """The PIN of whoever is signed on, once more. Raises UsageError where it comes from nowhere."""
    return _needed(environ.get(PIN) or _from_terminal(out, _("The PIN until now: ")))


def new_pin(out: "Output", *, first: bool = False) -> str | None:
    """A new PIN: from FRITIDS_NEW_PIN, or typed twice at the terminal; None where neither is, or nothing was typed.

    FRITIDS_PIN is as good for the `first` operator, who has no other yet.
    """
    given = environ.get(NEW_PIN) or (environ.get(PIN) if first else None)
    if given:
        return given
    typed = _from_terminal(out, _("New PIN, six digits or more: "))
    if not typed:
        return None
    if typed != _from_terminal(out, _("The same once more: ")):
        raise UsageError(_("The two PINs were not alike. Nothing was changed; try again."))
    return typed


def needed_new_pin(out: "Output") -> str:
    """The same where there has to be one. Raises UsageError."""
    return _needed(new_pin(out))


def at_terminal() -> bool:
    """Whether a person sits there."""
    return sys.stdin is not None and sys.stdin.isatty()


def _from_terminal(out: "Output", prompt: str) -> str | None:
    if not at_terminal():
        return None
    return out.ask_secret(prompt)


def _needed(pin: str | None) -> str:
    if not pin:
        raise UsageError(
            _(
                "This needs a PIN. Type it at a terminal, or give it in FRITIDS_PIN, a new one in FRITIDS_NEW_PIN."
            )
        )
    return pin
