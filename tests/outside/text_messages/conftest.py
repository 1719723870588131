"""A server to send to, and gateways that lose patience soon."""

from collections.abc import Iterator

import pytest

from fritids.config.secrets import Secret
from fritids.config.text_messages import SmsSettings
from fritids.outside.text_messages.elks import ElksGateway
from tests.sms_server import PASSWORD, USER, SmsServer


@pytest.fixture
def server() -> Iterator[SmsServer]:
    with SmsServer() as running:
        yield running


@pytest.fixture
def elks(server: SmsServer) -> Iterator[ElksGateway]:
    gateway = ElksGateway(SmsSettings("Fritidsbank", None, server.elks, USER, Secret(PASSWORD), timeout=0.3))
    yield gateway
    gateway.close()
