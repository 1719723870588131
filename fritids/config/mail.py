"""How this machine sends mail: the table `mail` of the configuration file, looked at before anything is sent.

Mail about a family's loans goes encrypted or not at all; without encryption it may only go to a server on this same machine.
"""

import ipaddress
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from fritids.config.places import beside_config, config_path
from fritids.config.secrets import Secret, read_secret
from fritids.config.servers import is_this_machine
from fritids.config.table_values import Values
from fritids.errors import UsageError
from fritids.i18n import _

PASSWORD: Final = "FRITIDS_SMTP_PASSWORD"  # noqa: S105  # the variable's name
_KEYS: Final = (
    "host", "port", "security", "user", "password_file", "sender", "sender_name", "timeout", "certificates",
)  # fmt: skip
_HOST: Final = re.compile(r"[\w-]{1,63}(\.[\w-]{1,63})*")
_LOCAL_PART: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}")
DOMAIN: Final = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}", re.IGNORECASE)
_LONGEST: Final = 254
_LONGEST_NAME: Final = 100
USUAL_TIMEOUT: Final = 60.0
_PORT_NUMBERS: Final = range(1, 65536)


class Security(StrEnum):
    """How the connection is protected."""

    STARTTLS = "starttls"
    """Begins in clear and is encrypted before anything is said; never goes on without."""
    TLS = "tls"
    """Encrypted from the first byte."""
    NONE = "none"
    """Not at all: to a server on this machine only."""


_PORTS: Final = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}


@dataclass(frozen=True, slots=True)
class MailSettings:
    """What holds for sending mail; all of it has been looked at."""

    host: str
    sender: str
    """The address that mails come from, and that what cannot be delivered goes back to. Plain letters only."""
    security: Security = Security.STARTTLS
    port: int = _PORTS[Security.STARTTLS]
    user: str | None = None
    """None: the server wants no signing in."""
    password: Secret | None = None
    """Set where `user` is."""
    sender_name: str = ""
    """What stands before the address; empty leaves it to the branch's name."""
    timeout: float = USUAL_TIMEOUT
    """Seconds that the server may take for an answer."""
    certificates: Path | None = None
    """A file (PEM) with what signs the server's certificate, where the system does not know it."""


def mail_settings(table: Mapping[str, object] | None, env: Mapping[str, str]) -> MailSettings | None:
    """The settings that `table` stands for, with the password from where it lies; None where there is no table.

    Raises UsageError, with what to write, for the first thing that cannot be.
    """
    if table is None:
        return None
    values = Values("mail", table, _KEYS, unlisted="password")
    host, security = _host(values), Security(values.choice("security", tuple(Security), Security.STARTTLS))
    if security is Security.NONE and not is_this_machine(host):
        raise _fault(
            _(
                'security = "none" in [mail] of {path} would let others read names and loans on their way to {host}. Write "starttls" or "tls";'
                ' "none" is for a mail server on this computer.'
            ),
            host=host,
        )
    user = values.text("user", "", example='"name@example.org"', longest=_LONGEST) or None
    if user is None and "password_file" in values:
        raise _fault(
            _("[mail] in {path} has a password_file but no user. Write the user that it belongs to.")
        )
    password = read_secret("mail", table, env, variable=PASSWORD, account=user or "")
    if user is not None and password is None:
        raise _fault(
            _(
                "[mail] in {path} has the user {user}, whose password is nowhere. Write it to a file that password_file names, or set {variable}."
            ),
            user=user, variable=PASSWORD,
        )  # fmt: skip
    return MailSettings(
        host=host,
        port=values.whole("port", _PORTS[security], _PORT_NUMBERS),
        security=security,
        user=user,
        password=password if user else None,
        sender=_sender(values),
        sender_name=values.text("sender_name", "", example='"Fritidsbanken"', longest=_LONGEST_NAME),
        timeout=values.number("timeout", USUAL_TIMEOUT, 0.05, 600),
        certificates=_certificates(values),
    )


def _fault(sentence: str, **values: object) -> UsageError:
    return UsageError(sentence.format(path=config_path(), **values))


def _host(values: Values) -> str:
    host = values.text("host", example='"smtp.example.org"', longest=_LONGEST)
    try:
        ipaddress.ip_address(host)
    except ValueError:
        if _HOST.fullmatch(host) is None:
            raise _fault(
                _(
                    "In [mail] of {path}, host is only the mail server's name, such as smtp.example.org; the port is a setting of its own."
                )
            ) from None
    return host


def _sender(values: Values) -> str:
    local_part, _at, domain = values.text(
        "sender", "", example='"name@example.org"', longest=_LONGEST
    ).rpartition("@")
    with suppress(UnicodeError):
        domain = domain.encode("idna").decode("ascii")
    if _LOCAL_PART.fullmatch(local_part) is None or DOMAIN.fullmatch(domain) is None:
        raise _fault(
            _(
                'In [mail] of {path} the address that mails come from is missing or is none. Write sender = "name@example.org"; a name goes into'
                " sender_name."
            )
        )
    return f"{local_part}@{domain}"


def _certificates(values: Values) -> Path | None:
    name = values.text("certificates", "", example='"authority.pem"')
    if not name:
        return None
    file = beside_config(name)
    if not os.path.isfile(file):  # noqa: PTH113  # the other one raises for a folder that may not be read
        raise _fault(
            _(
                "There is no file {file}, which [mail] names for certificates. Correct certificates in {path}, or take it out."
            ),
            file=file,
        )
    import ssl  # noqa: PLC0415  # 10 ms, and only few have a certificate of their own

    try:
        ssl.create_default_context(cafile=file)
    except (OSError, ValueError) as error:
        raise _fault(
            _(
                "The file {file} holds no certificates in PEM form. Ask whoever looks after the mail server, and correct certificates in {path}."
            ),
            file=file,
        ) from error
    return file
