"""A real SMTP server that keeps what it gets, and people to send to."""

from __future__ import annotations

import email
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import default
from zoneinfo import ZoneInfo

import pytest
from aiosmtpd.controller import Controller

from styrhus.identity import clock
from tests.factories import World, world

OSLO = ZoneInfo("Europe/Oslo")


@dataclass
class Sink:
    """What the server got, as parsed messages. ``refuse`` maps an address to the answer that it is refused with."""

    port: int
    envelopes: list[object] = field(default_factory=list)
    refuse: dict[str, str] = field(default_factory=dict)
    answer: str = "250 OK"
    hang_up: bool = False

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.envelopes.append(envelope)
        if self.hang_up:
            server.transport.abort()
        return self.answer

    @property
    def messages(self) -> list[EmailMessage]:
        return [email.message_from_bytes(one.content, policy=default) for one in self.envelopes]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture
def sink(settings) -> Iterator[Sink]:
    """A server on this machine, which the settings lead to."""
    kept = Sink(free_port())
    controller = Controller(kept, hostname="127.0.0.1", port=kept.port)
    controller.start()
    settings.SMTP_URL = f"smtp://127.0.0.1:{kept.port}"
    settings.MAIL_FROM = "Styrhus <styrhus@example.invalid>"
    settings.SITE_URL = "https://styrhus.example.invalid"
    yield kept
    controller.stop()


@pytest.fixture
def place(db) -> World:
    return world()


@pytest.fixture
def at(monkeypatch) -> Callable[..., None]:
    """Set the clock to a moment in Norway: ``at(2023, 5, 2, 8, 30)``."""

    def set_clock(*parts: int) -> None:
        moment = datetime(*parts, tzinfo=OSLO)
        monkeypatch.setattr(clock, "now", lambda: moment)
        monkeypatch.setattr(clock, "today", moment.date)

    return set_clock
