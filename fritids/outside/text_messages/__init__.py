"""Text messages over HTTP: 46elks, and any other service whose form the configuration describes."""

from fritids.outside.text_messages.elks import ElksGateway
from fritids.outside.text_messages.generic import HttpGateway

__all__ = ["ElksGateway", "HttpGateway"]
