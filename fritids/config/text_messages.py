"""The table [sms] of the configuration file: by which service text messages go, from whom, and what they cost."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from fritids.config.http_rules import KEYS as HTTP_KEYS
from fritids.config.http_rules import HttpRules, http_rules
from fritids.config.places import config_path
from fritids.config.secrets import Secret, read_secret
from fritids.config.servers import check_url
from fritids.config.table_values import Values
from fritids.errors import UsageError
from fritids.i18n import _

VARIABLE: Final = "FRITIDS_SMS_PASSWORD"
ELKS: Final = "46elks"
HTTP: Final = "http"
ELKS_URL: Final = "https://api.46elks.com/a1"
"""https://46elks.se/docs/overview"""
_SHARED: Final = ("gateway", "sender", "price", "user", "password_file", "url", "timeout")
_USUAL_TIMEOUT: Final = 30.0
_LONGEST_PRICE: Final = 40
_ELKS_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9]{2,10}")
"""https://46elks.com/kb/text-sender-id: A–Z, a–z and 0–9, three to eleven of them, the first no digit. Others are refused, or lost on the way."""
_NAME: Final = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 ._&-]{1,11}")
"""Eleven characters are what the field of a sender holds (3GPP TS 23.040, 9.1.2.5)."""
E164: Final = re.compile(r"\+[1-9]\d{6,14}")
"""A telephone number as the world writes it: a plus and at most fifteen digits (ITU-T E.164)."""
_SHORT_NUMBER: Final = re.compile(r"\d{3,8}")


@dataclass(frozen=True, slots=True)
class SmsSettings:
    """What a gateway for text messages needs to know. Shown anywhere it gives nothing away."""

    sender: str
    """What stands as the sender on the borrower's telephone."""
    price: str | None
    """What one segment costs, in the configuration's own words."""
    url: str = field(repr=False)
    """May hold a key in its query."""
    user: str = field(repr=False)
    password: Secret | None = field(repr=False)
    timeout: float = _USUAL_TIMEOUT
    """Seconds that a whole answer may take."""
    rules: HttpRules | None = None
    """How the service is spoken to; None for 46elks."""

    @property
    def gateway(self) -> str:
        """`46elks` or `http`."""
        return ELKS if self.rules is None else HTTP


def sms_settings(table: Mapping[str, object], env: Mapping[str, str]) -> SmsSettings | None:
    """What [sms] says, all of it looked at; None for an empty table. Raises UsageError for what cannot be, with what to write instead."""
    if not table:
        return None
    gateway = Values("sms", table, None).choice("gateway", (ELKS, HTTP))
    keys = _SHARED if gateway == ELKS else (*_SHARED, *HTTP_KEYS)
    values = Values("sms", table, keys, unlisted="password")
    usual_url = ELKS_URL if gateway == ELKS else None
    url = values.text("url", usual_url, example='"https://sms.example.se/send"')
    check_url(url, "url", "sms")
    rules = http_rules(values) if gateway == HTTP else None
    needs_user = rules is None or rules.needs_user
    user = values.text("user", None if needs_user else "", example='"u1234…"')
    if not user.isascii() or ":" in user:  # RFC 7617: the colon parts it from the password
        values.wrong("user", '"u1234…"')
    return SmsSettings(
        sender=_sender(values, gateway),
        price=_price(values),
        url=url,
        user=user,
        password=_password(table, env, user, is_needed=rules is None or rules.needs_password),
        timeout=values.number("timeout", _USUAL_TIMEOUT, 0.05, 120),
        rules=rules,
    )


def _sender(values: Values, gateway: str) -> str:
    sender = values.text("sender", example='"Fritidsbank"')
    patterns = (_ELKS_NAME, E164) if gateway == ELKS else (_NAME, E164, _SHORT_NUMBER)
    if any(pattern.fullmatch(sender) for pattern in patterns):
        return sender
    raise UsageError(
        _(
            "{sender} cannot be the sender of text messages: it is a name of 3 to 11 letters a–z and digits that begins with a letter, or a number"
            " such as +46701234567. Correct sender in [sms] of {path}."
        ).format(sender=f"“{sender}”", path=config_path())
    )


def _price(values: Values) -> str | None:
    return values.text("price", "", example='"0,52 kr"', longest=_LONGEST_PRICE) or None


def _password(
    table: Mapping[str, object], env: Mapping[str, str], user: str, *, is_needed: bool
) -> Secret | None:
    secret = read_secret("sms", table, env, variable=VARIABLE, account=user)
    if not is_needed:
        return None
    if secret is None:
        raise UsageError(
            _(
                "There is no password for text messages. Set {variable} in the environment, or write it to a file of its own (chmod 600) that"
                " password_file in [sms] of {path} names."
            ).format(variable=VARIABLE, path=config_path())
        )
    if not (secret.reveal().isascii() and secret.reveal().isprintable()):
        raise UsageError(
            _(
                "The password for text messages may hold letters a–z, digits and signs only. Write it anew, as the service shows it."
            )
        )
    return secret
