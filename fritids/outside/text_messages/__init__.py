"""Text messages over HTTP: 46elks, and any other service whose form the configuration describes."""

from fritids.config.text_messages import SmsSettings
from fritids.outside.text_messages.elks import ElksGateway
from fritids.outside.text_messages.generic import HttpGateway


def text_message_gateway(settings: SmsSettings) -> ElksGateway | HttpGateway:
    """The gateway that the configuration names; it connects when it is first needed."""
    return ElksGateway(settings) if settings.rules is None else HttpGateway(settings)


__all__ = ["ElksGateway", "HttpGateway", "text_message_gateway"]
