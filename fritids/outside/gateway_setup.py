"""The gateways of this machine, as its configuration file says."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from fritids.config import Config
from fritids.config.mail import mail_settings
from fritids.config.text_messages import SmsSettings, sms_settings
from fritids.domain.words import Channel
from fritids.errors import UsageError
from fritids.i18n import _
from fritids.outside.gateways import Gateway


@dataclass(frozen=True, slots=True)
class GatewaySetup:
    """What this machine can send by. The gateways have connected to nothing yet."""

    gateways: tuple[Gateway, ...]
    sender: str | None = None
    """The name that text messages come from."""
    price: str | None = None
    """What one segment costs, in the words of the configuration."""

    @property
    def channels(self) -> frozenset[Channel]:
        """By what this machine can send."""
        return frozenset(gateway.channel for gateway in self.gateways)

    def gateway(self, channel: Channel) -> Gateway:
        """The one that carries `channel`. Raises UsageError where there is none."""
        for gateway in self.gateways:
            if gateway.channel is channel:
                return gateway
        raise UsageError(
            _(
                "Text messages are not set up on this computer. Put [sms] into the configuration file; see Reminders in the README."
            )
            if channel is Channel.SMS
            else _(
                "E-mail is not set up on this computer. Put [mail] into the configuration file; see Reminders in the README."
            )
        )

    def close(self) -> None:
        """Give back every connection."""
        for gateway in self.gateways:
            gateway.close()


def gateway_setup(
    config: Config, branch: str, contact_email: str = "", env: Mapping[str, str] = os.environ
) -> GatewaySetup:
    """What the configuration file says of `mail` and `sms`. Raises UsageError for what cannot be, with what to write instead."""
    found: list[Gateway] = []
    sms = sms_settings(config.tables.get("sms", {}), env)
    if sms is not None:
        found.append(_by_text_message(sms))
    mail = mail_settings(config.tables.get("mail"), env)
    if mail is not None:
        from fritids.outside.mail.smtp import SmtpGateway  # noqa: PLC0415  # smtplib and ssl: only where mail is sent

        found.append(SmtpGateway(mail, branch=branch, reply_to=contact_email))
    return GatewaySetup(tuple(found), None if sms is None else sms.sender, None if sms is None else sms.price)


def _by_text_message(settings: SmsSettings) -> Gateway:
    if settings.rules is None:
        from fritids.outside.text_messages.elks import ElksGateway  # noqa: PLC0415  # http and ssl, likewise

        return ElksGateway(settings)
    from fritids.outside.text_messages.generic import HttpGateway  # noqa: PLC0415

    return HttpGateway(settings)
