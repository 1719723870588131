"""argparse's own words in the language in use.

argparse looks its words up by two names of its module, meant for the system's catalogues; those have no Swedish for it on most
machines. So the two names are given our own look-up. Words that a Python version says differently stay English, never wrong.
"""

import argparse

from fritids.i18n import _, n_


def teach_argparse() -> None:
    """From now on argparse speaks the language in use."""
    words = _words()
    setattr(argparse, "_", lambda text: words.get(text, text))  # noqa: B010  # no public way; mypy would ask for one
    setattr(argparse, "ngettext", _counted)  # noqa: B010  # the same


def _counted(singular: str, plural: str, n: int) -> str:
    if singular == "expected %s argument":
        return n_("expected %s argument", "expected %s arguments", n)
    return singular if n == 1 else plural


def _words() -> dict[str, str]:
    return {
        "usage: ": _("usage: "),
        "positional arguments": _("arguments"),
        "options": _("options"),
        "show this help message and exit": _("show this help"),
        "argument %(argument_name)s: %(message)s": _("%(argument_name)s: %(message)s"),
        "expected one argument": _("one value is needed"),
        "expected at most one argument": _("at most one value is allowed"),
        "expected at least one argument": _("at least one value is needed"),
        "unrecognized arguments: %s": _("not understood: %s"),
        "not allowed with argument %s": _("cannot be used together with %s"),
        "ignored explicit argument %r": _("takes no value: %r"),
        "the following arguments are required: %s": _("missing: %s"),
        "one of the arguments %s is required": _("one of these is needed: %s"),
        "unknown parser %(parser_name)r (choices: %(choices)s)": _(
            "there is no %(parser_name)r, only %(choices)s"
        ),
        "invalid choice: %(value)r (choose from %(choices)s)": _("there is no %(value)r, only %(choices)s"),
        "invalid %(type)s value: %(value)r": _("%(value)r cannot be read as %(type)s"),
    }
