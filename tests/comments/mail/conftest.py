"""What the tests of the outbox share: invented checks, and a clock that stands still."""

import pytest
import time_machine
from django.utils import timezone

from comments.moderation import phases
from comments.moderation.verdict import Verdict
from tests.comments.mail.outbox import Says


@pytest.fixture
def checks_say(monkeypatch):
    """Call with a verdict; until then every comment waits."""

    def say(verdict):
        monkeypatch.setattr(phases, "POLICY", (Says(verdict),))

    say(Verdict.HOLD)
    return say


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock
