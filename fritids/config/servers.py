"""Where passwords and people's messages may be sent to: encrypted, or to this machine itself."""

import ipaddress
from urllib.parse import urlsplit

from fritids.config.places import config_path
from fritids.errors import UsageError
from fritids.i18n import _


def is_this_machine(host: str) -> bool:
    """Whether what goes to `host` does not leave this machine."""
    if host.casefold() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def check_url(url: str, key: str, part: str) -> None:
    """Raises UsageError unless `url`, which stands at `key` of [`part`], is https, or http to this machine."""
    try:
        parts = urlsplit(url)
        is_port = parts.port is None or parts.port > 0
    except ValueError:
        parts, is_port = urlsplit(""), False
    host = parts.hostname or ""
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and is_this_machine(host))
    is_bare = parts.username is None and not parts.fragment
    is_plain = url.isascii() and url.isprintable() and " " not in url and not set("{}") & set(parts.netloc)
    if not (host and is_port and is_safe and is_bare and is_plain):
        raise UsageError(
            _(
                "In the configuration file {path}, {key} of [{part}] is no safe address: it begins with https:// (http:// only to this computer"
                " itself) and holds neither user, password nor #."
            ).format(path=config_path(), key=key, part=part)
        )
