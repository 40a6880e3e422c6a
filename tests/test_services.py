"""Servers that run beside each other: started, watched, stopped."""

import sys

import pytest

from scripts import services


def test_the_end_of_a_service_is_told_with_its_last_words(tmp_path):
    command = [sys.executable, "-c", "import sys; sys.exit('the reason: ' + input())"]
    with services.running("talker", command, tmp_path / "log" / "talker", "why\n") as service:
        service.process.wait(timeout=30)
        with pytest.raises(services.ServiceFailed, match=r"talker ended with status 1\n.*: why"):
            service.check()
        with pytest.raises(services.ServiceFailed, match="talker ended"):
            services.wait_for(service, lambda: False)


def test_a_service_is_stopped_with_its_block(tmp_path):
    command = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(600)"]
    with services.running("sleeper", command, tmp_path / "log") as service:
        services.wait_for(service, lambda: "up" in service.log.read_text())
        service.check()
    assert service.process.returncode is not None


def test_one_that_never_answers_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(services, "START_SECONDS", 0)
    command = [sys.executable, "-c", "import time; time.sleep(600)"]
    with (
        services.running("mute", command, tmp_path / "log") as service,
        pytest.raises(services.ServiceFailed, match="mute does not answer"),
    ):
        services.wait_for(service, lambda: False)
